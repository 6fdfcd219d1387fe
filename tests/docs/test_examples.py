from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import ROOT

SAMPLES = [f"samples/{name}.yaml" for name in ("five-star", "near-miss", "veto")]
EXAMPLES = sorted((ROOT / "docs" / "examples").glob("*.py"))


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("examples") / "tables"
    run("-m", "starcheck", "ledger", "convert", *SAMPLES, "-o", str(folder), "--form", "parquet")
    return folder


def run(*arguments: str) -> str:
    """What a Python process says, in the folder of the project."""
    settings = os.environ | {"PYTHONIOENCODING": "utf-8", "COLUMNS": "120"}
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, *arguments], cwd=ROOT, env=settings, check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout


def test_frames_of_three_libraries_give_the_results_of_the_samples(tables: Path) -> None:
    said = run("docs/examples/frames.py", str(tables))
    assert "│ demo-01 ┆ 101.54        ┆ 101.54        ┆ 5         ┆ 5          ┆ 1         ┆ 1          │" in said
    assert "│ demo-02 │          8.63 │" in said
    assert "B-08        0.50        0.00" in said
    assert "tables:meetings!1: There is no day “2024-02-30” in the calendar. Write a day that exists." in said
    assert (tables.parent / "findings.parquet").exists()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_example_says_how_it_is_run_and_what_it_needs(example: Path) -> None:
    text = example.read_text(encoding="utf-8")
    assert f"python docs/examples/{example.name}" in text
    assert "pip install starcheck" in text
