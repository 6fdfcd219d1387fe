"""Judging: one criterion in both worlds, from its tree to points on the grid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from starcheck.calendar import CalendarSpan
from starcheck.engine.clock import World
from starcheck.engine.exact import Int, Q, TooLargeError
from starcheck.engine.frames import Fold, Stage
from starcheck.engine.interval import Interval, choose
from starcheck.engine.judged import Group, Judged, without
from starcheck.engine.lenient import eased
from starcheck.engine.marks import Marks
from starcheck.engine.measures import Reading
from starcheck.engine.papers import Papers
from starcheck.engine.quantities import Scope
from starcheck.engine.readings import Readings
from starcheck.engine.repeats import spans_of, taken
from starcheck.engine.scoring import NOTHING, Place, Trace, points_of
from starcheck.engine.truth import Truth, every, same
from starcheck.engine.zeros import Zeros, vetoed
from starcheck.errors import Place as SourcePlace
from starcheck.errors import Problem, RuleSetError
from starcheck.language import t
from starcheck.rules.schema.ruleset import Criterion, RuleSet
from starcheck.rules.tree import Node, criterion_tree, mark_keys


@dataclass(frozen=True)
class Judging:
    """What judging needs: the names of both worlds, the marks, the papers, and where columns go.

    Attributes:
        spans: what judges single spans, for criteria that repeat.
    """

    ruleset: RuleSet
    readings: Readings
    marks: Marks
    papers: Papers
    stage: Stage
    trace: Trace | None = None
    zeros: Zeros = field(default_factory=dict)
    spans: dict[CalendarSpan, Judging] = field(default_factory=dict)

    @classmethod
    def by(cls, readings: Readings, trace: Trace | None = None, zeros: Zeros | None = None) -> Judging:
        """Judging by some measures, and by the marks and papers of the same tables."""
        ruleset, sources = readings.sources.ruleset, readings.sources
        marks, papers = (
            None if frame is None else sources.folds.setdefault(name, Fold(name, frame))
            for name, frame in (("marks", sources.tables.marks), ("papers", sources.tables.papers))
        )
        reviewed = Marks(marks, Fraction(ruleset.unit)), Papers(papers)
        return cls(ruleset, readings, *reviewed, readings.stage, trace, zeros or {})

    def inside(self, span: CalendarSpan) -> Judging:
        """Judging by what happened in one span."""
        if span not in self.spans:
            self.spans[span] = Judging.by(self.readings.inside(span), None if self.trace is None else {})
        return self.spans[span]

    @cached_property
    def unit(self) -> Fraction:
        """The grid of points."""
        return Fraction(self.ruleset.unit)

    def scope(self, world: World) -> Scope:
        """The names of a world."""
        return Scope(self.readings, world)

    def grid(self, points: Fraction | Decimal) -> int:
        """Points as whole units of the grid."""
        return int(Fraction(points) / self.unit)

    def judge(self, criterion: Criterion, group: Group) -> Judged:
        """Judge a criterion.

        Raises:
            RuleSetError: its numbers could leave the range of exact arithmetic.
        """
        try:
            return self._judge(criterion, group)
        except TooLargeError as error:
            problem = Problem(
                SourcePlace(self.ruleset.ruleset),
                t("The numbers of criterion {id} could grow beyond exact arithmetic.", id=criterion.id),
                t("Declare “min” and “max” for the fields it uses."),
            )
            raise RuleSetError([problem]) from error

    def _judge(self, criterion: Criterion, group: Group) -> Judged:
        top, floor = self._top(criterion, group), self.grid(group.floor_of(criterion).value)
        worlds = [World.STANDING] if self.readings.sources.clock.over else list(World)
        spans = {span: self.inside(span).judge(criterion, group) for span in self._spans_of(criterion, group)}
        subject = _Subject(criterion, group, criterion_tree(self.ruleset, criterion, group), top, floor, spans)
        each = [self._in_world(subject, world) for world in worlds]
        standing, reachable = each[0], each[-1]
        applies = self.stage.truth(f"{criterion.id}?", same(standing.applies, reachable.applies))
        lo = standing.points.lo
        hi = lo if standing is reachable and standing.points.is_point else reachable.points.hi
        zeros = self.zeros.get(criterion.id, ())
        if_applies, standing_points = (vetoed(points, zeros) for points in (Interval(lo, hi), standing.points))
        drops = criterion.not_applicable or self.ruleset.not_applicable or "section"
        dropped = without(top, drops)
        otherwise = vetoed(Interval.point(dropped), zeros)
        return Judged(
            criterion=criterion,
            group=group,
            top=top,
            floor=floor,
            spans=spans,
            applies=applies,
            drops=drops,
            can_drop=applies is not True,
            unclipped=Interval(standing.unclipped.lo, reachable.unclipped.hi),
            is_lenient=same(standing.is_lenient, reachable.is_lenient),
            if_it_applies=if_applies,
            standing=standing_points,
            points=self.stage.keep(choose(applies, if_applies, otherwise)),
            standing_high=choose(applies, Interval.point(standing_points.hi), otherwise).hi,
            parts={
                key: (node, Interval(standing.parts[key][1].lo, reachable.parts[key][1].hi))
                for key, (node, _) in standing.parts.items()
            },
            reading={World.STANDING: standing.reading, World.REACHABLE: reachable.reading},
            target=None if criterion.target is None else self.scope(World.STANDING).number(criterion.target),
            tree=subject.tree,
            papers=self.papers.states(criterion),
            marks={key: self.marks.is_missing(key) for key in mark_keys(subject.tree, criterion.id)},
            zeros=zeros,
        )

    @property
    def _is_of_span(self) -> bool:
        return self.readings.sources.clock.around is not None

    def _spans_of(self, criterion: Criterion, group: Group) -> tuple[CalendarSpan, ...]:
        repeat = group.repeat_of(criterion)
        return () if repeat is None or self._is_of_span else spans_of(repeat, self.readings.sources.clock.period)

    def _top(self, criterion: Criterion, group: Group) -> Int | None:
        """The points of the criterion, None where there is no end."""
        stated = group.points_of(criterion)
        if stated is None:
            return None
        value = self.scope(World.STANDING).number(stated).interval.lo.over(Q.of(self.unit))
        return value.rounded("floor")

    def _in_world(self, subject: _Subject, world: World) -> _InWorld:
        criterion, tree = subject.criterion, subject.tree
        scope = replace(self.scope(world), papers=self.papers.counted(criterion))
        scope = scope.measuring(criterion.measure, criterion.target)
        found: dict[str, Interval] = {}
        points, is_lenient = self._taken(subject, world) if subject.spans else self._scored(subject, scope, found)
        grid = self._on_grid(points, subject.top, subject.floor)
        named = self.stage.interval(f"{criterion.id}.{world.value}", grid)
        parts = {
            node.id: (node, self.stage.interval(f"{criterion.id}/{node.id}.{world.value}", found[node.id]))
            for node in tree.walk()
            if node.id is not None and node.id in found
        }
        return _InWorld(self._applies(criterion, scope), points, named, is_lenient, parts, scope.own)

    def _applies(self, criterion: Criterion, scope: Scope) -> Truth:
        """Whether a criterion applies; nobody asks that of a single span."""
        if self._is_of_span:
            return True
        asked = [] if criterion.applies_when is None else [scope.condition(criterion.applies_when)]
        return every([*asked, *([scope.own_defined()] if criterion.if_empty == "not_applicable" else [])])

    def _taken(self, subject: _Subject, world: World) -> tuple[Interval, Truth]:
        """What the points of all spans come to; what is lost was eased in each of them."""
        repeat = subject.group.repeat_of(subject.criterion)
        assert repeat is not None
        name, standing = f"{subject.criterion.id} {world.value}", world is World.STANDING
        of_spans = [
            self.readings.tell(span, name, judged.standing if standing else judged.if_it_applies)
            for span, judged in subject.spans.items()
        ]
        units = taken(repeat.take, of_spans)
        return self.stage.keep(units.each(lambda end: end * Q.of(self.unit))), False

    def _scored(self, subject: _Subject, scope: Scope, found: dict[str, Interval]) -> tuple[Interval, Truth]:
        """The points of the tree, before they are clipped and rounded, and whether leniency holds for them."""
        criterion, top = subject.criterion, subject.top
        whole = NOTHING if top is None else Interval.point(Q(top, Int.of(1)) * Q.of(self.unit))
        place = Place(scope, self.stage, self.marks, whole, criterion.id, criterion.id, found, self.trace)
        points = points_of(subject.tree, place)
        if criterion.if_empty not in {None, "not_applicable"}:
            points = choose(scope.own_defined(), points, self._if_empty(criterion, whole))
        return self._eased(criterion, subject.group, points, whole, scope)

    def _eased(
        self, criterion: Criterion, group: Group, points: Interval, whole: Interval, scope: Scope
    ) -> tuple[Interval, Truth]:
        """The points with the leniency that holds for the criterion, and whether its condition does."""
        lenient = self.ruleset.leniency_of(criterion)
        if lenient is None:
            return points, False
        holds = self.stage.keep_truth(scope.condition(lenient.when))
        points = self.stage.keep(points)
        eased_points = eased(points, None if group.only_loses else whole, lenient.factor.value)
        return self.stage.keep(choose(holds, eased_points, points)), holds

    def _on_grid(self, points: Interval, top: Int | None, floor: int) -> Interval:
        """Points between the floor and the top, rounded to the grid."""
        points = points.each(lambda end: end.most(Q.of(floor * self.unit)))
        if top is not None:
            most = Q(top, Int.of(1)) * Q.of(self.unit)
            points = points.each(lambda end: end.least(most))
        mode = self.ruleset.rounding.mode
        units = points.each(lambda end: Q(end.over(Q.of(self.unit)).rounded(mode), Int.of(1)))
        if top is None:
            return units
        bound = max(top.bound, abs(floor))
        return units.each(lambda end: Q(end.num.within(bound), end.den))

    def _if_empty(self, criterion: Criterion, whole: Interval) -> Interval:
        match criterion.if_empty:
            case "full":
                return whole
            case Decimal() as points:
                return Interval.point(Fraction(points))
            case _:
                return Interval.point(0)


@dataclass(frozen=True)
class _Subject:
    criterion: Criterion
    group: Group
    tree: Node
    top: Int | None
    floor: int
    spans: Mapping[CalendarSpan, Judged]


@dataclass(frozen=True)
class _InWorld:
    applies: Truth
    unclipped: Interval
    points: Interval
    is_lenient: Truth
    parts: Mapping[str, tuple[Node, Interval]]
    reading: Reading | None


__all__ = ["Judged", "Judging"]
