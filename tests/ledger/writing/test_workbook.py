from __future__ import annotations

import zipfile
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from starcheck.errors import LedgerError
from starcheck.language import LANGS, Lang, Title, say
from starcheck.ledger.heading import Heading
from starcheck.ledger.layout import CHOICES, GUIDE, LEDGER, TEMPLATE, columns
from starcheck.ledger.naming import sheet_name, sheet_names, unique_names
from starcheck.ledger.tables import dtype_of
from starcheck.ledger.writing import limits
from starcheck.ledger.writing.contents import Contents, empty_contents
from starcheck.ledger.writing.workbook import write_workbook
from starcheck.rules.library import BundledRuleSet, bundled
from starcheck.rules.load import load_ruleset
from starcheck.rules.schema.dictionary import Field, Table
from starcheck.rules.schema.measures import Count
from starcheck.rules.schema.ruleset import RuleSet
from tests.ledger.small import RULES
from tests.ledger.writing.small import contents, several


def opened(folder: Path, written: Contents, ruleset: RuleSet = RULES, lang: Lang = "zh") -> Workbook:
    """A ledger as a workbook, as somebody else's library reads it."""
    path = folder / "ledger.xlsx"
    write_workbook(written, ruleset, path, lang)
    return load_workbook(path)


def template(folder: Path, ruleset: RuleSet = RULES, lang: Lang = "zh") -> Workbook:
    """The empty workbook of a rule set."""
    return opened(folder, empty_contents(ruleset), ruleset, lang)


def headings(sheet: Worksheet) -> list[object]:
    """What stands in the first row."""
    return [cell.value for cell in sheet[1]]


def check(sheet: Worksheet, cell: str) -> DataValidation:
    """What is checked in a cell."""
    found: DataValidation
    (found,) = [each for each in sheet.data_validations.dataValidation if cell in each]
    return found


def with_field(field: Field) -> RuleSet:
    """A rule set with one more table, of one field."""
    table = Table(label=Title("另表", "Other"), fields={"it": field})
    return RULES.model_copy(update={"tables": RULES.tables | {"other": table}})


@pytest.mark.parametrize("lang", LANGS)
def test_every_table_has_a_sheet_called_by_its_label(lang: Lang, tmp_path: Path) -> None:
    book = template(tmp_path, lang=lang)
    assert book.sheetnames == [say(GUIDE, lang), *sheet_names(RULES, lang).values()]
    assert [sheet.title for sheet in book if sheet.sheet_state == "hidden"] == [TEMPLATE]


@pytest.mark.parametrize("rule_set", bundled(), ids=lambda rule_set: rule_set.reference)
def test_every_rule_set_makes_a_workbook_that_says_what_it_is_for(rule_set: BundledRuleSet, tmp_path: Path) -> None:
    ruleset = load_ruleset(rule_set.path).ruleset
    book = template(tmp_path, ruleset)
    names = sheet_names(ruleset, "zh")
    assert [cell.value for cell in book[names[TEMPLATE]][2]] == [ruleset.ruleset, ruleset.edition]
    assert [cell.value for cell in book[names[LEDGER]][2]] == [
        ruleset.ruleset, str(ruleset.effective_from.year), None,
    ]  # fmt: skip
    assert all(sheet.freeze_panes == "A2" for sheet in book if sheet.title != GUIDE.zh)


def test_headings_have_units_and_mark_what_is_required(tmp_path: Path) -> None:
    book = template(tmp_path)
    assert headings(book["支部"]) == ["*支部编号", "支部名称", "*人数（人）", "成立日期", "撤销日期", "口号"]
    assert headings(book["会议"]) == ["*日期", "类型", "应到", "实到"]
    assert headings(template(tmp_path, lang="en")["Branch"])[2] == "*Members (人)"
    required, optional = book["会议"]["A1"], book["会议"]["B1"]
    assert required.fill.fgColor.rgb != optional.fill.fgColor.rgb


def test_a_heading_is_explained_in_its_remark(tmp_path: Path) -> None:
    book = template(tmp_path)
    remark = {cell.value: cell.comment.text for sheet in book for cell in sheet[1] if cell.comment}
    assert remark["实到"] == "整数、不小于 0、不大于 应到、不清楚则留空。"
    assert remark["口号"] == "文本、不清楚则留空。一句话"
    assert remark["是否核对"] == "从中选一（是、否）、不清楚则留空。"
    assert remark["扫描件"] == "文件名，每行一个、不清楚则留空。"


