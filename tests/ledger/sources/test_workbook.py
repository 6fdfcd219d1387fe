from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import openpyxl
import pytest
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from starcheck.ledger.sheets import Book, Sheet
from starcheck.ledger.sources.workbook import read_workbook

Value: TypeAlias = str | float
SHEET = "xl/worksheets/sheet1.xml"


def book_of(cells: Mapping[str, Value]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "组织生活"
    for address, value in cells.items():
        book.worksheets[0][address] = value
    return book


def saved(tmp_path: Path, cells: Mapping[str, Value]) -> Path:
    path = tmp_path / "ledger.xlsx"
    book_of(cells).save(path)
    return path


def changed(path: Path, parts: Mapping[str, bytes]) -> Path:
    """The same file with some parts put in place of others, or added."""
    with zipfile.ZipFile(path) as file:
        kept = {name: file.read(name) for name in file.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in {**kept, **parts}.items():
            file.writestr(name, part)
    return path


def part(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as file:
        return file.read(name)


def only(book: Book) -> Sheet:
    assert book.problems == ()
    (sheet,) = book.sheets
    return sheet


def column(sheet: Sheet, number: int = 0) -> list[str | None]:
    return sheet.body(0).collect()[str(number)].to_list()


def said(path: Path) -> list[str]:
    book = read_workbook(path)
    return [problem.say("en").removeprefix(f"{path}") for problem in book.problems]


def warned(path: Path) -> list[str]:
    book = read_workbook(path)
    assert book.problems == ()
    return [problem.say("en").removeprefix(f"{path}: ") for problem in book.warnings]


def test_a_range_that_starts_late_keeps_its_rows_and_columns(tmp_path: Path) -> None:
    path = saved(tmp_path, {"C5": "次数", "C6": 3})
    sheet = only(read_workbook(path))
    assert sheet.head == (("", "", ""),) * 4 + (("", "", "次数"), ("", "", "3"))
    assert sheet.body(5).collect().rows() == [(6, None, None, "3")]
    assert str(sheet.place(6, 2)) == f"{path}:组织生活!C6"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (12345678.123, "12345678.123"),
        (0.1 + 0.2, "0.3"),
        (1e15, "1000000000000000"),
        (1 / 3, "0.333333333333333"),
        (45356.5, "45356.5"),
        (1e-10, "0.0000000001"),
        (-2, "-2"),
    ],
)
def test_a_number_keeps_fifteen_digits(tmp_path: Path, number: float, text: str) -> None:
    sheet = only(read_workbook(saved(tmp_path, {"A1": "x", "A2": number, "A3": "0.12345678901234567"})))
    assert column(sheet) == ["x", text, "0.12345678901234567"]


def test_a_time_of_many_digits_stays_a_time(tmp_path: Path) -> None:
    book = book_of({"A1": 45356.39583333334, "A2": 0.12345678901})
    book.worksheets[0]["A1"].number_format = "yyyy-mm-dd hh:mm"
    book.save(tmp_path / "ledger.xlsx")
    assert column(only(read_workbook(tmp_path / "ledger.xlsx"))) == ["2024-03-05 09:30:00", "0.12345678901"]


@pytest.mark.parametrize("is_1904", [False, True])
def test_dates_are_dates_in_both_calendars(tmp_path: Path, *, is_1904: bool) -> None:
    path = tmp_path / "ledger.xlsx"
    book = xlsxwriter.Workbook(path, {"date_1904": is_1904})
    sheet = book.add_worksheet()
    formats = {"2024-03-05": "yyyy-mm-dd", "2024-03-05 09:30": "yyyy-mm-dd hh:mm"}
    for row, (moment, shown_as) in enumerate(formats.items()):
        shown = book.add_format({"num_format": shown_as})
        sheet.write_datetime(row, 0, dt.datetime.fromisoformat(moment), shown)
    book.close()
    read = only(read_workbook(path))
    assert column(read) == ["2024-03-05", "2024-03-05 09:30:00"]
    assert read.head == (("2024-03-05",), ("2024-03-05 09:30:00",))


@pytest.mark.parametrize(
    ("number", "shown_as", "text"),
    [
        (0.955, "0%", "95.5%"),
        (0.95, "0.00%", "95%"),
        (1.1, "0.0%;[Red]-0.0%", "110%"),
        (1 / 3, "0%", "33.3333333333333%"),
        (0, "0%", "0%"),
        (95, '0"%"', "95%"),
        (95, "0\\%", "95%"),
        (0.95, "0.00", "0.95"),
    ],
)
def test_a_percentage_is_read_as_it_is_seen(tmp_path: Path, number: float, shown_as: str, text: str) -> None:
    book = book_of({"A1": "率", "B3": number})
    book.worksheets[0]["B3"].number_format = shown_as
    book.save(tmp_path / "ledger.xlsx")
    assert column(only(read_workbook(tmp_path / "ledger.xlsx")), 1) == [None, None, text]


def test_truths_merged_cells_and_texts_are_read_as_they_stand(tmp_path: Path) -> None:
    book = book_of({"A1": "标题", "A2": True, "B2": " =1+1"})
    book.worksheets[0].merge_cells("A1:B1")
    book.save(tmp_path / "ledger.xlsx")
    assert only(read_workbook(tmp_path / "ledger.xlsx")).head == (("标题", ""), ("true", " =1+1"))


def test_hidden_sheets_are_marked_and_charts_left_out(tmp_path: Path) -> None:
    book = book_of({"A1": "x"})
    for state in ("hidden", "veryHidden"):
        book.create_sheet(state).sheet_state = state
    book.create_chartsheet("图")
    book.save(tmp_path / "ledger.xlsx")
    sheets = read_workbook(tmp_path / "ledger.xlsx").sheets
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [
        ("组织生活", False),
        ("hidden", True),
        ("veryHidden", True),
    ]
    assert [sheet.head for sheet in sheets[1:]] == [(), ()]
    assert sheets[1].body(3).collect().is_empty()


def test_a_million_blank_rows_are_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet, grey = book.add_worksheet(), book.add_format({"bg_color": "#cccccc"})
    sheet.write_string(0, 0, "次数")
    for row in range(1, 1_048_576, 8):
        sheet.write_blank(row, 0, None, grey)
    sheet.write_string(1_048_575, 0, "  ")
    book.close()
    assert only(read_workbook(path)).head == (("次数",),)
    assert column(only(read_workbook(path))) == ["次数"]


def test_a_cell_far_out_is_refused_before_its_sheet_takes_all_memory(tmp_path: Path) -> None:
    path = saved(tmp_path, {"A1": 1, "XFD1048576": 1})
    assert said(path) == [
        (
            ":组织生活: The sheet spans 1048576 rows and 16384 columns;"
            " at most 10000000 cells in 4000 columns are read."
            " Delete the rows and columns beyond the table, or keep it as CSV."
        )
    ]


@pytest.mark.parametrize("cell", [b"<c r='XFD1048576'>", b'<c t="n" r="XFD1048576">', b'<c\nr="XFD1048576">'])
def test_a_cell_far_out_is_found_however_it_is_written(tmp_path: Path, cell: bytes) -> None:
    path = saved(tmp_path, {"A1": 1, "B2": 7})
    sheet = part(path, SHEET).replace(b'<c r="B2" t="n">', cell)
    assert cell in sheet
    assert "1048576 rows and 16384 columns" in said(changed(path, {SHEET: sheet}))[0]


def test_the_sheets_together_may_not_span_too_much(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "ledger.xlsx")
    for _ in range(6):
        sheet = book.add_worksheet()
        sheet.write_number(0, 0, 1)
        sheet.write_number(9_998, 700, 1)
    book.close()
    assert said(tmp_path / "ledger.xlsx") == [
        (
            ":Sheet6: The sheets up to this one span 42055794 cells; at most 40000000 are read."
            " Delete the rows and columns beyond the tables, or split it."
        )
    ]


def test_many_rows_are_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for row in range(20_000):
        sheet.write_number(row, 0, row)
    book.close()
    assert column(only(read_workbook(path))) == [str(row) for row in range(20_000)]


def test_an_error_is_named_with_its_cell(tmp_path: Path) -> None:
    book = book_of({"A1": "次数", "B7": "#REF!"})
    book.worksheets[0]["B7"].data_type = "e"
    book.save(tmp_path / "ledger.xlsx")
    (problem,) = read_workbook(tmp_path / "ledger.xlsx").problems
    assert str(problem.place) == f"{tmp_path}/ledger.xlsx:组织生活!B7"
    assert problem.say("en").endswith("B7: The cell holds the error #REF!. Correct the formula, or type the value.")
    assert problem.say("zh").endswith("B7: 单元格的值是错误 #REF!。请改正公式，或者直接填写数值。")


def test_formulas_without_results_are_listed_then_counted(tmp_path: Path) -> None:
    path = saved(tmp_path, {f"A{row}": "=1+1" for row in range(1, 26)})
    problems = said(path)
    assert problems[0] == (
        ":组织生活!A1: The formula in this cell has no stored result. Open the workbook in Excel or WPS and save it;"
        " or paste the value in place of the formula."
    )
    assert len(problems) == 21
    assert problems[20].endswith("There are 5 more problems of this kind, not listed. Correct these first.")
    assert "公式没有保存计算结果" in read_workbook(path).problems[0].say("zh")


def test_formulas_with_results_are_read_as_their_results(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_formula(0, 0, "=1+1", None, 2)
    sheet.write_formula(1, 0, '="a"&"b"', None, "ab")
    sheet.write_formula(2, 0, "=0.5", book.add_format({"num_format": "0%"}), 0.5)
    book.close()
    assert column(only(read_workbook(path))) == ["2", "ab", "50%"]


def test_a_formula_may_result_in_no_text(tmp_path: Path) -> None:
    path = saved(tmp_path, {"A1": '=""', "A2": "x"})
    sheet = part(path, SHEET).replace(b'<c r="A1">', b'<c r="A1" t="str">')
    assert column(only(read_workbook(changed(path, {SHEET: sheet})))) == [None, "x"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("xl/vbaProject.bin", "The workbook holds macros. They are never run."),
        (
            "xl/externalLinks/externalLink1.xml",
            (
                "The workbook refers to other workbooks or sources. Nothing is fetched: the values last saved are read."
                " If they may be out of date, open it in Excel or WPS, update the links and save it."
            ),
        ),
    ],
)
def test_macros_and_links_are_left_aside_with_a_warning(tmp_path: Path, name: str, message: str) -> None:
    path = changed(saved(tmp_path, {"A1": "x"}), {name: b"<x/>"})
    assert warned(path) == [message]
    assert column(read_workbook(path).sheets[0]) == ["x"]


def test_a_workbook_that_declares_entities_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, {"A1": "x"})
    declared = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + part(path, SHEET)
    assert said(changed(path, {SHEET: declared}))[0].startswith(": The workbook holds declarations (DOCTYPE)")


