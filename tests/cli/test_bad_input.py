from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from starcheck.language import LANGS

from .conftest import ROOT, Command, chinese_in

HEAD = "ruleset: five-star\nperiod: 2024\nbranch: {id: x-1, name: A}\n"
MEETINGS = HEAD + "meetings:\n  - "


@dataclass(frozen=True)
class Bad:
    """A ledger that cannot be used, and what has to be said of it."""

    content: str | bytes
    place: str
    zh: str
    en: str


LEDGERS = {
    "empty": Bad("", "", "请至少写入一行", "Write at least one"),
    "brackets": Bad("branch: [1, 2\nx: }", ":2:2", "缺少逗号或右括号", "closing bracket is missing"),
    "no ledger": Bad("<html></html>\n", ":1:1", "starcheck init", "starcheck init"),
    "binary": Bad(bytes(range(256)) * 20, "", "请提供 YAML 或 JSON 文件", "Give a YAML or JSON file"),
    "GB18030": Bad("branch: {name: 第一党支部}\n".encode("gb18030"), "", "编码选 UTF-8", "encoding UTF-8"),
    "UTF-16": Bad("branch: {name: 甲}\n".encode("utf-16"), "", "编码选 UTF-8", "encoding UTF-8"),
    "unknown table": Bad(HEAD + "meeting: []\n", ":4:1", "您是不是想写“meetings”？", "Did you mean “meetings”?"),
    "unknown field": Bad(
        MEETINGS + "{held_on: 2024-01-09, kid: 党课}\n", ":5:27", "您是不是想写“kind”？", "Did you mean “kind”?"
    ),
    "wrong type": Bad(
        HEAD.replace("}", ", members: eleven}"), ":3:37", "请写整数，不加引号", "Write a whole number without quotes"
    ),
    "NaN": Bad(HEAD.replace("}", ", members: .nan}"), ":3:37", "请写数值；不清楚时请留空", "Write a number"),
    "infinity": Bad(HEAD.replace("}", ", members: -.inf}"), ":3:37", "请写数值；不清楚时请留空", "Write a number"),
    "below min": Bad(HEAD.replace("}", ", members: -1}"), ":3:37", "不小于 1，不能是“-1”", "at least 1, not “-1”"),
    "attended > expected": Bad(
        MEETINGS + "{held_on: 2024-01-09, kind: 党课, expected: 3, attended: 4}\n",
        ":5:60",
        "“attended”是 4，大于“expected”的 3。请更正其中一个。",
        "“attended” is 4, more than “expected”, which is 3.",
    ),
    "impossible date": Bad(MEETINGS + "{held_on: 2024-02-30}\n", ":5:15", "请写存在的日期", "Write an existing day"),
    "unknown choice": Bad(
        MEETINGS + "{held_on: 2024-01-09, kind: 党校}\n", ":5:33", "可以写：支部党员大会", "Allowed: 支部党员大会"
    ),
    "duplicate id": Bad(
        MEETINGS + "{id: m1, held_on: 2024-01-09}\n  - {id: m1, held_on: 2024-01-10}\n",
        ":6:10",
        "首次出现在第 5 行",
        "first in line 5",
    ),
    "alias bomb": Bad(
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in pairwise("abcdefghi")),
        ":6:",
        "不用“&”和“*”",
        "without “&” and “*”",
    ),
    "control character": Bad(HEAD.replace("A}", "A\x07B}"), ":3:26", "控制字符 U+0007", "control character U+0007"),
    "escaped control character": Bad(HEAD.replace("A}", '"A\\e[2J"}'), ":3:25", "U+001B", "U+001B"),
    "mark out of range": Bad(
        HEAD + "marks: {B-11/room: {points: 99}}\n", ":4:29", "可以写：0 至 1.5 分。", "Allowed: points from 0 to 1.5."
    ),
    "mark of nothing": Bad(HEAD + "marks: {B-99: {points: 1}}\n", ":4:9", "可以写：B-11/room", "Allowed: B-11/room"),
    "no period": Bad("branch: {id: x-1}\n", "", "或使用 --period", "or use --period"),
    "unknown rule set": Bad(
        HEAD.replace("five", "six"), ":1:10", "您是不是想写“five-star”？", "Did you mean “five-star”?"
    ),
    "no edition in force": Bad(
        HEAD.replace("2024", "2019"), ":1:10", "请用 --rules 选择一个", "Choose one with --rules"
    ),
}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", list(LEDGERS))
def test_a_bad_ledger_is_told_with_place_and_next_step(
    name: str, lang: str, starcheck: Command, tmp_path: Path
) -> None:
    bad = LEDGERS[name]
    file, report = tmp_path / "ledger.yaml", tmp_path / "report.txt"
    file.write_bytes(bad.content.encode() if isinstance(bad.content, str) else bad.content)
    said = starcheck("check", file, "--lang", lang, "-o", report)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"{file}{bad.place}")
    assert (bad.zh if lang == "zh" else bad.en) in said.err
    assert "Traceback" not in said.err
    assert "\x1b" not in said.err
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("command", [["check"], ["explain", "A-01"]])
def test_a_missing_ledger_is_answered_with_the_nearest_name(
    command: list[str], starcheck: Command, tmp_path: Path
) -> None:
    (tmp_path / "ledger.yaml").touch()
    file = tmp_path / "leger.yaml"
    said = starcheck(*command, file)
    assert (said.code, said.out, said.err) == (1, "", f"{file}: 没有这个文件。您是不是想写“ledger.yaml”？\n")
    english = starcheck(*command, file, "--lang", "en")
    assert english.err == f"{file}: There is no such file. Did you mean “ledger.yaml”?\n"


