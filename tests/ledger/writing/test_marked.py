from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from starcheck.errors import InputError, Place, Problem
from starcheck.language import t
from starcheck.ledger import open_ledgers
from starcheck.ledger.writing import excerpts
from starcheck.ledger.writing.marked import write_marked
from starcheck.rules.library import find
from starcheck.rules.load import load_ruleset

RULES = load_ruleset(find("five-star@2024")).ruleset
Rows = list[list[object]]
MEETINGS: Rows = [
    ["2024年组织生活"],
    ["日期", "类型", "应到"],
    ["2024-02-30", "党课", 3],
    ["2024-03-05", "=党课", 3],
    ["2024-03-06", "党课", "三"],
]


def book_of(path: Path, meetings: Rows = MEETINGS) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    tables: dict[str, Rows] = {"支部概况": [["支部编号"], ["b-1"]], "组织生活": meetings}
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                cell = sheet.cell(number, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"
    book["组织生活"].merge_cells("A1:C1")
    book.save(path)
    return path


def tables_of(folder: Path, meetings: Rows = MEETINGS) -> Path:
    folder.mkdir()
    tables: dict[str, Rows] = {"branch": [["支部编号"], ["b-1"]], "meetings": meetings}
    for name, rows in tables.items():
        lines = (",".join(map(str, row)) for row in rows)
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def marked(source: Path, target: Path) -> dict[str, dict[str, tuple[object, str]]]:
    """Per sheet the cells that are marked, each with what stands in it and what is said of it."""
    ledgers = open_ledgers(str(source))
    write_marked(ledgers.read(RULES, most=100).problems, ledgers.books, RULES, target, "en")
    cells = [(sheet, cell) for sheet in load_workbook(target) for row in sheet.iter_rows() for cell in row]
    found: dict[str, dict[str, tuple[object, str]]] = {}
    for sheet, cell in cells:
        if cell.comment:
            assert cell.fill.fgColor.rgb == "FFF4B4AB"
            found.setdefault(sheet.title, {})[cell.coordinate] = cell.value, cell.comment.text
    return found


def test_the_wrong_cells_of_a_copy_are_marked_and_nothing_else_changes(tmp_path: Path) -> None:
    source = book_of(tmp_path / "ledger.xlsx")
    before = source.read_bytes()
    found = marked(source, tmp_path / "out.xlsx")["组织生活"]
    assert {at: value for at, (value, _) in found.items()} == {"A3": "2024-02-30", "B4": "=党课", "C5": "三"}
    assert "2024-02-30" in found["A3"][1]
    assert source.read_bytes() == before
    old, new = load_workbook(source)["组织生活"], load_workbook(tmp_path / "out.xlsx")["组织生活"]
    assert list(old.iter_rows(values_only=True)) == list(new.iter_rows(values_only=True))
    assert new["B4"].data_type == "s"


def test_all_problems_are_listed_with_links_to_their_cells(tmp_path: Path) -> None:
    source = book_of(tmp_path / "ledger.xlsx")
    marked(source, tmp_path / "out.xlsx")
    sheet = load_workbook(tmp_path / "out.xlsx").worksheets[0]
    assert sheet.title == "Problems"
    links = {str(row[0].value): row[0].hyperlink.location for row in sheet.iter_rows(min_row=2) if row[0].hyperlink}
    assert links == {f"{source}:组织生活!{cell}": f"'组织生活'!{cell}" for cell in ("A3", "B4", "C5")}


def test_of_other_forms_the_rows_concerned_are_shown_with_their_numbers(tmp_path: Path) -> None:
    source = tables_of(tmp_path / "tables")
    found = marked(source, tmp_path / "out.xlsx")["meetings"]
    assert {at: value for at, (value, _) in found.items()} == {"B2": "2024-02-30", "C3": "=党课", "D4": "三"}
    sheet = load_workbook(tmp_path / "out.xlsx")["meetings"]
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["Row", 3, 4, 5]
    assert [cell.value for cell in sheet[1]] == ["Row", "日期", "类型", "应到"]
    assert sheet["C3"].data_type == "s"


def test_a_folder_gets_a_workbook_for_every_ledger_with_problems(tmp_path: Path) -> None:
    ledgers = tmp_path / "ledgers"
    ledgers.mkdir()
    book_of(ledgers / "一.xlsx")
    book_of(ledgers / "二.xlsx", [*MEETINGS[:2], ["2024-03-05", "党课", 3]])
    tables_of(ledgers / "三")
    opened = open_ledgers(str(ledgers))
    own = [
        each for each in opened.read(RULES).problems if "组织生活" in str(each.place) or "meetings" in str(each.place)
    ]
    write_marked(own, opened.books, RULES, tmp_path / "out", "zh")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"一.xlsx", "三.xlsx"}


def test_rows_that_are_left_out_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excerpts, "MOST_ROWS", 2)
    ledgers = open_ledgers(str(tables_of(tmp_path / "tables")))
    told = write_marked(ledgers.read(RULES).problems, ledgers.books, RULES, tmp_path / "out.xlsx", "zh")
    assert [str(words) for words in told] == [f"Of {tmp_path}/tables/meetings.csv, 2 of 3 rows are shown."]


def test_what_cannot_be_opened_has_only_a_list(tmp_path: Path) -> None:
    (tmp_path / "ledger.xlsx").write_bytes(b"nothing")
    problem = Problem(Place(str(tmp_path / "ledger.xlsx")), t("The file is empty."))
    write_marked([problem], [], RULES, tmp_path / "out.xlsx", "zh")
    book = load_workbook(tmp_path / "out.xlsx")
    assert (book.sheetnames, book.worksheets[0].max_row) == (["问题"], 2)


def test_nothing_that_is_there_is_overwritten(tmp_path: Path) -> None:
    source = book_of(tmp_path / "ledger.xlsx")
    before = source.read_bytes()
    with pytest.raises(InputError):
        marked(source, source)
    assert source.read_bytes() == before


def test_a_problem_of_a_merged_cell_is_told_at_its_first(tmp_path: Path) -> None:
    source = book_of(tmp_path / "ledger.xlsx")
    problem = Problem(Place(str(source), 1, 3, sheet="组织生活"), t("The file is empty."))
    write_marked([problem], [], RULES, tmp_path / "out.xlsx", "zh")
    assert load_workbook(tmp_path / "out.xlsx")["组织生活"]["A1"].comment is not None


def test_a_marked_workbook_is_read_like_the_one_it_was_made_of(tmp_path: Path) -> None:
    source = book_of(tmp_path / "ledger.xlsx")
    marked(source, tmp_path / "out.xlsx")
    again, first = (open_ledgers(str(path)).read(RULES) for path in (tmp_path / "out.xlsx", source))
    assert [each.message for each in again.problems] == [each.message for each in first.problems]
    assert len(again.warnings) == len(first.warnings)
