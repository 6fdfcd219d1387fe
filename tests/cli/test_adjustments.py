from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from starcheck.language import LANGS
from starcheck.report import json_schema

from .conftest import Command, chinese_in

ROWS = """\
支部编号,条款,调整后得分,评审打分,理由,决定机构,决定日期,佐证材料
demo-01,A-04,2,,课件缺失,评审组,2025-01-10,复查记录
demo-01,B-11/room,,1.2,设施齐全,评审组,2025-01-12,
demo-02,A-04,0,,课件缺失,评审组,2025-01-10,
"""
TOO_MANY = "A-04 gives at most 2.5 points, not 20. Points are those of the criterion, not those that are added to it."


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "review.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def told(starcheck: Command, *arguments: object) -> dict[str, Any]:
    said = starcheck("check", *arguments, "--format", "json")
    found: dict[str, Any] = json.loads(said.out)
    assert list(Draft202012Validator(json_schema()).iter_errors(found)) == []
    return found


def test_a_check_shows_self_assessed_and_reviewed_with_who_when_and_why(
    starcheck: Command, samples: Path, rows: Path
) -> None:
    said = starcheck("check", samples / "five-star.yaml", "--adjustments", rows, "--lang", "en")
    lines = said.out.splitlines()
    assert (said.code, said.err) == (0, "")
    assert lines[1] == "Points: 100.84 of 100."
    words = " ".join(said.out.split())
    for row in (
        "Reviewers' changes Self-assessed Reviewed",
        "Level Five stars Five stars",
        "Score 101.54 100.84",
        "评审组, 2025-01-10: 2 points. 课件缺失 Evidence: 复查记录.",
        "B-11 The base, judged on the spot 2.3 2.1",
        "评审组, 2025-01-12: B-11/room marked with 1.2 points. 设施齐全",
    ):
        assert row in words


def test_the_json_says_what_was_before(starcheck: Command, samples: Path, rows: Path) -> None:
    alone = told(starcheck, samples / "five-star.yaml")
    found = told(starcheck, samples / "five-star.yaml", "--adjustments", rows)
    assert alone["adjustments"] is None
    assert alone["self_assessed"] is None
    assert found["self_assessed"] == {"score": alone["score"], "level": alone["level"]}
    assert found["ledger"] == alone["ledger"]
    adjusted = {each["criterion"]: each["adjusted"] for each in found["findings"] if each["adjusted"] is not None}
    assert list(adjusted) == ["A-04", "B-11"]
    assert adjusted["A-04"] == {
        "before": {"low": "2.50", "high": "2.50", "max": "2.50"},
        "outcome_before": "met",
        "by": [
            {
                "key": "A-04",
                "kind": "points",
                "value": "2",
                "reason": "课件缺失",
                "authority": "评审组",
                "on": "2025-01-10",
                "evidence": "复查记录",
                "until": None,
            }
        ],
    }
    gap = next(each for each in found["gaps"] if each["criterion"] == "A-04")
    assert (gap["points_lost"], gap["recoverable"]) == ("0.50", False)


def test_a_mark_takes_the_place_of_the_ledgers_own(starcheck: Command, samples: Path, rows: Path) -> None:
    found = told(starcheck, samples / "five-star.yaml", "--adjustments", rows)
    base = next(each for each in found["findings"] if each["criterion"] == "B-11")
    assert [part["points"]["low"] for part in base["parts"]][:1] == ["1.20"]


@pytest.mark.parametrize("lang", LANGS)
def test_a_branch_without_adjustments_is_judged_alone_and_that_is_told(
    lang: str, starcheck: Command, samples: Path, rows: Path
) -> None:
    said = starcheck("check", samples / "veto.yaml", "--adjustments", rows, "--lang", lang)
    words = {"zh": "评审没有作出调整。", "en": "Reviewers changed nothing."}[lang]
    assert words in said.out
    assert said.err.count("demo-0") >= 2
    assert lang == "zh" or not chinese_in(said.err.replace("支部", ""))


def test_a_bad_file_stops_with_every_problem(starcheck: Command, samples: Path, tmp_path: Path) -> None:
    path = tmp_path / "review.csv"
    path.write_text(ROWS.replace("demo-01,A-04,2", "demo-01,A-04,20").replace("B-11/room", "B-11/rom"), "utf-8")
    said = starcheck("check", samples / "five-star.yaml", "--adjustments", path, "--lang", "en")
    assert (said.code, said.out) == (1, "")
    assert said.err.splitlines() == [
        f"{path}!C2: {TOO_MANY}",
        f"{path}!B3: Reviewers mark nothing under “B-11/rom”. Did you mean “B-11/room”?",
    ]


