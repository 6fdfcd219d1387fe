from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from starcheck.ledger.cells import Cell
from starcheck.ledger.layout import OWN_TABLES, STATUS, STATUS_WORD
from starcheck.ledger.problems import CellError
from starcheck.ledger.sheets import Book
from starcheck.ledger.tabular.columns import typed
from starcheck.ledger.tabular.gathering import gathered
from starcheck.ledger.tabular.headings import Headed
from starcheck.ledger.tabular.left_out import SUMS
from starcheck.ledger.tabular.notes import Notes
from starcheck.ledger.tabular.reading import read_books
from starcheck.ledger.tabular.spelled import reader_of_texts
from starcheck.rules.schema.dictionary import Field, Table
from tests.ledger.small import RULES

from .sheets import problems, read, repairs, typed_sheet

DECLARED: dict[str, dict[str, object]] = {
    "topic": {"type": "text"},
    "held_on": {"type": "date"},
    "attended": {"type": "integer", "unit": "人", "min": 0, "max": 5000},
    "change": {"type": "integer"},
    "hours": {"type": "decimal", "unit": "学时", "places": 1, "max": 1000},
    "energy": {"type": "decimal", "unit": "m³", "places": 3},
    "whole": {"type": "decimal", "places": 0},
    "share": {"type": "percent", "places": 1, "min": "0%", "max": "100%"},
    "growth": {"type": "percent", "places": 2, "min": "-1000000%", "max": "1000000%"},
    "checked": {"type": "boolean"},
    "kind": {"type": "choice", "choices": ["党课", "A 类", "二等奖（集体）", "Ⅱ级", "1"]},
    "proof": {"type": "evidence"},
    "scans": {"type": "files"},
}
FIELDS = {name: Field.model_validate({"label": name, **declared}) for name, declared in DECLARED.items()}
FIELDS["status"] = OWN_TABLES[STATUS].fields[STATUS_WORD]

SPELLINGS = [
    "", " ", "\u200b", "一季度", " 一季度", "一季度\u200b", "'007", "=1+1", "-", "无", "2024-03-05", "2024-3-5",
    "2024-02-30", "1899-12-31", "+2024-03-05", "2024-03-05 00:00:00", "45356", "20240305", "12024-03-05",
    "0024-03-05", "12", "+12", "-0", "012", "1_000", "1,000", "13,75", "12人", "12.0", "12.5", ".5", "5.",
    "1e3", "1E-3", "0x10", "inf", "NaN", "١٢", "１２", "5000", "5001", "9223372036854775807",
    "9223372036854775808", "1" * 30, "0.1", "0.15", "0.10", "1.0000000000000001", "95%", "95.5%", "95.55%",
    "95 %", "％", "%", "0.95", "95", "1", "100", "101%", "-5%", "+5%", "1%%", "是", "否", "true", "True",
    "TRUE", "√", "×", "x", "党课", "党 课", "A类", "a 类", "Ⅱ级", "完整", "complete", "accepted", "已认可",
    "a.pdf", "a.pdf;b.pdf", "a.pdf；", ";", "a,b", "a.pdf、b.pdf", "a\nb", "a\r\nb", "\x1f", "a\x1fb", "\x00",
    "会议\tA", "\ufeff1", "1\u200b", "1\u00a0", "\u3000", "1\n", "2024-03-05\n", "是\n",
]  # fmt: skip
"""What may stand in any column, whatever it is meant for."""
_DIGITS = st.text("0123456789.,-+%eE _人'\u3000", max_size=12)
_TYPED_BY_PEOPLE = (st.sampled_from(SPELLINGS) | _DIGITS | st.text(max_size=6)).filter(lambda cell: cell not in SUMS)


