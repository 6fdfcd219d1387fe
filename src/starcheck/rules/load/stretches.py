"""What is found at some times, told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Protocol, TypeVar

from starcheck.errors import Place
from starcheck.language import Text, t


class Found(Protocol):
    """A problem, or a finding of lint."""

    @property
    def place(self) -> Place:
        """Where it is."""

    @property
    def message(self) -> Text:
        """What it says."""


T = TypeVar("T", bound=Found)


def together(stretches: Sequence[tuple[date, Iterable[T]]]) -> Iterator[tuple[T, Text]]:
    """What was found in any stretch of days, once, with what to say of it.

    Args:
        stretches: what was found from each day on, up to the next.
    """
    found: dict[tuple[Place, str], list[tuple[date, T]]] = {}
    for day, items in stretches:
        for item in items:
            found.setdefault((item.place, str(item.message)), []).append((day, item))
    for times in found.values():
        day, item = times[0]
        always = len({start for start, _ in times}) == len(stretches)
        yield item, item.message if always else t("From {day} on: {message}", day=day, message=item.message)
