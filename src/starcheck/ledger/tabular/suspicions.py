"""Values that can be used, but hardly are what was meant."""

from __future__ import annotations

from datetime import date

import polars as pl

from starcheck.documents.folding import comparable
from starcheck.errors import Place
from starcheck.language import Text, t
from starcheck.ledger.sheets import ROW
from starcheck.ledger.tables import KEY, RECORD_ID
from starcheck.ledger.tabular.columns import Typed
from starcheck.ledger.tabular.gathering import PART, again_in
from starcheck.ledger.tabular.notes import Notes
from starcheck.ledger.tabular.spelled import NOTHING

_BEFORE, _AFTER = 100, 10
"""How many years before and after the others a date still is plausible."""
_LONGEST = max(map(len, NOTHING))
_SAME = "same"
_FIRST = "first"


def check_plausible(found: Typed, day: date | None, notes: Notes) -> None:
    """Warn of texts for nothing, dates that are far away, records that stand there twice, unless the table is large.

    Args:
        found: the records.
        day: the last day that the ledger is about, if it says so.
        notes: told of them.
    """
    if found.rows.streamed is not None:
        return
    _check_nothing(found, notes)
    if found.count > 1:
        _check_dates(found, day, notes)
        _check_same(found, notes)


def _check_nothing(found: Typed, notes: Notes) -> None:
    """Look for what people write into a cell that has nothing to say, where any text is allowed."""
    for name in (name for name, each in found.fields.items() if each.type == "text" and name not in {KEY, RECORD_ID}):
        short = found.frame.filter(pl.col(name).str.len_chars() <= _LONGEST)
        texts = found.rows.collect(short.select(pl.col(name).unique())).to_series()
        nothing = [text for text in texts if comparable(text) in NOTHING]
        for part, row, read in found.rows.collect(
            short.filter(pl.col(name).is_in(nothing)).select(PART, ROW, name)
        ).iter_rows():
            message = t("“{read}” was taken as the content of “{label}”.", read=read, label=found.fields[name].label)
            notes.warnings.add(found.rows.place(part, row, name), message, t("If there is none, leave the cell empty."))


def _check_dates(found: Typed, day: date | None, notes: Notes) -> None:
    """Look at each date from the day of the ledger, or else from the middle of its column."""
    for name in (name for name, each in found.fields.items() if each.type == "date"):
        middle = pl.col(name).median().dt.date() if day is None else pl.lit(day)
        near = pl.col(name).is_between(middle.dt.offset_by(f"-{_BEFORE}y"), middle.dt.offset_by(f"{_AFTER}y"))
        far = found.rows.collect(found.frame.filter(~near).select(PART, ROW, name))
        room = notes.warnings.room(_far(date.min, day))
        for part, row, read in far.head(room).iter_rows():
            notes.warnings.add(found.rows.place(part, row, name), _far(read, day), t("Check the year."))
        notes.warnings.add_unlisted(_far(date.min, day), max(0, far.height - room))


def _far(read: date, day: date | None) -> Text:
    if day is None:
        return t("“{read}” is far from the other dates of its column.", read=read)
    return t("“{read}” is far from the time that the ledger is about, which ends on {day}.", read=read, day=day)


def _check_same(found: Typed, notes: Notes) -> None:
    """Look for records without an id that agree in everything."""
    names = [name for name in found.fields if name not in {KEY, RECORD_ID}]
    if not names:
        return
    compared = [_comparable(name, found) for name in found.fields if name != RECORD_ID]
    unnamed = pl.col(RECORD_ID).is_null() if RECORD_ID in found.fields else pl.lit(value=True)
    usable = pl.all_horizontal(pl.lit(value=True), *(~pl.col(mark) for mark in found.tallies.wrong.values()))
    rows = found.frame.filter(unnamed & usable).select(PART, ROW, pl.struct(compared).alias(_SAME))
    alike = rows.filter(pl.col(_SAME).hash().is_duplicated())
    firsts = pl.struct(PART, ROW).first().over(_SAME).alias(_FIRST)
    again = found.rows.collect(alike.with_columns(firsts).filter(again_in(_SAME)).select(PART, ROW, _FIRST))
    room = notes.warnings.room(_same(""))
    for part, row, first in again.head(room).iter_rows():
        place = found.rows.place(part, row, names[0])
        message = _same(found.rows.place(first[PART], first[ROW], names[0]).seen_from(place))
        notes.warnings.add(place, message, t("If it is entered twice, remove one; if these are two, leave them."))
    notes.warnings.add_unlisted(_same(""), max(0, again.height - room))


def _comparable(name: str, found: Typed) -> pl.Expr:
    """The values of a field in a form that can be hashed."""
    return pl.col(name).list.join("\0") if found.fields[name].type == "files" else pl.col(name)


def _same(first: Place | Text | str) -> Text:
    return t("The record agrees in everything with that in {cell}.", cell=first)
