"""A compiled rule set: typed tables in, one wide row per branch out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from starcheck.calendar import CalendarSpan, Period
from starcheck.engine.adjusting import Adjusting
from starcheck.engine.checks import Checking
from starcheck.engine.clock import Clock
from starcheck.engine.company import Company
from starcheck.engine.consequences import Followed, consequences
from starcheck.engine.contested import contested
from starcheck.engine.judge import Judged, Judging
from starcheck.engine.levels import Leveled, Leveling
from starcheck.engine.readings import Readings
from starcheck.engine.repeats import refuse_cut_spans
from starcheck.engine.scoring import Trace
from starcheck.engine.sources import Sources
from starcheck.engine.totals import Adding, GroupTotal, Total
from starcheck.engine.truth import Truth
from starcheck.engine.zeros import zeros
from starcheck.ledger.tables import Tables
from starcheck.rules.schema.ruleset import RuleSet


@dataclass(frozen=True)
class Program:
    """The steps of an assessment over columns, and where each result stands.

    Attributes:
        passed: for every sheet, whether its pass mark is reached.
        contested: the ends of the numbers by which places of levels are counted or given.
        frame: lazy; one row per branch with every named column.
        spans: what judges the spans of the criteria that repeat.
        readings: what was measured, from which the frame is made.
    """

    ruleset: RuleSet
    clock: Clock
    sources: Sources
    judged: tuple[Judged, ...]
    groups: tuple[GroupTotal, ...]
    total: Total
    passed: Mapping[str, Truth]
    leveled: Leveled
    followed: tuple[Followed, ...]
    contested: Mapping[str, tuple[pl.Expr, pl.Expr]]
    frame: pl.LazyFrame
    spans: Mapping[CalendarSpan, Judging]
    readings: Readings

    def counted(self) -> Program:
        """The same over what was counted of the records once for all, in memory: some hundred numbers a branch."""
        self.readings.count()
        return replace(self, frame=self.readings.frame())

    @property
    def companies(self) -> tuple[Company, ...]:
        """The branches that each is compared with."""
        return tuple(self.readings.companies)

    def inside(self, span: CalendarSpan) -> Program:
        """The program of one span, by which criteria that repeat are judged."""
        readings = self.spans[span].readings
        return replace(self, clock=readings.sources.clock, sources=readings.sources, frame=readings.frame())

    def windows(self, table: str) -> list[Period]:
        """The windows that measures opened on a table."""
        inner = (judging.readings.sources for judging in self.spans.values())
        return [window for sources in (self.sources, *inner) for window in sources.windows(table)]


def compile_program(ruleset: RuleSet, tables: Tables, clock: Clock, trace: Trace | None = None) -> Program:
    """Measure → compare → judge → adjust → total → level, as expressions.

    Quotas see all branches, and come after: `engine.placing`.

    Args:
        ruleset: the rule set.
        tables: the typed tables of any number of branches.
        clock: the period, and the day it is looked at from.
        trace: filled with what became of every node of the scoring trees, for an explanation.

    Raises:
        InputError: the period cuts a span for which a criterion is scored.
        RuleSetError: the numbers of a criterion, or points, could leave the range of exact arithmetic.
    """
    refuse_cut_spans(ruleset, clock.period)
    sources = Sources(ruleset, clock, tables)
    stage = sources.stage
    readings = Readings(sources, stage)
    zeroing = zeros(ruleset, readings, stage)
    judge = Judging.by(readings, trace, zeroing)
    judged = tuple(judge.judge(criterion, group) for group in ruleset.groups for criterion in group.criteria)
    if tables.changes is not None:
        adjusting = Adjusting(sources, tables.changes)
        judged = tuple(adjusting.adjusted(each) for each in judged)
    groups, total = Adding(ruleset, stage, zeroing).add(judged)
    by_id = {j.id: j for j in judged}, {g.group.id: g for g in groups}
    checking = Checking(judge, *by_id, total)
    passed = {section.id: checking.passed(section.id) for section in ruleset.sections if section.pass_ is not None}
    leveled = Leveling(checking).level()
    followed = consequences(checking, leveled)
    places = contested(ruleset, checking)
    return Program(
        ruleset, clock, sources, judged, groups, total, passed, leveled, followed, places, readings.frame(),
        judge.spans, readings,
    )  # fmt: skip
