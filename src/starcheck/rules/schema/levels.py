"""Levels, with what denies, opens or requires them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Constraint

from starcheck.language import t
from starcheck.rules.schema.atoms import FORM, AnyTitle, BasisText, Id, Mistake, Model, ParsedBy, Raw, spelled
from starcheck.rules.schema.conditions import AnyCondition, parse_condition
from starcheck.rules.schema.numbers import AnyConstant, Constant, Name, parse_constant
from starcheck.rules.schema.quotas import Quota
from starcheck.rules.schema.windows import Stretch, parse_window

NO_LEVEL = "none"
"""What a ladder calls a branch without a level."""


TOTAL = "total"
"""What stands for the whole score where a criterion or section may be named."""
STATES = (NO_LEVEL, "not_rated", "not_eligible", "scored_only")
"""What a branch is that has no level."""


def level_named(operand: object) -> int | str:
    """The id of a level as the right-hand side of a comparison says it."""
    if isinstance(operand, Constant) and not operand.percent and operand.value.denominator == 1:
        return int(operand.value)
    return operand.name if isinstance(operand, Name) else str(operand)


class Effect(Model):
    """What a veto does; exactly one key: to the level, or to the points of one thing."""

    no_level: Literal[True] | None = None
    at_most: int | str | None = None
    zero: str | None = None


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


_REQUIREMENT = ParsedBy(_parse_requirement, {FORM: "requirement"})


def _parse_threshold(raw: Raw) -> Constant | Literal["none"]:
    return "none" if raw == "none" else parse_constant(raw)


LONGEST = {"day": 36_500, "month": 1_200, "year": 100}
"""The longest that a level may be valid, by the unit."""


def _parse_validity(raw: Raw) -> Stretch:
    message = t("“valid” is a length of time such as “4 years” or “18 months”.")
    try:
        window = parse_window(raw)
    except Mistake as mistake:
        raise Mistake(message, hint=t("It reads “{read}”.", read=spelled(raw))) from mistake
    if not isinstance(window, Stretch):
        raise Mistake(message)
    if window.number > LONGEST[window.unit]:
        raise Mistake(t("“valid” is at most 100 years."))
    return window


_THRESHOLD = ParsedBy(_parse_threshold, {"type": ["number", "string"]})
_VALIDITY = ParsedBy(_parse_validity, {"type": "string"})


class Publicity(Model):
    """How long a level is made public before it counts."""

    days: int = Constraint(gt=0)
    of: Literal["working_days", "calendar_days"]


class Level(Model):
    """A star: its threshold, its upper end if the standard states one, and what else it requires.

    Attributes:
        at_least: ``none`` if its places are filled by rank.
        label: another word for it.
        decide: who decides on a score that lies above its end, below the next level.
    """

    id: int | str
    title: AnyTitle
    at_least: Annotated[Constant | Literal["none"] | None, _THRESHOLD] = None
    at_most: AnyConstant | None = None
    less_than: AnyConstant | None = None
    requires: tuple[Annotated[Requirement, _REQUIREMENT], ...] = ()
    quota: Quota | None = None
    label: AnyTitle | None = None
    approved_by: AnyTitle | None = None
    publicity: Publicity | None = None
    valid: Annotated[Stretch | None, _VALIDITY] = None
    decide: Literal["committee"] | None = None
    doubt: AnyTitle | None = None
    tags: tuple[str, ...] = ()

    @property
    def threshold(self) -> Constant | None:
        """Where it begins, if points decide that."""
        return self.at_least if isinstance(self.at_least, Constant) else None

    @property
    def by_rank(self) -> bool:
        """Whether its places are filled by rank."""
        return self.at_least == "none"
