from __future__ import annotations

from pathlib import Path

import openpyxl

from starcheck.ledger.sources.workbook import read_workbook


def test_a_range_that_starts_late_keeps_its_rows_and_columns(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "组织生活"
    book.worksheets[0]["C5"] = "次数"
    book.worksheets[0]["C6"] = 3
    book.save(tmp_path / "ledger.xlsx")
    (sheet,) = read_workbook(tmp_path / "ledger.xlsx").sheets
    assert sheet.head == (("", "", ""),) * 4 + (("", "", "次数"), ("", "", "3"))
    assert sheet.body(5).collect().rows() == [(6, None, None, "3")]
    assert str(sheet.place(6, 2)).endswith("ledger.xlsx:组织生活!C6")
