"""From points to a score in words: rounding, limits, defaults."""

from __future__ import annotations

from collections.abc import Mapping

from starcheck.language import Text, t
from starcheck.rules.schema.ruleset import Mode, Pool, RuleSet, Section
from starcheck.rules.wording.criteria import lenient_in_words, not_applicable_in_words
from starcheck.rules.wording.figures import constant_in_words, figure
from starcheck.rules.wording.scope import Scope

MODES: Mapping[Mode, Text] = {
    "half_up": t("halves up"),
    "half_even": t("halves to the even neighbour"),
    "down": t("toward zero"),
    "floor": t("always down"),
    "ceil": t("always up"),
}
"""Every way to round."""


def rounding_in_words(ruleset: RuleSet) -> list[Text]:
    """When, and to which grid, points are rounded."""
    rounding, mode = ruleset.rounding, MODES[ruleset.rounding.mode]
    lines = [t("The points of every criterion are rounded to {grid} ({mode}).", grid=figure(ruleset.unit), mode=mode)]
    if rounding.section is not None:
        lines.append(t("The points of every section are then rounded to {grid}.", grid=figure(rounding.section)))
    if rounding.total is not None:
        lines.append(t("The total is then rounded to {grid}.", grid=figure(rounding.total)))
    return lines


def nesting_in_words(ruleset: RuleSet) -> list[Text]:
    """What a weight does, and what becomes of a section of which nothing applies, where sections are not alone."""
    sections = [group for group in ruleset.groups if isinstance(group, Section)]
    lines = []
    if any(section.weight is not None for section in sections):
        lines.append(
            t(
                "A section with a weight counts as its points × weight × the points of what it is in "
                "÷ its full points; what it is in rounds the sum to {grid}.",
                grid=figure(ruleset.unit),
            )
        )
    if len(sections) > len(ruleset.sections):
        lines.append(t("Where nothing of a section applies, it is left out, and those beside it are scaled."))
    return lines


def treatment_in_words(ruleset: RuleSet) -> list[Text]:
    """What holds for every criterion that does not say otherwise."""
    return [
        t("A criterion gives at least 0 and at most its points, unless something else is stated."),
        t("A part with a measure of its own gives 0 where that has nothing to count."),
        not_applicable_in_words(ruleset.not_applicable or "section"),
        *([] if ruleset.lenient is None else [lenient_in_words(ruleset.lenient, Scope(ruleset))]),
        t("Records count if they are dated in the assessed period, unless another time is stated."),
        t("A calendar period that the assessed period or the life of the branch cuts short is not asked for."),
    ]


def group_in_words(group: Section | Pool, home: Section | None = None) -> Text:
    """A section or pool with its points and limits, and with the section it is in."""
    head = t("{id} {title}", id=group.id, title=group.title)
    limits = [] if home is None else [t("part of {section}", section=t("{id} {title}", id=home.id, title=home.title))]
    if isinstance(group, Section):
        limits.append(t("points: {points}", points=constant_in_words(group.points)))
        if group.weight is not None:
            limits.append(t("weight {weight}", weight=constant_in_words(group.weight)))
        if group.pass_ is not None:
            limits.append(t("pass mark {mark}", mark=constant_in_words(group.pass_)))
        if group.starts:
            limits.append(t("all of them at the start, the criteria only cost points"))
    if group.cap is not None:
        limits.append(t("at most {points}", points=constant_in_words(group.cap)))
    elif not group.has_end:
        limits.append(t("without an upper end"))
    if group.floor is not None:
        limits.append(t("at least {points}", points=constant_in_words(group.floor)))
    if isinstance(group, Pool) and not group.counts_toward_level:
        limits.append(t("shown only: part of neither the score nor the level"))
    return t("{title} ({limits})", title=head, limits=limits) if limits else head
