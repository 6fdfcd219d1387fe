"""What must not matter: the order of rows, and who is judged beside whom."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from starcheck.engine.frames import Collect, collect_many, collect_one
from starcheck.errors import InputError
from tests.engine.test_agreement import engine_results
from tests.strategies import Batch, batches

some_examples = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def results(batch: Batch, collect: Collect = collect_many) -> list[dict[str, Any]]:
    """What the engine says, unless it refuses the rule set."""
    try:
        return engine_results(batch, collect)
    except InputError:
        reject()


@some_examples
@given(batch=batches(branches=st.just(3)))
def test_branches_in_one_run_get_what_each_gets_alone(batch: Batch) -> None:
    batch = batch._replace(together=False)
    alone = [results(batch._replace(ledgers=[ledger]), collect_one)[0] for ledger in batch.ledgers]
    assert results(batch) == alone


@some_examples
@given(batch=batches(branches=st.just(2)), data=st.data())
def test_the_order_of_records_and_branches_does_not_matter(batch: Batch, data: st.DataObject) -> None:
    shuffled = [_shuffled(ledger, data) for ledger in reversed(batch.ledgers)]
    assert results(batch._replace(ledgers=shuffled)) == results(batch)[::-1]


def _shuffled(ledger: dict[str, Any], data: st.DataObject) -> dict[str, Any]:
    def mixed(value: Any) -> Any:  # noqa: ANN401 - what a ledger holds
        if isinstance(value, list):
            return data.draw(st.permutations(value))
        if isinstance(value, dict) and "records" in value:
            return value | {"records": data.draw(st.permutations(value["records"]))}
        return value

    return {key: mixed(value) for key, value in ledger.items()}


@some_examples
@given(batch=batches(branches=st.just(3)))
def test_contributions_sum_exactly_and_intervals_are_in_order(batch: Batch) -> None:
    pools = {pool["id"] for pool in batch.ruleset.get("pools", [])}
    for result in results(batch):
        assert all(low <= standing <= high for _, low, high, standing in result["findings"].values())
        low, high = result["score"] or (0, 0)
        assert low <= high
        assert pools <= result["sections"].keys()
