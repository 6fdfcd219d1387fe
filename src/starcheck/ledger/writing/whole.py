"""What is written whole or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starcheck.errors import InputError, Place, Problem, reason_of
from starcheck.language import Text, t

_NO_ROOM: tuple[Text, Text] = (
    t("There is such a file already."),
    t("Choose another name, or move the old file away; it was not touched."),
)
_FOLDER: tuple[Text, Text] = (
    t("There is such a folder already, and it is not empty."),
    t("Choose another name, or an empty folder; nothing in it was touched."),
)


@contextmanager
def written_whole(path: Path, *, replace: bool = False) -> Iterator[Path]:
    """A free place beside a path, to write a file or a folder to; once it is complete, it moves to the path.

    Args:
        path: where it is to stand.
        replace: whether a file that is there makes way; a folder never does, unless it is empty.

    Raises:
        InputError: if it cannot be written, or something is in the way.
    """
    try:
        target = path.resolve()
        if target.is_dir() and any(target.iterdir()):
            raise _refused(path, *_FOLDER)
        if target.exists() and not target.is_dir() and not replace:
            raise _refused(path, *_NO_ROOM)
        with tempfile.TemporaryDirectory(prefix=".starcheck-", dir=target.parent, ignore_cleanup_errors=True) as folder:
            part = Path(folder) / target.name
            yield part
            if target.is_dir():
                target.rmdir()
            part.replace(target)
    except (OSError, ValueError) as error:
        raise _refused(path, t("The file cannot be written: {reason}.", reason=reason_of(error))) from error


def _refused(path: Path, message: Text, hint: Text | None = None) -> InputError:
    return InputError([Problem(Place(str(path)), message, hint)])
