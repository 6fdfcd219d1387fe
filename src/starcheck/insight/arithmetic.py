"""The arithmetic of a criterion, node by node down its scoring tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from starcheck.engine.clock import World
from starcheck.engine.interval import Interval, choose
from starcheck.engine.judge import Judged
from starcheck.engine.outputs import Outputs, Row
from starcheck.engine.program import Program
from starcheck.engine.rows import Measured
from starcheck.engine.scoring import NOTHING, Trace, Traced
from starcheck.engine.told import kind_of
from starcheck.engine.truth import same
from starcheck.language import Text, t
from starcheck.model import Quantity
from starcheck.rules.schema.dictionary import RECORD_LIMIT
from starcheck.rules.schema.papers import PAPER_WORDS
from starcheck.rules.tree import Node
from starcheck.rules.wording import Scope, Words, node_in_words


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value by the name that the words of its step use."""

    name: Words
    quantity: Quantity
    unit: Words = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One node with what it gives.

    Attributes:
        words: what the node says.
        depth: how deep in the tree it stands.
        low, high: its points as things stand, and at best.
        holds: whether its condition holds; None if that is open.
        passed_over: whether a node before it was taken instead.
        figures: the measured values it looks at.
    """

    words: Text
    depth: int
    low: Fraction
    high: Fraction
    holds: bool | None = True
    passed_over: bool = False
    figures: tuple[Figure, ...] = ()


Kind = Literal["number", "percent"]
StepsOf = Callable[[Row], list[Step]]


@dataclass(frozen=True)
class _Branch:
    """A node and all below it, ready to be read off a row."""

    steps: Callable[[Row, bool], Iterator[Step]]
    holds: Callable[[Row], bool | None]


@dataclass(frozen=True)
class Arithmetic:
    """Reads the steps of one criterion off a row of a traced program."""

    program: Program
    trace: Trace
    out: Outputs

    def reader(self, judged: Judged, scope: Scope) -> StepsOf:
        """What reads the steps, the root of the tree first.

        Args:
            judged: the criterion.
            scope: the scope inside the criterion, for its words.
        """
        branch = self._branch(judged.tree, scope, 0, otherwise=False)
        return lambda row: list(branch.steps(row, False))  # noqa: FBT003 - nothing was taken before the root

    def _branch(self, node: Node, outer: Scope, depth: int, *, otherwise: bool) -> _Branch:
        if _is_wrapper(node):
            return self._branch(node.children[0], outer, depth, otherwise=otherwise)
        scope = outer.measuring(node.measure).limited(node.up_to)
        words = node_in_words(node, scope, otherwise=otherwise)
        if node.title is not None:
            words = t("{title}: {words}", title=node.title, words=words)
        standing, reachable = self._traced(node)
        holds = self.out.truth(same(standing.holds, reachable.holds))
        low, high = self.out.q(_points(standing).lo), self.out.q(_points(reachable).hi)
        figures = self._figures(node, scope, standing)
        children = self._children(node, scope, depth + 1)

        def steps(row: Row, passed_over: bool) -> Iterator[Step]:
            shown = tuple(figure(row) for figure in figures)
            yield Step(words, depth, low(row), high(row), holds(row), passed_over, shown)
            taken = passed_over
            for child in children:
                yield from child.steps(row, taken)
                taken = taken or (node.op == "first" and child.holds(row) is True)

        return _Branch(steps, holds)

    def _traced(self, node: Node) -> tuple[Traced, Traced]:
        """What became of a node as things stand, and at best."""
        standing = self.trace[id(node), World.STANDING]
        return standing, self.trace.get((id(node), World.REACHABLE), standing)

    def _children(self, node: Node, scope: Scope, depth: int) -> list[_Branch]:
        last = len(node.children) - 1
        return [
            self._branch(child, scope, depth, otherwise=node.op == "first" and 0 < index == last and child.when is None)
            for index, child in enumerate(node.children)
        ]

    def _figures(self, node: Node, scope: Scope, traced: Traced) -> list[Callable[[Row], Figure]]:
        """The quantity a node multiplies by, else the value of a measure of its own, as things stand."""
        name = node.per if isinstance(node.per, str) else "value"
        if node.per is None and node.measure is None:
            return []
        if name == "value" and (traced.scope.own is None or "value" not in traced.scope.own.parts):
            return []
        return [self._figure(name, scope, traced.scope.quantity(name))]

    def _figure(self, name: str, scope: Scope, measured: Measured) -> Callable[[Row], Figure]:
        named, percent = scope.quantity(name), self._is_percent(name, scope)
        low, high = self.out.q(measured.interval.lo), self.out.q(measured.interval.hi)
        defined = self.out.truth(measured.defined)
        detail = measured.detail and (self.out.q(measured.detail[0]), self.out.q(measured.detail[1]))
        unit = "" if percent else named.unit

        def read(row: Row) -> Figure:
            known, bounds = defined(row), (low(row), high(row))
            sides = (detail[0](row), detail[1](row)) if detail and known and bounds[0] == bounds[1] else None
            ends = (None, None) if known is False else (_bounded(bounds[0]), _bounded(bounds[1]))
            kind: Kind = "percent" if percent else "number"
            quantity = Quantity("value", ends[0], ends[1], kind, defined=known, detail=sides)
            return Figure(named.words, quantity, unit)

        return read

    def _is_percent(self, name: str, scope: Scope) -> bool:
        if name in PAPER_WORDS:
            return False
        if scope.own is not None and (name == "shortfall" or name in scope.own.parts):
            return kind_of(scope.own, "value" if name == "shortfall" else name, self.program) == "percent"
        if constant := scope.constant(name):
            return constant.percent
        head, _, part = name.partition(".")
        if head in scope.ruleset.measures:
            return kind_of(scope.ruleset.measures[head], part or "value", self.program) == "percent"
        return scope.field(name).type == "percent"


def _is_wrapper(node: Node) -> bool:
    """Whether a node only hands on what its one child gives."""
    said = (node.when, node.applies_when, node.up_to, node.floor, node.title, node.measure)
    return len(node.children) == 1 and all(part is None for part in said)


def _points(traced: Traced) -> Interval:
    return choose(traced.holds, traced.points, NOTHING)


def _bounded(end: Fraction) -> Fraction | None:
    """None where only the limit of all tables bounds a quantity."""
    return None if abs(end) >= RECORD_LIMIT else end
