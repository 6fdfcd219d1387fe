"""Names, numbers and conditions of a branch, in one world."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from math import lcm

import polars as pl

from starcheck.engine.clock import World
from starcheck.engine.exact import Int, Q, call
from starcheck.engine.interval import Interval, any_equal, choose, compare, holds
from starcheck.engine.measures import Reading, branch_field
from starcheck.engine.readings import Readings
from starcheck.engine.rows import Measured, blank_where_undefined
from starcheck.engine.sources import Sources
from starcheck.engine.truth import Truth, between, every, negate, some
from starcheck.rules import formula
from starcheck.rules.schema.conditions import (
    LEVEL,
    SCORE,
    Comparison,
    Condition,
    Every,
    MeasureTest,
    Negation,
    Operand,
    Some,
    Test,
)
from starcheck.rules.schema.dictionary import BRANCH, NUMERIC, VALUE_LIMIT, bare_name
from starcheck.rules.schema.measures import MeasureModel
from starcheck.rules.schema.numbers import Bands, Constant, Formula, Lookup, Name, Number, Statistic

ANYTHING = Interval(Q.of(-VALUE_LIMIT), Q.of(VALUE_LIMIT))


@dataclass(frozen=True)
class Scope:
    """The names that hold at some place of a rule set, in one world.

    Attributes:
        own: the measure that ``value`` and its like speak of.
        shortfall: what is wanting to the target.
        papers: the criterion's papers, counted.
        special: answers conditions on sections, criteria and the score, which exist only once points do.
        score: the points of the branch, once they exist.
        sees_level: whether ``level`` is the level of the branch.
    """

    readings: Readings
    world: World
    own: Reading | None = None
    shortfall: Measured | None = None
    special: Callable[[Condition], Truth] | None = None
    score: Measured | None = None
    sees_level: bool = False
    papers: Mapping[str, Measured] = field(default_factory=dict)

    @property
    def sources(self) -> Sources:
        """Where the rows come from."""
        return self.readings.sources

    def measuring(self, measure: str | MeasureModel | None, target: Number | None) -> Scope:
        """The scope inside a node with a measure or target of its own."""
        inner = self
        if measure is not None:
            inner = replace(self, own=self.reading(measure), shortfall=None)
        if target is not None and inner.own is not None:
            value, goal = inner.own.parts["value"], self.number(target)
            wanting = (goal.interval - value.interval).each(lambda end: end.most(Q.of(0)))
            inner = replace(inner, shortfall=Measured(wanting, every([value.defined, goal.defined])))
        return inner

    def reading(self, measure: str | MeasureModel) -> Reading:
        """A measure by its model, or by its name."""
        if isinstance(measure, str):
            measure = self.sources.ruleset.measures[measure]
        return self.readings.of(measure, self.world)

    def own_defined(self) -> Truth:
        """Whether the own measure is defined."""
        if self.own is None:
            return True
        if self.own.column is not None:
            return self.sources.branch().has_value(self.own.column)
        return self.own.parts["value"].defined

    def quantity(self, name: str) -> Measured:
        """A number by its name."""
        computed = {"shortfall": self.shortfall, SCORE: self.score}.get(name)
        if computed is not None:
            return computed
        if name in self.papers:
            return self.papers[name]
        if self.own is not None and name in self.own.parts:
            return self.own.parts[name]
        if name in self.sources.ruleset.constants:
            return Measured(Interval.point(self.sources.ruleset.constants[name].value))
        head, _, part = name.partition(".")
        if head in self.sources.ruleset.measures:
            return self.reading(head).parts[part or "value"]
        return branch_field(self.sources, bare_name(name)).parts["value"]

    def number(self, number: Number) -> Measured:
        """Any number of the language."""
        match number:
            case Constant(value):
                return Measured(Interval.point(value))
            case Name(name):
                return self.quantity(name)
            case Lookup():
                return self._look_up(number)
            case Bands():
                return self._band(number)
            case Formula(_, expression):
                return self._calculate(expression)
            case Statistic():
                return self.readings.of(number, self.world).parts["value"]

    def _look_up(self, lookup: Lookup) -> Measured:
        name = bare_name(lookup.by)
        branch = self.sources.branch()
        column, known_field = branch.column(name), branch.table.fields[name]
        choices = known_field.choices or ("true", "false")
        found_entries = {choice: lookup.table.get(choice) or lookup.otherwise for choice in choices}
        entries = {choice: entry.value for choice, entry in found_entries.items() if entry is not None}
        den = lcm(*(value.denominator for value in entries.values()))
        scaled = {choice: int(value * den) for choice, value in entries.items()}
        bound = max(map(abs, scaled.values()))
        found = column.cast(pl.String).replace_strict(
            list(scaled), list(scaled.values()), default=None, return_dtype=pl.Int64
        )
        if not branch.is_nullable(name):
            return Measured(Interval.point(Q(Int(found, bound), Int.of(den))))
        if branch.unknown_is_none(name):
            absent = int(lookup.otherwise.value * den) if lookup.otherwise else 0
            defined: Truth = True if lookup.otherwise else column.is_not_null()
            return Measured(
                Interval.point(Q(Int(found.fill_null(absent), max(bound, abs(absent))), Int.of(den))), defined
            )
        lo, hi = (Int(found.fill_null(pick(scaled.values())), bound) for pick in (min, max))
        return Measured(Interval(Q(lo, Int.of(den)), Q(hi, Int.of(den))))

    def _band(self, bands: Bands) -> Measured:
        value = self.quantity(bands.by)
        result = Interval.point(bands.otherwise.value)
        for band in reversed(bands.bands):
            fits = every(compare(op, value.interval, Interval.point(bound.value)) for op, bound in band.tests)
            result = choose(holds(fits, value.defined), Interval.point(band.value.value), result)
        return Measured(result)

    def _calculate(self, expression: formula.Expression) -> Measured:
        match expression:
            case formula.NumberLiteral(value):
                return Measured(Interval.point(value))
            case formula.Reference(name):
                return self.quantity(name)
            case formula.Operation(op, left, right):
                a, b = self._calculate(left), self._calculate(right)
                defined = every([a.defined, b.defined])
                if op == "/":
                    quotient = _divide(a, b, defined)
                    return replace(quotient, interval=self.readings.stage.keep(quotient.interval))
                results: Mapping[str, Callable[[Interval], Interval]] = {
                    "+": a.interval.__add__, "-": a.interval.__sub__, "*": a.interval.product,
                }  # fmt: skip
                return Measured(self.readings.stage.keep(results[op](b.interval)), defined)
            case formula.Call(function, arguments):
                values = [self._calculate(argument) for argument in arguments]
                interval = _call(function, [value.interval for value in values])
                return Measured(self.readings.stage.keep(interval), every(value.defined for value in values))

    def condition(self, condition: Condition) -> Truth:
        """A condition, three-valued."""
        match condition:
            case Every(parts):
                return every(self.condition(part) for part in parts)
            case Some(parts):
                return some(self.condition(part) for part in parts)
            case Negation(part):
                return negate(self.condition(part))
            case Test(name, comparisons):
                return self._test(name, condition, comparisons)
            case MeasureTest(measure, comparisons):
                value = self.readings.of(measure, self.world).parts["value"]
                return every(self._compare(value, comparison) for comparison in comparisons)
            case _:
                assert self.special is not None
                return self.special(condition)

    def _test(self, name: str, test: Test, comparisons: tuple[Comparison, ...]) -> Truth:
        if self.special is not None and (name == SCORE or (name == LEVEL and self.sees_level)):
            return self.special(test)
        field = self._branch_field(name)
        if field is not None:
            branch = self.sources.branch()
            if branch.table.fields[field].type not in NUMERIC or comparisons[0].op == "exists":
                return branch.condition(replace(test, name=field))
        value = self.quantity(name)
        return every(self._compare(value, comparison) for comparison in comparisons)

    def _branch_field(self, name: str) -> str | None:
        """The field of the branch a name stands for, None if it stands for something else."""
        if self.own is not None:
            if name == "value" and self.own.column is not None:
                return self.own.column
            if name in self.own.parts:
                return None
        named = self.sources.ruleset.measures.get(name)
        if named is not None:
            return self.reading(named).column
        bare = bare_name(name)
        known = bare in self.sources.table(BRANCH).fields and name not in self.sources.ruleset.constants
        return bare if known and name != "shortfall" else None

    def _compare(self, value: Measured, comparison: Comparison) -> Truth:
        op, operand = comparison.op, comparison.operand
        if op == "exists":
            return value.defined if operand else negate(value.defined)
        if isinstance(operand, tuple):
            bounds = [self._operand(item) for item in operand]
            defined = every([value.defined, *(bound.defined for bound in bounds)])
            intervals = [bound.interval for bound in bounds]
            if op == "between":
                low, high = intervals
                return holds(
                    every([compare("at_least", value.interval, low), compare("at_most", value.interval, high)]), defined
                )
            found = any_equal(value.interval, intervals)
            return holds(negate(found) if op == "none_of" else found, defined)
        bound = self._operand(operand)
        return holds(compare(op, value.interval, bound.interval), every([value.defined, bound.defined]))

    def _operand(self, operand: Operand) -> Measured:
        return self.number(Name(operand) if isinstance(operand, str) else operand)  # type: ignore[arg-type]


def _divide(a: Measured, b: Measured, defined: Truth) -> Measured:
    """A quotient; by an interval that holds zero it may be anything, or nothing."""
    zero, tiny = Q.of(0), Q(Int.of(1), b.interval.lo.den)
    above, below = b.interval.lo.more_than(zero), zero.more_than(b.interval.hi)
    never_zero = some([above, below])
    only_zero = every([b.interval.lo.at_least(zero), zero.at_least(b.interval.hi)])

    def by(divisor: Interval) -> Interval:
        return a.interval.product(Interval(Q.of(1).over(divisor.hi), Q.of(1).over(divisor.lo)))

    positive = by(Interval(b.interval.lo.most(tiny), b.interval.hi.most(tiny)))
    negative = -by(Interval((-b.interval.hi).most(tiny), (-b.interval.lo).most(tiny)))
    quotient = choose(never_zero, choose(above, positive, negative), ANYTHING)
    return blank_where_undefined(quotient, every([defined, between(never_zero, negate(only_zero))]))  # type: ignore[arg-type]


def _call(function: str, arguments: list[Interval]) -> Interval:
    """A function of formulas; all but ``abs`` never fall as their arguments rise."""
    first, *_ = arguments
    if function == "abs":
        nearest = first.lo.most((-first).lo).most(Q.of(0))
        return Interval(nearest, first.hi.most((-first).hi))
    lo = call(function, [argument.lo for argument in arguments])
    if all(argument.is_point for argument in arguments):
        return Interval(lo, lo)
    return Interval(lo, call(function, [argument.hi for argument in arguments]))
