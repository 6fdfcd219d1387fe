from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from starcheck.errors import RuleSetError
from starcheck.rules.cases import load_cases
from starcheck.rules.library import BundledRuleSet, bundled
from starcheck.rules.load import Loaded, load_ruleset
from starcheck.rules.schema.numbers import Constant
from tests.rules.load.small import BASE, load_over, write_over


def criteria(loaded: Loaded) -> dict[str, list[str]]:
    """The ids of the criteria by section and pool."""
    return {group.id: [criterion.id for criterion in group.criteria] for group in loaded.ruleset.groups}


def points(loaded: Loaded) -> Mapping[str, object]:
    found = {criterion.id: criterion.points for group in loaded.ruleset.groups for criterion in group.criteria}
    return {name: float(number.value) for name, number in found.items() if isinstance(number, Constant)}


NEW = "{id: A-03, title: 新条, points: 1, score: {judged: [0, 1]}}"


def test_whatever_is_not_stated_is_taken_over(tmp_path: Path) -> None:
    base, over = load_ruleset(BASE).ruleset, load_over(tmp_path, "").ruleset
    assert over.edition == "2"
    head = {"edition", "effective_from", "title"}
    assert over.model_dump(exclude=head) == base.model_dump(exclude=head)


@pytest.mark.parametrize("bundle", bundled(), ids=lambda bundle: bundle.reference)
def test_a_bundled_rule_set_with_nothing_laid_over_it_stays_as_it_is(bundle: BundledRuleSet, tmp_path: Path) -> None:
    base, over = load_ruleset(bundle.path), load_ruleset(write_over(tmp_path, "", base=bundle.reference))
    head = {"ruleset", "edition", "effective_from", "effective_to", "title", "source"}
    assert over.ruleset.model_dump(exclude=head) == base.ruleset.model_dump(exclude=head)
    histories = [[(origin.name, origin.place, origin.steps) for origin in each.origins()] for each in (base, over)]
    assert histories[0] == histories[1]


@pytest.mark.parametrize(
    ("where", "order"),
    [
        ("to: A", ["A-01", "A-02", "A-03"]),
        ("after: A-01", ["A-01", "A-03", "A-02"]),
        ("before: A-01", ["A-03", "A-01", "A-02"]),
    ],
)
def test_a_thing_is_added_where_it_is_said(where: str, order: list[str], tmp_path: Path) -> None:
    loaded = load_over(tmp_path, f"changes:\n  - add: {NEW}\n    {where}\n")
    assert criteria(loaded)["A"] == order


def test_a_thing_may_be_added_after_one_that_was_just_added(tmp_path: Path) -> None:
    later = NEW.replace("A-03", "A-04")
    loaded = load_over(tmp_path, f"changes:\n  - add: {NEW}\n    to: A\n  - add: {later}\n    before: A-03\n")
    assert criteria(loaded)["A"] == ["A-01", "A-02", "A-04", "A-03"]


def test_a_new_section_or_level_may_be_stated_or_added(tmp_path: Path) -> None:
    text = (
        "sections: [{id: C, title: 学习, points: 1, criteria: ["
        "{id: C-01, title: 学时, points: 1, score: {judged: [0, 1]}}]}]\n"
        "changes: [{add: {id: 3, title: 三星级, at_least: 9}, before: 2}]\n"
    )
    ruleset = load_over(tmp_path, text).ruleset
    assert [section.id for section in ruleset.sections] == ["A", "B", "C"]
    assert [level.id for level in ruleset.levels] == [3, 2, 1]


def test_a_list_that_the_base_does_not_have_begins_with_what_is_added(tmp_path: Path) -> None:
    write_over(tmp_path, "changes: [{remove: bonus}]\n", name="bare.yaml")
    text = "changes:\n  - add: {id: plus, title: 加分, up_to: 1, criteria: [" + NEW + "]}\n    to: pools\n"
    loaded = load_ruleset(write_over(tmp_path, text, base="bare.yaml"))
    assert criteria(loaded)["plus"] == ["A-03"]


def test_a_thing_is_removed_with_what_it_holds(tmp_path: Path) -> None:
    assert criteria(load_over(tmp_path, "changes: [{remove: B}]\n")).keys() == {"A", "bonus"}


