from __future__ import annotations

from pathlib import Path

import pytest

from starcheck.errors import InputError
from starcheck.ledger import load_ledger
from starcheck.ledger.writing import Kind, write_ledger
from starcheck.ledger.writing.documents import file_stems
from tests.ledger.small import RULES, ledger

from .small import EMPTY, OTHER, TEXT, contents, several

YAML = """\
ruleset: small
period: 2024Q1
branch:
  id: b1
  name: 第一党支部
  members: 9
  founded_on: 2015-06-01
meetings:
  - {id: m1, held_on: 2024-01-05, kind: 党课, expected: 9}
reports:
  status: partial
  covers: 2023-01-01..2024-06-30
  records:
    - {topic: 一季度, hours: 17.5, limit: 20, share: 95%, checked: true, proof: accepted, scans: [a.pdf, b.pdf]}
    - {topic: "=1+1", hours: 0, used: 0.125, share: 12.5%, checked: false, proof: missing}
    - {topic: "他说:\\"好, 不错\\""}
honours: none
papers:
  A-01: {会议记录: missing}
marks:
  A-02/order: {points: 1.5, by: 评审组, on: 2024-03-20}
  A-03: {grade: 好}
"""
JSON = """\
{
  "branch": {
    "id": "b2",
    "name": "b2",
    "members": 12
  },
  "meetings": [
    {"held_on": "2024-01-08"}
  ],
  "reports": "not_provided",
  "honours": [
    {}
  ]
}
"""


def test_yaml_is_written_as_a_person_would(tmp_path: Path) -> None:
    write_ledger(contents(), RULES, tmp_path / "ledger.yaml", "zh")
    assert (tmp_path / "ledger.yaml").read_text(encoding="utf-8") == YAML


def test_json_has_a_line_for_every_record(tmp_path: Path) -> None:
    write_ledger(contents(OTHER), RULES, tmp_path / "ledger.json", "zh")
    assert (tmp_path / "ledger.json").read_text(encoding="utf-8") == JSON


@pytest.mark.parametrize("name", ["ledger.yaml", "ledger.yml", "ledger.json"])
@pytest.mark.parametrize(
    "text", [TEXT, OTHER, "honours: {status: none, covers: 2020}\nreports: {status: partial, records: []}"]
)
def test_what_is_written_reads_back(name: str, text: str, tmp_path: Path) -> None:
    read = ledger(text)
    write_ledger(contents(text), RULES, tmp_path / name, "zh")
    again = load_ledger(tmp_path / name, RULES)
    assert again.digest == read.digest
    assert again.heading == read.heading


@pytest.mark.parametrize(
    ("spelled", "said"),
    [
        ("none", "honours: none"),
        ("not_provided", "honours: not_provided"),
        (
            "{status: none, covers: 2020-01-01..2024-12-31}",
            "honours:\n  status: none\n  covers: 2020-01-01..2024-12-31\n",
        ),
        (
            "{covers: 2022Q1, records: [{level: 市级}]}",
            "  status: complete\n  covers: 2022Q1\n  records:\n    - {level: 市级}",
        ),
        ("{status: partial, records: [{rank: 1}]}", "honours:\n  status: partial\n  records:\n    - {rank: 1}\n"),
    ],
)
def test_the_status_of_a_table_is_said_in_the_shortest_way(spelled: str, said: str, tmp_path: Path) -> None:
    write_ledger(contents(f"honours: {spelled}"), RULES, tmp_path / "ledger.yaml", "zh")
    assert said in (tmp_path / "ledger.yaml").read_text(encoding="utf-8")


KINDS: list[Kind] = ["yaml", "json"]


@pytest.mark.parametrize("kind", KINDS)
def test_several_branches_get_a_file_each(kind: Kind, tmp_path: Path) -> None:
    write_ledger(several(), RULES, tmp_path / "all", "zh", kind=kind)
    assert {file.name for file in (tmp_path / "all").iterdir()} == {f"b1.{kind}", f"b2.{kind}"}
    for branch, text in (("b1", TEXT), ("b2", OTHER)):
        assert load_ledger(tmp_path / "all" / f"{branch}.{kind}", RULES).digest == ledger(text).digest


def test_several_branches_do_not_fit_into_one_file(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        write_ledger(several(), RULES, tmp_path / "all.yaml", "zh")
    (problem,) = refused.value.problems
    assert problem.say("en") == (
        "all.yaml: One file holds the ledger of one branch; here are 2."
        " Name a folder; each branch gets a file of its own."
    )
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_to_fill_in_is_the_commented_one(tmp_path: Path) -> None:
    write_ledger(EMPTY, RULES, tmp_path / "ledger.yaml", "en")
    assert "# Ledger for “Small standard”, edition 1." in (tmp_path / "ledger.yaml").read_text(encoding="utf-8")


def test_names_of_files_are_allowed_everywhere() -> None:
    assert file_stems(["zb-07", "../etc/passwd", "a/b", "a:b", "A_B", "con", "NUL.1", "...", "一支部", "x" * 200]) == {
        "zb-07": "zb-07",
        "../etc/passwd": "_etc_passwd",
        "a/b": "a_b",
        "a:b": "a_b~2",
        "A_B": "A_B~3",
        "con": "_con",
        "NUL.1": "_NUL.1",
        "...": "_",
        "一支部": "一支部",
        "x" * 200: "x" * 80,
    }
