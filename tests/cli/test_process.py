from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import ROOT

STARCHECK = [sys.executable, "-m", "starcheck"]
SETTINGS = {name: value for name, value in os.environ.items() if name not in {"STARCHECK_LANG", "COLUMNS"}}


def test_the_exit_code_reaches_the_shell(samples: Path) -> None:
    codes = [_run("check", str(samples / name)).returncode for name in ("five-star.yaml", "veto.yaml", "none.yaml")]
    assert codes == [0, 3, 1]


def test_json_can_be_piped_into_another_program(samples: Path) -> None:
    report = _run("check", str(samples / "veto.yaml"), "--format", "json")
    tool = subprocess.run([sys.executable, "-m", "json.tool"], input=report.stdout, capture_output=True, check=True)
    assert json.loads(tool.stdout)["level"]["low"] == "none"
    assert report.stderr == b""


def test_a_reader_who_leaves_early_is_no_mistake(samples: Path) -> None:
    arguments = [*STARCHECK, "check", str(samples / "near-miss.yaml"), "--verbose"]
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        ended = subprocess.run(  # noqa: S603 - our own interpreter
            arguments, stdout=closed, stderr=subprocess.PIPE, env=SETTINGS, cwd=ROOT, check=False
        )
    assert ended.stderr == b""
    assert ended.returncode == 3


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is full")
def test_a_report_that_cannot_be_printed_is_a_problem(samples: Path) -> None:
    arguments = [*STARCHECK, "check", str(samples / "near-miss.yaml"), "--lang", "en"]
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(  # noqa: S603 - our own interpreter
            arguments, stdout=full, stderr=subprocess.PIPE, env=SETTINGS, cwd=ROOT, check=False
        )
    assert ended.stderr.startswith(b"stdout: The report cannot be printed: ")
    assert b"Traceback" not in ended.stderr
    assert ended.returncode == 1


def test_a_terminal_without_chinese_is_no_reason_to_fail(samples: Path) -> None:
    said = _run("check", str(samples / "veto.yaml"), LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert b"Traceback" not in said.stderr
    assert said.returncode == 3


def _run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - our own interpreter
        [*STARCHECK, *arguments], capture_output=True, env=SETTINGS | environment, cwd=ROOT, check=False
    )
