"""How far a long command is, on standard error."""

from __future__ import annotations

import sys

import click

from starcheck.language import Lang, Text, say, t

_BACK, _ERASE = "\r", "\x1b[K"


class Progress:
    """Says what is being done: on a terminal in one line that changes, elsewhere only what takes long, line by line."""

    def __init__(self, lang: Lang, *, is_quiet: bool) -> None:
        self.lang = lang
        self.is_quiet = is_quiet
        self.is_terminal = sys.stderr.isatty()

    def reading(self) -> None:
        """Ledgers are being opened."""
        self._passing(t("Reading…"))

    def judged(self, done: int, partitions: int) -> None:
        """Some partitions of the branches are judged."""
        told = t("Judged {done} of {partitions} partitions.", done=done, partitions=partitions)
        if partitions == 1:
            self._passing(t("Judging…"))
        elif self.is_terminal:
            self._passing(told)
        elif not self.is_quiet:
            click.echo(say(told, self.lang), err=True)

    def writing(self) -> None:
        """Results are being written."""
        self._passing(t("Writing…"))

    def over(self) -> None:
        """Nothing more is done; the line is empty again."""
        self._show("")

    def _passing(self, told: Text) -> None:
        self._show(say(told, self.lang))

    def _show(self, line: str) -> None:
        if self.is_terminal and not self.is_quiet:
            click.echo(f"{_BACK}{line}{_ERASE}", nl=False, err=True)
