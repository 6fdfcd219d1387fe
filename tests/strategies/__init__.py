"""Hypothesis strategies for rule sets, ledgers, days and completions, all as plain data."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st

from .completions import completions
from .draft import Form
from .ledgers import ledgers
from .rulesets import rulesets
from .times import Period, days_of_judging, periods

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = ["Example", "completions", "days_of_judging", "examples", "ledgers", "periods", "rulesets"]


class Example(NamedTuple):
    """One thing to evaluate."""

    ruleset: Form
    ledger: Form
    period: Period
    as_of: date


def examples() -> SearchStrategy[Example]:
    """A rule set, a ledger that fits it, a period, a day."""
    return _examples()


@st.composite
def _examples(draw: DrawFn) -> Example:
    ruleset, period = draw(rulesets()), draw(periods())
    as_of = draw(days_of_judging(period))
    return Example(ruleset, draw(ledgers(ruleset, period, as_of)), period, as_of)
