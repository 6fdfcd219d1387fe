"""What a spreadsheet file says of its cells besides the values that its reader gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from starcheck.language import Text, t

Cell = tuple[int, int]
"""The row, from 1, then the column, from 0."""
Warned = tuple[Text, Text | None]
"""What was left aside, and what to do."""


@dataclass(slots=True)
class SheetNotes:
    """What is to be known of a sheet.

    Attributes:
        texts: cells that their keeper sees otherwise than the reader gives them, such as percentages.
        errors: cells that hold an error, and which.
        uncalculated: cells whose formula has no stored result.
        height: the greatest row that holds a cell.
        width: how many columns there are up to the last cell.
        numbers: numbers with more decimal places than the reader gives; a cell that it takes for a date is one.
        chart: whether it holds a chart and no cells.
    """

    texts: dict[Cell, str] = field(default_factory=dict)
    errors: dict[Cell, str] = field(default_factory=dict)
    uncalculated: list[Cell] = field(default_factory=list)
    height: int = 0
    width: int = 0
    numbers: dict[Cell, str] = field(default_factory=dict)
    chart: bool = False

    def problems(self) -> Iterator[tuple[Cell, Text, Text]]:
        """The cells without a value that could be read, what is wrong with them, what to do."""
        for cell, error in self.errors.items():
            message = t("The cell holds the error {error}.", error=error)
            yield cell, message, t("Correct the formula, or type the value.")
        for cell in self.uncalculated:
            hint = t("Open the workbook in Excel or WPS and save it; or paste the value in place of the formula.")
            yield cell, t("The formula in this cell has no stored result."), hint


@dataclass(frozen=True, slots=True)
class BookNotes:
    """What is to be known of a workbook.

    Attributes:
        sheets: notes by the number of the sheet, from 0; one that is not there has nothing special.
    """

    sheets: Mapping[int, SheetNotes] = field(default_factory=dict)
    warnings: tuple[Warned, ...] = ()


def never_run() -> Warned:
    """The workbook brings a program along."""
    return t("The workbook holds macros. They are never run."), None


def last_saved() -> Warned:
    """The workbook refers to other files."""
    message = t(
        "The workbook refers to other workbooks or sources. Nothing is fetched: the values last saved are read."
    )
    return message, t("If they may be out of date, open it in Excel or WPS, update the links and save it.")
