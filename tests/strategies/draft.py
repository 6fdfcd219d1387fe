"""A rule set in the making: its data dictionary grows with what the rules ask for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import DrawFn

T = TypeVar("T")
Raw = Any
Form = dict[str, Raw]

CHOICES = ("丙", "乙", "甲")
TEXTS = ("红", "黄", "蓝")
NUMBER, PERCENT, CHOICE, BOOLEAN, DATE, TEXT = "number", "percent", "choice", "boolean", "date", "text"
KIND_OF_TYPE = {
    "integer": NUMBER,
    "decimal": NUMBER,
    "percent": PERCENT,
    "choice": CHOICE,
    "boolean": BOOLEAN,
    "date": DATE,
    "text": TEXT,
}
TABLES = ("meetings", "honours", "roster")
INTEGER_RANGES: tuple[Form, ...] = ({"min": 0, "max": 5}, {"min": 1, "max": 10}, {"min": -3, "max": 3}, {"min": 0}, {})
DECIMAL_RANGES: tuple[Form, ...] = (
    {"places": 1, "min": 0, "max": 5},
    {"places": 2, "min": Decimal("0.25"), "max": 4},
    {"places": 0, "min": -2, "max": 2},
    {},
)
PERCENT_RANGES: tuple[Form, ...] = ({"places": 0, "min": "0%", "max": "100%"}, {"min": "-50%", "max": "150%"}, {})
OFFICE: Form = {
    "label": "放假安排",
    "from": date(2023, 6, 1),
    "to": date(2025, 12, 31),
    "holidays": [date(2024, 1, 1), "2024-02-10..2024-02-17", date(2024, 6, 3)],
    "workdays": [date(2024, 2, 4), date(2024, 2, 18)],
}


@dataclass
class Draft:
    """What has been declared so far; ``draw`` is Hypothesis's.

    Attributes:
        kinds: what the value of every named measure is.
        parts: the numbers of every named measure besides its value.
        modes: what may be done where a criterion does not apply.
    """

    draw: DrawFn
    tables: dict[str, Form] = field(default_factory=lambda: {"branch": {"fields": {}}})
    constants: Form = field(default_factory=dict)
    measures: dict[str, Form] = field(default_factory=dict)
    calendars: dict[str, Form] = field(default_factory=dict)
    modes: tuple[Raw, ...] = ({"exclude": "section"}, {"exclude": "total"}, "full", "zero")
    kinds: dict[str, str] = field(default_factory=dict)
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def pick(self, options: Sequence[T]) -> T:
        """One of the options; examples shrink to the first."""
        return self.draw(st.sampled_from(options))

    def chance(self, percent: int) -> bool:
        """True so often; examples shrink to False."""
        return self.draw(st.integers(0, 99)) >= 100 - percent

    def some(self, options: Sequence[T], least: int = 1) -> list[T]:
        """Some of the options, in their order."""
        chosen = self.draw(st.sets(st.sampled_from(range(len(options))), min_size=least, max_size=len(options)))
        return [options[index] for index in sorted(chosen)]

    def table(self, *, dated: bool | None = None) -> str:
        """A table, new or not, with or without dates."""
        fitting = [
            name
            for name, table in self.tables.items()
            if name != "branch" and (dated is None or ("date" in table) is dated)
        ]
        fresh = [name for name in TABLES if name not in self.tables]
        if fitting and not (fresh and self.chance(25)):
            return self.pick(fitting)
        if not fresh:
            return self._make(f"more_{len(self.tables)}", dated=bool(dated))
        return self._make(fresh[0], dated=not self.chance(30) if dated is None else dated)

    def _make(self, name: str, *, dated: bool) -> str:
        table: Form = {"fields": {}}
        if dated:
            table["date"] = "held_on"
            table["fields"]["held_on"] = {"type": "date"}
        if self.chance(70):
            table["future"] = self._future()
        self.tables[name] = table
        return name

    def _future(self) -> Raw:
        if self.chance(40):
            return self.pick(["open", "closed"])
        return {"at_most": self.pick([1, 0, 2, 4]), "per": self.pick(["month", "quarter", "half_year", "year"])}

    def field(self, table: str, *types: str, fillable: bool = False, positive: bool = False) -> str:
        """A field of one of the types, new or not.

        Args:
            table: where it stands.
            types: what it may be.
            fillable: it is no derived field and has no ``at_most``.
            positive: its least value is at least 1, and it is never none.
        """
        fields = self.tables[table]["fields"]
        fitting: list[str] = [
            name
            for name, definition in fields.items()
            if definition["type"] in types
            and name != self.tables[table].get("date")
            and not (fillable and ("derived" in definition or "at_most" in definition))
            and not (positive and (definition.get("min", 0) < 1 or "blank" in definition))
        ]
        if fitting and not self.chance(25):
            return self.pick(fitting)
        kind = self.pick(types)
        name = f"{kind}_{len(fields)}"
        fields[name] = {"type": kind, "min": 1, "max": 10} if positive else self._definition(kind)
        return name

    def _definition(self, kind: str) -> Form:
        definition: Form = {"type": kind}
        if kind == "integer":
            definition |= self.pick(INTEGER_RANGES)
        if kind == "decimal":
            definition |= self.pick(DECIMAL_RANGES)
        if kind == "percent":
            definition |= self.pick(PERCENT_RANGES)
        if kind == "choice":
            definition["choices"] = list(CHOICES)
        if kind != "evidence" and self.chance(50 if kind == "date" else 15):
            definition["blank"] = "none"
        elif self.chance(15):
            definition["required"] = True
        return definition

    def known_choice(self) -> str:
        """A choice field of the branch that is always known."""
        fields = self.tables["branch"]["fields"]
        fields.setdefault("tier", {"type": "choice", "choices": list(CHOICES), "required": True})
        return "tier"

    def part_and_whole(self, table: str) -> tuple[str, str]:
        """Two integer fields of which the first never exceeds the second."""
        fields = self.tables[table]["fields"]
        fields.setdefault("expected", {"type": "integer", "min": self.pick([0, 1]), "max": 10})
        fields.setdefault("attended", {"type": "integer", "min": 0, "max": 10, "at_most": "expected"})
        return "attended", "expected"

    def evidence(self, table: str) -> None:
        """Make the table one that has evidence."""
        self.tables[table]["fields"].setdefault("proof", {"type": "evidence"})

    def numeric(self, table: str, *, kinds: Sequence[str] = (NUMBER, PERCENT)) -> str:
        """A numeric field, now and then a derived one."""
        if NUMBER in kinds and self.chance(20):
            return self.derived(table)
        types = [name for name, kind in KIND_OF_TYPE.items() if kind in kinds]
        return self.field(table, *types)

    def derived(self, table: str) -> str:
        """A field computed from others of the same record."""
        fields = self.tables[table]["fields"]
        form = self.pick(["days", "months", "formula", "lookup", "lookup_by_two", "working_days", "part"])
        if form in {"days", "months", "working_days"}:
            start = self.tables[table].get("date") or self.field(table, "date")
            rule: Form = {form: {"from": start, "to": self.field(table, "date")}}
            self.calendars |= {"office": OFFICE} if form == "working_days" else {}
        elif form == "part":
            part = self.pick(["day", "weekday", "month", "days_left"])
            rule = {"part": part, "of": self.tables[table].get("date") or self.field(table, "date")}
        elif form == "formula":
            rule = {"formula": self._formula(table)}
        else:
            rule = {"lookup": self._lookup(table, two=form == "lookup_by_two")}
        name = f"derived_{len(fields)}"
        places = {"type": "decimal", "places": 1} if form == "formula" and self.chance(50) else {"type": "integer"}
        fields[name] = {**places, "derived": rule}
        return name

    def _formula(self, table: str) -> str:
        a, b = (self.field(table, "integer", "decimal", fillable=True) for _ in range(2))
        template = self.pick(["{a} - {b}", "{a} * 2 + 1", "max({a}, {b}) / 3", "{a} / {b}", "abs({a} - {b}) * 1.5"])
        return template.format(a=a, b=b)

    def _lookup(self, table: str, *, two: bool) -> Form:
        entries = {choice: self.pick([1, 2, 3, 5]) for choice in CHOICES[: self.pick([3, 2])]}
        if not two:
            return {"by": self.field(table, "choice"), "table": entries}
        first, second = (self.field(table, "choice") for _ in range(2))
        return {"by": [first, second], "table": {choice: dict(entries) for choice in CHOICES[: self.pick([3, 2])]}}
