from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from starcheck.errors import InputError
from starcheck.ledger.sheets import ROW, Sheet
from starcheck.ledger.sources.parquet import read_arrow, read_parquet

KEPT = pl.DataFrame(
    {
        "row": ["b1", None, "b3"],
        "0": [3, 4, 5],
        "^x$": [date(2024, 3, 5), None, None],
        "files": [["a.pdf"], [], None],
        "kind": pl.Series(["x", "y", "x"], dtype=pl.Categorical),
    }
)


def problems(read: Callable[[Path], Sheet], file: Path, lang: str = "en") -> list[str]:
    with pytest.raises(InputError) as raised:
        read(file).body(0).collect()
    return [
        problem.say("zh" if lang == "zh" else "en").removeprefix(f"{file.parent}/") for problem in raised.value.problems
    ]


@pytest.mark.parametrize("read", [read_parquet, read_arrow])
def test_columns_keep_their_types_whatever_they_are_called(tmp_path: Path, read: Callable[[Path], Sheet]) -> None:
    file = tmp_path / "[m]*.data"
    KEPT.write_parquet(file) if read is read_parquet else KEPT.write_ipc(file)
    sheet = read(file)
    assert (sheet.name, sheet.titled, sheet.head) == ("[m]*", True, (("row", "0", "^x$", "files", "kind"),))
    assert str(sheet.place(3, 1)) == f"{file}!3"
    frame = sheet.body(1).collect()
    types = [pl.UInt32, pl.String, pl.Int64, pl.Date, pl.List(pl.String), pl.String]
    assert dict(frame.schema) == dict(zip([ROW, *"01234"], types, strict=True))
    assert frame.rows() == [(2, None, 4, None, [], "y"), (3, "b3", 5, None, None, "x")]
    assert sheet.body(0).filter(pl.col("1") > 3).select("0", ROW).collect().rows() == [(None, 2), ("b3", 3)]


def test_a_column_of_what_no_ledger_holds_is_named(tmp_path: Path) -> None:
    file = tmp_path / "m.parquet"
    pl.DataFrame({"kept": ["x"], "photo": [b"x"], "nested": [{"a": 1}]}).write_parquet(file)
    hint = "Store texts, numbers, dates, truth values, or lists of texts for the names of files."
    assert problems(read_parquet, file) == [
        f"m.parquet: The column “photo” holds Binary, which no field of a ledger does. {hint}",
        f"m.parquet: The column “nested” holds Struct({{'a': Int64}}), which no field of a ledger does. {hint}",
    ]
    assert problems(read_parquet, file, "zh")[0] == (
        "m.parquet: “photo”列的类型是 Binary，台账里没有这种字段。请存为文字、数字、日期、是否，或文件名的文字列表。"
    )


@pytest.mark.parametrize("damaged", [lambda raw: raw[:-20], lambda raw: raw[:4] + b"\xff" * 60 + raw[64:]])
def test_a_damaged_file_is_told_wherever_it_is_damaged(tmp_path: Path, damaged: Callable[[bytes], bytes]) -> None:
    file = tmp_path / "m.parquet"
    KEPT.write_parquet(file)
    file.write_bytes(damaged(file.read_bytes()))
    assert problems(read_parquet, file) == [
        "m.parquet: The file is damaged, or not what its name says. Write it anew from where it came."
    ]
    assert problems(read_parquet, file, "zh") == ["m.parquet: 文件已损坏，或者与扩展名不符。请从来源重新导出。"]


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "m.parquet").touch()
    assert problems(read_parquet, tmp_path / "m.parquet") == [
        "m.parquet: The file is empty. Write it anew from where it came."
    ]


def test_an_encrypted_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "m.parquet"
    KEPT.write_parquet(file)
    file.write_bytes(b"PARE" + file.read_bytes()[4:-4] + b"PARE")
    assert problems(read_parquet, file) == ["m.parquet: The file is encrypted. Write it anew from where it came."]


def test_a_table_without_rows_is_a_table(tmp_path: Path) -> None:
    file = tmp_path / "m.parquet"
    KEPT.clear().write_parquet(file)
    assert read_parquet(file).body(0).collect().is_empty()
