"""The engine equals the reference evaluator, finding by finding."""

from __future__ import annotations

import os
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, reject, seed, settings
from hypothesis import strategies as st

from starcheck.assessing import assess_tables
from starcheck.calendar import Period
from starcheck.engine.frames import Collect, collect_many
from starcheck.errors import InputError, Place
from starcheck.model import Assessment, Check, Quantity
from starcheck.rules.load import Loaded
from starcheck.rules.schema.ruleset import RuleSet
from tests.engine.plain import tables_of
from tests.reference import evaluate
from tests.strategies import Batch, batches

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SEEDS = 4
BRANCHES = 4
"""A rule set is judged over so many branches at once, as a committee would."""
RULE_SETS = {"quick": 40, "ci": 640, "nightly": 20_000}[os.environ.get("STARCHECK_TESTS", "ci")]
"""Per seed: 4 x 640 x 4 are more than 10,000 comparisons in a run of CI."""


def loaded(ruleset: Mapping[str, Any]) -> Loaded:
    """A plain rule set as if it came from a file."""

    def nowhere(_: object) -> Place:
        return Place("generated")

    return Loaded(RuleSet.model_validate(ruleset), "", Path("generated"), nowhere, nowhere)


def engine_results(batch: Batch, collect: Collect = collect_many) -> list[dict[str, Any]]:
    """What the engine says of each branch."""
    rules = loaded(batch.ruleset)
    tables = tables_of(rules.ruleset, *batch.ledgers)
    if batch.together:
        tables = replace(tables.all_together(), left_out=batch.left_out)
    assessed = dict(assess_tables(rules, tables, period=Period(*batch.period), as_of=batch.as_of, collect=collect))
    return [_plain(assessed[ledger["branch"]["id"]]) for ledger in batch.ledgers]


def _plain(assessment: Assessment) -> dict[str, Any]:
    return {
        "findings": {
            finding.criterion: (
                finding.outcome.value,
                Fraction(finding.points.low),
                Fraction(finding.points.high),
                Fraction(finding.standing_high),
            )
            for finding in assessment.findings
        },
        "sections": {s.id: (Fraction(s.points.low), Fraction(s.points.high)) for s in assessment.sections},
        "score": assessment.score and (Fraction(assessment.score.low), Fraction(assessment.score.high)),
        "level": (assessment.level.low, assessment.level.high),
        "vetoes": _outcomes(assessment.vetoes),
        "direct": _outcomes(assessment.direct),
        "ladder": assessment.ladder and assessment.ladder.outcome.value,
        "consequences": {each.id: (each.outcome.value, _amount(each.amount)) for each in assessment.consequences},
        "eligibility": _outcomes(assessment.eligibility),
        "requires": [check.outcome.value for check in assessment.requires],
        "after_as_of": assessment.not_seen.after_as_of,
    }


def _amount(amount: Quantity | None) -> tuple[Any, ...] | None:
    if amount is None:
        return None
    return (None, None, False) if amount.defined is False else (amount.low, amount.high, amount.defined)


def _outcomes(checks: Sequence[Check]) -> dict[str, str]:
    return {check.id: check.outcome.value for check in checks}


def reference_results(batch: Batch) -> list[dict[str, Any]]:
    """What the reference evaluator says of each branch."""
    company = batch.ledgers if batch.together else None
    results = [
        evaluate(batch.ruleset, ledger, batch.period, batch.as_of, company, batch.left_out) for ledger in batch.ledgers
    ]
    return [
        {
            "findings": {
                name: (finding["outcome"], *finding["points"][:2], finding["standing_high"])
                for name, finding in result["findings"].items()
            },
            "sections": {name: points[:2] for name, points in result["sections"].items()},
            "score": result["score"] and result["score"][:2],
            "level": tuple(result["level"]),
            "vetoes": result["vetoes"],
            "direct": result["direct"],
            "ladder": result["ladder"],
            "consequences": result["consequences"],
            "eligibility": result["eligibility"],
            "requires": result["requires"],
            "after_as_of": result["not_seen"]["after_as_of"],
        }
        for result in results
    ]


@pytest.mark.parametrize("number", range(SEEDS))
def test_engine_and_reference_agree_on_every_finding_score_and_level(number: int) -> None:
    @seed(number)
    @settings(max_examples=RULE_SETS, suppress_health_check=list(HealthCheck))
    @given(batches(branches=st.just(BRANCHES)))
    def agree(batch: Batch) -> None:
        try:
            found = engine_results(batch)
        except InputError:
            reject()  # refused: numbers beyond exact arithmetic, a period that cuts a span; never answered wrongly
        assert found == reference_results(batch)

    agree()
