"""From cells as they were written to typed columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from starcheck.language import Title, t
from starcheck.ledger.cells import Cell
from starcheck.ledger.layout import EVIDENCE_WORDS, TRUTH_WORDS, columns
from starcheck.ledger.numerals import value_text
from starcheck.ledger.problems import CellError
from starcheck.ledger.sheets import ROW
from starcheck.ledger.tables import KEY, dtype_of
from starcheck.ledger.tabular.gathering import LEAD, PART, Rows
from starcheck.ledger.tabular.notes import Notes, Repair
from starcheck.ledger.tabular.plain import FILES_APART, Plain, plainly
from starcheck.ledger.tabular.spelled import reader_of_texts
from starcheck.rules.schema.dictionary import Field, Table

_TOTAL_WORDS = (
    "合计",
    "总计",
    "小计",
    "共计",
    "累计",
    "合 计",
    "总 计",
    "小 计",
    "合　计",
    "总　计",
    "Total",
    "total",
    "TOTAL",
)
TOTALS = [word + mark for word in _TOTAL_WORDS for mark in ("", ":", "：")]
"""What stands at the beginning of a row that sums those above it."""
_ROWS = 2**32
"""More than the rows of a sheet: with it, sheet and row are one number."""
_BEGINNING = 3
"""In how many columns at the left it may stand."""


@dataclass(slots=True)
class Spellings:
    """How the cells of a column that are not plain were read.

    Attributes:
        taken: the value of each spelling; None for one that is blank.
        wrong: what is the matter with each that cannot be used.
        counts: how often each stands there.
    """

    taken: dict[str, Cell | None] = field(default_factory=dict)
    wrong: dict[str, CellError] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Typed:
    """The records of a table in typed columns, each as far as it can be used.

    Attributes:
        frame: `PART`, `ROW`, the fields that are there, and for some fields where their cells cannot be used.
        fields: the fields that are there.
        wrong: the names of the columns that say where the cell of a field cannot be used.
    """

    rows: Rows
    frame: pl.LazyFrame
    fields: Mapping[str, Field]
    wrong: Mapping[str, str]
    count: int

    def is_missing(self, name: str) -> pl.Expr:
        """Where a field is empty; a cell that cannot be used is not."""
        absent = pl.col(name).is_null() if name in self.fields else pl.lit(value=True)
        return absent & ~pl.col(self.wrong[name]) if name in self.wrong else absent


def typed(rows: Rows, table: Table, notes: Notes) -> Typed:
    """Read the cells of a table.

    Args:
        rows: as they were written.
        table: what the data dictionary says.
        notes: told of every cell that cannot be used, and of every one that was read otherwise than it stands there.
    """
    fields = {name: each for name, each in columns(rows.table, table).items() if name in rows.schema}
    plain = {name: plainly(name, rows.schema[name], each) for name, each in fields.items()}
    counted = rows.collect(rows.frame.select(**_counts(rows, plain))).row(0, named=True)
    kept = rows.frame.filter(~_skipped(rows, plain))
    _tell_totals(rows, plain, counted["totals"], notes)
    if counted["blank"]:
        _tell_blank(rows, plain, counted["blank"], notes)
    read = {
        name: _spellings(rows, kept, name, plain[name], fields[name], notes)
        for name in fields
        if counted[f"odd {name}"]
    }
    wrong = {name: f"wrong {name}" for name, spellings in read.items() if spellings.wrong}
    values = [_value(name, plain[name], fields[name], read.get(name)) for name in fields]
    marks = [
        plain[name].text.is_in(list(read[name].wrong)).fill_null(value=False).alias(mark)
        for name, mark in wrong.items()
    ]
    frame = kept.select(PART, ROW, *values, *marks)
    count = counted["rows"] - counted["blank"] - counted["totals"]
    found = Typed(rows, frame, fields, wrong, count)
    if any(value is None for spellings in read.values() for value in spellings.taken.values()):
        return _without_empty(found)
    return found


def _counts(rows: Rows, plain: Mapping[str, Plain]) -> dict[str, pl.Expr]:
    skipped = _skipped(rows, plain)
    odd = {f"odd {name}": (each.odd & ~skipped).sum() for name, each in plain.items()}
    blank = _blank(rows, plain)
    return {"rows": pl.len(), "blank": blank.sum(), "totals": (_total(rows, plain) & ~blank).sum()} | odd


def _skipped(rows: Rows, plain: Mapping[str, Plain]) -> pl.Expr:
    return _blank(rows, plain) | _total(rows, plain)


def _blank(rows: Rows, plain: Mapping[str, Plain]) -> pl.Expr:
    """Where nothing stands; whose row it would be is not written in it if the book says so."""
    written = [name for name in plain if name != KEY or not rows.owned]
    return pl.all_horizontal(pl.col(name).is_null() for name in written or plain)


def _total(rows: Rows, plain: Mapping[str, Plain]) -> pl.Expr:
    """Where a row sums those above it."""
    at = {name: min((part.at[name] for part in rows.parts if name in part.at), default=None) for name in plain}
    left = sorted((column, name) for name, column in at.items() if column is not None)
    names = [name for _, name in left[:_BEGINNING] if isinstance(rows.schema[name], pl.String)]
    names += [LEAD] if LEAD in rows.schema else []
    return pl.any_horizontal(
        [pl.col(name).is_in(TOTALS).fill_null(value=False) for name in names] or [pl.lit(value=False)]
    )


def _tell_totals(rows: Rows, plain: Mapping[str, Plain], count: int, notes: Notes) -> None:
    if count:
        first = rows.collect(rows.frame.filter(_total(rows, plain) & ~_blank(rows, plain)).head(1)).row(0, named=True)
        word = next(str(value) for value in first.values() if value in TOTALS)
        notes.repairs.append(
            Repair(rows.place(first[PART], first[ROW]), word, t("left out: a total of other rows"), count)
        )


def _tell_blank(rows: Rows, plain: Mapping[str, Plain], count: int, notes: Notes) -> None:
    first = rows.collect(rows.frame.filter(_blank(rows, plain)).head(1)).row(0, named=True)
    notes.repairs.append(
        Repair(rows.place(first[PART], first[ROW]), "", t("left out: nothing stands in the row"), count)
    )


def _spellings(rows: Rows, kept: pl.LazyFrame, name: str, plain: Plain, declared: Field, notes: Notes) -> Spellings:
    """Read each way of writing once, however often it stands there."""
    odd = kept.filter(plain.odd).select(PART, ROW, plain.text.alias("text"))
    place = (pl.col(PART).cast(pl.UInt64) * _ROWS + pl.col(ROW)).min().alias("first")
    grouped = odd.group_by("text").agg(pl.len(), place).sort("first")
    read, reader = Spellings(), reader_of_texts(declared.label, declared)
    for written, count, first in rows.collect(grouped).iter_rows():
        read.counts[written] = count
        try:
            value = reader(written)
        except CellError as error:
            read.wrong[written] = error
            continue
        read.taken[written] = value
        taken = _shown(value, declared)
        if value is not None and taken != written:
            notes.repairs.append(Repair(rows.place(first // _ROWS, first % _ROWS, name), written, taken, count))
    _report(rows, odd, name, read, notes)
    return read


def _report(rows: Rows, odd: pl.LazyFrame, name: str, read: Spellings, notes: Notes) -> None:
    """List the cells that cannot be used, kind by kind."""
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for written, error in read.wrong.items():
        kinds[error.message.template].append(written)
    for spellings in kinds.values():
        message = read.wrong[spellings[0]].message
        room = notes.problems.room(message)
        cells = odd.filter(pl.col("text").is_in(spellings)).head(room) if room else odd.clear()
        listed = rows.collect(cells)
        for part, row, written in listed.iter_rows():
            error = read.wrong[written]
            notes.problems.add(rows.place(part, row, name), error.message, error.advice)
        notes.problems.add_unlisted(message, sum(read.counts[written] for written in spellings) - listed.height)


def _value(name: str, plain: Plain, declared: Field, read: Spellings | None) -> pl.Expr:
    value = plain.value
    if read is not None and read.taken:
        joined = declared.type == "files"
        dtype = pl.String() if joined else dtype_of(declared)
        taken = [FILES_APART.join(each) if isinstance(each, list) else each for each in read.taken.values()]
        own = plain.text.replace_strict(list(read.taken), taken, default=None, return_dtype=dtype)
        value = pl.when(plain.fits).then(value).otherwise(own)
    elif read is not None:
        value = pl.when(plain.fits).then(value)
    if declared.type == "files":
        value = value.str.split(FILES_APART)
    return value.cast(dtype_of(declared)).alias(name)


def _without_empty(found: Typed) -> Typed:
    """Without the rows in which nothing stands but white space."""
    filled = pl.any_horizontal(
        *(pl.col(name).is_not_null() for name in found.fields), *(pl.col(mark) for mark in found.wrong.values())
    )
    frame = found.frame.filter(filled)
    return replace(found, frame=frame, count=found.rows.collect(frame.select(pl.len())).item())


def _shown(value: Cell | None, declared: Field) -> str | Title:
    match value:
        case bool():
            return TRUTH_WORDS[value]
        case int():
            return value_text(value, declared)
        case list():
            return "; ".join(value)
        case str() if declared.type == "evidence":
            return EVIDENCE_WORDS[value]
        case _:
            return str(value)
