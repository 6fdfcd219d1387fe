from __future__ import annotations

from pathlib import Path

import pytest

from starcheck.ledger.sources.delimited import read_delimited
from starcheck.ledger.tabular.notes import Notes
from starcheck.ledger.tabular.unheaded import tell_unheaded


@pytest.mark.parametrize("rows", [2, 40])
def test_values_under_no_heading_are_told_with_the_first_of_them(tmp_path: Path, rows: int) -> None:
    file = tmp_path / "meetings.csv"
    file.write_text("台账,,,\n日期,,类型,\n2024-03-05,,党课, \n" + "2024-03-12,,党课,另有\n" * rows, encoding="utf-8")
    notes = Notes(20)
    tell_unheaded(read_delimited(file), 2, notes)
    (warning,) = notes.warnings.all()
    assert warning.say("en").removeprefix(f"{file}") == (
        f"!D4: Nothing stands above this column; its {rows} values were not read. "
        "Write a heading above it, or remove it."
    )
    assert warning.say("zh").removeprefix(f"{file}") == (
        f"!D4: 这一列没有表头，其中 {rows} 个值没有读取。请写上表头，或者删去这一列。"
    )
