"""Ranking: which place branches of equal scores have."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from starcheck.language import t
from starcheck.rules.schema.atoms import Mistake, Model, ParsedBy, Raw
from starcheck.rules.schema.quotas import TiesBy

Shared = Literal["first", "last", "dense"]
"""Equals have the place of the first of them (1, 2, 2, 4), of the last (1, 3, 3, 4), or leave out none (1, 2, 2, 3)."""
Equals: TypeAlias = Shared | TiesBy


def _parse_ties(raw: Raw) -> Equals:
    match raw:
        case "first" | "last" | "dense":
            return raw  # type: ignore[no-any-return]
        case {"by": list(names)} if len(raw) == 1 and names and all(isinstance(name, str) for name in names):
            return TiesBy(tuple(names))
        case _:
            raise Mistake(t("“ties” is first, last, dense or {{by: [attendance]}}."))


_TIES = ParsedBy(
    _parse_ties,
    {
        "anyOf": [
            {"enum": ["first", "last", "dense"]},
            {
                "type": "object",
                "properties": {"by": {"type": "array", "minItems": 1, "items": {"type": "string"}}},
                "required": ["by"],
                "additionalProperties": False,
            },
        ]
    },
)


class Ranking(Model):
    """How branches are ranked by their scores.

    Attributes:
        ties: what place equals share, or what parts them: the one with more of these numbers goes first.
    """

    ties: Annotated[Equals, _TIES]

    @property
    def shared(self) -> Shared:
        """What place those share whom nothing parts."""
        return "first" if isinstance(self.ties, TiesBy) else self.ties

    @property
    def by(self) -> tuple[str, ...]:
        """The names of the numbers that part equals, in turn."""
        return self.ties.by if isinstance(self.ties, TiesBy) else ()
