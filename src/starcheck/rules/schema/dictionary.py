"""The data dictionary: what a branch records."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field as Constraint
from pydantic import field_validator

from starcheck.language import t
from starcheck.rules.formula import Expression
from starcheck.rules.formula import parse as parse_formula
from starcheck.rules.schema.atoms import AnyTitle, Mistake, Model, ParsedBy, Raw
from starcheck.rules.schema.measures import Span
from starcheck.rules.schema.numbers import AnyConstant

FieldType = Literal["text", "integer", "decimal", "percent", "boolean", "date", "choice", "files", "evidence"]
FIELD_TYPES: tuple[FieldType, ...] = get_args(FieldType)
NUMERIC: frozenset[FieldType] = frozenset({"integer", "decimal", "percent"})
EVIDENCE_STATES = ("missing", "unreviewed", "accepted")
BRANCH = "branch"
VALUE_LIMIT = 10**12
"""Greatest magnitude of a number without ``min`` or ``max``, in units of its last decimal place."""
RECORD_LIMIT = 10**6
"""Most records of one table of one branch."""


class Between(Model):
    """Time between two dates of a record."""

    from_: str = Constraint(alias="from")
    to: str


class RecordLookup(Model):
    """A value by one or two fields of a record."""

    by: str | tuple[str, str]
    table: dict[str, Raw]


_FORMULA = ParsedBy(lambda raw: (raw, parse_formula(raw)), {"type": "string"})


class Derived(Model):
    """How a field is computed from others of its record; exactly one key."""

    days: Between | None = None
    months: Between | None = None
    formula: Annotated[tuple[str, Expression] | None, _FORMULA] = None
    lookup: RecordLookup | None = None

    @property
    def kind(self) -> str:
        """The key that was given."""
        return next(name for name in ("days", "months", "formula", "lookup") if getattr(self, name) is not None)


class Field(Model):
    """One field of a table."""

    type: FieldType
    label: AnyTitle
    note: AnyTitle | None = None
    unit: str = ""
    min: AnyConstant | None = None
    max: AnyConstant | None = None
    at_most: str | None = None
    required: bool = False
    blank: Literal["unknown", "none"] = "unknown"
    choices: tuple[str, ...] = ()
    places: int = Constraint(default=2, ge=0, le=6)
    derived: Derived | None = None

    @field_validator("choices", mode="before")
    @classmethod
    def _choices_are_texts(cls, raw: Raw) -> Raw:
        if not isinstance(raw, list) or not raw or not all(isinstance(choice, str) for choice in raw):
            raise Mistake(t("“choices” is a list of texts; quote numbers and the words true and false."))
        if len(set(raw)) < len(raw):
            raise Mistake(t("A choice is named twice."))
        return raw

    @property
    def scale(self) -> int:
        """Decimal places kept of the number itself (a percent of 2 places keeps 4)."""
        return {"integer": 0, "decimal": self.places, "percent": self.places + 2}.get(self.type, 0)

    @property
    def bounds(self) -> tuple[int, int]:
        """Least and greatest value in units of the last decimal place."""
        factor = 10**self.scale
        return (
            -VALUE_LIMIT if self.min is None else int(self.min.value * factor),
            VALUE_LIMIT if self.max is None else int(self.max.value * factor),
        )

    @property
    def allowed(self) -> tuple[str, ...]:
        """The choices, also of evidence."""
        return EVIDENCE_STATES if self.type == "evidence" else self.choices


class Future(Model):
    """At most so many further records in every calendar period not yet over."""

    at_most: int = Constraint(ge=0, le=10_000)
    per: Span


class Table(Model):
    """One table of the ledger; ``branch`` has one row per branch."""

    label: AnyTitle
    note: AnyTitle | None = None
    date: str | None = None
    future: Literal["open", "closed"] | Future = "open"
    fields: dict[str, Field]

    @property
    def evidence_field(self) -> str | None:
        """The field that says whether a record's evidence was accepted."""
        return next((name for name, field in self.fields.items() if field.type == "evidence"), None)
