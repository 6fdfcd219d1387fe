"""Tiers whose points go up and down."""

from __future__ import annotations

from itertools import pairwise

from starcheck.language import t
from starcheck.rules.check.flaws import Flaw, written
from starcheck.rules.lint import walk
from starcheck.rules.lint.smells import Smells
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.ruleset import RuleSet


def points_out_of_order(ruleset: RuleSet) -> Smells:
    """Tiers of which one in the middle gives more, or less, than those on both sides of it."""
    for placed in walk.nodes(ruleset):
        amounts = [row.points for row in placed.node.tiers or ()]
        points = [amount.value for amount in amounts if isinstance(amount, Constant)]
        if len(points) < len(amounts):
            continue
        steps = {later > earlier for earlier, later in pairwise(points) if later != earlier}
        if len(steps) > 1:
            message = t("The points of the tiers go up and down: {points}.", points=list(map(written, amounts)))
            yield Flaw((*placed.at, "tiers"), message, t("Check the points against the printed standard."), on_key=True)
