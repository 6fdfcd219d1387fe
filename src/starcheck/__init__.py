"""starcheck judges a Party branch's ledger by a committee's star standard, and explains the result."""

from __future__ import annotations

from starcheck._version import __version__
from starcheck.assess import assess
from starcheck.calendar import Period, parse_period
from starcheck.errors import InputError, LedgerError, RuleSetError, StarcheckError
from starcheck.ledger import load_ledger
from starcheck.rules.load import load_ruleset

__all__ = [
    "InputError",
    "LedgerError",
    "Period",
    "RuleSetError",
    "StarcheckError",
    "__version__",
    "assess",
    "load_ledger",
    "load_ruleset",
    "parse_period",
]
