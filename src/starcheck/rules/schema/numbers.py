"""Numbers: constants, names, lookups, bands, formulas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Literal, get_args

from starcheck.language import t
from starcheck.rules import formula
from starcheck.rules.schema.atoms import FORM, Mistake, ParsedBy, Path, Raw, is_number, percent, spelled


@dataclass(frozen=True, slots=True)
class Constant:
    """An exact number; ``95%`` is 0.95 with ``percent``."""

    value: Fraction
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A constant of the rule set, a measure, a part of one, or a field of the branch."""

    name: str


@dataclass(frozen=True, slots=True)
class Lookup:
    """A number for every choice of a field of the branch."""

    by: str
    table: Mapping[str, Constant]
    otherwise: Constant | None


@dataclass(frozen=True, slots=True)
class Band:
    """One band of a lookup by size: the tests its quantity has to pass, and the number."""

    tests: tuple[tuple[str, Constant], ...]
    value: Constant


@dataclass(frozen=True, slots=True)
class Bands:
    """A number by bands of a quantity; the first band that fits."""

    by: str
    bands: tuple[Band, ...]
    otherwise: Constant


@dataclass(frozen=True, slots=True)
class Formula:
    """An arithmetic over measures and fields of the branch."""

    source: str
    expression: formula.Expression


Take = Literal["best", "worst", "mean", "median", "sum", "count"]
STATISTICS: tuple[Take, ...] = get_args(Take)
"""What can be made of the values of several branches."""
ALL = "all"
"""``among``: all branches of the set, whatever they have in common."""


@dataclass(frozen=True, slots=True)
class Statistic:
    """A number made of what a measure gives for the branches of the company.

    Attributes:
        among: the field of the branch that they agree in, or ``all``.
    """

    take: Take
    measure: str
    among: str


Number = Constant | Name | Lookup | Bands | Formula | Statistic

BAND_OPERATORS = ("at_least", "more_than", "at_most", "less_than")


def parse_constant(raw: Raw) -> Constant:
    """A plain number or a percentage."""
    if is_number(raw):
        return Constant(Fraction(raw))
    if (value := percent(raw)) is not None:
        return Constant(Fraction(value) / 100, percent=True)
    raise Mistake(t("A number or a percentage (95%) is needed here, not “{read}”.", read=spelled(raw)))


def no_points(raw: Raw, at: Path = ()) -> Mistake:
    """What is said of a number that cannot be points."""
    hint = t("Write 2 beside “lose” to take two points away.")
    return Mistake(t("Points are plain numbers of at least 0, not “{read}”.", read=spelled(raw)), at, hint)


def parse_number(raw: Raw) -> Number:
    """Any number of the language; see the page on numbers."""
    match raw:
        case {"formula": source} if len(raw) == 1:
            return Formula(source, formula.parse(source))
        case {"by": str(by), "table": dict(table)} if raw.keys() <= {"by", "table", "else"}:
            return Lookup(by, _entries(table), parse_constant(raw["else"]) if "else" in raw else None)
        case {"by": str(by), "bands": list(bands)} if len(raw) == 2:
            return _bands(by, bands)
        case dict() if raw.keys() & set(STATISTICS):
            return _statistic(raw)
        case dict():
            message = t("A number is written as {{by: …, table: …}}, {{by: …, bands: …}}, {{formula: …}} or the like.")
            raise Mistake(message, hint=t("Among branches: {{mean: output, among: all}}."))
        case str() if percent(raw) is None:
            return Name(raw)
        case _:
            return parse_constant(raw)


def _statistic(raw: dict[str, Raw]) -> Statistic:
    (take, *further) = (take for take in STATISTICS if take in raw)
    match raw:
        case {"among": str(among)} if len(raw) == 2 and isinstance(raw[take], str):
            return Statistic(take, raw[take], among)
        case _ if further:
            message = t("Only one of “{first}” and “{second}” can be taken.", first=take, second=further[0])
            raise Mistake(message, hint=t("Remove one of the two."))
        case _ if "among" not in raw:
            message = t("Nothing says among which branches.")
            raise Mistake(message, hint=t("Add “among”: a field of the branch that they agree in, or all."))
        case _:
            message = t("A number among branches is written as {{{take}: output, among: all}}.", take=take)
            raise Mistake(message, hint=t("Give what is compared a name under “measures”."))


def _entries(table: dict[Raw, Raw]) -> dict[str, Constant]:
    entries = {}
    for key, value in table.items():
        try:
            entries[str(key)] = parse_constant(value)
        except Mistake as mistake:
            raise Mistake(mistake.message, ("table", key)) from mistake
    return entries


def _bands(by: str, raw: list[Raw]) -> Bands:
    bands = []
    for index, item in enumerate(raw[:-1]):
        if (
            not isinstance(item, dict)
            or "value" not in item
            or not item.keys() - {"value"} <= set(BAND_OPERATORS)
            or len(item) < 2
        ):
            raise Mistake(t("A band is written as {{at_least: 7, value: 5}}."), ("bands", index))
        tests = tuple((op, parse_constant(bound)) for op, bound in item.items() if op != "value")
        bands.append(Band(tests, parse_constant(item["value"])))
    match raw[-1:]:
        case [{"else": otherwise}]:
            return Bands(by, tuple(bands), parse_constant(otherwise))
        case _:
            raise Mistake(t("Bands end with {{else: …}}."), ("bands",))


NUMBER_SCHEMA = {
    "anyOf": [
        {"type": "number"},
        {"type": "string", "description": "a percentage such as 95%, or the name of a measure, constant or field"},
        {
            "type": "object",
            "required": ["formula"],
            "properties": {"formula": {"type": "string", "maxLength": formula.MAX_LENGTH}},
        },
        {
            "type": "object",
            "required": ["by"],
            "properties": {
                "by": {"type": "string"},
                "table": {"type": "object"},
                "bands": {"type": "array"},
                "else": {},
            },
        },
        {
            "type": "object",
            "description": "a number among the branches that are judged together",
            "required": ["among"],
            "additionalProperties": False,
            "minProperties": 2,
            "maxProperties": 2,
            "properties": {key: {"type": "string"} for key in (*STATISTICS, "among")},
        },
    ]
}
_VALIDATE = ParsedBy(parse_number, {FORM: "number"})
AnyNumber = Annotated[Number, _VALIDATE]
_VALIDATE_CONSTANT = ParsedBy(parse_constant, {"type": ["number", "string"]})
AnyConstant = Annotated[Constant, _VALIDATE_CONSTANT]
