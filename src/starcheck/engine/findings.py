"""Findings: one criterion of one branch, read off its row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

from starcheck.engine.interval import Interval
from starcheck.engine.judge import Judged
from starcheck.engine.lacking import Lack
from starcheck.engine.outputs import Outputs, Row
from starcheck.engine.program import Program
from starcheck.engine.told import Told
from starcheck.engine.truth import known
from starcheck.model import Basis, Finding, Outcome, PartFinding, Points, Reason
from starcheck.rules.schema.ruleset import BasisText
from starcheck.rules.tree import Node

Reader = Callable[[Row], Finding]


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
        lack = Lack(self.program, self.outputs, judged)
        verdict, spans, lacking = self._verdict(judged), lack.spans(), lack.named()
        quantities, parts = Told(self.program, self.outputs).quantities(judged), self._parts(judged)
        target = None if judged.target is None else self.outputs.q(judged.target.interval.lo)
        adjusted = self.outputs.truth(judged.adjusted)

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
                missing=(*lost, *(label for label, _ in due), *lacking(row, found.outcome)),
                basis=basis_of(criterion.basis),
                remedy=criterion.remedy,
                evidence=criterion.evidence,
                parts=tuple(part(row) for part in parts),
                due_by=None if adjusted(row) else self._due_by(found, [end for _, end in due]),
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


def basis_of(basis: BasisText | None) -> Basis | None:
    """The basis as the model has it."""
    return None if basis is None else Basis(basis.text, basis.kind)
