"""Ratios, shares, changes (semantics §4)."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from .aggregates import Sample, aggregate, split
from .intervals import UNDEFINED, Interval, Quantity, between, point
from .literals import number
from .records import declared_range, definition_of, interval
from .selection import having, record_satisfies, select
from .truth import Truth, conjunction
from .world import Form, World

LEAST_RATIO = Fraction(1, 1_000_000)
ONE = Fraction(1)


def over(a: Interval, b: Interval, unit: Fraction) -> Quantity:
    """A over B, independent of each other; ``unit`` is the least positive B."""
    if b.high <= 0:
        return UNDEFINED
    b0 = b.low if b.low > 0 else unit
    b1 = max(b.high, b0)
    low, high = min(a.low / b0, a.low / b1), max(a.high / b0, a.high / b1)
    return between(low, high, defined=True if b.low > 0 else None)


class Pair(NamedTuple):
    """A record's part ``a`` and whole ``b``, with 0 ≤ a ≤ b."""

    truth: Truth
    a: Interval
    b: Interval

    @property
    def least_whole(self) -> Fraction:
        """b' of the semantics."""
        return max(self.b.low, self.a.high)


def part_of_whole(pairs: list[Pair], further: Fraction) -> Quantity:
    """Σa over Σb where every record has 0 ≤ a ≤ b; ``further`` is the most that extra records add to Σb."""
    sure = [pair for pair in pairs if pair.truth]
    perhaps = [pair for pair in pairs if pair.truth is None]
    greatest_whole = sum(pair.b.high for pair in pairs) + further
    if greatest_whole == 0:
        return UNDEFINED
    defined = True if sum(pair.b.low for pair in sure) > 0 else None
    below = sum(p.b.high for p in sure) + sum(p.b.high - p.a.low for p in perhaps) + further
    low = Fraction(sum(p.a.low for p in sure)) / below if below else ONE
    added = sum(p.a.high for p in perhaps) + further
    above = sum(p.least_whole for p in sure) + added
    high = Fraction(sum(p.a.high for p in sure) + added) / above if above else Fraction(0)
    return between(low, high, defined=defined)


def ratio(world: World, form: Form) -> Quantity:
    """``ratio: AGG, over: AGG``."""
    part, whole = form["ratio"], form["over"]
    if is_part_of_whole(world, part, whole):
        return _summed_part_of_whole(world, form)
    a, b = aggregate(world, part, form), aggregate(world, whole, form)
    quotient = over(a.quantity.interval, b.quantity.interval, b.unit)
    defined = conjunction([quotient.defined, a.quantity.defined, b.quantity.defined])
    return UNDEFINED if defined is False else Quantity(quotient.interval, defined)


def is_part_of_whole(world: World, part: Form, whole: Form) -> bool:
    """Sums without conditions of their own, of fields of which one never exceeds the other, both from 0 up."""
    if part.keys() != {"sum"} or whole.keys() != {"sum"}:
        return False
    (name, f), (other, g) = split(part["sum"]), split(whole["sum"])
    if name != other:
        return False
    fields = world.case.tables[name].fields
    return fields[f].get("at_most") == g and all(number(fields[field].get("min", -1)) >= 0 for field in (f, g))


def _summed_part_of_whole(world: World, form: Form) -> Quantity:
    (name, f), (_, g) = split(form["ratio"]["sum"]), split(form["over"]["sum"])
    selection = having(world, having(world, select(world, name, form), f), g)
    pairs = [
        Pair(truth, interval(world, selection.table, row, f), interval(world, selection.table, row, g))
        for row, truth in selection.members
    ]
    return part_of_whole(pairs, selection.extra * declared_range(definition_of(selection.table, g)).high)


def share(world: World, form: Form) -> Quantity:
    """``share: t, matching: C``."""
    selection = select(world, form["share"], form)
    pairs = [
        Pair(truth, as_number(record_satisfies(world, selection.table, row, form["matching"])), point(1))
        for row, truth in selection.members
    ]
    return part_of_whole(pairs, Fraction(selection.extra))


def as_number(truth: Truth) -> Interval:
    """1 for true, 0 for false, anything between for unknown."""
    return Interval(Fraction(truth is True), Fraction(truth is not False))


def share_of(sample: Sample, truths: list[Truth]) -> Quantity:
    """The share of the items of ``sample`` whose truth is true."""
    pairs = [Pair(item.truth, as_number(truth), point(1)) for item, truth in zip(sample.items, truths, strict=True)]
    return part_of_whole(pairs, Fraction(sample.extra))


def change(world: World, form: Form) -> Quantity:
    """``change: …, as: percent | absolute``: the default window against the previous period."""
    (new, _), (old, unit) = (_inner(world, form, within) for within in (None, "previous period"))
    defined = conjunction([new.defined, old.defined])
    if defined is False:
        return UNDEFINED
    if form["as"] == "absolute":
        return Quantity(new.interval - old.interval, defined)
    quotient = over(new.interval, old.interval, unit)
    return Quantity(quotient.interval - point(1), conjunction([defined, quotient.defined]))


def _inner(world: World, form: Form, within: str | None) -> tuple[Quantity, Fraction]:
    """The inner measure of a change in one window, and its least positive value."""
    shared = {key: form[key] for key in ("where", "evidence") if key in form} | {"within": within}
    inner = form["change"]
    if "ratio" in inner:
        return ratio(world, {**inner, **shared}), LEAST_RATIO
    return aggregate(world, inner, shared)
