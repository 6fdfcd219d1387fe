"""Make the ledgers of this folder anew: ``python -m tests.ugly_ledgers.make``."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TypeAlias

import openpyxl
import xlwt
from odf import opendocument, table, text

Rows: TypeAlias = Sequence[Sequence[Any]]
Sheets: TypeAlias = Mapping[str, Rows]
Maker: TypeAlias = Callable[[Path], None]

FOLDER = Path(__file__).parent
FIRST, SECOND = date(2024, 3, 5), date(2024, 6, 18)

BRANCH: Rows = [
    ["支部编号", "支部名称", "人数", "成立日期", "撤销日期", "口号"],
    ["b1", "第一支部", 9, date(2015, 6, 1), None, "学习"],
]
MEETINGS: Rows = [
    ["记录编号", "日期", "类型", "应到", "实到"],
    ["m1", FIRST, "党课", 9, 8],
    ["m2", SECOND, "支委会", 5, 5],
]
REPORTS: Rows = [
    ["主题", "学时", "上限", "已用", "占比", "是否核对", "佐证", "扫描件"],
    ["党史", 12.5, 10, 1.375, "95.5%", "是", "已认可", "a.pdf;b.pdf"],
    ["党章", 3, None, None, "0.5%", "否", None, None],
]
CLEAN: Sheets = {"支部": BRANCH, "会议": MEETINGS, "报表": REPORTS}
SECOND_BRANCH = ["第二支部", 12, None, None, None]
TWO_BRANCHES: Rows = [*BRANCH, ["b2", *SECOND_BRANCH]]
STATUS = ["分表", "状态", "涵盖起始日", "涵盖截止日"]
PAPERS = ["条款", "材料", "材料状态"]
MARKS = ["条款", "得分", "等次", "理由", "评审人", "评审日期"]


def xlsx(path: Path, sheets: Sheets, change: Callable[[openpyxl.Workbook], None] | None = None) -> None:
    """A workbook; texts are written as texts, whatever they begin with."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                cell = sheet.cell(number, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"
    if change:
        change(book)
    book.save(path)


def xls(path: Path, sheets: Sheets) -> None:
    """A workbook as programs kept it until 2007."""
    book, day = xlwt.Workbook(), xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(number, column, value, *([day] if isinstance(value, date) else []))
    book.save(str(path))


def ods(path: Path, sheets: Sheets) -> None:
    """A workbook as free office programs keep it."""
    document = opendocument.OpenDocumentSpreadsheet()
    for name, rows in sheets.items():
        sheet = table.Table(name=name)
        for row in rows:
            line = table.TableRow()
            for value in row:
                line.addElement(_ods_cell(value))
            sheet.addElement(line)
        document.spreadsheet.addElement(sheet)
    document.save(str(path))


def _ods_cell(value: object) -> table.TableCell:
    if value is None:
        return table.TableCell()
    if isinstance(value, date):
        cell = table.TableCell(valuetype="date", datevalue=value.isoformat())
    elif isinstance(value, str):
        cell = table.TableCell(valuetype="string")
    else:
        cell = table.TableCell(valuetype="float", value=value)
    cell.addElement(text.P(text=str(value)))
    return cell


def delimited(rows: Rows, delimiter: str = ",", end: str = "\n") -> str:
    """A table as a text."""
    return "".join(
        delimiter.join(_quoted("" if value is None else str(value), delimiter) for value in row) + end for row in rows
    )


def _quoted(word: str, delimiter: str) -> str:
    return '"' + word.replace('"', '""') + '"' if {delimiter, '"', "\n", "\r"} & set(word) else word


def folder(tables: Mapping[str, bytes | str | Rows]) -> Maker:
    """A folder with a file for each table."""

    def make(path: Path) -> None:
        path.mkdir(exist_ok=True)
        for name, content in tables.items():
            written = content if isinstance(content, bytes | str) else delimited(content)
            (path / name).write_bytes(written if isinstance(written, bytes) else written.encode())

    return make


def book(**sheets: Rows | None) -> Sheets:
    """The clean sheets with some instead of others, or, if None, without them."""
    return {name: rows for name, rows in {**CLEAN, **sheets}.items() if rows is not None}


