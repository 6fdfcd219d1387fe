from __future__ import annotations

from pathlib import Path

import pytest

from starcheck.rules.check.awards import admitted
from starcheck.rules.check.cycles import cycles
from starcheck.rules.schema.conditions import parse_condition
from tests.rules.additions import load_with

CRITERION = """
sections:
  - id: C
    title: 学习
    points: 1
    criteria: [{id: C-01, title: 学习, points: 1, %s}]
"""
VETO = "vetoes: [{id: W, title: 否决, when: %s, effect: {no_level: true}}]"
POOL = "pools: [{id: more, title: 又加分, %s, criteria: [{id: Y-01, title: 荣誉, score: %s}]}]"

FINE = {
    "an-award-names-only-what-its-condition-lets-through": POOL
    % ("up_to: 2", "{award: {each: honours, where: {level: 省级}, gain: {by: level, table: {省级: 2}}}}"),
    "an-award-by-true-and-false": POOL
    % ("up_to: 2", '{award: {each: honours, gain: {by: team, table: {"true": 2, "false": 1}}}}'),
    "a-pool-that-only-takes-points": POOL % ("floor: -3", "{deduct: [{per: members, lose: 0.1}]}"),
    "a-percentage-of-a-number-is-a-number": VETO % '{members: {less_than: {formula: "members * 50% + 1"}}}',
    "a-percentage-over-a-number-is-a-percentage": VETO % '{dues: {less_than: {formula: "dues / members"}}}',
    "a-percentage-may-be-negated": VETO % '{dues: {less_than: {formula: "100% + -dues"}}}',
    "a-part-of-a-named-measure": VETO % "{monthly.missing_periods: {at_least: 1}}",
    "a-name-on-the-right": VETO % "{members: {less_than: monthly.covered}}",
    "a-measure-in-place-with-a-window": VETO % "{count: honours, within: 5 years, equals: 0}",
    "a-field-with-and-without-its-table": VETO % "{all: [{members: 0}, {branch.members: 0}]}",
    "an-ordered-choice": VETO % "{repute: {between: [差, 一般]}}",
    "a-lookup-with-else": VETO % "{members: {less_than: {by: kind, table: {机关: 3}, else: 1}}}",
    "a-lookup-by-true-and-false": VETO % '{members: {less_than: {by: has_groups, table: {"true": 3, "false": 1}}}}',
    "bands-by-a-measure": VETO
    % "{members: {less_than: {by: attendance, bands: [{at_least: 50%, value: 1}, {else: 2}]}}}",
    "losses-that-count-less-for-some": "lenient: {when: {has_groups: false}, factor: 50%}",
    "leniency-by-the-own-measure": CRITERION
    % "measure: monthly, lenient: {when: {covered: {at_least: 6}}, factor: 0%}, score: {deduct: [{lose: 1}]}",
    "points-by-a-required-choice": CRITERION % "score: {gain: {by: kind, table: {机关: 1, 生产: 0.5}}}",
    "a-fine-amount-that-counts-many-times": CRITERION % "score: {per: members, gain: 0.001}",
    "grades-by-mark-beside-a-measure": CRITERION % "measure: {field: branch.members}, score: {grades: {好: 1, 差: 0}}",
    "if-empty-where-a-field-may-be-none": CRITERION
    % "measure: {field: branch.motto}, if_empty: zero, score: {all_or_nothing: {value: {exists: true}}}",
    "a-target-of-the-part-and-the-measure-of-the-criterion": CRITERION
    % "measure: monthly, score: {sum: [{gain: 1}, {target: 12, per: shortfall, lose: 0.1}]}",
    "a-date-inside-the-window-of-a-share": "measures: {late: {share: honours, matching: {won_on: {within: 3 months}}}}",
    "a-streak-of-sixty": "measures: {long: {streak: meetings, every: month, run: longest, within: 5 years}}",
    "a-streak-in-the-period": "measures: {long: {streak: meetings, every: month, run: longest}}",
    "a-section-against-a-constant": "levels: [{id: 3, title: 三星级, at_least: 9, "
    "requires: [{section: A, at_least: enough}]}]",
    "a-change-against-a-fixed-number": "measures: {more: {change: {ratio: {count: honours}, "
    "over: {field: branch.members}}, as: percent}}",
    "one-field-for-two-tables": "measures: {both: {ratio: {count: honours}, over: {count: roster}, within: 2 years}}",
    "a-chain-of-derived-fields": "tables: {sums: {label: 合计, fields: {a: {type: decimal, label: 甲}, "
    'b: {type: decimal, label: 乙, derived: {formula: "a * 2"}}, '
    'c: {type: decimal, label: 丙, derived: {formula: "a + b"}}}}}',
}


@pytest.mark.parametrize("addition", FINE.values(), ids=FINE)
def test_what_means_something_is_accepted(addition: str, tmp_path: Path) -> None:
    assert load_with(tmp_path, addition).ruleset.ruleset == "small"


LEVELS = ("公司级", "市级", "省级", "国家级")


@pytest.mark.parametrize(
    ("condition", "choices"),
    [
        ({"level": "省级"}, {"省级"}),
        ({"level": ["省级", "市级"]}, {"省级", "市级"}),
        ({"level": {"at_least": "省级"}}, {"省级", "国家级"}),
        ({"level": {"more_than": "市级", "less_than": "国家级"}}, {"省级"}),
        ({"level": {"between": ["市级", "省级"]}}, {"市级", "省级"}),
        ({"level": {"at_most": "公司级"}}, {"公司级"}),
        ({"level": {"not": "公司级"}}, {"市级", "省级", "国家级"}),
        ({"level": {"none_of": ["公司级", "市级"]}}, {"省级", "国家级"}),
        ({"any": [{"level": "省级"}, {"level": "市级"}]}, {"省级", "市级"}),
        ({"level": {"at_least": "省级"}, "team": True}, {"省级", "国家级"}),
        ({"any": [{"level": "省级"}, {"team": True}]}, set(LEVELS)),
        ({"not": {"level": "省级"}}, set(LEVELS)),
        ({"level": {"exists": True}}, set(LEVELS)),
    ],
)
def test_a_condition_lets_through_at_least_the_choices_that_match(
    condition: dict[str, object], choices: set[str]
) -> None:
    assert admitted(parse_condition(condition), "level", LEVELS) == choices


def test_every_cycle_is_told_once_as_its_shortest_chain() -> None:
    graph = {"a": ["b", "c"], "b": ["c"], "c": ["a"], "d": ["d"], "e": ["a", "unknown"]}
    assert list(cycles(graph)) == [("a", "c", "a"), ("b", "c", "a", "b"), ("d", "d")]