def test_numbers_dates_and_words_are_checked_within_their_bounds(tmp_path: Path) -> None:
    book = template(tmp_path)
    members, kind, held_on = check(book["支部"], "C2"), check(book["会议"], "B2"), check(book["会议"], "A2")
    share, checked, proof = (check(book["报表"], cell) for cell in ("E2", "F2", "G2"))
    assert (members.type, members.operator, members.formula1, members.formula2) == ("whole", None, "1.0", "500.0")
    assert (share.type, share.formula1, share.formula2) == ("decimal", "0.0", "1.0")
    assert (held_on.type, held_on.formula1) == ("date", "61")
    assert [each.formula1 for each in (kind, checked, proof)] == [
        '"党课,支委会,主题党日"',
        '"是,否"',
        '"缺失,待审核,已认可"',
    ]
    assert members.error == "这一格应填：整数、单位：人、1 至 500、必填。"
    assert kind.prompt == "从列表里选、不清楚则留空。"


def test_checks_reach_a_thousand_rows_below_the_records(tmp_path: Path) -> None:
    assert str(check(template(tmp_path)["会议"], "B2").sqref) == "B2:B1001"
    assert str(check(opened(tmp_path, contents())["会议"], "B2").sqref) == "B2:B1002"


def test_cells_take_the_form_of_their_field(tmp_path: Path) -> None:
    book = template(tmp_path)
    forms = {sheet: [book[sheet].column_dimensions[at].number_format for at in letters] for sheet, letters in [
        ("支部", "ABCD"), ("报表", "BE"),
    ]}  # fmt: skip
    assert forms == {"支部": ["@", "@", "0", "yyyy-mm-dd"], "报表": ["General", "0.0%"]}


@pytest.mark.parametrize(
    "choices", [tuple(f"第{number}类情形，名称比较长" for number in range(40)), ("a,b", "c"), ('他说"好"', "不好")]
)
def test_choices_that_a_cell_cannot_hold_are_listed_on_a_hidden_sheet(choices: tuple[str, ...], tmp_path: Path) -> None:
    field = Field(type="choice", label=Title("情形", "Case"), choices=choices)
    book = template(tmp_path, with_field(field))
    assert check(book["另表"], "A2").formula1 == f"'{CHOICES.zh}'!$A$1:$A${len(choices)}"
    assert [row[0] for row in book[CHOICES.zh].values] == list(choices)
    assert book[CHOICES.zh].sheet_state == "hidden"


def test_messages_are_cut_to_what_a_spreadsheet_shows(tmp_path: Path) -> None:
    field = Field(type="integer", label=Title("数" * 40, "Number"), note=Title("说明" * 200, "Note"))
    found = check(template(tmp_path, with_field(field))["另表"], "A2")
    assert (len(found.promptTitle or ""), len(found.prompt or "")) == (32, 255)
    assert (found.prompt or "").endswith("…")


def test_the_status_of_every_table_is_asked_for(tmp_path: Path) -> None:
    sheet = template(tmp_path)["填报状态"]
    assert [row[:2] for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        ("会议", None), ("报表", None), ("荣誉", None),
    ]  # fmt: skip
    assert check(sheet, "B2").formula1 == '"完整,不完整,没有,未提供"'


def test_a_table_that_reaches_back_says_from_when(tmp_path: Path) -> None:
    lately = Count.model_validate({"count": "meetings", "within": "2 years"})
    sheet = template(tmp_path, RULES.model_copy(update={"measures": {"lately": lately}}))["填报状态"]
    assert str(sheet["E2"].value).startswith("2023-01-01 起的记录都要用到")
    assert sheet["E3"].value is None


def test_papers_and_marks_are_named_with_the_titles_of_their_criteria(tmp_path: Path) -> None:
    book = template(tmp_path)
    assert [cell.value for cell in book["佐证材料"][2]] == ["A-01", "党课", "会议记录", None]
    marks = {row[0]: row[1:3] for row in book["评审打分"].iter_rows(min_row=2, values_only=True)}
    assert marks["A-02/order"] == ("整洁", "0 至 1.5 分")
    assert marks["A-03"][0] == "现场"


