from __future__ import annotations

import hashlib
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest

from starcheck import assess, load_ledger, load_ruleset, parse_period
from starcheck.ledger import open_ledgers
from starcheck.ledger.tables import united
from starcheck.ledger.writing import contents_of, write_ledger
from starcheck.model import Assessment
from starcheck.rules.library import find

from .conftest import ROOT, Command

FIVE_STAR = load_ruleset(find("five-star@2024"))
YEAR = parse_period("2024")
ALL = ("five-star", "near-miss", "small-branch", "veto")
"""Samples of different branches, all kept up to the end of the year."""
KILLS = {"quick": 3, "ci": 20, "nightly": 60}[os.environ.get("STARCHECK_TESTS", "ci")]
ROUNDS = {"quick": 3, "ci": 5, "nightly": 40}[os.environ.get("STARCHECK_TESTS", "ci")]
FILES = [
    "digests.parquet", "findings.parquet", "gaps.parquet", "results.csv", "results.parquet", "results.xlsx",
    "summary.json", "units.csv", "units.parquet",
]  # fmt: skip


def paths(samples: Path, *names: str) -> list[Path]:
    return [samples / f"{name}.yaml" for name in names or ALL]


def summary_of(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    return found


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def is_whole(folder: Path) -> bool:
    """Whether a folder holds what its summary says, and nothing else."""
    files = summary_of(folder)["files"]
    held = {name: hashlib.sha256(content).hexdigest() for name, content in contents(folder).items()}
    return {name: file["sha256"] for name, file in files.items()} == {
        name: digest for name, digest in held.items() if name != "summary.json"
    }


def shown(assessment: Assessment) -> dict[str, Any]:
    assert assessment.score is not None
    points = {"score": assessment.score} | {section.id: section.points for section in assessment.sections}
    return {
        "branch": assessment.provenance.branch_id,
        "name": assessment.provenance.branch_name,
        "level_low": str(assessment.level.low),
        "level_high": str(assessment.level.high),
        **{f"{name}_low": ends.low for name, ends in points.items()},
        **{f"{name}_high": ends.high for name, ends in points.items()},
    }


def copied(sample: Path, target: Path, branch: str) -> Path:
    text = sample.read_text(encoding="utf-8")
    (own,) = (line for line in text.splitlines() if line.startswith("  id: "))
    target.write_text(text.replace(own, f"  id: {json.dumps(branch)}"), encoding="utf-8")
    return target


@pytest.mark.parametrize("names", [ALL, ("half-year",)], ids=["year", "half-year"])
def test_every_branch_has_the_result_that_a_check_gives_it(
    names: Sequence[str], starcheck: Command, samples: Path, tmp_path: Path
) -> None:
    assert starcheck("batch", *paths(samples, *names), "-o", tmp_path / "out").code == 0
    assert YEAR is not None
    ledgers = [load_ledger(path, FIVE_STAR.ruleset) for path in paths(samples, *names)]
    days = [ledger.heading.day(YEAR, date(2030, 1, 1)) for ledger in ledgers]
    each = [assess(FIVE_STAR, ledger, period=YEAR, as_of=day) for ledger, day in zip(ledgers, days, strict=True)]
    expected = sorted(map(shown, each), key=lambda row: str(row["branch"]))
    rows = pl.read_parquet(tmp_path / "out" / "results.parquet").rows(named=True)
    assert [{name: row[name] for name in expected[0]} for row in rows] == expected


def test_the_summary_counts_levels_and_scores(starcheck: Command, samples: Path, tmp_path: Path) -> None:
    said = starcheck("batch", *paths(samples), "-o", tmp_path / "out", "--lang", "en")
    assert said.out.splitlines()[4:15] == [
        "Level        Certain  Possible besides",
        "-----------  -------  ----------------",
        "Five stars         1                 1",
        "Four stars                           2",
        "Three stars                          1",
        "Two stars",
        "One star",
        "no star            1",
        "",
        "Points     Mean  Least    25%  Median    75%  Greatest",
        "--------  -----  -----  -----  ------  -----  --------",
    ]
    found = summary_of(tmp_path / "out")
    assert found["state"] == "provisional"
    assert found["ruleset"] == {"id": "five-star", "edition": "2024", "digest": FIVE_STAR.digest}
    assert found["data"]["branches"] == 4
    rows = pl.read_parquet(tmp_path / "out" / "results.parquet")
    assert Decimal(found["scores"]["low"]["mean"]) == sum(rows["score_low"].to_list()) / 4
    assert found["files"]["results.csv"]["rows"] == 4
    assert is_whole(tmp_path / "out")


def test_the_summary_says_what_cost_most(starcheck: Command, samples: Path, tmp_path: Path) -> None:
    said = starcheck("batch", *paths(samples), "-o", tmp_path / "out", "--lang", "en").out
    shown = said[said.index("What costs most") :].splitlines()[2:12]
    criteria = summary_of(tmp_path / "out")["criteria"]
    costliest = sorted(criteria, key=lambda each: (-Decimal(each["lost"]), -Decimal(each["open"])))[:10]
    assert [line.split()[0] for line in shown] == [each["criterion"] for each in costliest]
    assert [int(line.split()[-3]) for line in shown] == [each["losing"] for each in costliest]
    assert all(sum(each["outcomes"].values()) == 4 for each in criteria)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_bad_ledger_is_told_and_does_not_stop_the_others(
    lang: str, starcheck: Command, samples: Path, tmp_path: Path
) -> None:
    alone = starcheck("batch", *paths(samples), "-o", tmp_path / "alone")
    bad = tmp_path / "bad.yaml"
    bad.write_text("period: 2024\nbranch: {id: x}\ntables: {meeting: []}\n", encoding="utf-8")
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK nothing")
    missing = tmp_path / "missing.yaml"
    said = starcheck("batch", *paths(samples), bad, broken, missing, "-o", tmp_path / "out", "--lang", lang)
    assert (alone.code, said.code) == (0, 3)
    words = "".join(said.out.split())  # a long path is broken between lines
    assert all(path.name in words for path in (bad, broken, missing))
    left_out = summary_of(tmp_path / "out")["left_out"]
    assert left_out["ledgers"] == 3
    assert left_out["sources"] == sorted(map(str, (bad, broken, missing)))
    assert left_out["problems"] == len(left_out["listed"])
    assert left_out["branches"] is None
    one, other = (pl.read_parquet(tmp_path / name / "results.parquet") for name in ("out", "alone"))
    assert one.drop("rank_worst").equals(other.drop("rank_worst"))
    assert one["rank_worst"].to_list() == [None] * len(ALL)


def test_as_many_branches_as_were_left_out_may_stand_before_the_others(
    starcheck: Command, samples: Path, tmp_path: Path
) -> None:
    bad = copied(samples / "veto.yaml", tmp_path / "bad.yaml", "bad")
    bad.write_text(bad.read_text(encoding="utf-8").replace("period: 2024", "period: 2O24"), encoding="utf-8")
    twice = [copied(samples / "veto.yaml", tmp_path / f"{name}.yaml", "twice") for name in ("a", "b")]
    for lang, told in (("en", "Branches in them: 3 at most."), ("zh", "其中最多有 3 个支部")):
        said = starcheck("batch", *paths(samples), bad, *twice, "-o", tmp_path / "out", "--lang", lang)
        assert told in said.out
    assert summary_of(tmp_path / "out")["left_out"]["branches"] == 3
    starcheck("batch", *paths(samples), "-o", tmp_path / "alone")
    one, other = (pl.read_parquet(tmp_path / name / "results.parquet") for name in ("out", "alone"))
    assert (one["rank_worst"] - other["rank_worst"]).to_list() == [3] * len(ALL)
    assert one["rank_best"].equals(other["rank_best"])


@pytest.fixture
def district(tmp_path: Path, samples: Path) -> Path:
    """Tables of fourteen branches; a date of each but the last two cannot be read."""
    folder = tmp_path / "district"
    reading = open_ledgers(str(samples / "veto.yaml")).read(FIVE_STAR.ruleset)
    parts = [(f"b{number:02}", reading.tables) for number in range(14)]
    held = contents_of(united(parts, FIVE_STAR.ruleset.tables), reading.heading, FIVE_STAR.ruleset)
    write_ledger(held, FIVE_STAR.ruleset, folder, "zh", kind="parquet")
    meetings = pl.read_parquet(folder / "meetings.parquet").with_columns(pl.col("held_on").cast(pl.String))
    is_wrong = pl.int_range(pl.len()).over("branch").eq(0) & (pl.col("branch") < "b12")
    spoiled = meetings.with_columns(held_on=pl.when(is_wrong).then(pl.lit("some day")).otherwise("held_on"))
    spoiled.write_parquet(folder / "meetings.parquet")
    return folder


def test_branches_left_out_of_a_ledger_are_counted_and_named(
    district: Path, starcheck: Command, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("branch: {id: x}\ntables: {meeting: []}\n", encoding="utf-8")
    words = {
        "en": ("Branches left out: 12, with problems: 12. Branches in all: 12 at most.", "b09 and 2 more."),
        "zh": ("有 12 个支部未计入，共有 12 个问题。合计最多 12 个支部", "b09，以及另外 2 个。"),
    }
    for lang, told in words.items():
        said = starcheck("batch", district, "-o", tmp_path / "out", "--lang", lang)
        assert said.code == 3
        shown = "".join(said.out.split())
        assert [each for each in told if "".join(each.split()) not in shown] == []
    left_out = summary_of(tmp_path / "out")["left_out"]
    assert (left_out["ledgers"], left_out["branches"], left_out["sources"]) == (0, 12, [])
    assert left_out["named"] == [f"b{number:02}" for number in range(12)]
    assert pl.read_parquet(tmp_path / "out" / "results.parquet")["rank_worst"].to_list() == [13, 13]
    said = starcheck("batch", district, bad, "-o", tmp_path / "out", "--lang", "en")
    assert "Ledgers left out: 1, branches of others: 12, with problems: 13." in " ".join(said.out.split())
    assert summary_of(tmp_path / "out")["left_out"]["branches"] == 13


def test_strict_stops_at_a_bad_branch(district: Path, starcheck: Command, tmp_path: Path) -> None:
    said = starcheck("batch", district, "-o", tmp_path / "out", "--strict", "--lang", "en")
    assert (said.code, said.out) == (1, "")
    assert said.err.count("not “some day”") == 12
    assert not (tmp_path / "out").exists()


def drop(name: str, column: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        pl.read_parquet(folder / f"{name}.parquet").drop(column).write_parquet(folder / f"{name}.parquet")

    return change


def rename(name: str, branch: str | None) -> Callable[[Path], None]:
    """Let the records of a branch name another one, or none."""

    def change(folder: Path) -> None:
        own = pl.when(pl.col("branch") != "b03").then("branch").otherwise(pl.lit(branch))
        pl.read_parquet(folder / f"{name}.parquet").with_columns(own.alias("branch")).write_parquet(
            folder / f"{name}.parquet"
        )

    return change


def empty(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()


def other_edition(folder: Path) -> None:
    heading = pl.read_parquet(folder / "ledger.parquet")
    pl.concat([heading, heading.with_columns(ruleset=pl.lit("five-star@2020"))]).write_parquet(
        folder / "ledger.parquet"
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (empty, "There is no ledger in this folder"),
        (drop("meetings", "branch"), "There is no column “Branch id”, and “支部概况” has 14 branches."),
        (drop("branch", "branch"), "There is no column “Branch id”."),
        (rename("meetings", "b3"), "“b3” is not in “支部概况”."),
        (rename("meetings", None), "“Branch id” is missing."),
        (rename("branch", "b3"), "“b03” is not in “支部概况”."),
        (rename("branch", None), "“Branch id” is missing."),
        (other_edition, "“Rule set” is five-star@2020 here, but five-star in row 1"),
    ],
)
def test_what_is_wrong_with_all_stops_the_run_and_leaves_the_earlier_results(
    change: Callable[[Path], None], told: str, district: Path, starcheck: Command, samples: Path, tmp_path: Path
) -> None:
    starcheck("batch", *paths(samples, "veto"), "-o", tmp_path / "out")
    before = contents(tmp_path / "out")
    change(district)
    said = starcheck("batch", district, "-o", tmp_path / "out", "--lang", "en")
    assert (said.code, said.out) == (1, "")
    assert told in said.err
    assert contents(tmp_path / "out") == before


def test_a_branch_without_records_is_judged(district: Path, starcheck: Command, tmp_path: Path) -> None:
    for file in district.iterdir():
        if file.stem not in {"branch", "ledger", "starcheck"}:
            pl.read_parquet(file).filter(pl.col("branch") != "b00").write_parquet(file)
    starcheck("batch", district, "-o", tmp_path / "out")
    assert pl.read_parquet(tmp_path / "out" / "results.parquet")["branch"].to_list() == ["b00", "b12", "b13"]


def test_only_the_first_problems_are_listed_and_all_are_counted(
    starcheck: Command, samples: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "ledgers"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number:02}.yaml").write_text("branch: {}\n", encoding="utf-8")
    copied(samples / "veto.yaml", folder / "good.yaml", "good")
    said = starcheck("batch", folder, "-o", tmp_path / "out", "--lang", "en")
    left_out = summary_of(tmp_path / "out")["left_out"]
    assert (left_out["ledgers"], left_out["problems"], len(left_out["listed"])) == (30, 30, 20)
    assert "Ledgers left out: 30, with problems: 30." in said.out
    assert "“starcheck ledger validate” lists the others." in said.out


def test_strict_stops_at_a_bad_ledger_and_leaves_what_was_there(
    starcheck: Command, samples: Path, tmp_path: Path
) -> None:
    starcheck("batch", *paths(samples), "-o", tmp_path / "out")
    before = contents(tmp_path / "out")
    said = starcheck("batch", *paths(samples, "veto"), tmp_path / "no.yaml", "-o", tmp_path / "out", "--strict")
    assert (said.code, said.out) == (1, "")
    assert str(tmp_path / "no.yaml") in said.err
    assert contents(tmp_path / "out") == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


def test_a_branch_in_two_ledgers_is_refused_in_both(starcheck: Command, samples: Path, tmp_path: Path) -> None:
    first = copied(samples / "veto.yaml", tmp_path / "1.yaml", "b-1")
    second = tmp_path / "2.xlsx"
    reading = open_ledgers(str(samples / "veto.yaml")).read(FIVE_STAR.ruleset)
    contents_ = contents_of(reading.tables.called("b-1"), reading.heading, FIVE_STAR.ruleset)
    write_ledger(contents_, FIVE_STAR.ruleset, second, "zh")
    said = starcheck("batch", first, second, *paths(samples), "-o", tmp_path / "out", "--lang", "en")
    assert said.code == 3
    assert [problem["message"] for problem in summary_of(tmp_path / "out")["left_out"]["listed"]] == [
        f"“b-1” stands in another ledger too: {second}:支部概况!A2.",
        f"“b-1” stands in another ledger too: {first}:6:7.",
    ]
    assert pl.read_parquet(tmp_path / "out" / "results.parquet").height == len(ALL)


@pytest.mark.parametrize(
    ("line", "other", "told"),
    [
        ("period: 2024", "period: 2024Q1", "“period” is 2024 here, but 2024Q1 in"),
        ("ruleset: five-star", "ruleset: five-star@2025", "“ruleset” is five-star here, but five-star@2025 in"),
    ],
)
def test_ledgers_for_different_periods_or_editions_stop_everything(
    line: str, other: str, told: str, starcheck: Command, samples: Path, tmp_path: Path
) -> None:
    text = copied(samples / "veto.yaml", tmp_path / "a.yaml", "b-1").read_text(encoding="utf-8")
    (tmp_path / "a.yaml").write_text(text.replace(line, other), encoding="utf-8")
    copied(samples / "veto.yaml", tmp_path / "b.yaml", "b-2")
    said = starcheck("batch", tmp_path / "a.yaml", tmp_path / "b.yaml", "-o", tmp_path / "out", "--lang", "en")
    assert said.code == 1
    assert told in said.err
    assert not (tmp_path / "out").exists()


def test_nothing_is_written_if_no_ledger_can_be_used(starcheck: Command, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.yaml").write_text("period: 2024\nbranch: {}\n", encoding="utf-8")
    for name in ("empty", "a.yaml"):
        said = starcheck("batch", tmp_path / name, "-o", tmp_path / "out")
        assert said.code == 1
        assert str(tmp_path / name) in said.err
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.yaml", "empty"]


def test_ledgers_kept_up_to_different_days_are_remarked_on(starcheck: Command, samples: Path, tmp_path: Path) -> None:
    half = copied(samples / "half-year.yaml", tmp_path / "half.yaml", "half")
    told = starcheck("batch", half, *paths(samples), "-o", tmp_path / "out", "--lang", "en")
    chosen = starcheck("batch", half, *paths(samples), "-o", tmp_path / "out", "--as-of", "2024-06-30")
    assert "all are looked at as of 2024-12-31. Choose the day with --as-of." in told.err
    assert (told.code, chosen.code, chosen.err) == (0, 0, "")
    assert summary_of(tmp_path / "out")["as_of"] == "2024-06-30"


def test_quiet_prints_nothing(starcheck: Command, samples: Path, tmp_path: Path) -> None:
    said = starcheck("batch", *paths(samples), "-o", tmp_path / "out", "--quiet")
    assert (said.code, said.out, said.err) == (0, "", "")
    assert sorted(contents(tmp_path / "out")) == FILES


def test_a_text_file_opens_in_a_spreadsheet_and_computes_nothing(
    starcheck: Command, samples: Path, tmp_path: Path
) -> None:
    formula = copied(samples / "veto.yaml", tmp_path / "a.yaml", "=1+1")
    starcheck("batch", formula, "-o", tmp_path / "out")
    content = (tmp_path / "out" / "results.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfbranch,name,in_group,")
    assert content.splitlines()[1].startswith(b"'=1+1,")
    assert b",V-01,," in content.splitlines()[1]
    assert pl.read_parquet(tmp_path / "out" / "results.parquet")["branch"].to_list() == ["=1+1"]


@pytest.fixture
def workbook(samples: Path, tmp_path: Path) -> Path:
    """All samples in one workbook."""
    ledgers = open_ledgers(*map(str, paths(samples)))
    reading = ledgers.read(FIVE_STAR.ruleset)
    target = tmp_path / "all.xlsx"
    write_ledger(contents_of(reading.tables, reading.heading, FIVE_STAR.ruleset), FIVE_STAR.ruleset, target, "zh")
    return target


def test_branches_in_one_ledger_or_in_many_give_the_same_results(
    workbook: Path, starcheck: Command, samples: Path, tmp_path: Path
) -> None:
    for name, data in (("one", [workbook]), ("many", paths(samples))):
        assert starcheck("batch", *data, "-o", tmp_path / name).code == 0
    one, many = tmp_path / "one", tmp_path / "many"
    assert summary_of(one)["data"]["digest"] == summary_of(many)["data"]["digest"]
    for name in ("results.csv", "results.parquet"):
        assert contents(one)[name] == contents(many)[name]


def run_apart(
    *arguments: object, threads: int = 2, preexec: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "starcheck", *map(str, arguments)]
    environment = {**os.environ, "POLARS_MAX_THREADS": str(threads), "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(  # noqa: S603 - our own command
        command, env=environment, capture_output=True, text=True, check=False, preexec_fn=preexec
    )


def test_the_bytes_depend_on_no_order_and_no_threads(samples: Path, tmp_path: Path) -> None:
    forward, backward = tmp_path / "1", tmp_path / "2"
    bad = tmp_path / "bad.yaml"
    bad.write_text("period: 2024\nbranch: {}\n", encoding="utf-8")
    for order, step, threads in ((forward, 1, 1), (backward, -1, 2)):
        reading = open_ledgers(*map(str, paths(samples))).read(FIVE_STAR.ruleset)
        written = contents_of(reading.tables, reading.heading, FIVE_STAR.ruleset)
        write_ledger(written, FIVE_STAR.ruleset, order, "zh", kind="csv")
        for file in order.glob("*.csv"):
            head, *rows = file.read_text(encoding="utf-8").splitlines(keepends=True)
            file.write_text("".join([head, *rows[::step]]), encoding="utf-8")
        moved = order.rename(tmp_path / "ledgers")
        data = [moved, bad, copied(samples / "half-year.yaml", tmp_path / "half.yaml", "a")][::step]
        done = run_apart("batch", *data, "-o", tmp_path / f"out{threads}", threads=threads)
        assert done.returncode == 3, done.stderr
        moved.rename(order)
    assert contents(tmp_path / "out1") == contents(tmp_path / "out2")


def refused(starcheck: Command, samples: Path, output: Path) -> str:
    said = starcheck("batch", *paths(samples), "-o", output, "--lang", "en")
    assert (said.code, said.out) == (1, "")
    return said.err.strip()


def test_a_file_is_not_replaced(starcheck: Command, samples: Path, tmp_path: Path) -> None:
    file = tmp_path / "out"
    file.write_text("mine", encoding="utf-8")
    assert refused(starcheck, samples, file) == (
        f"{file}: This is a file, not a folder. Choose another name; it was not touched."
    )
    assert file.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("before", ["nothing", "results", "another summary"])
def test_a_folder_with_files_of_others_is_not_replaced(
    before: str, starcheck: Command, samples: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    if before == "results":
        starcheck("batch", *paths(samples), "-o", out)
    out.mkdir(exist_ok=True)
    if before == "another summary":
        (out / "summary.json").write_text('{"files": {"notes.txt": {}}}', encoding="utf-8")
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    held = contents(out)
    others = "notes.txt, summary.json" if before == "another summary" else "notes.txt"
    assert refused(starcheck, samples, out) == (
        f"{out}: The folder holds files that are no results: {others}. "
        "Choose another folder, or an empty one; nothing in it was touched."
    )
    assert contents(out) == held


def test_an_empty_folder_and_earlier_results_make_way(starcheck: Command, samples: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for names in (ALL, ("veto",)):
        assert starcheck("batch", *paths(samples, *names), "-o", out).code == 0
        assert summary_of(out)["data"]["branches"] == len(names)
        assert is_whole(out)
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


def test_a_place_that_does_not_exist_is_named(starcheck: Command, samples: Path, tmp_path: Path) -> None:
    out = tmp_path / "no" / "out"
    assert refused(starcheck, samples, out) == f"{out}: The folder cannot be written: its folder does not exist."


@pytest.mark.skipif(os.geteuid() == 0, reason="whoever may do everything may write everywhere")
def test_a_place_without_permission_is_named(starcheck: Command, samples: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        out = tmp_path / "out"
        assert refused(starcheck, samples, out) == f"{out}: The folder cannot be written: no permission."
    finally:
        tmp_path.chmod(0o700)


def test_results_never_lie_among_the_ledgers(starcheck: Command, samples: Path, tmp_path: Path) -> None:
    copied(samples / "veto.yaml", tmp_path / "a.yaml", "b-1")
    said = starcheck("batch", tmp_path, "-o", tmp_path / "out", "--lang", "en")
    assert said.code == 1
    assert said.err.strip() == (
        f"{tmp_path / 'out'}: The results would lie in {tmp_path}, among what is read. Choose a folder beside it."
    )


def test_earlier_results_among_the_ledgers_are_left_aside_with_a_word(
    starcheck: Command, samples: Path, tmp_path: Path
) -> None:
    east, results = tmp_path / "ledgers" / "east", tmp_path / "ledgers" / "results"
    east.mkdir(parents=True)
    copied(samples / "veto.yaml", east / "a.yaml", "b-1")
    starcheck("batch", east, "-o", results)
    for named in (tmp_path / "ledgers", f"{tmp_path}/ledgers/*", f"{tmp_path}/ledgers/*/*.*"):
        said = starcheck("batch", named, "-o", tmp_path / "out", "--lang", "en", "--quiet")
        word = "This folder was not read: it holds results of starcheck, not ledgers."
        assert said.code == 0
        assert said.err.count(f"{results}: {word}") == 1
        assert summary_of(tmp_path / "out")["left_out"]["ledgers"] == 0
    itself = starcheck("batch", results, "-o", tmp_path / "out", "--lang", "en")
    assert itself.code == 1
    assert itself.err.strip() == (
        f"{results}: These are results of starcheck, not ledgers. Name the folder of the ledgers."
    )


@pytest.mark.parametrize(
    ("most", "reason"),
    [(8_000, "the file would be too large"), (2_000, "the system broke off within a file; perhaps the disk is full")],
    ids=["in the rows", "in what follows the rows"],
)
def test_a_full_disk_leaves_the_earlier_results(most: int, reason: str, samples: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run_apart("batch", *paths(samples), "-o", out).returncode == 0
    before = contents(out)

    def small_files_only() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    done = run_apart("batch", *paths(samples, "veto"), "-o", out, "--lang", "en", preexec=small_files_only)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip() == f"{out}: The folder cannot be written: {reason}."
    assert contents(out) == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


WRITER = """
import hashlib, json, sys
from itertools import count
from pathlib import Path
from starcheck.cli.folder import whole_folder

for number in count():
    with whole_folder(Path(sys.argv[1])) as part:
        content = str(number).encode() * 10_000
        files = {name: {"sha256": hashlib.sha256(content).hexdigest()} for name in ("results.csv", "results.parquet")}
        for name in files:
            part.write(name, lambda path: path.write_bytes(content))
        summary = json.dumps({"schema": "starcheck/batch/1", "files": files})
        part.write("summary.json", lambda path: path.write_text(summary))
    print(number, flush=True)
"""
"""Writes results over earlier results until somebody stops it."""


@pytest.mark.parametrize("rounds", range(1, ROUNDS + 1))
def test_whoever_is_killed_leaves_the_earlier_results_or_the_new_ones(rounds: int, tmp_path: Path) -> None:
    out = tmp_path / "out"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", WRITER, str(out)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as writer:  # noqa: S603 - our own
        assert writer.stdout is not None
        for _ in range(3 * rounds):
            writer.stdout.readline()
        writer.send_signal(signal.SIGKILL)
    assert is_whole(out)
    assert sorted(contents(out)) == ["results.csv", "results.parquet", "summary.json"]


def test_a_command_that_is_killed_at_any_moment_leaves_the_earlier_results_or_the_new_ones(
    samples: Path, tmp_path: Path
) -> None:
    out, moments = tmp_path / "out", Random(20)  # noqa: S311 - no secret
    run_apart("batch", *paths(samples), "-o", tmp_path / "new")
    run_apart("batch", *paths(samples, "veto"), "-o", out)
    before, after = contents(out), contents(tmp_path / "new")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "starcheck", "batch", *map(str, paths(samples)), "-o", str(out)]
    killed = 0
    while killed < KILLS:
        with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as started:  # noqa: S603 - our own
            with suppress(subprocess.TimeoutExpired):
                started.wait(moments.uniform(0.5, 2.5))
            started.send_signal(signal.SIGKILL)
        killed += started.returncode == -signal.SIGKILL
        assert contents(out) in (before, after)
        if contents(out) == after:
            run_apart("batch", *paths(samples, "veto"), "-o", out)
    assert run_apart("batch", *paths(samples), "-o", out).returncode == 0
    assert contents(out) == after


QUOTAS = """
ruleset: places
edition: "1"
title: 名额
effective_from: 2024-01-01
points: 100
tables:
  branch: {label: 支部概况, fields: {kind: {type: choice, label: 类型, choices: [机关, 生产], required: true}}}
sections:
  - {id: A, title: 工作, points: 100, criteria: [{id: A-01, title: 日常, points: 100, score: {judged: [0, 100]}}]}
levels:
  - id: 5
    title: {zh: 五星级, en: Five stars}
    at_least: 90
    quota: {at_most: 50%, of: rated, per: kind, round: down, ties: all_out, moved_down: use_next, wins: quota}
  - {id: 4, title: {zh: 四星级, en: Four stars}, at_least: 80}
"""


def test_the_words_below_the_quotas_say_how_places_are_counted_and_what_equals_get(
    starcheck: Command, tmp_path: Path
) -> None:
    (tmp_path / "rules.yaml").write_text(QUOTAS, encoding="utf-8")
    ledgers = [tmp_path / f"{number}.yaml" for number in range(1, 4)]
    for path in ledgers:
        path.write_text(
            f"period: 2024\nbranch: {{id: b{path.stem}, kind: 机关}}\nmarks: {{A-01: {{points: 98}}}}\n", "utf-8"
        )
    said = starcheck("batch", *ledgers, "--rules", tmp_path / "rules.yaml", "-o", tmp_path / "out", "--lang", "zh")
    words = "".join(said.out.split())
    assert (
        "五星级：名额：不超过参评支部的50%（按“类型”分组计算）。名额的小数部分舍去。并列而名额不够时，并列的都不评。"
        in words
    )
    assert "b1：五星级没有名额：名额1个，3个支部同分并列，名额不够，并列的都不评。" in words


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", "b3: no room at Five stars: places 1, own place 3. Then: Four stars."),
        ("zh", "b3：五星级没有名额：名额 1 个，本支部排第 3。名额分配后：四星级。"),
    ],
)
def test_whom_a_quota_moves_is_told_which_and_why(lang: str, told: str, starcheck: Command, tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(QUOTAS, encoding="utf-8")
    for number in range(1, 4):
        ledger = f"period: 2024\nbranch: {{id: b{number}, kind: 机关}}\nmarks: {{A-01: {{points: {99 - number}}}}}\n"
        (tmp_path / f"{number}.yaml").write_text(ledger, encoding="utf-8")
    ledgers = [tmp_path / f"{number}.yaml" for number in range(1, 4)]
    said = starcheck("batch", *ledgers, "--rules", tmp_path / "rules.yaml", "-o", tmp_path / "out", "--lang", lang)
    assert told in [line.strip() for line in said.out.splitlines()]
    (quota,) = summary_of(tmp_path / "out")["quotas"]
    assert (quota["level"], quota["kind"], quota["group"]) == ("5", "at_most", "机关")
    assert (quota["places"], quota["certain"], quota["possible"]) == ({"least": 1, "most": 1}, 2, 0)
    rows = pl.read_parquet(tmp_path / "out" / "results.parquet")
    assert rows.select("no_place", "group_5", "room_5_least", "place_5_best").row(2) == (["5"], "机关", 1, 3)
