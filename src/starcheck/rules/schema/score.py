"""The scoring tree as a committee writes it, familiar spellings included."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from starcheck.language import t
from starcheck.rules.schema.atoms import AnyTitle, Id, Mistake, Model, ParsedBy, Path, Raw, spelled
from starcheck.rules.schema.conditions import ORDERINGS, AnyCondition, Comparison, Condition, parse_condition
from starcheck.rules.schema.conditions import Test as ConditionTest
from starcheck.rules.schema.measures import AnyNamedMeasure
from starcheck.rules.schema.numbers import AnyConstant, AnyNumber, Constant, Number, parse_constant, parse_number
from starcheck.rules.schema.windows import AnyWindow

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
                raise Mistake(t("Points are plain numbers of at least 0, not “{read}”.", read=spelled(raw)))
            return amount


_VALIDATE = ParsedBy(parse_amount, {"type": ["number", "string", "array", "object"]})
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

    return ParsedBy(parse, {"type": "array", "items": {"type": "object"}})


_TIERS = _rows(None)
_CASES = _rows("when")


def _parse_judged(raw: Raw) -> Range:
    amount = parse_amount(raw)
    if not isinstance(amount, Range):
        raise Mistake(t("“judged” takes the range of points: [0, 5]."))
    return amount


_JUDGED = ParsedBy(_parse_judged, {"type": "array", "minItems": 2, "maxItems": 2})


def _parse_all_or_nothing(raw: Raw) -> Condition | Literal["complete"]:
    return "complete" if raw == "complete" else parse_condition(raw)


_ALL_OR_NOTHING = ParsedBy(_parse_all_or_nothing, {"type": ["string", "object"]})


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
        case _:
            return _points(raw, ())


def _points(raw: Raw, at: Path) -> Fraction:
    try:
        constant = parse_constant(raw)
    except Mistake as mistake:
        raise Mistake(mistake.message, at) from mistake
    if constant.percent or constant.value < 0:
        raise Mistake(t("Points are plain numbers of at least 0, not “{read}”.", read=spelled(raw)), at)
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
SPELLINGS = ("all_or_nothing", "deduct", "tiers", "cases", "grades", "linear", "proportional", "award", "judged")
FORMS = (*INNER, "gain", "lose", *SPELLINGS)

__all__ = [
    "FORMS",
    "INNER",
    "ORDERINGS",
    "SPELLINGS",
    "AllPoints",
    "Amount",
    "Award",
    "Comparison",
    "Downgrade",
    "Linear",
    "Proportional",
    "Range",
    "RecordTable",
    "Score",
    "Tier",
]
