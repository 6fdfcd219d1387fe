"""The whole rule set: its full score, its leniency, its grids, its life."""

from __future__ import annotations

from decimal import Decimal

from starcheck.language import t
from starcheck.rules.check import leniency, points
from starcheck.rules.check.flaws import Flaw, Flaws, plain
from starcheck.rules.check.scope import Scope
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.ruleset import RuleSet


def check(ruleset: RuleSet) -> Flaws:
    """What is said once for all."""
    if isinstance(ruleset.points, Constant):
        yield from points.given(ruleset, ruleset.points, ("points",))
    yield from points.not_visible(ruleset, ruleset.not_visible, ("not_visible",))
    if ruleset.has_total and ruleset.full == 0:
        yield Flaw(("points",), t("The full score is more than 0."), t("Write the sum of the sections."))
    if ruleset.effective_to is not None and ruleset.effective_to < ruleset.effective_from:
        message = t("The edition ends before it begins.")
        yield Flaw(("effective_to",), message, t("It begins on {day}.", day=ruleset.effective_from))
    yield from leniency.lenient(Scope(ruleset), ruleset.lenient, ("lenient",))
    yield from _rounding(ruleset)


def _rounding(ruleset: RuleSet) -> Flaws:
    """Each grid lies on the one before."""
    finer: Decimal = ruleset.unit
    for key, grid in (("section", ruleset.rounding.section), ("total", ruleset.rounding.total)):
        if grid is None:
            continue
        if grid % finer != 0:
            message = t(
                "{grid} is not a multiple of {unit}, to which points are rounded before.",
                grid=plain(grid),
                unit=plain(finer),
            )
            yield Flaw(("rounding", key), message, t("Each rounding is as coarse as the one before, or coarser."))
        finer = grid
