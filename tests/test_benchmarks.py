from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from starcheck.ledger.tables import KEY

FOLDER = Path(__file__).parents[1] / "benchmarks"


def generate(out: Path, branches: int, *options: str) -> dict[str, pl.DataFrame]:
    script = [sys.executable, str(FOLDER / "generate.py"), "--branches", str(branches), "--out", str(out), *options]
    subprocess.run(script, check=True, capture_output=True)  # noqa: S603 - our own script
    return {path.stem: pl.read_parquet(path) for path in sorted(out.glob("*.parquet"))}


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    return generate(tmp_path_factory.mktemp("few"), 40)


def test_the_same_arguments_give_the_same_files(few: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    again = generate(tmp_path, 40)
    assert list(again) == list(few)
    assert all(again[name].equals(frame) for name, frame in few.items())
    assert not generate(tmp_path / "other", 40, "--seed", "2")["meetings"].equals(few["meetings"])


def test_the_first_branches_of_many_are_those_of_few(few: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    for name, frame in generate(tmp_path, 90).items():
        assert frame[KEY].is_sorted()
        assert frame.filter(pl.col(KEY).is_in(few["branch"][KEY].implode())).equals(few[name])


def test_a_branch_has_about_sixty_records(few: dict[str, pl.DataFrame]) -> None:
    records = sum(frame.height for name, frame in few.items() if name != "branch") / few["branch"].height
    assert 55 <= records <= 75


def test_branches_of_one_committee_belong_to_one_company(tmp_path: Path) -> None:
    companies = generate(tmp_path, 600)["branch"].group_by("committee").agg(pl.col("company").n_unique(), pl.len())
    assert companies["company"].to_list() == [1] * 30
    assert companies["len"].to_list() == [20] * 30
