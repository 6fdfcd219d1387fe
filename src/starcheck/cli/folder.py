"""A folder of results that is written whole or not at all."""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from starcheck.batching.stage import flush, writing
from starcheck.cli.exits import NothingWrittenError
from starcheck.errors import InputError, Place, Problem
from starcheck.insight.kept import State
from starcheck.language import Text, t
from starcheck.report.batch import SUMMARY, listed_in, state_in

MOST_NAMED = 5
"""How many files in the way are named."""
_HERE, _EXCHANGE = -100, 2
"""What Linux calls the current folder, and the exchange of two names."""


@dataclass(frozen=True, slots=True)
class Part:
    """A folder in the making.

    Attributes:
        folder: where it is made.
        path: where it is to stand, as messages name it.
    """

    folder: Path
    path: Path

    def write(self, name: str, write: Callable[[Path], int]) -> dict[str, int | str]:
        """Write a file that is on the disk when this returns.

        Args:
            name: its name.
            write: writes it to a path; gives the number of its rows.

        Returns:
            what there is to say of it: rows, bytes, sha256.

        Raises:
            InputError: it cannot be written.
        """
        file = self.folder / name
        with writing(self.path):
            rows = write(file)
            flush(file)
            with file.open("rb") as content:
                digest = hashlib.file_digest(content, "sha256").hexdigest()
            return {"rows": rows, "bytes": file.stat().st_size, "sha256": digest}


@contextmanager
def whole_folder(path: Path) -> Iterator[Part]:
    """A new folder beside a path; once it is complete, it takes the place of the results that are there.

    A process that is killed leaves the old results or the new ones, whole; perhaps also a hidden folder beside them.

    Args:
        path: where the folder is to stand: nothing, an empty folder, or earlier results and nothing else.

    Raises:
        InputError: if it cannot be written, or something else is in the way.
        NothingWrittenError: if somebody presses Ctrl-C before it is complete.
    """
    with writing(path):
        target = path.resolve()
        _refuse_others(path, target)
        part = Path(tempfile.mkdtemp(prefix=f".{target.name}.part-", dir=target.parent))
    try:
        try:
            yield Part(part, path)
            with writing(path):
                _refuse_others(path, target)
                part.chmod(0o755)
                _flush(part)
        except KeyboardInterrupt as error:
            raise NothingWrittenError from error
        with writing(path):
            _move(part, target)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _refuse_others(path: Path, target: Path) -> None:
    """Refuse a place where anything is that would be lost."""
    if not target.exists():
        return
    if not target.is_dir():
        raise _refused(path, t("This is a file, not a folder."), t("Choose another name; it was not touched."))
    if _is_declared(target):
        message = t("The results there were declared to be more than provisional.")
        raise _refused(path, message, t("Choose another folder; they were not touched."))
    others = sorted({entry.name for entry in target.iterdir()} - _own(target))
    if others:
        named = [*others[:MOST_NAMED], *(["…"] if len(others) > MOST_NAMED else [])]
        message = t("The folder holds files that are no results: {names}.", names=named)
        raise _refused(path, message, t("Choose another folder, or an empty one; nothing in it was touched."))


def _own(folder: Path) -> set[str]:
    """The names of the files that earlier results consist of."""
    listed = listed_in(_summary(folder))
    return set() if listed is None else {SUMMARY, *listed}


def _is_declared(folder: Path) -> bool:
    """Whether there are results that others were told of."""
    return state_in(_summary(folder)) not in {None, State.PROVISIONAL}


def _summary(folder: Path) -> str:
    """The text of the summary there; empty if there is none."""
    try:
        return (folder / SUMMARY).read_text(encoding="utf-8")
    except (FileNotFoundError, IsADirectoryError, UnicodeDecodeError):
        return ""


def _move(part: Path, target: Path) -> None:
    """Let a complete folder take its place; what was there before is then where it was made."""
    if not target.exists():
        part.rename(target)
    elif not _exchanged(part, target):
        old = part.with_name(f"{part.name}.old")
        target.rename(old)
        try:
            part.rename(target)
        except OSError:
            old.rename(target)
            raise
        shutil.rmtree(old, ignore_errors=True)


def _exchanged(first: Path, second: Path) -> bool:
    """Exchange two folders in one step; whether the system can do that."""
    exchange = getattr(ctypes.CDLL(None), "renameat2", None) if sys.platform == "linux" else None
    return exchange is not None and not exchange(_HERE, os.fsencode(first), _HERE, os.fsencode(second), _EXCHANGE)


def _flush(folder: Path) -> None:
    """Have the system write the names of the files to the disk, where it can."""
    if sys.platform != "win32":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _refused(path: Path, message: Text, hint: Text) -> InputError:
    return InputError([Problem(Place(str(path)), message, hint)])
