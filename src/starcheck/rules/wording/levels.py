"""Levels, with what denies, limits or opens them, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce

from starcheck.language import Text, Title, t
from starcheck.rules.schema.levels import (
    NO_LEVEL,
    TOTAL,
    DirectAward,
    Effect,
    Eligibility,
    Ladder,
    Level,
    Requirement,
    Veto,
)
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.wording.conditions import condition_in_words
from starcheck.rules.wording.figures import constant_in_words
from starcheck.rules.wording.lines import Line
from starcheck.rules.wording.orderings import both, ordering_in_words
from starcheck.rules.wording.quotas import quota_in_words
from starcheck.rules.wording.remarks import remark_lines
from starcheck.rules.wording.scope import Scope, Words
from starcheck.rules.wording.spans import stretch_in_words
from starcheck.rules.wording.states import STATES

NO_LEVELS = t("The standard states no levels: it gives points only.")


def level_in_words(level: Level, ruleset: RuleSet) -> list[Line]:
    """The points a level takes, then what else it requires."""
    bounds = {"at_least": level.threshold, "at_most": level.at_most, "less_than": level.less_than}
    words = [ordering_in_words(op, "number", _threshold(bound)) for op, bound in bounds.items() if bound is not None]
    if level.by_rank:
        words = [t("filled by rank")]
    head = (
        t("{title}: {words}", title=level.title, words=reduce(both, words))
        if words
        else t("{title}, if all of this holds:", title=level.title)
    )
    required = (Line(requirement_in_words(requirement, ruleset), 1) for requirement in level.requires)
    quota = [] if level.quota is None else quota_in_words(level.quota, ruleset)
    more = (Line(words, 1) for words in (*quota, *_what_it_says(level)))
    return [Line(head), *required, *more, *remark_lines(level)]


def _what_it_says(level: Level) -> Iterator[Text]:
    """What holds of whoever has the level."""
    if level.label is not None:
        yield t("also called: {label}", label=level.label)
    if level.approved_by is not None:
        yield t("approved by: {body}", body=level.approved_by)
    if level.publicity is not None:
        yield publicity_in_words(level.publicity.days, level.publicity.of)
    if level.valid is not None:
        yield t("valid for {time} after the period", time=stretch_in_words(level.valid))
    if level.decide is not None:
        yield t("a score above this and below the next level is for the committee to decide")


def publicity_in_words(days: int, of: str) -> Text:
    """How long a level is made public."""
    if of == "working_days":
        return t("made public for {days} working days", days=days)
    return t("made public for {days} days", days=days)


def _threshold(bound: Constant) -> Words:
    if bound.percent:
        return t("{share} of the full score", share=constant_in_words(bound))
    return t("{value} {unit}", value=constant_in_words(bound), unit=t("points"))


def requirement_in_words(requirement: Requirement, ruleset: RuleSet) -> Text:
    """What a level requires besides points."""
    condition = condition_in_words(requirement.when, Scope(ruleset))
    if requirement.title is not None:
        return t("required: {title} ({condition})", title=requirement.title, condition=condition)
    return t("required: {condition}", condition=condition)


def veto_in_words(veto: Veto, ruleset: RuleSet) -> list[Line]:
    """What triggers a veto, then what follows."""
    return [
        Line(t("{id} {title}", id=veto.id, title=veto.title)),
        Line(t("Triggered if {condition}.", condition=condition_in_words(veto.when, Scope(ruleset))), 1),
        Line(t("Effect: {effect}", effect=effect_in_words(veto.effect, ruleset)), 1),
        *remark_lines(veto),
    ]


def effect_in_words(effect: Effect, ruleset: RuleSet) -> Text:
    """What a veto does to the level, or to points."""
    if effect.no_level:
        return STATES["none"]
    if effect.zero == TOTAL:
        return t("the total counts 0")
    if effect.zero is not None:
        return t("{id} {title} counts 0", id=effect.zero, title=_titles(ruleset)[effect.zero])
    assert effect.at_most is not None
    return t("{level} at most", level=title_of_level(effect.at_most, ruleset))


def title_of_level(level_id: int | str, ruleset: RuleSet) -> Title:
    """The title of a level."""
    return next(level.title for level in ruleset.levels if level.id == level_id)


def direct_in_words(award: DirectAward, ruleset: RuleSet) -> list[Line]:
    """When a level is awarded directly, then which."""
    return [
        Line(t("{id} {title}", id=award.id, title=award.title)),
        Line(t("Applies if {condition}.", condition=condition_in_words(award.when, Scope(ruleset))), 1),
        Line(t("Effect: {effect}", effect=award_in_words(award, ruleset)), 1),
        *remark_lines(award),
    ]


def award_in_words(award: DirectAward, ruleset: RuleSet) -> Text:
    """What a direct award gives."""
    return t("{level} directly, whatever the points", level=title_of_level(award.level, ruleset))


LADDER = t("Rising step by step")
"""What a ladder is called that has no title."""


def ladder_in_words(ladder: Ladder, ruleset: RuleSet) -> list[Line]:
    """How far a branch may rise, from where, and what frees it from that."""
    scope = Scope(ruleset)
    rungs = [
        t("“{choice}” stands for {level}", choice=choice, level=_rung(rung, ruleset))
        for choice, rung in ladder.table.items()
    ]
    unless = [] if ladder.unless is None else [condition_in_words(ladder.unless, scope)]
    return [
        Line(t("{words}", words=ladder.title or LADDER)),
        Line(t("At most this many levels above the last one: {n}.", n=ladder.steps), 1),
        Line(t("The last level is {field}: {rungs}.", field=scope.quantity(ladder.from_).words, rungs=rungs), 1),
        *(Line(t("Not limited if {condition}.", condition=condition), 1) for condition in unless),
        *remark_lines(ladder),
    ]


def _rung(rung: int | str, ruleset: RuleSet) -> Words:
    return STATES["none"] if rung == NO_LEVEL else title_of_level(rung, ruleset)


def limit_in_words(low: Title, high: Title) -> Text:
    """How high the level may be at most, at either end."""
    if low == high:
        return t("{level} at most", level=low)
    return t("{low} at most, perhaps {high}", low=low, high=high)


def _titles(ruleset: RuleSet) -> Mapping[str, Title]:
    """What a veto can make count 0, by its id."""
    criteria = {criterion.id: criterion.title for group in ruleset.groups for criterion in group.criteria}
    return criteria | {group.id: group.title for group in ruleset.groups}


def eligibility_in_words(rule: Eligibility, ruleset: RuleSet) -> list[Line]:
    """A condition for being rated, then what a branch is without it."""
    return [
        Line(t("{id} {title}", id=rule.id, title=rule.title)),
        Line(t("Required: {condition}.", condition=condition_in_words(rule.when, Scope(ruleset))), 1),
        Line(t("Otherwise: {state}", state=STATES[rule.otherwise]), 1),
        *remark_lines(rule),
    ]
