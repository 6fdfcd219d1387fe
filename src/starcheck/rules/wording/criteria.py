"""Criteria in words, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from starcheck.language import Text, t
from starcheck.rules.schema.leniency import Lenient
from starcheck.rules.schema.ruleset import ZERO, Criterion, NotApplicable, Pool, RuleSet, Section
from starcheck.rules.wording.conditions import condition_in_words
from starcheck.rules.wording.figures import constant_in_words, figure
from starcheck.rules.wording.lines import Line
from starcheck.rules.wording.measures import measure_in_words
from starcheck.rules.wording.numbers import number_in_words
from starcheck.rules.wording.repeats import repeat_in_words
from starcheck.rules.wording.scope import Scope, Words
from starcheck.rules.wording.scores import scope_of, score_in_words


def criterion_in_words(criterion: Criterion, group: Section | Pool, ruleset: RuleSet) -> list[Line]:
    """All that decides the points of a criterion."""
    head, *further = score_in_words(criterion, group, ruleset)
    scoring = t("Scoring: {words}", words=head.words) if further else t("Scoring: {words}.", words=head.words)
    return [
        *(Line(words) for words in _before(criterion, group, ruleset)),
        Line(scoring),
        *further,
        *(Line(words) for words in _after(criterion, group, ruleset)),
    ]


def points_of_criterion(criterion: Criterion, group: Section | Pool, ruleset: RuleSet) -> Words:
    """The most that a criterion gives, in a pool perhaps the limit of the pool; nothing if it only loses."""
    most = group.points_of(criterion)
    if most is None:
        return t("no end")
    return "" if most == ZERO else number_in_words(most, Scope(ruleset))


def _before(criterion: Criterion, group: Section | Pool, ruleset: RuleSet) -> list[Text]:
    scope, lines = scope_of(criterion, group, ruleset), []
    if criterion.applies_when is not None:
        lines.append(t("Applies if {condition}.", condition=condition_in_words(criterion.applies_when, scope)))
    if criterion.measure is not None:
        lines.append(t("Measured: {measure}.", measure=measure_in_words(criterion.measure, Scope(ruleset))))
    if criterion.papers:
        lines.append(t("Papers: {papers}.", papers=criterion.papers))
    if criterion.target is not None:
        unit = scope.quantity("value").unit
        lines.append(t("Target: {target}.", target=number_in_words(criterion.target, scope, unit)))
    return lines


def _after(criterion: Criterion, group: Section | Pool, ruleset: RuleSet) -> list[Text]:
    lines = []
    if criterion.if_empty is not None:
        lines.append(if_empty_in_words(criterion.if_empty))
    if isinstance(criterion.lenient, Lenient):
        lines.append(lenient_in_words(criterion.lenient, scope_of(criterion, group, ruleset)))
    elif criterion.lenient is not None:
        lines.append(t("What is lost counts whole here."))
    if criterion.floor is not None:
        lines.append(t("Never below {points}.", points=constant_in_words(criterion.floor)))
    elif isinstance(group, Pool) and group.floor is not None:
        lines.append(t("Never below {points}.", points=constant_in_words(group.floor)))
    if (repeat := group.repeat_of(criterion)) is not None:
        lines.append(repeat_in_words(repeat))
    if criterion.not_applicable is not None:
        lines.append(not_applicable_in_words(criterion.not_applicable))
    return lines


def lenient_in_words(lenient: Lenient, scope: Scope) -> Text:
    """When what is lost counts only in part."""
    condition, factor = condition_in_words(lenient.when, scope), constant_in_words(lenient.factor)
    return t("If {condition}, only {factor} of what is lost counts.", condition=condition, factor=factor)


def if_empty_in_words(if_empty: str | Decimal) -> Text:
    """What a criterion gives whose measure has nothing to count."""
    if isinstance(if_empty, Decimal):
        return t("With nothing to count: {points}.", points=figure(if_empty))
    return IF_EMPTY[if_empty]


IF_EMPTY: Mapping[str, Text] = {
    "full": t("With nothing to count: all points."),
    "zero": t("With nothing to count: 0."),
    "not_applicable": t("With nothing to count it does not apply."),
}


def not_applicable_in_words(mode: NotApplicable) -> Text:
    """What becomes of a criterion that does not apply."""
    return NOT_APPLICABLE[mode]


NOT_APPLICABLE: Mapping[NotApplicable, Text] = {
    "section": t("If a criterion does not apply, the rest of its section is scaled to the points of the section."),
    "total": t("If a criterion does not apply, all the rest is scaled to the full score."),
    "full": t("If a criterion does not apply, it gives all its points."),
    "zero": t("If a criterion does not apply, it gives 0."),
}
"""Every treatment of what does not apply."""
