"""An assessment read off a row: what the steps of a program give for one branch, in the words of the model."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from starcheck.engine.findings import FindingReader, Grid, basis_of
from starcheck.engine.interval import Interval
from starcheck.engine.outputs import Outputs, Row
from starcheck.engine.program import Program
from starcheck.engine.totals import Change, GroupTotal, LineKind, counts
from starcheck.engine.truth import Truth
from starcheck.language import Text, Title, t
from starcheck.model import (
    Assessment,
    Check,
    LevelId,
    LevelInfo,
    LevelRange,
    Line,
    NotSeen,
    Points,
    Provenance,
    SectionScore,
    Standing,
)
from starcheck.rules.schema.ruleset import DirectAward, Eligibility, Level, Pool, RuleSet, Section, Veto
from starcheck.rules.wording import STATES, Scope, award_in_words, condition_in_words, effect_in_words
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
        score, lines, level = self._score(), self._lines(program.total.changes), self._level()
        vetoes, direct = self._vetoes(), self._direct()
        eligibility, requires = self._eligibility(), self._requires()

        def read(row: Row, provenance: Provenance, left_aside: NotSeen) -> Assessment:
            return Assessment(
                provenance=provenance,
                score=score(row),
                level=level(row),
                levels=tuple(
                    LevelInfo(level.id, level.title, _threshold(self.ruleset, level)) for level in self.ruleset.levels
                ),
                sections=tuple(group(row) for group in groups),
                lines=lines(row),
                findings=tuple(finding(row) for finding in findings),
                vetoes=tuple(check(row) for check in vetoes),
                eligibility=tuple(check(row) for check in eligibility),
                requires=tuple(check(row) for check in requires),
                not_seen=left_aside,
                direct=tuple(check(row) for check in direct),
            )

        return read

    def _score(self) -> Callable[[Row], Points]:
        points, rated = self._points(self.program.total.points), self.outputs.truth(self.program.total.rated)
        most = self.grid.points(Fraction(self.ruleset.points.value) / Fraction(self.ruleset.unit))
        return lambda row: Points(*points(row), Decimal(0) if rated(row) is False else most)

    def _vetoes(self) -> list[Callable[[Row], Check]]:
        return [
            self._check(veto.id, veto.title, truth, effect_in_words(veto.effect, self.ruleset), veto, bad=True)
            for veto, truth in self.program.leveled.vetoes
        ]

    def _direct(self) -> list[Callable[[Row], Check]]:
        return [
            self._check(award.id, award.title, truth, award_in_words(award, self.ruleset), award, bad=True)
            for award, truth in self.program.leveled.direct
        ]

    def _eligibility(self) -> list[Callable[[Row], Check]]:
        return [
            self._check(rule.id, rule.title, truth, STATES[rule.otherwise], rule)
            for rule, truth in self.program.leveled.eligibility
        ]

    def _requires(self) -> list[Callable[[Row], Check]]:
        scope = Scope(self.ruleset)
        return [
            self._check(
                f"{level.id}.{number}",
                requirement.title or condition_in_words(requirement.when, scope),
                truth,
                t("not {level}", level=level.title),
                None,
                level=level.id,
            )
            for number, (level, requirement, truth) in enumerate(self.program.leveled.demands, start=1)
        ]

    def _points(self, interval: Interval) -> Callable[[Row], tuple[Decimal, Decimal]]:
        low, high = self.outputs.q(interval.lo), self.outputs.q(interval.hi)
        return lambda row: (self.grid.points(low(row)), self.grid.points(high(row)))

    def _group(self, total: GroupTotal) -> Callable[[Row], SectionScore]:
        group: Section | Pool = total.group
        points, lines = self._points(total.points), self._lines(total.changes)
        greatest = None if total.greatest is None else self.outputs.q(total.greatest.hi)
        stated = group.weight if isinstance(group, Section) else None
        home = self.ruleset.homes.get(group.id)

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
            )

        return read

    def _lines(self, changes: Sequence[Change]) -> Callable[[Row], tuple[Line, ...]]:
        readers = [(change.kind, _words(change), self._points(change.points)) for change in changes]

        def read(row: Row) -> tuple[Line, ...]:
            found = [(kind, words, *points(row)) for kind, words, points in readers]
            return tuple(Line(kind, words, low, high) for kind, words, low, high in found if low or high)

        return read

    def _check(
        self,
        name: str,
        title: Title | Text,
        truth: Truth,
        effect: Text,
        rule: Veto | DirectAward | Eligibility | None,
        *,
        bad: bool = False,
        level: LevelId | None = None,
    ) -> Callable[[Row], Check]:
        answer = self.outputs.truth(truth)
        basis, remedy = basis_of(getattr(rule, "basis", None)), getattr(rule, "remedy", None)

        def read(row: Row) -> Check:
            holds = answer(row)
            outcome = Standing.OPEN if holds is None else Standing.CLEAR if holds is not bad else Standing.TRIGGERED
            return Check(name, title, outcome, effect, basis, remedy, level)

        return read

    def _level(self) -> Callable[[Row], LevelRange]:
        """Ranks and states as levels; a state that is certain stands at both ends, a possible one at the lower."""
        out, leveled = self.outputs, self.program.leveled
        names: list[tuple[LevelId, Title | Text]] = [(level.id, level.title) for level in self.ruleset.levels]
        names.append(("none", STATES["none"]))
        low, high = out.column(leveled.low), out.column(leveled.high)
        standings = [(out.truth(self.program.total.rated), "not_rated")]
        standings += [(out.truth(truth), rule.otherwise) for rule, truth in leveled.eligibility]

        def read(row: Row) -> LevelRange:
            ends = [names[low(row)], names[high(row)]]
            answers = [(truth(row), state) for truth, state in standings]
            certain = next((state for truth, state in answers if truth is False), None)
            possible = next((state for truth, state in answers if truth is None), None)
            if state := certain or possible:
                ends[0] = (state, STATES[state])
            if certain:
                ends[1] = ends[0]
            return LevelRange(ends[0][0], ends[1][0], ends[0][1], ends[1][1])

        return read


def _words(change: Change) -> Text:
    if change.of is None or change.of.weight is None:
        return LINE_TEXTS[change.kind]
    weight = constant_in_words(change.of.weight)
    return t("{section} counted by its weight, {weight}", section=change.of.title, weight=weight)


def _threshold(ruleset: RuleSet, level: Level) -> Decimal:
    stated = level.at_least
    points = stated.value * ruleset.points.value if stated.percent else stated.value
    return Decimal(points.numerator) / Decimal(points.denominator)