def test_an_empty_folder_is_no_ledger(starcheck: Command, tmp_path: Path) -> None:
    said = starcheck("check", tmp_path)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"{tmp_path}: 这个文件夹里没有台账。可以读取的扩展名：")


def test_a_name_that_no_file_can_have_is_refused(starcheck: Command) -> None:
    said = starcheck("check", "a" * 5000 + ".yaml")
    assert (said.code, said.out) == (1, "")
    assert said.err.endswith(".yaml: 无法读取文件：文件名太长。\n")


def test_a_huge_file_is_refused_unread(starcheck: Command, tmp_path: Path) -> None:
    file = tmp_path / "ledger.yaml"
    with file.open("wb") as sparse:
        sparse.truncate(100 * 2**20)
    said = starcheck("check", file)
    assert (said.code, said.out) == (1, "")
    assert said.err == f"{file}: 文件有 100 MiB，最多只能读取 10 MiB。请拆分文件，或检查是否选错了文件。\n"


def test_all_problems_are_told_at_once_in_the_order_of_the_file(starcheck: Command, tmp_path: Path) -> None:
    file = tmp_path / "ledger.yaml"
    rows = ["{held_on: 2024-01-09, kind: 党校}", "{held_on: 2024-01-10, expected: -3}", "{kid: 党课}"]
    file.write_text(HEAD + "meetings:\n" + "".join(f"  - {row}\n" for row in rows), encoding="utf-8")
    lines = starcheck("check", file).err.splitlines()
    numbers = [int(line.removeprefix(f"{file}:").partition(":")[0]) for line in lines]
    assert numbers == sorted(numbers)
    assert set(numbers) == {5, 6, 7}


def test_a_name_of_a_file_cannot_steer_the_terminal(starcheck: Command, tmp_path: Path) -> None:
    said = starcheck("check", tmp_path / "led\x07ger.yaml")
    assert said.err.startswith(f"{tmp_path}/led\ufffdger.yaml: ")


SMALL = (ROOT / "tests" / "insight" / "small.yaml").read_text(encoding="utf-8")
FOUNDED = "      founded_on: {type: date, label: founding}\n"

RULE_SETS = {
    "undeclared field": Bad(
        SMALL.replace("min: 1, max: 500}", "min: 1, at_most: membres}"), ":12:", "membres", "membres"
    ),
    "a cycle": Bad(
        SMALL.replace(
            FOUNDED,
            FOUNDED
            + '      a: {type: integer, label: a, derived: {formula: "b + 1"}}\n'
            + '      b: {type: integer, label: b, derived: {formula: "a + 1"}}\n',
        ),
        ":15:",
        "a",
        "a",
    ),
    "unknown key": Bad(
        SMALL.replace("points: 20\n", "points: 20\npool: []\n", 1),
        ":7:1",
        "您是不是想写“pools”？",
        "Did you mean “pools”?",
    ),
    "empty": Bad("", "", "请至少写入一行", "Write at least one"),
}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("command", [["rules", "show"], ["rules", "lint"], ["rules", "test"], ["check"]])
@pytest.mark.parametrize("name", list(RULE_SETS))
def test_a_bad_rule_set_is_told_with_its_place(
    name: str, command: list[str], lang: str, starcheck: Command, tmp_path: Path
) -> None:
    bad, file = RULE_SETS[name], tmp_path / "ruleset.yaml"
    assert isinstance(bad.content, str)
    file.write_text(bad.content, encoding="utf-8")
    arguments = [ROOT / "samples" / "veto.yaml", "--rules", file] if command == ["check"] else [file]
    said = starcheck(*command, *arguments, "--lang", lang)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"{file}{bad.place}")
    assert (bad.zh if lang == "zh" else bad.en) in said.err


@pytest.mark.parametrize(
    "command", [["rules", "show"], ["rules", "lint"], ["rules", "test"], ["explain", "A-01", "--rules"]]
)
def test_an_unknown_rule_set_is_answered_with_the_nearest(command: list[str], starcheck: Command) -> None:
    said = starcheck(*command, "five-tar")
    assert (said.code, said.out) == (1, "")
    assert "您是不是想写“five-star”？" in said.err
    english = starcheck("--lang", "en", *command, "five-tar").err
    assert chinese_in(english) == []
