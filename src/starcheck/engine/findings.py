"""Findings: one criterion of one branch, read off its row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Literal

from starcheck.engine.clock import World
from starcheck.engine.interval import Interval
from starcheck.engine.judge import Judged
from starcheck.engine.outputs import Outputs, Row
from starcheck.engine.program import Program
from starcheck.engine.rows import Measured
from starcheck.engine.spans import Periods
from starcheck.engine.truth import every, is_known, known, negate
from starcheck.language import Text, t
from starcheck.model import Basis, Finding, Outcome, PartFinding, Points, Quantity, Reason
from starcheck.rules.check.kinds import of_part
from starcheck.rules.schema.dictionary import BRANCH, RECORD_LIMIT
from starcheck.rules.schema.measures import Change, MeasureModel, Rank, branch_field_of
from starcheck.rules.schema.numbers import Statistic
from starcheck.rules.schema.ruleset import BasisText
from starcheck.rules.tree import Node
from starcheck.rules.uses import Uses

Kind = Literal["number", "percent", "date", "choice", "boolean", "text"]
Reader = Callable[[Row], Finding]
MOST_NAMED = 10
"""More people than these are only counted."""


@dataclass(frozen=True)
class Grid:
    """The grid of points, for turning whole units into decimals."""

    unit: Decimal

    def points(self, units: Fraction | int) -> Decimal:
        """Units as points, with the decimals of the grid."""
        return Decimal(int(units)) * self.unit

    def nearest(self, points: Fraction) -> Decimal:
        """Points of a part, to the nearest point of the grid: only criteria are rounded by the rule set's mode."""
        return self.points(floor(points / Fraction(self.unit) + Fraction(1, 2)))


@dataclass(frozen=True)
class Verdict:
    """What a finding says before it says why."""

    outcome: Outcome
    reason: Reason | None
    points: Points
    standing_high: Decimal


