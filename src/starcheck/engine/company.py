"""The company of a branch: those of its set that it is compared with, each by a few measures."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

import polars as pl

from starcheck.engine.among import STATISTICS, UNIT, Ends, LeftOut, Values, kept, place
from starcheck.engine.clock import World
from starcheck.engine.exact import Int, Q, pick_q
from starcheck.engine.frames import Stage
from starcheck.engine.interval import Interval
from starcheck.engine.measures import Reading, read
from starcheck.engine.rows import Measured, blank_where_undefined, ratio
from starcheck.engine.sources import Sources
from starcheck.engine.truth import as_expr, between, possibly, surely
from starcheck.ledger.tables import KEY, SET
from starcheck.rules.schema.dictionary import BRANCH, BRANCH_LIMIT, VALUE_LIMIT, bare_name
from starcheck.rules.schema.measures import FieldMeasure, Rank
from starcheck.rules.schema.numbers import ALL, Statistic

ONE = Int.of(1)
_ANYTHING = Interval(Q.of(-VALUE_LIMIT), Q.of(VALUE_LIMIT))
_ANY_PLACE = Interval(Q.of(1), Q.of(BRANCH_LIMIT))
_OTHER_WAY = {"descending": "ascending", "ascending": "descending"}


@dataclass
class Company:
    """A frame of all branches that holds no more than the measures by which they are compared.

    Attributes:
        name: tells it apart from the companies over single spans of the assessed period.
        sources: where these measures take their rows from, apart from whatever else is measured.
        asked: what somebody asked of it, as columns.
    """

    sources: Sources
    name: str = "company"
    known: dict[tuple[str, str, World], Values] = field(default_factory=dict)
    asked: dict[str, pl.Expr] = field(default_factory=dict)

    def statistic(self, statistic: Statistic, own: Measured, world: World) -> Measured:
        """A number made of the values of all that a branch is compared with, itself included.

        Args:
            statistic: as written.
            own: what its measure gives for the branch.
            world: the world of all values.
        """
        counts = statistic.take == "count"
        alone = _at_least_itself(own) if counts else _ANYTHING
        if self.sources.alone is True:
            return Measured(alone, True if counts else None)
        values = self._values(statistic.measure, statistic.among, world)
        name = f"{statistic.take} {statistic.measure} {statistic.among} {world.value}"
        interval = self._interval(name, STATISTICS[statistic.take](values), alone, is_number=counts)
        if counts:
            return Measured(interval)
        sure, may = (values.number(chosen) > 0 for chosen in (values.sure, values.may))
        there = between(sure, True if values.left_out.number else may)
        defined = self._ask(f"{name}?", pl.when(~as_expr(self.sources.alone)).then(as_expr(there)))
        return blank_where_undefined(interval, defined)

    def rank(self, rank: Rank, own: Measured, world: World, stage: Stage) -> Reading:
        """The place of a branch among all that it is compared with, from either end.

        Args:
            rank: as written.
            own: what the measure it is taken of gives for the branch.
            world: the world of all values.
            stage: where a quotient of places names its parts.
        """
        of = self.statistic(Statistic("count", rank.rank, rank.among), own, world)
        value, bottom = (blank_where_undefined(interval, own.defined) for interval in self._places(rank, world))
        share = ratio(value, of, Fraction(1), stage)
        at_most_all = self._unless_alone(share.interval.least(Interval.point(1)), Interval(Q.of(0), Q.of(1)))
        percentile = blank_where_undefined(at_most_all, own.defined, share.detail)
        return Reading({"value": value, "of": of, "from_bottom": bottom, "percentile": percentile})

    def joined_to(self, branches: pl.LazyFrame) -> pl.LazyFrame:
        """The branches with what was asked of their company."""
        if not self.asked:
            return branches
        told = self.sources.tables.told
        found = self.measured().select(KEY, *self.answers()) if told is None else told.select(KEY, *self.asked)
        return branches.join(found, on=KEY, how="left")

    def measured(self) -> pl.LazyFrame:
        """What has to be known of every branch to answer what was asked, and nothing else."""
        needed = {name for expression in self.asked.values() for name in expression.meta.root_names()}
        return self.sources.stage.laid_over(self.sources.joined()).select(KEY, *sorted(needed - {KEY}))

    def answers(self) -> list[pl.Expr]:
        """What was asked, over a frame of what has to be known of every branch."""
        return [expression.alias(name) for name, expression in self.asked.items()]

    def _places(self, rank: Rank, world: World) -> tuple[Interval, Interval]:
        """The place from the end that the rank begins at, and from the other."""
        if self.sources.alone is True:
            return _ANY_PLACE, _ANY_PLACE
        values = self._values(rank.rank, rank.among, world)
        name = f"{rank.rank} {rank.among} {world.value}"
        found = {
            order: self._interval(f"{order} {rank.ties} {name}", place(ordered, rank.ties), _ANY_PLACE, is_number=True)
            for order, ordered in (("descending", values), ("ascending", values.turned))
        }
        return found[rank.order], found[_OTHER_WAY[rank.order]]

    def _values(self, name: str, among: str, world: World) -> Values:
        """What every branch comes to by a measure, computed and named once."""
        key = (name, among, world)
        if key not in self.known:
            measured = read(self.sources, self.sources.ruleset.measures[name], world).parts["value"]
            interval, defined = measured.interval, measured.defined
            columns = {
                "lo": kept(interval.lo),
                "hi": kept(interval.hi),
                "sure": _column(surely(defined)),
                "may": _column(possibly(defined)),
            }
            stage, place_of = self.sources.stage, f"{self.name}: {name} {world.value}"
            named = {end: stage.name(f"{place_of} {end}", column) for end, column in columns.items()}
            together = () if among == ALL else (bare_name(among),)
            self.known[key] = Values(**named, keys=(SET, *together), left_out=self._left_out(name))
        return self.known[key]

    def _left_out(self, name: str) -> LeftOut:
        """Those of whom nothing is known but what a field can hold, if the measure is one."""
        number, measure = self.sources.tables.left_out, self.sources.ruleset.measures[name]
        everyone = BRANCH_LIMIT if number is None else number
        if isinstance(measure, FieldMeasure):
            field = self.sources.table(BRANCH).fields[bare_name(measure.field)]
            if field.derived is None:
                least, greatest = field.bounds
                return LeftOut(
                    everyone, least * UNIT.bound // 10**field.scale, greatest * UNIT.bound // 10**field.scale
                )
        return LeftOut(everyone)

    def _interval(self, name: str, ends: Ends, alone: Interval, *, is_number: bool) -> Interval:
        """An interval under its names; what is known of a branch without company, where it has none."""
        bound, den = (2 * BRANCH_LIMIT, ONE) if is_number else (VALUE_LIMIT * 10**6, UNIT)
        lo, hi = (
            Q(Int(self._ask(f"{name}.{end}", column.fill_null(0)), bound, int(is_number)), den)
            for end, column in zip(("lo", "hi"), ends, strict=True)
        )
        return self._unless_alone(Interval(lo, hi), alone)

    def _unless_alone(self, interval: Interval, alone: Interval) -> Interval:
        is_alone = self.sources.alone
        return Interval(pick_q(is_alone, alone.lo, interval.lo), pick_q(is_alone, alone.hi, interval.hi))

    def _ask(self, name: str, column: pl.Expr) -> pl.Expr:
        name = f"{self.name}: {name}"
        self.asked.setdefault(name, column)
        return pl.col(name)


def _at_least_itself(own: Measured) -> Interval:
    """How many branches have a value, if one is known."""
    return Interval(Q(Int.one_where(surely(own.defined)), ONE), Q.of(BRANCH_LIMIT))


def _column(answer: pl.Expr | bool) -> pl.Expr:
    return pl.lit(answer) if isinstance(answer, bool) else answer
