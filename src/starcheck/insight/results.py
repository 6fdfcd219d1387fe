"""What a criterion made of the ledger of a branch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from starcheck.engine.clock import World
from starcheck.engine.findings import FindingReader, Grid
from starcheck.engine.judge import Judged
from starcheck.engine.outputs import Outputs, Row
from starcheck.engine.program import Program
from starcheck.engine.scoring import Trace
from starcheck.insight.arithmetic import Arithmetic, Step
from starcheck.insight.cells import Fact, fact_reader
from starcheck.insight.keys import KeyTable, key_table
from starcheck.insight.periods import PeriodRow, PeriodTable, period_rows
from starcheck.insight.ratings import RatingTable, rating_tables
from starcheck.insight.records import RecordTable, record_table
from starcheck.insight.selections import measures_asked, selections, united
from starcheck.insight.spans import insides
from starcheck.language import Text, t
from starcheck.ledger.tables import KEY
from starcheck.model import Finding, Points
from starcheck.rules.schema.measures import Coverage, Each, MeasureModel, Rank, Rating
from starcheck.rules.schema.score import Award
from starcheck.rules.uses import Uses
from starcheck.rules.wording import (
    Scope,
    Words,
    definition_in_words,
    figure,
    if_empty_in_words,
    lenient_in_words,
    not_applicable_in_words,
    repeat_in_words,
    rounding_in_words,
    scope_of,
)

ReadPeriods = Callable[[Row], tuple[PeriodRow, ...]]


@dataclass(frozen=True, slots=True)
class Result:
    """What a criterion made of a ledger.

    Attributes:
        facts: the fields of the branch it looked at.
        records: the records it looked at, table by table.
        keys: what a measure that goes by keys made of every key.
        ratings: the values that each stage of a rating made one of.
        periods: the calendar periods it asked for.
        steps: the arithmetic, from the root of the scoring tree down.
        spans: of a criterion that repeats, the result of every span by its name.
        papers: the papers that it asks for, each with its state; None where nothing is stated.
        closing: what happened to the points of the root until they were those of the finding.
    """

    finding: Finding
    facts: tuple[Fact, ...]
    records: tuple[RecordTable, ...]
    keys: tuple[KeyTable, ...]
    ratings: tuple[RatingTable, ...]
    periods: tuple[PeriodTable, ...]
    steps: tuple[Step, ...]
    papers: tuple[tuple[str, str | None], ...]
    closing: tuple[Text, ...]
    spans: tuple[tuple[str, Result], ...] = ()


@dataclass(frozen=True)
class ResultReader:
    """Reads the results of one branch off the row of a traced program."""

    program: Program
    trace: Trace
    out: Outputs

    def reader(self, judged: Judged) -> Callable[[Row], Result]:
        """What reads the result of one criterion."""
        return self._of_spans(judged) if judged.spans else self._of_whole(judged)

    def _of_spans(self, judged: Judged) -> Callable[[Row], Result]:
        """A criterion that repeats: its arithmetic is what its spans come to, each of which has a result of its own."""
        finding, papers = self._finding(judged), self._papers(judged)
        facts, closing = self.facts(judged), self.closing(judged)
        repeat = judged.group.repeat_of(judged.criterion)
        assert repeat is not None
        low, high = self.out.q(judged.unclipped.lo), self.out.q(judged.unclipped.hi)
        each = insides(self.program, judged)
        readers = [ResultReader(one.program, one.trace, one.out).reader(one.judged) for one in each]
        rows = [one.rows() for one in each]

        def read(row: Row) -> Result:
            points = finding(row)
            inner = [result(of_span[row[KEY]]) for result, of_span in zip(readers, rows, strict=True)]
            spans = tuple((one.span.label, result) for one, result in zip(each, inner, strict=True))
            root = Step(repeat_in_words(repeat), 0, low(row), high(row))
            return Result(
                finding=points,
                facts=tuple(fact(row) for fact in facts),
                records=(),
                keys=(),
                ratings=(),
                periods=(),
                steps=(root, *(_step(label, result.finding.points) for label, result in spans)),
                papers=papers(row),
                closing=tuple(closing(row, points, root)),
                spans=spans,
            )

        return read

    def _finding(self, judged: Judged) -> Callable[[Row], Finding]:
        return FindingReader(self.program, self.out, Grid(self.program.ruleset.unit)).reader(judged)

    def _papers(self, judged: Judged) -> Callable[[Row], tuple[tuple[str, str | None], ...]]:
        states = {name: self.out.column(state) for name, state in judged.papers.items()}
        return lambda row: tuple((name, state(row)) for name, state in states.items())

    def _of_whole(self, judged: Judged) -> Callable[[Row], Result]:
        program, out, measures = self.program, self.out, self.measures(judged)
        scope = scope_of(judged.criterion, judged.group, program.ruleset)
        finding, papers = self._finding(judged), self._papers(judged)
        steps = Arithmetic(program, self.trace, out).reader(judged, scope)
        facts, periods, closing = self.facts(judged), self.periods(measures, judged), self.closing(judged)

        def read(row: Row) -> Result:
            points, arithmetic = finding(row), steps(row)
            return Result(
                finding=points,
                facts=tuple(fact(row) for fact in facts),
                records=self.records(measures),
                keys=tuple(key_table(measure, program.sources) for measure in measures if isinstance(measure, Each)),
                ratings=tuple(
                    table
                    for measure in measures
                    if isinstance(measure, Rating)
                    for table in rating_tables(measure, program.sources)
                ),
                periods=tuple(PeriodTable(title, read_rows(row)) for title, read_rows in periods),
                steps=tuple(arithmetic),
                papers=papers(row),
                closing=tuple(closing(row, points, arithmetic[0])),
            )

        return read

    def facts(self, judged: Judged) -> list[Callable[[Row], Fact]]:
        """What reads the fields of the branch that the criterion looks at."""
        branch, ruleset = self.program.sources.branch(), self.program.ruleset
        return [
            fact_reader(name, branch, self.out)
            for name in Uses.of(ruleset, ruleset.scored_by(judged.criterion)).branch_fields()
        ]

    def measures(self, judged: Judged) -> list[MeasureModel | Award]:
        """What the criterion draws on, in the order of its text, nothing twice."""
        criterion, named = judged.criterion, self.program.ruleset.measures
        scored_by = self.program.ruleset.scored_by(criterion)
        found: list[str | MeasureModel | Award | None] = [criterion.measure]
        for node in judged.tree.walk():
            found += [node.measure, node.per if isinstance(node.per, Award) else None]
        found += measures_asked(scored_by, self.program.ruleset)
        models = [named[each] if isinstance(each, str) else each for each in found if each is not None]
        models += [named[model.rank] for model in models if isinstance(model, Rank)]
        return list({repr(model): model for model in models}.values())

    def records(self, measures: list[MeasureModel | Award]) -> tuple[RecordTable, ...]:
        """The records of every table that the measures look at."""
        chosen = united([selection for measure in measures for selection in selections(measure)], self.program.ruleset)
        return tuple(record_table(selection, self.program.sources) for selection in chosen)

    def periods(self, measures: list[MeasureModel | Award], judged: Judged) -> list[tuple[Words, ReadPeriods]]:
        """What reads the periods that the measures ask for, each with its words."""
        readings, sources = self.trace[id(judged.tree), World.STANDING].scope.readings, self.program.sources
        return [
            (
                definition_in_words(measure, Scope(self.program.ruleset)),
                period_rows(measure, readings, record_table(selections(measure)[0], sources), self.out),
            )
            for measure in measures
            if isinstance(measure, Coverage)
        ]

    def closing(self, judged: Judged) -> Callable[[Row, Finding, Step], Iterator[Text]]:
        """What tells how the points of the root became those of the finding."""
        criterion, applies = judged.criterion, self.out.truth(judged.applies)
        is_defined = True if judged.spans else self.trace[id(judged.tree), World.STANDING].scope.own_defined()
        defined = self.out.truth(is_defined)
        lenient, is_lenient = self.program.ruleset.leniency_of(criterion), self.out.truth(judged.is_lenient)
        scope = scope_of(criterion, judged.group, self.program.ruleset)
        limits, zeros = self._limits(judged), self._zeros(judged)
        ends = [self.out.q(end) for end in (judged.unclipped.lo, judged.unclipped.hi)]
        adjusted = self.out.truth(judged.adjusted)

        def is_eased(row: Row, root: Step) -> bool:
            return is_lenient(row) is not False and [end(row) for end in ends] != [root.low, root.high]

        def words(row: Row, finding: Finding, root: Step) -> Iterator[Text]:
            answer = applies(row)
            if answer is not True:
                yield t("It does not apply.") if answer is False else t("Whether it applies is open.")
                yield not_applicable_in_words(judged.drops)
            if answer is not False:
                if criterion.if_empty is not None and defined(row) is not True:
                    yield if_empty_in_words(criterion.if_empty)
                if lenient is not None and is_eased(row, root):
                    yield lenient_in_words(lenient, scope)
                yield from limits(row, finding)
            if adjusted(row):
                yield t("Reviewers changed what this gives.")
            yield from zeros(row)

        return words

    def _limits(self, judged: Judged) -> Callable[[Row, Finding], Iterator[Text]]:
        """What tells that points were clipped or rounded."""
        unit = Fraction(self.program.ruleset.unit)
        floor = judged.floor * unit
        ends = [self.out.q(end) for end in (judged.unclipped.lo, judged.unclipped.hi)]

        def words(row: Row, finding: Finding) -> Iterator[Text]:
            top = None if finding.points.max is None else Fraction(finding.points.max)
            low, high = (end(row) for end in ends)
            if top is None and low < floor:
                yield t("Never below {points}.", points=figure(floor))
            elif top is not None and (low < floor or high > top):
                yield t("Kept from {low} to {high}.", low=figure(floor), high=figure(top))
            kept = [max(end if top is None else min(end, top), floor) for end in (low, high)]
            if any((end / unit).denominator != 1 for end in kept):
                yield rounding_in_words(self.program.ruleset)[0]

        return words

    def _zeros(self, judged: Judged) -> Callable[[Row], Iterator[Text]]:
        """What tells of the vetoes that make the criterion count nothing."""
        zeros = [(zero.veto, self.out.truth(zero.applies)) for zero in judged.zeros]

        def words(row: Row) -> Iterator[Text]:
            for veto, applies in zeros:
                answer = applies(row)
                if answer is None:
                    yield t("Veto {id} {title} is open: it would count 0.", id=veto.id, title=veto.title)
                elif answer:
                    yield t("Veto {id} {title} is triggered: it counts 0.", id=veto.id, title=veto.title)

        return words


def _step(label: str, points: Points) -> Step:
    """What one span gives."""
    return Step(t("{words}", words=label), 1, Fraction(points.low), Fraction(points.high))
