from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
import yaml
from jsonschema import Draft202012Validator

from starcheck.language import LANGS, Lang
from starcheck.rules.library import bundled_root
from starcheck.rules.load.file_schema import file_schema

INVALID = Path(__file__).parents[2] / "invalid_editions"
SCHEMA = json.loads(json.dumps(file_schema()))
VALIDATOR = Draft202012Validator(SCHEMA)
FILES = [file for file in sorted(bundled_root().rglob("*.yaml")) if file.parent.name != "cases"]


def errors(file: Path) -> list[str]:
    data = json.loads(json.dumps(yaml.safe_load(file.read_text(encoding="utf-8")), default=str))
    return [error.json_path for error in VALIDATOR.iter_errors(data)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: "/".join(file.parts[-3:]))
def test_every_file_of_the_bundled_rule_sets_fits(file: Path) -> None:
    assert errors(file) == []


def test_a_dated_value_fits_wherever_a_number_does() -> None:
    dated = {"dated": [{"from": "2024-01-01", "value": "95%"}]}
    changes = [{"change": "A-01", "with": {"points": dated}}, {"reweight": "A-01", "points": dated}]
    assert list(VALIDATOR.iter_errors({"constants": {"good": dated}, "points": dated, "changes": changes})) == []


def test_keys_that_a_change_does_not_take_are_marked() -> None:
    data = cast("dict[str, list[object]]", yaml.safe_load((INVALID / "changes.yaml").read_text(encoding="utf-8")))
    marked = [change for change in data["changes"] if list(VALIDATOR.iter_errors({"changes": [change]}))]
    assert {"remove": "A", "reason": "合并"} in marked
    assert {"drop": "A"} in marked
    assert {"remove": ["A", "B"]} in marked
    assert {"reweight": "A-O1", "points": 5} not in marked


def test_the_schema_beside_the_rule_sets_is_the_one_that_is_printed(golden: Callable[[str, str], None]) -> None:
    golden("../../rules/ruleset.schema.json", json.dumps(file_schema(), ensure_ascii=False, indent=2) + "\n")


@pytest.mark.parametrize("file", FILES, ids=lambda file: "/".join(file.parts[-3:]))
def test_every_file_tells_an_editor_its_schema(file: Path) -> None:
    first = file.read_text(encoding="utf-8").splitlines()[0]
    mark, _, schema = first.partition("=")
    assert mark == "# yaml-language-server: $schema"
    assert (file.parent / schema).resolve() == bundled_root() / "ruleset.schema.json"


def keys(part: object) -> Iterator[tuple[str, object]]:
    """Every key that a schema knows, with what it says of it."""
    if isinstance(part, list):
        for item in part:
            yield from keys(item)
    elif isinstance(part, dict):
        yield from part.get("properties", {}).items()
        for inner in part.values():
            yield from keys(inner)


@pytest.mark.parametrize("lang", LANGS)
def test_every_key_says_what_it_is_for(lang: Lang) -> None:
    languages = {"zh", "en"}
    silent = {
        key
        for key, said in keys(file_schema(lang))
        if isinstance(said, dict) and "description" not in said and key not in languages
    }
    assert silent == set()


def criterion(**more: object) -> dict[str, object]:
    return {"sections": [{"id": "A", "title": "a", "points": 1, "criteria": [{"id": "A-01", "title": "a", **more}]}]}


BAD: dict[str, dict[str, object]] = {
    "an unknown key": {"rulset": "x"},
    "an unknown key of a criterion": criterion(point=1, score={"judged": [0, 1]}),
    "no score": criterion(points=1),
    "an unknown operator": criterion(score={"tiers": [{"atleast": 3, "points": 1}, {"else": 0}]}),
    "a row without points": criterion(score={"cases": [{"when": {"a": 1}}, {"else": 0}]}),
    "a range with one end": criterion(score={"judged": [0]}),
    "a list for a condition": criterion(applies_when=["a"], score={"gain": 1}),
    "an operator with a list": criterion(applies_when={"a": {"at_least": [1, 2]}}, score={"gain": 1}),
    "an unknown mode": {"not_applicable": {"exclude": "all"}},
    "an unknown type": {"tables": {"t": {"label": "t", "fields": {"f": {"type": "float", "label": "f"}}}}},
    "an unknown form of a measure": {"measures": {"m": {"coutn": "t"}}},
    "a measure without its period": {"measures": {"m": {"coverage": "t"}}},
    "a number of many parts": {"measures": {"m": {"count": "t", "where": {"a": {"between": [1, 2, 3]}}}}},
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD)
def test_an_editor_marks_what_the_loader_refuses(data: dict[str, object]) -> None:
    assert list(VALIDATOR.iter_errors(data)) != []
