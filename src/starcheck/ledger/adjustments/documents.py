"""Adjustments as YAML and JSON have them: a list under one key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from starcheck.documents import Data, Document, Keys
from starcheck.errors import Place, one_of
from starcheck.language import t
from starcheck.ledger.adjustments.rows import TABLE, Row
from starcheck.ledger.cells import Cell, shown
from starcheck.ledger.layout import ADJUSTMENTS, KEY_FIELD
from starcheck.ledger.listing import Listing
from starcheck.ledger.problems import Problems
from starcheck.ledger.records import RecordReader
from starcheck.ledger.tables import KEY


def rows_of_document(document: Document, listing: Listing) -> Iterator[Row]:
    """The rows of a document; what is wrong with them is listed."""
    problems = Problems(document, listing)
    reader = RecordReader.of(ADJUSTMENTS, TABLE, problems, names=(KEY,))
    for index, record in enumerate(_listed(document, problems)):
        keys = (ADJUSTMENTS, index)
        before = listing.counts.total()
        cells = _cells(reader, record, keys, problems)
        yield Row(cells, partial(_place, document, keys), listing.counts.total() > before)


def _listed(document: Document, problems: Problems) -> list[Data]:
    """What stands under the key."""
    hint = t("Write “adjustments:” with a list of them under it.")
    if not isinstance(document.data, dict):
        message = t("A file of adjustments starts with “adjustments”, not with {read}.", read=shown(document.data))
        problems.add((), message, hint)
        return []
    for name in document.data:
        if name != ADJUSTMENTS:
            message = t("A file of adjustments has no entry “{name}”.", name=name)
            problems.add_key((name,), message, partial(one_of, name, [ADJUSTMENTS]))
    listed = document.data.get(ADJUSTMENTS)
    if isinstance(listed, list):
        return listed
    if listed is None:
        problems.add((ADJUSTMENTS,), t("There are no adjustments in the file."), hint)
    else:
        problems.add((ADJUSTMENTS,), t("Adjustments are a list, not {read}.", read=shown(listed)), hint)
    return []


def _cells(reader: RecordReader, record: Data, keys: Keys, problems: Problems) -> Mapping[str, Cell]:
    if not isinstance(record, dict):
        message = t("An adjustment is written as fields with values, not as {read}.", read=shown(record))
        problems.add(keys, message, t("Write “- {{branch: …, criterion: …, points: …}}”."))
        return {}
    cells = reader.row(record, keys)
    if record.get(KEY) is None:
        message = t("“{field}” ({label}) is missing.", field=KEY, label=KEY_FIELD.label)
        problems.add_key(keys, message, t("It may not be left empty."))
    return cells


def _place(document: Document, keys: Keys, field: str) -> Place:
    return document.place((*keys, field))
