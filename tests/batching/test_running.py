from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from starcheck import load_ledger, load_ruleset, parse_period
from starcheck.batching import Done, Task, opened_stage, run
from starcheck.errors import InputError
from starcheck.insight.units import Units
from starcheck.ledger import open_ledgers
from starcheck.ledger.collected import legible
from starcheck.ledger.sheets import Book
from starcheck.ledger.tables import united
from starcheck.ledger.tabular.pieces import pieces
from starcheck.ledger.writing import contents_of, write_ledger
from starcheck.report.batch import files
from starcheck.rules.library import find
from starcheck.rules.load import Loaded

ROOT = Path(__file__).parents[2]
RULES = load_ruleset(find("five-star@2024"))
YEAR = parse_period("2024")
assert YEAR is not None
NAMES = ("five-star", "near-miss", "small-branch", "veto")
BRANCHES = 12
FILES = [
    "digests.parquet", "findings.parquet", "gaps.parquet", "results.csv", "results.parquet", "units.csv",
    "units.parquet",
]  # fmt: skip


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve branches like the samples, as Parquet in the order of their ids."""
    ledgers = [load_ledger(ROOT / "samples" / f"{name}.yaml", RULES.ruleset) for name in NAMES]
    parts = [(f"b{number:02}", ledgers[number % len(ledgers)].tables) for number in range(BRANCHES)]
    folder = tmp_path_factory.mktemp("stored") / "ledgers"
    tables = united(parts, RULES.ruleset.tables)
    write_ledger(contents_of(tables, ledgers[0].heading, RULES.ruleset), RULES.ruleset, folder, "zh", kind="parquet")
    return folder


def ignore(_: int, __: int) -> None:
    """Tell nobody how far it is."""


def task(at_once: int, rules: Loaded = RULES, *, summary_only: bool = False) -> Task:
    assert YEAR is not None
    return Task(rules, YEAR, YEAR.end, summary_only=summary_only, at_once=at_once)


def judged(
    source: Path,
    target: Path,
    wanted: Task,
    *,
    resume: bool = False,
    tell: Callable[[int, int], None] = ignore,
) -> dict[str, bytes]:
    """The files that come of judging everything in a folder."""
    target.mkdir(exist_ok=True)
    with opened_stage(target, wanted.key, resume=resume) as stage:
        done = run(legible(open_ledgers(str(source))), wanted, stage, tell)
        for file in files(done.result, Units.of(done.result.results, wanted.loaded.ruleset)):
            file.write(target / file.name)
    return {file.name: file.read_bytes() for file in sorted(target.iterdir())}


def book(source: Path) -> Book:
    (found,) = open_ledgers(str(source)).books
    return found


def changed(stored: Path, target: Path, change: Callable[[str, pl.DataFrame], pl.DataFrame]) -> Path:
    target.mkdir()
    for file in sorted(stored.iterdir()):
        change(file.stem, pl.read_parquet(file)).write_parquet(target / file.name)
    return target


def ids_of(piece: Book) -> dict[str, list[str]]:
    """The branches in each table of a piece, by the number of the column that names them."""
    found = {}
    for sheet in piece.sheets:
        if "支部编号" in sheet.head[0] or "branch" in sheet.head[0]:
            column = next(n for n, word in enumerate(sheet.head[0]) if word in {"支部编号", "branch"})
            found[sheet.name] = sheet.body(0).collect()[str(column)].unique().sort().to_list()
    return found


@pytest.mark.parametrize("at_once", [1, 5, 11])
def test_no_byte_depends_on_how_many_are_judged_at_a_time(at_once: int, stored: Path, tmp_path: Path) -> None:
    assert len(pieces(book(stored), RULES.ruleset, at_once)) == -(-BRANCHES // at_once)
    whole = judged(stored, tmp_path / "whole", task(BRANCHES))
    assert sorted(whole) == FILES
    assert judged(stored, tmp_path / "parts", task(at_once)) == whole


def test_what_a_partition_held_is_given_back_before_the_next(stored: Path, tmp_path: Path) -> None:
    held: list[int] = []

    def count(_: int, __: int) -> None:
        held.append(sum(isinstance(each, pl.LazyFrame) for each in gc.get_objects()))

    gc.collect()
    gc.disable()  # as in the command
    try:
        judged(stored, tmp_path / "out", task(5, summary_only=True), tell=count)
    finally:
        gc.enable()
    assert held[1:] == [held[1]] * 3


def test_a_piece_has_the_records_of_its_branches_alone(stored: Path) -> None:
    assert [sorted(set().union(*ids_of(piece).values())) for piece in pieces(book(stored), RULES.ruleset, 5)] == [
        [f"b{number:02}" for number in some] for some in (range(5), range(5, 10), range(10, 12))
    ]


def test_no_byte_depends_on_the_order_of_rows(stored: Path, tmp_path: Path) -> None:
    mixed = changed(stored, tmp_path / "mixed", lambda _, frame: frame.sample(fraction=1, shuffle=True, seed=7))
    assert len(pieces(book(mixed), RULES.ruleset, 5)) == 1
    whole = judged(stored, tmp_path / "whole", task(BRANCHES))
    assert judged(mixed, tmp_path / "mixed-out", task(5)) == whole


def test_ids_that_are_read_otherwise_than_they_are_written_lead_to_the_same(stored: Path, tmp_path: Path) -> None:
    def spaced(name: str, frame: pl.DataFrame) -> pl.DataFrame:
        if name != "branch":
            return frame
        return frame.with_columns(pl.col("branch").replace("b06", "\u3000b06")).sort("branch")

    written, wanted = changed(stored, tmp_path / "written", spaced), task(5, summary_only=True)
    whole = judged(stored, tmp_path / "whole", wanted)
    assert len(pieces(book(written), RULES.ruleset, 5)) == 3
    with pytest.raises(KeyboardInterrupt):
        judged(written, tmp_path / "out", wanted, tell=stop_after(2))
    assert judged(written, tmp_path / "out", wanted, resume=True) == whole


def test_no_byte_depends_on_the_number_of_threads(stored: Path, tmp_path: Path) -> None:
    found = []
    for threads in ("1", "2", "7"):
        target = tmp_path / threads
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "POLARS_MAX_THREADS": threads}
        command = [sys.executable, "-m", "starcheck", "batch", str(stored), "-o", str(target), "--as-of", "2024-12-31"]
        subprocess.run(command, env=environment, check=True, capture_output=True)  # noqa: S603 - our own
        found.append({file.name: file.read_bytes() for file in sorted(target.iterdir())})
    assert found[0] == found[1] == found[2]


def spoiled(stored: Path, target: Path, *spots: int) -> Path:
    """The same with meetings that more people attended than were expected."""

    def change(name: str, frame: pl.DataFrame) -> pl.DataFrame:
        if name != "meetings":
            return frame
        wrong = pl.int_range(pl.len()).is_in([spot % frame.height for spot in spots])
        return frame.with_columns(attended=pl.when(wrong).then(9_999).otherwise("attended"))

    return changed(stored, target, change)


def without(*branches: str) -> Callable[[str, pl.DataFrame], pl.DataFrame]:
    """What takes some branches out of every table."""

    def change(_: str, frame: pl.DataFrame) -> pl.DataFrame:
        return frame.filter(~pl.col("branch").is_in(branches)) if "branch" in frame.columns else frame

    return change


def done_with(source: Path, target: Path, wanted: Task, *, resume: bool = False, stop: int | None = None) -> Done:
    """What comes of a run, its findings in memory."""
    tell = ignore if stop is None else stop_after(stop)
    with opened_stage(target, wanted.key, resume=resume) as stage:
        done = run(legible(open_ledgers(str(source))), wanted, stage, tell)
        assert done.result.findings is not None
        return replace(done, result=replace(done.result, findings=done.result.findings.collect().lazy()))


@pytest.mark.parametrize("at_once", [1, 3, BRANCHES])
def test_what_is_wrong_with_a_branch_changes_nothing_for_the_others(at_once: int, stored: Path, tmp_path: Path) -> None:
    bad = ["b00", "b11"]
    others = changed(stored, tmp_path / "good", without(*bad))
    done = done_with(spoiled(stored, tmp_path / "bad", 3, -2), tmp_path / "out", task(at_once))
    expected = done_with(others, tmp_path / "expected", task(BRANCHES))
    (refused,) = done.refused
    assert refused.ids is not None
    assert (refused.branches, refused.is_whole, list(refused.ids)) == (2, False, bad)
    assert [str(problem.place).rpartition("/")[2].partition("!")[0] for problem in refused.problems] == [
        "meetings.parquet"
    ] * 2
    worse = expected.result.results.with_columns(pl.col("rank_worst") + len(bad))
    assert_frame_equal(done.result.results, worse)
    assert (done.digest, done.ledgers) == (expected.digest, 1)
    assert done.result.findings is not None
    assert expected.result.findings is not None
    assert_frame_equal(done.result.findings.collect(), expected.result.findings.collect())


def test_problems_of_branches_are_told_alike_in_pieces_and_as_a_whole(stored: Path, tmp_path: Path) -> None:
    bad = spoiled(stored, tmp_path / "bad", 3, -2)
    pieces, whole = (done_with(bad, tmp_path / f"{n}", task(n)).refused for n in (3, BRANCHES))
    assert pieces == whole


def test_what_was_wrong_before_a_run_broke_off_is_told_when_it_goes_on(stored: Path, tmp_path: Path) -> None:
    bad = spoiled(stored, tmp_path / "bad", 3, -2)
    with pytest.raises(KeyboardInterrupt):
        done_with(bad, tmp_path / "out", task(3), stop=2)
    again, whole = done_with(bad, tmp_path / "out", task(3), resume=True), done_with(bad, tmp_path / "new", task(3))
    assert again.refused == whole.refused
    assert_frame_equal(again.result.results, whole.result.results)


@pytest.mark.parametrize("at_once", [3, BRANCHES])
def test_all_branches_may_be_asked_for(at_once: int, stored: Path, tmp_path: Path) -> None:
    found = legible(open_ledgers(str(spoiled(stored, tmp_path / "bad", 3, -2))))
    wanted = task(at_once)
    with opened_stage(tmp_path / "out", wanted.key, resume=False) as stage, pytest.raises(InputError) as caught:
        run(found, wanted, stage, ignore, strict=True)
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize("at_once", [3, BRANCHES])
def test_records_of_unknown_branches_stop_everything(at_once: int, stored: Path, tmp_path: Path) -> None:
    def stray(name: str, frame: pl.DataFrame) -> pl.DataFrame:
        return frame.filter(pl.col("branch") != "b04") if name == "branch" else frame

    folder = changed(stored, tmp_path / "bad", stray)
    with pytest.raises(InputError, match="“b04” is not in “支部概况”"):
        done_with(folder, tmp_path / "out", task(at_once))
    assert [entry.name for entry in tmp_path.iterdir() if entry.name.startswith(".")] == []


@pytest.mark.parametrize("at_once", [3, BRANCHES])
def test_nothing_is_judged_if_no_branch_can_be_used(at_once: int, stored: Path, tmp_path: Path) -> None:
    def wrong(name: str, frame: pl.DataFrame) -> pl.DataFrame:
        return frame.with_columns(held_on=pl.lit("some day")) if name == "meetings" else frame

    with pytest.raises(InputError, match="some day"):
        done_with(changed(stored, tmp_path / "bad", wrong), tmp_path / "out", task(at_once))


def stop_after(partitions: int) -> Callable[[int, int], None]:
    """What lets a run break off once so many partitions are done."""

    def tell(done: int, _: int) -> None:
        if done == partitions:
            raise KeyboardInterrupt

    return tell


@pytest.mark.parametrize("partitions", [1, 3])
def test_a_run_goes_on_where_it_broke_off(partitions: int, stored: Path, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        judged(stored, tmp_path / "out", task(4), tell=stop_after(partitions))
    assert list((tmp_path / "out").iterdir()) == []
    seen: list[int] = []
    again = judged(stored, tmp_path / "out", task(4), resume=True, tell=lambda done, _: seen.append(done))
    assert seen == list(range(partitions, 4))
    assert again == judged(stored, tmp_path / "whole", task(BRANCHES))
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["out", "whole"]


def test_a_new_run_begins_anew(stored: Path, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        judged(stored, tmp_path / "out", task(4), tell=stop_after(2))
    seen: list[int] = []
    judged(stored, tmp_path / "out", task(4), tell=lambda done, _: seen.append(done))
    assert seen == [0, 1, 2, 3]


@pytest.mark.parametrize("other", [task(5), task(4, summary_only=True)], ids=["at-once", "summary"])
def test_nothing_is_taken_from_a_run_for_something_else(other: Task, stored: Path, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        judged(stored, tmp_path / "out", task(4), tell=stop_after(2))
    with pytest.raises(InputError, match="An unfinished run is there, but for other data"):
        judged(stored, tmp_path / "out", other, resume=True)


def test_there_has_to_be_something_to_go_on_with(stored: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no unfinished run to go on with: .* only whole partitions, of 250000"):
        judged(stored, tmp_path / "out", task(4), resume=True)
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


def test_two_runs_do_not_write_the_same_partitions(stored: Path, tmp_path: Path) -> None:
    theirs = opened_stage(tmp_path / "out", task(4).key, resume=False)
    with theirs, pytest.raises(InputError, match="Another run is making the same results"):
        judged(stored, tmp_path / "out", task(4))


def test_a_summary_has_the_same_results_without_findings(stored: Path, tmp_path: Path) -> None:
    whole = judged(stored, tmp_path / "whole", task(BRANCHES))
    found = judged(stored, tmp_path / "out", task(5, summary_only=True))
    assert whole.keys() - found.keys() == {"findings.parquet", "gaps.parquet"}
    assert {name: found[name] for name in found if name.startswith("results")} == {
        name: whole[name] for name in ("results.csv", "results.parquet")
    }
