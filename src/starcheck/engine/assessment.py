"""An assessment read off a row: what the steps of a program give for one branch, in the words of the model."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from starcheck.engine.findings import FindingReader, Grid
from starcheck.engine.interval import Interval
from starcheck.engine.outputs import Outputs, Row
from starcheck.engine.program import Program
from starcheck.engine.standings import StandingReader, standing_of
from starcheck.engine.stated_levels import stated_levels
from starcheck.engine.totals import Change, GroupTotal, counts
from starcheck.language import Text, t
from starcheck.model import (
    Assessment,
    Line,
    LineKind,
    NotSeen,
    Points,
    Provenance,
    SectionScore,
    Sheet,
)
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.ruleset import Pool, RuleSet, Section, Veto
from starcheck.rules.wording.figures import constant_in_words

LINE_TEXTS: Mapping[LineKind, Text] = {
    "start": t("full at the start"),
    "scaling": t("scaled for what does not apply"),
    "cap": t("capped"),
    "floor": t("raised to the floor"),
    "rounding": t("rounded"),
}


@dataclass(frozen=True)
class AssessmentReader:
    """Turns rows of a program into assessments."""

    program: Program
    outputs: Outputs

    @property
    def grid(self) -> Grid:
        """The grid of points."""
        return Grid(self.ruleset.unit)

    @property
    def ruleset(self) -> RuleSet:
        """The rule set."""
        return self.program.ruleset

    def reader(self) -> Callable[[Row, Provenance, NotSeen], Assessment]:
        """The function that reads a whole assessment."""
        out, program = self.outputs, self.program
        findings = [FindingReader(program, out, self.grid).reader(judged) for judged in program.judged]
        groups = [self._group(group) for group in program.groups]
        score, lines = self._score(), self._lines(program.total.changes)
        levels = stated_levels(self.ruleset, program.clock.period.end)
        standings = StandingReader(program, out)
        level, ladder, direct = standings.level(), standings.ladder(), standings.direct()
        followed = standings.consequences()
        vetoes, eligibility, requires = standings.vetoes(), standings.eligibility(), standings.requires()

        def read(row: Row, provenance: Provenance, left_aside: NotSeen) -> Assessment:
            return Assessment(
                provenance=provenance,
                score=score(row),
                level=level(row),
                levels=levels,
                sections=tuple(group(row) for group in groups),
                lines=lines(row),
                findings=tuple(finding(row) for finding in findings),
                vetoes=tuple(check(row) for check in vetoes),
                eligibility=tuple(check(row) for check in eligibility),
                requires=tuple(check(row) for check in requires),
                not_seen=left_aside,
                direct=tuple(check(row) for check in direct),
                ladder=None if ladder is None else ladder(row),
                consequences=tuple(each(row) for each in followed),
            )

        return read

    def _score(self) -> Callable[[Row], Points | None]:
        if not self.ruleset.has_total:
            return lambda _: None
        points, rated = self._points(self.program.total.points), self.outputs.truth(self.program.total.rated)
        most = self.grid.points(self.ruleset.full / Fraction(self.ruleset.unit))
        return lambda row: Points(*points(row), Decimal(0) if rated(row) is False else most)

    def _points(self, interval: Interval) -> Callable[[Row], tuple[Decimal, Decimal]]:
        low, high = self.outputs.q(interval.lo), self.outputs.q(interval.hi)
        return lambda row: (self.grid.points(low(row)), self.grid.points(high(row)))

    def _group(self, total: GroupTotal) -> Callable[[Row], SectionScore]:
        group: Section | Pool = total.group
        points, lines = self._points(total.points), self._lines(total.changes)
        greatest = None if total.greatest is None else self.outputs.q(total.greatest.hi)
        stated = group.weight if isinstance(group, Section) else None
        home, sheet = self.ruleset.homes.get(group.id), self._sheet(group)

        def read(row: Row) -> SectionScore:
            most = None if greatest is None else self.grid.points(greatest(row))
            return SectionScore(
                id=group.id,
                title=group.title,
                kind="pool" if isinstance(group, Pool) else "section",
                points=Points(*points(row), most),
                lines=lines(row),
                counts=counts(group),
                within=None if home is None else home.id,
                weight=None if stated is None else Decimal(stated.value.numerator) / stated.value.denominator,
                sheet=sheet(row),
            )

        return read

    def _sheet(self, group: Section | Pool) -> Callable[[Row], Sheet | None]:
        if group.id not in self.program.passed or not isinstance(group, Section) or group.pass_ is None:
            return lambda _: None
        mark, passed = constant_in_words(group.pass_), self.outputs.truth(self.program.passed[group.id])
        return lambda row: Sheet(mark, standing_of(passed(row)))

    def _lines(self, changes: Sequence[Change]) -> Callable[[Row], tuple[Line, ...]]:
        readers = [
            (change.kind, _words(change), self._points(change.points), None if change.of is None else change.of.id)
            for change in changes
        ]

        def read(row: Row) -> tuple[Line, ...]:
            found = [(kind, words, *points(row), of) for kind, words, points, of in readers]
            return tuple(Line(kind, words, low, high, of) for kind, words, low, high, of in found if low or high)

        return read


def _words(change: Change) -> Text:
    match change.of:
        case Veto(id=name, title=title):
            return t("counts 0 by veto {id} {title}", id=name, title=title)
        case Section(title=title, weight=Constant() as weight):
            return t("{section} counted by its weight, {weight}", section=title, weight=constant_in_words(weight))
        case _:
            return LINE_TEXTS[change.kind]
