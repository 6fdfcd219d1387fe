"""What deserves a second look, with small ledgers and exact figures."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from starcheck.errors import LedgerError
from starcheck.insight.inspection import CHECKS, Check, Inspection, Looked, Pattern, Record, inspect
from starcheck.insight.inspection.inspecting import inspect_tables
from starcheck.language import LANGS, say
from starcheck.ledger import open_ledgers
from starcheck.ledger.evidence import Folder
from starcheck.ledger.tables import Tables, schema_of
from starcheck.report.inspection import INSPECTION_RENDERERS
from starcheck.report.request import Style
from starcheck.rules.library import find
from starcheck.rules.load import load_ruleset
from starcheck.rules.schema.ruleset import RuleSet
from tests.ledger.small import RULES

Rows = list[dict[str, Any]]
START = date(2024, 1, 3)
ROOT = Path(__file__).parents[2]
FIVE_STAR = load_ruleset(find("five-star@2024")).ruleset


def tables(rules: RuleSet = RULES, /, **records: Rows) -> Tables:
    """Records of any branches; whoever is named is a branch."""
    names = sorted({row["branch"] for rows in records.values() for row in rows})
    branches = pl.DataFrame(
        [{"branch": name, "name": name} for name in names], schema=schema_of("branch", rules.tables["branch"])
    )
    frames = {
        name: pl.DataFrame(rows, schema=schema_of(name, rules.tables[name])).lazy() for name, rows in records.items()
    }
    return Tables(branches.lazy(), frames)


def found(tables: Tables, files: Folder | None = None) -> Mapping[str, Looked]:
    """The checks that found something."""
    return {each.check.id: each for each in inspect_tables(tables, RULES, files=files) if each.count}


def only(tables: Tables, check: str) -> Pattern:
    """The single pattern that there is."""
    told = found(tables)
    assert list(told) == [check]
    (pattern,) = told[check].patterns
    return pattern


def meetings(count: int, branch: str = "b1", **fields: object) -> Rows:
    """Meetings nine days apart to which somebody does not come, unless fields say otherwise."""
    rows = []
    for number in range(count):
        row = {
            "held_on": START + timedelta(days=9 * number),
            "kind": "党课",
            "expected": 17,
            "attended": 13 + number % 4,
        }
        row |= {name: value(number) if callable(value) else value for name, value in fields.items()}
        rows.append({"branch": branch, **row})
    return rows


def numbers(*wanted: int, branch: str = "b1") -> tuple[Record, ...]:
    return tuple(Record(branch, None, number) for number in wanted)


def both(pattern: Pattern) -> tuple[str, str]:
    return say(pattern.message, "en"), say(pattern.message, "zh")


def test_ordinary_records_need_no_word() -> None:
    clean = tables(meetings=[*meetings(40), *meetings(40, "b2", attended=lambda number: 11 + number % 5)])
    assert found(clean) == {}


def test_no_records_need_no_word() -> None:
    assert found(tables(meetings=[], reports=[])) == {}


def test_attendance_without_a_gap_is_told_with_its_records() -> None:
    pattern = only(tables(meetings=[*meetings(12, attended=17), *meetings(12, "b2")]), "always-full")
    assert both(pattern) == (
        "Branch b1, “Meetings”: “Attended” equals “Expected” in all 12 records, 204 altogether.",
        "支部 b1“会议”：12 条记录的“实到”都等于“应到”，合计 204。",
    )
    assert pattern.figures == {"records": 12, "total": 204}
    assert pattern.records == numbers(*range(1, 13))


@pytest.mark.parametrize(
    "rows",
    [
        meetings(11, attended=17),
        meetings(12, expected=8, attended=8),
        meetings(40, attended=lambda number: 17 - (number == 39)),
        meetings(12, attended=lambda number: 17 if number else None),
    ],
    ids=["too few records", "too few people", "one person missing once", "not known once"],
)
def test_attendance_is_not_told_below_its_threshold(rows: Rows) -> None:
    assert found(tables(meetings=rows)) == {}


def test_attendance_that_is_not_known_does_not_hide_the_others() -> None:
    rows = meetings(13, attended=lambda number: 17 if number else None)
    assert only(tables(meetings=rows), "always-full").records == numbers(*range(2, 14))


def test_several_of_one_kind_on_one_day_are_told() -> None:
    rows = meetings(
        6, held_on=lambda number: date(2024, 3, 1 + number // 3), kind=lambda number: "党课" if number % 3 else "支委会"
    )
    pattern = only(tables(meetings=[*rows, *meetings(9, "b2")]), "same-day")
    assert both(pattern) == (
        "Branch b1, “Meetings”: 4 records share day and kind with another; days: 2.",
        "支部 b1“会议”：有 4 条记录与别的记录同日同类，涉及 2 天。",
    )
    assert pattern.records == numbers(2, 3, 5, 6)


def test_two_of_one_kind_on_one_day_alone_are_not_told() -> None:
    twice = meetings(2, held_on=START)
    assert (
        found(
            tables(
                meetings=[*twice, *meetings(3, "b2", held_on=START, kind=lambda n: ["党课", "支委会", "主题党日"][n])]
            )
        )
        == {}
    )


def test_records_all_on_one_day_are_told() -> None:
    kinds = ["党课", "支委会", "主题党日", None]
    rows = meetings(12, held_on=date(2024, 12, 31), kind=lambda number: kinds[number % 4])
    told = found(tables(meetings=rows))
    (pattern,) = told["one-day"].patterns
    assert both(pattern) == (
        "Branch b1, “Meetings”: all 12 records are dated 2024-12-31.",
        "支部 b1“会议”：12 条记录的日期都是 2024-12-31。",
    )
    assert "month-ends" not in told
    assert "one-day" not in found(tables(meetings=rows[:11]))
    assert "one-day" not in found(tables(meetings=[*rows, *meetings(1)]))


def test_records_all_at_ends_of_months_are_told() -> None:
    ends = pl.date_range(date(2024, 1, 31), date(2024, 12, 31), "1mo", eager=True).dt.month_end().to_list()
    rows = meetings(12, held_on=lambda number: ends[number])
    pattern = only(tables(meetings=rows), "month-ends")
    assert both(pattern) == (
        "Branch b1, “Meetings”: all 12 records are dated on the last day of a month; days: 12.",
        "支部 b1“会议”：12 条记录的日期都是月末，共 12 天。",
    )
    assert found(tables(meetings=rows[:11])) == {}
    assert found(tables(meetings=[*rows, *meetings(1)])) == {}


def test_round_numbers_are_told_in_units_of_the_field() -> None:
    hours = [*([100, 200, 300, 400, 500, 600] * 3), 0, 55, 700]
    rows = [{"branch": "b1", "topic": f"t{number}", "hours": value} for number, value in enumerate(hours)]
    pattern = only(tables(reports=rows), "round-numbers")
    assert both(pattern) == (
        "Branch b1, “Reports”: of 20 numbers under “Hours”, 19 are multiples of ten; 8 differ.",
        "支部 b1“报表”：“学时”的 20 个数中有 19 个是十的倍数，共有 8 种不同的数。",
    )
    assert pattern.count == 19
    assert pattern.records == numbers(*range(1, 19), 21)
    assert found(tables(reports=rows[:-1])) == {}


@pytest.mark.parametrize("values", [[20, 30, 40, 50], [7, 20, 30, 40, 55, 60, 70]], ids=["four numbers", "odd ones"])
def test_round_numbers_are_not_told_below_their_threshold(values: list[int]) -> None:
    rows = meetings(28, expected=500, attended=lambda number: values[number % len(values)])
    assert found(tables(meetings=rows)) == {}


def test_a_file_that_many_records_name_is_told_once_with_its_branches() -> None:
    rows = [
        {"branch": f"b{number % 2}", "topic": f"t{number}", "scans": ["照片.jpg", "照片.jpg", f"{number}.pdf"]}
        for number in range(5)
    ]
    pattern = only(tables(reports=rows), "same-file")
    assert both(pattern) == (
        "“Reports”: 5 records name the file “照片.jpg” under “Scans”. Branches: 2.",
        "“报表”：有 5 条记录在“扫描件”里写的都有“照片.jpg”，涉及支部 2 个。",
    )
    assert pattern.branches == ("b0", "b1")
    assert pattern.records == (*numbers(1, 2, 3, branch="b0"), *numbers(1, 2, branch="b1"))
    assert found(tables(reports=rows[:4])) == {}


def test_one_content_under_two_names_is_told_where_contents_are_compared(tmp_path: Path) -> None:
    for file, content in {
        "3月/照片.jpg": "同一张",
        "4月/照片.jpg": "同一张",
        "5月/照片.jpg": "另一张",
        "空.jpg": "",
    }.items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(content, encoding="utf-8")
    named = [["4月\\照片.jpg"], ["3月/照片.jpg", "4月/照片.jpg"], ["5月/照片.jpg"], ["没有.jpg", "空.jpg"], None]
    held = tables(reports=[{"branch": "b1", "topic": "t", "hours": n, "scans": scans} for n, scans in enumerate(named)])
    assert found(held) == {}
    (pattern,) = found(held, Folder(tmp_path))["same-file"].patterns
    assert both(pattern) == (
        "“Reports”: 2 records name files with the content of “3月/照片.jpg” under “Scans”. Names: 2. Branches: 1.",
        "“报表”：有 2 条记录在“扫描件”里写的文件与“3月/照片.jpg”内容相同，文件名 2 个，涉及支部 1 个。",
    )
    assert pattern.figures == {"file": "3月/照片.jpg", "records": 2, "size": 1, "names": 2}
    assert (pattern.records, pattern.count) == (numbers(1, 2), 2)


def test_one_file_in_two_spellings_is_no_copy(tmp_path: Path) -> None:
    (tmp_path / "3月").mkdir()
    (tmp_path / "3月" / "照片.jpg").write_text("同一张", encoding="utf-8")
    spelled = ["3月/照片.jpg", "3月\\照片.jpg", "./3月/照片.jpg"]
    held = tables(reports=[{"branch": "b1", "topic": name, "scans": [name]} for name in spelled])
    assert found(held, Folder(tmp_path)) == {}


def test_contents_that_differ_are_no_pattern_although_their_sizes_agree(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    held = tables(reports=[{"branch": "b1", "topic": name, "scans": [name]} for name in ("a", "b")])
    assert found(held, Folder(tmp_path)) == {}


def test_records_that_two_branches_share_are_told_side_by_side() -> None:
    copied, later = meetings(5), lambda number: date(2024, 6, 1) + timedelta(days=number)
    other = [{**row, "branch": "b2"} for row in copied]
    own = meetings(5, "b1", held_on=later, expected=16), meetings(9, "b2", held_on=later, expected=15)
    pattern = only(tables(meetings=[*copied, *own[0], *own[1], *other]), "same-records")
    assert both(pattern) == (
        "“Meetings”: 5 records of branch b1 agree in everything with records of branch b2; they have 10 and 14.",
        "“会议”：支部 b1 有 5 条记录与支部 b2 的完全相同；两个支部分别有 10 条和 14 条。",
    )
    assert pattern.branches == ("b1", "b2")
    assert pattern.figures == {"records": 5, "size": 10, "size_other": 14}
    assert pattern.count == 10
    assert pattern.records[:4] == (
        Record("b1", None, 1),
        Record("b2", None, 10),
        Record("b1", None, 2),
        Record("b2", None, 11),
    )


@pytest.mark.parametrize(
    "name",
    ["number", "records", "days", "total", "values", "size", "first", "last", "same", "file", "count", "branches"],
)
def test_a_field_may_be_called_whatever_it_likes(name: str) -> None:
    declared = RULES.tables["meetings"]
    called = declared.model_copy(update={"fields": declared.fields | {name: declared.fields["kind"]}})
    rules = RULES.model_copy(update={"tables": {**RULES.tables, "meetings": called}})
    rows = [
        {**row, name: "党课", "held_on": START + timedelta(days=number // 2)}
        for number, row in enumerate(meetings(12, attended=17))
    ]
    held = tables(rules, meetings=[*rows, *({**row, "branch": "b2"} for row in rows)])
    told = {each.check.id: [pattern.count for pattern in each.patterns] for each in inspect_tables(held, rules)}
    assert {check: counts for check, counts in told.items() if counts} == {
        "always-full": [12, 12],
        "same-day": [12, 12],
        "same-records": [24],
    }


@pytest.mark.parametrize(
    ("shared", "own", "branches"),
    [(4, 0, 2), (5, 6, 2), (5, 0, 11)],
    ids=["too few", "less than half", "common to many"],
)
def test_what_branches_share_is_not_told_below_its_threshold(shared: int, own: int, branches: int) -> None:
    rows = [
        row
        for number in range(branches)
        for row in meetings(shared, f"b{number}") + meetings(own, f"b{number}", kind="支委会", expected=20 + number)
    ]
    assert found(tables(meetings=rows)) == {}


def test_records_that_say_little_are_not_compared() -> None:
    rows = [row for name in ("b1", "b2") for row in meetings(6, name, expected=None, attended=None)]
    assert found(tables(meetings=rows)) == {}


def test_records_are_listed_to_the_limit_by_their_ids_and_then_counted() -> None:
    rows = [{**row, "id": f"m-{number}"} for number, row in enumerate(meetings(25, attended=17))]
    pattern = only(tables(meetings=rows), "always-full")
    assert (len(pattern.records), pattern.count) == (20, 25)
    assert pattern.records[0] == Record("b1", "m-0", 1)
    assert "Records: “m-0”, " in page(tables(meetings=rows), "en")
    assert "More, not listed: 5." in page(tables(meetings=rows), "en")
    assert "另有 5 条未列出" in page(tables(meetings=rows), "zh")


def test_patterns_are_listed_to_the_limit_with_the_largest_first() -> None:
    rows = [
        row
        for number in range(23)
        for row in meetings(12 + number, f"b{number:02}", attended=17, expected=17, kind=None)
    ]
    rows = [{**row, "held_on": row["held_on"] + timedelta(days=int(row["branch"][1:]))} for row in rows]
    looked = found(tables(meetings=rows))["always-full"]
    assert (len(looked.patterns), looked.count) == (20, 23)
    assert [pattern.branches for pattern in looked.patterns[:2]] == [("b22",), ("b21",)]


def test_the_order_of_records_changes_nothing_but_their_numbers() -> None:
    rows = [row for name in ("b1", "b2", "b3") for row in meetings(14, name, attended=17)]
    there, back = (found(tables(meetings=each)) for each in (rows, rows[::-1]))
    assert [say(p.message, "en") for each in there.values() for p in each.patterns] == [
        say(p.message, "en") for each in back.values() for p in each.patterns
    ]


def page(held: Tables, lang: str, form: str = "terminal") -> str:
    return INSPECTION_RENDERERS[form](
        Inspection("ledger", RULES, 1, 12, inspect_tables(held, RULES)), Style(lang="zh" if lang == "zh" else "en")
    )


def test_a_page_says_how_much_then_what_and_from_when_on() -> None:
    assert (
        page(tables(meetings=meetings(12, attended=17)), "en")
        == """\
