"""What is given: the rule set's tables, the ledger, the day, the world (semantics §1, §2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from .literals import Raw
from .periods import ONE_DAY, Span, calendar_periods, overlap

Form = Mapping[str, Raw]
"""A construct of the rule language as it comes out of YAML."""

MANY = 1_000_000
MANY_BRANCHES = 10_000_000


@dataclass(frozen=True)
class Table:
    """A table of the data dictionary with what the ledger says about it."""

    name: str
    definition: Form
    status: str
    covers: Span
    rows: tuple[Form, ...]

    @property
    def fields(self) -> Mapping[str, Form]:
        """The fields as the rule set declares them."""
        fields: Mapping[str, Form] = self.definition["fields"]
        return fields

    @property
    def date_field(self) -> str | None:
        """The field that dates a record."""
        return self.definition.get("date")

    @property
    def future(self) -> Raw:
        """``open``, ``closed`` or ``{at_most, per}``."""
        return self.definition.get("future", "open")

    @property
    def incomplete(self) -> bool:
        """Whether records may be missing from it anywhere."""
        return self.status in {"not_provided", "partial"}


@dataclass(frozen=True)
class Case:
    """One branch to be judged by one rule set.

    Attributes:
        company: the ledgers of all branches it is compared with, None if they are not known.
        left_out: how many more there may be, of which nothing is known.
        outer: the case itself, where a criterion looks at one span of its period.
    """

    ruleset: Form
    ledger: Form
    period: Span
    as_of: date
    company: tuple[Form, ...] | None = None
    left_out: int = 0
    outer: Case | None = None

    def changes(self, kind: str) -> Form:
        """What reviewers state of ``criteria`` or ``ratings``, by id or name (semantics §11)."""
        found: Form = self.ledger.get("changes", {}).get(kind, {})
        return found

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """All tables of the rule set, the branch's own included."""
        return {name: self._table(name, definition) for name, definition in self.ruleset["tables"].items()}

    def _table(self, name: str, definition: Form) -> Table:
        given = self.ledger.get(name, "not_provided")
        if name == "branch":
            given = [given]
        if isinstance(given, str):
            given = {"status": given}
        if isinstance(given, list):
            given = {"status": "complete", "records": given}
        covers = Span(*(given.get("covers") or (self.whole.period.first, self.whole.as_of)))
        return Table(name, definition, given["status"], covers, tuple(given.get("records") or ()))

    def seen(self, table: Table) -> list[Form]:
        """The records dated up to ``as_of``; without a date, all."""
        return [row for row in table.rows if (day := self.day_of(table, row)) is None or day <= self.as_of]

    def day_of(self, table: Table, row: Form) -> date | None:
        """The date of a record, if its table has dates and the cell is filled."""
        return row.get(table.date_field) if table.date_field else None

    @property
    def not_seen(self) -> dict[str, int]:
        """How many dated records lie after ``as_of``, and how many others before the period."""
        days = [day for table in self.tables.values() for row in table.rows if (day := self.day_of(table, row))]
        return {
            "after_as_of": sum(day > self.as_of for day in days),
            "outside_period": sum(day <= self.as_of and not self.period.holds(day) for day in days),
        }

    @property
    def whole(self) -> Case:
        """The case of the whole period."""
        return self.outer or self

    @property
    def to_come(self) -> Span | None:
        """The days after ``as_of``, till the period ends."""
        return Span(self.as_of + ONE_DAY, self.period.last) if self.as_of < self.period.last else None


@dataclass(frozen=True)
class World:
    """A case as it stands, or as it can still become by the period's end."""

    case: Case
    reachable: bool

    @property
    def branch(self) -> tuple[Table, Form]:
        """The branch's table and its one row."""
        table = self.case.tables["branch"]
        return table, table.rows[0]

    def may_still_be_filled(self, table: Table) -> bool:
        """Whether an empty date that means "none" may yet get a value (§3)."""
        is_open = table.name != "branch" and table.future != "closed"
        return self.reachable and self.case.whole.to_come is not None and is_open

    def extra_records(self, table: Table, window: Span | None) -> int:
        """The greatest number of further records (§2); undated tables and rosters have no window."""
        return self.unseen_past(table, window) or self.future(table, window)

    def unseen_past(self, table: Table, window: Span | None) -> int:
        """Further records that may exist already: the standing world's extra."""
        if table.incomplete:
            return MANY
        past = overlap(window, Span(window.first, self.case.as_of)) if window and table.date_field else None
        return MANY if past and not past.inside(table.covers) else 0

    def future(self, table: Table, window: Span | None) -> int:
        """Further records that may still be made."""
        if not self.reachable or table.future == "closed":
            return 0
        to_come = self.case.whole.to_come
        if window and table.date_field:
            to_come = overlap(window, self.case.to_come) if self.case.to_come else None
        if to_come is None:
            return 0
        if table.future == "open":
            return MANY
        return int(table.future["at_most"]) * len(list(calendar_periods(to_come, table.future["per"])))

    def room(self, table: Table, period: Span, frame: Span) -> int:
        """The greatest number of further records in one calendar period, as far as ``frame`` holds it (§4)."""
        within_frame = overlap(period, frame)
        return self.extra_records(table, within_frame) if within_frame else 0