def column(rows: Rows, heading: str, values: Sequence[Any]) -> Rows:
    """A table with other values in a column, once more below each other where there are more of them than rows."""
    at = rows[0].index(heading)
    records = [list(rows[1 + number % (len(rows) - 1)]) for number in range(len(values))]
    for record, value in zip(records, values, strict=True):
        record[at] = value
    return [rows[0], *records]


def renamed(rows: Rows, *headings: str) -> Rows:
    """A table under other headings."""
    return [list(headings), *rows[1:]]


def csv(
    branch: bytes | str | Rows = BRANCH, meetings: bytes | str | Rows = MEETINGS, **more: bytes | str | Rows
) -> Maker:
    """A folder of text files."""
    others = {f"{name}.csv": content for name, content in more.items()}
    reports = {} if "reports" in more else {"报表.csv": REPORTS}
    return folder({"支部.csv": branch, "会议.csv": meetings, **reports, **others})


def workbook(sheets: Sheets, change: Callable[[openpyxl.Workbook], None] | None = None) -> Maker:
    """A workbook of the kind that its name says."""

    def make(path: Path) -> None:
        match path.suffix:
            case ".xls":
                xls(path, sheets)
            case ".ods":
                ods(path, sheets)
            case _:
                xlsx(path, sheets, change)

    return make


def _merge_title(opened: openpyxl.Workbook) -> None:
    opened["会议"].merge_cells("A1:E1")


def _hide(opened: openpyxl.Workbook) -> None:
    opened["会议"].sheet_state = "hidden"
    opened["草稿"].sheet_state = "hidden"


def _hide_template(opened: openpyxl.Workbook) -> None:
    opened["starcheck"].sheet_state = "veryHidden"


def _cut_off(path: Path) -> None:
    xlsx(path, CLEAN)
    path.write_bytes(path.read_bytes()[:3000])


def _formula(opened: openpyxl.Workbook) -> None:
    opened["会议"]["E2"] = "=D2-1"


def _error(opened: openpyxl.Workbook) -> None:
    opened["会议"]["E2"] = "#REF!"
    opened["会议"]["E2"].data_type = "e"


def _percent_format(opened: openpyxl.Workbook) -> None:
    for cell, value in (("E2", 0.955), ("E3", 0.005)):
        opened["报表"][cell] = value
        opened["报表"][cell].number_format = "0.0%"


def _far_below(opened: openpyxl.Workbook) -> None:
    opened["会议"]["A1048576"] = " "


def _quote_prefix(opened: openpyxl.Workbook) -> None:
    opened["支部"]["A2"].quotePrefix = True


def _with_part(name: str, content: bytes, make: Maker) -> Maker:
    """A workbook with one more file in it."""

    def made(path: Path) -> None:
        make(path)
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)

    return made


def _bomb(path: Path) -> None:
    """A sheet that is packed a thousand times smaller than it is."""
    whole = io.BytesIO()
    xlsx(path, CLEAN)
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "xl/worksheets/sheet2.xml":
                content = content.replace(b"</worksheet>", b" " * 60_000_000 + b"</worksheet>")
            bomb.writestr(name, content)
    path.write_bytes(whole.getvalue())