def expected(field: Field, cells: list[str | None]) -> tuple[list[Cell | None], int]:
    """The values by the reader of single cells, and how many cells it refuses."""
    read_cell = reader_of_texts(field.label, field)
    values: list[Cell | None] = []
    refused = 0
    for cell in cells:
        try:
            values.append(None if cell is None else read_cell(cell))
        except CellError:
            values.append(None)
            refused += 1
    return values, refused


def column(field: Field, cells: pl.Series, *, streamed: bool = False) -> tuple[list[Cell | None], int]:
    """The values by the reader of columns, and how many cells it refuses."""
    frame = pl.DataFrame({"field": cells, "beside": ["x"] * len(cells)})
    beside = Field.model_validate({"label": "beside", "type": "text"})
    table = Table(label=field.label, fields={"field": field, "beside": beside})
    headed = Headed("records", typed_sheet("records", frame), 1, {"field": 0, "beside": 1}, None)
    notes = Notes()
    rows = gathered("records", [headed], ["field", "beside"], {}, in_memory=0 if streamed else 1000)
    found = typed(rows, table, notes)
    values = found.rows.collect(found.frame).sort("row")["field"].to_list()
    return values, sum(notes.problems.counts.values())


@pytest.mark.parametrize("name", FIELDS)
@given(cells=st.lists(st.none() | _TYPED_BY_PEOPLE, min_size=1, max_size=8))
def test_a_column_of_texts_is_read_as_its_cells_are(name: str, cells: list[str | None]) -> None:
    written = [cell or None for cell in cells]
    assert column(FIELDS[name], pl.Series("field", written, dtype=pl.String)) == expected(FIELDS[name], written)


@pytest.mark.parametrize("name", FIELDS)
def test_every_spelling_is_read_as_the_reader_of_cells_does(name: str) -> None:
    cells = [cell or None for cell in SPELLINGS]
    values, refused = column(FIELDS[name], pl.Series("field", cells, dtype=pl.String))
    single, singly_refused = expected(FIELDS[name], cells)
    assert dict(zip(SPELLINGS, values, strict=True)) == dict(zip(SPELLINGS, single, strict=True))
    assert refused == singly_refused


def test_a_large_table_is_read_as_a_small_one_is() -> None:
    for field in FIELDS.values():
        cells = pl.Series("field", [cell or None for cell in SPELLINGS], dtype=pl.String)
        assert column(field, cells, streamed=True) == column(field, cells)


_FLOATS = st.floats(-1e6, 1e6) | st.integers(-(10**6), 10**6).map(lambda number: number / 1000)
_DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
_TIMES = st.builds(datetime.combine, _DAYS, st.times()) | _DAYS
_CHOICES = ["党课", "accepted", "missing", "是", "a.pdf"]
_STORED: dict[str, tuple[pl.DataType, st.SearchStrategy[object]]] = {
    "Int8": (pl.Int8(), st.integers(-128, 127)),
    "Int64": (pl.Int64(), st.integers(-(2**63), 2**63 - 1) | st.integers(-10, 6000)),
    "UInt64": (pl.UInt64(), st.integers(0, 2**64 - 1) | st.integers(0, 6000)),
    "Int128": (pl.Int128(), st.integers(-(2**100), 2**100) | st.integers(0, 6000)),
    "Float64": (pl.Float64(), _FLOATS | st.floats()),
    "Float32": (pl.Float32(), st.floats(width=32) | st.sampled_from([0.5, 1.0, 95.0])),
    "Decimal": (pl.Decimal(20, 2), st.decimals(-(10**8), 10**8, places=2)),
    "Boolean": (pl.Boolean(), st.booleans()),
    "Date": (pl.Date(), _DAYS),
    "Datetime": (pl.Datetime("us"), _TIMES),
    "Datetime in ns": (pl.Datetime("ns"), _TIMES),
    "Time": (pl.Time(), st.times()),
    "Categorical": (pl.Categorical(), st.sampled_from(["党课", "党 课", "已认可", "2024-03-05", "1"])),
    "Enum": (
        pl.Enum(["党课", "accepted", "missing", "是", "a.pdf"]),
        st.sampled_from(["党课", "accepted", "missing", "是"]),
    ),
    "Null": (pl.Null(), st.none()),
}


