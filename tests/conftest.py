from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# 4 seeds x 650 rule sets x 4 branches: more than 10,000 comparisons of engine and reference in a run.
settings.register_profile("ci", max_examples=650, database=None, derandomize=False)
settings.register_profile("nightly", settings.get_profile("ci"), max_examples=20_000)
settings.register_profile("quick", settings.get_profile("ci"), max_examples=150)
settings.load_profile(os.environ.get("STARCHECK_TESTS", "ci"))

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the files in tests/golden")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with a file in tests/golden, whole."""

    def compare(name: str, text: str) -> None:
        file = GOLDEN / name
        if request.config.getoption("--update-golden"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        assert text == file.read_text(encoding="utf-8")

    return compare
