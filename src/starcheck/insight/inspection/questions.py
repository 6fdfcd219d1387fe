"""What is asked of the records of a table, as queries with their thresholds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from starcheck.insight.inspection.held import Held
from starcheck.insight.inspection.pattern import BRANCHES, NUMBER, RECORDS, Look
from starcheck.language import t
from starcheck.ledger.copies import Copies
from starcheck.ledger.tables import KEY
from starcheck.rules.schema.dictionary import NUMERIC

FULL_RECORDS, FULL_TOTAL = 12, 100
"""Attendance without a gap: from so many records on, with so many people expected altogether."""
BEYOND_FIRST = 2
"""From so many records on that come after another of their day and kind."""
ONE_DAY_RECORDS, MONTH_END_RECORDS = 12, 12
"""From so many records on that have but one day, or only ends of months."""
ROUND_VALUES, ROUND_DISTINCT, ROUND_PERCENT = 20, 5, 90
"""From so many values on, so many of them different, so many in a hundred multiples of ten."""
FILE_RECORDS, FILE_NAMES = 5, 2
"""From so many records on that name one file, or so many names of one content."""
COPIED_RECORDS, COPIED_FIELDS, COMMON = 5, 3, 10
"""From so many records on, each of so many filled fields; what more branches have in common is no copy."""
MOST_BRANCHES = 20
"""How many branches of one pattern are named."""

_DAYS, _TOTAL, _VALUES, _DISTINCT, _ROUND, _SIZE = "days", "total", "values", "distinct", "round", "size"
_DAY, _FIRST, _LAST, _FULL, _FIRSTS, _ENDS = "day", "first", "last", "full", "firsts", "ends"
_FILE, _NAME, _NAMES, _RECORD, _SAME = "file", "name", "names", "record", "same"
_ALIKE = "alike records"
"""Stands beside fields, none of which has such a name."""
_OTHER, _OTHER_SIZE = f"{KEY}_other", f"{_SIZE}_other"
_OF_BRANCH = pl.concat_list(KEY).alias(BRANCHES)
_COUNTED = pl.len().alias(RECORDS)


def always_full(held: Held) -> Iterator[Look]:
    """Attendance without a gap."""
    for name, whole in held.attendance if held.date else ():
        yield _full(held, name, whole)


def _full(held: Held, name: str, whole: str) -> Look:
    part, most = pl.col(name), pl.col(whole)
    known = part.is_not_null() & most.is_not_null()
    found = held.frame.filter(known).group_by(KEY)
    counted = found.agg(_COUNTED, most.sum().alias(_TOTAL), (part == most).all().alias(_FULL))
    enough = (pl.col(RECORDS) >= FULL_RECORDS) & (pl.col(_TOTAL) >= FULL_TOTAL)
    return Look(
        held,
        (name, whole),
        counted.filter(enough & pl.col(_FULL)).with_columns(_OF_BRANCH),
        ranked=(RECORDS, KEY),
        figures=(RECORDS, _TOTAL),
        message=t(
            "Branch {branch}, “{table}”: “{part}” equals “{whole}” in all {records} records, {total} altogether.",
            part=held.fields[name].label, whole=held.fields[whole].label,
        ),
        members=lambda _: known,
    )  # fmt: skip


def same_day(held: Held) -> Iterator[Look]:
    """Several records of one kind on one day."""
    if held.date is None or not held.attendance:
        return
    known, alike = pl.col(held.date).is_not_null(), [KEY, held.date, *held.of_type("choice", "text")]
    together = held.frame.filter(known).group_by(alike).agg(pl.len().alias(_ALIKE))
    counted = (
        together.filter(pl.col(_ALIKE) > 1)
        .group_by(KEY)
        .agg(pl.col(_ALIKE).sum().alias(RECORDS), pl.len().alias(_FIRSTS), pl.col(held.date).n_unique().alias(_DAYS))
    )
    yield Look(
        held,
        (held.date,),
        counted.filter(pl.col(RECORDS) - pl.col(_FIRSTS) >= BEYOND_FIRST).with_columns(_OF_BRANCH),
        ranked=(RECORDS, KEY),
        figures=(RECORDS, _DAYS),
        message=t("Branch {branch}, “{table}”: {records} records share day and kind with another; days: {days}."),
        members=lambda _: known & (pl.len().over(alike) > 1),
        order=(pl.col(held.date),),
    )


def one_day(held: Held) -> Iterator[Look]:
    """Records that all have the same day."""
    if held.date is None or not held.is_log:
        return
    day = pl.col(held.date)
    found = held.frame.filter(day.is_not_null()).group_by(KEY)
    counted = found.agg(_COUNTED, day.min().alias(_DAY), day.max().alias(_LAST))
    enough = (pl.col(RECORDS) >= ONE_DAY_RECORDS) & (pl.col(_DAY) == pl.col(_LAST))
    yield Look(
        held,
        (held.date,),
        counted.filter(enough).with_columns(_OF_BRANCH),
        ranked=(RECORDS, KEY),
        figures=(RECORDS, _DAY),
        message=t("Branch {branch}, “{table}”: all {records} records are dated {day}."),
        members=lambda _: day.is_not_null(),
    )


def month_ends(held: Held) -> Iterator[Look]:
    """Records that all lie on last days of months."""
    if held.date is None or not held.is_log:
        return
    day = pl.col(held.date)
    found = held.frame.filter(day.is_not_null()).group_by(KEY)
    counted = found.agg(_COUNTED, day.n_unique().alias(_DAYS), (day == day.dt.month_end()).all().alias(_ENDS))
    enough = (pl.col(RECORDS) >= MONTH_END_RECORDS) & (pl.col(_DAYS) > 1)
    yield Look(
        held,
        (held.date,),
        counted.filter(enough & pl.col(_ENDS)).with_columns(_OF_BRANCH),
        ranked=(RECORDS, KEY),
        figures=(RECORDS, _DAYS),
        message=t(
            "Branch {branch}, “{table}”: all {records} records are dated on the last day of a month; days: {days}."
        ),
        members=lambda _: day.is_not_null(),
    )


def round_numbers(held: Held) -> Iterator[Look]:
    """Numbers that mostly are multiples of ten."""
    for name in held.of_type("integer", "decimal"):
        yield _round(held, name)


def _round(held: Held, name: str) -> Look:
    value, ten = pl.col(name), 10 ** (held.fields[name].scale + 1)
    found = held.frame.filter(value != 0).group_by(KEY)
    is_round = value % ten == 0
    counted = found.agg(pl.len().alias(_VALUES), is_round.sum().alias(_ROUND), value.n_unique().alias(_DISTINCT))
    enough = (pl.col(_VALUES) >= ROUND_VALUES) & (pl.col(_DISTINCT) >= ROUND_DISTINCT)
    return Look(
        held,
        (name,),
        counted.filter(enough & (pl.col(_ROUND) * 100 >= pl.col(_VALUES) * ROUND_PERCENT)).with_columns(_OF_BRANCH),
        ranked=(_VALUES, KEY),
        figures=(_VALUES, _ROUND, _DISTINCT),
        message=t(
            "Branch {branch}, “{table}”: of {values} numbers under “{field}”, {round} are multiples of ten;"
            " {distinct} differ.",
            field=held.fields[name].label,
        ),
        members=lambda _: is_round & (value != 0),
    )


def same_file(held: Held) -> Iterator[Look]:
    """One file, or one content, behind many records."""
    for name in held.of_type("files"):
        yield _named_often(held, name)


def _named_often(held: Held, name: str) -> Look:
    copies = held.copies or Copies({}, {})
    record = pl.int_range(pl.len())
    named = held.frame.select(KEY, record.alias(_RECORD), pl.col(name).alias(_NAME)).filter(
        pl.col(_NAME).list.len() > 0
    )
    uses = named.explode(_NAME).with_columns(
        _replaced(copies.of_file).alias(_NAME), _replaced(copies.of_content).alias(_FILE)
    )
    by_branch = uses.group_by(_FILE, KEY).agg(pl.col(_RECORD).n_unique().alias(RECORDS))
    counted = by_branch.group_by(_FILE).agg(
        pl.col(RECORDS).sum(),
        pl.len().alias(_SIZE),
        pl.col(KEY).sort().head(MOST_BRANCHES).alias(BRANCHES),
    )
    names = uses.group_by(_FILE).agg(pl.col(_NAME).n_unique().alias(_NAMES))
    enough = (pl.col(RECORDS) >= FILE_RECORDS) | (pl.col(_NAMES) >= FILE_NAMES)
    return Look(
        held,
        (name,),
        counted.join(names, on=_FILE).filter(enough),
        ranked=(RECORDS, _FILE),
        figures=(_FILE, RECORDS, _SIZE, _NAMES),
        message=t(
            "“{table}”: {records} records name the file “{file}” under “{field}”. Branches: {size}.",
            field=held.fields[name].label,
        )
        if held.copies is None
        else t(
            "“{table}”: {records} records name files with the content of “{file}” under “{field}”. Names: {names}."
            " Branches: {size}.",
            field=held.fields[name].label,
        ),
        members=lambda row: pl.col(name).list.set_intersection(copies.names(row[_FILE])).list.len() > 0,
    )


def _replaced(names: Mapping[str, str]) -> pl.Expr:
    return pl.col(_NAME).replace(list(names), list(names.values())) if names else pl.col(_NAME)


def same_records(held: Held) -> Iterator[Look]:
    """Records that two branches have alike."""
    telling = [name for name, field in held.fields.items() if field.type in NUMERIC | {"date"}]
    if len(held.fields) < COPIED_FIELDS or not telling:
        return
    filled = pl.sum_horizontal(pl.col(name).is_not_null() for name in held.fields)
    telling_filled = pl.any_horizontal(pl.col(name).is_not_null() for name in telling)
    files = held.of_type("files")
    content = pl.struct(pl.col(name).list.join("\0") if name in files else pl.col(name) for name in held.fields)
    same = content.hash().alias(_SAME)
    compared = (filled >= COPIED_FIELDS) & telling_filled
    rows = held.frame.filter(compared).select(KEY, same)
    sizes = rows.group_by(KEY).agg(pl.len().alias(_SIZE))
    # Two numbers for each content are little to hold; the names of branches are only looked at for what several have.
    owner = pl.col(KEY).hash()
    several = rows.group_by(_SAME).agg(owner.min().alias(_FIRST), owner.max().alias(_LAST))
    held_by = rows.join(several.filter(pl.col(_FIRST) != pl.col(_LAST)), on=_SAME, how="semi").unique()
    uncommon = held_by.group_by(_SAME).agg(pl.len().alias(_SIZE)).filter(pl.col(_SIZE) <= COMMON)
    shared = held_by.join(uncommon, on=_SAME, how="semi")
    pairs = shared.join(shared, on=_SAME, suffix="_other").filter(pl.col(KEY) < pl.col(_OTHER))
    counted = pairs.group_by(KEY, _OTHER).agg(_COUNTED, pl.col(_SAME)).filter(pl.col(RECORDS) >= COPIED_RECORDS)
    both = counted.join(sizes, on=KEY).join(sizes, left_on=_OTHER, right_on=KEY, suffix="_other")
    half = pl.col(RECORDS) * 2 >= pl.min_horizontal(_SIZE, _OTHER_SIZE)
    yield Look(
        held,
        tuple(held.fields),
        both.filter(half).with_columns(pl.concat_list(KEY, _OTHER).alias(BRANCHES)),
        ranked=(RECORDS, KEY, _OTHER),
        figures=(RECORDS, _SIZE, _OTHER_SIZE),
        message=t(
            "“{table}”: {records} records of branch {branch} agree in everything with records of branch {branch_other};"
            " they have {size} and {size_other}."
        ),
        members=lambda row: compared & same.is_in(row[_SAME]),
        order=(pl.col(NUMBER).min().over(same),),
    )
