"""What a record says against itself, or against another."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from starcheck.language import t
from starcheck.ledger.layout import OWN_TABLES
from starcheck.ledger.limits import BEYOND, Limit, limits
from starcheck.ledger.numerals import value_text
from starcheck.ledger.sheets import ROW
from starcheck.ledger.tables import KEY, RECORD_ID, stored_fields
from starcheck.ledger.tabular.columns import Typed
from starcheck.ledger.tabular.gathering import PART, again_in
from starcheck.ledger.tabular.notes import Notes
from starcheck.rules.schema.dictionary import BRANCH, Table

IDS_AT_ONCE = 16_000_000
"""How many ids are compared at a time, about half a gigabyte; of more, those with like hashes are compared together."""


def check_records(found: Typed, table: Table, notes: Notes) -> frozenset[str]:
    """Report what is missing and what contradicts itself.

    Returns:
        the fields of the data dictionary that are empty somewhere.
    """
    name = found.rows.table
    required = [field for field, each in found.fields.items() if each.required or field == table.date]
    compared = [limit for limit in limits(stored_fields(table)) if {limit.name, limit.other} <= found.fields.keys()]
    masks = {f"missing {field}": found.is_missing(field) for field in required}
    masks |= {f"beyond {limit.name}": _beyond(limit) for limit in compared}
    empty = {f"empty {field}": pl.col(field).is_null() for field in found.fields}
    counted = found.rows.collect(found.frame.select(**{key: mask.sum() for key, mask in (masks | empty).items()}))
    counts = counted.row(0, named=True)
    for field in required:
        if count := counts[f"missing {field}"]:
            _tell_missing(found, field, count, notes)
    for limit in compared:
        if count := counts[f"beyond {limit.name}"]:
            _tell_beyond(found, limit, count, notes)
    if name not in OWN_TABLES:
        _check_ids(found, KEY if name == BRANCH else RECORD_ID, notes)
    absent = stored_fields(table).keys() - found.fields.keys()
    return frozenset(absent | {field for field in found.fields if counts[f"empty {field}"]})


def _beyond(limit: Limit) -> pl.Expr:
    return pl.col(limit.name).cast(pl.Int128) * limit.factor > pl.col(limit.other).cast(pl.Int128) * limit.other_factor


def _tell_missing(found: Typed, field: str, count: int, notes: Notes) -> None:
    message = t("“{field}” is missing.", field=found.fields[field].label)
    rows = _first(found, found.is_missing(field), [], notes.problems.room(message))
    for part, row in rows.iter_rows():
        notes.problems.add(found.rows.place(part, row, field), message, t("It may not be left empty."))
    notes.problems.add_unlisted(message, count - rows.height)


def _tell_beyond(found: Typed, limit: Limit, count: int, notes: Notes) -> None:
    field, other = found.fields[limit.name], found.fields[limit.other]
    rows = _first(found, _beyond(limit), [limit.name, limit.other], notes.problems.room(BEYOND))
    for part, row, number, greatest in rows.iter_rows():
        values = {"field": field.label, "read": value_text(number, field)}
        message = replace(BEYOND, values={**values, "other": other.label, "limit": value_text(greatest, other)})
        notes.problems.add(found.rows.place(part, row, limit.name), message, t("Correct one of the two."))
    notes.problems.add_unlisted(BEYOND, count - rows.height)


def _first(found: Typed, mask: pl.Expr, values: list[str], most: int) -> pl.DataFrame:
    """The first rows of which something holds."""
    return found.rows.collect(found.frame.filter(mask).select(PART, ROW, *values).head(most))


def _check_ids(found: Typed, field: str, notes: Notes) -> None:
    """Refuse an id that stands in two records of a branch, or in two branches."""
    if field not in found.fields or found.count < 2:
        return
    named = [KEY, RECORD_ID] if field == RECORD_ID and KEY in found.fields else [field]
    ids = found.frame.filter(pl.col(field).is_not_null()).select(PART, ROW, *named, same=pl.struct(named).hash())
    passes = 1 + found.count // IDS_AT_ONCE
    for number in range(passes):
        some = ids if passes == 1 else ids.filter(pl.col("same") % passes == number)
        again = found.rows.collect(some.group_by("same").agg(pl.len()).filter(pl.col("len") > 1))
        if again.height:
            _tell_same(found, some.filter(pl.col("same").is_in(again["same"].implode())), field, named, notes)


def _tell_same(found: Typed, ids: pl.LazyFrame, field: str, named: list[str], notes: Notes) -> None:
    firsts = pl.col(PART, ROW).first().over(named).name.prefix("first ")
    again = found.rows.collect(ids.with_columns(firsts, again=again_in(*named)).filter("again"))
    hint = t("Give every branch its own id.") if field == KEY else t("Give every record of a table its own id.")
    for row in again.iter_rows(named=True):
        place = found.rows.place(row[PART], row[ROW], field)
        first = found.rows.place(row[f"first {PART}"], row[f"first {ROW}"], field)
        where = first.cell if (first.source, first.sheet) == (place.source, place.sheet) else first
        message = t("“{id}” stands here again; first in {cell}.", id=row[field], cell=where)
        notes.problems.add(place, message, hint)
