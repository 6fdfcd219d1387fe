from __future__ import annotations

import json
import stat
from contextlib import redirect_stdout
from decimal import Decimal
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Literal

import pytest
from jsonschema import Draft202012Validator

from starcheck.cli import run
from starcheck.language import LANGS
from starcheck.report.contract import Assessment
from starcheck.report.wrap import columns
from starcheck.rules.library import find
from starcheck.rules.load import load_ruleset

from .conftest import ROOT, Command

SAMPLES = {
    "five-star": (5, 5, 0),
    "half-year": (1, 5, 3),
    "near-miss": (4, 5, 3),
    "small-branch": (3, 4, 3),
    "veto": ("none", "none", 3),
}
"""What the header of each sample promises: lowest and highest level, exit code."""

every_sample = pytest.mark.parametrize("name", list(SAMPLES))


@cache
def told(name: str) -> Assessment:
    """What is printed as JSON about a sample, asked once."""
    out = StringIO()
    with redirect_stdout(out):
        run(["check", str(ROOT / "samples" / f"{name}.yaml"), "--format", "json", "--lang", "zh"])
    printed: Assessment = json.loads(out.getvalue())
    return printed


def test_every_sample_is_tested(samples: Path) -> None:
    assert {file.stem for file in samples.glob("*.yaml")} == set(SAMPLES)


@every_sample
def test_a_sample_keeps_what_its_header_promises(name: str, samples: Path, starcheck: Command) -> None:
    said = starcheck("check", samples / f"{name}.yaml", "--format", "json")
    level = json.loads(said.out)["level"]
    assert (level["low"], level["high"], said.code) == SAMPLES[name]
    assert said.err == ""


@every_sample
@pytest.mark.parametrize("end", ["low", "high"])
def test_contributions_add_up_to_the_score_at_both_ends(name: str, end: Literal["low", "high"]) -> None:
    printed = told(name)
    for section in printed["sections"]:
        findings = [Decimal(each["points"][end]) for each in printed["findings"] if each["section"] == section["id"]]
        lines = [Decimal(line[end]) for line in section["lines"]]
        assert sum(findings) + sum(lines) == Decimal(section["points"][end]), section["id"]
    sections = [Decimal(section["points"][end]) for section in printed["sections"]]
    assert printed["score"] is not None
    assert sum(sections) + sum(Decimal(line[end]) for line in printed["lines"]) == Decimal(printed["score"][end])


@every_sample
def test_every_criterion_appears_once(name: str, samples: Path, starcheck: Command) -> None:
    ruleset = load_ruleset(find("five-star@2024")).ruleset
    ids = [criterion.id for group in ruleset.groups for criterion in group.criteria]
    assert sorted(finding["criterion"] for finding in told(name)["findings"]) == sorted(ids)
    printed = starcheck("check", samples / f"{name}.yaml", "--verbose").out
    # The section tables come after the vetoes; before them, gaps and open criteria name some again.
    _, _, tables = printed.partition("参评条件")
    assert [tables.count(f"\n{criterion} ") for criterion in ids] == [1] * len(ids)


@every_sample
@pytest.mark.parametrize("lang", LANGS)
def test_json_keeps_the_published_schema_and_repeats_to_the_byte(
    name: str, lang: str, samples: Path, starcheck: Command
) -> None:
    schema = json.loads((ROOT / "docs" / "assessment.schema.json").read_text(encoding="utf-8"))
    first, second = (
        starcheck("check", samples / f"{name}.yaml", "--format", "json", "--lang", lang).out for _ in range(2)
    )
    assert list(Draft202012Validator(schema).iter_errors(json.loads(first))) == []
    assert first == second


@every_sample
def test_json_points_lie_on_the_grid(name: str) -> None:
    findings = told(name)["findings"]
    points = [*(each["points"] for each in findings), *(part["points"] for each in findings for part in each["parts"])]
    ends = [end for each in points for end in (each["low"], each["high"], each["max"]) if end is not None]
    assert {len(end.partition(".")[2]) for end in ends} == {2}


