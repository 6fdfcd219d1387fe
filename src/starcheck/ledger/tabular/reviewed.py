"""What reviewers said of criteria: their marks, and the papers they saw."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

import polars as pl

from starcheck.language import t
from starcheck.ledger.layout import MARKS, OWN_TABLES
from starcheck.ledger.marks import MarkReader, unmarked
from starcheck.ledger.papers import asks_for_none, asks_for_others
from starcheck.ledger.problems import CellError
from starcheck.ledger.sheets import ROW
from starcheck.ledger.tables import (
    KEY,
    MARK_GRADE,
    MARK_KEY,
    MARK_POINTS,
    MARKS_SCHEMA,
    PAPER,
    PAPER_KEY,
    PAPER_STATE,
    PAPERS_SCHEMA,
)
from starcheck.ledger.tabular.checks import check_stated
from starcheck.ledger.tabular.columns import Typed
from starcheck.ledger.tabular.concerned import concern
from starcheck.ledger.tabular.gathering import PART, again_in
from starcheck.ledger.tabular.notes import Notes
from starcheck.rules.schema.ruleset import RuleSet

_Check: TypeAlias = Callable[..., Iterable[tuple[str, CellError]]]
_FIELDS = OWN_TABLES[MARKS].fields
_PLACES = Decimal(10) ** _FIELDS[MARK_POINTS].places


def marks_of(found: Typed, ruleset: RuleSet, notes: Notes) -> pl.LazyFrame:
    """The marks as the engine reads them; rows of a template that nobody filled in are none."""
    reader = MarkReader.of(ruleset)

    def check(key: str, points: int | None, grade: str | None) -> Iterator[tuple[str, CellError]]:
        if key not in reader.markable:
            yield MARK_KEY, CellError(unmarked(key), lambda: reader.other_key(key))
            return
        if points is not None:
            yield from _complaint(MARK_POINTS, lambda: reader.points(key, Decimal(points) / _PLACES))
        if grade is not None:
            yield from _complaint(MARK_GRADE, lambda: reader.grade(key, grade, _FIELDS[MARK_GRADE].label))

    given = _complete(found.frame, MARKS_SCHEMA).filter(
        pl.col(MARK_POINTS).is_not_null() | pl.col(MARK_GRADE).is_not_null()
    )
    check_stated(found, [MARK_POINTS, MARK_GRADE], notes)
    _check_each(found, given, [MARK_KEY, MARK_POINTS, MARK_GRADE], check, notes)
    _check_once(found, given, [MARK_KEY], notes)
    step = Fraction(ruleset.unit) * int(_PLACES)
    units = pl.col(MARK_POINTS).cast(pl.Int128) * step.denominator // step.numerator
    return given.with_columns(units.cast(pl.Int64).alias(MARK_POINTS)).select(*MARKS_SCHEMA)


def papers_of(found: Typed, ruleset: RuleSet, notes: Notes) -> pl.LazyFrame:
    """The papers as the engine reads them; those of which nothing is stated are not among them."""

    def check(key: str, paper: str) -> Iterator[tuple[str, CellError]]:
        if key not in ruleset.papers:
            yield PAPER_KEY, asks_for_none(key, ruleset)
        elif paper not in ruleset.papers[key]:
            yield PAPER, asks_for_others(key, paper, ruleset)

    stated = _complete(found.frame, PAPERS_SCHEMA).filter(pl.col(PAPER_STATE).is_not_null())
    check_stated(found, [PAPER_STATE], notes)
    _check_each(found, stated.filter(pl.col(PAPER).is_not_null()), [PAPER_KEY, PAPER], check, notes)
    _check_once(found, stated, [PAPER_KEY, PAPER], notes)
    return stated.select(*PAPERS_SCHEMA)


def _complete(frame: pl.LazyFrame, schema: Iterable[str]) -> pl.LazyFrame:
    """With all columns, those that nobody wrote being empty."""
    there = frame.collect_schema()
    return frame.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in schema if name not in there).cast(
        {name: dtype for name, dtype in {**MARKS_SCHEMA, **PAPERS_SCHEMA}.items() if name in schema}
    )


def _complaint(field: str, read: Callable[[], object]) -> Iterator[tuple[str, CellError]]:
    try:
        read()
    except CellError as error:
        yield field, error


def _check_each(found: Typed, frame: pl.LazyFrame, names: list[str], check: _Check, notes: Notes) -> None:
    """Look at every combination of values once, and report it wherever it stands."""
    first = names[0]
    combinations = found.rows.collect(frame.select(names).filter(pl.col(first).is_not_null()).unique().sort(names))
    for values in combinations.iter_rows():
        for field, error in check(*values):
            same = pl.all_horizontal(
                pl.col(name).eq_missing(pl.lit(value)) for name, value in zip(names, values, strict=True)
            )
            for part, row in found.rows.collect(frame.filter(same).select(PART, ROW)).iter_rows():
                notes.problems.add(found.rows.place(part, row, field), error.message, error.advice)
            concern(found.rows, frame.filter(same), notes)


def _check_once(found: Typed, frame: pl.LazyFrame, names: list[str], notes: Notes) -> None:
    known = frame.filter(pl.all_horizontal(pl.col(name).is_not_null() for name in (KEY, *names)))
    again = known.filter(again_in(KEY, *names))
    for part, row, *values in found.rows.collect(again.select(PART, ROW, *names)).iter_rows():
        message = t("“{name}” stands here again for the same branch.", name="/".join(values))
        notes.problems.add(found.rows.place(part, row, names[0]), message, t("Keep one of the two rows."))
    concern(found.rows, again, notes)
