"""Editions of one standard: which is in force on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

from starcheck.calendar import DAY
from starcheck.documents import read_document
from starcheck.errors import Place, Problem, RuleSetError
from starcheck.language import t


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition.

    Attributes:
        name: how a person names exactly this one.
        first: its first day.
        last: its last day; None if it has none.
    """

    name: str
    path: Path
    first: date
    last: date | None

    def __str__(self) -> str:
        return f"{self.name} ({self.first}..{self.last or ''})"

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


def read_edition(name: str, path: Path) -> Edition:
    """An edition with its days; what is no date is left to loading.

    Raises:
        InputError: the file cannot be read.
    """
    data = read_document(path).data
    first, last = (data.get(f"effective_{end}") if isinstance(data, dict) else None for end in ("from", "to"))
    return Edition(name, path, first if isinstance(first, date) else date.min, last if isinstance(last, date) else None)


def in_order(editions: Sequence[Edition]) -> list[Edition]:
    """Editions by their first day; one that states no last day ends where the next begins."""
    ordered = sorted(editions, key=lambda edition: (edition.first, edition.name))
    ends = [
        replace(edition, last=following.first - DAY)
        if edition.last is None and edition.first < following.first
        else edition
        for edition, following in pairwise(ordered)
    ]
    return [*ends, *ordered[-1:]]


def in_force(reference: str, editions: Sequence[Edition], day: date) -> Edition:
    """The edition that is in force on a day.

    Raises:
        RuleSetError: none is, or several are.
    """
    ordered = in_order(editions)
    match [edition for edition in ordered if day in edition]:
        case [edition]:
            return edition
        case []:
            message = t("No edition of “{id}” is in force on {day}.", id=reference, day=day)
            hint = t("Editions: {editions}. Choose one with --rules.", editions=ordered)
        case several:
            message = t(
                "Several editions of “{id}” are in force on {day}: {editions}.",
                id=reference,
                day=day,
                editions=several,
            )
            hint = t("Let one end (effective_to) before the next begins, or choose one with --rules.")
    raise RuleSetError([Problem(Place(reference), message, hint)])
