"""Hypothesis strategies for rule sets, ledgers, days and completions, all as plain data."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st

from .completions import completions
from .draft import Form
from .ledgers import leaves, ledgers
from .rulesets import rulesets
from .times import Period, days_of_judging, periods, years

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = [
    "Batch",
    "Example",
    "batches",
    "completions",
    "days_of_judging",
    "examples",
    "ledgers",
    "periods",
    "rulesets",
]


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
    ruleset = _labelled(draw(rulesets()))
    period = draw(_periods_for(ruleset))
    as_of = draw(days_of_judging(period))
    return Example(ruleset, draw(ledgers(ruleset, period, as_of)), period, as_of)


class Batch(NamedTuple):
    """Several branches under one rule set."""

    ruleset: Form
    ledgers: list[Form]
    period: Period
    as_of: date
    together: bool = False
    """Whether they are all that are compared with each other; else each is judged alone."""
    left_out: int = 0
    """How many more branches there may be, of which nothing is known."""


@st.composite
def batches(draw: DrawFn, branches: SearchStrategy[int]) -> Batch:
    """A rule set, ledgers of branches with ids of their own, a period, a day."""
    ruleset = _labelled(draw(rulesets()))
    period = draw(_periods_for(ruleset))
    as_of = draw(days_of_judging(period))
    found = [draw(ledgers(ruleset, period, as_of)) for _ in range(draw(branches))]
    for number, ledger in enumerate(found):
        ledger["branch"]["id"] = f"b{number}"
    return Batch(ruleset, found, period, as_of, draw(st.booleans()), draw(st.sampled_from([0, 0, 0, 1, 2])))


def _periods_for(ruleset: Form) -> SearchStrategy[Period]:
    """Any period; for criteria that repeat one that cuts none of their spans."""
    holders = [*leaves(ruleset["sections"]), *ruleset.get("pools", [])]
    criteria = [criterion for holder in holders for criterion in holder["criteria"]]
    return years() if any("repeat" in criterion for criterion in criteria) else periods()


def _labelled(ruleset: Form) -> Form:
    """The rule set with a label for every table and field, which only people need."""
    for name, table in ruleset["tables"].items():
        table.setdefault("label", name)
        for field, definition in table["fields"].items():
            definition.setdefault("label", field)
    return ruleset
