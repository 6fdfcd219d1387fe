from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from starcheck.documents import read_document
from starcheck.errors import Place
from starcheck.language import say
from starcheck.rules.check import check
from starcheck.rules.diff import Change, causes_of, compare, compare_at_all_times
from starcheck.rules.diff.parts import HELD
from starcheck.rules.diff.written import flow, written
from starcheck.rules.library import bundled
from starcheck.rules.load import load_ruleset
from starcheck.rules.load.addresses import holds_things
from starcheck.rules.schema.atoms import Model
from starcheck.rules.schema.calendars import WorkCalendar
from starcheck.rules.schema.dictionary import Derived
from starcheck.rules.schema.ruleset import Pool, RuleSet, Section
from tests.rules.additions import BASE

Raw = Any  # what YAML holds
Keys = tuple[str | int, ...]
DATA: Raw = read_document(BASE).data


def with_(edit: Callable[[Raw], object]) -> RuleSet:
    """The small rule set after an edit of its data."""
    data = copy.deepcopy(DATA)
    edit(data)
    return RuleSet.model_validate(data)


SMALL = RuleSet.model_validate(DATA)


def change_of(edit: Callable[[Raw], object]) -> list[tuple[str, str, str, str]]:
    """What an edit changes: verb, kind, id, key."""
    return [
        (change.verb.value, change.subject.kind, change.subject.id, change.aspect)
        for change in compare(SMALL, with_(edit)).changes
    ]


def criterion(data: Raw, at: int = 0) -> Raw:
    return data["sections"][0]["criteria"][at]


def move_a_criterion(data: Raw) -> None:
    data["sections"][1]["criteria"].append(data["sections"][0]["criteria"].pop())


