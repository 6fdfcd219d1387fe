"""Scores and grades that somebody else decided, by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from tests.engine.small import Raw, measured, rules

RULES = rules(
    {
        "branch": {
            "fields": {
                "kpi": {"type": "decimal", "places": 1, "min": 0, "max": 120, "blank": "none"},
                "score": {"type": "integer", "min": 0, "max": 100},
                "grade": {"type": "choice", "choices": ["C", "B", "A"]},
                "rank": {"type": "choice", "choices": ["C", "B", "A"], "blank": "none"},
            }
        }
    }
)


def imported(field: str, value: Raw, **more: Raw) -> Raw:
    branch = {} if value is None else {field: value}
    return measured(RULES, {"imported": f"branch.{field}", "decided_by": "上级", **more}, {"branch": branch})


@pytest.mark.parametrize(
    ("field", "value", "more", "found"),
    [
        ("kpi", Decimal("95.5"), {}, (Fraction(191, 2), Fraction(191, 2), True)),
        ("kpi", Decimal("95.5"), {"times": Decimal("0.12")}, (Fraction(1146, 100), Fraction(1146, 100), True)),
        ("score", None, {"times": Decimal("0.12")}, (0, 12, True)),
        ("kpi", None, {}, (0, 0, False)),
        ("grade", "B", {"scale": {"A": 100, "B": Decimal("82.5"), "C": 0}}, (Fraction(165, 2), Fraction(165, 2), True)),
        ("grade", None, {"scale": {"A": 100, "B": Decimal("82.5"), "C": 10}}, (10, 100, True)),
        ("rank", None, {"scale": {"A": 100, "B": Decimal("82.5"), "C": 10}}, (0, 0, False)),
    ],
)
def test_what_others_decided_is_the_field_or_its_place_on_the_scale(
    field: str, value: Raw, more: Raw, found: Raw
) -> None:
    assert imported(field, value, **more) == found
