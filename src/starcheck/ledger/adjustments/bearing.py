"""Which criteria an adjustment bears on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from starcheck.model import Adjustment, AdjustmentKind
from starcheck.rules.schema.measures import Rating
from starcheck.rules.schema.ruleset import Criterion, RuleSet
from starcheck.rules.uses import Uses


@dataclass(frozen=True)
class Bearing:
    """What adjustments bear on by a rule set."""

    ruleset: RuleSet

    @cached_property
    def by_rating(self) -> Mapping[str, Sequence[str]]:
        """The criteria that use each rating, by its name."""
        names = [name for name, measure in self.ruleset.measures.items() if isinstance(measure, Rating)]
        criteria = [criterion for group in self.ruleset.groups for criterion in group.criteria if names]
        used = {criterion.id: self._names_used(criterion) for criterion in criteria}
        return {name: [id_ for id_, own in used.items() if name in own] for name in names}

    def on(self, stated: Sequence[Adjustment]) -> dict[str, list[Adjustment]]:
        """The adjustments that bear on each criterion, by its id: those that name it, and the ratings that it uses."""
        found: dict[str, list[Adjustment]] = {}
        for each in stated:
            is_rating = each.kind is AdjustmentKind.RATING
            for criterion in self.by_rating[each.key] if is_rating else [each.criterion]:
                found.setdefault(criterion, []).append(each)
        return found

    def _names_used(self, criterion: Criterion) -> set[str]:
        uses = Uses.of(self.ruleset, self.ruleset.scored_by(criterion))
        named = self.ruleset.measures.items()
        equal = (name for name, measure in named if any(part == measure for part in uses.parts))
        return {*(name.split(".")[0] for name in uses.names()), *equal}
