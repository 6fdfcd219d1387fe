from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from starcheck.cli import run

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Said:
    """What a command line leaves behind."""

    code: int
    out: str
    err: str


Command = Callable[..., Said]


@pytest.fixture
def starcheck(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs one command line in this process, 80 columns wide and away from the user's settings."""
    for name in ("STARCHECK_LANG", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    # Click's own words follow this variable, which every run sets.
    monkeypatch.setenv("LANGUAGE", "")

    def command(*arguments: object) -> Said:
        code = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Said(code, captured.out, captured.err)

    return command


@pytest.fixture
def samples() -> Path:
    return ROOT / "samples"


def chinese_in(text: str) -> list[str]:
    return re.findall(r"[\u4e00-\u9fff]+", text)