@pytest.mark.parametrize("name", FIELDS)
@given(data=st.data())
def test_a_typed_column_is_read_as_the_texts_of_its_cells_are(name: str, data: st.DataObject) -> None:
    dtype, cells = _STORED[data.draw(st.sampled_from(sorted(_STORED)))]
    written = data.draw(st.lists(st.none() | cells, min_size=1, max_size=5))
    series = pl.Series("field", written, dtype=dtype, strict=False)
    texts = series.cast(pl.String)
    if dtype.is_float():
        texts = texts.str.strip_suffix(".0")
    assert column(FIELDS[name], series) == expected(FIELDS[name], texts.to_list())


def test_ids_that_a_source_keeps_as_fractions_are_whole_numbers() -> None:
    branches = typed_sheet("branch", pl.DataFrame({"branch": [1.0, 2.0], "members": [9, 10]}))
    meetings = typed_sheet("meetings", pl.DataFrame({"branch": [1, 2], "held_on": ["2024-03-05", "2024-06-18"]}))
    assert problems(read_books([Book("data.duckdb", (branches, meetings))], RULES)) == []


def test_the_names_of_files_in_a_list_are_taken_one_by_one() -> None:
    names = [["a,b.pdf", "c、d"], [" a.pdf", "", "b.pdf"], [None, "a.pdf"], [], None, ["a\x00.pdf"]]
    read_, refused = column(FIELDS["scans"], pl.Series("field", names, dtype=pl.List(pl.String)))
    assert read_ == [["a,b.pdf", "c、d"], ["a.pdf", "b.pdf"], ["a.pdf"], None, None, None]
    assert refused == 1


def test_a_list_that_a_source_keeps_for_a_text_is_refused_or_read_as_a_text() -> None:
    names = pl.Series("field", [["a.pdf", "b.pdf"]], dtype=pl.List(pl.String))
    assert column(FIELDS["topic"], names) == (["a.pdf;b.pdf"], 0)
    assert column(FIELDS["attended"], names) == ([None], 1)


def test_a_midnight_is_a_day_in_the_zone_of_its_source() -> None:
    times = pl.Series("field", ["2024-03-05 00:00", "2024-03-05 08:00"]).str.to_datetime(time_zone="Asia/Shanghai")
    assert column(FIELDS["held_on"], times) == ([date(2024, 3, 5), None], 1)


def test_blank_rows_and_totals_are_left_out_and_told() -> None:
    rows = [
        ["序号", "主题", "学时"],
        ["1", "党史", "2"],
        [],
        ["合计", "", "5"],
        ["2", "党章", "3"],
        ["", "总计：", "5"],
    ]
    reading = read(("报表", rows))
    assert [row[2:4] for row in reading.tables.records["reports"].collect().rows()] == [("党史", 20), ("党章", 30)]
    assert [repair for repair in repairs(reading) if "left out: it only" not in repair[2]] == [
        ("报表!3", "", "left out: nothing stands in the row", 1),
        ("报表!4", "合计", "left out: a total of other rows", 2),
    ]


def test_a_spelling_that_stands_in_many_cells_is_one_repair_with_its_count() -> None:
    reading = read(("报表", [["主题", "占比"], *[["党史", "95％"]] * 30, ["党史", "95%"]]))
    assert repairs(reading) == [("报表!B2", "95％", "95%", 30)]


def test_cells_that_cannot_be_used_are_listed_up_to_a_limit_and_counted() -> None:
    said = problems(read(("报表", [["主题", "学时"], *[["党史", f"约{number % 7}"] for number in range(50)]])))
    assert len(said) == 21
    assert said[0].startswith("报表!B2: “Hours” takes a number, not “约0”")
    assert "30 more" in said[20]
