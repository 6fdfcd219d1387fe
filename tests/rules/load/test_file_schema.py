from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import pytest
import yaml
from jsonschema import Draft202012Validator

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
