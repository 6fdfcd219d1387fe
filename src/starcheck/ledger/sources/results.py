"""Folders of results, which lie among ledgers but are none."""

from __future__ import annotations

import re
from pathlib import Path

SUMMARY = "summary.json"
"""The file by which a folder of results is known."""
FORM = "starcheck/batch/"
"""What the schema of a summary is called, before its number."""
_BEGINNING = 1000
"""In so many characters at the beginning of a summary its schema is looked for."""
_SCHEMA = re.compile(rf'"schema"\s*:\s*"{re.escape(FORM)}')


def holds_results(folder: Path) -> bool:
    """Whether ``starcheck batch`` wrote a folder, whatever version of it."""
    try:
        with (folder / SUMMARY).open(encoding="utf-8") as summary:
            return _SCHEMA.search(summary.read(_BEGINNING)) is not None
    except (OSError, UnicodeDecodeError):
        return False
