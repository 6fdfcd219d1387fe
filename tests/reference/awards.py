"""``award``: points for every record, or for every event at its most."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from .groups import kept
from .intervals import Interval, at_least_zero, hull, point
from .literals import Raw, as_list, number
from .names import Scope, quantity
from .records import NONE, UNKNOWN, fact, interval
from .selection import Selection, record_satisfies, select
from .truth import Truth
from .world import Form, Table

NOTHING = point(0)


class Prize(NamedTuple):
    """What one record gives, and the event that may not count twice."""

    truth: Truth
    event: Raw
    gain: Interval


def award(scope: Scope, form: Form) -> Interval:
    """The sum over the records of ``each``, of one that loses not yet negative; see `_per_event` for ``once_per``."""
    selection = select(scope.world, form["each"], form)
    prizes = list(_prizes(scope, selection, form))
    further = selection.extra * _greatest_gain(scope, selection.table, form)
    if "once_per" in form:
        shares = [number(share) for share in form.get("others", [1, 0])]
        once = _per_event(prizes, shares, declining="others" in form)
        return Interval(once.low, once.high + shares[0] * further)
    low = sum((p.gain.low for p in prizes if p.truth), Fraction(0))
    high = sum((p.gain.high for p in prizes), Fraction(0))
    return Interval(low, high + further)


def _prizes(scope: Scope, selection: Selection, form: Form) -> Iterator[Prize]:
    for row, truth in selection.members:
        yield Prize(truth, _event(scope, selection.table, row, form), _gain(scope, selection.table, row, form))


def _event(scope: Scope, table: Table, row: Form, form: Form) -> Raw:
    if "once_per" not in form:
        return None
    facts = [fact(scope.world, table, row, name) for name in as_list(form["once_per"])]
    for blank in (NONE, UNKNOWN):
        if blank in facts:
            return blank
    return tuple(facts)


def _per_event(prizes: list[Prize], shares: list[Fraction], *, declining: bool) -> Interval:
    """Of every thing the best, then the others by their shares; a record whose event is unknown may repeat one."""
    unknown = [prize for prize in prizes if prize.event is UNKNOWN]
    things = _things(prizes)
    low = sum(_shared(shares, [p.gain.low for p in thing if p.truth]) for thing in things)
    high = sum(_shared(shares, [p.gain.high for p in thing]) for thing in things)
    if not declining:
        most_of_unknown = max((p.gain.low for p in unknown if p.truth), default=Fraction(0))
        lows = [max((p.gain.low for p in thing if p.truth), default=Fraction(0)) for thing in things]
        low += max(Fraction(0), most_of_unknown - max(lows, default=Fraction(0)))
    high += shares[0] * sum(p.gain.high for p in unknown)
    return Interval(Fraction(low), Fraction(high))


def _shared(shares: list[Fraction], gains: list[Fraction]) -> Fraction:
    """The greatest by the first share, and so on; everything further by the last."""
    by_rank = [*shares, *[shares[-1]] * len(gains)]
    return sum((share * gain for share, gain in zip(by_rank, sorted(gains, reverse=True), strict=False)), Fraction(0))


def _things(prizes: list[Prize]) -> list[list[Prize]]:
    """The records of one known event are one thing; a record without an event is a thing of its own."""
    known = {prize.event for prize in prizes} - {UNKNOWN, NONE}
    return [
        *([prize for prize in prizes if prize.event == event] for event in known),
        *([prize] for prize in prizes if prize.event is NONE),
    ]


def _written(form: Form) -> Raw:
    return form["gain"] if "gain" in form else form["lose"]


def _is_lookup(table: Table, gain: Raw) -> bool:
    return isinstance(gain, dict) and "table" in gain and all(name in table.fields for name in as_list(gain["by"]))


def _gain(scope: Scope, table: Table, row: Form, form: Form) -> Interval:
    gain = _looked_up(scope, table, row, form)
    if "shared_by" not in form:
        return gain
    name = form["shared_by"]
    nobody = fact(scope.world, table, row, name) is NONE
    people = point(1) if nobody else interval(scope.world, table, row, name)
    return Interval(kept(gain.low / people.high), kept(gain.high / people.low))


def _looked_up(scope: Scope, table: Table, row: Form, form: Form) -> Interval:
    gain = _written(form)
    if not _is_lookup(table, gain):
        return at_least_zero(quantity(scope, gain).interval)
    facts = [(name, fact(scope.world, table, row, name)) for name in as_list(gain["by"])]
    if any(value is NONE for _, value in facts):
        return NOTHING
    keys = [table.fields[name]["choices"] if value is UNKNOWN else [value] for name, value in facts]
    return hull(
        point(_entry(gain, chosen, down, table))
        for chosen in product(*keys)
        for down in _downgrades(scope, table, row, form)
    )


def _downgrades(scope: Scope, table: Table, row: Form, form: Form) -> list[dict[str, int]]:
    """How many steps lower which key may be read."""
    if "downgrade" not in form:
        return [{}]
    rule = form["downgrade"]
    truth = record_satisfies(scope.world, table, row, rule["when"])
    lower = {rule["by"]: rule.get("steps", 1)}
    return {True: [lower], False: [{}], None: [lower, {}]}[truth]


def _greatest_gain(scope: Scope, table: Table, form: Form) -> Fraction:
    gain = _written(form)
    if not _is_lookup(table, gain):
        greatest = at_least_zero(quantity(scope, gain).interval).high
        return kept(greatest) if "shared_by" in form else greatest
    choices = [table.fields[name]["choices"] for name in as_list(gain["by"])]
    greatest = max(_entry(gain, chosen, {}, table) for chosen in product(*choices))
    return kept(greatest) if "shared_by" in form else greatest


def _entry(gain: Form, keys: tuple[Raw, ...], down: dict[str, int], table: Table) -> Fraction:
    """The entry for one key, or for two in a table of tables."""
    found: Raw = gain["table"]
    for name, key in zip(as_list(gain["by"]), keys, strict=True):
        place = table.fields[name]["choices"].index(key) - down.get(name, 0)
        if place < 0:
            return Fraction(0)
        found = found[table.fields[name]["choices"][place]]
    return number(found)
