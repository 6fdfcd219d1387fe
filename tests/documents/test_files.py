from __future__ import annotations

from pathlib import Path

import pytest

from starcheck.documents import MAX_BYTES, read_document
from starcheck.errors import InputError


def problem(path: Path, limit_bytes: int = MAX_BYTES) -> str:
    with pytest.raises(InputError) as raised:
        read_document(path, limit_bytes=limit_bytes)
    return str(raised.value).removeprefix(f"{path}: ")


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    file = tmp_path / "ledger.yaml"
    file.write_bytes("\ufeffbranch: 第一支部\n".encode())
    assert read_document(file).data == {"branch": "第一支部"}


def test_a_missing_file_is_answered_with_the_nearest_name_in_its_folder(tmp_path: Path) -> None:
    (tmp_path / "five-star.yaml").touch()
    assert problem(tmp_path / "fivestar.yaml") == "There is no such file. Did you mean “five-star.yaml”?"


@pytest.mark.parametrize("name", ["ledger.yaml", "no-folder/ledger.yaml", "null\0byte.yaml"])
def test_a_missing_file_with_no_similar_name_beside_it_is_named(tmp_path: Path, name: str) -> None:
    assert problem(tmp_path / name) == "There is no such file. Check the folder and the spelling."


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert problem(tmp_path) == "This is a folder, not a file. Name a file in it."


def test_a_file_that_the_system_does_not_open_is_refused_with_its_reason(tmp_path: Path) -> None:
    assert problem(tmp_path / ("a" * 300)) == "The file cannot be read: its name is too long."


def test_a_file_of_the_greatest_size_is_read_and_a_larger_one_is_not(tmp_path: Path) -> None:
    file = tmp_path / "ledger.yaml"
    file.write_text("a: b", encoding="utf-8")
    assert read_document(file, limit_bytes=4).data == {"a": "b"}
    assert "at most 0 MiB" in problem(file, limit_bytes=3)


def test_a_large_file_is_refused_unread_with_its_size(tmp_path: Path) -> None:
    file = tmp_path / "ledger.yaml"
    with file.open("wb") as large:
        large.truncate(100 * 2**20)
    assert problem(file) == (
        "The file has 100 MiB; at most 10 MiB are read. Split it, or check that it is the right file."
    )
