"""The commands of a page, run one after the other in a copy of what they name."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import starcheck
from tests.docs.pages import ROOT, Block, blocks

ANYTHING = "…"
_FILE = re.compile(r"file=(\S+)")


@dataclass(frozen=True)
class Command:
    """A command as a page shows it, and what the page shows beneath it."""

    line: str
    shown: tuple[str, ...]

    def __str__(self) -> str:
        return self.line


def steps(page: Path) -> Iterator[Block | Command]:
    """Files that a page writes, and commands that it runs, in the order of the page."""
    found = [block for language in ("yaml", "console") for block in blocks(page, language)]
    for block in sorted(found, key=lambda block: block.line):
        if block.language == "console":
            yield from commands(block)
        elif _FILE.search(block.label):
            yield block


def commands(block: Block) -> Iterator[Command]:
    """The commands of a block."""
    _, *shown = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
    for text in shown:
        line, *output = text.splitlines()
        yield Command(line, tuple(output))


class Shell:
    """A folder with the samples and rule sets of the project, where `starcheck` is the package under test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "work"
        for name in ("samples", "rules"):
            shutil.copytree(ROOT / name, self.folder / name)
        script = folder / "bin" / "starcheck"
        script.parent.mkdir()
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m starcheck "$@"\n', encoding="utf-8")
        script.chmod(0o755)
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in ("STARCHECK_LANG", "NO_COLOR")},
            "COLUMNS": "80",
            "PATH": f"{script.parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(Path(starcheck.__file__).parents[1]),
        }

    def write(self, block: Block) -> None:
        """Write the file that a block stands for."""
        named = _FILE.search(block.label)
        assert named is not None
        file = self.folder / named[1]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(block.text, encoding="utf-8")

    def run(self, command: Command) -> list[str]:
        """The lines that a command prints."""
        done = subprocess.run(  # noqa: S602 - commands of our own pages
            command.line, shell=True, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        return [line.rstrip() for line in (done.stdout + done.stderr).splitlines()]


def matches(shown: tuple[str, ...], printed: list[str]) -> bool:
    """Whether the lines are those shown, `…` standing for any number of them."""
    pattern = "".join("(?:.*\n)*" if line == ANYTHING else re.escape(line) + "\n" for line in shown)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None
