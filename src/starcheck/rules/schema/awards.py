"""Awards: points for every record, or against it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from starcheck.language import t
from starcheck.rules.schema.atoms import Mistake, Model, ParsedBy, Path, Raw
from starcheck.rules.schema.conditions import AnyCondition
from starcheck.rules.schema.numbers import AnyConstant, no_points, parse_constant
from starcheck.rules.schema.windows import AnyWindow


@dataclass(frozen=True, slots=True)
class RecordTable:
    """Points by one or two choice fields of a record."""

    by: tuple[str, ...]
    table: tuple[tuple[tuple[str, ...], Fraction], ...]


def _parse_record_gain(raw: Raw) -> Fraction | RecordTable:
    match raw:
        case {"by": str(by), "table": dict(table)} if len(raw) == 2:
            return RecordTable(
                (by,), tuple(((str(key),), _points(value, ("table", key))) for key, value in table.items())
            )
        case {"by": [str(first), str(second)], "table": dict(table)} if len(raw) == 2:
            rows = [
                ((str(key), str(inner)), _points(value, ("table", key, inner)))
                for key, row in table.items()
                for inner, value in (row.items() if isinstance(row, dict) else [])
            ]
            return RecordTable((first, second), tuple(rows))
        case dict():
            raise Mistake(
                t("Points by a field are written {{by: level, table: {{…}}}}, with every choice in the table.")
            )
        case _:
            return _points(raw, ())


def _points(raw: Raw, at: Path) -> Fraction:
    try:
        constant = parse_constant(raw)
    except Mistake as mistake:
        raise Mistake(mistake.message, at) from mistake
    if constant.percent or constant.value < 0:
        raise no_points(raw, at)
    return constant.value


_GAIN = ParsedBy(_parse_record_gain, {"type": ["number", "object"]})


class Downgrade(Model):
    """Where a condition on the record holds, its choice counts some steps lower."""

    when: AnyCondition
    by: str
    steps: int = Field(default=1, ge=1)


def _parse_fields(raw: Raw) -> tuple[str, ...]:
    match raw:
        case str():
            return (raw,)
        case [*names] if names and all(isinstance(name, str) for name in names):
            return tuple(names)
        case _:
            raise Mistake(t("“once_per” names a field, or a list of fields: [matter, level]."))


_FIELDS = ParsedBy(_parse_fields, {"type": ["string", "array"]})


class Award(Model):
    """Points for every record, or against it; a thing named ``once_per`` counts once at its most, or by ``others``."""

    each: str
    gain: Annotated[Fraction | RecordTable | None, _GAIN] = None
    lose: Annotated[Fraction | RecordTable | None, _GAIN] = None
    where: AnyCondition | None = None
    within: AnyWindow | None = None
    evidence: Literal["required"] | None = None
    once_per: Annotated[tuple[str, ...] | None, _FIELDS] = None
    others: tuple[AnyConstant, ...] = ()
    shared_by: str | None = None
    downgrade: Downgrade | None = None
    up_to: AnyConstant | None = None

    @property
    def key(self) -> Literal["gain", "lose"]:
        """The key that says how many points."""
        return "gain" if self.lose is None else "lose"

    @property
    def sign(self) -> Literal[1, -1]:
        """Whether records gain or lose."""
        return 1 if self.lose is None else -1

    @property
    def points(self) -> Fraction | RecordTable:
        """What a record gains or loses."""
        points = self.gain if self.lose is None else self.lose
        return Fraction(0) if points is None else points


__all__ = ["Award", "Downgrade", "RecordTable"]
