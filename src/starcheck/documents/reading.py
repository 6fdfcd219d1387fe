"""Reading a document from a file or a text."""

from __future__ import annotations

from pathlib import Path

from starcheck.documents.characters import control_characters
from starcheck.documents.construction import construct
from starcheck.documents.document import Document
from starcheck.documents.files import MAX_BYTES, read_text
from starcheck.documents.json_events import json_events
from starcheck.documents.syntax import yaml_events
from starcheck.errors import InputError


def read_document(path: Path, *, limit_bytes: int = MAX_BYTES) -> Document:
    """Read a YAML or JSON file.

    Args:
        path: the file; JSON if it is called ``*.json``.
        limit_bytes: a larger file is refused.

    Raises:
        InputError: with every problem of the file.
    """
    return parse_document(read_text(path, limit_bytes), str(path))


def parse_document(text: str, source: str) -> Document:
    """Read a text of YAML, or of JSON if its source is called ``*.json``.

    Scalars are those of YAML 1.2: a number with a point or exponent is an exact `Decimal`, ``2024-03-05`` is a date,
    ``95%`` is a text. JSON has no dates, there they are texts.

    Raises:
        InputError: with every problem of the text.
    """
    if problems := control_characters(text, source):
        raise InputError(problems)
    events = json_events if source.lower().endswith(".json") else yaml_events
    return construct(events(text, source), source)
