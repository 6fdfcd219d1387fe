from __future__ import annotations

import csv
import gc
import gzip
import io
import tempfile
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from starcheck.errors import InputError
from starcheck.ledger.sheets import HEAD_ROWS, ROW
from starcheck.ledger.sources.delimited import MAX_COLUMNS, read_delimited
from starcheck.ledger.sources.encodings import MAX_LINE

HEADINGS = "支部编号,参加人数\n"


def table(folder: Path, content: str | bytes, name: str = "meetings.csv") -> Path:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def rows(file: Path, skip: int = 1) -> list[tuple[object, ...]]:
    return read_delimited(file).body(skip).collect().rows()


def problems(file: Path, lang: str = "en") -> list[str]:
    with pytest.raises(InputError) as raised:
        read_delimited(file).body(1).collect()
    return [
        problem.say("zh" if lang == "zh" else "en").removeprefix(f"{file.parent}/") for problem in raised.value.problems
    ]


def test_rows_are_numbered_as_a_spreadsheet_does_whatever_stands_above_or_between(tmp_path: Path) -> None:
    file = table(tmp_path, '某公司台账\n\n支部编号,参加人数\nb1,3\n\n"b\n2",4\n , \nb3,\n')
    sheet = read_delimited(file)
    assert sheet.head[:3] == (("某公司台账", ""), ("", ""), ("支部编号", "参加人数"))
    assert rows(file, 3) == [(4, "b1", "3"), (5, None, None), (6, "b\n2", "4"), (7, " ", " "), (8, "b3", None)]
    assert str(sheet.place(6, 1)) == f"{file}!B6"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_and_line_end_gives_the_same_table(tmp_path: Path, encoding: str, end: str) -> None:
    text = '"支部编号",参加人数\nb1,三\n\nb2,"四,五"\n'.replace("\n", end)
    file = table(tmp_path, text.encode(encoding))
    assert read_delimited(file).head == (("支部编号", "参加人数"), ("b1", "三"), ("", ""), ("b2", "四,五"))
    assert rows(file) == [(2, "b1", "三"), (3, None, None), (4, "b2", "四,五")]


def test_characters_that_are_letters_in_utf_8_too_do_not_hide_the_encoding(tmp_path: Path) -> None:
    file = table(tmp_path, ("支部编号,学时\n" + "b1,24学时\n" * 100).encode("gb18030"))
    assert rows(file)[-1] == (101, "b1", "24学时")


def test_chinese_far_below_ascii_decides_the_encoding_too(tmp_path: Path) -> None:
    file = table(tmp_path, b"id,kind\n" + b"m1,x\n" * 300_000 + "m2,支部党员大会\n".encode("gb18030"))
    assert rows(file)[-1] == (300_002, "m2", "支部党员大会")


def test_a_copy_in_utf_8_lives_as_long_as_the_frame_and_no_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(copies))
    frame = read_delimited(table(tmp_path, (HEADINGS + "b1,三\n").encode("gb18030"))).body(1)
    gc.collect()
    assert len(list(copies.iterdir())) == 1
    assert frame.collect().rows() == [(2, "b1", "三")]
    del frame
    gc.collect()
    assert list(copies.iterdir()) == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_what_separates_the_cells_is_found_even_where_texts_hold_the_others(tmp_path: Path, delimiter: str) -> None:
    others = "".join({",", ";", "|"} - {delimiter})
    lines = ("标题", f"支部编号{delimiter}备注", f"b1{delimiter}甲{others}乙", f'b2{delimiter}"丙{delimiter}{others}"')
    file = table(tmp_path, "\n".join(lines))
    assert rows(file, 2) == [(3, "b1", f"甲{others}乙"), (4, "b2", f"丙{delimiter}{others}")]


def test_decimal_commas_do_not_separate_cells(tmp_path: Path) -> None:
    assert rows(table(tmp_path, "支部编号;得分\nb1;1,5\nb2;2,5\n")) == [(2, "b1", "1,5"), (3, "b2", "2,5")]


