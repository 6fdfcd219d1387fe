"""Which criteria an adjustment bears on."""

from __future__ import annotations

from collections.abc import Sequence

from starcheck.model import Adjustment, AdjustmentKind
from starcheck.rules.schema.ruleset import Criterion, RuleSet
from starcheck.rules.uses import Uses


def bearing_on(ruleset: RuleSet, stated: Sequence[Adjustment]) -> dict[str, list[Adjustment]]:
    """The adjustments that bear on each criterion, by its id: those that name it, and the ratings that it uses."""
    ratings = [each for each in stated if each.kind is AdjustmentKind.RATING]
    found: dict[str, list[Adjustment]] = {}
    for each in stated:
        if each.kind is not AdjustmentKind.RATING:
            found.setdefault(each.criterion, []).append(each)
    for criterion in (criterion for group in ruleset.groups for criterion in group.criteria if ratings):
        used = _names_used(ruleset, criterion)
        for each in ratings:
            if each.key in used:
                found.setdefault(criterion.id, []).append(each)
    return found


def _names_used(ruleset: RuleSet, criterion: Criterion) -> set[str]:
    uses = Uses.of(ruleset, ruleset.scored_by(criterion))
    equal = (name for name, measure in ruleset.measures.items() if any(part == measure for part in uses.parts))
    return {*(name.split(".")[0] for name in uses.names()), *equal}
