"""The zip archive that a workbook is, unpacked within limits."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from starcheck.errors import InputError, Place, Problem
from starcheck.language import Text, t

MOST_UNPACKED = 512 * 2**20
MOST_PARTS = 10_000
MOST_PACKED = 250
"""How many times smaller than its content a part may be; deflate reaches 1030 on nothing but repetitions."""
MODEST = 16 * 2**20
"""Smaller parts may be packed as well as they can be."""

REPAIR = t("Open it in Excel or WPS, save it under a new name, and give that file; or fetch the file again.")
_UNPACKERS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1
_LOCAL_HEADER = 30


def refusal(source: str, message: Text, hint: Text | None = None) -> InputError:
    """A file that cannot be read at all."""
    return InputError([Problem(Place(source), message, hint)])


def damaged(source: str) -> InputError:
    """A file that is not as its program wrote it."""
    return refusal(source, t("The workbook is damaged."), REPAIR)


def password(source: str) -> InputError:
    """A file that only opens with a password."""
    hint = t("Open it with the password, save it without one, and give that file.")
    return refusal(source, t("The workbook is protected by a password."), hint)


class Archive:
    """The parts of a zip file by their names; the case of a name does not matter.

    Args:
        content: the bytes of the file.
        source: the file, as messages name it.

    Raises:
        InputError: if it is damaged or protected, or unpacks to more than the limits.
    """

    def __init__(self, content: bytes, source: str) -> None:
        self._content = content
        self.source = source
        try:
            with zipfile.ZipFile(BytesIO(content)) as file:
                members = file.infolist()
        except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError, ValueError, OverflowError) as error:
            raise damaged(source) from error
        self._members = {member.filename.casefold(): member for member in members}
        if len(self._members) < len(members):
            raise damaged(source)
        if any(member.flag_bits & _ENCRYPTED for member in members):
            raise password(source)
        self._limit(members)

    @property
    def names(self) -> list[str]:
        """The names of the parts, in small letters."""
        return list(self._members)

    def part(self, name: str) -> bytes:
        """What a part holds; nothing if there is none of the name.

        Raises:
            InputError: if it is damaged, or not as long as the archive says, or declares entities.
        """
        member = self._members.get(name.casefold())
        if member is None:
            return b""
        part = self._unpack(member)
        if len(part) != member.file_size or zlib.crc32(part) != member.CRC:
            raise damaged(self.source)
        if (b"!" in part and b"<!DOCTYPE" in part) or b"\0" in part:
            message = t("The workbook holds declarations (DOCTYPE) that no spreadsheet program writes.")
            raise refusal(self.source, message, REPAIR)
        return part

    def _unpack(self, member: zipfile.ZipInfo) -> bytes:
        header = member.header_offset
        lengths = self._content[header + 26 : header + _LOCAL_HEADER]
        start = header + _LOCAL_HEADER + int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
        packed = self._content[start : start + member.compress_size]
        if member.compress_type == zipfile.ZIP_STORED:
            return packed
        try:
            return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, member.file_size + 1)
        except zlib.error as error:
            raise damaged(self.source) from error

    def _limit(self, members: list[zipfile.ZipInfo]) -> None:
        if len(members) > MOST_PARTS:
            message = t("The workbook has {count} parts; at most {most} are read.", count=len(members), most=MOST_PARTS)
            raise refusal(self.source, message, t("Check that it is the right file."))
        unpacked = sum(member.file_size for member in members)
        if unpacked > MOST_UNPACKED or any(_is_bomb(member) for member in members):
            message = t(
                "The workbook unpacks to {size} MiB from {packed} MiB; at most {most} MiB are read,"
                " and no part that unpacks to more than {times} times its size.",
                size=-(-unpacked // 2**20),
                packed=-(-len(self._content) // 2**20),
                most=MOST_UNPACKED // 2**20,
                times=MOST_PACKED,
            )
            raise refusal(self.source, message, t("Check that it is the right file; copy its cells to a new workbook."))
        if any(member.compress_type not in _UNPACKERS for member in members):
            raise damaged(self.source)


def _is_bomb(member: zipfile.ZipInfo) -> bool:
    return member.file_size > max(MODEST, MOST_PACKED * member.compress_size)
