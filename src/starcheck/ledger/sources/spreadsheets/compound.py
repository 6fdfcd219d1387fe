"""The compound file (OLE) that an .xls file is: streams in chains of sectors."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import NamedTuple

from starcheck.ledger.sources.spreadsheets.archive import damaged

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_HEADER, _ENTRY, _MINI = 512, 128, 64
_LAST = 0xFFFFFFFA
"""The numbers from here on end a chain or stand for no sector."""
_ROOT, _STREAM = 5, 2


class _Entry(NamedTuple):
    start: int
    size: int


class CompoundFile:
    """The streams of a compound file by their names.

    Args:
        content: the bytes of the file.
        source: the file, as messages name it.

    Raises:
        InputError: if it is damaged.
    """

    def __init__(self, content: bytes, source: str) -> None:
        self._content = content
        self.source = source
        self.names: set[str] = set()
        self._streams: dict[str, _Entry] = {}
        try:
            self._open()
        except (struct.error, IndexError, UnicodeDecodeError) as error:
            raise damaged(source) from error

    def stream(self, name: str) -> bytes:
        """What a stream holds, nothing if there is none of the name.

        Raises:
            InputError: if its chain is broken.
        """
        entry = self._streams.get(name)
        if entry is None:
            return b""
        try:
            if entry.size < self._cutoff:
                pieces = (self._small[_MINI * number : _MINI * (number + 1)] for number in self._mini_chain(entry))
                return b"".join(pieces)[: entry.size]
            return self._chain(entry.start)[: entry.size]
        except IndexError as error:
            raise damaged(self.source) from error

    def _open(self) -> None:
        content = self._content
        self._size = 1 << min(struct.unpack_from("<H", content, 30)[0], 12)
        directory, self._cutoff, mini = (struct.unpack_from("<I", content, offset)[0] for offset in (48, 56, 60))
        self._table = self._numbers(b"".join(self._sector(number) for number in self._table_sectors()))
        self._mini_table = self._numbers(self._chain(mini))
        self._small = b""
        entries = self._chain(directory)
        for offset in range(0, len(entries) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", entries, offset + 64)
            name = entries[offset : offset + max(0, min(length, 64) - 2)].decode("utf-16-le")
            entry = _Entry(*struct.unpack_from("<II", entries, offset + 116))
            self.names.add(name)
            if kind == _ROOT:
                self._small = self._chain(entry.start)
            elif kind == _STREAM:
                self._streams.setdefault(name, entry)

    def _table_sectors(self) -> list[int]:
        """The sectors that the table of chains stands in: 109 are in the header, the others in a chain of lists."""
        found = list(struct.unpack_from("<109I", self._content, 76))
        following, most = struct.unpack_from("<I", self._content, 68)[0], len(self._content) // self._size
        while following < _LAST and most:
            *listed, following = self._numbers(self._sector(following))
            found += listed
            most -= 1
        return [number for number in found if number < _LAST]

    def _sector(self, number: int) -> bytes:
        start = max(_HEADER, self._size) + number * self._size
        sector = self._content[start : start + self._size]
        if not sector:
            raise IndexError(number)
        return sector

    def _chain(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _followed(start, self._table))

    def _mini_chain(self, entry: _Entry) -> list[int]:
        return _followed(entry.start, self._mini_table)

    @staticmethod
    def _numbers(sectors: bytes) -> tuple[int, ...]:
        count = len(sectors) // 4
        return struct.unpack_from(f"<{count}I", sectors)


def _followed(start: int, table: Sequence[int]) -> list[int]:
    """The numbers of a chain; one that runs in a circle is as broken as one that leads nowhere."""
    numbers: list[int] = []
    while start < _LAST:
        if len(numbers) > len(table):
            raise IndexError(start)
        numbers.append(start)
        start = table[start]
    return numbers