def test_repairs_of_the_file_are_listed(starcheck: Command, samples: Path, rows: Path) -> None:
    rows.write_text(ROWS.replace("2025-01-10", "2025年1月10日"), encoding="utf-8")
    said = starcheck("check", samples / "five-star.yaml", "--adjustments", rows, "--show-repairs", "--lang", "en")
    assert f"{rows}!G2: “2025年1月10日” → 2025-01-10 (2 times)" in said.err


def test_an_explanation_says_what_reviewers_changed(starcheck: Command, samples: Path, rows: Path) -> None:
    said = starcheck("explain", "A-04", samples / "five-star.yaml", "--adjustments", rows, "--lang", "en")
    assert said.code == 0
    assert "Reviewers: 2.5 before, 2 now." in said.out
    assert "评审组, 2025-01-10: 2 points. 课件缺失" in said.out


def test_a_batch_shows_self_assessed_and_reviewed_as_a_check_does(
    starcheck: Command, samples: Path, rows: Path, tmp_path: Path
) -> None:
    paths = [samples / f"{name}.yaml" for name in ("five-star", "near-miss", "veto")]
    out = tmp_path / "out"
    said = starcheck("batch", *paths, "-o", out, "--adjustments", rows, "--lang", "en")
    assert said.code == 0
    assert "Reviewers' adjustments: 3, of branches: 2. Points rise: 0, fall: 2; another level: 1." in " ".join(
        said.out.split()
    )
    results = {row["branch"]: row for row in pl.read_parquet(out / "results.parquet").iter_rows(named=True)}
    for path in paths:
        found = told(starcheck, path, "--adjustments", rows)
        row = results[found["branch"]["id"]]
        self_assessed = found["self_assessed"] or found
        for end in ("low", "high"):
            assert row[f"score_{end}"] == Decimal(found["score"][end])
            assert row[f"level_{end}"] == str(found["level"][end])
            assert row[f"self_score_{end}"] == Decimal(self_assessed["score"][end])
            assert row[f"self_level_{end}"] == str(self_assessed["level"][end])
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert {**summary["review"], "digest": ""} == {
        "digest": "", "adjustments": 3, "branches": 2, "higher": 0, "lower": 2, "levels": 1, "unused": [],
    }  # fmt: skip
    assert summary["files"]["adjustments.csv"]["rows"] == 3
    lines = (out / "adjustments.csv").read_text(encoding="utf-8-sig").splitlines()
    assert (
        lines[1]
        == "demo-01,A-04,A-04,points,2,课件缺失,评审组,2025-01-10,复查记录,,met,2.50,2.50,partly_met,2.00,2.00,2.50"
    )


@pytest.mark.parametrize("lang", LANGS)
def test_adjustments_of_branches_that_nobody_judged_are_loud(
    lang: str, starcheck: Command, samples: Path, rows: Path, tmp_path: Path
) -> None:
    arguments = ("batch", samples / "five-star.yaml", "-o", tmp_path / "out", "--adjustments", rows, "--lang", lang)
    said = starcheck(*arguments)
    assert said.code == 3
    assert {"zh": "不起作用的调整：1 项。", "en": "Adjustments that change nothing: 1."}[lang] in said.out
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert [problem["row"] for problem in summary["review"]["unused"]] == [4]
    before = sorted(tmp_path.iterdir())
    strict = starcheck(*arguments, "--strict")
    assert strict.code == 1
    assert "demo-02" in strict.err
    assert sorted(tmp_path.iterdir()) == before


def test_a_batch_without_adjustments_says_nothing_of_a_review(
    starcheck: Command, samples: Path, tmp_path: Path
) -> None:
    starcheck("batch", samples / "five-star.yaml", "-o", tmp_path / "out", "--lang", "en")
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert summary["review"] is None
    assert not {"adjustments.csv", "adjustments.parquet"} & summary["files"].keys()


