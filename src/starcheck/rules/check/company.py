"""Ranks and numbers among branches: what is compared, and which branches are."""

from __future__ import annotations

from starcheck.errors import nearest
from starcheck.language import Text, t
from starcheck.rules.check.flaws import Flaw, Flaws, Found
from starcheck.rules.check.kinds import ANY, NUMBER, Kind, of_field, of_measure
from starcheck.rules.check.references import branch_field
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.dictionary import BRANCH, bare_name
from starcheck.rules.schema.measures import Rank
from starcheck.rules.schema.numbers import ALL, Statistic
from starcheck.rules.schema.ruleset import RuleSet


def rank(ruleset: RuleSet, measure: Rank, at: Path) -> Flaws:
    """A rank is taken of a named measure, among branches that are known."""
    yield from _compared(ruleset, measure.rank, (*at, "rank"))
    yield from _among(ruleset, measure.among, (*at, "among"))


def statistic(ruleset: RuleSet, number: Statistic, at: Path) -> Found[Kind]:
    """Whether a number among branches is a plain one or a percentage."""
    kind = yield from _compared(ruleset, number.measure, (*at, number.take))
    yield from _among(ruleset, number.among, (*at, "among"))
    return NUMBER if number.take == "count" else kind


def _compared(ruleset: RuleSet, name: str, at: Path) -> Found[Kind]:
    """The kind of a measure by which branches are compared."""
    if name not in ruleset.measures:
        yield Flaw(at, t("There is no measure “{name}”.", name=name), _instead(ruleset, name))
        return ANY
    measure = ruleset.measures[name]
    kind = of_measure(ruleset.tables, measure)
    if isinstance(measure, Rank):
        message = t("“{name}” is a rank itself: branches are compared by what each of them has on its own.", name=name)
        yield Flaw(at, message, t("Write “{word}”.", word=measure.rank))
    elif not kind.is_numeric:
        message = t("“{name}” is {kind}; branches are compared by a number.", name=name, kind=kind.words)
        yield Flaw(at, message, t("Name a measure that is a number or a percentage."))
        return ANY
    return Kind(kind.sort)


def _instead(ruleset: RuleSet, name: str) -> Text:
    if BRANCH in ruleset.tables and bare_name(name) in ruleset.tables[BRANCH].fields:
        bare = bare_name(name)
        return t("Give the field a name under “measures”: {{field: {field}}}.", field=bare)
    return nearest(name, ruleset.measures) or t("Branches are compared by a measure that has a name under “measures”.")


def _among(ruleset: RuleSet, name: str, at: Path) -> Flaws:
    """Every branch says what it has in common with others."""
    if name == ALL:
        return
    field = yield from branch_field(ruleset.tables, name, at)
    if field is None:
        return
    if field.type not in {"choice", "text"}:
        message = t(
            "“{name}” is {kind}; branches are put together by a choice or a text.",
            name=name,
            kind=of_field(field).words,
        )
        yield Flaw(at, message, t("Name such a field of the branch, or write all."))
    elif not field.required:
        message = t("“{name}” may be empty, so nobody knows which branches belong together.", name=name)
        yield Flaw(at, message, t("Give the field “required: true”, or write all."))
