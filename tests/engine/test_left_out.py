"""Branches that were left out: whatever they turn out to have, no result of the others was wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from starcheck.assessing import BatchResult, assess_batch
from starcheck.calendar import Period
from starcheck.engine.finding_columns import CRITERION, POINTS_HIGH, POINTS_LOW
from starcheck.errors import InputError
from starcheck.ledger.tables import KEY
from starcheck.rules.load import Loaded
from starcheck.rules.schema.levels import NO_LEVEL
from tests.engine.plain import tables_of
from tests.engine.test_agreement import BRANCHES, loaded
from tests.strategies import Batch, batches

Raw = Any  # what YAML holds
QUOTAS = st.fixed_dictionaries(
    {
        "at_most": st.sampled_from(["50%", "34%", 1, 2]),
        "ties": st.sampled_from(["all_in", "all_out"]),
        "moved_down": st.sampled_from(["use_next", "beside_next"]),
        "wins": st.just("quota"),
    }
).map(lambda quota: quota | ({"of": "rated", "round": "half_up"} if isinstance(quota["at_most"], str) else {}))


def with_quotas(ruleset: Raw, quotas: list[Raw]) -> Loaded:
    """A rule set whose highest levels have places for some."""
    if ruleset["points"] == "none" or "levels" not in ruleset:
        return loaded(ruleset)
    levels = [
        level | ({"quota": quota} if quota else {})
        for level, quota in zip(ruleset["levels"], [*quotas, *([None] * len(ruleset["levels"]))], strict=False)
    ]
    return loaded(ruleset | {"levels": levels})


def judged(rules: Loaded, batch: Batch, number: int) -> BatchResult:
    """The first so many branches, the others left out."""
    tables = replace(tables_of(rules.ruleset, *batch.ledgers[:number]), left_out=len(batch.ledgers) - number)
    return assess_batch(rules, tables, period=Period(*batch.period), as_of=batch.as_of)


def level_ends(rules: Loaded, found: pl.DataFrame) -> list[tuple[int | None, int | None]]:
    """The levels after quotas, counted from the highest; None for a state."""
    names = [*(str(level.id) for level in rules.ruleset.levels), NO_LEVEL]
    column = "level_after" if "level_after_low" in found.columns else "level"
    rows = found.select(f"{column}_high", f"{column}_low").rows()
    return [(*(names.index(end) if end in names else None for end in ends),) for ends in rows]  # type: ignore[misc]


@settings(suppress_health_check=list(HealthCheck))
@given(batches(st.just(BRANCHES)), st.lists(QUOTAS, max_size=2), st.integers(1, BRANCHES - 1))
def test_what_is_said_of_some_holds_in_the_company_of_all(batch: Batch, quotas: list[Raw], number: int) -> None:
    rules = with_quotas(batch.ruleset, quotas)
    try:
        some, everyone = judged(rules, batch, number), judged(rules, batch, BRANCHES)
    except InputError:
        reject()
    assert some.findings is not None
    assert everyone.findings is not None
    points = (KEY, CRITERION, POINTS_LOW, POINTS_HIGH)
    before, after = (found.select(points).collect().rows() for found in (some.findings, everyone.findings))
    for (branch, criterion, low, high), (same, also, least, most) in zip(before, after, strict=False):
        assert (branch, criterion) == (same, also)
        assert low <= least <= most <= high
    results = everyone.results.head(number)
    if rules.ruleset.levels:
        for ends, others in zip(level_ends(rules, some.results), level_ends(rules, results), strict=True):
            (high, low), (best, worst) = ends, others
            assert high is None or best is None or high <= best
            assert low is None or worst is None or worst <= low
    if rules.ruleset.has_total:
        ranks = ("score_low", "score_high", "rank_best", "rank_worst")
        for found, full in zip(some.results.select(ranks).rows(), results.select(ranks).rows(), strict=True):
            assert found[0] <= full[0] <= full[1] <= found[1]
            assert full[2] is None or (found[2] <= full[2] <= full[3] <= found[3])
