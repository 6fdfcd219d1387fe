from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest

from starcheck.documents import Document
from starcheck.errors import InputError
from starcheck.ledger.sheets import Book
from starcheck.ledger.sources import open_ledgers
from starcheck.ledger.sources.finding import MAX_DEPTH

READABLE = (
    ".arrow, .csv, .db, .ddb, .duckdb, .feather, .json, .ods, .parquet, .sqlite, .sqlite3, .tsv, {txt}.xls, .xlsm, "
    ".xlsx, .yaml, .yml."
)
IN_FOLDERS = f"Files are read that end in: {READABLE.format(txt='')}"
NAMED = f"Files are read that end in: {READABLE.format(txt='.txt, ')}"
Opened = tuple[str, Sequence[tuple[str, str]]]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def put(*names: str, content: str = "支部编号,参加人数\nb1,3\n") -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(content, encoding="utf-8")


def opened(*names: str) -> list[Opened]:
    """Each ledger with its tables, and the files they are in."""
    return [
        (each.source, [(sheet.name, sheet.source) for sheet in each.sheets] if isinstance(each, Book) else [])
        for each in open_ledgers(names)
    ]


def said(*names: str) -> list[str]:
    """What is said about ledgers that can be opened, or why none can."""
    try:
        books = [each for each in open_ledgers(names) if isinstance(each, Book)]
    except InputError as error:
        return [problem.say("en") for problem in error.problems]
    return [problem.say("en") for book in books for problem in (*book.problems, *book.warnings)]


def workbook(name: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    pl.DataFrame({"支部编号": ["b1"]}).write_excel(name, worksheet="支部")


def test_every_kind_of_file_is_opened_by_what_reads_it() -> None:
    put("m.csv", "n.tsv", "o.txt", "a.json")
    put("a.yaml", content="branch: {id: b1}\n")
    put("a.json", content="{}")
    workbook("w.xlsx")
    pl.DataFrame({"a": [1]}).write_parquet("p.PARQUET")
    pl.DataFrame({"a": [1]}).write_ipc("q.feather")
    with sqlite3.connect("d.db") as connection:
        connection.execute("create table meetings (id text)")
    connection.close()
    names = ["m.csv", "n.tsv", "o.txt", "a.yaml", "a.json", "w.xlsx", "p.PARQUET", "q.feather", "d.db"]
    assert opened(*names) == [
        ("a.json", []),
        ("a.yaml", []),
        ("d.db", [("meetings", "d.db")]),
        ("w.xlsx", [("支部", "w.xlsx")]),
        (
            ".",
            [
                (name, f"{name}.{end}")
                for name, end in zip("mnopq", names[:3] + names[6:8], strict=True)
                for end in [end.split(".")[1]]
            ],
        ),
    ]


def test_the_tables_of_a_folder_belong_together_and_every_other_file_is_a_ledger() -> None:
    put("all/branch.csv", "all/meetings.tsv")
    workbook("all/demo-02.xlsx")
    put("all/demo-01.yaml", content="branch: {id: b1}\n")
    assert opened("all") == [
        ("all/demo-01.yaml", []),
        ("all/demo-02.xlsx", [("支部", "all/demo-02.xlsx")]),
        ("all", [("branch", "all/branch.csv"), ("meetings", "all/meetings.tsv")]),
    ]
    assert isinstance(open_ledgers(["all"])[0], Document)


def test_folders_in_folders_are_read_each_as_tables_of_its_own() -> None:
    put(
        "2024/north/demo-01/branch.csv",
        "2024/north/demo-02/branch.csv",
        "2024/south/branch.csv",
        "2024/south/study.csv",
    )
    assert opened("2024") == [
        ("2024/north/demo-01/branch.csv", [("branch", "2024/north/demo-01/branch.csv")]),
        ("2024/north/demo-02/branch.csv", [("branch", "2024/north/demo-02/branch.csv")]),
        ("2024/south", [("branch", "2024/south/branch.csv"), ("study", "2024/south/study.csv")]),
    ]


def test_a_table_may_be_in_parts_beside_one_another_or_in_a_folder() -> None:
    parts = [
        "meetings-1.csv",
        "meetings-2.csv",
        "study/part-0.csv",
        "study/part-00001-ab.c000.csv",
        "issues/1.csv",
        "issues/issues_2.csv",
    ]
    put("all/branch.csv", *(f"all/{part}" for part in parts))
    expected = [("branch", "all/branch.csv")] + [
        (name, f"all/{part}")
        for name, part in [
            ("issues", parts[4]),
            ("issues", parts[5]),
            ("meetings", parts[0]),
            ("meetings", parts[1]),
            ("study", parts[2]),
            ("study", parts[3]),
        ]
    ]
    assert opened("all") == [("all", expected)]
    assert opened("all/*") == [("all", expected)]
    assert opened("all/**/*.csv") == [("all", expected)]


def test_a_part_in_the_folder_where_we_are_is_named_by_it(monkeypatch: pytest.MonkeyPatch) -> None:
    put("meetings/part-0.csv")
    monkeypatch.chdir("meetings")
    assert opened("part-0.csv") == [("part-0.csv", [("meetings", "part-0.csv")])]


def test_the_order_of_names_does_not_matter_and_nothing_is_read_twice() -> None:
    put("all/branch.csv", "all/meetings.csv")
    workbook("all/w.xlsx")
    once = opened("all")
    assert opened("all/w.xlsx", "all/*.csv", "all", "./all/meetings.csv") == once


def test_a_pattern_is_expanded_whoever_did_not_expand_it() -> None:
    for name in ("2024/b.xlsx", "2024/a.xlsx", "2025/c.xlsx"):
        workbook(name)
    assert [source for source, _ in opened("2024/*.xlsx")] == ["2024/a.xlsx", "2024/b.xlsx"]
    assert [source for source, _ in opened("**/*.xlsx")] == ["2024/a.xlsx", "2024/b.xlsx", "2025/c.xlsx"]


def test_a_name_with_brackets_is_the_file_of_that_name() -> None:
    put("[a].csv", "a.csv")
    assert opened("[a].csv") == [("[a].csv", [("[a]", "[a].csv")])]


def test_what_programs_keep_beside_files_is_passed_over() -> None:
    put("all/branch.csv")
    put(
        *(
            f"all/{name}"
            for name in (".DS_Store", "~$w.xlsx", ".~lock.w.xlsx#", "Thumbs.db", "d.db-wal", "d.duckdb.wal")
        )
    )
    put("all/__MACOSX/branch.csv", "all/.git/x.csv")
    assert opened("all") == opened("all/*") == [("all/branch.csv", [("branch", "all/branch.csv")])]


def test_other_files_of_a_folder_are_left_aside_with_a_warning() -> None:
    put("all/branch.csv", "all/README.txt", "all/photos/1.jpg", "all/noend")
    assert said("all") == [f"all: These files were not read: README.txt, noend, photos/1.jpg. {IN_FOLDERS}"]
    put(*(f"all/photos/{number}.jpg" for number in range(1, 9)))
    assert said("all") == [
        (
            "all: 10 files were not read, among them: README.txt, noend, photos/1.jpg, photos/2.jpg, photos/3.jpg."
            f" {IN_FOLDERS}"
        )
    ]


def test_one_bad_file_does_not_hide_the_others() -> None:
    put("all/branch.csv")
    put("all/empty.csv", content="")
    put("all/bad.yaml", content="a: [1\n")
    assert opened("all", "nix.xlsx") == [
        ("all/bad.yaml", []),
        ("all", [("branch", "all/branch.csv")]),
        ("nix.xlsx", []),
    ]
    bad, *others = said("all", "nix.xlsx")
    assert bad.startswith("all/bad.yaml:")
    assert others == [
        "all/empty.csv: The file is empty. Write the headings into its first line.",
        "nix.xlsx: There is no such file. Check the folder and the spelling.",
    ]


def test_a_small_table_that_is_damaged_far_below_does_not_hide_the_others() -> None:
    put("all/branch.csv")
    put("all/meetings.csv", content="支部编号,参加人数\n" + "b1,3\n" * 40 + "b1,3,4\n")
    assert opened("all") == [("all", [("branch", "all/branch.csv")])]
    assert said("all") == [
        (
            "all/meetings.csv!C42: The row has 3 cells; the table has 2 columns. "
            "Put a text that holds the separating character in quotation marks, or remove what is too much."
        )
    ]


def test_where_nothing_can_be_opened_every_problem_is_told_at_once() -> None:
    put("empty.csv", content="")
    with pytest.raises(InputError) as raised:
        open_ledgers(["empty.csv", "nix.xlsx"])
    assert [problem.say("zh") for problem in raised.value.problems] == [
        "empty.csv: 文件是空的。请把表头写在第一行。",
        "nix.xlsx: 没有这个文件。请检查文件夹和文件名。",
    ]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("brach.csv", "There is no such file. Did you mean “branch.csv”?"),
        ("photo.jpg", f"Files of this kind are not read. {NAMED}"),
        ("photos", f"There is no ledger in this folder. {IN_FOLDERS}"),
        ("*.pdf", f"No ledger matches this pattern. {IN_FOLDERS}"),
        ("a" * 300, "The file cannot be read: its name is too long."),
        ("/dev/null", "This is neither a file nor a folder."),
    ],
)
def test_a_name_that_leads_nowhere_is_refused_with_what_to_do(name: str, message: str) -> None:
    put("branch.csv", "photo.jpg", "photos/a.jpg")
    assert said(name) == [f"{name}: {message}"]