EDITS: dict[str, tuple[Callable[[Raw], object], list[tuple[str, str, str, str]]]] = {
    "another weight": (
        lambda data: criterion(data).update(points=5),
        [("changed", "criterion", "A-01", "points")],
    ),
    "another title": (
        lambda data: criterion(data).update(title="出席率"),
        [("changed", "criterion", "A-01", "title")],
    ),
    "a title in one more language": (
        lambda data: criterion(data).update(title={"zh": "参加率", "en": "Attendance"}),
        [("changed", "criterion", "A-01", "title")],
    ),
    "another threshold": (
        lambda data: criterion(data)["score"]["tiers"][0].update(at_least="85%"),
        [("changed", "criterion", "A-01", "score")],
    ),
    "a criterion less": (lambda data: criterion(data, 1) and data["sections"][0]["criteria"].pop(), [
        ("removed", "criterion", "A-02", ""),
    ]),
    "a criterion elsewhere": (move_a_criterion, [("moved", "criterion", "A-02", "")]),
    "a pool less": (
        lambda data: data.pop("pools"),
        [("removed", "pool", "bonus", ""), ("removed", "criterion", "X-01", "")],
    ),
    "another order of levels": (
        lambda data: data["levels"].reverse(),
        [("reordered", "ruleset", "small", "levels")],
    ),
    "another order of fields": (
        lambda data: data["tables"]["roster"].update(
            fields=dict(reversed(data["tables"]["roster"]["fields"].items()))
        ),
        [],
    ),
    "another choice": (
        lambda data: data["tables"]["honours"]["fields"]["level"]["choices"].append("国家级"),
        [("changed", "field", "honours.level", "choices")],
    ),
    "another veto": (
        lambda data: data["vetoes"][0].update(effect={"no_level": True}),
        [("changed", "veto", "V-01", "effect")],
    ),
    "a default that is written out": (lambda data: data.update(unit=Decimal("0.01"), vetoes=data["vetoes"]), []),
    "a number with another zero": (lambda data: data.update(points=Decimal("10.0")), []),
    "an id of another type": (
        lambda data: data["levels"][1].update(id="1"),
        [("changed", "level", "1", "id")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_a_difference_is_named_by_what_happened_to_what(name: str) -> None:
    edit, expected = EDITS[name]
    assert change_of(edit) == expected


@pytest.mark.parametrize("path", [BASE, *(rule_set.path for rule_set in bundled())], ids=lambda path: path.parent.name)
def test_a_rule_set_says_the_same_as_itself(path: Path) -> None:
    assert compare(load_ruleset(path).ruleset, load_ruleset(path).ruleset).changes == ()


def only_change(edit: Callable[[Raw], object]) -> Change:
    (change,) = compare(SMALL, with_(edit)).changes
    return change


def test_old_and_new_wording_stand_beside_the_place_in_the_file() -> None:
    change = only_change(lambda data: criterion(data, 1)["score"]["deduct"][0].update(lose=1))
    assert [say(line.words, "en") for line in change.before] == [
        "start from 2, then lose 0.5 for every month missed",
    ]
    assert [say(line.words, "en") for line in change.after] == ["start from 2, then lose 1 for every month missed"]
    assert [(each.at, each.before, each.after) for each in change.details] == [("deduct[1].lose", "0.5", "1")]


def test_the_units_that_results_are_rolled_up_by_are_told_in_words() -> None:
    change = only_change(lambda data: data.update(hierarchy=["motto", "kind"]))
    assert (change.before, [say(line.words, "en") for line in change.after]) == (
        (), ["Results are rolled up, the highest first, by: 口号, 类型."],
    )  # fmt: skip


def test_a_row_put_in_between_does_not_make_the_others_new() -> None:
    row = {"at_least": "80%", "points": 2}
    change = only_change(lambda data: criterion(data)["score"]["tiers"].insert(1, row))
    assert [(each.at, each.before, each.after) for each in change.details] == [
        ("tiers[2]", None, "{at_least: 80%, points: 2}")
    ]


def test_what_has_no_words_is_shown_as_it_is_written() -> None:
    change = only_change(lambda data: data["tables"]["meetings"].update(future={"at_most": 4, "per": "month"}))
    assert [(each.at, each.before, each.after) for each in change.details] == [
        ("", "open", "{at_most: 4, per: month}"),
    ]


def test_days_and_parts_of_dates_are_shown_as_they_are_written() -> None:
    part = {"part": "weekday", "of": "held_on"}
    assert flow(written(Derived.model_validate(part))) == "{part: weekday, of: held_on}"
    days = [date(2024, 1, 1), "2024-02-10..2024-02-17"]
    stated = {"label": "历", "from": date(2024, 1, 1), "to": date(2024, 12, 31), "holidays": days}
    office = WorkCalendar.model_validate(stated)
    assert flow(written(office.holidays)) == "[2024-01-01, 2024-02-10..2024-02-17]"


def leaves(data: Raw, at: Keys = ()) -> Iterator[Keys]:
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else None
    if inner is None:
        yield at
    else:
        for key, value in inner:
            yield from leaves(value, (*at, key))


def altered(value: Raw) -> Raw:
    match value:
        case bool():
            return not value
        case int() | Decimal():
            return value + 1
        case str() if value.endswith("%"):
            return "1" + value
        case str():
            return value + "x"
        case _:
            return value.replace(year=value.year - 1)


def variants() -> Iterator[tuple[str, RuleSet]]:
    """The small rule set with one value altered, wherever that leaves a rule set."""
    for keys in leaves(DATA):
        data = copy.deepcopy(DATA)
        inner = data
        for key in keys[:-1]:
            inner = inner[key]
        inner[keys[-1]] = altered(inner[keys[-1]])
        try:
            ruleset = RuleSet.model_validate(data)
        except ValidationError:
            continue
        if not check(ruleset, lambda _: Place(""), lambda _: Place("")):
            yield ".".join(map(str, keys)), ruleset


def test_no_value_changes_in_silence() -> None:
    changed = {name: compare(SMALL, ruleset).changes for name, ruleset in variants()}
    assert len(changed) > 80
    assert [name for name, changes in changed.items() if not changes] == []
    assert [name for name, changes in changed.items() for each in changes if each.aspect and not each.details] == []


@pytest.mark.parametrize(
    ("criterion_id", "edit"),
    [
        ("A-01", lambda data: data["constants"].update(good="80%")),
        ("A-01", lambda data: data["measures"]["attendance"].update(within="6 months")),
        ("A-02", lambda data: data["tables"]["branch"]["fields"]["has_groups"].update(blank="none")),
        ("X-01", lambda data: data["pools"][0].update(up_to=3)),
        ("B-02", lambda data: data["tables"]["roster"]["fields"]["role"]["choices"].append("顾问")),
        ("A-02", lambda data: data["tables"]["meetings"]["fields"]["photos"].update(required=True)),
        ("A-02", lambda data: data.update(rounding={"mode": "down"})),
    ],
)
def test_what_a_criterion_draws_on_is_a_cause(criterion_id: str, edit: Callable[[Raw], object]) -> None:
    difference = compare(SMALL, with_(edit))
    assert causes_of(difference, criterion_id) == difference.changes


@pytest.mark.parametrize(
    "edit",
    [
        lambda data: data["constants"].update(enough=4),
        lambda data: criterion(data).update(remedy="别的。"),
        lambda data: criterion(data, 1).update(points=3),
        lambda data: data.update(points=12),
        lambda data: data.update(hierarchy=["kind"]),
        lambda data: data["levels"].reverse(),
    ],
)
def test_what_a_criterion_does_not_look_at_is_no_cause(edit: Callable[[Raw], object]) -> None:
    assert causes_of(compare(SMALL, with_(edit)), "A-01") == ()


def test_what_held_at_another_time_is_no_silent_difference(tmp_path: Path) -> None:
    texts = {
        "2023": "[{from: 2023-01-01, value: 80%}, {from: 2024-01-01, value: 90%}]",
        "2024": "[{from: 2024-01-01, value: 90%}]",
    }
    both = []
    for name, dated in texts.items():
        file = tmp_path / f"{name}.yaml"
        file.write_text(
            BASE.read_text(encoding="utf-8").replace("good: 90%", f"good: {{dated: {dated}}}"), encoding="utf-8"
        )
        both.append(load_ruleset(file))
    assert compare(both[0].ruleset, both[1].ruleset).changes == ()
    (change,) = compare_at_all_times(*both).changes
    assert (change.aspect, [(each.at, each.before) for each in change.details]) == (
        "dated",
        [("constants.good[1]", "{from: 2023-01-01, value: 80%}")],
    )


def nested(data: Raw) -> None:
    """Put section B into section A."""
    older = data["sections"].pop()
    whole = data["sections"][0]
    data["sections"][0] = {"id": "W", "title": "全", "points": 10, "sections": [whole, older]}


def test_sections_within_sections_have_an_identity_too() -> None:
    assert change_of(nested) == [
        ("added", "section", "W", ""),
        ("moved", "section", "A", ""),
        ("moved", "section", "B", ""),
    ]


@pytest.mark.parametrize("model", [RuleSet, Section, Pool])
def test_everything_with_an_id_is_compared_by_it(model: type[Model]) -> None:
    listed = {name for name, field in model.model_fields.items() if holds_things(field.annotation)}
    assert listed
    assert listed <= HELD[model].keys()
