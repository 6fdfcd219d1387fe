"""The columns of a sheet: headings, what may be written below them, how wide they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from wcwidth import wcswidth

from starcheck.language import Lang, Text, say, t
from starcheck.ledger.describing import kind_of, takes
from starcheck.ledger.layout import BESIDE, MARKS, PAPERS, STATUS, STATUS_TABLE, columns, words
from starcheck.ledger.naming import heading, labels
from starcheck.ledger.tables import MARK_KEY, PAPER, PAPER_KEY, RECORD_ID
from starcheck.rules.schema.dictionary import BRANCH, Field, FieldType, Table
from starcheck.rules.schema.ruleset import RuleSet

_WIDTHS: Mapping[FieldType, int] = {
    "text": 22, "integer": 10, "decimal": 10, "percent": 10, "boolean": 10, "date": 14, "choice": 12, "evidence": 12,
    "files": 30,
}  # fmt: skip
_ONE_LINE = 14
"""Headings that are longer stand in two lines."""
_WIDEST, _WIDEST_READ, _BUTTON, _AIR = 36, 72, 5, 3
"""The widest column, the widest that is only read; what the button of a filter takes, what stays free beside a text."""
_GIVEN: Mapping[str, frozenset[str]] = {
    STATUS: frozenset({STATUS_TABLE}),
    PAPERS: frozenset({PAPER_KEY, PAPER}),
    MARKS: frozenset({MARK_KEY}),
}
"""The columns that a template fills in."""
_EXPLAINED: Mapping[str, str] = {PAPERS: PAPER_KEY, MARKS: MARK_KEY}
"""The columns behind which it stands what they mean; elsewhere what is only to be read comes last."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet.

    Attributes:
        name: the field.
        field: its declaration.
        heading: what stands above it.
        takes: what may be written into a cell; nothing for a column that is only there to be read.
        words: the words of a dropdown, by what they stand for.
        required: whether whoever fills in a row has to fill it in.
        given: whether a template has filled it in already.
    """

    name: str
    field: Field
    heading: str
    takes: tuple[Text, ...] = ()
    words: Mapping[object, str] | None = None
    required: bool = False
    given: bool = False

    @property
    def is_read(self) -> bool:
        """Whether a person only reads it."""
        return self.given or not self.takes

    def width(self, texts: Iterable[str]) -> float:
        """Wide enough for its heading, its words and what stands in it, in characters."""
        whole = wcswidth(self.heading)
        line = whole if whole <= _ONE_LINE else max(_ONE_LINE, whole // 2 + 2)
        longest = max(map(wcswidth, (*texts, *(self.words or {}).values())), default=0)
        room = max(_WIDTHS[self.field.type], line + _BUTTON, longest + _AIR)
        return min(_WIDEST_READ if self.is_read else _WIDEST, room)

    def explained(self, lang: Lang) -> str:
        """What may be written, and the note of the field."""
        words, note = t("{parts}.", parts=list(self.takes)), self.field.note
        return say(t("{sentence} {note}", sentence=words, note=note) if note else words, lang)


@dataclass(frozen=True, slots=True)
class Headings:
    """What a table asks for on its sheet.

    Attributes:
        name: the table.
        table: its declaration.
        ruleset: the rule set.
        lang: the language of headings.
        without: columns that are left out.
    """

    name: str
    table: Table
    ruleset: RuleSet
    lang: Lang
    without: Collection[str] = ()

    def columns(self) -> list[Column]:
        """From left to right; the id of a record comes last, since no person needs it."""
        fields = {name: field for name, field in columns(self.name, self.table).items() if name not in self.without}
        if RECORD_ID in fields:
            fields[RECORD_ID] = fields.pop(RECORD_ID)
        beside = dict(BESIDE.get(self.name, {}))
        called = labels(fields | beside, self.lang)
        found = {name: self._column(name, fields, called[name]) for name in fields}
        order = list(found)
        at = order.index(_EXPLAINED[self.name]) + 1 if self.name in _EXPLAINED else len(order)
        order[at:at] = beside
        return [found.get(name) or Column(name, beside[name], called[name]) for name in order]

    def _column(self, name: str, fields: Mapping[str, Field], label: str) -> Column:
        field = fields[name]
        dates = name == self.table.date
        given = name in _GIVEN.get(self.name, ())
        required = not given and (field.required or dates)
        spelled = {key: say(word, self.lang) for key, word in self._words(name, field)}
        other = self.table.fields[field.at_most].label if field.at_most else None
        return Column(
            name,
            field,
            heading(label, field.unit, self.lang, required=required),
            tuple(takes(field, _kind(field, list(spelled.values())), other=other, dates=dates)),
            spelled or None,
            required,
            given,
        )

    def _words(self, name: str, field: Field) -> tuple[tuple[object, object], ...]:
        if (self.name, name) == (STATUS, STATUS_TABLE):
            return tuple((each, table.label) for each, table in self.ruleset.tables.items() if each != BRANCH)
        return words(field)


def _kind(field: Field, spelled: list[str]) -> Text:
    """What a cell of a workbook takes."""
    if spelled:
        return t("one of ({choices})", choices=spelled)
    return t("file names, one below the other") if field.type == "files" else kind_of(field)
