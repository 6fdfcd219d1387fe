"""Caps of awards."""

from __future__ import annotations

from fractions import Fraction

from starcheck.language import t
from starcheck.rules.check.flaws import Flaw, plain
from starcheck.rules.lint import walk
from starcheck.rules.lint.caps import cap_around
from starcheck.rules.lint.smells import Smells
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.schema.score import Award, RecordTable


def cap_below_one_award(ruleset: RuleSet) -> Smells:
    """An award whose best record gives more than the cap around it."""
    for placed in walk.nodes(ruleset):
        award = placed.node.award
        if award is None:
            continue
        best, cap = _best(award), cap_around(placed, award.up_to, is_gain=award.sign > 0)
        if cap is not None and best > cap:
            message = t(
                "One record gives up to {best}, but everything is cut at {cap}.", best=plain(best), cap=plain(cap)
            )
            yield Flaw((*placed.at, "award", award.key), message, t("Raise the cap, or lower the points of a record."))


def uncapped_award(ruleset: RuleSet) -> Smells:
    """An award beside other parts whose many records could make up for everything else."""
    for placed in walk.nodes(ruleset):
        award, around = placed.node.award, placed.above[1:]
        if award is None or award.sign < 0 or not placed.above or award.up_to is not None:
            continue
        if all(node.up_to is None for node in (*around, placed.node)):
            message = t("Nothing limits this award but the points of the whole criterion.")
            hint = t("Add “up_to”, so that many records do not make up for the other parts.")
            yield Flaw((*placed.at, "award"), message, hint, on_key=True)


def _best(award: Award) -> Fraction:
    if isinstance(award.points, RecordTable):
        return max((points for _, points in award.points.table), default=Fraction(0))
    return award.points
