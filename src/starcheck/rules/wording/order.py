"""The order in which a level is found, in words."""

from __future__ import annotations

from collections.abc import Iterator

from starcheck.language import Text, t
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.wording.figures import constant_in_words


def level_order_in_words(ruleset: RuleSet) -> list[Text]:
    """What has to be done with a score to find the level by hand, each step where the rule set has it."""
    if not ruleset.levels:
        return []
    steps = [t("{n}. {step}", n=number, step=step) for number, step in enumerate(_steps(ruleset), start=1)]
    return [*_score(ruleset), *steps]


def _score(ruleset: RuleSet) -> Iterator[Text]:
    """What the score is that thresholds speak of."""
    if not isinstance(ruleset.points, Constant):
        return
    pools = [pool.title for pool in ruleset.pools if pool.counts_toward_level]
    points = constant_in_words(ruleset.points)
    if pools:
        yield t("The score that levels ask for is the sum of the sections and of: {pools}.", pools=pools)
        yield t("The full score that a percentage refers to stays {points}, whatever they add.", points=points)
    elif ruleset.pools:
        yield t("The score that levels ask for is the sum of the sections alone, of {points}.", points=points)


def _steps(ruleset: RuleSet) -> Iterator[Text]:
    if any(veto.effect.zero is not None for veto in ruleset.vetoes):
        yield t("What a veto makes count 0 counts 0, before anything is compared.")
    if ruleset.has_total:
        yield t("The level is the highest one whose points are reached and all of whose requirements hold.")
    else:
        yield t("The level is the highest one all of whose requirements hold.")
    if ruleset.direct:
        yield t("A direct award raises it, whatever the points and requirements.")
    if ruleset.ladder is not None:
        yield _ladder(ruleset)
    if any(veto.effect.zero is None for veto in ruleset.vetoes):
        yield _vetoes(ruleset)
    if ruleset.eligibility:
        yield t("Where a condition of eligibility fails, what is stated there stands instead of the level.")
    if any(level.quota is not None for level in ruleset.levels):
        yield t("The places of a quota are filled last, among all branches.")


def _ladder(ruleset: RuleSet) -> Text:
    if ruleset.direct:
        return t("The ladder limits it, also where it was awarded directly.")
    return t("The ladder limits it.")


def _vetoes(ruleset: RuleSet) -> Text:
    if ruleset.direct:
        return t("A veto denies or caps it, also where it was awarded directly: vetoes go first.")
    return t("A veto denies or caps it, whatever the points.")
