from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from starcheck import load_ruleset
from starcheck.errors import InputError
from starcheck.ledger import open_ledgers
from starcheck.ledger.collected import collected, legible
from starcheck.ledger.digest import digest_of_digests, digests, digests_of
from starcheck.ledger.tables import KEY
from starcheck.rules.library import find

SAMPLES = Path(__file__).parents[2] / "samples"
RULES = load_ruleset(find("five-star@2024")).ruleset


def ledger(path: Path, branch: str = "", *, tail: str = "") -> Path:
    path.write_text(f"period: 2024\nbranch: {{id: {branch}}}\n{tail}", encoding="utf-8")
    return path


def collect(*paths: Path) -> tuple[list[str], list[str]]:
    """The branches that are used, and the ledgers that are refused."""
    found = collected(legible(open_ledgers(*map(str, paths))), RULES)
    branches = found.tables.branches.select(KEY).collect().to_series().to_list()
    return sorted(branches), [Path(each.source).name for each in found.refused]


def book(path: Path, branch: str, *, tables: Mapping[str, str] | None = None, as_of: str = "") -> Path:
    """A folder of tables, which is one book."""
    path.mkdir()
    held = {
        "ledger": f"period,as_of\n2024,{as_of}\n",
        "branch": f"branch\n{branch}\n",
        "meetings": "held_on,kind\n2024-03-05,党课\n",
    }
    for name, text in {**held, **(tables or {})}.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


def test_books_that_are_read_in_one_go_are_told_apart(tmp_path: Path) -> None:
    wrong = {"meetings": "held_on,kind\nsome day,党课\n"}
    paths = [
        book(tmp_path / "1", "e"),
        book(tmp_path / "2", "d", tables=wrong),
        book(tmp_path / "3", "b"),
        book(tmp_path / "4", "c"),
        book(tmp_path / "5", "b"),
        book(tmp_path / "6", "a", as_of="2024-06-30"),
    ]
    assert collect(*paths) == (["a", "c", "e"], ["2", "3", "5"])


def test_what_books_hold_is_the_same_whether_they_are_read_in_one_go_or_not(tmp_path: Path) -> None:
    paths = [book(tmp_path / str(number), f"b-{number}") for number in range(4)]
    together = collected(legible(open_ledgers(*map(str, paths))), RULES).tables
    alone = [collected(legible(open_ledgers(str(path))), RULES).tables for path in paths]
    assert digests_of(together) == {branch: digest for each in alone for branch, digest in digests_of(each).items()}


def test_records_of_a_branch_of_another_book_are_refused(tmp_path: Path) -> None:
    stray = {"meetings": "branch,held_on,kind\na,2024-03-05,党课\n"}
    paths = [book(tmp_path / "1", "a"), book(tmp_path / "2", "b", tables=stray), book(tmp_path / "3", "c")]
    assert collect(*paths) == (["a", "c"], ["2"])


def test_books_of_different_days_have_no_day_in_common(tmp_path: Path) -> None:
    paths = [book(tmp_path / str(month), f"b-{month}", as_of=f"2024-0{month}-30") for month in (4, 6)]
    found = legible(open_ledgers(*map(str, paths)))
    assert found.heading().as_of is None
    assert found.days == {date(2024, 4, 30), date(2024, 6, 30)}
    assert collect(*paths) == (["b-4", "b-6"], [])


def test_what_cannot_be_used_is_told_by_ledger_and_the_rest_is_used(tmp_path: Path) -> None:
    paths = [
        ledger(tmp_path / "a.yaml", "a"),
        ledger(tmp_path / "heading.yaml", "b", tail="as_of: soon\n"),
        ledger(tmp_path / "record.yaml", "c", tail="tables: {meeting: []}\n"),
        tmp_path / "missing.yaml",
    ]
    assert collect(*paths) == (["a"], ["heading.yaml", "missing.yaml", "record.yaml"])


def test_a_branch_that_stands_in_three_ledgers_is_refused_in_all(tmp_path: Path) -> None:
    paths = [ledger(tmp_path / f"{number}.yaml", "a") for number in range(3)]
    assert collect(*paths, ledger(tmp_path / "b.yaml", "b")) == (["b"], ["0.yaml", "1.yaml", "2.yaml"])


def test_a_ledger_that_cannot_be_used_takes_no_id_from_another(tmp_path: Path) -> None:
    bad = ledger(tmp_path / "bad.yaml", "a", tail="tables: {meeting: []}\n")
    assert collect(bad, ledger(tmp_path / "good.yaml", "a")) == (["a"], ["bad.yaml"])


