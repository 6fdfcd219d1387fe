from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from starcheck.language import LANGS
from starcheck.ledger import load_ledger
from starcheck.ledger.writing import contents_of, write_ledger
from starcheck.rules.library import find
from starcheck.rules.load import load_ruleset

from .conftest import Command

RULES = load_ruleset(find("five-star@2024")).ruleset
FORMS = ["kept.xlsx", "kept", "kept.sqlite", "kept.duckdb", "kept.json"]


def converted(sample: Path, target: Path) -> Path:
    ledger = load_ledger(sample, RULES)
    write_ledger(contents_of(ledger.tables, ledger.heading, RULES), RULES, target, "zh")
    return target


@dataclass
class Kept:
    """A workbook of two branches, as somebody typed it."""

    path: Path

    def write(self, meetings: list[list[object]], branches: int = 2, period: object = "2024") -> Path:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "台账信息"
        for row in (["评分标准", "period"], ["five-star", period]):
            sheet.append(row)
        own = book.create_sheet("支部")
        own.append(["支部编号", "支部名称"])
        for number in range(1, branches + 1):
            own.append([f"b-{number}", f"第{number}支部"])
        held = book.create_sheet("组织生活")
        held.append(["支部编号", "日期", "类型"])
        for record in meetings:
            held.append(record)
        book.save(self.path)
        return self.path


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "台账.xlsx")


@pytest.mark.parametrize("form", FORMS)
def test_a_ledger_gives_the_same_assessment_in_every_form(
    form: str, samples: Path, tmp_path: Path, starcheck: Command
) -> None:
    sample = samples / "half-year.yaml"
    file = converted(sample, tmp_path / form)
    said, plain = (starcheck("check", each, "--format", "json") for each in (file, sample))
    assert (said.code, said.out, said.err) == (plain.code, plain.out, "")


def test_one_of_several_branches_is_chosen(kept: Kept, starcheck: Command) -> None:
    file = kept.write([["b-1", "2024年3月5日", "支部党员大会"], ["b-2", "2024-03-06", "支部党员大会"]])
    for branch in ("b-1", "b-2"):
        said = starcheck("check", file, "--branch", branch, "--format", "json")
        assert f'"id": "{branch}"' in said.out


def test_without_a_choice_among_branches_it_is_told_how_to_choose(kept: Kept, starcheck: Command) -> None:
    file = kept.write([], branches=12)
    said = starcheck("check", file)
    assert (said.code, said.out) == (1, "")
    assert said.err == f"{file}: 这里有 12 个支部：b-1、b-2、b-3、b-4、b-5、…。请用 --branch 编号 选择其中一个。\n"
    assert starcheck("check", file, "--branch", "b-13").err == f"{file}: 没有编号为“b-13”的支部。您是不是想写“b-1”？\n"


def test_repairs_are_told_on_request_and_only_then(kept: Kept, starcheck: Command) -> None:
    file = kept.write([["b-1", "2024年3月5日", "支部党员大会"], ["b-1", "2024年3月5日", "支部党员大会"]], branches=1)
    assert "2024年3月5日" not in starcheck("check", file).err
    said = starcheck("check", file, "--show-repairs")
    assert f"{file}:组织生活!B2：“2024年3月5日” → 2024-03-05（共 2 处）\n" in said.err
    assert starcheck("explain", "A-01", file, "--show-repairs").err == said.err


def test_a_yaml_ledger_needs_no_repair(samples: Path, starcheck: Command) -> None:
    said = starcheck("check", samples / "five-star.yaml", "--show-repairs")
    assert said.err == "所有内容均按原样读取。\n"


@pytest.mark.parametrize("lang", LANGS)
def test_every_wrong_cell_is_named(lang: str, kept: Kept, starcheck: Command) -> None:
    file = kept.write([["b-1", "2024-02-30", "支部党员大会"], ["b-1", "2024-03-05", "支部党员大"]], branches=1)
    said = starcheck("check", file, "--lang", lang)
    assert (said.code, said.out) == (1, "")
    assert [line.partition(": ")[0] for line in said.err.splitlines() if "!" in line and "H" not in line] == [
        f"{file}:组织生活!B2",
        f"{file}:组织生活!C3",
    ]


def test_the_rule_set_of_a_workbook_has_a_place(kept: Kept, starcheck: Command) -> None:
    file = kept.write([], branches=1)
    wrong = file.with_name("wrong.xlsx")
    book = load_workbook(file)
    book["台账信息"]["A2"] = "five-stars"
    book.save(wrong)
    said = starcheck("check", wrong)
    assert said.err.startswith(f"{wrong}:台账信息!A2: ")
    assert "您是不是想写“five-star”" in said.err


def test_ledgers_of_different_periods_are_not_read_together(samples: Path, tmp_path: Path, starcheck: Command) -> None:
    text = (samples / "five-star.yaml").read_text(encoding="utf-8")
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(text.replace("period: 2024", "period: 2023"), encoding="utf-8")
    said = starcheck("check", tmp_path, "--branch", "x", "--lang", "en")
    assert said.err == (
        f"{tmp_path}/b.yaml:4:9: “period” is 2023 here, but 2024 in {tmp_path}/a.yaml:4:9."
        " Ledgers that are read together are for one and the same.\n"
    )
