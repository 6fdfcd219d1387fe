from __future__ import annotations

from pathlib import Path

import pytest

from starcheck.errors import InputError
from starcheck.ledger.writing import FORMS, Kind, write_ledger
from starcheck.ledger.writing.whole import written_whole
from tests.ledger.small import RULES

from .small import contents

THERE = "There is such a file already. Choose another name, or move the old file away; it was not touched."


def refusal(target: Path, *, kind: Kind | None = None, replace: bool = False) -> str:
    with pytest.raises(InputError) as refused:
        write_ledger(contents(), RULES, target, "zh", kind=kind, replace=replace)
    (problem,) = refused.value.problems
    assert problem.place.source == str(target)
    return problem.say("en").removeprefix(f"{target}: ")


@pytest.mark.parametrize("kind", FORMS)
def test_a_file_that_is_there_is_not_touched(kind: Kind, tmp_path: Path) -> None:
    (tmp_path / "old").write_text("mine", encoding="utf-8")
    assert refusal(tmp_path / "old", kind=kind) == THERE
    assert (tmp_path / "old").read_text(encoding="utf-8") == "mine"


def test_a_file_that_is_there_makes_way_if_that_is_wanted(tmp_path: Path) -> None:
    (tmp_path / "ledger.yaml").write_text("old", encoding="utf-8")
    write_ledger(contents(), RULES, tmp_path / "ledger.yaml", "zh", replace=True)
    assert (tmp_path / "ledger.yaml").read_text(encoding="utf-8").startswith("ruleset: small")


@pytest.mark.parametrize("replace", [False, True])
def test_a_folder_with_something_in_it_never_makes_way(replace: bool, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "photo.jpg").touch()
    assert refusal(tmp_path / "old", replace=replace) == (
        "There is such a folder already, and it is not empty. Choose another name, or an empty folder; nothing in it"
        " was touched."
    )
    assert [file.name for file in (tmp_path / "old").iterdir()] == ["photo.jpg"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    write_ledger(contents(), RULES, tmp_path / "new", "zh")
    assert (tmp_path / "new" / "branch.csv").exists()


def test_a_folder_that_does_not_exist_is_not_made(tmp_path: Path) -> None:
    assert refusal(tmp_path / "no" / "ledger.yaml") == "The file cannot be written: its folder does not exist."


def write_half(path: Path) -> None:
    with written_whole(path, replace=True) as part:
        part.write_text("half", encoding="utf-8")
        raise ZeroDivisionError


def test_what_fails_on_the_way_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "ledger.yaml").write_text("old", encoding="utf-8")
    with pytest.raises(ZeroDivisionError):
        write_half(tmp_path / "ledger.yaml")
    assert [file.name for file in tmp_path.iterdir()] == ["ledger.yaml"]
    assert (tmp_path / "ledger.yaml").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("kind", FORMS)
def test_nothing_else_is_left_behind(kind: Kind, tmp_path: Path) -> None:
    write_ledger(contents(), RULES, tmp_path / "ledger", "zh", kind=kind)
    assert [file.name for file in tmp_path.iterdir()] == ["ledger"]


def test_an_ending_that_says_nothing_is_refused(tmp_path: Path) -> None:
    endings = ", ".join(suffix for form in FORMS.values() for suffix in form.suffixes)
    assert refusal(tmp_path / "ledger.docx") == (
        f"The name does not say how to write the ledger: “.docx” is not known. Allowed: {endings}; without an ending it"
        " is a folder of CSV files."
    )