@pytest.mark.parametrize(("target", "code"), [("5", 3), ("4", 0), ("1", 0)])
def test_the_target_decides_the_exit_code(target: str, code: int, samples: Path, starcheck: Command) -> None:
    assert starcheck("check", samples / "near-miss.yaml", "--target", target).code == code


def test_an_unknown_target_is_refused_with_the_levels(samples: Path, starcheck: Command) -> None:
    said = starcheck("check", samples / "veto.yaml", "--target", "9")
    assert (said.code, said.out) == (2, "")
    assert "--target：没有“9”这个星级。可以写：5、4、3、2、1。" in said.err


def test_the_answer_comes_first(samples: Path, starcheck: Command) -> None:
    assert starcheck("check", samples / "five-star.yaml").out.startswith("示例公司第一党支部：五星级，已确定。\n")
    english = starcheck("check", samples / "near-miss.yaml", "--lang", "en").out
    assert english.startswith("示例公司第二党支部: between Four stars and Five stars, not yet certain.\n")


def test_gaps_that_stay_come_after_those_that_can_be_closed(samples: Path, starcheck: Command) -> None:
    out = starcheck("check", samples / "near-miss.yaml").out
    assert 0 < out.index("还能争取的差距") < out.index("本期已无法挽回的差距")
    certain = starcheck("check", samples / "five-star.yaml").out
    assert "还能争取的差距" not in certain
    assert certain.count("本期已无法挽回") == 1


def test_what_is_missing_is_named(samples: Path, starcheck: Command) -> None:
    out = starcheck("check", samples / "near-miss.yaml").out
    assert "还缺：2024-07、2024-10" in out
    assert "数据：实际 91.52…%（270/295）。" in out
    assert "还缺：评审打分" in out


