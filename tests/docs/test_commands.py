"""What the pages show of the command line is what it prints."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from starcheck.cli import command_line
from starcheck.report import RENDERERS
from tests.docs.pages import PAGES, ROOT, Block, blocks
from tests.docs.shell import Command, Shell, commands, matches, steps

SHOWING = [page for page in PAGES if any(isinstance(step, Command) for step in steps(page))]
CLI_PAGE = ROOT / "docs" / "cli.md"


def command_names(group: click.Group, prefix: str = "starcheck") -> dict[str, click.Command]:
    """Every command by the words that call it."""
    found: dict[str, click.Command] = {prefix: group}
    for name, command in group.commands.items():
        below = command_names(command, f"{prefix} {name}") if isinstance(command, click.Group) else {}
        found |= {f"{prefix} {name}": command, **below}
    return found


COMMANDS = command_names(command_line("en"))


@pytest.mark.parametrize("page", SHOWING, ids=lambda page: page.name)
def test_a_page_shows_what_its_commands_print(page: Path, tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    for step in steps(page):
        if isinstance(step, Block):
            shell.write(step)
        else:
            printed = shell.run(step)
            assert "Traceback (most recent call last):" not in printed, f"{page.name}: $ {step}"
            assert matches(step.shown, printed), f"{page.name}: $ {step}\n" + "\n".join(printed)


def test_every_readme_and_quickstart_shows_commands() -> None:
    names = {"README.md", "README.zh-CN.md", "quickstart.md", "quickstart.zh-CN.md", "cli.md"}
    assert names <= {page.name for page in SHOWING}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_command_is_shown_whole(name: str) -> None:
    shown = [command for block in blocks(CLI_PAGE, "console") for command in commands(block)]
    (help_,) = (command for command in shown if command.line.split(" --")[0] == name)
    assert "--help" in help_.line
    assert "…" not in help_.shown


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_mentioned(name: str) -> None:
    text = CLI_PAGE.read_text(encoding="utf-8")
    options = {opt for option in COMMANDS[name].params if isinstance(option, click.Option) for opt in option.opts}
    assert {opt for opt in options if opt not in text} == set()


def test_every_format_is_mentioned() -> None:
    text = (ROOT / "docs" / "reports.md").read_text(encoding="utf-8")
    assert [name for name in RENDERERS if name not in text.lower()] == []


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_a_readme_names_every_command(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    callable_ = [words for words, command in COMMANDS.items() if not isinstance(command, click.Group)]
    assert [words for words in callable_ if words not in text] == []


@pytest.mark.parametrize(
    ("shown", "printed", "expected"),
    [
        (("a", "b"), ["a", "b"], True),
        (("a", "…"), ["a", "b", "c"], True),
        (("a", "…", "c"), ["a", "b", "c"], True),
        (("a", "…"), ["b", "a"], False),
        (("a",), ["a", "b"], False),
        ((), ["a"], False),
    ],
)
def test_dots_stand_for_any_lines_and_nothing_else_does(
    shown: tuple[str, ...], printed: list[str], *, expected: bool
) -> None:
    assert matches(shown, printed) is expected
