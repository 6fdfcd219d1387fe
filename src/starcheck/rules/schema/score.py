"""The scoring tree as a committee writes it, familiar spellings included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from starcheck.language import t
from starcheck.rules.schema.atoms import FORM, AnyTitle, Id, Mistake, Model, ParsedBy, Path, Raw
from starcheck.rules.schema.awards import Award, Downgrade, RecordTable
from starcheck.rules.schema.conditions import ORDERINGS, AnyCondition, Comparison, Condition, parse_condition
from starcheck.rules.schema.conditions import Test as ConditionTest
from starcheck.rules.schema.measures import AnyNamedMeasure
from starcheck.rules.schema.numbers import (
    AnyConstant,
    AnyNumber,
    Constant,
    Number,
    no_points,
    parse_constant,
    parse_number,
)

PartialSteps = Literal["ignore", "full", "proportional"]


@dataclass(frozen=True, slots=True)
class Range:
    """Points at a reviewer's discretion; below 0 they are taken away."""

    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class AllPoints:
    """The nearest ``up_to``, else the points of the criterion."""


Amount = Number | Range | AllPoints


def parse_amount(raw: Raw) -> Amount:
    """A number, a range ``[m, n]`` or ``all``."""
    match raw:
        case "all":
            return AllPoints()
        case [low, high]:
            least, most = parse_constant(low), parse_constant(high)
            if least.percent or most.percent or not least.value < most.value:
                raise Mistake(t("A range goes from the lesser to the greater number of points: [0, 5]."))
            if most.value < 0:
                raise Mistake(t("What can only be taken is written as a loss: {{lose: [1, 5]}}."))
            return Range(least.value, most.value)
        case list():
            raise Mistake(t("A range of points has two ends: [0, 5]."))
        case _:
            amount = parse_number(raw)
            if isinstance(amount, Constant) and (amount.percent or amount.value < 0):
                raise no_points(raw)
            return amount


_VALIDATE = ParsedBy(parse_amount, {FORM: "amount"})
AnyAmount = Annotated[Amount, _VALIDATE]


@dataclass(frozen=True, slots=True)
class Tier:
    """Points for passing the tests, or for everything else."""

    condition: Condition | None
    points: Amount


def _parse_row(raw: Raw, at: Path, condition: str | None) -> Tier:
    if not isinstance(raw, dict):
        raise Mistake(t("A row is written as {{at_least: 95%, points: 5}} or {{else: 0}}."), at)
    rest = {key: value for key, value in raw.items() if key != "points"}
    try:
        match rest:
            case {"else": amount} if len(raw) == 1:
                return Tier(None, parse_amount(amount))
            case _ if "points" not in raw:
                raise Mistake(t("This row names no points."))
            case {"when": when} if condition == "when" and len(rest) == 1:
                return Tier(parse_condition(when, ("when",)), parse_amount(raw["points"]))
            case _ if condition is None:
                test = parse_condition(rest)
                if not isinstance(test, ConditionTest) or test.name != "value":
                    raise Mistake(t("A tier compares the measure: {{at_least: 95%, points: 5}}."))
                return Tier(test, parse_amount(raw["points"]))
            case _:
                raise Mistake(t("A case is written as {{when: …, points: 3}} or {{else: 0}}."))
    except Mistake as mistake:
        raise Mistake(mistake.message, (*at, *mistake.at), mistake.hint) from mistake


def _rows(condition: str | None) -> Raw:
    def parse(raw: Raw) -> tuple[Tier, ...]:
        if not isinstance(raw, list) or not raw:
            raise Mistake(t("A list of rows is needed here."))
        rows = tuple(_parse_row(row, (index,), condition) for index, row in enumerate(raw))
        if any(row.condition is None for row in rows[:-1]):
            raise Mistake(t("{{else: …}} is the last row: nothing after it could ever be reached."))
        if condition is None and rows[-1].condition is not None:
            raise Mistake(t("The last tier is {{else: …}}: it says what everything else gives."))
        return rows

    return ParsedBy(parse, {FORM: "tiers" if condition is None else "cases"})


_TIERS = _rows(None)
_CASES = _rows("when")


@dataclass(frozen=True, slots=True)
class ByRank:
    """Points for the first place, the second and so on, counted from either end, then for everything else."""

    part: Literal["value", "from_bottom"]
    points: tuple[Amount, ...]
    otherwise: Amount


_ENDS: Mapping[Raw, Literal["value", "from_bottom"]] = {"top": "value", "bottom": "from_bottom"}


