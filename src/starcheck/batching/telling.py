"""What branches are told of those they are compared with, who may be in any partition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from starcheck.batching.partitions import Partition
from starcheck.batching.stage import Stage, writing
from starcheck.batching.task import Task
from starcheck.engine.clock import Clock
from starcheck.engine.comparing import answered, measured
from starcheck.engine.frames import collect_many
from starcheck.engine.program import Program, compile_program
from starcheck.ledger.tables import Tables
from starcheck.rules.uses import compares

BEFORE, AFTER = "told_before", "told"


@dataclass(frozen=True, slots=True)
class Told:
    """What branches are told of those they are compared with; None where they ask nothing.

    Attributes:
        before: by the ledgers alone.
        after: with what reviewers changed.
    """

    before: pl.LazyFrame | None
    after: pl.LazyFrame | None


def told_by_both(partitions: Sequence[Partition], task: Task, stage: Stage) -> Told:
    """What every branch is told, by the ledgers alone and with what reviewers changed."""
    if not compares(task.loaded.ruleset):
        return Told(None, None)
    after = _told(partitions, task, stage, AFTER)
    if task.reviewing is None or not task.reviewing.moves_others:
        return Told(after, after)
    return Told(_told(partitions, replace(task, adjustments=None), stage, BEFORE), after)


def _told(partitions: Sequence[Partition], task: Task, stage: Stage, name: str) -> pl.LazyFrame | None:
    """What each branch is told of those it is compared with, who may be in any partition; None if it asks nothing."""
    file = stage.file(name)
    if not file.exists():
        parts: list[pl.DataFrame] = []
        for partition in partitions:
            program = program_of(task.reviewed(partition.read().tables).all_together(), task)
            frame = measured(program)
            if frame is None:
                return None
            parts.append(collect_many(frame))
        with writing(stage.target):
            stage.keep(name, answered(program, pl.concat(parts)))
    return pl.scan_parquet(file)


def program_of(tables: Tables, task: Task, told: pl.LazyFrame | None = None) -> Program:
    """The compiled rule set over some tables, with what their branches are told of others."""
    tables = tables if told is None else tables.told_of(told)
    return compile_program(task.loaded.ruleset, tables, Clock.at(task.period, task.day))
