from __future__ import annotations

import json
import re
from pathlib import Path
from typing import cast

import pytest
import yaml
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from starcheck.language import LANGS
from starcheck.report.wrap import columns
from starcheck.rules.library import find
from starcheck.rules.load import load_ruleset

from .conftest import ROOT, Command, chinese_in

COMMANDS = (
    (),
    ("check",),
    ("explain",),
    ("init",),
    ("rules",),
    ("rules", "list"),
    ("rules", "show"),
    ("rules", "diff"),
    ("rules", "lint"),
    ("rules", "test"),
    ("rules", "schema"),
)
every_command = pytest.mark.parametrize("command", COMMANDS, ids=" ".join)


@every_command
def test_every_help_page_has_an_example_of_its_command(command: tuple[str, ...], starcheck: Command) -> None:
    said = starcheck(*command, "--help")
    assert (said.code, said.err) == (0, "")
    assert f"示例：starcheck {' '.join(command)}" in said.out


@every_command
def test_a_help_page_speaks_one_language(command: tuple[str, ...], starcheck: Command) -> None:
    assert chinese_in(starcheck("--lang", "en", *command, "--help").out) == []
    chinese = starcheck(*command, "--help").out
    sentences = re.findall(r"(?<![-\w.])[A-Za-z]+(?: [a-z]+){2,}", chinese.partition("示例")[0])
    assert [words for words in sentences if "starcheck" not in words] == []


@every_command
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_help_page_fits_the_terminal(
    command: tuple[str, ...], lang: str, width: int, starcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    out = starcheck("--lang", lang, *command, "--help").out
    assert [line for line in out.splitlines() if columns(line) > width] == []


def test_without_a_command_the_help_is_shown(starcheck: Command) -> None:
    said = starcheck()
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("用法：starcheck [选项] 命令 [参数]...\n")


def test_the_version_is_told(starcheck: Command) -> None:
    assert re.fullmatch(r"starcheck \d+\.\d+\.\d+\n", starcheck("--version").out)


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (["check"], "缺少“台账”。", "“LEDGER” is missing."),
        (["check", "a", "b"], "参数太多。", "there are too many arguments."),
        (["chek", "a"], "没有“chek”这个命令。您是不是想写“check”？", "Did you mean “check”?"),
        (["check", "--tget", "4"], "没有“--tget”这个选项。您是不是想写“--target”？", "there is no option “--tget”."),
        (["check", "a", "--target"], "选项“--target”后面要写一个值。", "option “--target” needs a value."),
        (["check", "a", "--verbose=1"], "选项“--verbose”后面不写值。", "option “--verbose” takes no value."),
        (["check", "a", "--format", "xml"], "没有“xml”这个选择。可以写：json、terminal。", "Allowed: json, terminal."),
        (["check", "a", "--as-of", "2024-02-30"], "“2024-02-30”不是日期", "“2024-02-30” is no date."),
        (["check", "a", "--period", "2024Q5"], "“2024Q5”不是测评期", "“2024Q5” is no period."),
        (["init", "ledger.txt"], "台账文件名要以 .yaml、.yml、.xlsx 结尾", "ends in .yaml, .yml, .xlsx;"),
    ],
)
def test_a_wrong_command_line_is_explained(arguments: list[str], zh: str, en: str, starcheck: Command) -> None:
    for lang, words in (("zh", zh), ("en", en)):
        said = starcheck("--lang", lang, *arguments)
        assert (said.code, said.out) == (2, "")
        assert words in said.err
    assert chinese_in(said.err) == []


def test_a_wrong_command_line_cannot_steer_the_terminal(starcheck: Command) -> None:
    assert "“2024\ufffd”" in starcheck("check", "ledger.yaml", "--period", "2024\x07").err