def test_the_workbook_shows_both_results_and_every_adjustment(
    starcheck: Command, samples: Path, rows: Path, tmp_path: Path
) -> None:
    names = [samples / f"{name}.yaml" for name in ("five-star", "near-miss")]
    said = starcheck("batch", *names, "-o", tmp_path / "out", "--adjustments", rows, "--lang", "en")
    assert said.code == 0
    book = load_workbook(tmp_path / "out" / "results.xlsx")
    head, *told = book["Adjustments"].iter_rows(values_only=True)
    cells = [dict(zip(map(str, head), row, strict=True)) for row in told]
    assert ("2 points", "评审组", "课件缺失") in {(row["Adjustment"], row["Authority"], row["Reason"]) for row in cells}
    frame = pl.read_parquet(tmp_path / "out" / "results.parquet")
    head, *told = book["Ranking"].iter_rows(values_only=True)
    shown = {row[list(head).index("Branch")]: row[list(head).index("Self-assessed score\nnow")] for row in told}
    assert shown == {row["branch"]: float(row["self_score_low"]) for row in frame.iter_rows(named=True)}


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_an_empty_table_is_read_as_it_was_written(form: str, starcheck: Command, samples: Path, tmp_path: Path) -> None:
    file = tmp_path / f"review.{form}"
    assert starcheck("init", file, "--adjustments").code == 0
    said = starcheck("check", samples / "five-star.yaml", "--adjustments", file, "--lang", "en")
    assert said.err == f"Note: {file}: There are no adjustments in the file.\n"
    assert "Reviewers changed nothing." in said.out
    again = starcheck("init", file, "--adjustments", "--lang", "en")
    assert (again.code, "There is such a file already." in again.err) == (1, True)


def test_a_filled_in_table_is_understood(starcheck: Command, samples: Path, tmp_path: Path) -> None:
    file = tmp_path / "review.xlsx"
    starcheck("init", file, "--adjustments")
    book = load_workbook(file)
    sheet = book["评审调整"]
    outcomes = next(each.formula1 for each in sheet.data_validations.dataValidation if "达到" in str(each.formula1))
    assert outcomes == '"达到,未达到,不适用"'
    heads = [str(cell.value).lstrip("*") for cell in sheet[1]]
    row: dict[str, str | date] = {
        "支部编号": "demo-01", "条款": "A-04", "调整后结论": "未达到", "理由": "复查", "决定机构": "党委",
        "决定日期": date(2025, 1, 10),
    }  # fmt: skip
    for at, head in enumerate(heads, start=1):
        sheet.cell(2, at, row.get(head))
    listed = {cells[0]: cells[2] for cells in book["填写说明"].iter_rows(values_only=True)}
    assert listed["A-04"] == "调整后得分：0 至 2.5 分"
    assert listed["B-11/room"] == "评审打分或等次：0 至 1.5 分"
    book.save(file)
    found = told(starcheck, samples / "five-star.yaml", "--adjustments", file)
    assert [each["outcome"] for each in found["findings"] if each["criterion"] == "A-04"] == ["not_met"]


def test_a_table_of_adjustments_has_two_forms(starcheck: Command, tmp_path: Path) -> None:
    said = starcheck("init", tmp_path / "review.yaml", "--adjustments", "--lang", "en")
    assert said.code == 2
    assert "The name of a table of adjustments ends in .csv, .xlsx." in said.err


@pytest.mark.parametrize("form", ["csv", "yaml", "json"])
def test_adjustments_among_the_ledgers_are_not_read_as_one(
    form: str, starcheck: Command, samples: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "ledgers"
    folder.mkdir()
    (folder / "a.yaml").write_bytes((samples / "five-star.yaml").read_bytes())
    stated = {"branch": "demo-01", "criterion": "A-04", "points": 2, "reason": "复查", "authority": "党委",
              "on": "2025-01-10"}  # fmt: skip
    file = folder / f"review.{form}"
    file.write_text(ROWS if form == "csv" else json.dumps({"adjustments": [stated]}), encoding="utf-8")
    said = starcheck("batch", folder, "-o", tmp_path / "out", "--adjustments", file, "--lang", "en")
    assert (said.code, said.err) == (
        1, f"{file}: This file is among the ledgers that are read. Put the adjustments somewhere else.\n"
    )  # fmt: skip
    moved = file.rename(tmp_path / file.name)
    assert starcheck("batch", folder, "-o", tmp_path / "out", "--adjustments", moved).code in {0, 3}
    found = pl.read_parquet(tmp_path / "out" / "adjustments.parquet")
    assert ("demo-01", "A-04", "2") in found.select("branch", "criterion", "value").rows()
