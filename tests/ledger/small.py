"""A small rule set, and ledgers for it."""

from __future__ import annotations

from pathlib import Path

from starcheck.documents import parse_document, read_document
from starcheck.ledger import Ledger, read_ledger
from starcheck.rules.schema.ruleset import RuleSet

RULES = RuleSet.model_validate(read_document(Path(__file__).parent / "ruleset.yaml").data)
BRANCH = "branch: {id: b1, members: 9}\n"


def ledger(text: str, source: str = "ledger.yaml") -> Ledger:
    """A ledger that is written in the text, or in what follows the branch."""
    return read_ledger(parse_document(text if "branch" in text else BRANCH + text, source), RULES)
