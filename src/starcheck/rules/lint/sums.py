"""Sums: the points of criteria, sections and the whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod

from starcheck.language import Text, t
from starcheck.rules.check.flaws import Flaw, plain
from starcheck.rules.check.numbers import entries
from starcheck.rules.check.paths import groups
from starcheck.rules.lint.smells import Smells
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.dictionary import BRANCH, bare_name
from starcheck.rules.schema.numbers import Constant, Lookup, Number
from starcheck.rules.schema.ruleset import Pool, RuleSet, Section

MOST_KINDS = 500
"""Kinds of branches for which a sum is tried; more than that are left to the eye."""
Kind = Mapping[str, str]
"""Fields of the branch, each with one of its choices."""


def points_do_not_sum(ruleset: RuleSet) -> Smells:
    """A section whose criteria have more or fewer points than it, or sections that do not make the full score."""
    for section, at in groups(ruleset):
        if isinstance(section, Section) and not section.starts:
            yield from _of_sections(section, at) if section.sections else _of_criteria(ruleset, section, at)
    total = _together(ruleset)
    if ruleset.has_total and total != ruleset.full:
        message = t(
            "The sections have {sum} points together, the rule set {points}.",
            sum=plain(total),
            points=plain(ruleset.full),
        )
        yield Flaw(("points",), message, _hint(ruleset))


def _of_criteria(ruleset: RuleSet, section: Section, at: Path) -> Smells:
    for kind, total in _totals(ruleset, section):
        if total != section.points.value:
            yield Flaw((*at, "points"), _message(section, kind, total), _hint(section))
            return


def _of_sections(section: Section, at: Path) -> Smells:
    total = _together(section)
    if total != section.points.value:
        message = t(
            "The sections of {id} have {sum} points together, the section {points}.",
            id=section.id,
            sum=plain(total),
            points=plain(section.points.value),
        )
        yield Flaw((*at, "points"), message, _hint(section))


def _together(whole: RuleSet | Section) -> Fraction:
    """What sections have together; with weights, each counts as its share of the whole."""
    if any(section.weight is not None for section in whole.sections):
        return whole.full if isinstance(whole, RuleSet) else whole.points.value
    return sum((section.points.value for section in whole.sections), _unseen(whole))


def _unseen(whole: RuleSet | Section) -> Fraction:
    """The points that were not seen."""
    points = None if whole.not_visible is None else whole.not_visible.points
    return Fraction(0) if points is None else points.value


def _hint(whole: RuleSet | Section) -> Text:
    if not _unseen(whole):
        return t("Change one of them.")
    return t("Change one of them; {points} points that were not seen are counted in.", points=plain(_unseen(whole)))


def _message(section: Section, kind: Kind, total: Fraction) -> Text:
    values = {"id": section.id, "sum": plain(total), "points": plain(section.points.value)}
    if not kind:
        return t("The criteria of section {id} have {sum} points together, the section {points}.", **values)
    where = ", ".join(f"{field} = {choice}" for field, choice in kind.items())
    return t(
        "Where {where}, the criteria of section {id} have {sum} points together, the section {points}.",
        where=where,
        **values,
    )


def _totals(ruleset: RuleSet, section: Section) -> Iterator[tuple[Kind, Fraction]]:
    """The sum for every kind of branch that the points distinguish; nothing if bands make too many."""
    numbers = [criterion.points for criterion in section.criteria if criterion.points is not None]
    if not all(isinstance(number, Constant | Lookup) for number in numbers):
        return
    fields = list(dict.fromkeys(bare_name(number.by) for number in numbers if isinstance(number, Lookup)))
    choices = [_choices(ruleset, name) for name in fields]
    if prod(map(len, choices)) <= MOST_KINDS:
        for combination in product(*choices):
            kind = dict(zip(fields, combination, strict=True))
            yield kind, sum((_of_kind(number, kind) for number in numbers), _unseen(section))


def _choices(ruleset: RuleSet, name: str) -> Sequence[str]:
    return ruleset.tables[BRANCH].fields[name].allowed or ("true", "false")


def _of_kind(number: Number, kind: Kind) -> Fraction:
    match number:
        case Constant(value):
            return value
        case Lookup(by, table, otherwise):
            constant = table.get(kind[bare_name(by)], otherwise)
            return Fraction(0) if constant is None else constant.value
        case _:
            raise TypeError(number)


def most(number: Number | None) -> Fraction | None:
    """The most points a number can be, None if that is not written down."""
    values = [] if number is None else [constant.value for constant, _ in entries(number)]
    return max(values, default=None)


def most_of_group(group: Section | Pool) -> Fraction | None:
    """The most points of a section or pool, None if they are not limited by anything written down."""
    cap = None if group.cap is None else group.cap.value
    if isinstance(group, Section):
        return group.points.value if cap is None else min(cap, group.points.value)
    tops = [most(group.points_of(criterion)) for criterion in group.criteria]
    total = None if None in tops else sum((top for top in tops if top is not None), Fraction(0))
    return cap if total is None else total if cap is None else min(cap, total)


def most_of_all(ruleset: RuleSet) -> Fraction | None:
    """The greatest score."""
    sections = sum((_most_counted(section, ruleset) for section in ruleset.sections), Fraction(0))
    pools = [most_of_group(pool) for pool in ruleset.pools if pool.counts_toward_level]
    if None in pools:
        return None
    return max(sections, ruleset.full - _unseen(ruleset)) + sum(
        (pool for pool in pools if pool is not None), Fraction(0)
    )


def _most_counted(section: Section, ruleset: RuleSet) -> Fraction:
    most_of_it = most_of_group(section) or Fraction(0)
    if section.weight is None:
        return most_of_it
    return most_of_it * section.weight.value * ruleset.full / section.points.value
