from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from starcheck.errors import InputError
from starcheck.insight.kept import read_all, read_kept
from tests.insight.comparison.folders import finding, folder, found, frame, result

ANEW = "Judge anew with “starcheck batch”; what was changed by hand cannot be vouched for."
NAME_IT = "Name a folder that “starcheck batch” wrote."


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return folder(tmp_path / "kept", frame([result("a")]), found([finding("a", "A-1", "1")]))


def problems_of(*paths: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_all(paths)
    return [problem.say("en").removeprefix(f"{paths[0].parent}/") for problem in caught.value.problems]


def edited(kept: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    """Change what the summary says."""
    document = json.loads((kept / "summary.json").read_text(encoding="utf-8"))
    edit(document)
    (kept / "summary.json").write_text(json.dumps(document), encoding="utf-8")


def test_a_folder_is_read_with_its_tables(kept: Path) -> None:
    read = read_kept(kept)
    assert read.results.collect()["branch"].to_list() == ["a"]
    assert read.findings is not None
    assert read.findings.collect()["criterion"].to_list() == ["A-1"]
    assert read.header.ruleset.reference == "own@1"
    assert read.header.period.period.label == "2024"


def test_a_folder_without_findings_is_read_without_them(tmp_path: Path) -> None:
    assert read_kept(folder(tmp_path / "kept", frame([result("a")]))).findings is None


def test_keys_that_are_not_known_here_are_passed_over(kept: Path) -> None:
    edited(kept, lambda document: document.update(more={"some": 1}))
    assert read_kept(kept).header.state == "provisional"


def test_no_folder_no_results(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    empty = tmp_path / "empty"
    empty.mkdir()
    assert problems_of(file) == [f"file: This is a file, not a folder. {NAME_IT}"]
    assert problems_of(tmp_path / "none") == [f"none: There is no such folder. {NAME_IT}"]
    assert problems_of(empty) == [f"empty: The folder holds no results: there is no summary.json in it. {NAME_IT}"]


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b""])
def test_a_summary_that_is_no_json_is_refused(content: bytes, kept: Path) -> None:
    (kept / "summary.json").write_bytes(content)
    assert problems_of(kept) == [f"kept/summary.json: This is no summary of results: it is not JSON. {ANEW}"]


@pytest.mark.parametrize(
    ("text", "read"),
    [("[]", "None"), ('{"files": {}}', "None"), ('{"schema": "starcheck/batch/9"}', "starcheck/batch/9")],
)
def test_results_of_another_form_are_refused(text: str, read: str, kept: Path) -> None:
    (kept / "summary.json").write_text(text, encoding="utf-8")
    (told,) = problems_of(kept)
    assert told == (
        f"kept/summary.json: These are no results that can be read here: “schema” is “{read}”. "
        "Allowed: starcheck/batch/1."
    )


def test_everything_that_the_summary_lacks_is_told_at_once(kept: Path) -> None:
    def edit(document: dict[str, Any]) -> None:
        del document["engine"], document["data"]["digest"]
        document["as_of"] = "soon"

    edited(kept, edit)
    assert problems_of(kept) == [
        f"kept/summary.json: “{key}” is missing, or is not what starcheck writes there. {ANEW}"
        for key in ("engine", "as_of", "data.digest")
    ]


def test_every_table_that_is_missing_or_changed_is_told(kept: Path) -> None:
    (kept / "results.parquet").unlink()
    (kept / "findings.parquet").write_bytes(b"PAR1 and more")
    assert problems_of(kept) == [
        "kept/findings.parquet: The file is not the one that summary.json lists: its digest is another. " + ANEW,
        f"kept/results.parquet: The file is missing, although summary.json lists it. {ANEW}",
    ]


def test_a_summary_that_lists_no_results_is_refused(kept: Path) -> None:
    edited(kept, lambda document: document["files"].pop("results.parquet"))
    assert problems_of(kept) == [
        f"kept/summary.json: “files.results.parquet” is missing, or is not what starcheck writes there. {ANEW}"
    ]


@pytest.mark.parametrize("content", ["no table", "another table"])
def test_a_table_that_is_none_of_results_is_refused(content: str, kept: Path) -> None:
    target = kept / "results.parquet"
    if content == "no table":
        target.write_bytes(b"no table")
    else:
        pl.DataFrame({"branch": ["a"]}).write_parquet(target)
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    edited(kept, lambda document: document["files"]["results.parquet"].update(sha256=digest))
    told = (
        "The file is no Parquet file that can be read." if content == "no table" else "The table lacks columns: name."
    )
    assert problems_of(kept) == [f"kept/results.parquet: {told} {ANEW}"]


def test_columns_of_other_types_are_refused(kept: Path) -> None:
    target = kept / "results.parquet"
    other = frame([result("a")]).with_columns(
        pl.col("score_low").cast(pl.Float64), level_high=pl.lit(3), vetoes=pl.lit("V-1"), rank_best=pl.lit("1")
    )
    other.write_parquet(target)
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    edited(kept, lambda document: document["files"]["results.parquet"].update(sha256=digest))
    names = "score_low, level_high, vetoes, rank_best"
    assert problems_of(kept) == [
        f"kept/results.parquet: Columns hold something else than starcheck writes: {names}. {ANEW}"
    ]


def test_what_is_wrong_with_two_folders_is_told_at_once(tmp_path: Path) -> None:
    assert len(problems_of(tmp_path / "a", tmp_path / "b")) == 2
