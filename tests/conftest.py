from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

PROFILES = {"quick": 20, "ci": 100, "nightly": 2_000}
"""How many examples a property is tried on; STARCHECK_TESTS chooses. The same ones in every run but the nightly one."""

for name, examples in PROFILES.items():
    settings.register_profile(name, max_examples=examples, deadline=None, database=None, derandomize=name != "nightly")
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
