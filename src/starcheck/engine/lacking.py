"""What a finding lacks, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from starcheck.calendar import CalendarSpan
from starcheck.engine.clock import Clock, World
from starcheck.engine.judge import Judged
from starcheck.engine.outputs import Outputs, Row
from starcheck.engine.program import Program
from starcheck.engine.truth import is_known
from starcheck.engine.unknown import Missing, Unknown, missing_reader
from starcheck.language import Text, t
from starcheck.model import Outcome
from starcheck.rules.uses import Uses

MOST_NAMED = 10
"""More people than these are only counted."""


@dataclass(frozen=True)
class MissingSpans:
    """The spans of a coverage that want records, as masks (bit i for span i).

    Attributes:
        lost: owed for certain, out of reach.
        still: owed perhaps, not covered, not lost.
        due: of the spans that are not over, the last day on which a record counts.
    """

    spans: tuple[CalendarSpan, ...]
    lost: pl.Expr
    still: pl.Expr
    due: Mapping[int, date]


def missing_spans(judged: Judged, clock: Clock) -> MissingSpans | None:
    """The spans that the measure of a criterion wants, None if it asks for none."""
    standing, reachable = (judged.reading.get(world) for world in World)
    reachable = reachable or standing
    if standing is None or standing.periods is None or reachable is None or reachable.periods is None:
        return None
    periods = standing.periods
    lost = periods.owed_surely & ~reachable.periods.coverable
    due = {i: min(span.end, clock.period.end) for i, span in enumerate(periods.spans) if span.end > clock.as_of}
    return MissingSpans(periods.spans, lost, periods.owed_possibly & ~periods.covered & ~lost, due)


def what_is_unknown(program: Program, judged: Judged) -> tuple[Missing, ...]:
    """What may be unknown of the facts that a criterion draws on."""
    if judged.points.is_point and is_known(judged.applies):
        return ()  # it is open for no branch, so nobody asks why
    uses = Uses.of(program.ruleset, program.ruleset.scored_by(judged.criterion))
    return Unknown(program, uses, tuple(judged.spans)).missing()


@dataclass(frozen=True)
class Lack:
    """What a criterion lacks, read off a row."""

    program: Program
    outputs: Outputs
    judged: Judged

    def named(self) -> Callable[[Row, Outcome], list[Text | str]]:
        """Items that are missing and, while the criterion is open, what was not provided or not marked."""
        items, unknown, papers = self._items(), self._unknown(), self._papers()
        silent = self._silent()
        unmarked = [self.outputs.truth(missing) for missing in self.judged.marks.values()]

        def read(row: Row, outcome: Outcome) -> list[Text | str]:
            if outcome is Outcome.NOT_APPLICABLE:
                return []
            gone, unsettled = papers(row)
            if outcome is not Outcome.OPEN:
                return [*items(row), *gone]
            mark = [t("a reviewer's mark")] if any(missing(row) for missing in unmarked) else []
            return [*items(row), *gone, *silent(row), *unknown(row), *unsettled, *mark]

        return read

    def spans(self) -> Callable[[Row], tuple[list[str], list[tuple[str, date]]]]:
        """Spans that are lost, and spans that may still be covered with the last day for it."""
        found = missing_spans(self.judged, self.program.clock)
        if found is None:
            return lambda _: ([], [])
        lost, still = self.outputs.column(found.lost), self.outputs.column(found.still)

        def read(row: Row) -> tuple[list[str], list[tuple[str, date]]]:
            gone, due = lost(row), still(row)
            return (
                [span.label for i, span in enumerate(found.spans) if gone >> i & 1],
                [(found.spans[i].label, day) for i, day in found.due.items() if due >> i & 1],
            )

        return read

    def _items(self) -> Callable[[Row], list[str]]:
        reading = self.judged.reading[World.STANDING]
        if reading is None or reading.items is None:
            return lambda _: []
        names, mask = reading.items
        there = self.outputs.column(mask)
        return lambda row: [name for i, name in enumerate(names) if not there(row) >> i & 1]

    def _silent(self) -> Callable[[Row], list[Text]]:
        """Those who had to mark and did not, by name if they are few."""
        reading = self.judged.reading[World.STANDING]
        if reading is None or reading.silent is None:
            return lambda _: []
        names = self.outputs.column(reading.silent)

        def read(row: Row) -> list[Text]:
            found = names(row) or []
            if len(found) > MOST_NAMED:
                return [t("marks of {n} people", n=len(found))]
            return [t("mark of {name}", name=name) for name in found]

        return read

    def _papers(self) -> Callable[[Row], tuple[list[str], list[Text]]]:
        """Papers that are missing, and those of which that is open."""
        states = {name: self.outputs.column(state) for name, state in self.judged.papers.items()}

        def read(row: Row) -> tuple[list[str], list[Text]]:
            found = {name: state(row) for name, state in states.items()}
            gone = [name for name, state in found.items() if state == "missing"]
            unsettled = [OPEN_PAPER[state](name) for name, state in found.items() if state in OPEN_PAPER]
            return gone, unsettled

        return read

    def _unknown(self) -> Callable[[Row], list[Text]]:
        return missing_reader(what_is_unknown(self.program, self.judged), self.outputs)


OPEN_PAPER: Mapping[str | None, Callable[[str], Text]] = {
    "unreviewed": lambda name: t("paper “{name}” (not reviewed)", name=name),
    None: lambda name: t("paper “{name}” (not stated)", name=name),
}
"""What leaves open whether a paper is missing."""
