"""The records of a delimited text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

_MAX_LENGTH = 1 << 20
"""A longer record has a quotation mark that nobody closed."""


def records(lines: Iterable[str]) -> Iterator[str]:
    """The records, without their ends; one whose quotation marks do not match is cut off at some length."""
    pending: list[str] = []
    length = 0
    open_ = False
    for line in lines:
        if not pending and '"' not in line:
            yield _without_end(line)
            continue
        open_ ^= line.count('"') % 2 == 1
        pending.append(line)
        length += len(line)
        if not open_ or length > _MAX_LENGTH:
            yield _without_end("".join(pending))
            pending, length, open_ = [], 0, False
    if pending:
        yield _without_end("".join(pending))


def cells(record: str, delimiter: str) -> list[str] | None:
    """The cells of a record; None if its quotation marks do not match."""
    if '"' not in record:
        return record.split(delimiter)
    if record.count('"') % 2:
        return None
    pattern = _cell(delimiter)
    found: list[str] = []
    at = 0
    while cell := pattern.match(record, at):
        found.append(_unquoted(cell[1]))
        at = cell.end()
        if at == cell.end(1):
            return found
    return None


@cache
def _cell(delimiter: str) -> re.Pattern[str]:
    mark = re.escape(delimiter)
    return re.compile(rf'("[^"]*(?:""[^"]*)*"|(?!")[^{mark}\n]*)(?:{mark}|\Z)')


def _unquoted(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell


def _without_end(record: str) -> str:
    return record.removesuffix("\n").removesuffix("\r")
