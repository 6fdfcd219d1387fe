"""Cases: small ledgers beside a rule set, each with what it must give."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from starcheck.rules.cases.case import Case, Expectation
from starcheck.rules.cases.kept import kept
from starcheck.rules.cases.reading import read_cases
from starcheck.rules.diff import compare
from starcheck.rules.load import load_ruleset


def load_cases(ruleset: Path) -> tuple[Case, ...]:
    """The cases beside a rule set's file, before them what those of the rule set that it extends still say.

    Raises:
        RuleSetError: with every problem in the files.
    """
    own = read_cases(ruleset)
    loaded = load_ruleset(ruleset)
    if not loaded.bases:
        return own
    base, *_ = loaded.bases
    since = max((dated.first for dated in loaded.dated), default=date.min)
    return (*kept(load_cases(base), compare(load_ruleset(base).ruleset, loaded.ruleset), since), *own)


__all__ = ["Case", "Expectation", "load_cases"]
