"""Leniency, worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.single import assessed, finding_of, points

TABLES = {
    "branch": {
        "label": "支部",
        "fields": {
            "remote": {"type": "boolean", "label": "条件受限"},
            "faults": {"type": "integer", "label": "差错", "min": 0, "max": 9},
        },
    }
}
HALF = {"when": {"remote": True}, "factor": "50%"}
LOSS = {"points": 8, "score": {"deduct": [{"per": "faults", "lose": 3}]}}


def judged(
    criterion: dict[str, Any], *, remote: bool | None, faults: int | None = 2, lenient: dict[str, Any] | None = None
) -> tuple[float, float]:
    ledger = {"branch": {"id": "one", "remote": remote, "faults": faults}}
    return points(finding_of(criterion, TABLES, ledger, lenient=lenient))


@pytest.mark.parametrize(("remote", "expected"), [(True, (5, 5)), (False, (2, 2)), (None, (2, 5))])
def test_half_of_what_is_lost_counts_where_the_condition_holds(
    remote: bool | None, expected: tuple[float, float]
) -> None:
    assert judged({**LOSS, "lenient": HALF}, remote=remote) == expected


def test_each_end_is_eased_by_itself() -> None:
    # Up to 9 faults: 8 - 27 / 2 lies below the floor.
    assert judged({**LOSS, "lenient": HALF}, remote=True, faults=None) == (0, 8)


def test_a_loss_is_eased_before_it_is_cut_at_the_floor() -> None:
    # 8 - 12 / 2; cut first, it would be 8 - 8 / 2.
    assert judged({**LOSS, "lenient": HALF}, remote=True, faults=4) == (2, 2)


def test_nothing_is_lost_by_a_factor_of_nothing() -> None:
    assert judged({**LOSS, "lenient": {**HALF, "factor": "0%"}}, remote=True, faults=9) == (8, 8)


def test_the_rule_set_is_lenient_unless_a_criterion_says_otherwise() -> None:
    assert judged(LOSS, remote=True, lenient=HALF) == (5, 5)
    assert judged({**LOSS, "lenient": "none"}, remote=True, lenient=HALF) == (2, 2)
    assert judged({**LOSS, "lenient": {**HALF, "factor": "25%"}}, remote=True, lenient=HALF) == (6.5, 6.5)


def test_what_an_empty_measure_gives_is_eased_too() -> None:
    criterion = {
        "points": 8,
        "measure": {"ratio": {"field": "branch.faults"}, "over": {"field": "branch.faults"}},
        "if_empty": "zero",
        "lenient": HALF,
        "score": {"proportional": {"target": "100%"}},
    }
    assert judged(criterion, remote=True, faults=0) == (4, 4)


def test_in_a_pool_only_losses_are_eased() -> None:
    section = {
        "id": "A",
        "title": "大项",
        "points": 100,
        "criteria": [{"id": "A-01", "title": "条", "points": 100, "score": {"judged": [0, 100]}}],
    }
    pool = {
        "id": "P",
        "title": "加减分",
        "up_to": 10,
        "floor": -10,
        "criteria": [
            {"id": "P-01", "title": "扣", "lenient": HALF, "score": {"per": "faults", "lose": 3}},
            {"id": "P-02", "title": "加", "lenient": HALF, "score": {"per": "faults", "gain": 3}},
        ],
    }
    ledger = {"branch": {"id": "one", "remote": True, "faults": 2}}
    assessment = assessed({"tables": TABLES, "sections": [section], "pools": [pool]}, ledger)
    assert [points(finding) for finding in assessment.findings[1:]] == [(-3, -3), (6, 6)]


def test_a_section_that_starts_full_is_eased_by_what_its_criteria_cost() -> None:
    section = {
        "id": "A",
        "title": "大项",
        "points": 100,
        "starts": "full",
        "criteria": [{"id": "A-01", "title": "扣", "lenient": HALF, "score": {"per": "faults", "lose": 3}}],
    }
    ledger = {"branch": {"id": "one", "remote": True, "faults": 2}}
    assessment = assessed({"tables": TABLES, "sections": [section]}, ledger)
    assert assessment.score is not None
    assert float(assessment.score.low) == 97