ledger: worth a look: 1. Branches: 1. Records: 12.
None of this changes a point, and all of it can have good reasons.

Nobody ever missing
Told from 12 dated records on that hold both numbers, of together 100, if they
are equal in every one.
Compare some with the lists of those present.
  Branch b1, “Meetings”: “Attended” equals “Expected” in all 12 records,
    204 altogether.
    Records: no. 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12.
"""
    )


def test_a_page_says_that_nothing_stands_out() -> None:
    held = tables(meetings=meetings(12))
    assert page(held, "en") == "ledger: nothing stands out. Branches: 1. Records: 12.\n"
    assert page(held, "zh") == "ledger：没有需要再看的地方。支部 1 个，记录 12 条。\n"


@pytest.mark.parametrize("lang", LANGS)
def test_json_holds_every_check_with_its_limits(lang: str) -> None:
    told = json.loads(page(tables(meetings=meetings(12, attended=17)), lang, "json"))
    assert told["schema"] == "starcheck/inspection/1"
    assert told["count"] == 1
    assert [each["check"] for each in told["checks"]] == [check.id for check in CHECKS]
    full = told["checks"][0]
    assert full["limits"] == {"records": 12, "total": 100}
    assert full["patterns"][0]["table"] == "meetings"
    assert full["patterns"][0]["fields"] == ["attended", "expected"]
    assert full["patterns"][0]["figures"] == {"records": 12, "total": 204}
    assert full["patterns"][0]["records"][0] == {"branch": "b1", "id": None, "number": 1}


@pytest.mark.parametrize(
    ("table", "fields"),
    [("duty", {"planned": 9, "done": 8}), ("study", {"member": "01"})],
    ids=["a table with a rhythm", "a register of persons"],
)
def test_tables_that_are_filled_in_on_fixed_days_may_have_them(table: str, fields: dict[str, Any]) -> None:
    for days in ([date(2024, 12, 31)], [date(2024, 6, 30), date(2024, 12, 31)]):
        rows = [{"branch": "b1", "counted_on": days[number % len(days)], **fields} for number in range(12)]
        looked = inspect_tables(tables(FIVE_STAR, **{table: rows}), FIVE_STAR)
        assert {each.check.id for each in looked if each.count} <= {"same-day"}


@pytest.mark.parametrize("sample", sorted((ROOT / "samples").glob("*.yaml")), ids=lambda path: path.name)
def test_nothing_stands_out_in_the_samples(sample: Path) -> None:
    found = inspect(open_ledgers(str(sample)), FIVE_STAR)
    assert (found.count, found.branches, found.records > 100) == (0, 1, True)


def test_ledgers_with_problems_are_not_inspected(tmp_path: Path) -> None:
    file = tmp_path / "ledger.yaml"
    file.write_text(
        "branch: {id: b1, members: 9}\nmeetings:\n  - {held_on: 2024-03-05, kind: 晚会}\n", encoding="utf-8"
    )
    with pytest.raises(LedgerError, match="晚会"):
        inspect(open_ledgers(str(file)), RULES)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_the_page_states_every_check_with_its_limits(check: Check) -> None:
    page = (ROOT / "docs" / "inspection.md").read_text(encoding="utf-8")
    (row,) = re.findall(rf"^\| `{check.id}` \|.*$", page, flags=re.MULTILINE)
    limits = {**check.threshold.values}
    assert limits
    told = set(re.findall(r"\d+", row)) | ({"3"} if "three" in row else set())
    assert {str(limit) for name, limit in limits.items() if name != "common"} <= told