@dataclass(frozen=True)
class FindingReader:
    """Turns rows of a program into findings."""

    program: Program
    outputs: Outputs
    grid: Grid

    def reader(self, judged: Judged) -> Reader:
        """The function that reads the finding of one criterion."""
        criterion = judged.criterion
        verdict, spans, lacking = self._verdict(judged), self._spans(judged), self._lacking(judged)
        quantities, parts = self._quantities(judged), self._parts(judged)
        target = None if judged.target is None else self.outputs.q(judged.target.interval.lo)

        def read(row: Row) -> Finding:
            found = verdict(row)
            lost, due = ([], []) if found.outcome is Outcome.NOT_APPLICABLE else spans(row)
            return Finding(
                criterion=criterion.id,
                section=judged.group.id,
                title=criterion.title,
                tags=criterion.tags,
                outcome=found.outcome,
                reason=found.reason,
                points=found.points,
                standing_high=found.standing_high,
                quantities=tuple(quantity(row) for quantity in quantities),
                target=None if target is None else target(row),
                missing=(*lost, *(label for label, _ in due), *lacking(row, found)),
                basis=basis_of(criterion.basis),
                remedy=criterion.remedy,
                evidence=criterion.evidence,
                parts=tuple(part(row) for part in parts),
                due_by=self._due_by(found, [end for _, end in due]),
            )

        return read

    def _verdict(self, judged: Judged) -> Callable[[Row], Verdict]:
        """Points and outcome of a criterion, and why it is open."""
        out, grid = self.outputs, self.grid
        applies = out.truth(judged.applies)
        ends = [out.q(end) for end in (judged.points.lo, judged.points.hi, judged.standing_high)]
        top = None if judged.top is None else out.int(judged.top)
        unmarked = [out.truth(missing) for missing in judged.marks.values()]
        unmarked += [
            out.truth(known((state == "unreviewed").fill_null(value=False))) for state in judged.papers.values()
        ]

        def read(row: Row) -> Verdict:
            low, high, standing_high = (int(end(row)) for end in ends)
            answer, most = applies(row), None if top is None else top(row)
            outcome = outcome_of(answer, low, high, most, judged.floor)
            reason = None
            if outcome is Outcome.OPEN:
                awaits = any(missing(row) for missing in unmarked)
                reason = Reason.AWAITING_REVIEWER if awaits else Reason.UNKNOWN
                if low == standing_high and answer is not None:
                    reason = Reason.NOT_YET_DUE
            points = Points(grid.points(low), grid.points(high), None if most is None else grid.points(most))
            return Verdict(outcome, reason, points, grid.points(standing_high))

        return read

    def _due_by(self, found: Verdict, ends: list[date]) -> date | None:
        if ends:
            return min(ends)
        return self.program.clock.period.end if found.reason is Reason.NOT_YET_DUE else None

    def _parts(self, judged: Judged) -> list[Callable[[Row], PartFinding]]:
        """The parts with an id of their own."""

        def part(node: Node, points: Interval) -> Callable[[Row], PartFinding]:
            low, high = self.outputs.q(points.lo), self.outputs.q(points.hi)
            nearest = self.grid.nearest
            return lambda row: PartFinding(
                node.id or "", node.title, Points(nearest(low(row)), nearest(high(row)), None)
            )

        return [part(node, points) for node, points in judged.parts.values()]

    def _lacking(self, judged: Judged) -> Callable[[Row, Verdict], list[Text | str]]:
        """Items that are missing and, while the criterion is open, what was not provided or not marked."""
        items, unknown, papers = self._items(judged), self._unknown(judged), self._papers(judged)
        silent = self._silent(judged)
        unmarked = [self.outputs.truth(missing) for missing in judged.marks.values()]

        def read(row: Row, found: Verdict) -> list[Text | str]:
            if found.outcome is Outcome.NOT_APPLICABLE:
                return []
            gone, unsettled = papers(row)
            if found.outcome is not Outcome.OPEN:
                return [*items(row), *gone]
            mark = [t("a reviewer's mark")] if any(missing(row) for missing in unmarked) else []
            return [*items(row), *gone, *silent(row), *unknown(row), *unsettled, *mark]

        return read

    def _quantities(self, judged: Judged) -> list[Callable[[Row], Quantity]]:
        """The numbers of the criterion's own measure, as things stand."""
        reading = judged.reading[World.STANDING]
        if reading is None:
            return []
        measure = self._measure(judged)
        if reading.column is not None:
            return [self._fact(reading.column)]
        names = [name for name in measure.told if not (name == "missing_times" and getattr(measure, "times", 1) == 1)]
        return [self._quantity(name, reading.parts[name], measure) for name in names]

    def _measure(self, judged: Judged) -> MeasureModel:
        named = judged.criterion.measure
        assert named is not None
        return self.program.ruleset.measures[named] if isinstance(named, str) else named

    def _quantity(self, part: str, measured: Measured, measure: MeasureModel) -> Callable[[Row], Quantity]:
        out = self.outputs
        low, high, defined = out.q(measured.interval.lo), out.q(measured.interval.hi), out.truth(measured.defined)
        shown = None if isinstance(measure, Change) else measured.detail  # new / old is not the change
        detail = shown and (out.q(shown[0]), out.q(shown[1]))
        kind = kind_of(measure, part, self.program)
        unit = self._unit(measure)

        def read(row: Row) -> Quantity:
            lo, hi, known = low(row), high(row), defined(row)
            sides = (detail[0](row), detail[1](row)) if detail and lo == hi and known else None
            if known is False:
                return Quantity(part, None, None, kind, unit, defined=False)
            ends = (lo, hi) if lo == hi else (_bounded(lo), _bounded(hi))
            return Quantity(part, *ends, kind, unit, known, sides)

        return read

    def _unit(self, measure: MeasureModel) -> str:
        if measure.unit:
            return measure.unit
        name = branch_field_of(measure)
        return "" if name is None else self.program.ruleset.tables[BRANCH].fields[name].unit

    def _fact(self, name: str) -> Callable[[Row], Quantity]:
        """A field of the branch that is no number."""
        branch = self.program.sources.branch()
        value = self.outputs.column(branch.column(name))
        field = branch.table.fields[name]
        kind: Kind = field.type if field.type in ("date", "choice", "boolean") else "text"
        absent = branch.unknown_is_none(name)

        def read(row: Row) -> Quantity:
            found = value(row)
            return Quantity("value", found, found, kind, field.unit, defined=not (found is None and absent))

        return read

    def _spans(self, judged: Judged) -> Callable[[Row], tuple[list[str], list[tuple[str, date]]]]:
        """Spans that are lost, and spans that may still be covered with the last day for it."""
        pair = [judged.reading.get(world) for world in World]
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

    def _items(self, judged: Judged) -> Callable[[Row], list[str]]:
        reading = judged.reading[World.STANDING]
        if reading is None or reading.items is None:
            return lambda _: []
        names, mask = reading.items
        there = self.outputs.column(mask)
        return lambda row: [name for i, name in enumerate(names) if not there(row) >> i & 1]

    def _silent(self, judged: Judged) -> Callable[[Row], list[Text]]:
        """Those who had to mark and did not, by name if they are few."""
        reading = judged.reading[World.STANDING]
        if reading is None or reading.silent is None:
            return lambda _: []
        names = self.outputs.column(reading.silent)

        def read(row: Row) -> list[Text]:
            found = names(row) or []
            if len(found) > MOST_NAMED:
                return [t("marks of {n} people", n=len(found))]
            return [t("mark of {name}", name=name) for name in found]

        return read

    def _papers(self, judged: Judged) -> Callable[[Row], tuple[list[str], list[Text]]]:
        """Papers that are missing, and those of which that is open."""
        states = {name: self.outputs.column(state) for name, state in judged.papers.items()}

        def read(row: Row) -> tuple[list[str], list[Text]]:
            found = {name: state(row) for name, state in states.items()}
            gone = [name for name, state in found.items() if state == "missing"]
            unsettled = [OPEN_PAPER[state](name) for name, state in found.items() if state in OPEN_PAPER]
            return gone, unsettled

        return read

    def _unknown(self, judged: Judged) -> Callable[[Row], list[Text]]:
        """Tables that were not provided and fields of the branch that are empty, of those the criterion uses."""
        if judged.points.is_point and is_known(judged.applies):
            return lambda _: []  # it is open for no branch, so nobody asks why
        sources, ruleset = self.program.sources, self.program.ruleset
        branch = sources.branch()
        unsure_tables = {name for name in ruleset.tables if name != BRANCH and sources.is_unknown(name) is not False}
        unsure_fields = {
            name for name in branch.table.fields if branch.is_nullable(name) and not branch.unknown_is_none(name)
        }
        uses = Uses.of(ruleset, ruleset.scored_by(judged.criterion))
        uncovered, others = self._uncovered(uses), self._others(uses)
        if not unsure_tables and not unsure_fields and not uncovered and not others:
            return lambda _: []
        tables = [
            (name, ruleset.tables[name].label, self.outputs.truth(sources.is_unknown(name)))
            for name in uses.tables()
            if name in unsure_tables
        ]
        fields = [
            (branch.table.fields[name].label, self.outputs.column(branch.column(name).is_null()))
            for name in uses.branch_fields()
            if name in unsure_fields
        ]
        return lambda row: [
            *(
                t("table “{label}” ({name}: not provided, or not complete)", label=label, name=name)
                for name, label, missing in tables
                if missing(row)
            ),
            *(text for text, missing in (*uncovered, *others) if missing(row)),
            *(t("field “{label}” (empty)", label=label) for label, missing in fields if missing(row)),
        ]

    def _others(self, uses: Uses) -> list[tuple[Text, Callable[[Row], bool | None]]]:
        """The branches that it is compared with, where it is judged without them."""
        alone = self.program.sources.alone
        if alone is False or not any(isinstance(part, Rank | Statistic) for part in uses.parts):
            return []
        return [(t("the other branches, with which it is compared"), self.outputs.truth(known(alone)))]

    def _uncovered(self, uses: Uses) -> list[tuple[Text, Callable[[Row], bool | None]]]:
        """Windows that reach beyond what a table that was provided covers."""
        sources, ruleset = self.program.sources, self.program.ruleset
        found: dict[tuple[str, date], tuple[Text, Callable[[Row], bool | None]]] = {}
        for table, within in uses.windows():
            window = sources.window(table, within)
            if window is None or sources.is_unknown(table) is True:
                continue
            end = min(window.end, sources.clock.as_of)
            beyond = every(
                [known(sources.uncovered(table, window.start, end)), negate(known(sources.is_unknown(table)))]
            )
            if beyond is not False:
                words = t(
                    "table “{label}” from {day} on (say under “covers” of {name} how far back it is complete)",
                    label=ruleset.tables[table].label,
                    name=table,
                    day=window.start,
                )
                found[table, window.start] = (words, self.outputs.truth(beyond))
        return list(found.values())


