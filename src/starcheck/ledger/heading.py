"""What a ledger says about itself, before a rule set is known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TypeAlias

from starcheck.calendar import Period, parse_period
from starcheck.documents import Data, Document
from starcheck.errors import LedgerError, Place, Problem
from starcheck.language import t
from starcheck.ledger.cells import Named, not_a, read_date, shown
from starcheck.ledger.layout import LEDGER, OWN_TABLES
from starcheck.ledger.problems import CellError, Problems

RULESET, PERIOD, AS_OF = "ruleset", "period", "as_of"
HEADING_KEYS = (RULESET, PERIOD, AS_OF)

_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*(@\S+)?")


Places: TypeAlias = Callable[[str], Place]
"""Where each field of a heading is stated."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What a ledger was made for; None where it does not say.

    Attributes:
        ruleset: id of a rule set, or ``id@edition``.
        period: the assessed period.
        as_of: the day up to which the ledger is kept.
        edition: that of the rule set from which its template was made.
    """

    ruleset: str | None
    period: Period | None
    as_of: date | None
    edition: str | None = None

    def day(self, period: Period, today: date) -> date:
        """The day to look from: the ledger's own, or else the end of the assessed period, but never a day to come."""
        return self.as_of or min(period.end, today)


def read_heading(document: Document) -> Heading:
    """The heading of a ledger.

    Raises:
        LedgerError: if it cannot be read, or the document is no ledger.
    """
    problems = Problems(document)
    heading = heading_of(top_level(document), problems)
    problems.raise_any()
    return heading


def assessed_period(source: str, heading: Heading, chosen: Period | None) -> Period:
    """The period that was chosen, or else the ledger's own.

    Raises:
        LedgerError: if neither is there.
    """
    if (period := chosen or heading.period) is not None:
        return period
    own = OWN_TABLES[LEDGER]
    hint = t(
        "Write it into “{ledger}” as “{period}”, in YAML “period: 2024”, or use --period.",
        ledger=own.label,
        period=own.fields[PERIOD].label,
    )
    raise LedgerError([Problem(Place(source), t("The ledger does not say which period it is for."), hint)])


def in_common(headings: Sequence[Heading]) -> Heading:
    """What ledgers say that do not contradict each other; a day only if it is that of all."""
    days = {heading.as_of for heading in headings}
    return Heading(
        ruleset=next((heading.ruleset for heading in headings if heading.ruleset), None),
        period=next((heading.period for heading in headings if heading.period), None),
        as_of=days.pop() if len(days) == 1 else None,
    )


def contradictions(stated: Sequence[tuple[Heading, Places]]) -> Iterator[Problem]:
    """Where ledgers are not for the same rule set and period."""
    for field in (RULESET, PERIOD):
        yield from _contradictions(field, stated)


def _contradictions(field: str, stated: Sequence[tuple[Heading, Places]]) -> Iterator[Problem]:
    """Where it is said otherwise than most say it, of equally many as the first does."""
    said = [(value, places) for heading, places in stated if (value := getattr(heading, field)) is not None]
    if not said:
        return
    first = Counter(value for value, _ in said).most_common(1)[0][0]
    first_places = next(places for value, places in said if value == first)
    for value, places in said:
        if value != first:
            here = places(field)
            name = field if here.sheet is None else OWN_TABLES[LEDGER].fields[field].label
            words = {"field": name, "read": _in_words(value), "first": _in_words(first), "place": first_places(field)}
            message = replace(t("“{field}” is {read} here, but {first} in {place}."), values=words)
            yield Problem(
                here,
                message,
                t("Ledgers that are read together are for one and the same: correct this one, or read it apart."),
            )


def _in_words(stated: Period | str) -> str:
    return stated if isinstance(stated, str) else stated.label


def top_level(document: Document) -> Mapping[str, Data]:
    """The keys of a ledger.

    Raises:
        LedgerError: if the document has none.
    """
    if isinstance(document.data, dict):
        return document.data
    message = t("A ledger starts with keys such as “branch”, not with {read}.", read=shown(document.data))
    hint = t("“starcheck init FILE.yaml” writes an empty ledger to start from.")
    raise LedgerError([Problem(document.place(()), message, hint)])


def heading_of(data: Mapping[str, Data], problems: Problems) -> Heading:
    """The heading, its problems reported."""
    return Heading(
        ruleset=problems.read((RULESET,), read_reference, data.get(RULESET)),
        period=problems.read((PERIOD,), partial(read_period, PERIOD), data.get(PERIOD)),
        as_of=problems.read((AS_OF,), partial(read_date, AS_OF), data.get(AS_OF)),
    )


def read_period(name: Named, raw: Data) -> Period:
    """A period, or a span between two days.

    Raises:
        CellError: if it is none.
    """
    period = parse_period(raw) if isinstance(raw, str | int) else None
    if period is None:
        raise CellError(
            not_a(t("a period"), name, raw),
            t("Write 2024, 2024Q1, 2024H1, 2024-03 or 2024-01-01..2024-12-31."),
        )
    return period


def read_reference(raw: Data) -> str:
    """The id of a rule set, perhaps with its edition.

    Raises:
        CellError: if it is none.
    """
    if isinstance(raw, str) and _REFERENCE.fullmatch(raw):
        return raw
    raise CellError(
        not_a(t("the id of a rule set"), RULESET, raw),
        t("Write an id such as five-star, or with an edition five-star@2024."),
    )
