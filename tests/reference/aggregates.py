"""Count, sum, mean, least, greatest, distinct over what is in or open (the table of semantics §4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import NamedTuple

from .intervals import UNDEFINED, Interval, Quantity, between
from .literals import Raw
from .records import NONE, UNKNOWN, declared_range, definition_of, fact, interval, unit_of
from .selection import Member, Selection, having, select
from .truth import Truth
from .world import Form, World

NOTHING = Fraction(0)


class Item(NamedTuple):
    """A number that is counted for certain (True) or perhaps (None)."""

    truth: Truth
    value: Interval


class Sample(NamedTuple):
    """The numbers to aggregate, how many more there may be, where those would lie."""

    items: list[Item]
    extra: int
    further: Interval

    @property
    def sure(self) -> list[Interval]:
        """The values of T."""
        return [item.value for item in self.items if item.truth]

    @property
    def perhaps(self) -> list[Interval]:
        """The values of U."""
        return [item.value for item in self.items if item.truth is None]

    @property
    def open_values(self) -> list[Interval]:
        """The values of U, and those of further records if there may be any."""
        return [*self.perhaps, self.further] if self.extra else self.perhaps

    @property
    def mirrored(self) -> Sample:
        """The same with every number negated."""
        return Sample([Item(truth, -value) for truth, value in self.items], self.extra, -self.further)

    @property
    def holds_something(self) -> Truth:
        """Whether there is anything to take a mean, least or greatest of."""
        if self.sure:
            return True
        return None if self.open_values else False


def count(sample: Sample) -> Quantity:
    """How many."""
    sure = len(sample.sure)
    return between(sure, sure + len(sample.perhaps) + sample.extra)


def total(sample: Sample) -> Quantity:
    """The sum; what is not certain only lowers the low end, only raises the high end."""
    low = sum(v.low for v in sample.sure) + sum(min(v.low, NOTHING) for v in sample.perhaps)
    high = sum(v.high for v in sample.sure) + sum(max(v.high, NOTHING) for v in sample.perhaps)
    further = sample.further
    return between(low + sample.extra * min(further.low, NOTHING), high + sample.extra * max(further.high, NOTHING))


def least(sample: Sample) -> Quantity:
    """The smallest."""
    defined = sample.holds_something
    if defined is False:
        return UNDEFINED
    low = min(v.low for v in sample.sure + sample.open_values)
    high = min(v.high for v in sample.sure) if sample.sure else max(v.high for v in sample.open_values)
    return between(low, high, defined=defined)


def greatest(sample: Sample) -> Quantity:
    """The largest: the smallest, mirrored."""
    mirrored = least(sample.mirrored)
    return Quantity(-mirrored.interval, mirrored.defined)


def mean(sample: Sample) -> Quantity:
    """The arithmetic mean."""
    defined = sample.holds_something
    if defined is False:
        return UNDEFINED
    number = len(sample.sure)
    lows = [Fraction(sum(v.low for v in sample.sure), number)] if number else []
    highs = [Fraction(sum(v.high for v in sample.sure), number)] if number else []
    low = min(lows + [v.low for v in sample.open_values])
    return between(low, max(highs + [v.high for v in sample.open_values]), defined=defined)


OVER_NUMBERS: dict[str, Callable[[Sample], Quantity]] = {
    "count": count,
    "sum": total,
    "mean": mean,
    "min": least,
    "max": greatest,
}


def split(reference: str) -> tuple[str, str]:
    """``meetings.attended`` as table and field."""
    table, field = reference.split(".")
    return table, field


def numbers_of(world: World, selection: Selection, field: str) -> Sample:
    """The field's number in every record; a record whose value is none counts for no aggregate."""
    table = selection.table
    members = having(world, selection, field).members
    items = [Item(truth, interval(world, table, row, field)) for row, truth in members]
    return Sample(items, selection.extra, declared_range(definition_of(table, field)))


def ones_of(selection: Selection) -> Sample:
    """Every record as the number 1."""
    one = Interval(Fraction(1), Fraction(1))
    return Sample([Item(truth, one) for _, truth in selection.members], selection.extra, one)


class Seen(NamedTuple):
    """The different values of a field: sure ones, sure or open ones, and how many records could add another."""

    sure: set[Raw]
    possible: set[Raw]
    blank: int


def values_of(world: World, selection: Selection, field: str) -> Seen:
    """What is known of the different values of a field."""

    def known(members: Iterable[Member]) -> set[Raw]:
        facts = (fact(world, selection.table, row, field) for row, _ in members)
        return {value for value in facts if value is not UNKNOWN}

    selection = having(world, selection, field)
    blank = sum(fact(world, selection.table, row, field) is UNKNOWN for row, _ in selection.members)
    sure = [member for member in selection.members if member.truth]
    return Seen(known(sure), known(selection.members), blank + selection.extra)


def distinct(world: World, selection: Selection, field: str) -> Quantity:
    """The number of different values."""
    seen = values_of(world, selection, field)
    anything = any(truth for _, truth in having(world, selection, field).members)
    return between(max(len(seen.sure), int(anything)), len(seen.possible) + seen.blank)


class Aggregate(NamedTuple):
    """A quantity with one unit of its last decimal place."""

    quantity: Quantity
    unit: Fraction


def aggregate(world: World, agg: Form, form: Form) -> Aggregate:
    """An AGG of a ratio or change, under the ``where``, ``within``, ``evidence`` of the whole measure."""
    if "field" in agg:
        table, _ = world.branch
        field = agg["field"].removeprefix("branch.")
        return Aggregate(branch_number(world, field), unit_of(definition_of(table, field)))
    ((kind, reference),) = ((key, agg[key]) for key in ("count", "sum", "distinct") if key in agg)
    name = reference if kind == "count" else split(reference)[0]
    selection = select(world, name, form, [agg.get("where", {})])
    if kind == "count":
        return Aggregate(count(ones_of(selection)), Fraction(1))
    field = split(reference)[1]
    if kind == "distinct":
        return Aggregate(distinct(world, selection, field), Fraction(1))
    return Aggregate(total(numbers_of(world, selection, field)), unit_of(definition_of(selection.table, field)))


def branch_number(world: World, field: str) -> Quantity:
    """A numeric field of the branch."""
    table, row = world.branch
    value = fact(world, table, row, field)
    if value is NONE:
        return UNDEFINED
    return Quantity(interval(world, table, row, field), unknown=value is UNKNOWN)