def test_a_thing_keeps_its_place_and_id_when_it_is_replaced(tmp_path: Path) -> None:
    text = "changes: [{replace: A-01, with: {title: 新, points: 4, score: {judged: [0, 4]}}}]\n"
    loaded = load_over(tmp_path, text)
    criterion = loaded.ruleset.sections[0].criteria[0]
    assert (criterion.id, criterion.title.zh, criterion.remedy) == ("A-01", "新", None)


def test_a_thing_keeps_what_a_change_does_not_speak_of(tmp_path: Path) -> None:
    text = "changes: [{change: A-02, with: {remedy: 马上补开。}, without: [applies_when]}]\n"
    criterion = load_over(tmp_path, text).ruleset.sections[0].criteria[1]
    assert (criterion.title.zh, criterion.applies_when) == ("每月一次", None)
    assert criterion.remedy is not None
    assert criterion.remedy.zh == "马上补开。"


def test_points_and_titles_change_by_id(tmp_path: Path) -> None:
    text = "changes: [{reweight: A-01, points: 4.5}, {retitle: A-01, title: 新}, {reweight: A, points: 6.5}]\n"
    loaded = load_over(tmp_path, text)
    assert points(loaded)["A-01"] == 4.5
    assert loaded.ruleset.sections[0].points.value == Fraction(13, 2)
    assert loaded.ruleset.sections[0].criteria[0].title.zh == "新"


def test_a_criterion_moves_to_another_section_with_its_history(tmp_path: Path) -> None:
    loaded = load_over(tmp_path, "changes: [{move: A-02, to: B}, {reweight: A-02, points: 1}]\n")
    assert criteria(loaded) == {"A": ["A-01"], "B": ["B-01", "B-02", "A-02"], "bonus": ["X-01"]}
    (origin,) = (origin for origin in loaded.origins() if origin.name == "A-02")
    assert [step.verb for step in origin.steps] == ["move", "reweight"]


def test_a_part_of_a_score_is_named_as_a_mark_names_it(tmp_path: Path) -> None:
    parts = "{sum: [{id: one, gain: 1}, {id: two, gain: 1}]}"
    write_over(tmp_path, f"changes: [{{change: B-01, with: {{points: 2, score: {parts}}}}}]\n", name="parts.yaml")
    text = (
        "changes:\n  - {remove: B-01/one}\n  - {change: B-01/two, with: {gain: 0.5}}\n"
        "  - {add: {id: three, gain: 1.5}, after: B-01/two}\n"
    )
    loaded = load_ruleset(write_over(tmp_path, text, base="parts.yaml"))
    score = loaded.ruleset.sections[1].criteria[0].score
    assert [node.id for node in score.sum or ()] == ["two", "three"]
    changed = {origin.name: [step.verb for step in origin.steps] for origin in loaded.origins() if "/" in origin.name}
    assert changed == {"B-01/two": ["change"], "B-01/three": ["add"]}


def test_a_part_that_is_the_whole_score_cannot_be_added_to(tmp_path: Path) -> None:
    text = "changes: [{change: B-01, with: {score: {id: all, gain: 1}}}, {add: {id: x, gain: 1}, after: B-01/all}]\n"
    with pytest.raises(RuleSetError, match=r"“B-01/all” stands alone, not in a list\. Change the thing around it\."):
        load_over(tmp_path, text)


def test_names_go_over_names_and_a_measure_is_replaced_whole(tmp_path: Path) -> None:
    text = (
        "constants: {good: 95%, strict: 99%}\n"
        "measures: {monthly: {coverage: meetings, every: month}}\n"
        "tables: {meetings: {label: 会议, fields: {place: {type: text, label: 地点}}}}\n"
    )
    ruleset = load_over(tmp_path, text).ruleset
    assert {name: constant.value for name, constant in ruleset.constants.items()} == {
        "good": Fraction(19, 20),
        "strict": Fraction(99, 100),
        "enough": Fraction(3),
    }
    assert "where" not in ruleset.measures["monthly"].model_dump(exclude_none=True)
    meetings = ruleset.tables["meetings"]
    assert (meetings.label.zh, meetings.date) == ("会议", "held_on")
    assert [*meetings.fields][-2:] == ["photos", "place"]


