"""Assessing: a rule set, ledgers, a period, a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeAlias

import polars as pl

from starcheck._version import __version__
from starcheck.calendar import Period
from starcheck.engine.assessment import AssessmentReader
from starcheck.engine.clock import Clock
from starcheck.engine.frames import Collect, collect_many, collect_one
from starcheck.engine.outputs import Outputs, Row
from starcheck.engine.program import Program, compile_program
from starcheck.engine.scoring import Trace
from starcheck.ledger import Ledger
from starcheck.ledger.tables import KEY, Tables
from starcheck.model import Assessment, NotSeen, Provenance
from starcheck.rules.load import Loaded


def assess(loaded: Loaded, ledger: Ledger, *, period: Period, as_of: date | None = None) -> Assessment:
    """Judge one branch.

    Args:
        loaded: the rule set.
        ledger: the branch's ledger, read by that rule set.
        period: the assessed period.
        as_of: the day whose knowledge counts; by default the period's end.

    Raises:
        RuleSetError: the numbers of a criterion could leave the range of exact arithmetic, or a dated value does not
            hold yet when the period ends.
    """
    found = assess_tables(loaded, ledger.tables, period=period, as_of=as_of, digest=ledger.digest, collect=collect_one)
    ((_, assessment),) = found
    return assessment


Watch: TypeAlias = Callable[[Program, Trace, Outputs], Callable[[Row, Assessment], None]]
"""What looks over the shoulder: given a traced program, what it does with the row and assessment of every branch."""


def assess_tables(
    loaded: Loaded,
    tables: Tables,
    *,
    period: Period,
    as_of: date | None = None,
    digest: str = "",
    collect: Collect = collect_many,
    watch: Watch | None = None,
) -> Iterator[tuple[str, Assessment]]:
    """Judge every branch of some tables, each with its id; the order is that of the branches.

    Args:
        loaded: the rule set.
        tables: typed tables of any number of branches.
        period: the assessed period.
        as_of: the day whose knowledge counts; by default the period's end.
        digest: what the assessments name as the digest of their ledger.
        collect: how the query is run; `collect_one` for the tables of a single branch.
        watch: told of every branch; makes the program keep a trace.

    Raises:
        RuleSetError: the numbers of a criterion could leave the range of exact arithmetic, or a dated value does not
            hold yet when the period ends.
    """
    loaded = loaded.in_force(period.end)
    clock = Clock.at(period, as_of)
    trace: Trace | None = None if watch is None else {}
    program = compile_program(loaded.ruleset, tables, clock, trace)
    outputs = Outputs()
    note = None if watch is None or trace is None else watch(program, trace, outputs)
    read = AssessmentReader(program, outputs).reader()
    rows = collect(program.frame.select(KEY, "name", *outputs.expressions))
    left_aside = not_seen(program, collect)
    for row in rows.iter_rows(named=True):
        branch = row[KEY]
        assessment = read(row, _provenance(loaded, clock, digest, row), left_aside.get(branch, NotSeen(0, 0)))
        if note is not None:
            note(row, assessment)
        yield branch, assessment


def _provenance(loaded: Loaded, clock: Clock, digest: str, row: Row) -> Provenance:
    return Provenance(
        ruleset=loaded.ruleset.ruleset,
        edition=loaded.ruleset.edition,
        ruleset_title=loaded.ruleset.title,
        ruleset_digest=loaded.digest,
        ledger_digest=digest,
        engine=__version__,
        period=(clock.period.start, clock.period.end),
        as_of=clock.as_of,
        branch_id=row[KEY],
        branch_name=row["name"] or row[KEY],
    )


def not_seen(program: Program, collect: Collect) -> dict[str, NotSeen]:
    """Per branch, how many records were left aside: dated after ``as_of``, or in no window of any measure."""
    clock, sources = program.clock, program.sources
    counts = []
    for name, frame in sources.tables.records.items():
        dated = program.ruleset.tables[name].date
        if dated is None:
            continue
        day = pl.col(dated)
        late = day > clock.as_of
        windows = [*program.windows(name), clock.period]
        in_window = pl.any_horizontal([day.is_between(window.start, window.end) for window in windows])
        counts.append(frame.group_by(KEY).agg(late=late.sum(), outside=(~late & ~in_window).sum()))
    if not counts:
        return {}
    summed = collect(pl.concat(counts).group_by(KEY).agg(pl.col("late", "outside").sum()))
    return {branch: NotSeen(late, outside) for branch, late, outside in summed.iter_rows()}
