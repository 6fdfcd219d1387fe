"""starcheck judges a Party branch's ledger by a committee's star standard, and explains the result."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from starcheck._version import __version__

if TYPE_CHECKING:
    from starcheck.assessing import BatchResult, assess, assess_many
    from starcheck.calendar import Period, parse_period
    from starcheck.errors import InputError, LedgerError, RuleSetError, StarcheckError
    from starcheck.insight.review import review
    from starcheck.ledger import load_ledger
    from starcheck.ledger.adjustments import read_adjustments
    from starcheck.rules.load import load_ruleset

__all__ = [
    "BatchResult",
    "InputError",
    "LedgerError",
    "Period",
    "RuleSetError",
    "StarcheckError",
    "__version__",
    "assess",
    "assess_many",
    "load_ledger",
    "load_ruleset",
    "parse_period",
    "read_adjustments",
    "review",
]

_HOMES = {
    "BatchResult": "assessing",
    "assess": "assessing",
    "assess_many": "assessing",
    "Period": "calendar",
    "parse_period": "calendar",
    "InputError": "errors",
    "LedgerError": "errors",
    "RuleSetError": "errors",
    "StarcheckError": "errors",
    "load_ledger": "ledger",
    "load_ruleset": "rules.load",
    "read_adjustments": "ledger.adjustments",
    "review": "insight.review",
}


def __getattr__(name: str) -> object:
    """Import what is asked for: the command line starts faster without the rest."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