def test_one_column_needs_no_delimiter(tmp_path: Path) -> None:
    assert rows(table(tmp_path, "支部编号\nb1\n\nb2")) == [(2, "b1"), (3, None), (4, "b2")]


def test_delimiters_that_fit_alike_are_refused(tmp_path: Path) -> None:
    file = table(tmp_path, "编号;名称,简称\nb1;一,二\n")
    assert problems(file) == [
        (
            "meetings.csv: It is not clear what separates the cells; these fit alike: “,”, “;”. "
            "Write “sep=,” into a line of its own above all others, with the character that separates them."
        )
    ]
    assert problems(file, "zh") == [
        (
            "meetings.csv: 无法确定单元格之间的分隔符，以下几种同样说得通：“,”、“;”。"
            "请在最前面单独加一行“sep=,”，等号后写实际的分隔符。"
        )
    ]


def test_a_delimiter_may_be_declared(tmp_path: Path) -> None:
    file = table(tmp_path, "sep=;\n编号;名称,简称\nb1;一,二\n")
    assert rows(file, 2) == [(3, "b1", "一,二")]


@pytest.mark.parametrize("declaration", ["sep=;", "SEP=; ", '"sep=;"', "sep=;;"])
def test_a_declaration_is_understood_as_spreadsheets_write_it(tmp_path: Path, declaration: str) -> None:
    assert rows(table(tmp_path, f"{declaration}\na;b,c\n1;2,3\n"), 2) == [(3, "1", "2,3")]


def test_marks_of_full_width_separate_no_cells(tmp_path: Path) -> None:
    file = table(tmp_path, "支部编号，参加人数\nb1，3\n")
    assert problems(file) == [
        (
            "meetings.csv: The cells seem to be separated by “，”, which may stand in any text. "
            "Separate them by “,”, “;”, “|” or tabs, or save the table as CSV from a spreadsheet."
        )
    ]
    assert problems(file, "zh") == [
        (
            "meetings.csv: 单元格似乎用“，”分隔，而它可以出现在任何文字里。"
            "请改用“,”“;”“|”或制表符，或者用电子表格另存为 CSV。"
        )
    ]
    assert rows(table(tmp_path, "备注\n甲，乙\n丙\n")) == [(2, "甲，乙"), (3, "丙")]


def test_headings_alone_are_a_table_without_rows(tmp_path: Path) -> None:
    sheet = read_delimited(table(tmp_path, HEADINGS))
    assert sheet.head == (("支部编号", "参加人数"),)
    assert sheet.body(1).collect().schema == {ROW: pl.UInt32, "0": pl.String, "1": pl.String}
    assert sheet.body(1).collect().is_empty()


@pytest.mark.parametrize("above", [0, HEAD_ROWS])
def test_rows_with_too_many_cells_are_named_with_the_first_that_is_too_much(tmp_path: Path, above: int) -> None:
    file = table(tmp_path, HEADINGS + "b0,1\n" * above + "b1,1\nb2,1,200\nb3\nb4,1,,\n")
    hint = " Put a text that holds the separating character in quotation marks, or remove what is too much."
    assert problems(file) == [
        f"meetings.csv!C{above + 3}: The row has 3 cells; the table has 2 columns.{hint}",
        f"meetings.csv!C{above + 5}: The row has 4 cells; the table has 2 columns.{hint}",
    ]
    assert problems(file, "zh")[0] == (
        f"meetings.csv!C{above + 3}: 这一行有 3 个单元格，而表格只有 2 列。"
        "文字里含有分隔符的，请用引号括起来；多余的请删去。"
    )


def test_a_row_with_too_many_cells_is_found_even_if_only_other_columns_are_asked_for(tmp_path: Path) -> None:
    sheet = read_delimited(table(tmp_path, HEADINGS + "b1,1\nb2,1,,200\n"))
    with pytest.raises(InputError, match=r"meetings\.csv!C3: The row has 4 cells"):
        sheet.body(1).select(pl.col("0")).collect()


