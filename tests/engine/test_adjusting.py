"""Reviewers' changes of results, as the engine reckons them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from starcheck.assessing import assess_tables
from starcheck.calendar import Period
from starcheck.errors import InputError
from starcheck.ledger.tables import Tables
from starcheck.model import Assessment, Finding, Outcome
from tests.engine.plain import tables_of
from tests.engine.test_agreement import engine_results, loaded, reference_results
from tests.engine.test_finding_columns import both
from tests.strategies import Batch, batches
from tests.strategies.changes import changes

Plain = dict[str, Any]
slowly = settings(suppress_health_check=list(HealthCheck))


@st.composite
def reviewed(draw: st.DrawFn) -> Batch:
    """Branches of which reviewers changed something."""
    batch = draw(batches(st.just(3)))
    return batch._replace(ledgers=[ledger | {"changes": draw(changes(batch.ruleset))} for ledger in batch.ledgers])


def assessed(batch: Batch, tables: Tables | None = None) -> dict[str, Assessment]:
    """The assessments of a batch, or of other tables by the same rule set."""
    rules = loaded(batch.ruleset)
    tables = tables or tables_of(rules.ruleset, *batch.ledgers)
    try:
        return dict(assess_tables(rules, tables, period=Period(*batch.period), as_of=batch.as_of))
    except InputError:
        reject()


def as_it_stands(finding: Finding) -> Plain:
    """What a reviewer states who agrees with a finding."""
    if finding.outcome is Outcome.NOT_APPLICABLE:
        return {"outcome": "not_applicable"}
    return {"points": finding.points.low}


@slowly
@given(reviewed())
def test_engine_and_reference_agree_on_what_reviewers_changed(batch: Batch) -> None:
    try:
        found = engine_results(batch)
    except InputError:
        reject()
    assert found == reference_results(batch)


@slowly
@given(reviewed())
def test_the_columns_of_findings_say_what_reviewers_changed(batch: Batch) -> None:
    rules = loaded(batch.ruleset)
    try:
        told, expected = both(rules, tables_of(rules.ruleset, *batch.ledgers), Period(*batch.period), batch.as_of)
    except InputError:
        reject()
    assert told == expected


@slowly
@given(batches(st.just(2)))
def test_an_adjustment_to_what_stands_for_certain_changes_nothing(batch: Batch) -> None:
    before = assessed(batch)
    ledgers = [
        ledger | {"changes": {"criteria": {
            finding.criterion: as_it_stands(finding)
            for finding in before[ledger["branch"]["id"]].findings if finding.outcome is not Outcome.OPEN
        }}}
        for ledger in batch.ledgers
    ]  # fmt: skip
    after = assessed(batch._replace(ledgers=ledgers))
    for branch, was in before.items():
        now = after[branch]
        assert (now.score, now.level, now.sections, now.lines) == (was.score, was.level, was.sections, was.lines)
        assert [f.outcome for f in now.findings] == [f.outcome for f in was.findings]


@slowly
@given(reviewed(), st.randoms(use_true_random=False))
def test_the_order_of_adjustments_does_not_matter(batch: Batch, random: Any) -> None:  # noqa: ANN401 - of Hypothesis
    tables = tables_of(loaded(batch.ruleset).ruleset, *batch.ledgers)
    if tables.changes is None:
        return
    rows = tables.changes.frame.collect()
    order = random.sample(range(rows.height), rows.height)
    turned = replace(tables, changes=replace(tables.changes, frame=rows[order].lazy()))
    assert assessed(batch, turned) == assessed(batch, tables)


@slowly
@given(reviewed())
def test_whatever_reviewers_state_points_stay_within_their_bounds(batch: Batch) -> None:
    for assessment in assessed(batch).values():
        parts = [*(each.points for each in assessment.findings), *(each.points for each in assessment.sections)]
        for points in parts:
            assert points.low <= points.high
            assert points.max is None or points.high <= max(points.max, Decimal(0))
