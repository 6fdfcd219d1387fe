"""What a finding lacks, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from starcheck.engine.clock import World
from starcheck.engine.judge import Judged
from starcheck.engine.outputs import Outputs, Row
from starcheck.engine.program import Program
from starcheck.engine.spans import Periods
from starcheck.engine.truth import is_known
from starcheck.engine.unknown import Unknown
from starcheck.language import Text, t
from starcheck.model import Outcome
from starcheck.rules.uses import Uses

MOST_NAMED = 10
"""More people than these are only counted."""


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
        pair = [self.judged.reading.get(world) for world in World]
        standing, reachable = pair[0], pair[1] or pair[0]
        if standing is None or standing.periods is None or reachable is None or reachable.periods is None:
            return lambda _: ([], [])
        periods: Periods = standing.periods
        lacking = self.outputs.column(periods.owed_possibly & ~periods.covered)
        lost = self.outputs.column(periods.owed_surely & ~reachable.periods.coverable)
        clock = self.program.clock

        def read(row: Row) -> tuple[list[str], list[tuple[str, date]]]:
            gone = [span.label for i, span in enumerate(periods.spans) if lost(row) >> i & 1]
            still = [
                (span.label, min(span.end, clock.period.end))
                for i, span in enumerate(periods.spans)
                if (lacking(row) & ~lost(row)) >> i & 1 and span.end > clock.as_of
            ]
            return gone, still

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
        if self.judged.points.is_point and is_known(self.judged.applies):
            return lambda _: []  # it is open for no branch, so nobody asks why
        ruleset = self.program.ruleset
        uses = Uses.of(ruleset, ruleset.scored_by(self.judged.criterion))
        return Unknown(self.program, self.outputs, uses, tuple(self.judged.spans)).named()


OPEN_PAPER: Mapping[str | None, Callable[[str], Text]] = {
    "unreviewed": lambda name: t("paper “{name}” (not reviewed)", name=name),
    None: lambda name: t("paper “{name}” (not stated)", name=name),
}
"""What leaves open whether a paper is missing."""
