"""The adjustments that stand for an assessment."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from starcheck.errors import Place, Problem
from starcheck.language import t
from starcheck.ledger.tabular.notes import Repair
from starcheck.model import Adjustment


@dataclass(frozen=True, slots=True)
class Placed:
    """An adjustment with where it stands."""

    adjustment: Adjustment
    place: Place

    def beyond(self, most: object) -> Problem:
        """That its points are more than the criterion gives the branch."""
        stated = self.adjustment
        message = t("{id} gives “{branch}” at most {most} points, not {points}.", id=stated.key, branch=stated.branch,
                    most=most, points=stated.value)  # fmt: skip
        return Problem(self.place, message, t("Correct the points."))


@dataclass(frozen=True, slots=True)
class Adjustments:
    """What reviewers changed, as far as it holds for one assessment.

    Attributes:
        source: the file, as messages name it.
        placed: in the order of branches and keys.
        left_aside: that rows do not hold for this assessment: they ended, or were decided before it began.
        warnings: what else deserves a look.
        repairs: what was read otherwise than it stands there.
    """

    source: str
    placed: tuple[Placed, ...]
    left_aside: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    repairs: tuple[Repair, ...] = ()

    @property
    def branches(self) -> Sequence[str]:
        """The branches that are spoken of, each once."""
        return list(dict.fromkeys(each.adjustment.branch for each in self.placed))

    @property
    def digest(self) -> str:
        """SHA-256 in hexadecimal over all that hold; the same for every form and order of the file."""
        rows = [{name: str(value) for name, value in asdict(each.adjustment).items()} for each in self.placed]
        return hashlib.sha256(json.dumps(rows, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    def of(self, branches: Iterable[str]) -> Adjustments:
        """Those of some branches."""
        wanted = frozenset(branches)
        placed = tuple(each for each in self.placed if each.adjustment.branch in wanted)
        return Adjustments(self.source, placed, self.left_aside, self.warnings, self.repairs)

    def by_branch(self) -> Mapping[str, Sequence[Adjustment]]:
        """The adjustments of each branch."""
        found: dict[str, list[Adjustment]] = {}
        for each in self.placed:
            found.setdefault(each.adjustment.branch, []).append(each.adjustment)
        return found

    def unmatched(self, absent: Iterable[str]) -> list[Problem]:
        """That adjustments are about branches which are not judged, each branch where it stands first."""
        first = {each.adjustment.branch: each.place for each in reversed(self.placed)}
        hint = t("Check the id, and whether its ledger is among those that were read.")
        return [
            Problem(
                first[branch],
                t("“{id}” is none of the branches that are judged; its adjustments change nothing.", id=branch),
                hint,
            )
            for branch in sorted(absent)
        ]
