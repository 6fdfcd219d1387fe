"""From cells as they were written to typed columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from starcheck.language import t
from starcheck.ledger.layout import OWN_TABLES, columns
from starcheck.ledger.sheets import ROW
from starcheck.ledger.tables import KEY, RECORD_ID, dtype_of
from starcheck.ledger.tabular.concerned import concern
from starcheck.ledger.tabular.gathering import PART, Rows
from starcheck.ledger.tabular.left_out import LeftOut
from starcheck.ledger.tabular.notes import Notes, Repair
from starcheck.ledger.tabular.plain import FILES_APART, Plain, plainly
from starcheck.ledger.tabular.spellings import Spellings, read_spellings
from starcheck.ledger.tabular.tallies import Tallies
from starcheck.rules.schema.dictionary import BRANCH, Field, Table

NAMED, NAMES = "named", "names"
"""Tallies beside those of rows: the records with a name, and their names."""
_FALLING = "falling"
"""How many names do not come after the one before them; the first one does not."""
NAMES_AT_ONCE = 16_000_000
"""How many names are compared at a time, in about half a gigabyte; of more, those whose hashes are alike."""


@dataclass(frozen=True, slots=True)
class Typed:
    """The records of a table in typed columns, each as far as it can be used.

    Attributes:
        frame: `PART`, `ROW`, the fields that are there, and for some fields where their cells cannot be used.
        count: how many records there are.
        tallies: what is looked for in them.
        tallied: how many rows each of the tallies found; about names only if all cells are plain.
    """

    rows: Rows
    frame: pl.LazyFrame
    count: int
    tallies: Tallies
    tallied: Mapping[str, int]

    @property
    def fields(self) -> Mapping[str, Field]:
        """The fields that are there."""
        return self.tallies.fields


def typed(rows: Rows, table: Table, notes: Notes) -> Typed:
    """Read the cells of a table.

    Whatever is counted is counted in one pass. Only if a cell is not plain, its column is read once more, by its
    spellings, and what was counted is counted again.

    Args:
        rows: as they were written.
        table: what the data dictionary says.
        notes: told of every cell that cannot be used, and of every one that was read otherwise than it stands there.
    """
    fields = {name: each for name, each in columns(rows.table, table).items() if name in rows.schema}
    plain = {name: plainly(name, rows.schema[name], each) for name, each in fields.items()}
    tallies = Tallies(table, _naming(rows.table, fields), fields, {})
    left_out = LeftOut(rows, plain, table.date)
    counted = _counted(left_out, tallies)
    left_out.tell(counted["blank"], counted["totals"], notes)
    skipped = counted["blank"] + counted["totals"]
    kept = rows.frame.filter(~(left_out.blank | left_out.total)) if skipped else rows.frame
    count = counted["rows"] - skipped
    odd = [name for name in fields if counted[f"odd {name}"]]
    read = {name: read_spellings(rows, kept, name, plain[name], fields[name], notes) for name in odd}
    values = [_value(name, plain[name], fields[name], read.get(name)) for name in fields]
    found = Typed(rows, kept.select(PART, ROW, *values), count, tallies, counted)
    return _read_again(found, kept, values, plain, read, notes) if read else found


def _naming(table: str, fields: Mapping[str, Field]) -> Sequence[str]:
    """The columns that together name a record."""
    own = KEY if table == BRANCH else RECORD_ID
    if table in OWN_TABLES or own not in fields:
        return ()
    return tuple(name for name in dict.fromkeys((KEY, own)) if name in fields)


def _counted(left_out: LeftOut, tallies: Tallies) -> dict[str, int]:
    """The rows, those that are left out, the cells that are not plain; the tallies as if all were plain."""
    rows, plain = left_out.rows, left_out.plain
    values = [_value(name, plain[name], field, None) for name, field in tallies.fields.items()]
    repeated = {KEY} if rows.streamed and KEY in plain else frozenset[str]()
    odd = {f"odd {name}": each.odd for name, each in plain.items() if name not in repeated}
    frame = rows.frame.select(*values, **odd, blank=left_out.blank, totals=left_out.total)
    kept = ~(pl.col("blank") | pl.col("totals"))
    masks = tallies.expressions() | {name: pl.col(name) for name in odd}
    sums = {name: (mask & kept).sum() for name, mask in masks.items()}
    others = pl.col("blank", "totals").sum()
    queries = [frame.select(pl.len().alias("rows"), others, **sums, **_names(rows, tallies, kept))]
    # The id of a branch stands in many rows below one another: looking at one of them is enough.
    queries += [begun(rows.frame, name).select(plain[name].odd.sum().alias(f"odd {name}")) for name in repeated]
    found: dict[str, int] = {}
    for counted in rows.collect_all(queries):
        found |= counted.row(0, named=True)
    return found | _names_apart(found, frame.filter(kept), rows, tallies)


def _names(rows: Rows, tallies: Tallies, kept: pl.Expr) -> dict[str, pl.Expr]:
    """How many records have a name, and how many names there are; of a large table only whether these rise."""
    if not tallies.named:
        return {}
    if rows.streamed:
        return {_FALLING: (~tallies.rises).sum()}
    named = tallies.is_named & kept
    names = pl.when(named).then(tallies.name_hash)
    return {NAMED: named.sum(), NAMES: names.n_unique() - (~named).any().cast(pl.UInt32)}


def _names_apart(found: Mapping[str, int], kept: pl.LazyFrame, rows: Rows, tallies: Tallies) -> dict[str, int]:
    """The same of a large table: names that rise are different; others are held at once if they are few enough."""
    if _FALLING not in found:
        return {}
    if found[_FALLING] <= 1:
        return dict.fromkeys((NAMED, NAMES), found["rows"])
    if (rows.streamed or 0) > NAMES_AT_ONCE:
        return {}
    names = kept.filter(tallies.is_named).select(tallies.name_hash.n_unique().alias(NAMES), pl.len().alias(NAMED))
    return rows.collect(names).row(0, named=True)


def begun(frame: pl.LazyFrame, name: str) -> pl.LazyFrame:
    """The rows in which another value stands than in the row above."""
    return frame.filter(pl.col(name).ne_missing(pl.col(name).shift()))


def _read_again(
    found: Typed,
    kept: pl.LazyFrame,
    values: Sequence[pl.Expr],
    plain: Mapping[str, Plain],
    read: Mapping[str, Spellings],
    notes: Notes,
) -> Typed:
    """The same with what the odd cells were read as, and the tallies of that."""
    wrong = {name: f"wrong {name}" for name, spellings in read.items() if spellings.wrong}
    marks = [
        plain[name].text.is_in(list(read[name].wrong)).fill_null(value=False).alias(mark)
        for name, mark in wrong.items()
    ]
    frame = kept.select(PART, ROW, *values, *marks)
    if any(value is None for spellings in read.values() for value in spellings.taken.values()):
        frame = _without_empty(found, frame, wrong.values(), notes)
    if wrong:
        number = pl.sum_horizontal(pl.col(mark).cast(pl.UInt32) for mark in wrong.values())
        concern(found.rows, frame.filter(pl.any_horizontal(wrong.values())), notes, number)
    tallies = replace(found.tallies, wrong=wrong)
    counts = {name: mask.sum() for name, mask in tallies.expressions().items()}
    tallied = found.rows.collect(frame.select(pl.len().alias("rows"), **counts)).row(0, named=True)
    return Typed(found.rows, frame, tallied["rows"], tallies, tallied)


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


def _without_empty(found: Typed, frame: pl.LazyFrame, wrong: Iterable[str], notes: Notes) -> pl.LazyFrame:
    """Without the rows in which nothing stands but white space."""
    written = [name for name in found.fields if name != KEY or not found.rows.owned]
    empty = pl.all_horizontal(*(pl.col(name).is_null() for name in written), *(~pl.col(mark) for mark in wrong))
    first, count = pl.struct(PART, ROW).first(), pl.len().alias("count")
    left_out = found.rows.collect(frame.filter(empty).select(first.alias("first"), count)).row(0, named=True)
    if not left_out["count"]:
        return frame
    place = found.rows.place(left_out["first"][PART], left_out["first"][ROW])
    notes.repairs.append(Repair(place, " ", t("left out: nothing stands in the row"), left_out["count"]))
    return frame.filter(~empty)
