"""The units of the branches that were judged, on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from starcheck.engine.results import HIGH, LOW
from starcheck.insight.tallies import BRANCHES, CERTAIN, MEAN, POSSIBLE, count_of, spread_of
from starcheck.insight.units import NAME, Split, Units
from starcheck.language import Text, t
from starcheck.report.batch.request import Batch
from starcheck.report.numbers import points
from starcheck.report.page import Entry, Page, Row

MOST_ROWS = 15
"""How many units are shown."""
MOST_TOLD = 3
"""How many units that stand under several others are told, and how many of those."""
_NOTHING, _BENEATH, _FURTHER = "–", " → ", "…"


def unit_lines(batch: Batch, page: Page) -> list[str]:
    """The units of the highest step that parts the branches, then what is doubtful about any step.

    Args:
        batch: what was judged.
        page: the page to write on.
    """
    units = batch.units
    notes = [line for words in unit_notes(units) for line in page.paragraph(words)]
    step = units.foremost
    if step is None:
        return notes
    heads = _heads(batch)
    rows = [
        Row((Entry(row[NAME]),), tuple(_figure(row[column]) for column in heads))
        for row in units.rows_of(step, MOST_ROWS)
    ]
    counts = [t("{title} {n}", title=each.title, n=each.units) for each in units.steps]
    told = t("Units: {counts}. All of them, with more figures, are in {file}.", counts=counts, file="units.csv")
    return [*page.table([step.title, *heads.values()], rows), "", *page.paragraph(told), *notes]


def _heads(batch: Batch) -> dict[str, Text]:
    """What the columns are called that are shown."""
    ruleset, heads = batch.loaded.ruleset, {BRANCHES: t("Branches")}
    if ruleset.levels:
        title, highest = ruleset.levels[0].title, str(ruleset.levels[0].id)
        counted = t("{level}, certain", level=title)
        if batch.overview.after_quotas:
            counted = t("{level}, certain, after quotas", level=title)
        heads |= {count_of(highest, CERTAIN): counted, count_of(highest, POSSIBLE): t("Perhaps so")}
    if ruleset.has_total:
        heads |= {spread_of(LOW, MEAN): t("Mean now"), spread_of(HIGH, MEAN): t("Mean possible")}
    return heads


def _figure(value: Decimal | int | None) -> object:
    if isinstance(value, Decimal):
        return points(value)
    return "" if value is None else value


def unit_notes(units: Units) -> Iterator[Text]:
    """Which branches are in no unit, which names stand for several units."""
    for step in units.steps:
        if step.without and not step.is_known:
            yield t("{title}: branches that do not say: {n}. They are in none of its figures.",
                    title=step.title, n=step.without)  # fmt: skip
        elif step.without and step.units:
            yield t("{title}: branches without: {n}.", title=step.title, n=step.without)
        yield from map(_split, step.split[:MOST_TOLD])
        if step.splits > MOST_TOLD:
            yield t("{title}: further names like that: {n}. {file} lists the first.",
                    title=step.title, n=step.splits - MOST_TOLD, file="summary.json")  # fmt: skip


def _split(split: Split) -> Text:
    ways = [_BENEATH.join(_NOTHING if name is None else name for name in way) for way in split.above[:MOST_TOLD]]
    return t(
        "“{name}” stands under {ways}: counted as {n} units. If it is one, correct the ledgers.",
        name=split.name, ways=[*ways, *([_FURTHER] if len(split.above) > MOST_TOLD else [])], n=len(split.above),
    )  # fmt: skip