def test_a_name_is_removed_by_its_way(tmp_path: Path) -> None:
    text = (
        "changes:\n  - {change: E-01, with: {when: {members: {at_least: 3}}}}\n"
        "  - {remove: constants.enough}\n  - {remove: tables.honours.fields.team}\n"
        "  - {remove: B-02}\n"
    )
    ruleset = load_over(tmp_path, text).ruleset
    assert "enough" not in ruleset.constants
    assert "team" not in ruleset.tables["honours"].fields


def test_a_key_that_is_no_collection_is_replaced(tmp_path: Path) -> None:
    ruleset = load_over(tmp_path, "rounding: {mode: floor}\nnot_applicable: zero\n").ruleset
    assert (ruleset.rounding.mode, ruleset.not_applicable) == ("floor", "zero")


def test_a_problem_is_found_in_the_file_where_it_was_written(tmp_path: Path) -> None:
    with pytest.raises(RuleSetError) as raised:
        load_over(tmp_path, "changes:\n  - {remove: constants.good}\n  - {change: A-02, with: {points: few}}\n")
    places = {problem.place.source.rpartition("/")[2]: problem.place.line for problem in raised.value.problems}
    assert places == {"base.yaml": 69, "ruleset.yaml": 8}


def test_every_part_knows_where_it_comes_from(tmp_path: Path) -> None:
    text = (
        "constants: {good: 95%}\n"
        "pools: [{id: minus, title: 扣分, floor: -2, criteria: [{id: Y-01, title: 通报, score: {judged: [0, 1]}}]}]\n"
        "changes:\n  - {reweight: A-01, points: 5}\n  - {replace: V-01, with: "
        "{title: 党费, when: {dues: {less_than: 60%}}, effect: {at_most: 1}}}\n"
    )
    loaded = load_over(tmp_path, text)
    found = {
        origin.name: (Path(origin.place.source).name, origin.place.line, [step.verb for step in origin.steps])
        for origin in loaded.origins()
    }
    assert found["points"] == ("base.yaml", 6, [])
    assert found["constants.good"] == ("ruleset.yaml", 6, ["replace"])
    assert found["A"] == ("base.yaml", 59, [])
    assert found["A-01"] == ("base.yaml", 63, ["reweight"])
    assert found["minus"] == ("ruleset.yaml", 7, ["add"])
    assert found["Y-01"] == ("ruleset.yaml", 7, ["add"])
    assert found["V-01"] == ("ruleset.yaml", 10, ["replace"])
    assert found["2"] == ("base.yaml", 118, [])


def test_an_overlay_of_an_overlay_keeps_the_whole_history(tmp_path: Path) -> None:
    write_over(tmp_path, "changes: [{reweight: A-01, points: 5}]\n", name="second.yaml")
    file = write_over(tmp_path, "changes: [{reweight: A-01, points: 6}]\n", base="second.yaml", edition="3")
    (origin,) = (origin for origin in load_ruleset(file).origins() if origin.name == "A-01")
    assert [Path(step.place.source).name for step in origin.steps] == ["second.yaml", "ruleset.yaml"]