def test_the_refusals_of_names_are_said_in_chinese() -> None:
    put("photo.jpg", "photos/a.jpg")
    with pytest.raises(InputError) as raised:
        open_ledgers(["photo.jpg", "photos", "*.pdf", "/dev/null"])
    assert [problem.say("zh").partition("可以读取")[0] for problem in raised.value.problems] == [
        "*.pdf: 没有台账与这个通配符相符。",
        "/dev/null: 这既不是文件，也不是文件夹。",
        "photo.jpg: 不读取这类文件。",
        "photos: 这个文件夹里没有台账。",
    ]


def test_folders_that_lie_too_deep_are_told() -> None:
    deep = "all" + "/x" * (MAX_DEPTH + 1)
    put("all/branch.csv", f"{deep}/branch.csv")
    assert said("all") == [f"{deep}: Folders lie in one another more than 8 deep. Name the folder itself."]


def test_links_between_folders_are_not_followed() -> None:
    put("all/branch.csv")
    Path("all/again").symlink_to(Path("all").absolute(), target_is_directory=True)
    assert opened("all") == [("all/branch.csv", [("branch", "all/branch.csv")])]


def test_a_link_that_leads_nowhere_is_left_aside() -> None:
    put("all/branch.csv")
    Path("all/study.csv").symlink_to("nowhere")
    assert said("all") == [f"all: These files were not read: study.csv. {IN_FOLDERS}"]


def test_an_address_is_that_of_a_server() -> None:
    (problem,) = said("postgresql://user:secret@localhost:1/none")
    assert problem.startswith("postgresql://user@localhost:1/none: ")
    assert "secret" not in problem
