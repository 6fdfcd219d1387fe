"""The sheet of gaps: for each branch and criterion what is missing, and until when it can be made good."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl
from xlsxwriter.worksheet import Worksheet

from starcheck.engine.finding_columns import CRITERION, DUE_BY, MISSING, OUTCOME, REASON, SECTION, TARGET
from starcheck.engine.gap_columns import POINTS_LOST, POINTS_OPEN
from starcheck.engine.results import NAME
from starcheck.engine.units import unit_column
from starcheck.engine.value_columns import VALUE_DEFINED, VALUE_HIGH, VALUE_KIND, VALUE_LOW
from starcheck.language import t
from starcheck.ledger.tables import KEY
from starcheck.model import Outcome, Reason
from starcheck.report.batch.workbook.book import Book
from starcheck.report.batch.workbook.figures import Row, measured, target_of
from starcheck.report.batch.workbook.grid import Cell, Column, write_table
from starcheck.report.batch.workbook.missing import MissingWords
from starcheck.report.words import OUTCOMES, REASONS

_FROM_FINDINGS = (OUTCOME, REASON, VALUE_LOW, VALUE_HIGH, VALUE_KIND, VALUE_DEFINED, TARGET)


def write_gaps(sheet: Worksheet, book: Book) -> None:
    """Every gap, in the order of branches and criteria."""
    said, step = book.say, book.batch.units.foremost
    columns = [
        Column(said(t("Branch")), "text"),
        Column(said(t("Name")), "text"),
        *([] if step is None else [Column(said(step.title), "text")]),
        Column(said(t("Section")), "text"),
        Column(said(t("Criterion")), "text"),
        Column(said(t("Title")), "words"),
        Column(said(t("Outcome")), "text"),
        Column(said(t("Points lost")), "points"),
        Column(said(t("Points open")), "points"),
        Column(said(t("Measured")), "number"),
        Column(said(t("Target")), "number"),
        Column(said(t("What is missing")), "words"),
        Column(said(t("At the latest")), "date"),
    ]
    write_table(sheet, columns, _rows(book), book)


def number_of_gaps(book: Book) -> int:
    """How many rows the sheet has."""
    assert book.result.gaps is not None
    return int(book.result.gaps.select(pl.len()).collect(engine="streaming").item())


def _rows(book: Book) -> Iterator[tuple[Cell, ...]]:
    groups, titles, missing = _group_titles(book), _criterion_titles(book), MissingWords(book.ruleset, book.lang)
    for row in _frame(book).iter_rows(named=True):
        yield (
            row[KEY],
            row[NAME],
            *(row[name] for name in _unit(book)),
            groups[row[SECTION]],
            row[CRITERION],
            titles[row[CRITERION]],
            _outcome(row, book),
            float(row[POINTS_LOST]),
            float(row[POINTS_OPEN]),
            measured(row, book.lang),
            target_of(row, book.lang),
            missing.of(row[MISSING]),
            row[DUE_BY],
        )


def _frame(book: Book) -> pl.DataFrame:
    """The gaps with the names of their branches and the figures behind them."""
    assert book.result.findings is not None
    assert book.result.gaps is not None
    findings = book.result.findings.select(KEY, CRITERION, *_FROM_FINDINGS)
    return (
        book.result.gaps.join(findings, on=[KEY, CRITERION], how="left", maintain_order="left")
        .join(book.result.results.lazy().select(KEY, NAME, *_unit(book)), on=KEY, how="left", maintain_order="left")
        .collect()
    )


def _outcome(row: Row, book: Book) -> str:
    """The outcome, with the reason why it is open."""
    outcome = OUTCOMES[Outcome(row[OUTCOME])]
    if row[REASON] is None:
        return book.say(outcome)
    return book.say(t("{outcome} ({reason})", outcome=outcome, reason=REASONS[Reason(row[REASON])]))


def _unit(book: Book) -> list[str]:
    """The column of the unit that gaps can be filtered by, if branches belong to any."""
    step = book.batch.units.foremost
    return [] if step is None else [unit_column(step.field)]


def _group_titles(book: Book) -> Mapping[str, str]:
    return {group.id: book.say(group.title) for group in book.ruleset.groups}


def _criterion_titles(book: Book) -> Mapping[str, str]:
    return {criterion.id: book.say(criterion.title) for group in book.ruleset.groups for criterion in group.criteria}
