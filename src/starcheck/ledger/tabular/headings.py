"""Which table a sheet is, which of its rows holds the headings, which column is which field."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from starcheck.documents.folding import heading_key
from starcheck.errors import Place, nearest
from starcheck.language import LANGS, Title, say, t
from starcheck.ledger.layout import BESIDE, CHOICES, GUIDE, OWN_TABLES, PROBLEMS, TEMPLATE, columns
from starcheck.ledger.naming import unique_names
from starcheck.ledger.sheets import Book, Sheet
from starcheck.ledger.tabular.notes import Notes, Repair
from starcheck.ledger.tabular.unheaded import tell_unheaded
from starcheck.rules.schema.dictionary import BRANCH, Field, Table

_ASIDE = re.compile(r"^(.+)\(([^()]*)\)$")
_MARKS = frozenset({"必填", "选填", "required", "optional"})
"""What stands in parentheses behind a heading and is no unit."""
_NUMBERS = frozenset(map(heading_key, ("序号", "编号", "行号", "No.", "No", "#", "nr", "nr.")))
"""Headings of columns that only count rows."""
_HELPS = frozenset(heading_key(word) for title in (GUIDE, CHOICES, PROBLEMS) for word in (title.zh, title.en))
"""Sheets that starcheck writes and that hold nothing to be read."""
_MAYBE = 0.5
"""How much a heading has to be like that of a field to ask for it: half of two characters."""
_ENOUGH = 0.6
"""Which part of the headings of an unknown sheet has to be that of a table, to take it for this table."""


@dataclass(frozen=True, slots=True)
class Headed:
    """A sheet whose columns are known.

    Attributes:
        above: how many rows stand above the records, headings included.
        at: the number of the column of each field that is there.
        lead: the first column, if it is no field: there people write that a row is a total.
    """

    table: str
    sheet: Sheet
    above: int
    at: Mapping[str, int]
    lead: int | None

    def place(self, row: int | None = None, field: str | None = None) -> Place:
        """Where the cell of a field stands."""
        return self.sheet.place(row, self.at.get(field or ""))

    @property
    def heading_row(self) -> int | None:
        """The number of the row of headings; None where columns have names."""
        return None if self.sheet.titled else self.above


Parts: TypeAlias = Mapping[str, Sequence[tuple[int, Headed]]]
"""The sheets of all books, by table, each with the number of its book."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What tables and their columns may be called.

    Attributes:
        sheets: the table that each name of a sheet means.
        headings: per table, the field that each heading means.
    """

    tables: Mapping[str, Table]
    sheets: Mapping[str, str]
    headings: Mapping[str, Mapping[str, str]]

    @property
    def records(self) -> tuple[str, ...]:
        """The tables of records, those aside that speak of branches or of the ledger itself."""
        return tuple(name for name in self.tables if name != BRANCH and name not in OWN_TABLES)

    @classmethod
    def of(cls, tables: Mapping[str, Table]) -> Vocabulary:
        """The words of some tables."""
        called = [unique_names({name: say(table.label, lang) for name, table in tables.items()}) for lang in LANGS]
        sheets = {
            heading_key(word): name
            for name, table in tables.items()
            for word in (name, *_both(table.label), *table.aliases, *(names[name] for names in called))
        }
        return cls(tables, sheets, {name: _headings(columns(name, table)) for name, table in tables.items()})


def parts_of(books: Sequence[Book], words: Vocabulary, notes: Notes) -> Parts:
    """The sheets of books that are tables; whatever else is in them is told."""
    parts: defaultdict[str, list[tuple[int, Headed]]] = defaultdict(list)
    for number, book in enumerate(books):
        for problem in book.problems:
            notes.problems.add(problem.place, problem.message, problem.hint)
        for warning in book.warnings:
            notes.warnings.add(warning.place, warning.message, warning.hint)
        for each in _headed_sheets(book, words, notes):
            parts[each.table].append((number, each))
            tell_unheaded(each.sheet, each.above, notes)
    return parts


def _headed_sheets(book: Book, words: Vocabulary, notes: Notes) -> list[Headed]:
    named = [(sheet, words.sheets.get(heading_key(sheet.name))) for sheet in book.sheets]
    present = {name for sheet, name in named if name and any(map(any, sheet.head))}
    found = []
    for sheet, name in named:
        if not any(map(any, sheet.head)):
            continue
        table = name or _resembling(sheet, present, words, notes)
        if table is not None:
            found.append(_headed(sheet, table, words, notes))
            _tell_hidden(sheet, table, notes)
    return [each for each in found if each is not None]


def _tell_hidden(sheet: Sheet, table: str, notes: Notes) -> None:
    if sheet.hidden and table != TEMPLATE:
        notes.warnings.add(sheet.place(), t("The sheet is hidden; it was read."), t("Show it or delete it."))


def _resembling(sheet: Sheet, present: Iterable[str], words: Vocabulary, notes: Notes) -> str | None:
    """The only table whose headings an unknown sheet has."""
    if sheet.hidden or heading_key(sheet.name) in _HELPS:
        return None
    likely = _likely(sheet, words)
    if len(likely) != 1:
        message = t("The rule set has no table “{name}”; it was not read.", name=sheet.name)
        choices = [table.label for name, table in words.tables.items() if name != TEMPLATE]
        rename = t("Rename it if it is one of: {choices}.", choices=choices)
        notes.warnings.add(sheet.place(), message, lambda: nearest(sheet.name, words.sheets) or rename)
        return None
    label = words.tables[likely[0]].label
    if likely[0] in present:
        message = t("“{name}” has the headings of “{table}”, which has a sheet already.", name=sheet.name, table=label)
        notes.problems.add(sheet.place(), message, t("Put the records into one sheet, or remove this one."))
        return None
    message = t("“{name}” has the headings of “{table}” and was read as such.", name=sheet.name, table=label)
    notes.warnings.add(sheet.place(), message, t("Rename it to “{table}”.", table=label))
    return likely[0]


def _likely(sheet: Sheet, words: Vocabulary) -> list[str]:
    """The tables that have most of the headings of a sheet, if these are enough."""
    best = {name: _best_row(sheet, words.headings[name]) for name in words.tables if name not in OWN_TABLES}
    most = max((count for _, count in best.values()), default=0)
    return [
        name
        for name, (index, count) in best.items()
        if count == most > 1 and count >= _ENOUGH * sum(map(bool, sheet.head[index]))
    ]


def _headed(sheet: Sheet, name: str, words: Vocabulary, notes: Notes) -> Headed | None:
    known, fields = words.headings[name], columns(name, words.tables[name])
    index, matched = _best_row(sheet, known)
    if not matched:
        message = t("No row has the headings of “{table}”.", table=words.tables[name].label)
        notes.problems.add(
            sheet.place(),
            message,
            t("Write them into the first row: {choices}.", choices=[field.label for field in fields.values()]),
        )
        return None
    at: dict[str, int] = {}
    unknown: dict[int, str] = {}
    for column, heading in enumerate(sheet.head[index]):
        field = _field_of(heading, known, fields)
        if field is None and heading.strip():
            unknown[column] = heading
        elif field in at:
            first = sheet.place(index + 1, at[field]).cell
            message = t("“{heading}” stands here again; first in {cell}.", heading=heading.strip(), cell=first)
            notes.problems.add(_heading_place(sheet, index, column), message, t("Keep one of the two columns."))
        elif field is not None:
            at[field] = column
    _tell_unknown(sheet, index, name, unknown, fields, at, notes)
    _tell_absent(sheet, index, name, words.tables[name], fields, at, notes)
    if index and not sheet.titled:
        above = " ".join(cell.strip() for row in sheet.head[:index] for cell in row if cell.strip())
        notes.repairs.append(Repair(sheet.place(1, 0), above, t("left out: above the headings"), index))
    lead = min(at.values())
    return Headed(name, sheet, 0 if sheet.titled else index + 1, at, 0 if lead > 0 else None)


def _best_row(sheet: Sheet, known: Mapping[str, str]) -> tuple[int, int]:
    """The row with the most headings, the first of equals, and how many it has."""
    best, most = 0, 0
    for index, row in enumerate(sheet.head[:1] if sheet.titled else sheet.head):
        filled = [cell for cell in row if cell]
        if len(filled) <= most:
            continue
        meant = {field for cell in filled if (field := known.get(heading_key(cell)) or known.get(_without_aside(cell)))}
        if len(meant) > most:
            best, most = index, len(meant)
    return best, most


def _field_of(heading: str, known: Mapping[str, str], fields: Mapping[str, Field]) -> str | None:
    """The field that a heading means, with or without its unit."""
    key = heading_key(heading)
    if key in known:
        return known[key]
    aside = _ASIDE.match(key)
    field = known.get(aside[1]) if aside else None
    if aside is None or field is None:
        return None
    return field if aside[2] in _MARKS | {heading_key(fields[field].unit)} else None


def _without_aside(heading: str) -> str:
    key = heading_key(heading)
    aside = _ASIDE.match(key)
    return aside[1] if aside else key


def _tell_unknown(
    sheet: Sheet,
    index: int,
    name: str,
    unknown: Mapping[int, str],
    fields: Mapping[str, Field],
    at: Mapping[str, int],
    notes: Notes,
) -> None:
    """Columns that are no field: a slip if it is spelled nearly as one that is not there."""
    absent = [word for each, field in fields.items() if each not in at for word in (*_both(field.label), each)]
    beside = _headings(BESIDE.get(name, {}))
    for column, heading in unknown.items():
        if heading_key(heading) in beside:
            continue
        place = _heading_place(sheet, index, column)
        if heading_key(heading) in _NUMBERS:
            notes.repairs.append(Repair(place, heading.strip(), t("left out: it only counts the rows")))
            continue
        read = " ".join(heading.split())
        if hint := nearest(read, absent):
            notes.problems.add(place, t("No field is called “{heading}”.", heading=read), hint)
        else:
            message = t("No field is called “{heading}”; the column was not read.", heading=read)
            notes.warnings.add(place, message, nearest(read, absent, _MAYBE))


def _tell_absent(
    sheet: Sheet, index: int, name: str, table: Table, fields: Mapping[str, Field], at: Mapping[str, int], notes: Notes
) -> None:
    for field, declared in fields.items():
        if field in at:
            continue
        place = sheet.place(None if sheet.titled else index + 1)
        if field == table.date or (declared.required and field in table.fields):
            message = t("There is no column “{heading}”.", heading=declared.label)
            notes.problems.add(place, message, t("Every record needs it: add the column."))
        elif field in table.fields and name not in OWN_TABLES:
            message = t("There is no column “{heading}”; it was taken as empty.", heading=declared.label)
            notes.warnings.add(place, message)


def _heading_place(sheet: Sheet, index: int, column: int) -> Place:
    return sheet.place(None if sheet.titled else index + 1, column)


def _headings(fields: Mapping[str, Field]) -> dict[str, str]:
    return {
        heading_key(word): name
        for name, field in fields.items()
        for word in (name, *_both(field.label), *field.aliases)
        if word
    }


def _both(label: Title) -> Sequence[str]:
    return (label.zh, label.en)
