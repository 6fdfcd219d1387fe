"""Assessing: a rule set, ledgers, a period, a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

import polars as pl

from starcheck._version import __version__
from starcheck.calendar import Period
from starcheck.engine.assessment import AssessmentReader
from starcheck.engine.clock import Clock
from starcheck.engine.contested import refuse_unsaid
from starcheck.engine.frames import Collect, collect_each, collect_many, collect_one
from starcheck.engine.outputs import Outputs, Row
from starcheck.engine.program import Program, compile_program
from starcheck.engine.scoring import Trace
from starcheck.ledger import Ledger
from starcheck.ledger.tables import KEY, Tables
from starcheck.model import Assessment, NotSeen, Provenance
from starcheck.rules.load import Loaded
from starcheck.rules.schema.ruleset import RuleSet

if TYPE_CHECKING:
    from starcheck.ledger.sources.frames import Frame


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


@dataclass(frozen=True)
class BatchResult:
    """The results of many branches.

    Attributes:
        results: one row per branch, ordered by id: ``branch``, ``name``; for the score, every section and every pool
            what stands and what is reached if all that may still come does (``score_low``, ``score_high``, …, exact
            decimals); the level likewise, by its id or a state such as ``not_rated``; the ids of the vetoes that hold,
            and of those of which that is open; the best and the worst rank by score among all of them (``rank_best``,
            ``rank_worst``), null for who is not rated; and if some level has no room for all, the level after quotas
            (``level_after_low``, ``level_after_high``) with the ids of the levels at which the branch finds no room
            (``no_place``), and of those of which that is open (``no_place_open``); besides, for every quota, how many
            places there are and which is that of the branch (every column: docs/batch.md).
        findings: lazy; one row for each branch and criterion: outcome, points, measured value, what is missing
            (every column: docs/results.md). None where a batch was asked for results alone; `assess_many` gives them.
        gaps: lazy; the findings that lack points, with what is lost and what is open; None like the findings.
        digests: lazy; the digest of what each branch provided; None of too many, and from `assess_many`.
        adjustments: what each adjustment of reviewers made of the findings that it bears on; None without any.
    """

    results: pl.DataFrame
    findings: pl.LazyFrame | None
    gaps: pl.LazyFrame | None
    digests: pl.LazyFrame | None = None
    adjustments: pl.DataFrame | None = None


def assess_many(
    loaded: Loaded, tables: Mapping[str, Frame], *, period: Period, as_of: date | None = None
) -> BatchResult:
    """Judge all branches of some tables, together: what compares branches compares these.

    Args:
        loaded: the rule set.
        tables: one frame for each table of the data dictionary, by its name or label, ``branch`` among them: frames of
            Polars, pandas or PyArrow, relations of DuckDB, lazy scans of Polars. Every record names its branch.
        period: the assessed period.
        as_of: the day whose knowledge counts; by default the period's end.

    Raises:
        InputError: something among the tables is no frame.
        LedgerError: with every problem of the tables.
        RuleSetError: the numbers of a criterion could leave the range of exact arithmetic, a dated value does not hold
            yet when the period ends, or a quota does not say how its places are given.
    """
    from starcheck.ledger.sources.frames import book_of  # noqa: PLC0415 - slow to load, and not needed for one branch
    from starcheck.ledger.tabular.reading import read_books  # noqa: PLC0415 - likewise

    loaded = loaded.in_force(period.end)
    reading = read_books([book_of(tables)], loaded.ruleset)
    reading.raise_any()
    return assess_batch(loaded, reading.tables, period=period, as_of=as_of)


def assess_batch(loaded: Loaded, tables: Tables, *, period: Period, as_of: date | None = None) -> BatchResult:
    """Judge all branches of typed tables, as columns.

    Args:
        loaded: the rule set.
        tables: typed tables of any number of branches, read by that rule set.
        period: the assessed period.
        as_of: the day whose knowledge counts; by default the period's end.

    Raises:
        RuleSetError: the numbers of a criterion could leave the range of exact arithmetic, a dated value does not hold
            yet when the period ends, or a quota does not say how its places are given.
    """
    from starcheck.engine.results import Results  # noqa: PLC0415 - slow to load, and not needed for one branch

    loaded = loaded.in_force(period.end)
    refuse_unsaid(loaded.ruleset)
    program = compile_program(loaded.ruleset, tables.all_together(), Clock.at(period, as_of))
    columns = Results(program)
    results = settled(loaded.ruleset, judged_rows(program.counted()), tables.left_out)
    return BatchResult(results, columns.findings(), columns.gaps())


def judged_rows(program: Program) -> pl.DataFrame:
    """What becomes of each branch by itself, in the order of ids, with what `settled` needs besides."""
    from starcheck.engine.placing import Placing  # noqa: PLC0415 - slow to load, and not needed for one branch
    from starcheck.engine.results import Results  # noqa: PLC0415 - likewise

    asked = Placing(program.ruleset).columns(program)
    (rows,) = collect_each([Results(program).frame(*asked).sort(KEY)])
    return rows


def settled(ruleset: RuleSet, rows: pl.DataFrame, left_out: int | None = 0) -> pl.DataFrame:
    """The results of branches once all of them are known: with their ranks, and the levels after quotas.

    Args:
        ruleset: the rule set by which they were judged.
        rows: all of them, as `judged_rows` gives them.
        left_out: how many further branches there may be, of which nothing is known; None if there is no end to them.
    """
    from starcheck.engine.placing import Placing  # noqa: PLC0415 - slow to load, and not needed for one branch
    from starcheck.engine.results import ranked  # noqa: PLC0415 - likewise

    return Placing(ruleset, left_out).settled(ranked(ruleset, rows, left_out))


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
