"""Data dictionaries with fields of every type, and ledgers that hold whatever they allow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from starcheck.documents import parse_document
from starcheck.documents.folding import stripped
from starcheck.ledger import Ledger, read_ledger
from starcheck.rules.schema.dictionary import EVIDENCE_STATES, FIELD_TYPES, VALUE_LIMIT, Table
from starcheck.rules.schema.ruleset import RuleSet
from tests.ledger.small import RULES, as_yaml

from .draft import Form, Raw

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

AWKWARD = (
    "=1+1", "+1", "-5", "-", "@SUM(A1)", "'=1", "''", "'90s", "＝1", "001", "1.0", "1e5", "true", "否", "null", "无",
    "2024-03-05", "2024年3月5日", "95%", "一行\n两行", '他说:"好"', "a,b", "a;b", "a、b.pdf", "a.pdf,b.pdf", '["a"]',
    "ＡＢＣ", "#REF!", "[1]", "{x}", "C:\\x", "支部 编号", "序号", "\\N", "N/A", "nan",
)  # fmt: skip
ALPHABET = "=+-@'\"“”，,;；、.%‰#*/\\[]{}() \n\u30000129aZ党年月日√×…é😀"
TEXTS = st.sampled_from(AWKWARD) | st.text(ALPHABET, min_size=1, max_size=8).map(stripped).filter(bool)
DAYS = st.dates(date(1921, 7, 1), date(2100, 12, 31))
SPANS = st.tuples(DAYS, DAYS).map(sorted).map(lambda ends: f"{ends[0]}..{ends[1]}")
PERIODS = st.sampled_from([2024, "2024Q3", "2024H1", "2024-02", "2024-01-15..2024-02-20"])
UNITS = st.integers(-VALUE_LIMIT, VALUE_LIMIT) | st.integers(-100, 100)
SHARES = st.integers(-(10**6), 10**6) | st.integers(-100, 100)


@dataclass(frozen=True)
class Kept:
    """A ledger that somebody kept by a rule set.

    Attributes:
        tables: what the rule set declares besides its other tables.
        data: the ledger, as YAML holds it.
    """

    tables: Form
    data: Form

    @property
    def ruleset(self) -> RuleSet:
        """The rule set."""
        own = {name: Table.model_validate(table) for name, table in self.tables.items()}
        return RULES.model_copy(update={"tables": {**RULES.tables, **own}})

    def read(self) -> Ledger:
        """The ledger, read from YAML."""
        return read_ledger(parse_document(as_yaml(self.data), "kept.yaml"), self.ruleset)


@st.composite
def kept_ledgers(draw: DrawFn) -> Kept:
    """Rule sets with some tables of their own, each with a ledger."""
    tables = {f"table_{number}": draw(declared_tables()) for number in range(draw(st.integers(1, 3)))}
    return Kept(tables, draw(_ledgers(tables)))


@st.composite
def declared_tables(draw: DrawFn) -> Form:
    """A table as a data dictionary declares it."""
    kinds = draw(st.lists(st.sampled_from(FIELD_TYPES), min_size=1, max_size=6))
    fields = {f"field_{number}": draw(_fields(kind, number)) for number, kind in enumerate(kinds)}
    return {"label": f"分表{draw(st.uuids()).hex[:6]}", "fields": fields}


@st.composite
def _fields(draw: DrawFn, kind: str, number: int) -> Form:
    declared: Form = {"type": kind, "label": {"zh": f"字段{number}", "en": f"Field {number}"}}
    if kind in {"decimal", "percent"}:
        declared["places"] = draw(st.integers(0, 6 if kind == "decimal" else 4))
    if kind in {"integer", "decimal"}:
        declared["unit"] = draw(st.sampled_from(["", "人", "学时"]))
    if kind == "choice":
        declared["choices"] = draw(st.lists(TEXTS, min_size=1, max_size=4, unique=True))
    return declared


@st.composite
def _ledgers(draw: DrawFn, tables: Form) -> Form:
    heading = {"ruleset": st.sampled_from(["small", "small@1"]), "period": PERIODS, "as_of": DAYS}
    ledger: Form = draw(st.fixed_dictionaries({}, optional=heading))
    ledger["branch"] = {"id": draw(TEXTS), "members": draw(st.integers(1, 500))}
    ledger["branch"] |= draw(st.fixed_dictionaries({}, optional={"name": TEXTS, "motto": TEXTS, "founded_on": DAYS}))
    for name, table in tables.items():
        ledger |= draw(_given(name, table))
    marks = {
        "A-02/order": st.fixed_dictionaries(
            {"points": st.sampled_from([0, Decimal("0.5"), 1, Decimal("1.5")])},
            optional={"reason": TEXTS, "by": TEXTS, "on": DAYS},
        ),
        "A-03": st.fixed_dictionaries({"grade": st.sampled_from(["好", "一般", "差"])}, optional={"by": TEXTS}),
    }
    papers = st.dictionaries(st.sampled_from(["会议记录", "签到表"]), st.sampled_from(["missing", "accepted"]))
    ledger |= {"marks": draw(st.fixed_dictionaries({}, optional=marks))}
    return ledger | {"papers": {"A-01": draw(papers)}}


@st.composite
def _given(draw: DrawFn, name: str, table: Form) -> Form:
    """What a ledger says about a table, if anything."""
    shape = draw(st.sampled_from(["list", "list", "list", "full", "none", "not_provided", "absent"]))
    if shape == "absent":
        return {}
    if shape in {"none", "not_provided"}:
        return {name: shape}
    fields = {field: _values(declared) for field, declared in table["fields"].items()}
    ids = draw(st.lists(TEXTS, max_size=4, unique=True))
    rows = [draw(st.fixed_dictionaries({}, optional=fields)) for _ in range(draw(st.integers(0, 5)))]
    for row, own in zip(rows, ids, strict=False):
        row["id"] = own
    if shape == "list":
        return {name: rows}
    return {name: {"status": draw(st.sampled_from(["complete", "partial"])), "covers": draw(SPANS), "records": rows}}


def _values(declared: Form) -> SearchStrategy[Raw]:
    """Every value that a field allows."""
    places = declared.get("places", 2)
    of_type: dict[str, SearchStrategy[Raw]] = {
        "text": TEXTS,
        "integer": UNITS,
        "decimal": UNITS.map(lambda units: Decimal(units).scaleb(-places)),
        "percent": SHARES.map(lambda units: f"{Decimal(units).scaleb(-places):f}%"),
        "boolean": st.booleans(),
        "date": DAYS,
        "choice": st.sampled_from(declared.get("choices", [""])),
        "files": st.lists(TEXTS, max_size=3),
        "evidence": st.sampled_from(EVIDENCE_STATES),
    }
    return of_type[declared["type"]]
