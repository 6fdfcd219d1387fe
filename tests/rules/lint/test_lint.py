from __future__ import annotations

import re
from pathlib import Path

import pytest

from starcheck.rules.library import bundled
from starcheck.rules.lint import CODES, UNTESTED, LintFinding, lint
from starcheck.rules.load import load_ruleset
from tests.rules.additions import BASE, load_with

DOCS = Path(__file__).parents[3] / "docs"
PAGES = {page.stem: page.read_text(encoding="utf-8") for page in (DOCS / "lint").glob("*.md")}
ROW = re.compile(r"^\| \[`([a-z-]+)`\]\(lint/([a-z-]+)\.md\) \|", re.MULTILINE)
INDEX = ROW.findall((DOCS / "lint.md").read_text(encoding="utf-8"))


def examples(code: str) -> tuple[str, str]:
    """The bad rules of a page, and the good ones."""
    bad, good = re.findall(r"```yaml\n(.*?)```", PAGES[code], flags=re.DOTALL)
    return bad, good


def example(code: str) -> str:
    """The bad rules of a page."""
    return examples(code)[0]


def findings_with(folder: Path, addition: str) -> list[LintFinding]:
    loaded = load_with(folder, addition)
    return lint(loaded.ruleset, loaded.place)


def test_codes_pages_and_index_are_in_step() -> None:
    assert [(code, code) for code in CODES] == INDEX
    assert sorted(PAGES) == sorted(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_page_says_when_to_ignore_its_finding(code: str) -> None:
    assert PAGES[code].startswith(f"# `{code}`\n\n")
    assert "\n**When to ignore it.** " in PAGES[code]


@pytest.mark.parametrize("code", [code for code in CODES if code != UNTESTED])
def test_the_bad_example_of_a_page_has_what_it_warns_of_and_the_good_one_has_not(code: str, tmp_path: Path) -> None:
    bad, good = examples(code)
    found = [[finding.code for finding in findings_with(tmp_path, rules)].count(code) for rules in (bad, good)]
    one_section_too_many = code == "points-do-not-sum"
    assert found[0] > found[1] == int(one_section_too_many)


@pytest.mark.parametrize("path", [BASE, *(rule_set.path for rule_set in bundled())], ids=str)
def test_a_careful_rule_set_has_no_findings(path: Path) -> None:
    loaded = load_ruleset(path)
    assert lint(loaded.ruleset, loaded.place) == []


CRITERION = """
sections:
  - id: C
    title: 学习
    points: 1
    criteria:
      - {id: C-01, title: 学习, points: 1, basis: {kind: committee, text: 标准}, remedy: 补课。, %s}
"""

SECTION = """
sections:
  - {id: C, title: 学习, %s, criteria: [{id: C-01, title: 学习, points: %s, score: {judged: [0, 1]}}]}
"""
VETO = """
vetoes:
  - {id: W, title: 否决, basis: {kind: committee, text: 标准}, remedy: 整改。, when: %s, effect: {at_most: 1}}
"""
POOL = """
pools:
  - id: more
    title: 又加分
    %s
    criteria: [{id: Y-01, title: 荣誉, basis: {kind: committee, text: 标准}, remedy: 交证书。, score: %s}]
"""
LEVELS = """
levels:
  - {id: 4, title: 四星级, %s}
  - {id: 3, title: 三星级, %s}
"""

SAYINGS = [
    (
        "points-do-not-sum",
        SECTION % ("points: 2", "{by: kind, table: {机关: 2, 生产: 1}}"),
        "Where kind = 生产, the criteria of section C have 1 points together, the section 2.",
    ),
    (
        "points-do-not-sum",
        SECTION % ("points: 2, not_visible: {points: 0.5, text: 未见}", "1"),
        "The criteria of section C have 1.5 points together, the section 2.",
    ),
    (
        "never-changes",
        CRITERION % "papers: [记录], score: {judged: [0, 1]}",
        "Whether these papers are there changes no points.",
    ),
    (
        "threshold-out-of-range",
        CRITERION % "papers: [记录], score: {all_or_nothing: {missing_papers: {at_most: 1}}}",
        "“missing_papers: at_most 1” always holds.",
    ),
    (
        "never-changes",
        CRITERION % "measure: {field: branch.members}, score: {by_rank: [1, 1, {else: 1}]}",
        "Every row gives 1.",
    ),
    (
        "points-beyond-reach",
        CRITERION % "measure: {field: branch.members}, score: {tiers: [{at_least: 3, points: 2}, {else: 0}]}",
        "These 2 points are cut at 1.",
    ),
    (
        "points-beyond-reach",
        CRITERION % "score: {best: [{when: {kind: 机关}, gain: 2, up_to: 0.5}, {gain: 0.5}]}",
        "These 2 points are cut at 0.5.",
    ),
    (
        "points-beyond-reach",
        SECTION.replace("points: %s, score", "score") % "points: 1, starts: full",
        "These 1 points are cut at 0.",
    ),
    (
        "points-do-not-sum",
        SECTION % ("points: 1", "1"),
        "The sections have 11 points together, the rule set 10.",
    ),
    ("threshold-out-of-range", VETO % "{dues: {at_most: 100%}}", "“dues: at_most 100%” always holds."),
    ("threshold-out-of-range", VETO % "{members: {more_than: 500}}", "“members: more_than 500” never holds."),
    ("threshold-out-of-range", VETO % "{count: meetings, less_than: 0}", "“count: less_than 0” never holds."),
    (
        "threshold-out-of-range",
        VETO % "{monthly.covered: {at_least: 0}}",
        "“monthly.covered: at_least 0” always holds.",
    ),
    ("threshold-out-of-range", VETO % "{attendance: {equals: 101%}}", "“attendance: equals 101%” never holds."),
    (
        "threshold-out-of-range",
        VETO % "{checklist: meetings.kind, items: [党课], more_than: 1}",
        "“checklist: more_than 1” never holds.",
    ),
    (
        "threshold-out-of-range",
        VETO % "{change: {sum: meetings.attended}, as: percent, less_than: -100%}",
        "“change: less_than -100%” never holds.",
    ),
    (
        "threshold-out-of-range",
        VETO % "{each: honours.winner, take: {count: honours}, then: {share: {at_least: 1}}, more_than: 100%}",
        "“each: more_than 100%” never holds.",
    ),
    (
        "threshold-out-of-range",
        CRITERION
        % "measure: {count: meetings}, target: 4, score: {cases: [{when: {shortfall: {less_than: 0}}, points: 1}]}",
        "“shortfall: less_than 0” never holds.",
    ),
    (
        "threshold-out-of-range",
        CRITERION % "measure: {field: branch.members}, score: {all_or_nothing: {at_least: 0}}",
        "“value: at_least 0” always holds.",
    ),
    (
        "threshold-out-of-range",
        VETO % "{each: honours.winner, take: {count: honours}, then: max, less_than: 0}",
        "“each: less_than 0” never holds.",
    ),
    ("never-changes", CRITERION % "score: {gain: 1}", "Every branch gets these points."),
    (
        "never-changes",
        CRITERION % "score: {first: [{gain: [0, 1]}, {when: {has_groups: true}, gain: 1}]}",
        "This part is never reached: the one before has no “when”.",
    ),
    (
        "never-changes",
        CRITERION % "score: {deduct: [{per: members, lose: 0}]}",
        "This part changes nothing: it is 0 points.",
    ),
    (
        "never-changes",
        CRITERION % "score: {cases: [{when: {has_groups: true}, points: 1}, {else: 1}]}",
        "Every row gives 1.",
    ),
    (
        "never-changes",
        CRITERION % "measure: {longest_gap: meetings, unit: days}, "
        "score: {tiers: [{at_most: 90, points: 1}, {at_most: 30, points: 0.5}, {else: 0}]}",
        "This tier is never reached: a tier before takes everything it fits.",
    ),
    (
        "never-changes",
        "vetoes: [{id: W, title: 否决, when: {has_groups: false}, effect: {at_most: 2}}]",
        "W caps the level at the highest one.",
    ),
    (
        "never-changes",
        SECTION % ("points: 1, up_to: 1", "1"),
        "Section C never has more than its 1 points.",
    ),
    (
        "percent-as-fraction",
        VETO % "{dues: {between: [0.2%, 60%]}}",
        "“0.2%” is less than one percent.",
    ),
    ("percent-as-fraction", "constants: {few: 0.9%}", "“0.9%” is less than one percent."),
    (
        "points-out-of-order",
        CRITERION
        % "measure: {count: meetings}, score: {tiers: [{at_least: 9, points: 0}, {at_least: 4, points: 1}, {else: 0}]}",
        "The points of the tiers go up and down: 0, 1, 0.",
    ),
    (
        "percent-as-fraction",
        LEVELS % ("at_least: 9.5", "at_least: 9, requires: [{section: A, at_least: 0.8}]"),
        "“0.8” asks for so many points, of 6.",
    ),
    (
        "percent-as-fraction",
        LEVELS % ("at_least: 9.5", "at_least: 9, requires: [{score: {at_least: 0.95}}]"),
        "“0.95” asks for so many points, of 10.",
    ),
    (
        "full-points-out-of-reach",
        CRITERION % "score: {sum: [{gain: 0.25, when: {has_groups: true}}, {judged: [0, 0.5]}, {lose: [0, 1]}]}",
        "C-01 has 1 points, and its score never gives more than 0.75.",
    ),
    (
        "full-points-out-of-reach",
        CRITERION % "score: {up_to: 0.5, sum: [{gain: all}, {award: {each: honours, gain: 1}}]}",
        "C-01 has 1 points, and its score never gives more than 0.5.",
    ),
    (
        "full-points-out-of-reach",
        CRITERION % "score: {worst: [{per: members, gain: 1}, {gain: 0.5}]}",
        "C-01 has 1 points, and its score never gives more than 0.5.",
    ),
    (
        "requires-what-may-not-apply",
        LEVELS % ("at_least: 9.5", "at_least: 9, requires: [{criteria: [A-02, B-02], outcome: met}]"),
        "Where A-02, B-02 does not apply, nobody reaches level 3.",
    ),
    (
        "cap-below-one-award",
        CRITERION % "score: {award: {each: honours, gain: 0.5, up_to: 0.25}}",
        "One record gives up to 0.5, but everything is cut at 0.25.",
    ),
    (
        "unreachable-level",
        LEVELS % ("at_least: 9.5", "at_least: 9, requires: [{section: A, at_least: 7}]"),
        "A has at most 6 points.",
    ),
    (
        "unreachable-level",
        LEVELS % ("at_least: 9.5", "at_least: 9, requires: [{when: {section: bonus, more_than: 101%}, title: 加分}]"),
        "bonus has at most 2 points.",
    ),
    (
        "holes-between-levels",
        LEVELS % ("at_least: 95%", "at_least: 9, less_than: 9.4"),
        "9.4 points have no level: 3 ends before, the next begins at 9.5.",
    ),
    (
        "undefined-veto",
        VETO % "{all: [{has_groups: true}, {not: {ratio: {count: honours}, over: {count: meetings}, at_least: 10%}}]}",
        "W is silent where “ratio” has nothing to measure.",
    ),
]


@pytest.mark.parametrize(("code", "addition", "message"), SAYINGS, ids=[message for _, _, message in SAYINGS])
def test_a_finding_says_what_is_strange(code: str, addition: str, message: str, tmp_path: Path) -> None:
    found = [(finding.code, str(finding.message)) for finding in findings_with(tmp_path, addition)]
    assert (code, message) in found


FINE = {
    "a-hole-below-the-grid": "rounding: {total: 1}" + LEVELS % ("at_least: 10", "at_least: 9, at_most: 9"),
    "a-hole-that-is-doubted": LEVELS % ("at_least: 9.5", "at_least: 9, at_most: 9.4, doubt: 未写 9.45 分归哪级"),
    "levels-that-meet": LEVELS % ("at_least: 9.5", "at_least: 9, less_than: 9.5"),
    "a-sum-rounded-down-twice": "rounding: {mode: down, section: 0.1, total: 1}",
    "a-veto-that-asks-for-records-too": VETO % "{any: [{attendance: {less_than: 60%}}, {count: meetings, equals: 0}]}",
    "a-threshold-that-asks-for-a-value": VETO % "{any: [{attendance: {at_least: 0%}}, {count: meetings, equals: 0}]}",
    "tiers-where-less-is-better": POOL
    % ("up_to: 2", "{measure: held, tiers: [{at_least: 9, points: 0}, {at_least: 4, points: 1}, {else: 2}]}")
    + "measures: {held: {count: meetings}}",
    "a-choice-among-criteria": LEVELS
    % ("at_least: 9.5", "at_least: 9, requires: [{criteria: [A-01, A-02], outcome: met, at_least: 1}]"),
    "a-row-that-losses-reach-beyond": POOL
    % ("up_to: 2", "{sum: [{cases: [{when: {has_groups: true}, points: 3}, {else: 0}]}, {per: members, lose: 1}]}"),
    "a-point-of-a-pool": LEVELS % ("at_least: 9.5", "at_least: 9, requires: [{section: bonus, at_least: 1}]"),
    "points-that-many-records-reach": POOL
    % ("up_to: 2", "{best: [{per: members, gain: 0.1}, {cases: [{when: {has_groups: true}, points: 1}, {else: 0}]}]}"),
    "an-award-alone": POOL % ("up_to: 2", "{award: {each: honours, gain: 1}}"),
    "an-award-that-loses-beside-others": POOL
    % ("floor: -2", "{sum: [{per: members, lose: 0.1}, {award: {each: honours, lose: 3}}]}"),
    "a-capped-award-beside-others": POOL
    % ("up_to: 2", "{sum: [{judged: [0, 1]}, {up_to: 1, sum: [{award: {each: honours, gain: 1}}]}]}"),
    "a-condition-that-depends": VETO
    % "{members: {one_of: [1, 2]}, dues: {between: [10%, 20%]}, repute: [差, 一般], not: {monthly: {at_least: 3}}}",
    "a-field-that-another-is-compared-with": VETO
    % "{count: visits, where: {went: {at_most: {field: back}}}, equals: 0}"
    + "tables: {visits: {label: 走访, fields: {went: {type: date, label: 去}, back: {type: date, label: 回}}}}",
    "dates-that-working-days-and-parts-are-computed-from": VETO
    % "{any: [{sum: visits.away, at_least: 9}, {sum: visits.day, at_least: 9}]}"
    + "calendars: {office: {label: 放假安排, from: 2024-01-01, to: 2024-12-31}}\n"
    + "tables: {visits: {label: 走访, fields: {went: {type: date, label: 去}, back: {type: date, label: 回}, "
    + "away: {type: integer, label: 天数, derived: {working_days: {from: went, to: back}}}, "
    + "day: {type: integer, label: 几号, derived: {part: day, of: back}}}}}",
    "keys-of-a-rating-and-its-roster": VETO
    % "{any: [{rating: ballots.mark, stages: [{by: voter, take: mean}, {by: group, take: mean}], of: voters.voter, "
    "of_where: {here: true}, at_least: 60}, {count: ballots, equals: 0}]}"
    + "tables: {ballots: {label: 测评票, fields: {voter: {type: text, label: 人}, "
    + "mark: {type: integer, label: 分, min: 0, max: 100}}}, "
    + "voters: {label: 应到, fields: {voter: {type: text, label: 人}, "
    + "group: {type: text, label: 组}, here: {type: boolean, label: 到会}}}}",
    "what-others-decided": VETO % "{imported: branch.members, decided_by: 上级, times: 2, at_least: 10}",
    "no-loss-as-the-first-choice": POOL
    % ("floor: -2", "{first: [{when: {dues: {at_least: 99%}}, lose: 0}, {lose: 2}]}"),
}


@pytest.mark.parametrize("addition", FINE.values(), ids=FINE)
def test_what_is_meant_is_not_a_finding(addition: str, tmp_path: Path) -> None:
    assert findings_with(tmp_path, addition) == []


def findings_where(folder: Path, *changes: tuple[str, str]) -> list[str]:
    """What lint says of the small rule set with some words in the place of others."""
    rules, text = folder / "ruleset.yaml", BASE.read_text(encoding="utf-8")
    for before, after in changes:
        assert text.count(before) == 1
        text = text.replace(before, after)
    rules.write_text(text, encoding="utf-8")
    loaded = load_ruleset(rules)
    return [f"{finding.code}: {finding.message}" for finding in lint(loaded.ruleset, loaded.place)]


def test_a_level_that_begins_at_a_fraction_of_a_point_is_strange(tmp_path: Path) -> None:
    found = findings_where(tmp_path, ("at_least: 5}", "at_least: 0.5}"))
    assert found == ["percent-as-fraction: “0.5” asks for so many points, of 10."]


def test_points_that_were_not_seen_bring_nobody_to_a_level(tmp_path: Path) -> None:
    excerpt = ("\npoints: 10\n", "\npoints: 20\nnot_visible: {points: 10, text: 未见}\n")
    assert findings_where(tmp_path, excerpt, ("at_least: 8,", "at_least: 60%,")) == []
    assert findings_where(tmp_path, excerpt, ("at_least: 8,", "at_least: 65%,")) == [
        "unreachable-level: Level 2 begins at 13, and no score is above 12."
    ]


def test_a_field_that_names_a_unit_is_read(tmp_path: Path) -> None:
    field = ("      members:", "      company:    {type: text, label: 所属公司, blank: none}\n      members:")
    assert findings_where(tmp_path, field) == ["unused-field: Nothing reads the field “company” of “branch”."]
    assert findings_where(tmp_path, field, ("\nconstants:", "\nhierarchy: [company]\nconstants:")) == []


def test_findings_stand_in_the_order_of_the_files(tmp_path: Path) -> None:
    places = [finding.place for finding in findings_with(tmp_path, example("never-changes"))]
    assert len(places) > 1
    assert places == sorted(places)


def test_a_finding_is_one_line_with_its_place_and_code(tmp_path: Path) -> None:
    (finding,) = findings_with(tmp_path, example("unused-constant"))
    assert finding.say("en") == (
        f"{tmp_path / 'ruleset.yaml'}:3:14: unused-constant: Nothing uses the constant “pass_mark”. Use or remove it."
    )


def test_the_key_of_what_is_unused_can_be_named_instead_of_its_value() -> None:
    loaded = load_ruleset(BASE)
    place = lint(loaded.ruleset, loaded.place, key_place=loaded.place, cases_outcomes={})[0].place
    assert place == loaded.place(("sections", 0, "criteria", 0))


def test_a_criterion_needs_a_case_that_meets_it_and_one_that_does_not() -> None:
    loaded = load_ruleset(BASE)
    both = {"met", "not_met"}
    outcomes = {"A-01": both, "A-02": both | {"partly_met"}, "B-01": {"met"}, "B-02": {"open"}}
    found = lint(loaded.ruleset, loaded.place, cases_outcomes=outcomes)
    assert {finding.code for finding in found} == {UNTESTED}
    assert [str(finding.message) for finding in found] == [
        "No case shows B-01: not met or partly met (fewer points).",
        "No case shows B-02: met (all points, or nothing lost), not met or partly met (fewer points).",
        "No case shows X-01: met (all points, or nothing lost), not met or partly met (fewer points).",
    ]
