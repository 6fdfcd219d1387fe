"""Rounding that is done twice."""

from __future__ import annotations

from starcheck.language import t
from starcheck.rules.check.flaws import Flaw, plain
from starcheck.rules.lint.smells import Smells
from starcheck.rules.schema.ruleset import RuleSet


def double_rounding(ruleset: RuleSet) -> Smells:
    """Sections and the total both rounded to the nearest: 89.45 becomes 89.5, and that 90."""
    rounding = ruleset.rounding
    if rounding.section is None or rounding.total is None or not rounding.mode.startswith("half"):
        return
    if ruleset.unit < rounding.section < rounding.total:
        message = t(
            "A score is rounded to {section}, then again to {total}.",
            section=plain(rounding.section),
            total=plain(rounding.total),
        )
        yield Flaw(("rounding", "total"), message, t("Round once: leave one of them out."))