@every_sample
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(
    name: str, lang: str, width: int, samples: Path, starcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    out = starcheck("check", samples / f"{name}.yaml", "--verbose", "--lang", lang).out
    assert [line for line in out.splitlines() if columns(line) > width] == []


@pytest.mark.parametrize("arguments", [(), ("--verbose",)])
def test_a_report_that_is_piped_has_no_colour(arguments: tuple[str, ...], samples: Path, starcheck: Command) -> None:
    assert "\x1b" not in starcheck("check", samples / "veto.yaml", *arguments).out


def test_only_a_terminal_gets_colour_unless_it_is_unwanted(
    samples: Path, starcheck: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    file = tmp_path / "report.txt"
    assert "\x1b[1m" in starcheck("check", samples / "veto.yaml").out
    starcheck("check", samples / "veto.yaml", "-o", file)
    assert "\x1b" not in file.read_text(encoding="utf-8")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in starcheck("check", samples / "veto.yaml").out


def test_a_file_gets_what_would_have_been_printed(samples: Path, starcheck: Command, tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text("an older report", encoding="utf-8")
    printed = starcheck("check", samples / "near-miss.yaml")
    written = starcheck("check", samples / "near-miss.yaml", "--output", file)
    assert (written.code, written.out, written.err) == (printed.code, "", "")
    assert file.read_text(encoding="utf-8") == printed.out
    assert list(tmp_path.iterdir()) == [file]


def test_a_link_stays_a_link(samples: Path, starcheck: Command, tmp_path: Path) -> None:
    file, link = tmp_path / "report.txt", tmp_path / "latest.txt"
    link.symlink_to(file)
    starcheck("check", samples / "veto.yaml", "-o", link)
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8").startswith("示例公司第四党支部")


def test_a_device_stays_a_device(samples: Path, starcheck: Command) -> None:
    null = Path("/dev/null")
    assert starcheck("check", samples / "five-star.yaml", "-o", null).code == 0
    assert stat.S_ISCHR(null.stat().st_mode)


@pytest.mark.parametrize(
    ("lang", "words"),
    [("zh", "文件写不进去：它是一个文件夹。"), ("en", "The file cannot be written: it is a folder.")],
)
def test_a_folder_is_no_place_for_a_report(
    lang: str, words: str, samples: Path, starcheck: Command, tmp_path: Path
) -> None:
    said = starcheck("check", samples / "veto.yaml", "-o", tmp_path, "--lang", lang)
    assert (said.code, said.out, said.err) == (1, "", f"{tmp_path}: {words}\n")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_not_made(samples: Path, starcheck: Command, tmp_path: Path) -> None:
    file = tmp_path / "2024" / "report.txt"
    said = starcheck("check", samples / "veto.yaml", "-o", file)
    assert (said.code, said.err) == (1, f"{file}: 文件写不进去：所在的文件夹不存在。\n")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_when_the_ledger_cannot_be_used(starcheck: Command, tmp_path: Path) -> None:
    (tmp_path / "ledger.yaml").write_text("branch: {}\n", encoding="utf-8")
    report = tmp_path / "report.txt"
    assert starcheck("check", tmp_path / "ledger.yaml", "-o", report).code == 1
    assert not report.exists()


def test_an_earlier_day_leaves_later_records_aside(samples: Path, starcheck: Command) -> None:
    said = starcheck("check", samples / "five-star.yaml", "--as-of", "2024-06-30", "--format", "json")
    printed: Assessment = json.loads(said.out)
    assert (said.code, printed["as_of"]) == (3, "2024-06-30")
    assert printed["not_seen"]["after_as_of"] > 0


def test_another_period_may_be_asked_for(samples: Path, starcheck: Command) -> None:
    said = starcheck("check", samples / "five-star.yaml", "--period", "2024Q1", "--format", "json")
    printed = json.loads(said.out)
    assert printed["period"] == ["2024-01-01", "2024-03-31"]
    assert printed["not_seen"]["outside_period"] > 0


def test_a_rule_set_may_be_named_by_id_edition_or_path(samples: Path, starcheck: Command) -> None:
    names = ["five-star", "five-star@2024", ROOT / "rules" / "five-star" / "2024"]
    reports = {starcheck("check", samples / "veto.yaml", "--rules", name).out for name in names}
    assert len(reports) == 1


LEDGER = """\
ruleset: five-star
period: 2024
as_of: 2024-06-30
branch: {id: x-1, name: 甲支部}
meetings:
  - {held_on: 2019-05-01, kind: 党课, expected: 5, attended: 5}
  - {held_on: 2024-05-01, kind: 党课, expected: 5, attended: 5}
  - {held_on: 2024-08-01, kind: 党课, expected: 5, attended: 5}
  - {held_on: 2024-09-01, kind: 党课, expected: 5, attended: 5}
"""


def test_records_outside_the_period_or_after_the_day_are_counted_as_left_aside(
    starcheck: Command, tmp_path: Path
) -> None:
    file = tmp_path / "ledger.yaml"
    file.write_text(LEDGER, encoding="utf-8")
    said = starcheck("check", file)
    assert said.code == 3
    assert "日期晚于 2024-06-30 而未计入的记录：2 条。" in said.out
    assert "不在测评期内而未计入的记录：1 条。" in said.out


def test_a_standard_without_levels_gives_points_only(starcheck: Command, tmp_path: Path) -> None:
    file = tmp_path / "ledger.yaml"
    file.write_text("ruleset: work-regularity\nperiod: 2024\nbranch: {id: x-1, name: 甲支部}\n", encoding="utf-8")
    said = starcheck("check", file)
    assert said.code == 0
    assert said.out.startswith("甲支部：只计分，标准没有写等级。\n")
    assert "--target：没有“5”这个星级。标准没有写等级：只计分。" in starcheck("check", file, "--target", "5").err


def test_places_are_told_without_spaces_between_chinese_words(starcheck: Command, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.yaml"
    starcheck("init", ledger, "--rules", "star-quota")
    (told,) = [line for line in starcheck("check", ledger).out.splitlines() if "：名额：" in line]
    assert told == "五星级：名额：不超过参评支部的 10%。"
