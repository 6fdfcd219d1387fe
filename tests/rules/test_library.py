from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from starcheck.documents import Data
from starcheck.errors import RuleSetError
from starcheck.rules.library import BundledRuleSet, bundled, bundled_root, find
from starcheck.rules.load import load_ruleset, read_ruleset


def test_every_edition_folder_is_listed_by_its_ids() -> None:
    folders = {(file.parent.parent.name, file.parent.name) for file in bundled_root().rglob("ruleset.yaml")}
    assert {(rule_set.id, rule_set.edition) for rule_set in bundled()} == folders
    assert ("five-star", "2024") in folders


def test_no_two_bundled_rule_sets_have_the_same_reference() -> None:
    references = [rule_set.reference for rule_set in bundled()]
    assert len(references) == len(set(references))


def test_published_standards_are_examples_and_come_last() -> None:
    examples = [rule_set.is_example for rule_set in bundled()]
    assert examples == sorted(examples)
    assert [rule_set.path.parts[-4] == "library" for rule_set in bundled()] == examples
    assert find("work-regularity").parts[-4:] == ("library", "work-regularity", "undated", "ruleset.yaml")


def test_the_page_on_the_library_lists_every_example() -> None:
    page = (bundled_root().parent / "docs" / "library.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([^`]+)` \|", page, flags=re.MULTILINE)
    assert listed == [rule_set.reference for rule_set in bundled() if rule_set.is_example]


@pytest.mark.parametrize("bundle", bundled(), ids=lambda bundle: bundle.reference)
def test_a_rule_set_is_named_like_its_folders_and_an_example_names_its_source(bundle: BundledRuleSet) -> None:
    ruleset = load_ruleset(bundle.path).ruleset
    assert (ruleset.ruleset, ruleset.edition) == (bundle.id, bundle.edition)
    assert (ruleset.source is not None) >= bundle.is_example


def test_an_id_names_the_latest_edition_and_a_reference_exactly_one() -> None:
    latest = max(rule_set for rule_set in bundled() if rule_set.id == "five-star")
    assert find("five-star") == latest.path
    assert all(find(rule_set.reference) == rule_set.path for rule_set in bundled())


def test_a_path_names_a_file_or_its_folder(tmp_path: Path) -> None:
    file = tmp_path / "ruleset.yaml"
    file.touch()
    assert find(str(file)) == file
    assert find(str(tmp_path)) == file


def test_a_bundled_id_wins_over_a_folder_of_that_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "five-star").mkdir()
    monkeypatch.chdir(tmp_path)
    assert find("five-star").is_relative_to(bundled_root())


NOWHERE = "No rule set that comes with starcheck is called “{}”, nor is there such a file or folder."
NOT_BUNDLED = "No rule set that comes with starcheck is called “{}”."
OWN = "A standard of your own is named by its folder: --rules FOLDER."


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("fivestar", f"fivestar: {NOWHERE.format('fivestar')} Did you mean “five-star”? {OWN}"),
        ("qqq", f"qqq: {NOWHERE.format('qqq')} {OWN}"),
        ("five-star@2O24", f"five-star@2O24: {NOT_BUNDLED.format('five-star@2O24')} Did you mean “five-star@2024”?"),
        ("zzz@1", f"zzz@1: {NOT_BUNDLED.format('zzz@1')} “starcheck rules list” shows them all."),
        (
            "no/such",
            "no/such: There is no such file or folder. Check the path; it is followed from the folder you are in.",
        ),
        (
            "rule.yaml",
            "rule.yaml: There is no such file or folder. Check the path; it is followed from the folder you are in.",
        ),
    ],
)
def test_an_unknown_rule_set_is_answered_with_the_nearest_name(reference: str, message: str) -> None:
    with pytest.raises(RuleSetError) as raised:
        find(reference)
    assert str(raised.value) == message


def test_a_name_that_no_file_can_have_is_unknown() -> None:
    with pytest.raises(RuleSetError, match=r"nor is there such a file or folder\. A standard of your own"):
        find("x" * 300)


KINDS = frozenset({*(f"K{number:02}" for number in range(1, 76)), "K40a"})
"""The kinds of scoring logic that published standards are made of; tags name them."""


def tags_in(data: Data) -> Iterator[Data]:
    """Every tag below a value of a rule set."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from value if key == "tags" and isinstance(value, list) else tags_in(value)
    elif isinstance(data, list):
        for item in data:
            yield from tags_in(item)


def test_the_library_shows_every_kind_of_scoring() -> None:
    examples = [read_ruleset(rule_set.path).data for rule_set in bundled() if rule_set.is_example]
    assert {tag for data in examples for tag in tags_in(data)} == KINDS
