from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from starcheck.language import LANGS
from starcheck.ledger import load_ledger
from starcheck.ledger.writing import contents_of, write_ledger
from starcheck.report.wrap import columns
from starcheck.rules.library import find
from starcheck.rules.load import load_ruleset

from .conftest import ROOT, Command

RULES = load_ruleset(find("five-star@2024")).ruleset
FORMS = ["kept.xlsx", "kept", "kept.sqlite", "kept.duckdb", "kept.json"]


def converted(sample: Path, target: Path) -> Path:
    ledger = load_ledger(sample, RULES)
    write_ledger(contents_of(ledger.tables, ledger.heading, RULES), RULES, target, "zh")
    return target


def unwrapped(text: str) -> str:
    return "".join(text.split())


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
        " Ledgers that are read together are for one and the same: correct this one, or read it apart.\n"
    )


def test_the_one_ledger_of_another_period_is_told_whatever_it_is_called(
    samples: Path, tmp_path: Path, starcheck: Command
) -> None:
    text = (samples / "five-star.yaml").read_text(encoding="utf-8")
    (tmp_path / "a.yaml").write_text(text.replace("period: 2024", "period: 2023"), encoding="utf-8")
    for name in ("b", "c", "d"):
        (tmp_path / f"{name}.yaml").write_text(text.replace("demo-01", name), encoding="utf-8")
    said = starcheck("ledger", "validate", tmp_path, "--format", "json")
    assert [Path(each["source"]).name for each in json.loads(said.out)["problems"]] == ["a.yaml"]


