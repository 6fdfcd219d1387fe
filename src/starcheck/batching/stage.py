"""A stage: where the partitions of a run lie until all of them are there."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from starcheck.batching.task import BRANCHES_AT_ONCE
from starcheck.errors import InputError, Place, Problem, reason_of
from starcheck.language import Text, t

KEY_FILE, LOCK, DONE = "key.json", "lock", "done"
_SYSTEM_ERROR = re.compile(r"os error (\d+)")
"""How Polars tells what the system refused."""
_BROKEN_OFF = "Invalid thrift: transport error"
"""What Polars says where the end of a Parquet file cannot be written, whatever the reason."""
FORM = 2
"""Of the files in a stage; what another version of starcheck left cannot be used."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A folder with the finished partitions of one task over the same data.

    Attributes:
        target: where the results are to stand, as messages name it.
        kept: how many partitions an earlier run finished.
    """

    folder: Path
    target: Path
    kept: int

    def frame_file(self, number: int, name: str) -> Path:
        """Where a frame of a partition lies."""
        return self.folder / f"{number:05}.{name}.parquet"

    def file(self, name: str) -> Path:
        """Where a frame of all partitions lies, once it is whole."""
        return self.folder / f"{name}.parquet"

    def keep(self, name: str, frame: pl.DataFrame) -> None:
        """Write a frame of all partitions."""
        file = self.file(name)
        part = file.with_suffix(".part")
        frame.write_parquet(part)
        flush(part)
        part.replace(file)

    def read(self, number: int, name: str) -> pl.DataFrame:
        """A frame of a partition."""
        return pl.read_parquet(self.frame_file(number, name), glob=False)

    def finish(self, number: int) -> None:
        """Note that everything of a partition is there; whatever is not noted is made again."""
        for file in self.folder.glob(f"{number:05}.*"):
            flush(file)
        _written(self.folder / f"{number:05}.{DONE}", "")

    def clear(self) -> None:
        """Forget every partition."""
        _empty(self.folder)

    def scan(self, name: str, count: int) -> pl.LazyFrame:
        """A frame of all partitions, one below the other."""
        return pl.scan_parquet([self.frame_file(number, name) for number in range(count)], glob=False)


@contextmanager
def opened_stage(target: Path, key: Mapping[str, object], *, resume: bool) -> Iterator[Stage]:
    """A stage beside the place where the results are to stand; it stays if the run breaks off with work done.

    Args:
        target: where the results are to stand.
        key: what has to be the same for the partitions of an earlier run to be used.
        resume: whether to go on with what an earlier run has finished.

    Raises:
        InputError: there is nothing to go on with.
    """
    told = json.dumps({"form": FORM, **key}, sort_keys=True)
    folder = target.parent / f".{target.name}.unfinished-{hashlib.sha256(told.encode()).hexdigest()[:16]}"
    if resume and not (folder / KEY_FILE).exists():
        raise _nothing_left(target)
    with writing(target):
        folder.mkdir(exist_ok=True)
    with _alone(folder, target):
        with writing(target):
            if not resume:
                _empty(folder)
            _written(folder / KEY_FILE, told)
        stage = Stage(folder, target, _finished(folder))
        try:
            yield stage
        except BaseException:
            if not _finished(folder):
                shutil.rmtree(folder, ignore_errors=True)
            raise
        shutil.rmtree(folder, ignore_errors=True)


def digests_of_files(sources: Iterable[str]) -> dict[str, str] | None:
    """The content of files by their names, each as a digest; None if any is no file, and may change unseen."""
    found = {}
    for source in sorted(set(sources)):
        path = Path(source)
        if not path.is_file():
            return None
        with path.open("rb") as file:
            found[source] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say why results cannot be written.

    Args:
        path: where they are to stand, as messages name it.

    Raises:
        InputError: whatever the system refused.
    """
    try:
        yield
    except (OSError, ValueError) as error:
        raise _unwritable(path, reason_of(error)) from error
    except pl.exceptions.PolarsError as error:
        reason = _reason_in(str(error))
        if reason is None:
            raise
        raise _unwritable(path, reason) from error


def _reason_in(words: str) -> Text | str | None:
    """What the system refused, as Polars tells it; None if it was something else."""
    if (number := _SYSTEM_ERROR.search(words)) is not None:
        return reason_of(OSError(int(number[1]), os.strerror(int(number[1]))))
    return t("the system broke off within a file; perhaps the disk is full") if _BROKEN_OFF in words else None


def _unwritable(path: Path, reason: Text | str) -> InputError:
    message = t("The folder cannot be written: {reason}.", reason=reason)
    return InputError([Problem(Place(str(path)), message)])


def flush(file: Path) -> None:
    """Have the system write a file to the disk."""
    with file.open("rb") as opened:
        os.fsync(opened.fileno())


def _finished(folder: Path) -> int:
    """How many partitions are whole, from the first on without a gap."""
    number = 0
    while (folder / f"{number:05}.{DONE}").exists():
        number += 1
    return number


def _empty(folder: Path) -> None:
    for file in folder.iterdir():
        if file.name not in {KEY_FILE, LOCK}:
            file.unlink()


def _nothing_left(target: Path) -> InputError:
    others = any(target.parent.glob(f".{target.name}.unfinished-*"))
    message = (
        t("An unfinished run is there, but for other data, rules, options, or another version of starcheck.")
        if others
        else t(
            "There is no unfinished run to go on with: what is kept of one are only whole partitions, of {count}"
            " branches each.",
            count=BRANCHES_AT_ONCE,
        )
    )
    return InputError([Problem(Place(str(target)), message, t("Leave out --resume to begin anew."))])


@contextmanager
def _alone(folder: Path, target: Path) -> Iterator[None]:
    """Let no other run write the same partitions, where the system can do that."""
    try:
        import fcntl  # noqa: PLC0415 - not there on every system
    except ImportError:
        yield
        return
    with (folder / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = t("Another run is making the same results.")
            raise InputError([Problem(Place(str(target)), message, t("Wait until it is done."))]) from None
        yield


def _written(file: Path, text: str) -> None:
    """Write a small file that is whole or not there."""
    part = file.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    flush(part)
    part.replace(file)
