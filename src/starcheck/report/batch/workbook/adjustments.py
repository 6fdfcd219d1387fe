"""The sheet of what reviewers changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import polars as pl
from xlsxwriter.worksheet import Worksheet

from starcheck.batching.reviewing import BEFORE
from starcheck.engine.finding_columns import CRITERION, OUTCOME, POINTS_HIGH, POINTS_LOW
from starcheck.engine.results import NAME
from starcheck.language import Text, t
from starcheck.ledger.tables import KEY
from starcheck.model import Adjustment, AdjustmentKind, Outcome
from starcheck.report.batch.workbook.book import Book
from starcheck.report.batch.workbook.grid import Cell, Column, write_table
from starcheck.report.batch.workbook.looks import Kind
from starcheck.report.blocks.reviewed import stated_in_words
from starcheck.report.words import OUTCOMES

_NUMBERS = {AdjustmentKind.POINTS, AdjustmentKind.MARK}
"""What is stated as points."""


_COLUMNS: tuple[tuple[Text, Kind], ...] = (
    (t("Branch"), "text"),
    (t("Name"), "text"),
    (t("Criterion"), "text"),
    (t("Title"), "words"),
    (t("Adjustment"), "words"),
    (t("Outcome before"), "text"),
    (t("Outcome"), "text"),
    (t("Points before, now"), "points"),
    (t("Points before, possible"), "points"),
    (t("Points, now"), "points"),
    (t("Points, possible"), "points"),
    (t("Reason"), "words"),
    (t("Authority"), "text"),
    (t("Decided on"), "date"),
    (t("Evidence"), "words"),
    (t("Holds until"), "date"),
)


def write_adjustments(sheet: Worksheet, book: Book) -> None:
    """A row for each adjustment and each criterion that it bears on, before and after."""
    columns = [Column(book.say(heading), kind) for heading, kind in _COLUMNS]
    write_table(sheet, columns, _rows(book), book)


def _rows(book: Book) -> Iterator[tuple[Cell, ...]]:
    adjustments = book.result.adjustments
    assert adjustments is not None
    titles = {criterion.id: criterion.title for group in book.ruleset.groups for criterion in group.criteria}
    named = adjustments.join(book.result.results.select(KEY, NAME), on=KEY, how="left", maintain_order="left")
    for row in named.with_columns(pl.col(pl.Decimal).cast(pl.Float64)).iter_rows(named=True):
        yield (
            row[KEY],
            row[NAME],
            row[CRITERION],
            book.say(titles[row[CRITERION]]),
            book.say(stated_in_words(_stated(row))),
            *(book.say(OUTCOMES[Outcome(row[name])]) for name in (f"{OUTCOME}_{BEFORE}", OUTCOME)),
            *(row[f"{name}_{BEFORE}"] for name in (POINTS_LOW, POINTS_HIGH)),
            *(row[name] for name in (POINTS_LOW, POINTS_HIGH)),
            row["reason"],
            row["authority"],
            row["on"],
            row["evidence"],
            row["until"],
        )


def _stated(row: Mapping[str, Any]) -> Adjustment:
    """The adjustment as it was read."""
    kind = AdjustmentKind(row["kind"])
    value = Decimal(row["value"]) if kind in _NUMBERS else row["value"]
    return Adjustment(row[KEY], row["key"], kind, value, row["reason"], row["authority"], row["on"])
