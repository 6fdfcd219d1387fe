from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import polars as pl
import pytest

from tests.cli.conftest import Command, chinese_in
from tests.insight.comparison.folders import adjusted, adjustment, finding, folder, found, frame, result


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders of results between which much changed."""
    old_rows = [result("a", "1", "1"), result("b", "9.5", "2", rank_worst=2), result("c"), result("=d", "4")]
    new_rows = [result("a", "2", "2"), result("b", "9", "2", vetoes=["V-1"]), result("=d", "4"), result("e", "3", "1")]
    old_found = [finding("a", "A-1", "1"), finding("b", "A-1", "5"), finding("b", "B-1", "4.5")]
    new_found = [finding("a", "A-1", "2"), finding("b", "A-1", "5"), finding("b", "B-1", "4", "4.5")]
    facts = {"ledgers": 4, "branches": 4, "digest": "e" * 64}
    old = folder(tmp_path / "old", frame(old_rows), found(old_found))
    return old, folder(tmp_path / "new", frame(new_rows), found(new_found), data=facts)


def test_the_answer_comes_first_then_the_biggest(two: tuple[Path, Path], starcheck: Command) -> None:
    said = starcheck("compare", *two, "--lang", "en")
    assert (said.code, said.err) == (0, "")
    _, told = said.out.split("Branches: ", maxsplit=1)
    assert told.splitlines() == [
        "in both 3, only now 1, no longer 1.",
        "Levels: up 1, stays 2.",
        "Points: more 1, less 1, one end up and the other down 0.",
        "Other ranks: 1.",
        "",
        "What they rest on differs:",
        "  digest of the facts: d → eeeeeeeeeeee",
        "The same: state provisional, rule set own@1, digest of the rule set r, period",
        "2024, as of 2024-12-31, version of starcheck 1, ledgers left out 0.",
        "",
        "Criterion  Because of  Branches  More  Less  Points moved",
        "---------  ----------  --------  ----  ----  ------------",
        "A-1        the facts          1     1                   1",
        "B-1        the facts          1           1           0.5",
        "",
        "c 第c支部: no longer there",
        "  Level: no star",
        "  Total: 0",
        "  Rank: 1",
        "",
        "e 第e支部: only now there",
        "  Level: level 1",
        "  Total: 3",
        "  Rank: 1",
        "",
        "a 第a支部: level 1 → level 2 (up)",
        "  Total: 1 → 2",
        "  A-1: 1 → 2, because of the facts",
        "",
        "b 第b支部: level 2 (stays)",
        "  Total: 9.5 → 9",
        "  Rank: 1 to 2 → 1",
        "  Vetoes: – → V-1",
        "  B-1: 4.5 → 4 to 4.5, because of the facts",
    ]


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "a 第a支部: level 3 → level 2 (down), because of quotas"),
        ("zh", "a 第a支部：level 3 → level 2（下降），原因：名额"),
    ],
)
def test_a_level_that_a_quota_moves_names_it(lang: str, told: str, starcheck: Command, tmp_path: Path) -> None:
    rows = frame([result("a", "1", "3")])
    after = rows.with_columns(level_after_low=pl.lit("2"), level_after_high=pl.lit("2"))
    old, new = folder(tmp_path / "old", rows), folder(tmp_path / "new", after)
    assert told in starcheck("compare", old, new, "--lang", lang).out.splitlines()
    (listed,) = json.loads(starcheck("compare", old, new, "--format", "json").out)["listed"]
    assert listed["by_quota"] is True


@pytest.mark.parametrize(("branches", "told"), [(3, "– → 3"), (None, "– → not known")])
def test_branches_left_out_are_told(branches: int | None, told: str, starcheck: Command, tmp_path: Path) -> None:
    rows = frame([result("a", "1", "1")])
    old = folder(tmp_path / "old", rows)
    new = folder(tmp_path / "new", rows, left_out={"ledgers": 0, "branches": branches})
    said = starcheck("compare", old, new, "--lang", "en")
    assert f"  branches left out at most: {told}" in said.out.splitlines()


def test_who_adjusted_points_is_told(starcheck: Command, tmp_path: Path) -> None:
    rows = frame([result("a")])
    old = folder(tmp_path / "old", rows, found([finding("a", "A-1", "1"), finding("a", "A-2", "2")]))
    new = folder(
        tmp_path / "new",
        frame([result("a", "3")]),
        found([finding("a", "A-1", "3"), finding("a", "A-2", "1")]),
        adjustments=adjusted(adjustment("a", "A-1", "1", "佐证材料齐全"), adjustment("a", "A-2", "2", "补录不实")),
        review={"digest": "1"},
        criteria=[{"criterion": "A-01", "title": "会议"}, {"criterion": "A-2", "title": "培训"}],
    )
    assert starcheck("compare", old, new, "--lang", "en").out.splitlines()[-6:] == [
        "a 第a支部: no star (stays)",
        "  Total: 0 → 3",
        "  A-1: 1 → 3, because of an adjustment",
        "    adjusted: 组织科 2025-01-08 佐证材料齐全",
        "  A-2 培训: 2 → 1, because of an adjustment",
        "    adjusted: 组织科 2025-01-08 补录不实",
    ]
    back = starcheck("compare", new, old)
    assert "    不再调整：组织科 2025-01-08 补录不实" in back.out


def test_it_speaks_chinese(two: tuple[Path, Path], starcheck: Command) -> None:
    said = starcheck("compare", *two, "--most", "1")
    assert "支部：两次都有 3 个，新增 1 个，不再有 1 个。" in said.out
    assert "c 第c支部：不再有" in said.out
    assert said.out.endswith("另有 3 个支部；--most 可以多列，--format csv 列出全部。\n")
    assert set(chinese_in(starcheck("compare", *two, "--lang", "en").out)) <= {"第", "支部"}


def test_a_program_gets_the_same_as_json(two: tuple[Path, Path], starcheck: Command) -> None:
    document = json.loads(starcheck("compare", *two, "--format", "json", "--most", "3").out)
    assert document["schema"] == "starcheck/comparison/1"
    assert document["differs"] == ["facts"]
    assert document["branches"] == {"both": 3, "old": 1, "new": 1}
    assert document["levels"] == [
        {"direction": "stays", "certain": True, "branches": 2},
        {"direction": "up", "certain": True, "branches": 1},
    ]
    assert document["differing"] == 4
    assert [each["branch"] for each in document["listed"]] == ["c", "e", "a"]
    (criterion,) = document["listed"][2]["criteria"]
    assert criterion["old"]["points_low"] == "1.00"
    assert criterion["causes"] == ["facts"]
    assert document["criteria"][1]["new"] == {"points_low": "4.00", "points_high": "4.50"}


def test_a_spreadsheet_gets_all(two: tuple[Path, Path], starcheck: Command, tmp_path: Path) -> None:
    said = starcheck("compare", *two, "--format", "csv", "-o", tmp_path / "all.csv", "--most", "0")
    assert (said.code, said.out, said.err) == (0, "", "")
    content = (tmp_path / "all.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfbranch,name,in,criterion,")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [(row["branch"], row["criterion"], row["points_low_new"], row["causes"]) for row in rows] == [
        ("c", "", "", ""),
        ("e", "", "3.00", ""),
        ("a", "", "2.00", ""),
        ("a", "A-1", "2.00", "facts"),
        ("b", "", "9.00", ""),
        ("b", "B-1", "4.00", "facts"),
    ]


def test_facts_that_nobody_knows_are_not_said_to_be_the_same(starcheck: Command, tmp_path: Path) -> None:
    data = {"ledgers": 1, "branches": 1, "digest": None}
    old, new = (folder(tmp_path / name, frame([result("a")]), data=data) for name in ("old", "new"))
    said = starcheck("compare", old, new, "--lang", "en")
    assert "What they rest on differs:\n  digest of the facts: not known\n" in said.out


def test_a_branch_is_no_formula(starcheck: Command, tmp_path: Path) -> None:
    old, new = folder(tmp_path / "old", frame([])), folder(tmp_path / "new", frame([result("=d")]))
    assert starcheck("compare", old, new, "--format", "csv").out.splitlines()[1].startswith("'=d,")


def test_without_findings_it_says_which_folder_has_none(starcheck: Command, tmp_path: Path) -> None:
    rows = frame([result("a", "1")])
    old, new = folder(tmp_path / "old", rows), folder(tmp_path / "new", rows, found([]))
    said = starcheck("compare", old, new, "--lang", "en")
    assert "The results are the same, branch by branch." in said.out
    words = " ".join(said.out.split())
    assert "What moved by criterion is not known: there are no findings in" in words
    document = json.loads(starcheck("compare", old, new, "--format", "json").out)
    assert (document["equal"], document["criteria"]) == (True, None)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_folders_that_are_none_are_told_together(lang: str, starcheck: Command, tmp_path: Path) -> None:
    said = starcheck("compare", tmp_path / "a", tmp_path / "b", "--lang", lang)
    assert (said.code, said.out) == (1, "")
    assert [line.split(":")[0] for line in said.err.splitlines()] == [str(tmp_path / "a"), str(tmp_path / "b")]


def test_a_report_that_cannot_be_written_is_told(two: tuple[Path, Path], starcheck: Command, tmp_path: Path) -> None:
    target = tmp_path / "no" / "all.csv"
    said = starcheck("compare", *two, "--format", "csv", "-o", target, "--lang", "en")
    assert (said.code, said.err.strip()) == (1, f"{target}: The file cannot be written: its folder does not exist.")


@pytest.mark.parametrize("read", ["-1", "x", "1.5", "²"])
def test_a_number_that_is_none_is_a_wrong_command_line(read: str, two: tuple[Path, Path], starcheck: Command) -> None:
    said = starcheck("compare", *two, "--most", read)
    assert (said.code, said.out) == (2, "")
    assert f"--most：“{read}”不是个数。可以写：0、1、2、……。" in said.err


def test_only_what_a_branch_provided_moves_its_points(starcheck: Command, samples: Path, tmp_path: Path) -> None:
    day = ("--as-of", "2024-12-31", "--quiet")
    for name, other in (("old", "near-miss"), ("new", "half-year")):  # two ledgers of one branch
        starcheck("batch", samples / "veto.yaml", samples / f"{other}.yaml", "-o", tmp_path / name, *day)
    document = json.loads(starcheck("compare", tmp_path / "old", tmp_path / "new", "--format", "json").out)
    (branch,) = document["listed"]
    assert (branch["branch"], document["differs"]) == ("demo-02", ["facts"])
    assert len(branch["criteria"]) > 20
    assert {cause for row in branch["criteria"] for cause in row["causes"]} == {"facts"}


def test_what_reviewers_did_to_a_batch_is_told(starcheck: Command, samples: Path, tmp_path: Path) -> None:
    review = tmp_path / "review.yaml"
    row = "{branch: demo-02, criterion: A-04, points: 2, reason: 课件缺失, authority: 评审组, on: 2025-01-10}"
    review.write_text(f"adjustments:\n  - {row}\n", encoding="utf-8")
    data = ("batch", samples / "veto.yaml", samples / "near-miss.yaml", "--quiet")
    starcheck(*data, "-o", tmp_path / "old")
    starcheck(*data, "-o", tmp_path / "new", "--adjustments", review)
    document = json.loads(starcheck("compare", tmp_path / "old", tmp_path / "new", "--format", "json").out)
    assert document["differs"] == ["adjusted"]
    ((criterion,),) = (branch["criteria"] for branch in document["listed"])
    assert (criterion["criterion"], criterion["causes"]) == ("A-04", ["adjusted"])
    assert criterion["new"]["adjusted"] == ["评审组 2025-01-10 课件缺失"]


def test_a_summary_alone_can_be_compared(starcheck: Command, samples: Path, tmp_path: Path) -> None:
    for name, more in (("old", ()), ("new", ("--summary-only",))):
        starcheck("batch", samples / "veto.yaml", "-o", tmp_path / name, "--quiet", *more)
    document = json.loads(starcheck("compare", tmp_path / "old", tmp_path / "new", "--format", "json").out)
    assert (document["equal"], document["criteria"], document["differs"]) == (True, None, [])


@pytest.mark.parametrize("name", ["results.csv", "results.xlsx"])
@pytest.mark.parametrize("is_gone", [True, False])
def test_files_that_people_edit_have_to_be_whole(
    name: str, is_gone: bool, starcheck: Command, samples: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    starcheck("batch", samples / "veto.yaml", "-o", out, "--quiet")
    if is_gone:
        (out / name).unlink()
    else:
        (out / name).write_bytes((out / name).read_bytes() + b"x")
    said = starcheck("compare", out, out, "--lang", "en")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(f"{out / name}: The file is ")