def test_changes_may_stand_in_the_files_that_are_included(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("changes: [{reweight: A-01, points: 5}]\n", encoding="utf-8")
    loaded = load_over(tmp_path, "include: [a.yaml]\nchanges: [{reweight: A-02, points: 1}]\n")
    assert (points(loaded)["A-01"], points(loaded)["A-02"]) == (5, 1)


def test_a_bundled_edition_can_be_extended_from_anywhere(tmp_path: Path) -> None:
    text = "changes: [{retitle: A, title: 政治建设}]\n"
    loaded = load_ruleset(write_over(tmp_path, text, base="five-star@2024"))
    assert loaded.ruleset.sections[0].title.zh == "政治建设"


def test_the_digest_is_that_of_the_resolved_content(tmp_path: Path) -> None:
    overlaid = load_over(tmp_path, "changes: [{reweight: A-01, points: 5}]\n")
    full = tmp_path / "full.yaml"
    text = BASE.read_text(encoding="utf-8").replace('edition: "1"', 'edition: "2"').replace("2024-01-01", "2025-01-01")
    text = text.replace("title: {zh: 小标准, en: Small standard}", "title: 小标准")
    full.write_text(
        text.replace("        points: 4\n        measure", "        points: 5\n        measure"), encoding="utf-8"
    )
    assert load_ruleset(full).digest == overlaid.digest
    assert load_over(tmp_path, "changes: [{reweight: A-01, points: 6}]\n").digest != overlaid.digest


def test_a_long_chain_is_refused(tmp_path: Path) -> None:
    write_over(tmp_path, "", name="0.yaml")
    for number in range(1, 9):
        write_over(tmp_path, "", base=f"{number - 1}.yaml", name=f"{number}.yaml")
    assert load_ruleset(tmp_path / "6.yaml").ruleset.edition == "2"
    with pytest.raises(RuleSetError, match=r"/1\.yaml:5:10: More than 8 rule sets extend each other\."):
        load_ruleset(tmp_path / "8.yaml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"  - add: {NEW}\n    to: A\n  - add: {NEW}\n    to: B\n", "“A-03” is added twice."),
        ("  - {remove: A-01}\n  - {remove: A-01}\n", "An earlier change has taken “A-01” away."),
        ("  - {remove: A}\n  - {reweight: A-01, points: 5}\n", "An earlier change has taken “A-01” away."),
    ],
)
def test_nothing_is_done_twice(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(RuleSetError) as raised:
        load_over(tmp_path, f"changes:\n{text}")
    assert message in str(raised.value)


def test_an_id_of_two_things_cannot_be_changed(tmp_path: Path) -> None:
    write_over(tmp_path, f"changes:\n  - add: {NEW}\n    to: A\n", name="second.yaml")
    twice = NEW.replace("A-03", "A")
    write_over(
        tmp_path, f"changes: [{{replace: A, with: {{title: x, points: 6, criteria: [{twice}]}}}}]\n", name="second.yaml"
    )
    file = write_over(tmp_path, "changes: [{remove: A}]\n", base="second.yaml")
    with pytest.raises(RuleSetError, match="Two things are called “A”"):
        load_ruleset(file)


def test_the_cases_of_the_base_speak_for_what_is_judged_as_before(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    expected = "{A-01: met, A-02: met, B-01: met, B-02: met}"
    case = f"cases: [{{name: 例, period: 2024, ledger: {{}}, expect: {expected}}}]\n"
    (tmp_path / "cases" / "a.yaml").write_text(case, encoding="utf-8")
    (tmp_path / "second").mkdir()
    text = "changes: [{reweight: A-01, points: 5}, {retitle: A-02, title: 新}, {change: B-02, with: {points: 2}}]\n"
    write_over(tmp_path, "", name="plain.yaml")
    file = write_over(tmp_path / "second", text, base="../plain.yaml")
    assert {each.id for case in load_cases(file) for each in case.expectations} == {"A-02", "B-01"}


def test_sections_within_sections_are_changed_like_any_other(tmp_path: Path) -> None:
    inner = f"{{id: A1, title: 甲, points: 6, criteria: [{NEW}]}}"
    text = f"changes: [{{replace: A, with: {{title: 组织生活, points: 6, sections: [{inner}]}}}}]\n"
    write_over(tmp_path, text, name="second.yaml")
    text = (
        "changes:\n  - {retitle: A1, title: 乙}\n  - {change: A, with: {up_to: 5}}\n"
        f"  - {{add: {NEW.replace('A-03', 'A-04')}, to: A1}}\n"
        f"  - {{add: {inner.replace('A1', 'A2').replace('A-03', 'A-05')}, to: A}}\n"
    )
    loaded = load_ruleset(write_over(tmp_path, text, base="second.yaml"))
    found = {origin.name: [step.verb for step in origin.steps] for origin in loaded.origins()}
    assert {name: verbs for name, verbs in found.items() if name.startswith("A")} == {
        "A": ["replace", "change"],
        "A1": ["replace", "retitle"],
        "A-03": ["replace"],
        "A-04": ["add"],
        "A2": ["add"],
        "A-05": ["add"],
    }
