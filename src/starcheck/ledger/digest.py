"""The digest of what a branch provided."""

from __future__ import annotations

import hashlib
import json

from starcheck.ledger.facts import Facts, Provided


def digest_of(facts: Facts) -> str:
    """SHA-256 in hexadecimal over the typed facts: neither layout, order of records nor empty cells matter."""
    content: dict[str, object] = {
        "branch": [facts.branch_id, _canonical(facts.branch)],
        "tables": {name: _table(provided) for name, provided in facts.tables.items()},
        "marks": sorted(map(_canonical, facts.marks)),
    }
    if facts.papers:
        content["papers"] = sorted(map(_canonical, facts.papers))
    return hashlib.sha256(_canonical(content).encode()).hexdigest()


def _table(provided: Provided) -> dict[str, object]:
    return {
        "partial": provided.partial,
        "covers": provided.covers and str(provided.covers),
        "records": sorted(map(_canonical, provided.rows)),
    }


def _canonical(content: object) -> str:
    """A text that is the same for the same content."""
    return _ENCODER.encode(content)


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=str)
