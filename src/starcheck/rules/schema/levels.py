"""Levels, with what denies, opens or requires them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Constraint

from starcheck.rules.schema.atoms import AnyTitle, BasisText, Id, Model, ParsedBy, Raw
from starcheck.rules.schema.conditions import AnyCondition, parse_condition
from starcheck.rules.schema.numbers import AnyConstant

NO_LEVEL = "none"
"""What a ladder calls a branch without a level."""


class Effect(Model):
    """What a veto does; exactly one key."""

    no_level: Literal[True] | None = None
    at_most: int | str | None = None


class Veto(Model):
    """A fact that denies or caps a level."""

    id: Id
    title: AnyTitle
    when: AnyCondition
    effect: Effect
    basis: BasisText | None = None
    remedy: AnyTitle | None = None
    doubt: AnyTitle | None = None
    tags: tuple[str, ...] = ()


class DirectAward(Model):
    """A fact that gives a level whatever the points are."""

    id: Id
    title: AnyTitle
    when: AnyCondition
    level: int | str
    basis: BasisText | None = None
    remedy: AnyTitle | None = None
    doubt: AnyTitle | None = None
    tags: tuple[str, ...] = ()


class Ladder(Model):
    """How many levels above its last one a branch may rise, and what frees it from that.

    Attributes:
        from_: the field of the branch that holds its last level.
        table: the level that each choice of the field stands for; ``none`` for no level.
    """

    from_: str = Constraint(alias="from")
    table: dict[str, int | str] = Constraint(min_length=1)
    steps: int = Constraint(default=1, gt=0)
    unless: AnyCondition | None = None
    title: AnyTitle | None = None
    basis: BasisText | None = None
    remedy: AnyTitle | None = None
    doubt: AnyTitle | None = None
    tags: tuple[str, ...] = ()


class Eligibility(Model):
    """A condition for being rated at all."""

    id: Id
    title: AnyTitle
    when: AnyCondition
    otherwise: Literal["not_rated", "not_eligible", "scored_only"]
    basis: BasisText | None = None
    remedy: AnyTitle | None = None
    doubt: AnyTitle | None = None
    tags: tuple[str, ...] = ()


class Requirement(Model):
    """A condition for a level, with words for it."""

    when: AnyCondition
    title: AnyTitle | None = None


def _parse_requirement(raw: Raw) -> Requirement:
    if isinstance(raw, dict) and "when" in raw:
        return Requirement.model_validate(raw)
    return Requirement.model_construct(when=parse_condition(raw), title=None)


_REQUIREMENT = ParsedBy(_parse_requirement, {"type": "object"})


class Level(Model):
    """A star: its threshold, its upper end if the standard states one, and what else it requires."""

    id: int | str
    title: AnyTitle
    at_least: AnyConstant | None = None
    at_most: AnyConstant | None = None
    less_than: AnyConstant | None = None
    requires: tuple[Annotated[Requirement, _REQUIREMENT], ...] = ()
    doubt: AnyTitle | None = None
    tags: tuple[str, ...] = ()
