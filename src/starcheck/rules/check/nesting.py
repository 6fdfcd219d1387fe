"""Nesting: sections within sections, with or without weights."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from starcheck.language import t
from starcheck.rules.check.flaws import Flaw, Flaws, plain, written
from starcheck.rules.check.paths import criteria, groups
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.ruleset import RuleSet, Section


def check(ruleset: RuleSet) -> Flaws:
    """What sections hold, and what they weigh."""
    if ruleset.has_total:
        yield from _weights(ruleset.sections, ("sections",))
    for group, at in groups(ruleset):
        if isinstance(group, Section):
            yield from _content(group, at)
            yield from _weights(group.sections, (*at, "sections"))
    if ruleset.has_total and any(section.weight is not None or section.sections for section in ruleset.sections):
        yield from _excluded_from_the_total(ruleset)


def _content(section: Section, at: Path) -> Flaws:
    if section.criteria and section.sections:
        message = t("A section holds criteria or sections, not both.")
        yield Flaw((*at, "criteria"), message, t("Make a section of the criteria."), on_key=True)
    elif not section.criteria and not section.sections:
        yield Flaw(at, t("This section is empty."), t("Add “criteria”, or “sections”."))
    if section.starts and section.sections:
        message = t("Only a section of criteria starts full.")
        yield Flaw((*at, "starts"), message, t("Let the sections in it start full."), on_key=True)


def _weights(sections: Sequence[Section], at: Path) -> Flaws:
    """Siblings all have weights, of 100 % together, or none has."""
    weights = [section.weight for section in sections]
    stated = [weight for weight in weights if weight is not None]
    if not stated:
        return
    for index, weight in enumerate(weights):
        if weight is None:
            message = t("The sections beside this one have weights.")
            yield Flaw((*at, index), message, t("Add “weight”, or leave all of them out."))
        else:
            yield from _weight(weight, (*at, index, "weight"))
    together = sum((weight.value for weight in stated), Fraction(0))
    if len(stated) == len(weights) and all(weight.percent for weight in stated) and together != 1:
        message = t("The weights add up to {sum}%, not to 100%.", sum=plain(together * 100))
        yield Flaw((*at, len(weights) - 1, "weight"), message, t("Change one of them."))


def _weight(weight: Constant, at: Path) -> Flaws:
    if not weight.percent:
        hint = t("Write {percent}%.", percent=plain(weight.value * 100 if weight.value <= 1 else weight.value))
        yield Flaw(at, t("A weight is a percentage, not “{read}”.", read=written(weight)), hint)
    elif not 0 < weight.value <= 1:
        message = t("A weight is more than 0% and at most 100%, not {read}.", read=written(weight))
        yield Flaw(at, message, t("Leave the section out if it counts for nothing."))


def _excluded_from_the_total(ruleset: RuleSet) -> Flaws:
    """With weights the rest of the total is no one number that could be scaled."""
    message = t("Where sections have weights or sections in them, no criterion is excluded from the total.")
    hint = t("Write {{exclude: section}}: the rest of the section is scaled.")
    if ruleset.not_applicable == "total":
        yield Flaw(("not_applicable",), message, hint)
    for criterion, _, at in criteria(ruleset):
        if criterion.not_applicable == "total":
            yield Flaw((*at, "not_applicable"), message, hint)