def test_one_blank_cell_too_many_is_no_mistake(tmp_path: Path) -> None:
    assert rows(table(tmp_path, HEADINGS + "b1,1,\nb2,1\nb3\n")) == [(2, "b1", "1"), (3, "b2", "1"), (4, "b3", None)]


def test_of_many_problems_of_a_kind_the_first_are_listed(tmp_path: Path) -> None:
    found = problems(table(tmp_path, HEADINGS + "b1,1\n" * 40 + "b2,1,2\n" * 30))
    assert len(found) == 21
    assert found[-1].endswith("There are 10 more problems of this kind, not listed. Correct these first.")


@pytest.mark.parametrize("row", ['b2,"4', 'b2,"4"x', '"b2" ,4', 'b2,4"'])
@pytest.mark.parametrize("below", ["", "b3,5\n", 'b3,"5"\n'])
def test_quotation_marks_that_do_not_match_are_found_where_they_are(tmp_path: Path, row: str, below: str) -> None:
    file = table(tmp_path, HEADINGS + "b1,3\n" + row + "\n" + below)
    assert problems(file) == [
        (
            "meetings.csv!3: The quotation marks of this row do not match; nothing below it is read. "
            "Close each that is opened; inside a text in quotation marks, write one as two."
        )
    ]
    assert problems(file, "zh") == [
        (
            "meetings.csv!3: 这一行的引号不配对，其下内容都没有读取。"
            "有开引号就要有闭引号；引号内的文字里，一个引号要写成两个。"
        )
    ]


@pytest.mark.parametrize(
    ("encoding", "name", "damage"),
    [("utf-8", "UTF-8", b"\xff"), ("gb18030", "GB18030", b"\xff"), ("utf-16-le", "UTF-16", b"\x00\xd8")],
)
def test_a_damaged_character_is_found_in_its_cell(tmp_path: Path, encoding: str, name: str, damage: bytes) -> None:
    above, below = f"{HEADINGS}b1,三\nb2,".encode(encoding), f"\n{'b3,四' * 20}\n".encode(encoding)
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    file = table(tmp_path, mark + above + damage + below.replace("b3,四b3".encode(encoding), "b3".encode(encoding)))
    assert problems(file)[0] == f"meetings.csv!B3: The byte here is not {name}. Type the character anew."


def test_a_file_that_ends_within_a_character_was_cut_off(tmp_path: Path) -> None:
    file = table(tmp_path, (HEADINGS + "b1,三").encode("gb18030")[:-1])
    assert problems(file) == [
        "meetings.csv: The file ends in the middle of a character. It was cut off: save it again."
    ]
    assert problems(file, "zh") == ["meetings.csv: 文件在一个字符中间中断。文件不完整，请重新保存。"]


def test_a_character_that_no_file_can_hold_is_found_in_its_cell(tmp_path: Path) -> None:
    file = table(tmp_path, HEADINGS + "b1,3\nb2,\x004\n")
    assert problems(file) == ["meetings.csv!B3: The control character U+0000 is not allowed. Remove it."]


@pytest.mark.parametrize("content", [b"", b"\n\r\n", b"\xef\xbb\xbf", b" \n", b"\xff\xfe", b"\xef"])
def test_an_empty_file_is_no_table(tmp_path: Path, content: bytes) -> None:
    file = table(tmp_path, content)
    assert problems(file) == ["meetings.csv: The file is empty. Write the headings into its first line."]
    assert problems(file, "zh") == ["meetings.csv: 文件是空的。请把表头写在第一行。"]


@pytest.mark.parametrize("content", [b"PK\x03\x04" + bytes(100), bytes(range(256)), gzip.compress(b"a,b\n", mtime=0)])
def test_a_binary_file_is_no_table(tmp_path: Path, content: bytes) -> None:
    file = table(tmp_path, content)
    assert problems(file) == ["meetings.csv: This is not a text file. Give it the ending of what it is, such as .xlsx."]


