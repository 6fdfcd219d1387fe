"""Names of files in one cell."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from starcheck.documents import Data
from starcheck.documents.folding import stripped
from starcheck.language import t
from starcheck.ledger.problems import CellError
from starcheck.rules.schema.dictionary import Field

BETWEEN = "; "

_APART = re.compile(r"[;；\r\n]")
_EXTENSION = r"\.[A-Za-z][A-Za-z0-9]{1,4}"
_AFTER_EXTENSION = re.compile(rf"({_EXTENSION})\s*[,，、]")
_COMMA = re.compile(r"[,，、]")
_ENDS = re.compile(rf".*{_EXTENSION}", re.DOTALL)
_LISTED = '["'
"""How a list of names begins of which one holds what stands between names."""


def file_names(text: str, _: Field) -> Data:
    """The names between semicolons and line breaks; a comma parts two names if an extension stands before it.

    Raises:
        CellError: if another comma may belong to a name or part two.
    """
    if text.startswith(_LISTED) and (listed := _listed(text)) is not None:
        return [*listed]
    names = [name for each in _APART.split(_AFTER_EXTENSION.sub(r"\1;", text)) if (name := stripped(each))]
    if not _APART.search(text) and any(_COMMA.search(name) and not _ENDS.fullmatch(name) for name in names):
        raise CellError(
            t("“{read}” could be the name of one file or of several.", read=text),
            t("Write ; between several names, and ; behind a single one that holds a comma."),
        )
    return [*names] or None


def names_text(names: Sequence[str], between: str = BETWEEN) -> str:
    """The text that is read as these names: ``a.pdf; b.pdf``, or a list in JSON where that could be misread."""
    clear = all(map(_is_clear, names)) and (len(names) > 1 or "." in names[0])
    return between.join(names) if clear else json.dumps([*names], ensure_ascii=False)


def _is_clear(name: str) -> bool:
    parted = _APART.search(name) or _AFTER_EXTENSION.search(name) or name.startswith(_LISTED)
    return not parted and not (_COMMA.search(name) and not _ENDS.fullmatch(name))


def _listed(text: str) -> list[str] | None:
    try:
        names = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return names if all(isinstance(name, str) for name in names) else None