def _parse_by_rank(raw: Raw) -> ByRank:
    match raw:
        case list():
            return _places("value", raw, ())
        case {"from": str(end), "points": list(places)} if len(raw) == 2 and end in _ENDS:
            return _places(_ENDS[end], places, ("points",))
        case _:
            raise Mistake(t("“by_rank” is a list of points, or {{from: bottom, points: [0, 2, {{else: 5}}]}}."))


def _places(part: Literal["value", "from_bottom"], rows: list[Raw], at: Path) -> ByRank:
    match rows:
        case [_, *_, {"else": otherwise}] if len(rows[-1]) == 1:
            *places, _ = rows
        case _:
            raise Mistake(t("The last of these is {{else: …}}: it says what every other place gives."), at)
    points = tuple(_amount(amount, (*at, index)) for index, amount in enumerate(places))
    return ByRank(part, points, _amount(otherwise, (*at, len(places), "else")))


def _amount(raw: Raw, at: Path) -> Amount:
    try:
        return parse_amount(raw)
    except Mistake as mistake:
        raise Mistake(mistake.message, (*at, *mistake.at), mistake.hint) from mistake


_BY_RANK = ParsedBy(_parse_by_rank, {"type": ["array", "object"]})


def _parse_judged(raw: Raw) -> Range:
    amount = parse_amount(raw)
    if not isinstance(amount, Range):
        raise Mistake(t("“judged” takes the range of points: [0, 5]."))
    return amount


_JUDGED = ParsedBy(_parse_judged, {"type": "array", "minItems": 2, "maxItems": 2})


def _parse_all_or_nothing(raw: Raw) -> Condition | Literal["complete"]:
    return "complete" if raw == "complete" else parse_condition(raw)


_ALL_OR_NOTHING = ParsedBy(_parse_all_or_nothing, {"anyOf": [{"const": "complete"}, {FORM: "condition"}]})


class Linear(Model):
    """So many points at the base, and a change for every step above or below."""

    base: AnyNumber
    points: AnyConstant
    step: AnyConstant
    change: AnyConstant
    partial_steps: PartialSteps


class Proportional(Model):
    """The share of the target that was reached, of all points."""

    target: AnyNumber


class Score(Model):
    """One node of the tree: an inner node, a part, or a spelling that stands for some."""

    sum: tuple[Score, ...] | None = Field(default=None, min_length=1)
    best: tuple[Score, ...] | None = Field(default=None, min_length=1)
    worst: tuple[Score, ...] | None = Field(default=None, min_length=1)
    first: tuple[Score, ...] | None = Field(default=None, min_length=1)

    gain: AnyAmount | None = None
    lose: AnyAmount | None = None
    when: AnyCondition | None = None
    per: str | None = None
    above: AnyNumber | None = None
    below: AnyNumber | None = None
    step: AnyNumber | None = None
    partial_steps: PartialSteps | None = None

    up_to: AnyNumber | None = None
    floor: AnyConstant | None = None

    all_or_nothing: Annotated[Condition | Literal["complete"] | None, _ALL_OR_NOTHING] = None
    deduct: tuple[Score, ...] | None = Field(default=None, min_length=1)
    combine: Literal["sum", "worst", "first"] | None = None
    tiers: Annotated[tuple[Tier, ...] | None, _TIERS] = None
    cases: Annotated[tuple[Tier, ...] | None, _CASES] = None
    by_rank: Annotated[ByRank | None, _BY_RANK] = None
    grades: dict[str, AnyConstant] | None = Field(default=None, min_length=1)
    linear: Linear | None = None
    proportional: Proportional | None = None
    award: Award | None = None
    judged: Annotated[Range | None, _JUDGED] = None

    id: Id | None = None
    title: AnyTitle | None = None
    measure: AnyNamedMeasure | None = None
    target: AnyNumber | None = None
    applies_when: AnyCondition | None = None
    remedy: AnyTitle | None = None
    tags: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    judged_by: AnyTitle | None = None


INNER = ("sum", "best", "worst", "first")
SPELLINGS = (
    "all_or_nothing",
    "deduct",
    "tiers",
    "cases",
    "by_rank",
    "grades",
    "linear",
    "proportional",
    "award",
    "judged",
)
FORMS = (*INNER, "gain", "lose", *SPELLINGS)

__all__ = [
    "FORMS",
    "INNER",
    "ORDERINGS",
    "SPELLINGS",
    "AllPoints",
    "Amount",
    "Award",
    "ByRank",
    "Comparison",
    "Downgrade",
    "Linear",
    "Proportional",
    "Range",
    "RecordTable",
    "Score",
    "Tier",
]
