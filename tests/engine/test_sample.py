"""Measures that need enough records, by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.engine.small import Raw, measured, rules

RULES = rules(
    {
        "branch": {"fields": {"members": {"type": "integer", "min": 1, "max": 50}}},
        "visits": {
            "fields": {
                "kind": {"type": "choice", "choices": ["甲", "乙"]},
                "mark": {"type": "integer", "min": 0, "max": 10, "blank": "none"},
            }
        },
    }
)
MEAN = {"mean": "visits.mark", "where": {"kind": "甲"}, "sample": 2}


def visited(form: Raw, *rows: Raw, status: str = "complete") -> Raw:
    return measured(RULES, form, {"branch": {"members": 10}, "visits": {"status": status, "records": list(rows)}})


def visit(mark: int | None = 6, kind: str | None = "甲") -> Raw:
    return {"kind": kind, "mark": mark}


def test_a_mean_over_too_few_records_is_undefined() -> None:
    assert visited(MEAN, visit(), visit(8)) == (7, 7, True)
    assert visited(MEAN, visit(), visit(8, "乙"), visit(None)) == (0, 0, False)


def test_a_record_that_may_count_may_make_the_sample_large_enough() -> None:
    assert visited(MEAN, visit(), visit(8, None))[2] is None
    assert visited(MEAN, visit(), visit(8), visit(10, None)) == (7, 10, True)
    assert visited(MEAN, visit(), status="partial")[2] is None


@pytest.mark.parametrize(
    ("form", "value"),
    [
        ({"min": "visits.mark"}, 6),
        ({"max": "visits.mark"}, 8),
        ({"share": "visits", "matching": {"kind": "甲"}}, Fraction(1, 2)),
        ({"ratio": {"count": "visits", "where": {"kind": "甲"}}, "over": {"count": "visits"}}, Fraction(1, 2)),
        ({"ratio": {"count": "visits"}, "over": {"field": "branch.members"}}, Fraction(1, 5)),
    ],
)
def test_every_form_counts_its_own_records(form: Raw, value: Fraction) -> None:
    rows = visit(), visit(8, "乙")
    assert visited(form | {"sample": 2}, *rows) == (value, value, True)
    assert visited(form | {"sample": 3}, *rows)[2] is False


def test_a_change_of_ratios_is_undefined_where_one_of_them_has_too_few_records() -> None:
    ratio = {"ratio": {"count": "visits"}, "over": {"field": "branch.members"}, "sample": 3}
    assert visited({"change": ratio, "as": "absolute"}, visit(), visit())[2] is False