@pytest.mark.parametrize("lang", LANGS)
def test_validate_answers_first_and_fits_60_columns(
    lang: str, samples: Path, starcheck: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    said = starcheck("ledger", "validate", samples / "half-year.yaml", "--show-repairs", "--lang", lang)
    assert (said.code, said.err) == (0, "")
    assert {"zh": "可以使用：1个支部，", "en": "canbeused.Branches:1."}[lang] in "".join(said.out.split())
    assert [line for line in said.out.splitlines() if columns(line) > 60 and "/" not in line] == []


def test_validate_tells_how_much_of_each_table_every_branch_provides(samples: Path, starcheck: Command) -> None:
    files = [samples / f"{name}.yaml" for name in ("near-miss", "small-branch")]
    said = starcheck("ledger", "validate", *files, "--format", "json")
    found = json.loads(said.out)
    tables = {each["table"]: each for each in found["tables"]}
    assert (said.code, found["valid"], found["branches"]) == (0, True, 2)
    assert tables["documents"]["status"] == {"complete": 1, "partial": 1, "none": 0, "not_provided": 0}
    assert sum(each["records"] for each in found["tables"]) > 200
    assert found["problems"] == found["repairs"] == []


def test_validate_tells_which_records_do_not_count_for_now(samples: Path, tmp_path: Path, starcheck: Command) -> None:
    text = (samples / "five-star.yaml").read_text(encoding="utf-8")
    file = tmp_path / "early.yaml"
    file.write_text(text.replace("period: 2024\n", "period: 2024\nas_of: 2024-06-30\n"), encoding="utf-8")
    found = json.loads(starcheck("ledger", "validate", file, "--format", "json").out)
    late = {each["table"]: each["late"] for each in found["tables"] if each["late"]}
    judged = json.loads(starcheck("check", file, "--format", "json").out)
    assert sum(late.values()) == judged["not_seen"]["after_as_of"] > 0
    assert "晚于 2024-06-30，暂不计入：" in starcheck("ledger", "validate", file).out


def test_validate_names_every_wrong_cell_for_programs(kept: Kept, starcheck: Command) -> None:
    file = kept.write([["b-1", "2024-02-30", "支部党员大会"], ["b-9", "2024-03-05", "支部党员大"]])
    said = starcheck("ledger", "validate", file, "--format", "json", "--lang", "en")
    found = json.loads(said.out)
    assert (said.code, said.err, found["valid"]) == (1, "", False)
    places = [(each["sheet"], each["cell"], each["row"], each["column"]) for each in found["problems"]]
    assert sorted(places) == [("组织生活", "A3", 3, 1), ("组织生活", "B2", 2, 2), ("组织生活", "C3", 3, 3)]
    assert {each["source"] for each in found["problems"]} == {str(file)}
    (kind,) = {each["kind"] for each in found["problems"] if each["cell"] == "A3"}
    assert kind == "“{id}” is not in “{table}”."


def test_validate_counts_problems_of_a_kind_that_it_does_not_list(kept: Kept, starcheck: Command) -> None:
    file = kept.write([["b-1", f"2024-02-30 {number}", "党课"] for number in range(50)])
    said = starcheck("ledger", "validate", file)
    assert (said.code, said.err) == (1, "")
    assert unwrapped(said.out).startswith(f"{file}还不能使用，有50处问题。")
    assert unwrapped(said.out).count("组织生活!B") == 21


@pytest.mark.parametrize("name", ["nothing.xlsx", "empty.xlsx", "empty.csv", "gb.yaml"])
def test_validate_says_what_cannot_even_be_opened(name: str, tmp_path: Path, starcheck: Command) -> None:
    file = tmp_path / name
    if name != "nothing.xlsx":
        file.write_bytes("支部: [".encode("gb18030") if name == "gb.yaml" else b"")
    said = starcheck("ledger", "validate", file)
    assert (said.code, said.err) == (1, "")
    assert unwrapped(said.out).startswith(f"{file}还不能使用，有1处问题。")
    assert json.loads(starcheck("ledger", "validate", file, "--format", "json").out)["valid"] is False


def test_a_wrong_rule_set_is_not_blamed_on_the_ledger(samples: Path, starcheck: Command) -> None:
    said = starcheck("ledger", "validate", samples / "veto.yaml", "--rules", "five-stars")
    assert (said.code, said.out) == (1, "")
    assert "您是不是想写“five-star”" in said.err


def test_a_folder_of_workbooks_is_converted_and_back(samples: Path, tmp_path: Path, starcheck: Command) -> None:
    sources = [samples / f"{name}.yaml" for name in ("five-star", "near-miss", "veto")]
    (tmp_path / "books").mkdir()
    for source in sources:
        done = starcheck("ledger", "convert", source, "-o", tmp_path / "books" / f"{source.stem}.xlsx")
        assert (done.code, done.out) == (0, "")
    assert starcheck("ledger", "convert", tmp_path / "books", "-o", tmp_path / "all.duckdb").code == 0
    back = starcheck("ledger", "convert", tmp_path / "all.duckdb", "-o", tmp_path / "again", "--form", "yaml")
    assert (back.code, back.err) == (0, f"已写入 {tmp_path}/again，共 3 个支部。\n")
    for source in sources:
        said, plain = (
            starcheck("check", each, "--format", "json")
            for each in (next((tmp_path / "again").glob(f"{branch_of(source)}.yaml")), source)
        )
        assert said == plain


def branch_of(sample: Path) -> str:
    return load_ledger(sample, RULES).branch_id


def test_convert_replaces_nothing_unless_told(samples: Path, tmp_path: Path, starcheck: Command) -> None:
    target = tmp_path / "ledger.xlsx"
    target.write_text("mine")
    refused = starcheck("ledger", "convert", samples / "veto.yaml", "-o", target)
    assert (refused.code, target.read_text()) == (1, "mine")
    assert starcheck("ledger", "convert", samples / "veto.yaml", "-o", target, "--force").code == 0
    assert starcheck("ledger", "validate", target).code == 0


def test_convert_loses_nothing_of_a_ledger_that_cannot_be_used(kept: Kept, tmp_path: Path, starcheck: Command) -> None:
    file = kept.write([["b-1", "2024-02-30", "党课"]])
    said = starcheck("ledger", "convert", file, "-o", tmp_path / "x.yaml")
    assert (said.code, said.out, (tmp_path / "x.yaml").exists()) == (1, "", False)
    assert said.err.startswith(f"{file}:组织生活!B2: ")


def test_a_template_is_what_init_writes(tmp_path: Path, starcheck: Command) -> None:
    for command, name in ((["init"], "a.yaml"), (["ledger", "template"], "b.yaml")):
        assert starcheck(*command, tmp_path / name).code == 0
    assert (tmp_path / "a.yaml").read_text() == (tmp_path / "b.yaml").read_text()
    assert starcheck("ledger", "template", tmp_path / "c.xlsx").code == 0
    assert (tmp_path / "c.xlsx").is_file()


@pytest.mark.parametrize(
    "typed",
    [
        ["ledger", "validat", "x"],
        ["ledger", "validate"],
        ["ledger", "convert", "x"],
        ["ledger", "validate", "--formt", "x"],
    ],
)
@pytest.mark.parametrize("lang", LANGS)
def test_a_typo_is_told_with_what_to_do(typed: list[str], lang: str, starcheck: Command) -> None:
    said = starcheck(*typed, "--lang", lang)
    assert (said.code, said.out) == (2, "")
    assert "--help" in said.err


def test_files_that_records_name_are_looked_for(samples: Path, tmp_path: Path, starcheck: Command) -> None:
    file = samples / "five-star.yaml"
    gone = tmp_path / "gone"
    for command in (["check"], ["ledger", "validate"]):
        said = starcheck(*command, file, "--evidence-root", gone)
        assert (said.code, "没有这个文件夹" in unwrapped(said.out + said.err)) == (1, True)
        assert starcheck(*command, file, "--evidence-root", tmp_path).code == 0


def test_one_branch_in_two_forms_is_told_at_both_places(samples: Path, starcheck: Command) -> None:
    files = [samples / f"veto{ending}" for ending in (".xlsx", ".yaml")]
    said = starcheck("ledger", "validate", *files, "--format", "json", "--lang", "en")
    (problem,) = json.loads(said.out)["problems"]
    assert (said.code, problem["source"]) == (1, str(files[1]))
    assert f"first in {files[0]}:支部概况!A2." in problem["message"]


def test_a_template_of_another_edition_deserves_a_look(samples: Path, tmp_path: Path, starcheck: Command) -> None:
    file, sample = tmp_path / "ledger.xlsx", samples / "veto.yaml"
    assert starcheck("ledger", "convert", sample, "-o", file, "--rules", "five-star@2025").code == 0
    said = starcheck("check", file, "--rules", "five-star@2024", "--lang", "en")
    assert said.err.startswith(
        f"Note: {file}:starcheck!B2: The template is that of edition 2025, but five-star@2024 is"
    )
    assert said.out == starcheck("check", sample, "--rules", "five-star@2024", "--lang", "en").out


def test_a_ledger_is_not_judged_by_a_rule_set_that_it_is_not_made_for(
    samples: Path, tmp_path: Path, starcheck: Command
) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(ROOT / "rules" / "five-star" / "2024", rules)
    main = rules / "ruleset.yaml"
    main.write_text(main.read_text(encoding="utf-8").replace("ruleset: five-star", "ruleset: other"), encoding="utf-8")
    said = starcheck("check", samples / "veto.xlsx", "--rules", rules, "--lang", "en")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"{samples}/veto.xlsx:台账信息!A2: The ledger is made for “five-star”, but judged by")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such shell")