def test_utf_16_without_its_mark_is_refused(tmp_path: Path) -> None:
    assert problems(table(tmp_path, HEADINGS.encode("utf-16-le"))) == [
        (
            "meetings.csv: The file seems to be encoded in UTF-16, not in UTF-8. "
            "Open it in a text editor, choose “Save as”, then the encoding UTF-8."
        )
    ]


def test_a_table_of_too_many_columns_is_refused(tmp_path: Path) -> None:
    assert len(read_delimited(table(tmp_path, "a" + ",a" * (MAX_COLUMNS - 1))).head[0]) == MAX_COLUMNS
    assert problems(table(tmp_path, "a" + ",a" * MAX_COLUMNS)) == [
        (
            "meetings.csv: The table has 1001 columns; at most 1000 are read. "
            "Check that the file is a table with a row in each line."
        )
    ]


def test_a_first_line_without_an_end_is_refused(tmp_path: Path) -> None:
    assert problems(table(tmp_path, "x" * MAX_LINE)) == [
        (
            "meetings.csv: The first line has more than 1048576 bytes. "
            "Check that the file is a table with a row in each line."
        )
    ]


def test_a_file_that_went_away_is_told(tmp_path: Path) -> None:
    file = table(tmp_path, HEADINGS)
    frame = read_delimited(file).body(1)
    file.unlink()
    with pytest.raises(InputError, match="cannot be read"):
        frame.collect()


def test_notes_above_the_headings_do_not_tell_how_many_columns_there_are(tmp_path: Path) -> None:
    file = table(tmp_path, "注一,注二\n注三,注四\na,b,c,d,e\n1,2,3,4,5\n")
    assert rows(file, 3) == [(4, "1", "2", "3", "4", "5")]
    assert read_delimited(file).head[0] == ("注一", "注二", "", "", "")


def test_the_first_rows_are_heads_and_a_file_may_be_named_like_a_pattern(tmp_path: Path) -> None:
    sheet = read_delimited(table(tmp_path, HEADINGS + "b1,3\n" * 100, "[a]*.tsv"))
    assert len(sheet.head) == HEAD_ROWS
    assert sheet.body(1).select(pl.len()).collect().item() == 100


CELLS = st.text(st.characters(codec="gb18030", exclude_characters="\r\0", exclude_categories=["Cc", "Cs", "Zl", "Zp"]))


@given(
    st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=40),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_others_write_is_read_as_it_was(
    written: list[tuple[str, str, str]], encoding: str, delimiter: str, end: str
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end)
    writer.writerows([("支部编号", "参加人数", "备注"), *written])
    with TemporaryDirectory() as folder:
        file = table(Path(folder), f"sep={delimiter}{end}{text.getvalue()}".encode(encoding))
        assert rows(file, 2) == [
            (number, *(cell or None for cell in row)) for number, row in enumerate(written, start=3)
        ]


EXPECTED = {
    "It is not clear what separates the cells; these fit alike: {choices}.",
    "The byte here is not {encoding}.",
    "The control character U+{code} is not allowed.",
    "The file ends in the middle of a character.",
    "The file is empty.",
    "The file seems to be encoded in {encoding}, not in UTF-8.",
    "The quotation marks of this row do not match; nothing below it is read.",
    "The row has {count} cells; the table has {most} columns.",
    "This is not a text file.",
}


@given(st.data())
def test_a_damaged_file_gives_rows_or_problems(data: st.DataObject) -> None:
    encoding = data.draw(st.sampled_from(["utf-8", "gb18030", "utf-16"]))
    raw = bytearray(f'台账,\n{HEADINGS}b1,"甲,乙"\r\n\nb2,"说""话\n换行"\n'.encode(encoding))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw)))
        raw[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    with TemporaryDirectory() as folder:
        file = table(Path(folder), bytes(raw))
        try:
            rows(file)
        except InputError as error:
            said = {problem.message.template for problem in error.problems}
        else:
            said = set()
    assert said <= EXPECTED