def test_if_none_can_be_used_every_problem_is_told(tmp_path: Path) -> None:
    paths = [ledger(tmp_path / f"{number}.yaml") for number in range(3)]
    with pytest.raises(InputError) as caught:
        collect(*paths)
    assert [problem.place.source for problem in caught.value.problems] == [str(path) for path in paths]


def test_files_that_are_no_ledgers_are_remarked_on(tmp_path: Path) -> None:
    ledger(tmp_path / "a.yaml", "a")
    (tmp_path / "notes.docx").write_bytes(b"")
    found = collected(legible(open_ledgers(str(tmp_path))), RULES)
    assert [warning.say("en").partition(". ")[0] for warning in found.warnings] == [
        f"{tmp_path}: These files were not read: notes.docx"
    ]


def test_the_digest_of_all_is_that_of_each() -> None:
    names = [str(SAMPLES / f"{name}.yaml") for name in ("five-star", "near-miss", "veto")]
    tables = collected(legible(open_ledgers(*names)), RULES).tables
    fewer = collected(legible(open_ledgers(*names[1:])), RULES).tables
    assert dict(digests(tables).iter_rows()) == digests_of(tables)
    assert digest_of_digests(digests(tables)) != digest_of_digests(digests(fewer))


def left_out(*paths: Path) -> int | None:
    """How many branches may be in the ledgers that are not used, beside one that is."""
    return collected(legible(open_ledgers(*map(str, paths))), RULES).tables.left_out


def test_how_many_branches_were_left_out_is_known_where_each_ledger_is_of_one(tmp_path: Path) -> None:
    good = ledger(tmp_path / "good.yaml", "a")
    wrong = {"meetings": "held_on,kind\nsome day,党课\n"}
    single = book(tmp_path / "1", "b", tables=wrong)
    broken = tmp_path / "broken.yaml"
    broken.write_text("branch: [", encoding="utf-8")
    assert left_out(good) == 0
    assert left_out(good, single, broken, tmp_path / "missing.yaml") == 3
    assert left_out(good, single, ledger(tmp_path / "c.yaml", "c"), ledger(tmp_path / "d.yaml", "c")) == 3


def test_how_many_branches_were_left_out_is_unknown_where_a_ledger_may_hold_any_number(tmp_path: Path) -> None:
    good = ledger(tmp_path / "good.yaml", "a")
    damaged = tmp_path / "damaged.xlsx"
    damaged.write_bytes(b"PK nothing")
    for bad in (
        book(tmp_path / "1", "b\nc", tables={"meetings": "held_on,kind\nsome day,党课\n"}),
        damaged,
        tmp_path / "*.yml",
    ):
        assert left_out(good, bad) is None


def test_a_branch_that_stands_in_two_books_is_left_out_of_both_and_nobody_else(tmp_path: Path) -> None:
    meetings = {"meetings": "branch,held_on,kind\na,2024-03-05,党课\n"}
    paths = [book(tmp_path / "1", "a\nb", tables=meetings), book(tmp_path / "2", "a\nc", tables=meetings)]
    found = collected(legible(open_ledgers(*map(str, paths))), RULES)
    assert found.tables.branches.select(KEY).collect().to_series().sort().to_list() == ["b", "c"]
    assert [(Path(each.source).name, each.is_whole, each.branches) for each in found.refused] == [
        ("1", False, 1), ("2", False, 1),
    ]  # fmt: skip
    assert found.tables.records["meetings"].collect().is_empty()
    assert (found.ledgers, found.tables.left_out) == (2, 2)


def test_what_is_wrong_in_a_table_of_branches_alone_leaves_out_those(tmp_path: Path) -> None:
    folder = tmp_path / "1"
    folder.mkdir()
    (folder / "branch.csv").write_text("branch,members\na,9\nb,many\nc,8\n", encoding="utf-8")
    assert collect(folder) == (["a", "c"], ["branch.csv"])


def test_a_book_none_of_whose_branches_can_be_used_is_left_out_as_a_whole(tmp_path: Path) -> None:
    wrong = {"meetings": "branch,held_on,kind\na,some day,党课\nb,some day,党课\n"}
    found = collected(
        legible(open_ledgers(*map(str, [book(tmp_path / "1", "a\nb", tables=wrong), book(tmp_path / "2", "c")]))), RULES
    )
    assert [(each.is_whole, each.branches) for each in found.refused] == [(True, 2)]
    assert (found.ledgers, found.tables.left_out) == (1, 2)