def raw(content: bytes) -> Maker:
    """A file of these bytes."""
    return lambda path: _write(path, content)


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _protected(path: Path) -> None:
    """What a workbook with a password looks like from outside: a compound file that names an encrypted package."""
    sector = 512
    header = bytearray(sector)
    header[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    header[24:34] = bytes.fromhex("3e000300feff09000600")
    for at, value in {44: 1, 48: 1, 56: 4096, 60: 0xFFFFFFFE, 68: 0xFFFFFFFE}.items():
        header[at : at + 4] = value.to_bytes(4, "little")
    header[76:] = b"\xff" * (sector - 76)
    header[76:80] = (0).to_bytes(4, "little")
    chains = bytearray(b"\xff" * sector)
    chains[:8] = (0xFFFFFFFD).to_bytes(4, "little") + (0xFFFFFFFE).to_bytes(4, "little")
    names = [("Root Entry", 5), ("EncryptedPackage", 2), ("EncryptionInfo", 2), ("", 0)]
    path.write_bytes(bytes(header + chains) + b"".join(_entry(*each, number) for number, each in enumerate(names)))


def _entry(name: str, kind: int, number: int) -> bytes:
    entry = bytearray(128)
    written = (name + "\0").encode("utf-16-le") if name else b""
    entry[: len(written)] = written
    entry[64:66] = len(written).to_bytes(2, "little")
    entry[66], entry[67] = kind, 1
    links = [0xFFFFFFFF, 2 if number == 1 else 0xFFFFFFFF, 1 if number == 0 else 0xFFFFFFFF]
    entry[68:80] = b"".join(link.to_bytes(4, "little") for link in links)
    entry[116:120] = (0xFFFFFFFE).to_bytes(4, "little")
    return bytes(entry)


DATES = [
    FIRST, datetime.combine(FIRST, time()), "2024-03-05", "2024-3-5", "2024/3/5", "2024/03/05", "2024.3.5",
    "2024年3月5日", "2024 年 3 月 5 号", "２０２４年３月５日", "20240305", 20240305, 45356, "45356", "2024-03-05 00:00",
    "'2024-03-05",
]  # fmt: skip

NO_DATES = [
    "3月5日", "24.3.5", "03/05/2024", "03/15/2024", "2024年3月", "2024", 2024, 202403,
    "2024-02-30", "2024-03-05 14:30", "三月五日", "下周",
]  # fmt: skip
FAR = [["m3", date(2204, 3, 5), "党课", 9, 8], ["m4", "1024-03-05", "党课", 9, 8]]
COMPLETE = [["会议", "完整", None, None], ["报表", "完整", None, None]]

MAKERS: Mapping[str, Maker] = {
    # Told apart from the clean ledger by nothing but how it is kept.
    "plain.xlsx": workbook(CLEAN),
    "plain.xls": workbook(CLEAN),
    "plain.ods": workbook(CLEAN),
    "plain_csv": csv(),
    "bom": csv(meetings=b"\xef\xbb\xbf" + delimited(MEETINGS).encode()),
    "gb18030": csv(branch=delimited(BRANCH).encode("gb18030"), meetings=delimited(MEETINGS).encode("gb18030")),
    "utf16": csv(meetings=b"\xff\xfe" + delimited(MEETINGS, "\t").encode("utf-16-le")),
    "semicolons": csv(meetings=delimited(MEETINGS, ";", "\r\n")),
    "tabs": csv(meetings=delimited(MEETINGS, "\t")),
    "carriage_returns": csv(meetings=delimited(MEETINGS, end="\r")),
    "quoted_line_breaks": csv(meetings=delimited(renamed(MEETINGS, "记录\n编号", "日期", "类\r\n型", "应到", "实到"))),
    "lines_without_end": csv(meetings=delimited(MEETINGS).rstrip("\n")),
    "empty_columns_at_the_end": csv(meetings=[[*row, None, None] for row in MEETINGS]),
    # Headings.
    "headings_with_spaces.xlsx": workbook(
        book(会议=renamed(MEETINGS, " 记录 编号", "日　期", "类\n型", "*应到*", "实到（必填）"))
    ),
    "headings_with_units.xlsx": workbook(
        book(支部=renamed(BRANCH, "支部编号", "支部名称", "人数（人）", "成立日期", "撤销日期", "口号(选填)"))
    ),
    "headings_in_full_width": csv(meetings=renamed(MEETINGS, "ｉｄ", "ｈｅｌｄ＿ｏｎ", "ＫＩＮＤ", "＊应到", "实到")),
    "headings_in_english.xlsx": workbook(
        {
            "Branch": renamed(BRANCH, "Branch id", "Branch name", "Members (人)", "founded on", "Closed on", "MOTTO"),
            "Meetings": renamed(MEETINGS, "Record id", "Date", "Kind", "Expected", "Attended"),
            "Reports": REPORTS,
        }
    ),
    "fields_as_headings": folder(
        {
            "branch.csv": renamed(BRANCH, "branch", "name", "members", "founded_on", "closed_on", "motto"),
            "meetings.csv": renamed(MEETINGS, "id", "held_on", "kind", "expected", "attended"),
            "reports.csv": REPORTS,
        }
    ),
    "headings_in_another_order.xlsx": workbook(book(会议=[list(reversed(row)) for row in MEETINGS])),
    "title_rows_above.xlsx": workbook(
        book(会议=[["2024 年度会议登记表"], ["填报单位：第一支部", None, "单位：次"], [], *MEETINGS]), _merge_title
    ),
    "misspelt_heading.xlsx": workbook(book(会议=renamed(MEETINGS, "记录编号", "日期", "类形", "应到", "实到"))),
    "heading_twice.xlsx": workbook(book(会议=[[*row, row[4]] for row in MEETINGS])),
    "required_column_missing.xlsx": workbook(book(支部=[[*row[:2], *row[3:]] for row in BRANCH])),
    "date_column_missing.xlsx": workbook(book(会议=[[row[0], *row[2:]] for row in MEETINGS])),
    "optional_column_missing.xlsx": workbook(book(支部=[row[:5] for row in BRANCH])),
    "column_of_the_wrong_unit.xlsx": workbook(
        book(支部=renamed(BRANCH, "支部编号", "支部名称", "人数（万人）", "成立日期", "撤销日期", "口号"))
    ),
    "no_headings": csv(meetings=MEETINGS[1:]),
    # Rows.
    "blank_rows_between.xlsx": workbook(
        book(会议=[MEETINGS[0], [], MEETINGS[1], [None, " ", "　"], MEETINGS[2], ["", "", "\u200b"]])
    ),
    "numbers_of_rows_and_remarks.xlsx": workbook(
        book(
            会议=[
                ["序号", *MEETINGS[0], "备注"],
                [1, *MEETINGS[1], "全体"],
                [2, *MEETINGS[2], None],
                ["合计", None, None, None, 14, 13],
            ]
        )
    ),
    "totals.xlsx": workbook(
        book(
            会议=[
                *MEETINGS[:2],
                ["小计", None, None, 9, 8],
                MEETINGS[2],
                [None, "合　计：", None, 14, 13],
                ["总 计", None, None, 14, 13],
                ["共计", None, None, 14, 13],
                ["Total", None, None, 14, 13],
            ],
        )
    ),
    # Cells.
    "dates.xlsx": workbook(book(会议=[MEETINGS[0], *([None, day, "党课", 9, 8] for day in DATES)])),
    "dates_that_are_none.xlsx": workbook(book(会议=[MEETINGS[0], *([None, day, "党课", 9, 8] for day in NO_DATES)])),
    "dates_far_away.xlsx": workbook(book(会议=[*MEETINGS, *FAR])),
    "percentages.xlsx": workbook(
        book(报表=column(REPORTS, "占比", ["95.5%", " 95.5 ％", "９５．５％", 95.5, "95.50%"]))
    ),
    "percentages_as_formatted.xlsx": workbook(CLEAN, _percent_format),
    "percentages_that_are_unclear.xlsx": workbook(
        book(报表=column(REPORTS, "占比", [0.5, 1, "0.95%", "100.1%", 955, "95.55%"]))
    ),
    "truths.xlsx": workbook(
        book(报表=column(REPORTS, "是否核对", ["√", "×", True, False, "有", "无", "Yes", "n", 1, 0]))
    ),
    "truths_that_are_unclear.xlsx": workbook(book(报表=column(REPORTS, "是否核对", ["x", "是的", "待定", "-"]))),
    "numbers.xlsx": workbook(
        book(
            支部=column(BRANCH, "人数", ["９ 人"]),
            会议=column(MEETINGS, "应到", ["9", "5.0"]),
            报表=column(REPORTS, "学时", ["12.50", "'3"]),
        )
    ),
    "numbers_that_are_unclear.xlsx": workbook(
        book(报表=column(REPORTS, "学时", ["13,75", "约12", "1 2", "12.55", "十二", "-3", "12学时", "—"]))
    ),
    "thousands.xlsx": workbook(book(报表=column(REPORTS, "上限", ["1,000", "１，０００．５"]))),
    "choices.xlsx": workbook(book(会议=column(MEETINGS, "类型", ["党 课", "支委会\n", "支委", "上党课"]))),
    "edition_of_a_template.xlsx": workbook(book(starcheck=[["评分标准", "版本"], ["small", "0"]]), _hide_template),
    "template_of_other_rules.xlsx": workbook(book(starcheck=[["评分标准", "版本"], ["five-star", "2024"]])),
    "mixed_types.xlsx": workbook(book(会议=column(MEETINGS, "应到", [9, "9人", "九", date(2024, 3, 5), True, None]))),
    "error_in_a_cell.xlsx": workbook(CLEAN, _error),
    "formula_without_a_value.xlsx": workbook(CLEAN, _formula),
    "texts_like_formulas.xlsx": workbook(
        book(支部=column(BRANCH, "口号", ["=HYPERLINK(1)"]), 报表=column(REPORTS, "主题", ["+1", "-1", "@SUM(A1)"]))
    ),
    "apostrophes.xlsx": workbook(book(会议=column(MEETINGS, "应到", ["'9", "'5"])), _quote_prefix),
    "invisible_characters.xlsx": workbook(
        book(
            支部=column(BRANCH, "口号", ["学习\u200b"]),
            会议=column(MEETINGS, "日期", ["\ufeff2024-03-05", "2024-06-18\u200e"]),
            报表=column(REPORTS, "主题", ["\u200b党史", "党章\u00a0"]),
        )
    ),
    "very_long_text.xlsx": workbook(book(支部=column(BRANCH, "口号", ["学" * 32_000]))),
    "nul": csv(meetings=delimited(MEETINGS).replace("支委会", "支委\0会")),
    "bytes_of_another_encoding": csv(
        meetings=delimited(MEETINGS).encode().replace("党课".encode(), b"\xb5\xb3\xbf\xce")
    ),
    "more_cells_than_headings": csv(meetings=delimited(MEETINGS).replace("党课", "党课,上午")),
    "quotation_mark_not_closed": csv(meetings=delimited(MEETINGS).replace("党课", '"党课')),
    "missing_value.xlsx": workbook(book(支部=column(BRANCH, "人数", [None]), 会议=column(MEETINGS, "日期", [None]))),
    "more_than_expected.xlsx": workbook(book(会议=column(MEETINGS, "实到", [10, 5]))),
    # Sheets.
    "sheet_renamed.xlsx": workbook(book(会议=None, 开会情况=MEETINGS)),
    "sheet_copied.xlsx": workbook(book(**{"会议 (2)": MEETINGS})),
    "sheet_of_something_else.xlsx": workbook(book(通讯录=[["姓名", "电话"], ["甲", "1"]])),
    "sheet_hidden.xlsx": workbook(book(草稿=[["随便", "写"]]), _hide),
    "sheet_empty.xlsx": workbook(book(会议=[])),
    "sheet_with_headings_only.xlsx": workbook(book(会议=MEETINGS[:1])),
    "guide_beside.xlsx": workbook(book(填写说明=[["请逐行填写。"]], 选项=[["党课"], ["支委会"]])),
    "name_of_sheet_with_spaces.xlsx": workbook({" 支部 ": BRANCH, "会 议": MEETINGS, "ＲＥＰＯＲＴＳ": REPORTS}),
    "branch_table_missing.xlsx": workbook(book(支部=None)),
    "branch_table_empty.xlsx": workbook(book(支部=BRANCH[:1])),
    "branch_without_id.xlsx": workbook(book(支部=column(BRANCH, "支部编号", [None]))),
    # Branches.
    "two_branches_without_column.xlsx": workbook(book(支部=TWO_BRANCHES)),
    "two_branches_with_one_id.xlsx": workbook(book(支部=[BRANCH[0], BRANCH[1], ["b1", *SECOND_BRANCH]])),
    "unknown_branch.xlsx": workbook(
        book(会议=[["支部编号", *MEETINGS[0]], ["b1", *MEETINGS[1]], ["b11", *MEETINGS[2]], [None, *MEETINGS[2]]])
    ),
    "ids_with_spaces.xlsx": workbook(
        book(会议=[["支部编号", *MEETINGS[0]], ["b1 ", *MEETINGS[1]], ["\u3000b1", *MEETINGS[2]]])
    ),
    "ids_that_differ_in_case.xlsx": workbook(
        book(会议=[["支部编号", *MEETINGS[0]], ["B1", *MEETINGS[1]], ["b1", *MEETINGS[2]]])
    ),
    "leading_zeros_lost.xlsx": workbook(
        book(
            支部=column(BRANCH, "支部编号", ["001"]),
            会议=[["支部编号", *MEETINGS[0]], [1, *MEETINGS[1]], ["001", *MEETINGS[2]]],
        )
    ),
    "record_id_twice.xlsx": workbook(book(会议=column(MEETINGS, "记录编号", ["m1", "m1"]))),
    "record_id_in_two_branches": csv(
        branch=TWO_BRANCHES,
        meetings=[["支部编号", *MEETINGS[0]], ["b1", *MEETINGS[1]], ["b2", *MEETINGS[1]], ["b1", *MEETINGS[2]]],
        reports=[["支部编号", *REPORTS[0]], *(["b1", *row] for row in REPORTS[1:])],
    ),
    "identical_records.xlsx": workbook(book(会议=[MEETINGS[0], *([[None, *MEETINGS[1][1:]]] * 3), MEETINGS[2]])),
    # What books say of themselves.
    "status_complete.xlsx": workbook(
        book(
            填报状态=[
                STATUS,
                *COMPLETE,
                ["荣誉", "未提供", None, None],
            ]
        )
    ),
    "status_blank_with_records.xlsx": workbook(
        book(填报状态=[STATUS, ["会议", None, None, None], ["报表", "完整", None, None], ["荣誉", None, None, None]])
    ),
    "status_without_the_table.xlsx": workbook(book(填报状态=[STATUS, ["报表", "完整", None, None]])),
    "status_none_with_records.xlsx": workbook(
        book(填报状态=[STATUS, ["会议", "没有", None, None], ["报表", "完整", None, None]])
    ),
    "status_complete_without_records.xlsx": workbook(
        book(
            填报状态=[STATUS, *COMPLETE, ["荣誉", "完整", None, None]],
            荣誉=[["级别", "名次", "是否共享"]],
        )
    ),
    "status_misspelt.xlsx": workbook(
        book(
            填报状态=[STATUS, ["会仪", "完整", None, None], ["会议", "齐全", None, None], ["报表", "完整 ", None, None]]
        )
    ),
    "status_twice.xlsx": workbook(
        book(
            填报状态=[
                STATUS,
                *COMPLETE,
                ["meetings", "不完整", None, None],
            ]
        )
    ),
    "status_covers_half.xlsx": workbook(
        book(
            填报状态=[
                STATUS,
                ["会议", "完整", date(2024, 1, 1), None],
                ["报表", "完整", date(2024, 6, 30), date(2024, 1, 1)],
            ]
        )
    ),
    "marks_and_papers.xlsx": workbook(
        book(
            佐证材料=[PAPERS, ["A-01", "会议记录", "已认可"], ["A-01", "签到表", None]],
            评审打分=[
                MARKS,
                ["A-02/order", 1.5, None, "整洁", "评审组", SECOND],
                ["A-02/style", *[None] * 5],
            ],
        )
    ),
    "marks_and_papers_that_are_wrong.xlsx": workbook(
        book(
            佐证材料=[
                PAPERS,
                ["A-1", "会议记录", "已认可"],
                ["A-01", "签到", "缺失"],
                ["A-01", "签到表", "有"],
                ["A-01", "会议记录", "缺失"],
                ["A-01", "会议记录", "已认可"],
            ],
            评审打分=[
                MARKS,
                ["A-02/ordre", 1, *[None] * 4],
                ["A-02/order", 0.7, *[None] * 4],
                ["A-02/flaws", 9, *[None] * 4],
                ["A-03", None, "很好", None, None, None],
                ["A-02/style", 1, *[None] * 4],
                ["A-02/style", 1.5, *[None] * 4],
            ],
        )
    ),
    "period_unclear.xlsx": workbook(
        book(台账信息=[["评分标准", "测评期", "资料截止日期"], ["small", "二〇二四年", "2024年2月30日"]])
    ),
    "period_of_year.xlsx": workbook(book(台账信息=[["评分标准", "测评期", "资料截止日期"], ["small@1", 2024, SECOND]])),
    "two_periods.xlsx": workbook(book(台账信息=[["评分标准", "测评期"], ["small", 2024], ["small", 2023]])),
    # Files.
    "rows_far_below.xlsx": workbook(CLEAN, _far_below),
    "macros.xlsm": _with_part("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0", workbook(CLEAN)),
    "password.xlsx": _protected,
    "bomb.xlsx": _bomb,
    "empty.xlsx": raw(b""),
    "text.xlsx": raw(delimited(MEETINGS).encode()),
    "cut_off.xlsx": _cut_off,
    "empty_file": csv(meetings=b""),
    "picture": csv(meetings=bytes(range(256)) * 4),
}


def main() -> None:
    """Write all of them."""
    for name, make in MAKERS.items():
        make(FOLDER / name)


if __name__ == "__main__":
    main()
