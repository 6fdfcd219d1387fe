"""Which bands of a rule set the cases beside it have touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import polars as pl

from starcheck.engine.clock import World
from starcheck.engine.judge import Judged
from starcheck.engine.outputs import Outputs, Row
from starcheck.engine.program import Program
from starcheck.engine.scoring import Trace
from starcheck.engine.truth import same
from starcheck.insight.spans import insides
from starcheck.language import Text, Title, t
from starcheck.ledger.tables import KEY, MARK_GRADE, MARK_KEY
from starcheck.model import Assessment, Check, Standing
from starcheck.rules.schema.dictionary import bare_name
from starcheck.rules.schema.numbers import Lookup
from starcheck.rules.schema.ruleset import Level, RuleSet
from starcheck.rules.tree import Grades, Node
from starcheck.rules.wording import Scope, condition_in_words, node_in_words, scope_of

Owner: TypeAlias = Literal["criterion", "veto", "direct", "eligibility", "level"]
Holds: TypeAlias = Callable[[Row], bool]


@dataclass(frozen=True, slots=True)
class Band:
    """One way in which something can turn out: a tier, a row, a loss, a grade, a veto, a level.

    Attributes:
        looked_at: the ids of which a case states one if it would notice.
    """

    owner: Owner
    id: str
    title: Title | Text
    words: Text
    looked_at: frozenset[str]


Watched: TypeAlias = tuple[Band, Holds]
"""A band with what tells from a row whether it was touched for certain."""


@dataclass
class BandCount:
    """Every band by its place, and those that were touched by a case that looks at them."""

    all: dict[tuple[str, str, int], Band] = field(default_factory=dict)
    touched: set[tuple[str, str, int]] = field(default_factory=set)

    @property
    def untouched(self) -> tuple[Band, ...]:
        """What no case has shown, in the order of the rule set."""
        return tuple(band for place, band in self.all.items() if place not in self.touched)

    def watcher(
        self, program: Program, trace: Trace, outputs: Outputs, expected: Mapping[str, AbstractSet[str]]
    ) -> Callable[[Row, Assessment], None]:
        """What notes the bands that a branch touches.

        Args:
            program: traced.
            trace: what became of every node.
            outputs: where further columns are asked for.
            expected: by branch, the ids of which its case states something.
        """
        watched = [
            (self._place(band, number), band, touches)
            for judged in program.judged
            for number, (band, touches) in enumerate(CriterionBands(program, trace, outputs, judged).all())
        ]
        without_points = list(enumerate(_levels_and_checks(program.ruleset)))

        def note(row: Row, assessment: Assessment) -> None:
            ids = expected[row[KEY]]
            self.touched |= {place for place, band, touches in watched if band.looked_at & ids and touches(row)}
            for number, (band, happens) in without_points:
                place = self._place(band, number)
                if band.looked_at & ids and happens(assessment):
                    self.touched.add(place)

        return note

    def _place(self, band: Band, number: int) -> tuple[str, str, int]:
        place = (band.owner, band.id, number)
        self.all.setdefault(place, band)
        return place


@dataclass(frozen=True)
class CriterionBands:
    """The bands of one criterion, each with what tells from a row whether it was touched for certain."""

    program: Program
    trace: Trace
    out: Outputs
    judged: Judged

    def all(self) -> Iterator[Watched]:
        """Whether it applies, whether there is anything to count, then the tree from its root down."""
        criterion, applies = self.judged.criterion, self.out.truth(self.judged.applies)
        if criterion.applies_when is not None:
            yield self._band(t("does not apply")), lambda row: applies(row) is False
        yield from self._in_spans() if self.judged.spans else self.scored()

    def _in_spans(self) -> Iterator[Watched]:
        """What a criterion that repeats touches in one of its spans."""
        each = insides(self.program, self.judged)
        watched = [list(CriterionBands(one.program, one.trace, one.out, one.judged).scored()) for one in each]
        rows = [one.rows() for one in each]
        for found in zip(*watched, strict=True):
            yield found[0][0], _in_any([touches for _, touches in found], rows)

    def scored(self) -> Iterator[Watched]:
        """Whether there is anything to count, then the tree from its root down."""
        criterion, tree = self.judged.criterion, self.judged.tree
        applies = self.out.truth(self.judged.applies)
        defined = self.out.truth(self.trace[id(tree), World.STANDING].scope.own_defined())
        asked = criterion.if_empty is not None
        if asked:
            yield self._band(t("nothing to count")), lambda row: defined(row) is False

        def reached(row: Row) -> bool:
            return applies(row) is True and (not asked or defined(row) is True)

        scope = scope_of(criterion, self.judged.group, self.program.ruleset)
        yield from self._node(tree, scope, reached, criterion.id)

    def _band(self, words: Text) -> Band:
        criterion = self.judged.criterion
        looked_at = frozenset({criterion.id, self.judged.group.id, "score"})
        return Band("criterion", criterion.id, criterion.title, words, looked_at)

    def _node(self, node: Node, outer: Scope, reached: Holds, key: str, row: Text | None = None) -> Iterator[Watched]:
        """A node and all below it.

        Args:
            node: the node.
            outer: the scope around it.
            reached: whether what is around it was taken for certain.
            key: the key of the reviewer's mark around it.
            row: its words if it is a row of a ``first``.
        """
        scope = outer.measuring(node.measure).limited(node.up_to)
        key = key if node.id is None else f"{self.judged.id}/{node.id}"
        holds = self._holds(node)

        def taken(found: Row) -> bool:
            return reached(found) and holds(found) is True

        if row is not None:
            yield self._band(row), taken
        elif node.when is not None:
            yield self._band(node_in_words(node, scope)), taken
        elif node.per is not None:
            yield self._band(node_in_words(node, scope)), self._counts(node, taken)
        yield from self._entries(node, scope, taken, key)
        earlier: list[Callable[[Row], bool | None]] = []
        for index, child in enumerate(node.children):
            yield from self._child(node, index, scope, key, _after(taken, tuple(earlier)))
            if node.op == "first":
                earlier.append(self._holds(child))

    def _child(self, node: Node, index: int, scope: Scope, key: str, reached: Holds) -> Iterator[Watched]:
        child, row = node.children[index], None
        if node.op == "first":
            below = scope.measuring(child.measure).limited(child.up_to)
            row = node_in_words(child, below, otherwise=child.when is None)
        yield from self._node(child, scope, reached, key, row)

    def _holds(self, node: Node) -> Callable[[Row], bool | None]:
        standing = self.trace[id(node), World.STANDING]
        reachable = self.trace.get((id(node), World.REACHABLE), standing)
        return self.out.truth(same(standing.holds, reachable.holds))

    def _counts(self, node: Node, taken: Holds) -> Holds:
        """Whether a part that multiplies gives or costs anything for certain."""
        standing = self.trace[id(node), World.STANDING]
        reachable = self.trace.get((id(node), World.REACHABLE), standing)
        low, high = self.out.q(standing.points.lo), self.out.q(reachable.points.hi)
        return lambda row: taken(row) and (low(row) > 0 or high(row) < 0)

    def _entries(self, node: Node, scope: Scope, taken: Holds, key: str) -> Iterator[Watched]:
        """The grades, or the choices of the branch, that an amount goes by."""
        match node.amount:
            case Grades(table):
                given = self._grades_given(key)
                for grade, _ in table:
                    yield self._band(t("grade {grade}", grade=grade)), _is(given, grade, taken)
            case Lookup(by=by, table=table):
                name = bare_name(by)
                value = self.out.column(self.program.sources.branch().column(name).cast(pl.String))
                title = scope.quantity(by).words
                for choice in table:
                    yield self._band(t("{name}: {choice}", name=title, choice=choice)), _is(value, choice, taken)

    def _grades_given(self, key: str) -> Callable[[Row], object]:
        marks = self.program.sources.tables.marks
        if marks is None:
            return lambda _: None
        rows = marks.select(KEY, MARK_KEY, MARK_GRADE).collect().iter_rows()
        given = {branch: grade for branch, marked, grade in rows if marked == key}
        return lambda row: given.get(row[KEY])


def _in_any(touched: Sequence[Holds], rows: Sequence[Mapping[str, Row]]) -> Holds:
    """Whether it holds of the row of some span."""
    return lambda row: any(holds(of_span[row[KEY]]) for holds, of_span in zip(touched, rows, strict=True))


def _after(taken: Holds, earlier: Sequence[Callable[[Row], bool | None]]) -> Holds:
    """Whether nothing before it can have been taken instead."""
    return lambda row: taken(row) and all(holds(row) is False for holds in earlier)


def _is(given: Callable[[Row], object], wanted: str, taken: Holds) -> Holds:
    return lambda row: taken(row) and given(row) == wanted


Happens: TypeAlias = Callable[[Assessment], bool]


def _levels_and_checks(ruleset: RuleSet) -> Iterator[tuple[Band, Happens]]:
    """Vetoes that strike, conditions of eligibility that fail, requirements that fail, levels that are reached."""
    level = frozenset({"level"})
    for veto in ruleset.vetoes:
        yield Band("veto", veto.id, veto.title, t("triggered"), level | {veto.id}), _struck("vetoes", veto.id)
    for award in ruleset.direct:
        yield Band("direct", award.id, award.title, t("applies"), level | {award.id}), _struck("direct", award.id)
    for rule in ruleset.eligibility:
        yield Band("eligibility", rule.id, rule.title, t("not met"), level | {rule.id}), _struck("eligibility", rule.id)
    number = 0
    for star in ruleset.levels:
        yield Band("level", str(star.id), star.title, t("reached"), level), _reached(star)
        for requirement in star.requires:
            number += 1
            words = requirement.title or condition_in_words(requirement.when, Scope(ruleset))
            missed = t("required, but not so: {title}", title=words)
            yield Band("level", str(star.id), star.title, missed, level), _struck("requires", f"{star.id}.{number}")


def _struck(kind: str, name: str) -> Happens:
    def happens(assessment: Assessment) -> bool:
        checks: tuple[Check, ...] = getattr(assessment, kind)
        return any(check.id == name and check.outcome is Standing.TRIGGERED for check in checks)

    return happens


def _reached(level: Level) -> Happens:
    """Where it is the only level possible; one that is filled by rank never is, of one branch alone."""
    if level.by_rank:
        return lambda assessment: assessment.level.high == level.id
    return lambda assessment: assessment.level.certain and assessment.level.low == level.id