def test_a_ledger_is_filled_in_as_people_write_it(tmp_path: Path) -> None:
    book = opened(tmp_path, contents())
    rows = list(book["报表"].iter_rows(min_row=2, values_only=True))
    assert rows[0] == ("一季度", 17.5, 20, None, 0.95, "是", "已认可", "a.pdf\nb.pdf")
    assert rows[1] == ("=1+1", 0, None, 0.125, 0.125, "否", "缺失", None)
    assert headings(book["会议"])[-1] == "记录编号"
    assert [cell.value for cell in book["会议"][2]] == [datetime(2024, 1, 5), "党课", 9, None, "m1"]  # noqa: DTZ001
    assert [row[:4] for row in book["填报状态"].iter_rows(min_row=3, values_only=True)] == [
        ("报表", "不完整", datetime(2023, 1, 1), datetime(2024, 6, 30)),  # noqa: DTZ001
        ("荣誉", "没有", None, None),
    ]
    assert book["佐证材料"]["D2"].value == "缺失"
    assert {row[0]: row[3] for row in book["评审打分"].iter_rows(min_row=2, values_only=True)}["A-02/order"] == 1.5


def test_rows_of_several_branches_say_whose_they_are(tmp_path: Path) -> None:
    book = opened(tmp_path, several())
    assert [row[0] for row in book["会议"].values] == ["*支部编号", "b1", "b2"]
    assert [row[:2] for row in book["填报状态"].values][1:3] == [("b1", "会议"), ("b1", "报表")]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "http://example.com", "007"])
def test_a_text_is_never_taken_for_anything_else(text: str, tmp_path: Path) -> None:
    frame = pl.DataFrame({"branch": ["b1"], "name": [text], "members": [9]})
    schema = {name: dtype_of(field) for name, field in columns("branch", RULES.tables["branch"]).items()}
    kept = frame.select(pl.lit(None, dtype).alias(name) if name not in frame.columns else pl.col(name).cast(dtype)
                        for name, dtype in schema.items())  # fmt: skip
    book = opened(tmp_path, Contents(Heading(None, None, None), {"branch": kept}))
    cell = book["支部"]["B2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


@pytest.mark.parametrize("filled", [True, False])
def test_no_cell_holds_a_formula(filled: bool, tmp_path: Path) -> None:
    opened(tmp_path, contents() if filled else empty_contents(RULES))
    with zipfile.ZipFile(tmp_path / "ledger.xlsx") as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert sheets
    assert all(b"<f>" not in sheet and b"<f " not in sheet for sheet in sheets)


def test_a_date_before_spreadsheets_count_is_written_as_a_text(tmp_path: Path) -> None:
    book = opened(tmp_path, contents("branch: {id: b1, members: 9, founded_on: 1899-12-31, closed_on: 1921-07-23}\n"))
    assert [book["支部"][cell].value for cell in ("D2", "E2")] == ["1899-12-31", datetime(1921, 7, 23)]  # noqa: DTZ001


def test_the_same_ledger_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(contents(), RULES, tmp_path / name, "zh")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_table_that_is_longer_than_a_sheet_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_ROWS", 2)
    with pytest.raises(LedgerError, match="“Reports” has 3 records; a sheet of a workbook holds 2"):
        write_workbook(contents(), RULES, tmp_path / "ledger.xlsx")
    assert not (tmp_path / "ledger.xlsx").exists()


def test_a_text_that_is_longer_than_a_cell_holds_is_refused(tmp_path: Path) -> None:
    text = "a" * 32_768
    with pytest.raises(LedgerError, match="A cell of a workbook holds 32767 characters; “Motto” of “Branch” has 32768"):
        write_workbook(contents(f"branch: {{id: b1, members: 9, motto: {text}}}\n"), RULES, tmp_path / "ledger.xlsx")


def test_names_of_sheets_are_legal_and_differ() -> None:
    long = "违反中央八项规定精神的通报以及其他各类通报批评和处分情况登记汇总表"
    names = unique_names({"a": long, "b": long, "c": "出勤/缺勤[月]", "d": "History", "e": "HISTORY"})
    assert list(names.values()) == [long[:31], f"{long[:29]}~2", "出勤／缺勤［月］", "History~2", "HISTORY~3"]
    assert sheet_name(" a\n b ") == "a b"


def test_the_instructions_lead_to_every_sheet(tmp_path: Path) -> None:
    book = template(tmp_path)
    links = {cell.hyperlink.location for row in book[GUIDE.zh].rows for cell in row if cell.hyperlink}
    assert links == {f"'{sheet.title}'!A1" for sheet in book if sheet.title not in {GUIDE.zh, TEMPLATE}}
