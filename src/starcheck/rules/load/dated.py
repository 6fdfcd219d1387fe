"""Values that change on a day, and the stretches of days in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from starcheck.documents import Data, Keys
from starcheck.errors import Place, Problem
from starcheck.language import t
from starcheck.rules.load.parts import Part
from starcheck.rules.schema.atoms import Mistake, is_number, percent

DATED = "dated"
TABLES = "tables"
MOST_DAYS = 60
"""A rule set is checked anew for every day on which a value changes."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A value that changes.

    Attributes:
        keys: its path in the rule set.
        values: from which day on each holds, in order; never empty.
        place: where the first of these days stands.
    """

    keys: Keys
    values: tuple[tuple[date, Data], ...]
    place: Place

    @property
    def first(self) -> date:
        """The first day on which it has a value."""
        return self.values[0][0]

    def index(self, day: date) -> int:
        """Which of its values holds on a day; it has one."""
        return sum(start <= day for start, _ in self.values) - 1


def dated_values(root: Part, problems: list[Problem]) -> tuple[Dated, ...]:
    """Every dated value of a rule set.

    Args:
        root: the rule set.
        problems: takes what is wrong with them.
    """
    found = []
    for keys, listed in _found(root.value, ()):
        try:
            found.append(Dated(keys, _read(keys, listed), root.place((*keys, DATED, 0, "from"))))
        except Mistake as mistake:
            problems.append(Problem(root.place((*keys, *mistake.at)), mistake.message, mistake.hint))
    days = {start for dated in found for start, _ in dated.values}
    if len(days) > MOST_DAYS:
        message = t("Values change on more than {most} days.", most=MOST_DAYS)
        problems.append(Problem(found[-1].place, message, t("Write an edition of its own for later times.")))
    return tuple(found)


def turns(dated: Sequence[Dated]) -> list[date]:
    """The days on which a value changes, from the first on which all have one."""
    if not dated:
        return []
    begin = max(each.first for each in dated)
    return sorted({begin, *(start for each in dated for start, _ in each.values if start > begin)})


def on_day(data: Data, day: date) -> Data:
    """Data with every dated value as it is on a day; all have one."""
    match data:
        case {"dated": list(listed), **others} if not others:
            return [item["value"] for item in listed if item["from"] <= day][-1]  # type: ignore[call-overload,index,operator]
        case dict():
            return {key: on_day(value, day) for key, value in data.items()}
        case list():
            return [on_day(value, day) for value in data]
        case _:
            return data


def placed(dated: Sequence[Dated], day: date, place: Callable[[Keys], Place]) -> Callable[[Keys], Place]:
    """A way to places that leads to the value of a day, not to all values around it."""
    ways = {each.keys: (*each.keys, DATED, each.index(day), "value") for each in dated}
    return lambda keys: place(ways.get(keys, keys))


def _found(data: Data, keys: Keys) -> Iterator[tuple[Keys, list[Data]]]:
    match data:
        case {"dated": list(listed), **others} if not others:
            yield keys, listed
        case dict():
            for key, value in data.items():
                yield from _found(value, (*keys, key))
        case list():
            for index, value in enumerate(data):
                yield from _found(value, (*keys, index))
        case _:
            pass


def _read(keys: Keys, listed: list[Data]) -> tuple[tuple[date, Data], ...]:
    if keys[:1] == (TABLES,):
        message = t("The data dictionary holds at all times; nothing in it is dated.")
        raise Mistake(message, (), t("Write the value that leaves room for all times."))
    if not listed:
        raise Mistake(t("A dated value has at least one day."), (DATED,), _WRITTEN)
    values = [_value(item, index) for index, item in enumerate(listed)]
    for index in range(1, len(values)):
        before, day = values[index - 1][0], values[index][0]
        if day == before:
            message = t("{day} stands here twice.", day=day)
            raise Mistake(message, (DATED, index, "from"), t("Name every day once."))
        if day < before:
            message = t("{day} stands after {before}.", day=day, before=before)
            raise Mistake(message, (DATED, index, "from"), t("Put the earlier day first."))
    return tuple(values)


def _value(item: Data, index: int) -> tuple[date, Data]:
    match item:
        case {"from": date() as day, "value": value, **others} if not others:
            if not is_number(value) and percent(value) is None:
                message = t("A dated value is a number or a percentage.")
                raise Mistake(message, (DATED, index, "value"), t("Date the numbers inside it one by one."))
            return day, value
        case _:
            raise Mistake(t("A dated value says from which day on it holds."), (DATED, index), _WRITTEN)


_WRITTEN = t("Write for instance: {{dated: [{{from: 2023-01-01, value: 90%}}, {{from: 2024-07-01, value: 95%}}]}}.")
