"""The days for objections."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from starcheck.calendar import Period
from starcheck.insight.declaring.wish import Told, Wish
from starcheck.insight.kept import Header, State
from starcheck.language import t

SATURDAY = 5


def window_refusals(header: Header, wish: Wish) -> Iterator[Told]:
    """What is wrong with the days for objections."""
    window = wish.window
    if wish.state is not State.OBJECTION:
        if window is not None:
            yield t("Only results that are open to objection have a window."), t("Leave out --window.")
        return
    if window is None:
        yield t("The days for objections are missing."), t("Name them with --window, as 2025-01-06..2025-01-10.")
        return
    if window.start < wish.on:
        begins = t(
            "The days for objections begin on {start}, before {on}, when they are declared.",
            start=window.start,
            on=wish.on,
        )
        yield begins, None
    length, least = len(_days(window)), max(_asked_for(header), default=0)
    if length < least:
        asked = t(
            "The rule set has levels made public for {least} days; there are {length}.", least=least, length=length
        )
        yield asked, t("Name a longer window.")


def window_remarks(header: Header, wish: Wish) -> Iterator[Told]:
    """That there may be fewer working days than the rule set wants; which days are holidays, nobody knows here."""
    asked = max(_asked_for(header, "working_days"), default=0)
    weekdays = 0 if wish.window is None else sum(day.weekday() < SATURDAY for day in _days(wish.window))
    if wish.window is not None and weekdays < asked:
        few = t(
            "Levels are made public for {days} working days; from Monday to Friday there are {n}.",
            days=asked,
            n=weekdays,
        )
        yield few, t("Count holidays, and the days worked instead of them.")


def _asked_for(header: Header, of: str = "") -> list[int]:
    """For how many days levels are made public, of one kind or of any."""
    stated = [level.publicity for level in header.levels if level.publicity is not None]
    return [each.days for each in stated if each.of == (of or each.of)]


def _days(window: Period) -> list[date]:
    return [window.start + timedelta(days=past) for past in range((window.end - window.start).days + 1)]
