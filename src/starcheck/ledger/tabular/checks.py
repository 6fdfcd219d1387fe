"""What a record says against itself, or against another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import polars as pl

from starcheck.language import t
from starcheck.ledger.limits import BEYOND, Limit
from starcheck.ledger.numerals import value_text
from starcheck.ledger.sheets import ROW
from starcheck.ledger.tables import RECORD_ID, stored_fields
from starcheck.ledger.tabular.columns import NAMED, NAMES, NAMES_AT_ONCE, Typed
from starcheck.ledger.tabular.concerned import concern
from starcheck.ledger.tabular.gathering import PART, again_in
from starcheck.ledger.tabular.notes import Notes
from starcheck.ledger.tabular.tallies import beyond

_SAME = t("“{id}” stands here again; first in {cell}.")


def check_records(found: Typed, notes: Notes) -> frozenset[str]:
    """Report what is missing and what contradicts itself.

    Returns:
        the fields of the data dictionary that are empty somewhere.
    """
    tallies = found.tallies
    for field in tallies.required:
        if count := found.tallied[f"missing {field}"]:
            _tell_missing(found, field, tallies.missing(field), count, notes)
    for limit in tallies.limits:
        if count := found.tallied[f"beyond {limit.name}"]:
            _tell_beyond(found, limit, count, notes)
    _check_names(found, notes)
    absent = stored_fields(tallies.table).keys() - found.fields.keys()
    return frozenset(absent | {field for field in found.fields if found.tallied[f"empty {field}"]})


def check_stated(found: Typed, stating: Iterable[str], notes: Notes) -> None:
    """Report what is missing in rows that state something; rows of a template that nobody filled in do not.

    Args:
        found: the rows.
        stating: the columns in which something is stated.
        notes: where problems go.
    """
    states = [pl.col(name).is_not_null() for name in stating if name in found.fields]
    filled = pl.any_horizontal(pl.lit(value=False), *states)
    for field in found.tallies.required:
        if found.tallied[f"missing {field}"]:
            missing = found.tallies.missing(field) & filled
            count = found.rows.collect(found.frame.select(missing.sum())).item()
            _tell_missing(found, field, missing, count, notes)


def _tell_missing(found: Typed, field: str, missing: pl.Expr, count: int, notes: Notes) -> None:
    message = t("“{field}” is missing.", field=found.fields[field].label)
    rows = _first(found, missing, [], notes.problems.room(message))
    for part, row in rows.iter_rows():
        notes.problems.add(found.rows.place(part, row, field), message, t("It may not be left empty."))
    notes.problems.add_unlisted(message, count - rows.height)
    concern(found.rows, found.frame.filter(missing), notes)


def _tell_beyond(found: Typed, limit: Limit, count: int, notes: Notes) -> None:
    field, other = found.fields[limit.name], found.fields[limit.other]
    rows = _first(found, beyond(limit), [limit.name, limit.other], notes.problems.room(BEYOND))
    for part, row, number, greatest in rows.iter_rows():
        values = {"field": field.label, "read": value_text(number, field)}
        message = replace(BEYOND, values={**values, "other": other.label, "limit": value_text(greatest, other)})
        notes.problems.add(found.rows.place(part, row, limit.name), message, t("Correct one of the two."))
    notes.problems.add_unlisted(BEYOND, count - rows.height)
    concern(found.rows, found.frame.filter(beyond(limit)), notes)


def _first(found: Typed, mask: pl.Expr, values: list[str], most: int) -> pl.DataFrame:
    """The first rows of which something holds."""
    return found.rows.collect(found.frame.filter(mask).select(PART, ROW, *values).head(most))


def _check_names(found: Typed, notes: Notes) -> None:
    """Refuse an id that stands in two records of a branch, or in two branches."""
    tallies, tallied = found.tallies, found.tallied
    if not tallies.named or tallied.get(NAMES, 0) == tallied.get(NAMED, 1):
        return
    named = found.frame.filter(tallies.is_named)
    names = named.select(PART, ROW, *tallies.named, same=tallies.name_hash)
    passes = 1 + (found.rows.streamed or 0) // NAMES_AT_ONCE
    for number in range(passes):
        some = names if passes == 1 else names.filter(pl.col("same") % passes == number)
        often = found.rows.collect(some.group_by("same").agg(pl.len()).filter(pl.col("len") > 1))["same"]
        if often.len():
            _tell_same(found, some.filter(pl.col("same").is_in(often.implode())), notes)


def _tell_same(found: Typed, alike: pl.LazyFrame, notes: Notes) -> None:
    named = found.tallies.named
    firsts = pl.col(PART, ROW).first().over(named).name.prefix("first ")
    hint = (
        t("Give every record of a table its own id.") if named[-1] == RECORD_ID else t("Give every branch its own id.")
    )
    again = found.rows.collect(alike.with_columns(firsts, again=again_in(*named)).filter("again"))
    listed = again.head(notes.problems.room(_SAME))
    for row in listed.iter_rows(named=True):
        place = found.rows.place(row[PART], row[ROW], named[-1])
        first = found.rows.place(row[f"first {PART}"], row[f"first {ROW}"], named[-1])
        message = replace(_SAME, values={"id": row[named[-1]], "cell": first.seen_from(place)})
        notes.problems.add(place, message, hint)
    notes.problems.add_unlisted(_SAME, again.height - listed.height)
    concern(found.rows, again.lazy(), notes)
