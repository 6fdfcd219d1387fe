"""Strict YAML and JSON with positions."""

from __future__ import annotations

from starcheck.documents.document import Data, Document, Keys
from starcheck.documents.files import MAX_BYTES
from starcheck.documents.reading import parse_document, read_document

__all__ = ["MAX_BYTES", "Data", "Document", "Keys", "parse_document", "read_document"]
