"""The measures of all branches, each computed and named once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import polars as pl

from starcheck.calendar import CalendarSpan
from starcheck.engine.clock import Clock, World
from starcheck.engine.company import Company
from starcheck.engine.exact import Int, Q
from starcheck.engine.frames import Stage
from starcheck.engine.interval import Interval
from starcheck.engine.measures import Reading, read
from starcheck.engine.rows import Measured
from starcheck.engine.sources import Sources
from starcheck.ledger.tables import KEY
from starcheck.rules.schema.measures import MeasureModel, Rank
from starcheck.rules.schema.numbers import Statistic


@dataclass
class Readings:
    """What was read of the branches in one frame.

    Attributes:
        label: what the span is called that they are over; nothing for the assessed period.
        spans: the measures over single spans of the assessed period.
        told: what those over the assessed period are told of these, as columns.
    """

    sources: Sources
    stage: Stage
    label: str = ""
    known: dict[tuple[object, World], Reading] = field(default_factory=dict)
    spans: dict[CalendarSpan, Readings] = field(default_factory=dict)
    told: dict[str, pl.Expr] = field(default_factory=dict)

    @cached_property
    def company(self) -> Company:
        """The branches that each is compared with."""
        return Company(self._sources(self.sources.clock), f"company {self.label}".rstrip())

    @property
    def companies(self) -> Iterator[Company]:
        """Those of the branches that something was asked of, also over single spans."""
        if self.company.asked:
            yield self.company
        for inner in self.spans.values():
            yield from inner.companies

    def of(self, measure: MeasureModel | Statistic, world: World) -> Reading:
        """A measure in a world; when the period is over there is only one."""
        world = World.STANDING if self.sources.clock.over else world
        key = (repr(measure), world)
        if key not in self.known:
            reading = self._read(measure, world)
            self.known[key] = self._named(f"m{len(self.known)}", reading)
        return self.known[key]

    def inside(self, span: CalendarSpan) -> Readings:
        """The same over one span of the assessed period, in a frame of its own."""
        if span not in self.spans:
            sources = self._sources(self.sources.clock.inside(span))
            self.spans[span] = Readings(sources, sources.stage, span.label)
        return self.spans[span]

    def tell(self, span: CalendarSpan, name: str, interval: Interval) -> Interval:
        """An interval of a span under a name of its own over the assessed period."""
        told, name = self.inside(span).told, f"{span.label}: {name}"

        def column(name: str, number: Int) -> Int:
            if number.constant is not None:
                return number
            told.setdefault(name, number.expr)
            return Int(pl.col(name), number.bound, number.sign)

        def end(name: str, number: Q) -> Q:
            return Q(column(name, number.num), column(f"{name}/", number.den))

        lo = end(f"{name}.lo", interval.lo)
        return Interval(lo, lo if interval.is_point else end(f"{name}.hi", interval.hi))

    def count(self) -> None:
        """Have what tables are asked counted now, for frames that are collected more than once."""
        self.sources.count()
        for inner in self.spans.values():
            inner.count()

    def frame(self) -> pl.LazyFrame:
        """One row per branch with every named column."""
        return self.stage.laid_over(self.joined())

    def joined(self) -> pl.LazyFrame:
        """The branches with everything that was asked of their tables, of their company and of single spans."""
        frame = self.company.joined_to(self.sources.joined())
        for inner in self.spans.values():
            if inner.told:
                frame = frame.join(inner.frame().select(KEY, **inner.told), on=KEY, how="left")
        return frame

    def _sources(self, clock: Clock) -> Sources:
        return Sources(self.sources.ruleset, clock, self.sources.tables)

    def _read(self, measure: MeasureModel | Statistic, world: World) -> Reading:
        match measure:
            case Rank(rank=name):
                return self.company.rank(measure, self._value(name, world), world, self.stage)
            case Statistic(measure=name):
                return Reading({"value": self.company.statistic(measure, self._value(name, world), world)})
            case _:
                return read(self.sources, measure, world)

    def _value(self, name: str, world: World) -> Measured:
        return self.of(self.sources.ruleset.measures[name], world).parts["value"]

    def _named(self, name: str, reading: Reading) -> Reading:
        done: dict[int, Measured] = {}
        parts = {}
        for part, measured in reading.parts.items():
            if id(measured) not in done:
                done[id(measured)] = Measured(
                    self.stage.interval(f"{name}.{part}", measured.interval),
                    self.stage.truth(f"{name}.{part}?", measured.defined),
                    measured.detail
                    and (self.stage.q(f"{name}.a", measured.detail[0]), self.stage.q(f"{name}.b", measured.detail[1])),
                )
            parts[part] = done[id(measured)]
        return replace(reading, parts=parts)
