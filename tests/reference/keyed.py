"""``each``: first per key, then over keys (semantics §4)."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from .aggregates import OVER_NUMBERS, Item, Sample, count, numbers_of, ones_of, split, total
from .comparisons import quantity_satisfies
from .intervals import Interval, Quantity, between, exactly
from .literals import Raw, as_list, number
from .ratios import share_of
from .records import NONE, UNKNOWN, declared_range, definition_of, fact
from .selection import Member, Selection, having, record_satisfies, select
from .truth import Truth, conjunction, disjunction
from .world import MANY, Form, World


class Keys(NamedTuple):
    """The known keys with their truth, the number of unknown keys, how many more there may be."""

    known: dict[Raw, Truth]
    unknown: int
    extra: int


def each(world: World, form: Form) -> Quantity:
    """Aggregate the records of every key, then the keys."""
    name, key = split(form["each"])
    take = form["take"]
    selection = select(world, name, form, [take.get("where", {})])
    members = having(world, selection, key).members
    keyed = [(fact(world, selection.table, member.row, key), member) for member in members]
    keys = _roster(world, form) if "of" in form else _keys_of_records(keyed, selection.extra)

    def inner(wanted: Raw) -> Interval:
        members = [
            Member(member.row, None if UNKNOWN in {wanted, value} else member.truth)
            for value, member in keyed
            if UNKNOWN in {wanted, value} or value == wanted
        ]
        return _taken(world, take, selection._replace(members=members))

    items = [Item(truth, inner(wanted)) for wanted, truth in keys.known.items()]
    items += [Item(None, inner(UNKNOWN))] * keys.unknown
    return _outer(form["then"], Sample(items, keys.extra, _taken_of_further_key(world, take)))


def _keys_of_records(keyed: list[tuple[Raw, Member]], extra: int) -> Keys:
    known: dict[Raw, Truth] = {}
    for value, member in keyed:
        if value is not UNKNOWN:
            known[value] = known.get(value) or member.truth
    return Keys(known, 0, extra + sum(value is UNKNOWN for value, _ in keyed))


def _roster(world: World, form: Form) -> Keys:
    """The keys of the roster's rows; an unknown one may repeat another, so it is never certain to count."""
    name, key = split(form["of"])
    table = world.case.tables[name]
    known: dict[Raw, list[Truth]] = {}
    unknown = 0
    for row in world.case.seen(table):
        dated = True if table.date_field is None or world.case.day_of(table, row) else None
        truth = conjunction([dated, record_satisfies(world, table, row, form.get("of_where", {}))])
        value = fact(world, table, row, key)
        if truth is False or value is NONE:
            continue
        if value is UNKNOWN:
            unknown += 1
        else:
            known.setdefault(value, []).append(truth)
    return Keys(
        {value: disjunction(truths) for value, truths in known.items()}, unknown, world.extra_records(table, None)
    )


def _taken(world: World, take: Form, selection: Selection) -> Interval:
    """The inner aggregate over the records of one key."""
    if "count" in take:
        return count(ones_of(selection)).interval
    return total(numbers_of(world, selection, split(take["sum"])[1])).interval


def _taken_of_further_key(world: World, take: Form) -> Interval:
    """What a key that nobody has seen may have."""
    if "count" in take:
        return Interval(Fraction(0), Fraction(MANY))
    name, field = split(take["sum"])
    further = declared_range(definition_of(world.case.tables[name], field))
    return total(Sample([], MANY, further)).interval


def _outer(then: Raw, sample: Sample) -> Quantity:
    if isinstance(then, str):
        return OVER_NUMBERS[then](sample)
    ((kind, operators),) = then.items()
    truths = [
        conjunction(
            quantity_satisfies(Quantity(item.value), operator, [exactly(number(right)) for right in as_list(rights)])
            for operator, rights in operators.items()
        )
        for item in sample.items
    ]
    if kind == "share":
        return share_of(sample, truths)
    sure = sum(item.truth is True and truth is True for item, truth in zip(sample.items, truths, strict=True))
    return between(sure, sum(truth is not False for truth in truths) + sample.extra)
