"""A run: every partition judged by itself, then all branches compared."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import polars as pl

from starcheck.assessing import BatchResult, judged_rows, settled
from starcheck.batching.partitions import Partition, knowing_others, of_pieces, of_tables
from starcheck.batching.reviewing import Reviewing
from starcheck.batching.stage import Stage, writing
from starcheck.batching.task import Task
from starcheck.batching.telling import Told, program_of, told_by_both
from starcheck.engine.contested import refuse_unsaid
from starcheck.engine.frames import OPTIMIZATIONS
from starcheck.engine.gap_columns import gaps_of
from starcheck.engine.results import Results
from starcheck.errors import InputError, LedgerError, Problem, in_order
from starcheck.ledger.collected import Legible, Refused, collected
from starcheck.ledger.digest import digest_of_digests, digests
from starcheck.ledger.listing import Listing
from starcheck.ledger.sheets import Book
from starcheck.ledger.tables import Tables, in_all
from starcheck.ledger.tabular.notes import Notes
from starcheck.ledger.tabular.pieces import pieces
from starcheck.rules.uses import compares

Tell: TypeAlias = Callable[[int, int], None]
"""Told how many of how many partitions are done."""
BRANCHES_IN_MEMORY = 5_000
"""How many branches are told apart by criterion at a time; each of them is as many rows as there are criteria."""
MOST_DIGESTED = 5_000
"""Of how many branches a digest of everything they provided is made: of more, it takes longer than judging them."""
ROWS, FINDINGS, DIGESTS, LEFT_OUT, CHANGED = "rows", "findings", "digests", "left_out", "changed"
WHOLE = "whole"
"""The mark of a run whose ledgers are not read in pieces."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a run.

    Attributes:
        digest: of everything that the branches provided; None if they are more than `MOST_DIGESTED`.
        ledgers: how many were used.
        refused: those that were not, or not with all of their branches.
        warnings: what deserves a look.
        unused: the adjustments that changed nothing, as they do not hold or name nobody who was judged.
    """

    result: BatchResult
    digest: str | None
    ledgers: int
    refused: tuple[Refused, ...]
    warnings: tuple[Problem, ...]
    unused: tuple[Problem, ...] = ()


def run(found: Legible, task: Task, stage: Stage, tell: Tell, *, strict: bool = False) -> Done:
    """Judge all branches of some ledgers.

    Args:
        found: the ledgers that say what they are for.
        task: by what they are judged.
        stage: where partitions lie; its frames hold what the result reads, as long as it is there.
        tell: told how far it is.
        strict: whether all ledgers have to be usable.

    Raises:
        InputError: if no ledger can be used, an adjustment cannot be, or the stage cannot be written.
        LedgerError: if one cannot be used, and all have to be.
        RuleSetError: the rule set cannot be used for these branches.
    """
    refuse_unsaid(task.loaded.ruleset)
    parts = [] if stage.file(WHOLE).exists() else _pieces(found, task)
    if len(parts) > 1:
        try:
            return _run_pieces(parts, task, stage, tell, strict=strict)
        except LedgerError:
            stage.clear()  # read as a whole, it says everything that is wrong with it, in its own order
            with writing(stage.target):
                stage.keep(WHOLE, pl.DataFrame())  # whoever goes on has other partitions than those of pieces
    read = collected(found, task.loaded.ruleset)
    if strict and read.refused:
        raise LedgerError(problem for each in read.refused for problem in each.problems)
    partitions = [*of_tables(read.tables, task.at_once)]
    result, digest = _judged(partitions, task, stage, tell, left_out=read.tables.left_out)
    unused = _unused(task, result, stage, strict=strict)
    return Done(result, digest, read.ledgers, read.refused, read.warnings, unused)


def _unused(task: Task, result: BatchResult, stage: Stage, *, strict: bool) -> tuple[Problem, ...]:
    """The adjustments that changed nothing.

    Raises:
        InputError: if there are any, and all have to be used.
    """
    if task.reviewing is None:
        return ()
    unused = (*task.reviewing.adjustments.left_aside, *task.reviewing.unmatched(result.results))
    if strict and unused:
        stage.clear()  # nothing is to be gone on with: the file of adjustments has to be another
        raise InputError(unused)
    return unused


def _run_pieces(parts: Sequence[Book], task: Task, stage: Stage, tell: Tell, *, strict: bool) -> Done:
    """Judge all branches of a book piece by piece.

    Raises:
        LedgerError: if it cannot be used, or not with all its branches, and all have to be.
    """
    notes: dict[int, Notes] = {}
    partitions = [*of_pieces(parts, task.loaded.ruleset, notes, strict=strict)]
    if compares(task.loaded.ruleset):
        partitions = knowing_others(partitions)
    for number in range(stage.kept):
        if stage.read(number, LEFT_OUT).height and number not in notes:
            partitions[number].read()  # what is wrong in it is told again
    result, digest = _judged(partitions, task, stage, tell)
    problems, warnings = Listing(), Listing()
    for _, told in sorted(notes.items()):
        problems.include(told.problems)
        warnings.include(told.warnings)
    wrong = tuple(sorted(problems.all(), key=lambda each: in_order(each.place)))
    if result.results.is_empty():
        raise LedgerError(wrong)
    left_out = stage.scan(LEFT_OUT, len(parts)).collect().to_series()
    refused = [Refused(parts[0].source, wrong, left_out.len(), left_out)] if wrong else []
    unused = _unused(task, result, stage, strict=strict)
    return Done(result, digest, 1, tuple(refused), tuple(_each_once(warnings.all())), unused)


def _each_once(warnings: Iterable[Problem]) -> Iterable[Problem]:
    """What is said of the columns of a table is said of every piece of it."""
    return {warning.say("en"): warning for warning in warnings}.values()


def _pieces(found: Legible, task: Task) -> Sequence[Book]:
    """The pieces of the only book there is, if it has more branches than are judged at a time."""
    books = [book for _, each in found.ledgers for book in each.books]
    alone = len(found.ledgers) == 1 == len(books) and not found.refused
    return pieces(books[0], task.loaded.ruleset, task.at_once) if alone else []


def _judged(
    partitions: Sequence[Partition], task: Task, stage: Stage, tell: Tell, *, left_out: int | None = 0
) -> tuple[BatchResult, str | None]:
    """The results of all partitions, and the digest of their data."""
    told = told_by_both(partitions, task, stage)
    tell(stage.kept, len(partitions))
    for number in range(stage.kept, len(partitions)):
        _judge(partitions[number], number, task, stage, told)
        gc.collect()  # what was compiled refers to itself, and holds the tables of its partition
        tell(number + 1, len(partitions))
    ruleset, count = task.loaded.ruleset, len(partitions)
    changed = _changed(task, stage, count)
    apart = stage.scan(LEFT_OUT, count).collect().height
    results = settled(ruleset, stage.scan(ROWS, count).collect(), in_all([left_out, apart]))
    provided = stage.scan(DIGESTS, count) if results.height <= MOST_DIGESTED else None
    digest = None if provided is None else digest_of_digests(provided.collect())
    if task.summary_only:
        return BatchResult(results, None, None, provided, changed), digest
    findings = stage.scan(FINDINGS, count)
    return BatchResult(results, findings, gaps_of(findings, ruleset), provided, changed), digest


def _judge(partition: Partition, number: int, task: Task, stage: Stage, told: Told) -> None:
    """Judge the branches of a partition, each by itself, but for what it is told of others."""
    tables, left_out = partition.read()
    program = program_of(task.reviewed(tables), task, told.after).counted()
    with writing(stage.target):
        rows = judged_rows(program)
        if task.reviewing is not None:
            rows = _beside(rows, tables, task, task.reviewing, told, stage.frame_file(number, CHANGED))
        rows.write_parquet(stage.frame_file(number, ROWS))
        left_out.to_frame().write_parquet(stage.frame_file(number, LEFT_OUT))
        if rows.height <= MOST_DIGESTED:
            digests(tables).write_parquet(stage.frame_file(number, DIGESTS))
        if not task.summary_only:
            with pl.Config(streaming_chunk_size=BRANCHES_IN_MEMORY):
                file = stage.frame_file(number, FINDINGS)
                Results(program).findings().sink_parquet(file, compression="lz4", optimizations=OPTIMIZATIONS)
        stage.finish(number)


def _beside(
    rows: pl.DataFrame, tables: Tables, task: Task, reviewing: Reviewing, told: Told, file: Path
) -> pl.DataFrame:
    """The rows of a partition with what they were before reviewers, and in a file what each adjustment did."""
    named = tables.within(reviewing.branches())
    before, after = program_of(named, task, told.before), program_of(task.reviewed(named), task, told.after)
    reviewing.told(Results(before).findings(), Results(after).findings()).write_parquet(file)
    moved = before if told.before is told.after else program_of(tables, task, told.before)
    return reviewing.beside(rows, judged_rows(moved))


def _changed(task: Task, stage: Stage, count: int) -> pl.DataFrame | None:
    """What the adjustments did in all partitions.

    Raises:
        InputError: one states more points than a criterion gives its branch.
    """
    if task.reviewing is None:
        return None
    told = stage.scan(CHANGED, count).collect()
    if problems := task.reviewing.beyond(told):
        stage.clear()
        raise InputError(problems)
    return told
