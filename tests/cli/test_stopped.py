"""What somebody is told who presses Ctrl-C."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from starcheck.cli import stopped
from starcheck.cli.exits import Exit, NothingWrittenError
from starcheck.cli.folder import whole_folder


@pytest.mark.parametrize(
    ("reason", "lang", "said"),
    [
        (KeyboardInterrupt(), "zh", "已停止。"),
        (click.Abort(), "en", "Stopped."),
        (NothingWrittenError(), "zh", "已停止，什么也没有写。"),
        (NothingWrittenError(), "en", "Stopped; nothing was written."),
    ],
)
def test_what_is_left_is_told(reason: BaseException, lang: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert stopped(["batch", "--lang", lang], reason) == Exit.STOPPED
    assert capsys.readouterr().err.strip() == said


def test_results_that_are_not_complete_are_not_written(tmp_path: Path) -> None:
    def stop(path: Path) -> int:
        path.write_text("half", encoding="utf-8")
        raise KeyboardInterrupt

    with pytest.raises(NothingWrittenError), whole_folder(tmp_path / "out") as part:
        part.write("a.txt", stop)
    assert list(tmp_path.iterdir()) == []
