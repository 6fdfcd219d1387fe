"""Criteria that the cases beside a rule set leave untested."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from starcheck.language import Text, t
from starcheck.rules.check import paths
from starcheck.rules.check.flaws import Flaw
from starcheck.rules.lint.smells import Smells
from starcheck.rules.schema.ruleset import RuleSet

NEEDED = {"met": frozenset({"met"}), "not_met": frozenset({"not_met", "partly_met"})}
"""What has to be shown, and by which outcomes: where a cap keeps some of the points, nobody loses them all."""
_WORDS = {
    "met": t("met (all points, or nothing lost)"),
    "not_met": t("not met or partly met (fewer points)"),
}
_EXAMPLES = {"met": "met", "not_met": "partly_met"}


def untested_outcomes(seen: AbstractSet[str]) -> tuple[str, ...]:
    """What has to be shown of a criterion, and is not among what was seen."""
    return tuple(name for name, outcomes in NEEDED.items() if not seen & outcomes)


def untested_in_words(criterion: str, missing: Sequence[str]) -> Text:
    """Which outcomes of a criterion no case has shown."""
    return t("No case shows {id}: {outcomes}.", id=criterion, outcomes=[_WORDS[name] for name in missing])


def untested_criterion(ruleset: RuleSet, outcomes: Mapping[str, AbstractSet[str]]) -> Smells:
    """A criterion without a case that meets it, or without one that does not.

    Args:
        ruleset: the rule set.
        outcomes: what the cases have shown of each criterion.
    """
    for criterion, _, at in paths.criteria(ruleset):
        missing = untested_outcomes(outcomes.get(criterion.id, frozenset()))
        if missing:
            hint = t(
                "Add a case to the folder “cases”; it states the outcome or the points, such as {{{id}: {outcome}}}.",
                id=criterion.id,
                outcome=_EXAMPLES[missing[0]],
            )
            yield Flaw(at, untested_in_words(criterion.id, missing), hint)