OPEN_PAPER: Mapping[str | None, Callable[[str], Text]] = {
    "unreviewed": lambda name: t("paper “{name}” (not reviewed)", name=name),
    None: lambda name: t("paper “{name}” (not stated)", name=name),
}
"""What leaves open whether a paper is missing."""


def outcome_of(applies: bool | None, low: int, high: int, top: int | None, floor: int) -> Outcome:
    """The outcome of a criterion by its points, in units of the grid; without an end anything above 0 meets it."""
    if applies is False:
        return Outcome.NOT_APPLICABLE
    if applies is None or low < high:
        return Outcome.OPEN
    if top is None:
        return Outcome.MET if low > 0 else Outcome.NOT_MET
    if low == top:
        return Outcome.MET
    return Outcome.NOT_MET if high <= floor else Outcome.PARTLY_MET


def _bounded(end: Fraction) -> Fraction | None:
    """None where only the limit of all tables bounds an open quantity."""
    return None if abs(end) >= RECORD_LIMIT // 2 else end


def kind_of(measure: MeasureModel, part: str, program: Program) -> Kind:
    """Whether a part of a measure is a number or a percentage."""
    kind = of_part(program.ruleset.tables, measure, part)
    return "percent" if kind is not None and kind.sort == "percent" else "number"


def basis_of(basis: BasisText | None) -> Basis | None:
    """The basis as the model has it."""
    return None if basis is None else Basis(basis.text, basis.kind)
