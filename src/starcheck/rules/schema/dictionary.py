"""The data dictionary: what a branch records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from pydantic import Field as Constraint
from pydantic import GetJsonSchemaHandler, field_validator, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from starcheck.language import t
from starcheck.rules.formula import Expression
from starcheck.rules.formula import names as formula_names
from starcheck.rules.formula import parse as parse_formula
from starcheck.rules.schema.atoms import AnyTitle, Mistake, Model, ParsedBy, Raw
from starcheck.rules.schema.numbers import AnyConstant
from starcheck.rules.schema.windows import Span

FieldType = Literal["text", "integer", "decimal", "percent", "boolean", "date", "choice", "files", "evidence"]
FIELD_TYPES: tuple[FieldType, ...] = get_args(FieldType)
NUMERIC: frozenset[FieldType] = frozenset({"integer", "decimal", "percent"})
EVIDENCE_STATES = ("missing", "unreviewed", "accepted")
BRANCH = "branch"
VALUE_LIMIT = 10**12
"""Greatest magnitude of a number without ``min`` or ``max``, in units of its last decimal place."""
RECORD_LIMIT = 10**6
"""How many records a table holds at most, for one branch."""
BRANCH_LIMIT = 10**7
"""How many branches there are at most, wherever their number is not known."""
"""Most records of one table of one branch."""


def bare_name(name: str) -> str:
    """The name of a field of the branch without its table, which may be left out."""
    return name.removeprefix(f"{BRANCH}.")


class Between(Model):
    """Time between two dates of a record."""

    from_: str = Constraint(alias="from")
    to: str


class WorkingDays(Between):
    """Working days between two dates of a record; the calendar may be left out where there is one."""

    calendar: str | None = None


Part = Literal["day", "weekday", "month", "days_left"]
PART_LIMITS: Mapping[Part, tuple[int, int]] = {
    "day": (1, 31), "weekday": (1, 7), "month": (1, 12), "days_left": (0, 30),
}  # fmt: skip
"""The least and greatest value of each part of a date."""


class DatePart(Model):
    """A part of a date of a record."""

    part: Part
    of: str


class RecordLookup(Model):
    """A value by one or two fields of a record."""

    by: str | tuple[str, str]
    table: dict[str, Raw]


_FORMULA = ParsedBy(lambda raw: (raw, parse_formula(raw)), {"type": "string"})


class Derived(Model):
    """How a field is computed from others of its record; exactly one key, a part and its date being one."""

    days: Between | None = None
    months: Between | None = None
    working_days: WorkingDays | None = None
    part: DatePart | None = None
    formula: Annotated[tuple[str, Expression] | None, _FORMULA] = None
    lookup: RecordLookup | None = None

    @model_validator(mode="before")
    @classmethod
    def _part_with_its_date(cls, raw: Raw) -> Raw:
        if not isinstance(raw, dict) or not {"part", "of"} <= raw.keys():
            return raw
        date = {"part": {"part": raw["part"], "of": raw["of"]}}
        return {key: value for key, value in raw.items() if key != "of"} | date

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        reference = handler(core)
        properties = handler.resolve_ref_schema(reference)["properties"]
        properties |= {"part": {"enum": list(get_args(Part))}, "of": {"type": "string"}}
        return reference

    @property
    def given(self) -> list[str]:
        """The keys that were given; a rule set that was checked has one."""
        return [name for name in type(self).model_fields if getattr(self, name) is not None]

    @property
    def kind(self) -> str:
        """The key that was given."""
        return self.given[0]

    @property
    def between(self) -> Between | None:
        """The two dates, of what lies between two."""
        return self.days or self.months or self.working_days

    @property
    def sources(self) -> tuple[str, ...]:
        """The fields it is computed from."""
        names: list[str] = []
        for between in (self.days, self.months, self.working_days):
            names += [] if between is None else [between.from_, between.to]
        if self.part is not None:
            names.append(self.part.of)
        if self.lookup is not None:
            names += [self.lookup.by] if isinstance(self.lookup.by, str) else self.lookup.by
        if self.formula is not None:
            names += formula_names(self.formula[1])
        return tuple(dict.fromkeys(names))


class Field(Model):
    """One field of a table."""

    type: FieldType
    label: AnyTitle
    aliases: tuple[str, ...] = ()
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
        if not isinstance(raw, list | tuple) or not raw or not all(isinstance(choice, str) for choice in raw):
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
        factor, (least, greatest) = 10**self.scale, (-VALUE_LIMIT, VALUE_LIMIT)
        if self.derived is not None and self.derived.part is not None:
            least, greatest = PART_LIMITS[self.derived.part.part]
        return (
            least if self.min is None else int(self.min.value * factor),
            greatest if self.max is None else int(self.max.value * factor),
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
    aliases: tuple[str, ...] = ()
    note: AnyTitle | None = None
    date: str | None = None
    future: Literal["open", "closed"] | Future = "open"
    fields: dict[str, Field]

    @property
    def evidence_field(self) -> str | None:
        """The field that says whether a record's evidence was accepted."""
        return next((name for name, field in self.fields.items() if field.type == "evidence"), None)
