"""``award``: points for every record, or for every event at its most."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from .intervals import Interval, at_least_zero, hull, point
from .literals import Raw, as_list, number
from .names import Scope, quantity
from .records import NONE, UNKNOWN, fact
from .selection import Selection, select
from .truth import Truth
from .world import Form, Table

NOTHING = point(0)


class Prize(NamedTuple):
    """What one record gives, and the event that may not count twice."""

    truth: Truth
    event: Raw
    gain: Interval


def award(scope: Scope, form: Form) -> Interval:
    """The sum over the records of ``each``; see `_once_per_event` for ``once_per``."""
    selection = select(scope.world, form["each"], form)
    prizes = list(_prizes(scope, selection, form))
    further = selection.extra * _greatest_gain(scope, selection.table, form["gain"])
    if "once_per" in form:
        once = _once_per_event(prizes)
        return Interval(once.low, once.high + further)
    low = sum((p.gain.low for p in prizes if p.truth), Fraction(0))
    high = sum((p.gain.high for p in prizes), Fraction(0))
    return Interval(low, high + further)


def _prizes(scope: Scope, selection: Selection, form: Form) -> Iterator[Prize]:
    for row, truth in selection.members:
        event = fact(scope.world, selection.table, row, form["once_per"]) if "once_per" in form else None
        yield Prize(truth, event, _gain(scope, selection.table, row, form["gain"]))


def _once_per_event(prizes: list[Prize]) -> Interval:
    """Every thing at its most; a record whose event is unknown may repeat one or be one more."""
    unknown = [prize for prize in prizes if prize.event is UNKNOWN]
    things = _things(prizes)
    lows = [max((p.gain.low for p in thing if p.truth), default=0) for thing in things]
    most_of_unknown = max((p.gain.low for p in unknown if p.truth), default=0)
    low = sum(lows) + max(0, most_of_unknown - max(lows, default=0))
    high = sum(max(p.gain.high for p in thing) for thing in things) + sum(p.gain.high for p in unknown)
    return Interval(Fraction(low), Fraction(high))


def _things(prizes: list[Prize]) -> list[list[Prize]]:
    """The records of one known event are one thing; a record without an event is a thing of its own."""
    known = {prize.event for prize in prizes} - {UNKNOWN, NONE}
    return [
        *([prize for prize in prizes if prize.event == event] for event in known),
        *([prize] for prize in prizes if prize.event is NONE),
    ]


def _is_lookup(table: Table, gain: Raw) -> bool:
    return isinstance(gain, dict) and "table" in gain and all(name in table.fields for name in as_list(gain["by"]))


def _gain(scope: Scope, table: Table, row: Form, gain: Raw) -> Interval:
    if not _is_lookup(table, gain):
        return at_least_zero(quantity(scope, gain).interval)
    facts = [(name, fact(scope.world, table, row, name)) for name in as_list(gain["by"])]
    keys = [table.fields[name]["choices"] if value is UNKNOWN else [value] for name, value in facts]
    if any(value is NONE for _, value in facts):
        return NOTHING
    return hull(point(_entry(gain, chosen)) for chosen in product(*keys))


def _greatest_gain(scope: Scope, table: Table, gain: Raw) -> Fraction:
    if not _is_lookup(table, gain):
        return at_least_zero(quantity(scope, gain).interval).high
    choices = [table.fields[name]["choices"] for name in as_list(gain["by"])]
    return max(_entry(gain, chosen) for chosen in product(*choices))


def _entry(gain: Form, keys: tuple[Raw, ...]) -> Fraction:
    """The entry for one key, or for two in a table of tables."""
    found: Raw = gain["table"]
    for key in keys:
        found = found[key]
    return number(found)
