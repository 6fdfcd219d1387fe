"""What reviewers state: points and outcomes of criteria, results of ratings."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from .draft import Form
from .ledgers import leaves

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

OUTCOMES = ["not_applicable", "not_met", "met"]


def changes(ruleset: Form) -> SearchStrategy[Form]:
    """Changes of some criteria and ratings, as a plain ledger has them."""
    return _changes(ruleset)


@st.composite
def _changes(draw: DrawFn, ruleset: Form) -> Form:
    holders = [*leaves(ruleset["sections"]), *ruleset.get("pools", [])]
    endless = {
        each["id"]: holder.get("up_to") == "none" and "points" not in each
        for holder in holders
        for each in holder["criteria"]
    }
    chosen = draw(st.lists(st.sampled_from(list(endless)), max_size=4, unique=True))
    points = st.integers(-8, 40).map(lambda steps: {"points": steps * Decimal(str(ruleset["unit"]))})
    stated = {
        name: draw(points | st.sampled_from([{"outcome": each} for each in OUTCOMES[: 2 if endless[name] else 3]]))
        for name in chosen
    }
    ratings = [name for name, measure in ruleset.get("measures", {}).items() if "rating" in measure]
    results = st.sampled_from([0, 5, 10])
    return {"criteria": stated, "ratings": {name: draw(results) for name in ratings if draw(st.booleans())}}
