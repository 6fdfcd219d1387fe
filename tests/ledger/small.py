"""A small rule set, and ledgers for it."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

from starcheck.documents import parse_document, read_document
from starcheck.ledger import Ledger, read_ledger
from starcheck.rules.schema.ruleset import RuleSet

RULES = RuleSet.model_validate(read_document(Path(__file__).parent / "ruleset.yaml").data)
BRANCH = "branch: {id: b1, members: 9}\n"


def ledger(text: str, source: str = "ledger.yaml") -> Ledger:
    """A ledger that is written in the text, or in what follows the branch."""
    return read_ledger(parse_document(text if "branch" in text else BRANCH + text, source), RULES)


def as_yaml(data: object) -> str:
    """Data in the flow style of YAML, with dates as dates."""
    match data:
        case dict():
            return f"{{{', '.join(f'{key}: {as_yaml(value)}' for key, value in data.items())}}}"
        case list():
            return f"[{', '.join(map(as_yaml, data))}]"
        case date() | Decimal():
            return str(data)
        case _:
            return json.dumps(data, ensure_ascii=False)


def as_json(data: object) -> str:
    """Data as JSON, with dates as texts."""
    return json.dumps(data, default=lambda value: float(value) if isinstance(value, Decimal) else str(value))
