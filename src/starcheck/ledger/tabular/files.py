"""Names of files in one cell."""

from __future__ import annotations

import re

from starcheck.documents import Data
from starcheck.language import t
from starcheck.ledger.problems import CellError
from starcheck.ledger.tabular.folding import stripped
from starcheck.rules.schema.dictionary import Field

_APART = re.compile(r"[;；\r\n]")
_EXTENSION = r"\.[A-Za-z][A-Za-z0-9]{1,4}"
_AFTER_EXTENSION = re.compile(rf"({_EXTENSION})\s*[,，、]")
_COMMA = re.compile(r"[,，、]")
_ENDS = re.compile(rf".*{_EXTENSION}", re.DOTALL)


def file_names(text: str, _: Field) -> Data:
    """The names between semicolons and line breaks; a comma parts two names if an extension stands before it.

    Raises:
        CellError: if another comma may belong to a name or part two.
    """
    names = [name for each in _APART.split(_AFTER_EXTENSION.sub(r"\1;", text)) if (name := stripped(each))]
    if not _APART.search(text) and any(_COMMA.search(name) and not _ENDS.fullmatch(name) for name in names):
        raise CellError(
            t("“{read}” could be the name of one file or of several.", read=text),
            t("Write ; between several names, and ; behind a single one that holds a comma."),
        )
    return [*names] or None