def test_a_zip_bomb_is_refused_unread(tmp_path: Path) -> None:
    path = changed(saved(tmp_path, {"A1": "x"}), {SHEET: bytes(100 * 2**20)})
    (problem,) = read_workbook(path).problems
    assert problem.say("en") == (
        f"{path}: The workbook unpacks to 101 MiB from 1 MiB; at most 512 MiB are read, and no part that unpacks to"
        " more than 250 times its size. Check that it is the right file; copy its cells to a new workbook."
    )
    assert "解压后为 101 MiB" in problem.say("zh")


def test_a_part_that_is_larger_than_the_archive_says_is_not_unpacked(tmp_path: Path) -> None:
    path = changed(saved(tmp_path, {"A1": "x"}), {SHEET: b"<x/>" * 100_000})
    size = (400_000).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (400).to_bytes(4, "little")))
    assert said(path)[0].startswith(": The workbook is damaged.")


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    path = changed(saved(tmp_path, {"A1": "x"}), {f"x/{number}": b"" for number in range(10_000)})
    assert said(path)[0].startswith(": The workbook has 10009 parts; at most 10000 are read.")


def compound(*names: str) -> bytes:
    """The least compound file with entries of these names, of which none holds anything."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[30:34] = (9).to_bytes(2, "little") + (6).to_bytes(2, "little")
    header[48:52], header[56:60] = (1).to_bytes(4, "little"), (4096).to_bytes(4, "little")
    header[60:64] = header[68:72] = b"\xfe\xff\xff\xff"
    header[76:512] = bytes(4) + b"\xff" * 432
    table = b"\xfd\xff\xff\xff\xfe\xff\xff\xff" + b"\xff" * 504
    entries = b""
    for number, name in enumerate(("Root Entry", *names)):
        written = name.encode("utf-16-le")
        entry = written.ljust(64, b"\0") + (len(written) + 2).to_bytes(2, "little") + bytes([5 if not number else 2])
        entries += entry.ljust(116, b"\0") + b"\xfe\xff\xff\xff" + bytes(8)
    return bytes(header) + table + entries.ljust(512, b"\0")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty."),
        (b"name,date\n", "This is a text that is only named like a workbook."),
        (b"<html><table><tr><td>1</td></tr></table></html>", "This is a web page or an XML text"),
        (b'<?xml version="1.0"?><Workbook/>', "This is a web page or an XML text"),
        (b"\x89PNG\r\n\x1a\n\0\0", "This is not a workbook."),
        (b"PK\x03\x04 cut off", "The workbook is damaged."),
        (compound("EncryptedPackage", "EncryptionInfo"), "The workbook is protected by a password."),
        (compound("WordDocument"), "This is not a workbook."),
        (compound("Workbook")[:600], "The workbook is damaged."),
    ],
)
def test_what_is_no_workbook_is_refused_as_what_it_is(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "ledger.xlsx"
    path.write_bytes(content)
    (problem,) = read_workbook(path).problems
    assert problem.say("en").startswith(f"{path}: {message}")
    assert problem.hint


def test_other_archives_are_no_workbooks(tmp_path: Path) -> None:
    for name, message in {
        "a.txt": "a zip archive without a workbook",
        "word/document.xml": "a document of Word",
        "xl/workbook.bin": "(.xlsb) are not read",
    }.items():
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as file:
            file.writestr(name, "x")
        (tmp_path / "ledger.xlsx").write_bytes(content.getvalue())
        assert message in said(tmp_path / "ledger.xlsx")[0]


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert said(tmp_path / "ledger.xlsx") == [": There is no such file. Check the folder and the spelling."]


def test_a_workbook_cut_off_or_overwritten_anywhere_never_ends_in_a_traceback(tmp_path: Path) -> None:
    whole = saved(tmp_path, {"A1": "次数", "A2": 3, "A3": 0.5}).read_bytes()
    path = tmp_path / "broken.xlsx"
    for position in range(0, len(whole), 97):
        path.write_bytes(whole[:position])
        assert read_workbook(path).problems
        path.write_bytes(whole[:position] + b"\xff" * 8 + whole[position + 8 :])
        read_workbook(path)


def old(tmp_path: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("组织生活")
    sheet.write(4, 2, 1 / 3)
    sheet.write(5, 2, dt.date(2024, 3, 5), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    sheet.write(6, 2, 0.955, xlwt.easyxf(num_format_str="0.0%"))
    sheet.write(7, 2, 1, xlwt.easyxf(num_format_str="0%"))
    sheet.write(8, 2, True)  # noqa: FBT003 - the value of a cell
    sheet.write(9, 2, "文")
    book.add_sheet("隐藏").visibility = 1
    book.save(str(tmp_path / "ledger.xls"))
    return tmp_path / "ledger.xls"


def test_an_old_workbook_is_read_like_a_new_one(tmp_path: Path) -> None:
    book = read_workbook(old(tmp_path))
    assert book.problems == ()
    assert column(book.sheets[0], 2)[4:] == ["0.333333333333333", "2024-03-05", "95.5%", "100%", "true", "文"]
    assert [sheet.hidden for sheet in book.sheets] == [False, True]


def test_errors_in_an_old_workbook_are_named(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("表").row(2).set_cell_error(1, "#REF!")
    book.save(str(tmp_path / "ledger.xls"))
    assert said(tmp_path / "ledger.xls") == [
        ":表!B3: The cell holds the error #REF!. Correct the formula, or type the value."
    ]


def test_an_old_workbook_with_a_password_is_refused(tmp_path: Path) -> None:
    content = old(tmp_path).read_bytes()
    start = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20
    path = tmp_path / "locked.xls"
    path.write_bytes(content[:start] + b"\x2f\x00" + content[start + 2 :])
    assert said(path)[0].startswith(": The workbook is protected by a password.")


def test_an_old_workbook_cut_off_or_overwritten_anywhere_never_ends_in_a_traceback(tmp_path: Path) -> None:
    whole = old(tmp_path).read_bytes()
    path = tmp_path / "broken.xls"
    for position in range(0, len(whole), 131):
        for content in (whole[:position], whole[:position] + b"\xff" * 8 + whole[position + 8 :]):
            path.write_bytes(content)
            found = read_workbook(path)
            assert found.sheets or found.problems  # whatever it is, nothing of it is lost in silence


def open_document(tmp_path: Path, *cells: TableCell) -> Path:
    document = OpenDocumentSpreadsheet()
    table = Table(name="组织生活")
    for cell in cells:
        row = TableRow()
        row.addElement(TableCell())
        row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save(tmp_path / "ledger.ods")
    return tmp_path / "ledger.ods"


def cell(text: str, **attributes: str) -> TableCell:
    made = TableCell(**attributes)
    made.addElement(P(text=text))
    return made


def test_an_open_document_is_read_as_it_is_seen(tmp_path: Path) -> None:
    path = open_document(
        tmp_path,
        cell("学习", valuetype="string"),
        cell("95.5%", valuetype="percentage", value="0.955"),
        cell("2024-03-05", valuetype="date", datevalue="2024-03-05"),
        cell("2024-03-05 09:30", valuetype="date", datevalue="2024-03-05T09:30:00"),
        cell("09:30", valuetype="time", timevalue="PT09H30M00S"),
        cell("是", valuetype="boolean", booleanvalue="true"),
        cell("0.33", valuetype="float", value="0.333333333333333"),
    )
    texts = ["学习", "95.5%", "2024-03-05", "2024-03-05 09:30:00", "09:30:00", "true", "0.333333333333333"]
    assert column(only(read_workbook(path)), 1) == texts


def test_errors_and_formulas_without_results_in_an_open_document_are_named(tmp_path: Path) -> None:
    path = open_document(
        tmp_path,
        cell("#REF!", valuetype="string", stringvalue="", formula="of:=[.A0]"),
        TableCell(formula="of:=1+1"),
        cell("#1 楼", valuetype="string"),
    )
    assert [problem.partition(". ")[0] for problem in said(path)] == [
        ":组织生活!B1: The cell holds the error #REF!",
        ":组织生活!B2: The formula in this cell has no stored result",
    ]


def test_an_open_document_that_repeats_a_cell_without_end_is_refused(tmp_path: Path) -> None:
    endless = cell("1%", valuetype="percentage", value="0.01", numbercolumnsrepeated="1000000")
    assert "repeated 1000000 times" in said(open_document(tmp_path, endless))[0]
    numbers = cell("1", valuetype="float", value="1", numbercolumnsrepeated="100000000")
    assert "spans 1 rows and 100000001 columns" in said(open_document(tmp_path, numbers))[0]
