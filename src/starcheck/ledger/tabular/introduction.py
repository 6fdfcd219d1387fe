"""What books say about themselves: the rule set, the period, the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from starcheck.documents import Data
from starcheck.errors import LedgerError, Place
from starcheck.language import t
from starcheck.ledger.cells import read_date
from starcheck.ledger.heading import AS_OF, PERIOD, RULESET, Heading, read_period, read_reference
from starcheck.ledger.layout import ALONE, EDITION, LEDGER, OWN_TABLES, TEMPLATE
from starcheck.ledger.problems import CellError
from starcheck.ledger.sheets import ROW, Book
from starcheck.ledger.tabular.columns import Typed, typed
from starcheck.ledger.tabular.gathering import PART, gathered
from starcheck.ledger.tabular.headings import Parts, Vocabulary, parts_of
from starcheck.ledger.tabular.notes import Notes
from starcheck.rules.schema.ruleset import RuleSet

_Value = TypeVar("_Value")


def heading_in(parts: Parts, notes: Notes) -> Heading:
    """The heading that all books have in common; where they contradict each other, that is reported."""
    own, template = (_read(name, parts, notes) for name in (LEDGER, TEMPLATE))
    named = _common(own, RULESET, read_reference, notes)
    made_for = _common(template, RULESET, read_reference, notes)
    return Heading(
        ruleset=named or made_for,
        period=_common(own, PERIOD, partial(read_period, OWN_TABLES[LEDGER].fields[PERIOD].label), notes),
        as_of=_common(own, AS_OF, partial(read_date, AS_OF), notes),
        edition=next(map(str, _stated(template, EDITION)), None),
    )


def introduction(books: Sequence[Book]) -> Heading:
    """What books say about themselves, before a rule set is known.

    Raises:
        LedgerError: if that cannot be read.
    """
    words = Vocabulary.of({name: OWN_TABLES[name] for name in ALONE})
    notes = Notes()
    heading = heading_in(parts_of(books, words, Notes()), notes)
    if problems := notes.problems.all():
        raise LedgerError(problems)
    return heading


def stated_at(books: Sequence[Book], field: str) -> Place:
    """Where books say something about themselves first."""
    parts = parts_of(books, Vocabulary.of({name: OWN_TABLES[name] for name in ALONE}), Notes())
    for name in (LEDGER, TEMPLATE):
        found = _read(name, parts, Notes())
        if found is not None and field in found.fields:
            rows = found.rows.collect(found.frame.select(PART, ROW, field).drop_nulls().head(1))
            if rows.height:
                part, row, _ = rows.row(0)
                return found.rows.place(part, row, field)
    return Place(books[0].source)


def check_made_for(heading: Heading, books: Sequence[Book], parts: Parts, ruleset: RuleSet, notes: Notes) -> None:
    """Refuse books that are made for another rule set; a template of another edition deserves a look."""
    exact = f"{ruleset.ruleset}@{ruleset.edition}"
    if heading.ruleset not in {None, ruleset.ruleset, exact}:
        message = t("The ledger is made for “{named}”, but judged by “{used}”.", named=heading.ruleset, used=exact)
        notes.problems.add(
            stated_at(books, RULESET), message, t("Correct this line, or choose the rule set with --rules.")
        )
    elif (template := _read(TEMPLATE, parts, Notes())) is not None:
        hint = t("If anything seems to be missing, convert the ledger into a new workbook and complete that.")
        for edition, place in _stated(template, EDITION).items():
            if edition != ruleset.edition:
                message = t("The template is that of edition {made}, but {used} is used.", made=edition, used=exact)
                notes.warnings.add(template.rows.place(*place, EDITION), message, hint)


def _read(name: str, parts: Parts, notes: Notes) -> Typed | None:
    table, own = OWN_TABLES[name], [each for _, each in parts.get(name, ())]
    return typed(gathered(name, own, list(table.fields), {}), table, notes) if own else None


def _common(found: Typed | None, field: str, read: Callable[[Data], _Value], notes: Notes) -> _Value | None:
    """The value of a field in all rows that have one."""
    if found is None:
        return None
    stated = _stated(found, field)
    taken: list[_Value] = []
    for written, place in stated.items():
        try:
            taken.append(read(written))
        except CellError as error:
            notes.problems.add(found.rows.place(*place, field), error.message, error.advice)
    if len(stated) > 1:
        _tell_contradiction(found, field, stated, notes)
    return taken[0] if taken else None


def _stated(found: Typed | None, field: str) -> dict[Data, tuple[int, int]]:
    """The values of a field, each with the part and the row where it stands first."""
    stated: dict[Data, tuple[int, int]] = {}
    if found is not None and field in found.fields:
        rows = found.frame.select(PART, ROW, field).drop_nulls()
        for part, row, value in found.rows.collect(rows).iter_rows():
            stated.setdefault(value, (part, row))
    return stated


def _tell_contradiction(found: Typed, field: str, stated: Mapping[Data, tuple[int, int]], notes: Notes) -> None:
    (written, place), *others = stated.items()
    first = found.rows.place(*place, field)
    for other, at in others:
        here = found.rows.place(*at, field)
        message = t(
            "“{field}” is {read} here, but {first} in {place}.",
            field=found.fields[field].label,
            read=other,
            first=written,
            place=first.seen_from(here),
        )
        notes.problems.add(
            here,
            message,
            t("Ledgers that are read together are for one and the same: correct this one, or read it apart."),
        )
