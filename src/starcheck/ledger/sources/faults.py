"""What is wrong with the rows of a delimited text: looked for only where something is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from starcheck.documents.characters import control_character
from starcheck.errors import Place, Problem
from starcheck.language import t
from starcheck.ledger.listing import Listing
from starcheck.ledger.sources.encodings import Utf8Text
from starcheck.ledger.sources.parsing import cells, records

_UNREADABLE = re.compile("[\udc80-\udcff]")
_SUSPECT = re.compile("[\0\udc80-\udcff]")


def faults(text: Utf8Text, source: str, delimiter: str, width: int, error: Exception | None = None) -> list[Problem]:
    """The problems of a text that could not be read as a table of so many columns, at least one."""
    listing = Listing()
    for row, record in enumerate(records(text.lines()), start=1):
        if '"' not in record and record.count(delimiter) < width and not _SUSPECT.search(record):
            continue
        found = cells(record, delimiter)
        if found is None:
            listing.add(
                Place(source, row, sheet=""),
                t("The quotation marks of this row do not match; nothing below it is read."),
                t("Close each that is opened; inside a text in quotation marks, write one as two."),
            )
            break
        if len(found) > width:
            _add_surplus(listing, found, width, Place(source, row, width + 1, sheet=""))
        if _SUSPECT.search(record):
            _add_unreadable(listing, found, text.encoding, Place(source, row, sheet=""))
    if not listing.listed:
        listing.add(Place(source), t("The file cannot be read: {reason}.", reason=str(error).partition("\n")[0]))
    return listing.all()


def _add_surplus(listing: Listing, row: Sequence[str], width: int, place: Place) -> None:
    if len(row) > width + 1 or row[width]:
        listing.add(
            place,
            t("The row has {count} cells; the table has {most} columns.", count=len(row), most=width),
            t("Put a text that holds the separating character in quotation marks, or remove what is too much."),
        )


def _add_unreadable(listing: Listing, row: Sequence[str], encoding: str, place: Place) -> None:
    for column, cell in enumerate(row, start=1):
        here = replace(place, column=column)
        if _UNREADABLE.search(cell):
            message = t("The byte here is not {encoding}.", encoding=encoding)
            listing.add(here, message, t("Type the character anew."))
        if "\0" in cell:
            problem = control_character("\0", here)
            listing.add(here, problem.message, problem.hint)