@pytest.mark.parametrize("place", ["before", "after", "environment"])
def test_a_language_that_is_not_spoken_is_refused(
    place: str, samples: Path, starcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    check: list[object] = ["check", samples / "veto.yaml"]
    if place == "environment":
        monkeypatch.setenv("STARCHECK_LANG", "fr")
    said = starcheck(*{"before": ["--lang", "fr", *check], "after": [*check, "--lang=fr"]}.get(place, check))
    assert (said.code, said.out) == (2, "")
    assert "--lang / STARCHECK_LANG：没有“fr”这个选择。可以写：zh、en。" in said.err


def test_the_option_goes_before_the_environment(
    samples: Path, starcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STARCHECK_LANG", "en")
    ledger = samples / "veto.yaml"
    assert "for certain" in starcheck("check", ledger).out
    assert "已确定" in starcheck("check", ledger, "--lang", "zh").out
    monkeypatch.setenv("STARCHECK_LANG", "")
    assert "已确定" in starcheck("check", ledger).out


def test_an_empty_ledger_is_written_and_can_be_checked(starcheck: Command, tmp_path: Path) -> None:
    file = tmp_path / "ledger.yaml"
    said = starcheck("init", file)
    assert (said.code, said.out) == (0, "")
    assert f"starcheck check {file}" in said.err
    checked = starcheck("check", file, "--period", "2024", "--as-of", "2024-12-31")
    assert (checked.code, checked.err) == (3, "")


@pytest.mark.parametrize("lang", LANGS)
def test_an_empty_workbook_is_written_with_its_next_step(lang: str, starcheck: Command, tmp_path: Path) -> None:
    file = tmp_path / "ledger.XLSX"
    said = starcheck("init", file, "--lang", lang)
    assert (said.code, said.out) == (0, "")
    assert said.err.endswith(f"starcheck check {file}\n")
    assert load_workbook(file).sheetnames[0] == {"zh": "填写说明", "en": "Instructions"}[lang]
    assert [each.name for each in tmp_path.iterdir()] == [file.name]


def test_a_name_without_an_ending_is_a_folder_of_tables(starcheck: Command, tmp_path: Path) -> None:
    said = starcheck("init", f"{tmp_path / 'ledger'}/")
    assert (said.code, said.out) == (0, "")
    assert (tmp_path / "ledger" / "meetings.csv").read_text(encoding="utf-8-sig").startswith("日期,类型,")


def test_the_command_that_an_empty_ledger_is_followed_by_names_a_rule_set_of_ones_own(
    starcheck: Command, tmp_path: Path
) -> None:
    file, rules = tmp_path / "ledger.yaml", tmp_path / "rules.yaml"
    rules.write_text((ROOT / "tests" / "insight" / "small.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    said = starcheck("init", file, "--rules", rules)
    assert said.err.endswith(f"starcheck check {file} --rules {rules}\n")
    assert starcheck("check", file, "--rules", rules).err == ""


def test_a_ledger_that_names_a_standard_of_ones_own_is_told_how_to_give_it(starcheck: Command, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.yaml"
    ledger.write_text("ruleset: our-own\nperiod: 2024\nbranch: {id: demo}\n", encoding="utf-8")
    assert starcheck("check", ledger).err == (
        f"{ledger}:1:10: 没有名为“our-own”的自带标准，也没有叫这个名称的文件或文件夹。"
        "自己的标准请指明所在的文件夹：--rules 文件夹。\n"
    )


def test_a_folder_that_is_not_there_is_called_a_folder(starcheck: Command, samples: Path, tmp_path: Path) -> None:
    missing = tmp_path / "work"
    said = starcheck("check", samples / "veto.yaml", "--rules", missing)
    assert said.err == f"{missing}: 没有这个文件或文件夹。请检查路径；相对路径从当前文件夹算起。\n"


@pytest.mark.parametrize("lang", LANGS)
def test_an_empty_ledger_names_every_table_and_field(lang: str, starcheck: Command, tmp_path: Path) -> None:
    file = tmp_path / "ledger.yml"
    starcheck("init", file, "--lang", lang)
    text = file.read_text(encoding="utf-8")
    ruleset = load_ruleset(find("five-star")).ruleset
    fields = [(name, field, spec) for name, table in ruleset.tables.items() for field, spec in table.fields.items()]
    assert [(table, field) for table, field, spec in fields if spec.derived is None and f"{field}:" not in text] == []
    assert [name for name in ruleset.tables if not re.search(rf"^#? ?{name}:", text, flags=re.MULTILINE)] == []


@pytest.mark.parametrize("ending", [".yaml", ".xlsx", ""])
def test_a_ledger_is_never_overwritten(ending: str, starcheck: Command, tmp_path: Path) -> None:
    file = tmp_path / f"ledger{ending}"
    file.write_text("a year of work", encoding="utf-8")
    said = starcheck("init", file)
    assert (said.code, said.out) == (1, "")
    assert said.err == f"{file}: 已有同名文件。请换个文件名，或先移走原文件；原文件没有改动。\n"
    assert file.read_text(encoding="utf-8") == "a year of work"


def test_a_criterion_is_described_without_a_ledger_and_counted_with_one(samples: Path, starcheck: Command) -> None:
    described = starcheck("explain", "A-01")
    counted = starcheck("explain", "A-01", samples / "near-miss.yaml")
    assert (described.code, counted.code) == (0, 0)
    assert described.out.startswith("A-01 支部党员大会每季度召开\n")
    assert "2024-01-12" in counted.out
    assert "2024-01-12" not in described.out


@pytest.mark.parametrize("ledger", [[], ["near-miss.yaml"]])
def test_an_unknown_criterion_is_answered_with_the_nearest(
    ledger: list[str], samples: Path, starcheck: Command
) -> None:
    said = starcheck("explain", "A-1", *(samples / name for name in ledger))
    assert (said.code, said.out) == (1, "")
    assert said.err.endswith("five-star 里没有编号为“A-1”的条款或规定。您是不是想写“A-01”？\n")


@pytest.mark.parametrize("lang", LANGS)
def test_explanations_of_every_shape_fit_60_columns(
    lang: str, samples: Path, starcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    for criterion in ("A-01", "A-05", "A-11", "B-11", "C-12", "D-04", "X-02"):
        said = starcheck("explain", criterion, samples / "near-miss.yaml", "--lang", lang)
        assert (said.code, said.err) == (0, "")
        assert [line for line in said.out.splitlines() if columns(line) > 60] == []


def test_rule_sets_are_listed_with_edition_and_title(starcheck: Command) -> None:
    own, examples = starcheck("rules", "list").out.split("\n\n已公布的标准（示例）：\n")
    assert own.splitlines() == [f"five-star@{edition}\t五星级党支部评定标准" for edition in ("2024", "2025")]
    assert "work-regularity@undated\t党支部工作规范化检查考评细则（试行）\n" in examples
    assert chinese_in(starcheck("rules", "list", "--lang", "en").out) == []


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_scoring_table_shows_every_criterion_and_fits(
    lang: str, width: int, starcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    out = starcheck("rules", "show", "five-star", "--lang", lang).out
    ruleset = load_ruleset(find("five-star")).ruleset
    ids = [criterion.id for group in ruleset.groups for criterion in group.criteria]
    assert [criterion for criterion in ids if len(re.findall(rf"^{criterion} ", out, flags=re.MULTILINE)) != 1] == []
    assert [line for line in out.splitlines() if columns(line) > width] == []


def test_one_section_of_the_scoring_table_can_be_shown(starcheck: Command) -> None:
    out = starcheck("rules", "show", "--section", "bonus").out
    assert "X-01" in out
    assert "A-01" not in out
    said = starcheck("rules", "show", "--section", "E")
    assert (said.code, said.out) == (1, "")
    assert "没有大项“E”。可以写：A、B、C、D、bonus。" in said.err


def test_the_bundled_rule_set_passes_its_own_lint_and_cases(starcheck: Command) -> None:
    linted, tested = starcheck("rules", "lint", "five-star"), starcheck("rules", "test", "five-star")
    assert (linted.code, linted.out, linted.err) == (0, "", "没有发现可疑之处。\n")
    assert tested.code == 0
    assert re.search(r"^\d+ 个案例、\d+ 项预期，全部相符。\n档次已用到：\d+/\d+。\n\Z", tested.out, flags=re.MULTILINE)


def test_what_lint_finds_is_an_exit_code_of_its_own(starcheck: Command, tmp_path: Path) -> None:
    source = (ROOT / "tests" / "insight" / "small.yaml").read_text(encoding="utf-8")
    file = tmp_path / "ruleset.yaml"
    file.write_text(source, encoding="utf-8")
    said = starcheck("rules", "lint", file)
    assert said.code == 3
    assert all(line.startswith(f"{file}:") for line in said.out.splitlines())


def test_a_rule_set_without_cases_is_not_called_tested(starcheck: Command, tmp_path: Path) -> None:
    source = (ROOT / "tests" / "insight" / "small.yaml").read_text(encoding="utf-8")
    (tmp_path / "ruleset.yaml").write_text(source, encoding="utf-8")
    said = starcheck("rules", "test", tmp_path)
    assert said.code == 3
    assert "没有案例" in said.out


CASES = """\
base: {period: 2024, branch: {id: x}}
cases:
  - name: one lecture
    ledger:
      meetings: [{held_on: 2024-02-01, sort: lecture, attended: 9, proof: accepted}]
    expect: {A-01: met}
"""


def test_an_expectation_that_does_not_hold_is_told_with_its_place(starcheck: Command, tmp_path: Path) -> None:
    source = (ROOT / "tests" / "insight" / "small.yaml").read_text(encoding="utf-8")
    (tmp_path / "ruleset.yaml").write_text(source, encoding="utf-8")
    cases = tmp_path / "cases" / "a.yaml"
    cases.parent.mkdir()
    cases.write_text(CASES, encoding="utf-8")
    said = starcheck("rules", "test", tmp_path, "--lang", "en")
    assert (said.code, said.err) == (3, "")
    first, second, *_, last, _ = said.out.splitlines()
    assert first.startswith(f"{cases}:6:")
    assert first.endswith(": one lecture")
    assert second == "    A-01: expected met, got partly met, 1."
    assert last == "1 of 1 expectations in 1 cases did not hold."


def test_the_schema_of_rule_sets_is_valid_and_accepts_the_bundled_set(starcheck: Command) -> None:
    schema = json.loads(starcheck("rules", "schema").out)
    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors(_united(ROOT / "rules" / "five-star" / "2024"))) == []


def _united(folder: Path) -> object:
    """The data of a rule set's files in one, dates as JSON writes them."""
    main = _read(folder / "ruleset.yaml")
    for name in cast("list[str]", main.pop("include")):
        for key, value in _read(folder / name).items():
            mine = main.setdefault(key, type(value)())
            if isinstance(mine, dict) and isinstance(value, dict):
                mine.update(value)
            elif isinstance(mine, list) and isinstance(value, list):
                mine.extend(value)
    return json.loads(json.dumps(main, default=str))


def _read(file: Path) -> dict[str, object]:
    return cast("dict[str, object]", yaml.safe_load(file.read_text(encoding="utf-8")))


def test_the_bundled_rule_set_measures_every_practice() -> None:
    ruleset = load_ruleset(find("five-star")).ruleset
    tags = {tag for group in ruleset.groups for each in group.criteria for tag in each.tags}
    assert {tag for tag in tags if tag.startswith("P")} == {f"P{number:02}" for number in range(1, 26)}


def test_a_rule_set_that_says_the_same_is_told_so(starcheck: Command) -> None:
    said = starcheck("rules", "diff", "five-star", find("five-star"))
    assert (said.code, said.err) == (0, "")
    assert "内容相同。" in said.out


def test_a_ledger_that_does_not_fit_stops_no_other(samples: Path, starcheck: Command, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("period: 2024\nbranch: {id: b, membres: 3}\n", encoding="utf-8")
    said = starcheck("rules", "diff", "five-star", "five-star", bad, samples / "veto.yaml", "--lang", "en")
    assert said.code == 1
    assert f"{bad}cannotbejudgedbyfive-star@" in "".join(said.out.split())
    assert "bad.yaml:2:" in "".join(said.out.split())
    assert "no star (stays)" in said.out


def test_a_difference_as_json_is_one_document(samples: Path, starcheck: Command) -> None:
    said = starcheck("rules", "diff", "five-star", "five-star", samples / "veto.yaml", "--format", "json")
    document = json.loads(said.out)
    assert (document["schema"], document["equal"]) == ("starcheck/difference/1", True)
    (branch,) = document["branches"]
    assert (branch["direction"], branch["certain"], branch["before"]) == ("stays", True, branch["after"])


def test_findings_of_lint_as_json_are_one_document(starcheck: Command, tmp_path: Path) -> None:
    source = (ROOT / "tests" / "invalid_rules" / "base.yaml").read_text(encoding="utf-8")
    (tmp_path / "ruleset.yaml").write_text(source.replace("enough: 3", "enough: 3\n  idle: 4"), encoding="utf-8")
    said = starcheck("rules", "lint", tmp_path, "--format", "json", "--lang", "en")
    document = json.loads(said.out)
    assert (said.code, document["schema"]) == (3, "starcheck/lint/1")
    assert {
        "code": "unused-constant",
        "source": str(tmp_path / "ruleset.yaml"),
        "line": 12,
        "column": 3,
        "message": "Nothing uses the constant “idle”.",
        "hint": "Use or remove it.",
    } in document["findings"]


@pytest.mark.parametrize(
    ("name", "head", "standing"),
    [
        ("V-01", "V-01 发生责任安全事故\n", "触发"),
        ("E-01", "E-01 成立满一年\n", "达到"),
        ("5", "五星级：至少 90 分\n", "要求："),
    ],
)
def test_a_rule_without_points_is_explained_by_its_id(
    name: str, head: str, standing: str, samples: Path, starcheck: Command
) -> None:
    described = starcheck("explain", name)
    judged = starcheck("explain", name, samples / "veto.yaml")
    assert (described.code, judged.code) == (0, 0)
    assert described.out.startswith(head)
    assert judged.out.startswith(head)
    assert standing in judged.out.removeprefix(described.out.partition("\n\n")[0]).partition("\n查看的记录")[0]
    assert "台账" in judged.out


def test_the_records_behind_a_veto_are_shown(samples: Path, starcheck: Command) -> None:
    judged = starcheck("explain", "V-01", samples / "veto.yaml").out
    described = starcheck("explain", "V-01").out
    assert "计入" in judged.partition("查看的记录")[2]
    assert "查看的记录" not in described


@pytest.mark.parametrize("lang", LANGS)
def test_rules_of_every_shape_fit_60_columns(
    lang: str, samples: Path, starcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    for name in ("V-01", "E-01", "5", "4"):
        said = starcheck("explain", name, samples / "near-miss.yaml", "--lang", lang)
        assert (said.code, said.err) == (0, "")
        assert [line for line in said.out.splitlines() if columns(line) > 60] == []


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        ("level: 一星级", "没有编号为“一星级”的等级。可以写："),
        ("A-01: 达到", "可以写：met、partly_met、not_met、open、not_applicable、clear、triggered。"),
    ],
)
def test_an_expectation_that_names_nothing_is_refused_with_what_is_allowed(
    expected: str, told: str, starcheck: Command, tmp_path: Path
) -> None:
    source = (ROOT / "tests" / "insight" / "small.yaml").read_text(encoding="utf-8")
    (tmp_path / "ruleset.yaml").write_text(source, encoding="utf-8")
    cases = tmp_path / "cases" / "a.yaml"
    cases.parent.mkdir()
    cases.write_text(CASES.replace("A-01: met", expected), encoding="utf-8")
    said = starcheck("rules", "test", tmp_path)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"{cases}:6:")
    assert told in said.err
