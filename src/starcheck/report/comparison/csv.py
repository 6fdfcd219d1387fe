"""What changed between two results as a table for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from starcheck.ledger.formulas import guarded
from starcheck.report.batch.files import BETWEEN
from starcheck.report.comparison.request import ComparisonReport
from starcheck.report.request import Style

MARK = "\ufeff"
"""By which spreadsheets know UTF-8."""


def render(report: ComparisonReport, _: Style) -> Iterator[str]:
    """All that differs, so many branches at once as fit into memory."""
    for number, lines in enumerate(report.comparison.parts()):
        joined = lines.with_columns(pl.col(pl.List(pl.String)).list.join(BETWEEN).replace("", None))
        text = joined.with_columns(guarded(pl.col(pl.String))).write_csv(include_header=number == 0)
        yield text if number else MARK + text
