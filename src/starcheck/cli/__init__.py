"""The command line: options become objects, one call, a report, an exit code."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

import click

from starcheck._version import __version__
from starcheck.cli.exits import Exit, NothingWrittenError
from starcheck.cli.help import in_words
from starcheck.cli.language import chosen_language, lang_option, speak_click
from starcheck.cli.usage import complaint
from starcheck.errors import InputError
from starcheck.language import Lang, say, t
from starcheck.report.wrap import clean

__all__ = ["command_line", "run", "stopped"]

COMMANDS = {
    "batch": "batch_command",
    "check": "check_command",
    "compare": "compare_command",
    "declare": "declare_command",
    "explain": "explain_command",
    "init": "init_command",
    "ledger": "ledger_group",
    "rules": "rules_group",
}
"""The module of each command, and the function in it that makes the command."""


@dataclass(frozen=True)
class Commands(Mapping[str, click.Command]):
    """The commands by name; each is imported when it is asked for, for importing all takes longer than a check."""

    lang: Lang

    def __getitem__(self, name: str) -> click.Command:
        make = COMMANDS[name]
        command: click.Command = getattr(import_module(f"starcheck.cli.{name}"), make)(self.lang)
        in_words(command, self.lang)
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


def command_line(lang: Lang) -> click.Group:
    """The commands, with help in one language."""
    group = click.Group(
        "starcheck",
        help=say(t("Judge a Party branch's ledger by a star standard, and explain the result."), lang),
        epilog=say(t("Example: starcheck check ledger.yaml"), lang),
        params=[lang_option(lang)],
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    in_words(group, lang)
    group.commands = Commands(lang)  # type: ignore[assignment]  # nobody adds to them
    return click.version_option(__version__, prog_name="starcheck", message="%(prog)s %(version)s")(group)


def run(arguments: Sequence[str]) -> int:
    """Run one command line.

    Returns:
        the exit code; see `Exit`.
    """
    lang = chosen_language(arguments, os.environ)
    try:
        speak_click(lang)
        return int(command_line(lang).main(list(arguments), prog_name="starcheck", standalone_mode=False) or 0)
    except InputError as error:
        for problem in error.problems:
            click.echo(clean(problem.say(lang)), err=True)
        return Exit.BAD_INPUT
    except click.UsageError as error:
        click.echo(complaint(error, arguments, lang), err=True)
        return Exit.BAD_USAGE
    except (click.Abort, KeyboardInterrupt) as error:
        return stopped(arguments, error.__cause__ or error)


def stopped(arguments: Sequence[str], reason: BaseException) -> int:
    """Say that somebody stopped a command line, and whether anything is left of it."""
    is_nothing = isinstance(reason, NothingWrittenError)
    told = t("Stopped; nothing was written.") if is_nothing else t("Stopped.")
    click.echo(say(told, chosen_language(arguments, os.environ)), err=True)
    return Exit.STOPPED