def test_whoever_reads_only_the_beginning_gets_no_complaint(samples: Path) -> None:
    command = f"{sys.executable} -m starcheck ledger validate {samples}/veto.yaml {samples}/near-miss.yaml | head -1"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, encoding="utf-8", check=True)  # noqa: S603 - our own command
    assert (len(done.stdout.splitlines()), done.stderr) == (1, "")


def test_wrong_cells_are_marked_in_a_copy(kept: Kept, tmp_path: Path, starcheck: Command) -> None:
    file, out = kept.write([["b-1", "2024-02-30", "党课"]]), tmp_path / "out.xlsx"
    said = starcheck("ledger", "validate", file, "--problems", out)
    assert (said.code, said.err) == (1, f"已写入 {out}，原文件没有改动。\n")
    comment = load_workbook(out)["组织生活"]["B2"].comment
    assert comment is not None
    assert "2024-02-30" in comment.text
    again = starcheck("ledger", "validate", file, "--problems", out)
    assert again.err.startswith(f"{out}: 已有同名文件。")


def test_nothing_is_written_where_there_is_nothing_to_mark(samples: Path, tmp_path: Path, starcheck: Command) -> None:
    said = starcheck("ledger", "validate", samples / "veto.xlsx", "--problems", tmp_path / "out.xlsx")
    assert (said.code, said.err) == (0, f"没有需要标出的问题，未写 {tmp_path}/out.xlsx。\n")
    assert not (tmp_path / "out.xlsx").exists()


def test_inspection_looks_at_many_branches_at_once(kept: Kept, starcheck: Command) -> None:
    days = [f"2024-{month:02}-15" for month in range(1, 7)]
    file = kept.write([[branch, day, "党课"] for branch in ("b-1", "b-2") for day in days])
    said = starcheck("ledger", "inspect", file, "--lang", "en")
    assert said.code == 0
    assert unwrapped(said.out).endswith("nothingstandsout.Branches:2.Records:12.")


def test_inspection_names_what_is_the_same_in_two_branches(tmp_path: Path, starcheck: Command) -> None:
    meetings = "".join(
        f"  - {{held_on: 2024-{month:02}-15, kind: 党课, expected: 9, attended: 8}}\n" for month in range(1, 7)
    )
    for branch in ("b-1", "b-2"):
        text = f"ruleset: five-star\nperiod: 2024\nbranch: {{id: {branch}, members: 9}}\nmeetings:\n{meetings}"
        (tmp_path / f"{branch}.yaml").write_text(text, encoding="utf-8")
    said = starcheck("ledger", "inspect", tmp_path, "--lang", "zh")
    assert said.code == 0
    assert "支部b-1有6条记录与支部b-2的完全相同" in unwrapped(said.out)
    assert "b-1第1条、b-2第1条、b-1第2条" in unwrapped(said.out)
    told = json.loads(starcheck("ledger", "inspect", tmp_path, "--format", "json").out)
    assert {each["check"]: each["count"] for each in told["checks"] if each["count"]} == {"same-records": 1}


def test_inspection_refuses_ledgers_with_problems(kept: Kept, starcheck: Command) -> None:
    said = starcheck("ledger", "inspect", kept.write([["b-1", "2024-03-05", "晚会"]]), "--lang", "en")
    assert (said.code, said.out) == (1, "")
    assert "晚会" in said.err


def test_inspection_compares_files_below_a_folder_that_must_be_there(
    samples: Path, tmp_path: Path, starcheck: Command
) -> None:
    sample = samples / "half-year.yaml"
    assert starcheck("ledger", "inspect", sample, "--evidence-root", tmp_path, "--lang", "en").code == 0
    said = starcheck("ledger", "inspect", sample, "--evidence-root", tmp_path / "none", "--lang", "en")
    assert (said.code, said.out) == (1, "")
    assert (
        said.err == f"{tmp_path / 'none'}: There is no such folder. Name the folder that holds the files of evidence.\n"
    )
