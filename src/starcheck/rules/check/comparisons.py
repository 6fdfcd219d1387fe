"""Comparisons: whether an operator fits what stands left of it, and a constant what it is compared with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from starcheck.errors import one_of
from starcheck.language import t
from starcheck.rules.check.flaws import Flaw, Flaws, plain, written
from starcheck.rules.check.kinds import Kind, Sort
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.conditions import OPERATORS, ORDERINGS, Comparison, Operand
from starcheck.rules.schema.numbers import Constant

EQUALITY = ("equals", "not", "one_of", "none_of")
_IN_ORDER = (*ORDERINGS, *EQUALITY, "between", "exists")
_ALLOWED: Mapping[Sort, tuple[str, ...]] = {
    "number": _IN_ORDER,
    "percent": _IN_ORDER,
    "choice": _IN_ORDER,
    "date": (*_IN_ORDER, "within"),
    "boolean": (*EQUALITY, "exists"),
    "text": (*EQUALITY, "exists"),
    "files": ("exists",),
    "any": OPERATORS,
}


def operators(name: str, kind: Kind, comparisons: tuple[Comparison, ...], at: Path) -> Flaws:
    """Each operator fits, and they go together."""
    for comparison in comparisons:
        if comparison.op not in _ALLOWED[kind.sort]:
            message = t("“{op}” does not fit “{name}”: that is {kind}.", op=comparison.op, name=name, kind=kind.words)
            yield Flaw((*at, *comparison.at), message, t("Allowed: {choices}.", choices=list(_ALLOWED[kind.sort])))
    if len(comparisons) > 1 and (exists := next((c for c in comparisons if c.op == "exists"), None)):
        yield Flaw(
            (*at, *exists.at),
            t("“exists” stands alone."),
            t("Leave it out: every other operator already needs a value."),
        )


def no_left_side(operator: str, at: Path) -> Flaw:
    """An operator that stands where a name should."""
    message = t("“{op}” has nothing to compare.", op=operator)
    return Flaw(at, message, t("Write it below a name: {{attended: {{{op}: …}}}}.", op=operator), on_key=True)


def operands(comparison: Comparison, at: Path) -> list[tuple[Operand, Path]]:
    """What stands on the right, each with its path; nothing for windows and ``exists``."""
    at = (*at, *comparison.at)
    if comparison.op in {"within", "exists"}:
        return []
    if isinstance(comparison.operand, tuple):
        return [(item, (*at, index)) for index, item in enumerate(comparison.operand)]
    return [(comparison.operand, at)]


def fits(operator: str, kind: Kind) -> bool:
    """Whether an operator makes sense for a kind."""
    return operator in _ALLOWED[kind.sort]


def constant(name: str, kind: Kind, operand: Operand, at: Path) -> Flaws:
    """A constant is of the kind it is compared with."""
    match kind.sort:
        case "number" | "percent":
            yield from number(name, kind, operand, at)
        case "choice":
            yield from _choice(name, kind, operand, at)
        case "boolean" if not isinstance(operand, bool):
            message = t("“{name}” is true or false, not “{read}”.", name=name, read=written(operand))
            yield Flaw(at, message, t("Write true or false, without quotes."))
        case "date" if not isinstance(operand, date):
            message = t("“{name}” is a date, not “{read}”.", name=name, read=written(operand))
            yield Flaw(at, message, t("Write it as 2024-03-05, without quotes."))
        case "text" if not isinstance(operand, str):
            message = t("“{name}” is a text, not “{read}”.", name=name, read=written(operand))
            yield Flaw(at, message, t("Put it in quotes."))


def _choice(name: str, kind: Kind, operand: Operand, at: Path) -> Flaws:
    if operand not in kind.choices:
        message = t("“{read}” is not a choice of “{name}”.", read=written(operand), name=name)
        yield Flaw(at, message, one_of(written(operand), kind.choices))


def number(name: str, kind: Kind, operand: Operand, at: Path) -> Flaws:
    """A constant number is a percentage exactly where its left side is one."""
    if not isinstance(operand, Constant):
        message = t("“{name}” is {kind}, not “{read}”.", name=name, kind=kind.words, read=written(operand))
        yield Flaw(at, message, t("Write the number itself."))
    else:
        yield from sign(name, kind, operand, at)


def sign(name: str, kind: Kind, operand: Constant, at: Path) -> Flaws:
    """A percentage and a plain number are never compared."""
    if operand.percent and kind.sort == "number":
        message = t("“{name}” is a plain number; “{read}” is a percentage.", name=name, read=written(operand))
        yield Flaw(at, message, t("Write a plain number."))
    if not operand.percent and kind.sort == "percent":
        message = t("“{name}” is a percentage; “{read}” is a plain number.", name=name, read=written(operand))
        yield Flaw(at, message, t("Write {percent}%.", percent=plain(_as_percent(operand))))


def on_grid(name: str, kind: Kind, comparison: Comparison, at: Path) -> Flaws:
    """A number that is compared for being equal has no more decimals than the field keeps."""
    if kind.scale is None or comparison.op not in {*EQUALITY, "between"}:
        return
    for operand, place in operands(comparison, at):
        if isinstance(operand, Constant) and (operand.value * 10**kind.scale).denominator != 1:
            message = t("“{name}” never is {read}: it keeps fewer decimals.", name=name, read=written(operand))
            yield Flaw(place, message, t("Round the number, or raise “places” of the field."))


def in_order(kind: Kind, comparison: Comparison, at: Path) -> Flaws:
    """The ends of ``between`` stand in order."""
    if comparison.op != "between" or not isinstance(comparison.operand, tuple):
        return
    low, high = (_rank(kind, end) for end in comparison.operand)
    if low is not None and high is not None and low > high:
        yield Flaw((*at, *comparison.at), t("“between” takes the lesser value first."), t("Exchange the two."))


def _rank(kind: Kind, value: Operand) -> Fraction | None:
    match value:
        case Constant(value=number):
            return number
        case date():
            return Fraction(value.toordinal())
        case str() if value in kind.choices:
            return Fraction(kind.choices.index(value))
        case _:
            return None


def _as_percent(constant: Constant) -> Fraction:
    """What was meant: 0.95 is 95 %, and so is 95."""
    return constant.value * 100 if abs(constant.value) <= 1 else constant.value
