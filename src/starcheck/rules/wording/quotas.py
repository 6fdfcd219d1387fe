"""Quotas in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce

from starcheck.language import Text, t
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.quotas import Base, MovedDown, Places, Quota, Rounded, Ties, TiesBy, Wins
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.wording.figures import constant_in_words
from starcheck.rules.wording.orderings import both
from starcheck.rules.wording.scope import Scope, Words

BASES: Mapping[Base, Text] = {
    "all": t("all branches"),
    "rated": t("the branches that are rated"),
    "eligible": t("the branches that are eligible"),
}
"""What a share is a share of."""
LIMITS: Mapping[str, Callable[[Words], Text]] = {
    "at_most": lambda places: t("at most {value}", value=places),
    "at_least": lambda places: t("at least {value}", value=places),
    "guide": lambda places: t("as a guide {value}", value=places),
}
"""How a number of places binds."""
ROUNDED: Mapping[Rounded, Text] = {
    "down": t("A part of a place does not count."),
    "up": t("A part of a place counts as a whole one."),
    "half_up": t("Half a place or more counts as a whole one."),
}
TIES: Mapping[str, Text] = {
    "all_in": t("Where equal branches have no room together, all of them hold the level."),
    "all_out": t("Where equal branches have no room together, none of them holds the level."),
}
MOVED_DOWN: Mapping[MovedDown, Text] = {
    "use_next": t("A branch without a place takes one of the next level."),
    "beside_next": t("A branch without a place stands beside the places of the next level."),
}
WINS: Mapping[Wins, Text] = {
    "threshold": t("Where points and places disagree, the points decide."),
    "quota": t("Where points and places disagree, the places decide."),
}


def quota_in_words(quota: Quota, ruleset: RuleSet) -> list[Text]:
    """The places of a level, then how they are given."""
    return [t("places: {limits}", limits=places_in_words(quota, ruleset)), *_how(quota, ruleset)]


def places_in_words(quota: Quota, ruleset: RuleSet) -> Text:
    """How many places there are."""
    limits = reduce(both, [LIMITS[key](_places(places, quota, ruleset)) for key, places in quota.places.items()])
    if quota.per is None:
        return limits
    return t("{limits}, in each group by {field}", limits=limits, field=Scope(ruleset).quantity(quota.per).words)


def _places(places: Places, quota: Quota, ruleset: RuleSet) -> Words:
    match places:
        case Constant(percent=True):
            of = BASES[quota.of or "all"]
            return t("{share} of {branches}", share=constant_in_words(places), branches=of)
        case Constant():
            return t("{n} branches", n=constant_in_words(places))
        case _:
            return t("as many branches as “{field}” says", field=Scope(ruleset).quantity(places.field).words)


def _how(quota: Quota, ruleset: RuleSet) -> list[Text]:
    said = [
        None if quota.round is None else ROUNDED[quota.round],
        None if quota.ties is None else _ties(quota.ties, ruleset),
        None if quota.moved_down is None else MOVED_DOWN[quota.moved_down],
        None if quota.wins is None else WINS[quota.wins],
    ]
    return [words for words in said if words is not None]


def _ties(ties: Ties, ruleset: RuleSet) -> Text:
    if not isinstance(ties, TiesBy):
        return TIES[ties]
    names = [Scope(ruleset).quantity(name).words for name in ties.by]
    return t("Of branches with equal points the one with more of these goes first: {names}.", names=names)
