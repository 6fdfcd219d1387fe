"""What kind of file a workbook really is, whatever its name says."""

from __future__ import annotations

import re

from starcheck.errors import InputError
from starcheck.language import t
from starcheck.ledger.sources.spreadsheets import opendocument, records, spreadsheetml
from starcheck.ledger.sources.spreadsheets.archive import REPAIR, Archive, damaged, refusal
from starcheck.ledger.sources.spreadsheets.compound import SIGNATURE, CompoundFile
from starcheck.ledger.sources.spreadsheets.notes import BookNotes

_ZIP = b"PK\x03\x04"
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body|table|meta|\?xml|!--)", re.IGNORECASE)
_SAVE = t("Open it in Excel or WPS and save it as an Excel workbook (.xlsx).")


def examine(content: bytes, source: str) -> BookNotes:
    """What is to be known of a workbook before its cells are read.

    Raises:
        InputError: if it is no workbook, or may be dangerous, or is damaged.
    """
    if content.startswith(_ZIP):
        return _zip_notes(Archive(content, source))
    if content.startswith(SIGNATURE):
        return records.notes_of(CompoundFile(content, source))
    raise _no_workbook(content, source)


def _zip_notes(archive: Archive) -> BookNotes:
    names = archive.names
    if spreadsheetml.WORKBOOK in names:
        return spreadsheetml.notes_of(archive)
    if opendocument.CONTENT in names:
        return opendocument.notes_of(archive)
    if "xl/workbook.bin" in names:
        message = t("Workbooks in the binary form (.xlsb) are not read.")
        raise refusal(archive.source, message, _SAVE)
    if "word/document.xml" in names:
        message = t("This is a document of Word that is only named like a workbook.")
        raise refusal(archive.source, message, t("Copy its tables into a workbook, and save that as .xlsx."))
    message = t("This is a zip archive without a workbook in it.")
    raise refusal(archive.source, message, t("Unpack it and give the workbooks themselves."))


def _no_workbook(content: bytes, source: str) -> InputError:
    if not content.strip():
        return refusal(source, t("The file is empty."), t("Check that it was saved or fetched whole."))
    if _MARKUP.match(content):
        return refusal(source, t("This is a web page or an XML text that is only named like a workbook."), _SAVE)
    if b"\0" not in content[:4096]:
        hint = t("If it is a table of text, name it .csv; else open it in Excel or WPS and save it as .xlsx.")
        return refusal(source, t("This is a text that is only named like a workbook."), hint)
    return refusal(source, t("This is not a workbook."), REPAIR) if content[:2] != b"PK" else damaged(source)
