"""From cells as they were written to typed columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from starcheck.language import Title, t
from starcheck.ledger.cells import Cell
from starcheck.ledger.layout import OWN_TABLES, TRUTH_WORDS, columns, words_of
from starcheck.ledger.numerals import value_text
from starcheck.ledger.problems import CellError
from starcheck.ledger.sheets import ROW
from starcheck.ledger.tables import KEY, RECORD_ID, dtype_of
from starcheck.ledger.tabular.files import BETWEEN, names_text
from starcheck.ledger.tabular.gathering import LEAD, PART, Rows
from starcheck.ledger.tabular.notes import Notes, Repair
from starcheck.ledger.tabular.plain import FILES_APART, Plain, plainly
from starcheck.ledger.tabular.spelled import reader_of_texts
from starcheck.ledger.tabular.tallies import Tallies
from starcheck.rules.schema.dictionary import BRANCH, Field, Table

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
NAMED, NAMES, STRANGERS = "named", "names", "strangers"
"""Tallies beside those of rows: the records with a name, their names, the ids that are those of no branch."""
NAMES_AT_ONCE = 16_000_000
"""How many names are compared at a time, in about half a gigabyte; of more, those whose hashes are alike."""
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
        count: how many records there are.
        tallies: what is looked for in them.
        tallied: how many rows each of the tallies found; about names and strangers only if all cells are plain.
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


def typed(rows: Rows, table: Table, notes: Notes, branches: pl.LazyFrame | None = None) -> Typed:
    """Read the cells of a table.

    Whatever is counted is counted in one pass. Only if a cell is not plain, its column is read once more, by its
    spellings, and what was counted is counted again.

    Args:
        rows: as they were written.
        table: what the data dictionary says.
        notes: told of every cell that cannot be used, and of every one that was read otherwise than it stands there.
        branches: whose records these may be; whether there are others is counted too.
    """
    fields = {name: each for name, each in columns(rows.table, table).items() if name in rows.schema}
    plain = {name: plainly(name, rows.schema[name], each) for name, each in fields.items()}
    tallies = Tallies(table, _naming(rows.table, fields), fields, {})
    counted = _counted(rows, plain, tallies, branches)
    _tell_totals(rows, plain, counted["totals"], notes)
    _tell_blank(rows, plain, counted["blank"], notes)
    kept = rows.frame.filter(~_skipped(rows, plain)) if counted["blank"] + counted["totals"] else rows.frame
    count = counted["rows"] - counted["blank"] - counted["totals"]
    odd = [name for name in fields if counted[f"odd {name}"]]
    read = {name: _spellings(rows, kept, name, plain[name], fields[name], notes) for name in odd}
    values = [_value(name, plain[name], fields[name], read.get(name)) for name in fields]
    found = Typed(rows, kept.select(PART, ROW, *values), count, tallies, counted)
    return _read_again(found, kept, values, plain, read, notes) if read else found


def _naming(table: str, fields: Mapping[str, Field]) -> Sequence[str]:
    """The columns that together name a record."""
    own = KEY if table == BRANCH else RECORD_ID
    if table in OWN_TABLES or own not in fields:
        return ()
    return tuple(name for name in dict.fromkeys((KEY, own)) if name in fields)


def _counted(rows: Rows, plain: Mapping[str, Plain], tallies: Tallies, branches: pl.LazyFrame | None) -> dict[str, int]:
    """The rows, those that are left out, the cells that are not plain; the tallies as if all were plain."""
    values = [_value(name, plain[name], field, None) for name, field in tallies.fields.items()]
    odd = {f"odd {name}": each.odd for name, each in plain.items()}
    blank, total = _blank(rows, plain), _total(rows, plain)
    frame = rows.frame.select(*values, **odd, blank=blank, totals=total & ~blank)
    kept = ~(pl.col("blank") | pl.col("totals"))
    masks = tallies.expressions() | {name: pl.col(name) for name in odd}
    sums = {name: (mask & kept).sum() for name, mask in masks.items()}
    left_out = [pl.col("blank").sum(), pl.col("totals").sum()]
    queries = [frame.select(pl.len().alias("rows"), *left_out, **sums, **_names(rows, tallies, kept))]
    if branches is not None and KEY in tallies.fields:
        queries.append(strangers(frame.filter(kept), branches))
    counted, *unknown = rows.collect_all(queries)
    found: dict[str, int] = counted.row(0, named=True)
    return found | ({STRANGERS: unknown[0].height} if unknown else {})


def _names(rows: Rows, tallies: Tallies, kept: pl.Expr) -> dict[str, pl.Expr]:
    """How many records have a name, and how many names there are, if these are few enough to be held at once."""
    if not tallies.named or (rows.streamed or 0) > NAMES_AT_ONCE:
        return {}
    named = tallies.is_named & kept
    names = pl.when(named).then(tallies.name_hash)
    return {NAMED: named.sum(), NAMES: names.n_unique() - (~named).any().cast(pl.UInt32)}


def strangers(frame: pl.LazyFrame, branches: pl.LazyFrame) -> pl.LazyFrame:
    """The ids in a table that are those of no branch; rows of one branch mostly follow one another."""
    ids = frame.select(KEY).filter(pl.col(KEY).is_not_null() & pl.col(KEY).ne_missing(pl.col(KEY).shift()))
    return ids.unique().join(branches.select(KEY), on=KEY, how="anti")


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
    tallies = replace(found.tallies, wrong=wrong)
    counts = {name: mask.sum() for name, mask in tallies.expressions().items()}
    tallied = found.rows.collect(frame.select(pl.len().alias("rows"), **counts)).row(0, named=True)
    return Typed(found.rows, frame, tallied["rows"], tallies, tallied)


def _skipped(rows: Rows, plain: Mapping[str, Plain]) -> pl.Expr:
    return _blank(rows, plain) | _total(rows, plain)


def _blank(rows: Rows, plain: Mapping[str, Plain]) -> pl.Expr:
    """Where nothing stands; whose row it would be is not written in it if the book says so."""
    written = [name for name in plain if name != KEY or not rows.owned]
    return pl.all_horizontal(pl.col(name).is_null() for name in written or plain)


def _total(rows: Rows, plain: Mapping[str, Plain]) -> pl.Expr:
    """Where a row sums those above it."""
    numbers = {name: [part.at[name] for part in rows.parts if name in part.at] for name in plain}
    left = sorted((name for name in plain if numbers[name]), key=lambda name: min(numbers[name]))
    names = [name for name in (LEAD, *left[:_BEGINNING]) if isinstance(rows.schema.get(name), pl.String)]
    stands = [pl.col(name).is_in(TOTALS).fill_null(value=False) for name in names]
    return pl.any_horizontal(stands or [pl.lit(value=False)])


def _tell_totals(rows: Rows, plain: Mapping[str, Plain], count: int, notes: Notes) -> None:
    if count:
        first = rows.collect(rows.frame.filter(_total(rows, plain) & ~_blank(rows, plain)).head(1)).row(0, named=True)
        word = next(str(value) for value in first.values() if value in TOTALS)
        notes.repairs.append(
            Repair(rows.place(first[PART], first[ROW]), word, t("left out: a total of other rows"), count)
        )


def _tell_blank(rows: Rows, plain: Mapping[str, Plain], count: int, notes: Notes) -> None:
    if count:
        part, row = rows.collect(rows.frame.filter(_blank(rows, plain)).select(PART, ROW).head(1)).row(0)
        notes.repairs.append(Repair(rows.place(part, row), "", t("left out: nothing stands in the row"), count))


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
        if value is not None and not _is_said_so(written, taken):
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


def _shown(value: Cell | None, declared: Field) -> str | Title:
    """A value in the words of a dropdown, or as it would be typed."""
    match value:
        case bool():
            return TRUTH_WORDS[value]
        case int():
            return value_text(value, declared)
        case list():
            return names_text(value)
        case str() if declared.allowed:
            return words_of(declared)[value]
        case _:
            return str(value)


def _is_said_so(written: str, taken: str | Title) -> bool:
    """Whether a cell says in so many words what it was read as."""
    return written in ((taken.zh, taken.en) if isinstance(taken, Title) else (taken, taken.replace(BETWEEN, ";")))
