"""Awards, worked by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.engine.single import finding_of, points

LEVELS = ["市级", "省级", "国家级"]
TABLE = {
    "honours": {
        "label": "荣誉",
        "fields": {
            "level": {"type": "choice", "label": "级别", "choices": LEVELS},
            "matter": {"type": "text", "label": "事项"},
            "body": {"type": "choice", "label": "颁发单位", "choices": ["机关", "协会"]},
            "scope": {"type": "text", "label": "范围", "blank": "none"},
            "authors": {"type": "integer", "label": "署名人数", "min": 1, "max": 8},
            "helpers": {"type": "integer", "label": "协办人数", "min": 1, "blank": "none"},
        },
    }
}
BY_LEVEL = {"by": "level", "table": {"市级": 2, "省级": 6, "国家级": 10}}


def earned(award: dict[str, Any], *records: dict[str, Any], status: str = "complete") -> tuple[float, float]:
    criterion = {"score": {"award": {"each": "honours", **award}}}
    ledger = {"honours": {"status": status, "records": list(records)}}
    return points(finding_of(criterion, TABLE, ledger))


def of(level: str | None, matter: str | None = "甲", **more: object) -> dict[str, Any]:
    return {"level": level, "matter": matter, **more}


ONCE = {"gain": BY_LEVEL, "once_per": ["matter", "level"]}
DECLINING = {"gain": BY_LEVEL, "once_per": "matter", "others": ["100%", "50%", "10%"]}
LOWERED = {"gain": BY_LEVEL, "downgrade": {"when": {"body": "协会"}, "by": "level"}}


def test_levels_of_one_matter_add_up_when_both_name_the_thing() -> None:
    assert earned(ONCE, of("省级"), of("省级"), of("市级"), of("市级", "乙")) == (10, 10)


def test_an_unknown_level_may_be_one_that_counts_already() -> None:
    # Certain: 6. Possible: 6 and 10 more; at least: the unknown record repeats the provincial one.
    assert earned(ONCE, of("省级"), of(None)) == (6, 16)


def test_a_record_without_scope_is_a_thing_of_its_own_even_where_the_matter_is_unknown() -> None:
    award = {"gain": 3, "once_per": ["matter", "scope"]}
    assert earned(award, of("市级", None, scope=None), of("市级", None, scope=None)) == (6, 6)
    assert earned(award, of("市级", None, scope="全市"), of("市级", None, scope="全市")) == (3, 6)


def test_further_records_of_a_thing_count_less_and_less() -> None:
    # 10 + 6 / 2 + 2 / 10 + 2 / 10
    assert earned(DECLINING, of("市级"), of("国家级"), of("市级"), of("省级")) == (13.4, 13.4)


def test_each_thing_begins_anew() -> None:
    assert earned(DECLINING, of("省级"), of("省级"), of("省级", "乙")) == (15, 15)


def test_a_record_of_an_unknown_matter_may_count_whole_or_hardly() -> None:
    assert earned(DECLINING, of("省级"), of("省级", None)) == (6, 12)


def test_records_that_may_still_come_count_as_the_best_of_a_thing() -> None:
    low, high = earned(DECLINING, of("省级"), status="partial")
    assert (low, high) == (6, 100)


def test_points_are_divided_among_authors_and_kept_to_six_decimals() -> None:
    # 10 / 3 is kept as 3.333333, so that three of them are not 10.
    award = {"gain": 10, "shared_by": "authors"}
    finding = finding_of(
        {"score": {"award": {"each": "honours", **award}}},
        TABLE,
        {"honours": [of("市级", authors=3)] * 3},
        unit=Decimal("0.000001"),
    )
    assert points(finding) == (9.999999, 9.999999)


def test_an_unknown_number_of_authors_lies_between_the_limits_of_the_field() -> None:
    assert earned({"gain": 8, "shared_by": "authors"}, of("市级")) == (1, 8)


def test_nobody_to_share_with_leaves_the_points_whole() -> None:
    award = {"gain": 8, "shared_by": "helpers"}
    assert earned(award, of("市级", helpers=None), of("市级", helpers=4)) == (10, 10)


def test_the_best_of_a_thing_is_the_best_after_sharing() -> None:
    award = {"gain": BY_LEVEL, "once_per": "matter", "shared_by": "authors"}
    assert earned(award, of("国家级", authors=5), of("省级", authors=2)) == (3, 3)


@pytest.mark.parametrize(
    ("level", "body", "expected"),
    [
        ("国家级", "机关", (10, 10)),
        ("国家级", "协会", (6, 6)),
        ("市级", "协会", (0, 0)),
        ("省级", None, (2, 6)),
        (None, "协会", (0, 6)),
        (None, None, (0, 10)),
    ],
)
def test_an_award_by_an_association_counts_a_level_lower(
    level: str | None, body: str | None, expected: tuple[float, float]
) -> None:
    assert earned(LOWERED, of(level, body=body)) == expected


def test_two_steps_lower_leave_nothing_but_the_highest() -> None:
    award = {**LOWERED, "downgrade": {"when": {"body": "协会"}, "by": "level", "steps": 2}}
    assert earned(award, of("国家级", body="协会"), of("省级", body="协会")) == (2, 2)


def test_a_lower_level_is_read_in_a_table_by_two_fields() -> None:
    by_both = {"by": ["level", "body"], "table": {name: {"机关": 4, "协会": 3} for name in LEVELS}}
    award = {"gain": by_both, "downgrade": {"when": {"body": "协会"}, "by": "level"}}
    assert earned(award, of("省级", body="协会"), of("市级", body="协会")) == (3, 3)


def test_an_award_that_loses_takes_points_up_to_its_cap() -> None:
    criterion = {"score": {"deduct": [{"award": {"each": "honours", "lose": BY_LEVEL, "up_to": 15}}]}}
    finding = finding_of(criterion, TABLE, {"honours": [of("国家级"), of("国家级")]})
    assert points(finding) == (85, 85)


def test_what_may_still_be_lost_lowers_the_lower_end() -> None:
    criterion = {"score": {"deduct": [{"award": {"each": "honours", "lose": BY_LEVEL}}]}}
    finding = finding_of(criterion, TABLE, {"honours": [of("省级"), of(None)]})
    assert points(finding) == (84, 92)
