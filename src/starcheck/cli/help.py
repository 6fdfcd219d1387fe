"""Help pages whose columns stand straight with wide characters."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import gettext

import click

from starcheck.language import Lang, say, t
from starcheck.report.wrap import clean, columns, wrap


class HelpPage(click.HelpFormatter):
    """Writes help by the columns that words take, which click counts by characters."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write what a command line looks like."""
        words = prefix or gettext("Usage:")
        space = " " if words.isascii() else ""
        self._write_lines(wrap(clean(f"{words}{space}{prog} {args}"), self.width, "", " " * 4))

    def write_heading(self, heading: str) -> None:
        """Write the first line of a section."""
        colon = ":" if heading.isascii() else "："
        self._write_lines([f"{' ' * self.current_indent}{heading}{colon}"])

    def write_text(self, text: str) -> None:
        """Write a paragraph."""
        indent = " " * self.current_indent
        self._write_lines(wrap(clean(text), self.width, indent, indent))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write terms, each with its explanation beside it."""
        known = list(rows)
        room = min(max((columns(term) for term, _ in known), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        for term, explanation in known:
            lead = f"{indent}{term}{' ' * (room - columns(term))}"
            if columns(term) + col_spacing > room:
                self._write_lines([f"{indent}{term}"])
                lead = indent + " " * room
            self._write_lines(wrap(clean(explanation), self.width, lead, indent + " " * room))

    def _write_lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line.rstrip() + "\n")


class _Context(click.Context):
    formatter_class = HelpPage


def in_words(command: click.Command, lang: Lang) -> None:
    """Let a command, with every command below it, write its help in one language."""
    command.context_class = _Context
    command.options_metavar = say(t("[OPTIONS]"), lang)
    if isinstance(command, click.Group):
        command.subcommand_metavar = say(t("COMMAND [ARGS]..."), lang)
        for below in command.commands.values():
            in_words(below, lang)
