"""Where reports go: standard output, or a file that is written whole or not at all."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import click

from starcheck.errors import InputError, Place, Problem, reason_of
from starcheck.language import Lang, t
from starcheck.report import Style


def style(lang: Lang, *, verbose: bool = False, to_file: bool = False) -> Style:
    """How to print: as wide as the terminal, in colour only on one."""
    is_terminal = sys.stdout.isatty() and not to_file
    width = shutil.get_terminal_size((80, 24)).columns
    return Style(
        lang=lang, width=max(40, min(width, 120)), color=is_terminal and not os.environ.get("NO_COLOR"), verbose=verbose
    )


def emit(text: str, path: Path | None) -> None:
    """Print a report, or write it to a file.

    Raises:
        InputError: it cannot be printed or written.
    """
    emit_pieces([text if text.endswith("\n") else f"{text}\n"], path)


def emit_pieces(pieces: Iterable[str], path: Path | None) -> None:
    """The same for a report that comes in pieces, because it may not fit into memory.

    Raises:
        InputError: it cannot be printed or written.
    """
    if path is not None:
        write_whole(path, pieces)
        return
    try:
        for piece in pieces:
            click.echo(piece, nl=False)
    except OSError as error:
        # What could not be printed is not tried again at shutdown.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):  # a reader who has seen enough is no mistake
            message = t("The report cannot be printed: {reason}.", reason=reason_of(error))
            raise InputError([Problem(Place("stdout"), message)]) from error


def write_whole(path: Path, pieces: Iterable[str]) -> None:
    """Write a file beside its place, then move it there.

    Raises:
        InputError: it cannot be written.
    """
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            with target.open("w", encoding="utf-8") as file:  # a device or a pipe keeps its place; a folder refuses
                file.writelines(pieces)
        else:
            _replace(target, pieces)
    except (OSError, ValueError) as error:
        problem = Problem(Place(str(path)), t("The file cannot be written: {reason}.", reason=reason_of(error)))
        raise InputError([problem]) from error


def _replace(path: Path, pieces: Iterable[str]) -> None:
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False, suffix=".part") as file:
        part = Path(file.name)
        try:
            file.writelines(pieces)
            file.flush()
            part.chmod(0o644)
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
