"""Quotas: how many branches may hold a level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from starcheck.language import t
from starcheck.rules.schema.atoms import Mistake, Model, ParsedBy, Raw
from starcheck.rules.schema.numbers import Constant, parse_constant

Base = Literal["all", "rated", "eligible"]
Rounded = Literal["down", "up", "half_up"]
MovedDown = Literal["use_next", "beside_next"]
Wins = Literal["threshold", "quota"]


@dataclass(frozen=True, slots=True)
class FromField:
    """A number of branches that a field of the branch states, for its group."""

    field: str


@dataclass(frozen=True, slots=True)
class TiesBy:
    """Of branches with equal points the one with more of these goes first."""

    by: tuple[str, ...]


Places: TypeAlias = Constant | FromField
"""How many: a share of the branches, a whole number, or a field of the branch that states it."""
Ties: TypeAlias = Literal["all_in", "all_out"] | TiesBy


def _parse_places(raw: Raw) -> Places:
    match raw:
        case {"from": str(field)} if len(raw) == 1:
            return FromField(field)
        case dict():
            raise Mistake(t("A quota is a share such as 20%, a whole number, or {{from: branch.places}}."))
        case _:
            return parse_constant(raw)


def _parse_ties(raw: Raw) -> Ties:
    match raw:
        case "all_in" | "all_out":
            return raw  # type: ignore[no-any-return]
        case {"by": list(names)} if len(raw) == 1 and names and all(isinstance(name, str) for name in names):
            return TiesBy(tuple(names))
        case _:
            raise Mistake(t("“ties” is all_in, all_out or {{by: [attendance]}}."))


_PLACES = ParsedBy(_parse_places, {"type": ["number", "string", "object"]})
_TIES = ParsedBy(_parse_ties, {"type": ["string", "object"]})
AnyPlaces = Annotated[Places, _PLACES]


class Quota(Model):
    """How many branches may, must or should hold a level.

    Attributes:
        of: the branches that a share is a share of.
        per: a field of the branch: every group of branches with one value of it has places of its own.
        round: how a share becomes a whole number.
        ties: what becomes of equal branches that have no room together.
        moved_down: whether a branch that found no room takes a place of the next level, or stands beside its places.
        wins: whether the threshold or the quota yields to the other.
    """

    at_most: AnyPlaces | None = None
    at_least: AnyPlaces | None = None
    guide: AnyPlaces | None = None
    of: Base | None = None
    per: str | None = None
    round: Rounded | None = None
    ties: Annotated[Ties | None, _TIES] = None
    moved_down: MovedDown | None = None
    wins: Wins | None = None

    @property
    def places(self) -> dict[str, Places]:
        """The numbers it states, each by its key."""
        stated = {"at_most": self.at_most, "at_least": self.at_least, "guide": self.guide}
        return {key: places for key, places in stated.items() if places is not None}

    @property
    def has_share(self) -> bool:
        """Whether any number is a share of the branches."""
        return any(isinstance(places, Constant) and places.percent for places in self.places.values())
