from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pytest

from starcheck.errors import InputError, Problem
from starcheck.ledger.sheets import ROW, Book, Sheet
from starcheck.ledger.sources.databases import read_database

MANY = 200_000
MEMORY_MIB = 450
"""What reading may take beyond an empty process, however many the rows are."""
DUCKDB_MIB = 512
"""What DuckDB allows itself besides."""


@pytest.fixture
def in_duckdb(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.duckdb"
    with duckdb.connect(path) as database:
        database.execute("""
            CREATE TYPE kind AS ENUM ('支委会', '党课');
            CREATE TABLE meetings (
                branch VARCHAR, held DATE, attended INTEGER, hours DECIMAL(5, 1), share DOUBLE, done BOOLEAN,
                kind kind, files VARCHAR[], begun TIMESTAMP, seen TIMESTAMPTZ, "a ""name" HUGEINT
            );
            INSERT INTO meetings VALUES
                ('b1', '2024-03-05', 9, 1.5, 0.95, true, '党课', ['a.pdf', 'b,c.pdf'], '2024-03-05 09:00',
                 '2024-03-05 09:00:00+08', 170141183460469231731687303715884105727),
                (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
        """)
    return path


@pytest.fixture
def in_sqlite(tmp_path: Path) -> Path:
    path = tmp_path / "台账 #1?.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.executescript("""
            CREATE TABLE meetings (
                branch TEXT, held DATE, attended INTEGER, hours REAL, anything, "a ""name" TEXT,
                twice AS (attended * 2), noted TEXT GENERATED ALWAYS AS (branch || '!') STORED
            );
            INSERT INTO meetings VALUES
                ('b1', '2024-03-05', 9, 1.5, '9次', '一'), ('b2', NULL, 9007199254740993, 2.0, 95, NULL),
                (NULL, NULL, NULL, 1e300, 0.1, '');
        """)
    return path


def sheet_of(book: Book, name: str) -> Sheet:
    return next(sheet for sheet in book.sheets if sheet.name == name)


def rows_of(book: Book, name: str) -> list[tuple[object, ...]]:
    return sheet_of(book, name).body(0).collect().rows()


def said(problems: Sequence[Problem], source: object) -> list[tuple[str, str]]:
    return [(each.say("en").replace(f"{source}", "…"), each.say("zh").replace(f"{source}", "…")) for each in problems]


def refusal(address: object) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as caught:
        read_database(str(address))
    return said(caught.value.problems, address)


def test_a_duckdb_file_gives_what_it_holds_in_its_own_types(in_duckdb: Path) -> None:
    book = read_database(str(in_duckdb))
    (sheet,) = book.sheets
    frame = sheet.body(0).collect()
    names = ("branch", "held", "attended", "hours", "share", "done", "kind", "files", "begun", "seen", 'a "name')
    assert (sheet.name, sheet.head, sheet.titled, book.warnings) == ("meetings", (names,), True, ())
    assert frame.columns == [ROW, *(str(number) for number in range(11))]
    assert frame.row(0)[1:] == (
        "b1", date(2024, 3, 5), 9, Decimal("1.5"), 0.95, True, "党课", ["a.pdf", "b,c.pdf"], datetime(2024, 3, 5, 9),  # noqa: DTZ001
        "2024-03-05 01:00:00+00", "170141183460469231731687303715884105727",
    )  # fmt: skip
    assert frame.row(1)[1:] == (None,) * 11


def test_a_sqlite_file_gives_plain_texts_whatever_its_columns_are_called(in_sqlite: Path) -> None:
    sheet = sheet_of(read_database(str(in_sqlite)), "meetings")
    assert sheet.head == (("branch", "held", "attended", "hours", "anything", 'a "name', "twice", "noted"),)
    assert sheet.body(0).collect().rows() == [
        (1, "b1", "2024-03-05", "9", "1.5", "9次", "一", "18", "b1!"),
        (2, "b2", None, "9007199254740993", "2", "95", None, "18014398509481986", "b2!"),
        (3, None, None, None, "1e+300", "0.1", "", None, None),
    ]


def test_rows_of_a_database_are_placed_by_table_and_number(in_duckdb: Path) -> None:
    sheet = sheet_of(read_database(str(in_duckdb)), "meetings")
    assert str(sheet.place(17, 3)) == f"{in_duckdb}:meetings!17"


def test_an_empty_table_has_its_columns(tmp_path: Path) -> None:
    lite, duck = tmp_path / "a.db", tmp_path / "b.db"
    with closing(sqlite3.connect(lite)) as database:
        database.execute("CREATE TABLE t (a TEXT, b INTEGER)")
    with duckdb.connect(duck) as other:
        other.execute("CREATE TABLE t (a TEXT, b DATE)")
    for path in (lite, duck):
        frame = sheet_of(read_database(str(path)), "t").body(0).collect()
        assert (frame.columns, frame.height) == ([ROW, "0", "1"], 0)


def test_a_database_is_left_as_it_was(in_duckdb: Path, in_sqlite: Path) -> None:
    with closing(sqlite3.connect(in_sqlite)) as database:
        database.execute("PRAGMA journal_mode = WAL")
    before = {path: path.read_bytes() for path in (in_duckdb, in_sqlite)}
    for path in before:
        rows_of(read_database(str(path)), "meetings")
    assert {path: path.read_bytes() for path in in_duckdb.parent.iterdir()} == before


@pytest.mark.parametrize("program", ["sqlite3", "duckdb"])
def test_changes_that_stand_in_a_file_of_their_own_are_read(tmp_path: Path, program: str) -> None:
    path = tmp_path / "ledger.db"
    ahead = "k.execute('PRAGMA journal_mode = WAL');" if program == "sqlite3" else ""
    script = f"""import os, {program}; k = {program}.connect({str(path)!r}); {ahead}
k.execute('CREATE TABLE t (a TEXT)'); k.commit()
k.execute("INSERT INTO t VALUES ('last')"); k.commit(); os._exit(0)"""  # noqa: S608
    subprocess.run([sys.executable, "-c", script], check=True)  # noqa: S603
    assert len(list(tmp_path.iterdir())) > 1
    assert rows_of(read_database(str(path)), "t") == [(1, "last")]


def test_views_of_files_are_not_run(tmp_path: Path) -> None:
    lite, duck = tmp_path / "a.db", tmp_path / "b.db"
    with closing(sqlite3.connect(lite)) as database:
        database.executescript(
            "CREATE TABLE t (a); CREATE VIEW v AS SELECT * FROM t; CREATE VIRTUAL TABLE f USING fts5(x)"
        )
    with duckdb.connect(duck) as other:
        other.execute("CREATE TABLE t (a INT); CREATE VIEW v AS SELECT * FROM t")
    for path in (lite, duck):
        book = read_database(str(path))
        assert [sheet.name for sheet in book.sheets] == ["t"]
        assert (
            "…:v: The view “v” is not read: queries that a file holds are not run. Store its rows as a table.",
            "…:v: 视图“v”未读取：不运行文件里保存的查询。请把它的结果存成一张表。",
        ) in said(book.warnings, path)


def test_what_a_duckdb_file_computes_reaches_no_other_file(tmp_path: Path) -> None:
    path, other = tmp_path / "a.duckdb", tmp_path / "secret.txt"
    other.write_text("secret")
    with duckdb.connect(path) as database:
        database.execute(f"CREATE MACRO secret() AS (SELECT content FROM read_text('{other}'))")  # noqa: S608
        database.execute("CREATE TABLE t (a INT); INSERT INTO t VALUES (1)")
        database.execute("CREATE VIEW v AS SELECT secret() AS a")
    assert [sheet.name for sheet in read_database(str(path)).sheets] == ["t"]


def test_columns_of_bytes_are_left_aside_with_a_warning(tmp_path: Path) -> None:
    lite, duck = tmp_path / "a.db", tmp_path / "b.db"
    with closing(sqlite3.connect(lite)) as database:
        database.execute("CREATE TABLE t (a TEXT, photo BLOB)")
    with duckdb.connect(duck) as other:
        other.execute("CREATE TABLE t (a TEXT, photo BLOB); CREATE TABLE photos (photo BLOB)")
    for path in (lite, duck):
        book = read_database(str(path))
        assert [sheet.head for sheet in book.sheets] == [(("a",),)]
        assert (
            "…:t: The column “photo” holds bytes; it is not read.",
            "…:t: “photo”列存的是二进制数据，未读取。",
        ) in said(book.warnings, path)


def test_bytes_in_a_column_of_texts_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE t (a TEXT, b TEXT)")
        database.executemany("INSERT INTO t VALUES (?, ?)", [("x", "y")] * 20_001 + [("x", b"\xff"), ("x", b"\xff")])
        database.commit()
    with pytest.raises(InputError) as caught:
        rows_of(read_database(str(path)), "t")
    assert said(caught.value.problems, path) == [
        (
            (
                "…:t!20002: “b” holds bytes, not text. "
                "Store it as text, or declare the column a BLOB; then it is left aside."
            ),
            "…:t!20002: “b”里是二进制数据，不是文字。请存为文字，或把该列声明为 BLOB，那样就不读取它。",
        )
    ]


def test_text_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE t (a TEXT)")
        database.execute("INSERT INTO t VALUES (CAST(x'D6D0' AS TEXT))")
        database.commit()
    with pytest.raises(InputError) as caught:
        rows_of(read_database(str(path)), "t")
    assert said(caught.value.problems, path) == [
        (
            "…:t: The table holds text that is not UTF-8. Store it anew in UTF-8.",
            "…:t: 表里有不是 UTF-8 的文字。请改用 UTF-8 重新存入。",
        )
    ]


def test_a_date_that_no_calendar_knows_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    with duckdb.connect(path) as database:
        database.execute("CREATE TABLE t (a DATE, b TIMESTAMP)")
        database.execute("INSERT INTO t VALUES ('2024-01-01', NULL), ('infinity', '0044-03-15 (BC) 09:00')")
    with pytest.raises(InputError) as caught:
        rows_of(read_database(str(path)), "t")
    assert said(caught.value.problems, path) == [
        (
            f"…:t!2: “{column}” is no day from the year 1 to 9999. Correct the date, or leave it empty.",
            f"…:t!2: “{column}”不是公元 1 年至 9999 年间的日期。请更正日期，或留空。",
        )
        for column in ("a", "b")
    ]


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("branch,held\n" * 100)
    (tmp_path / "empty.db").touch()
    assert refusal(tmp_path / "text.db") == [
        (
            (
                "…: This is neither a DuckDB nor a SQLite database, or it is encrypted. "
                "Check that it is the right file; of an encrypted one give a copy without a password."
            ),
            "…: 这不是 DuckDB 或 SQLite 数据库，或者已加密。请检查文件是否正确；如已加密，请提供没有密码的副本。",
        )
    ]
    assert refusal(tmp_path / "empty.db") == [
        ("…: The file is empty. Check that it is the right file.", "…: 文件是空的。请检查文件是否正确。")
    ]
    assert refusal(tmp_path)[0][0] == "…: This is a folder, not a file. Name a file in it."
    assert refusal(tmp_path / "emty.db")[0][0] == "…: There is no such file. Did you mean “empty.db”?"


DAMAGED = ("…: The database is damaged. Take an intact copy of it.", "…: 数据库已损坏。请换一份完好的副本。")


def test_a_damaged_database_is_refused(in_duckdb: Path, in_sqlite: Path) -> None:
    for path in (in_duckdb, in_sqlite):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert refusal(in_duckdb) == [DAMAGED]
    assert refusal(in_sqlite) == [DAMAGED]


def test_a_database_of_a_newer_version_is_refused(in_sqlite: Path) -> None:
    content = bytearray(in_sqlite.read_bytes())
    content[18] = content[19] = 9
    in_sqlite.write_bytes(content)
    assert refusal(in_sqlite) == [
        (
            "…: The database is encrypted, damaged, or of a newer version of SQLite. Take an intact copy of it.",
            "…: 数据库已加密、已损坏，或出自更新版本的 SQLite。请换一份完好的副本。",
        )
    ]


def test_an_encrypted_duckdb_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    with duckdb.connect() as database:
        database.execute("SET force_mbedtls_unsafe = 'true'")
        database.execute(f"ATTACH '{path}' AS secret (ENCRYPTION_KEY 'key'); CREATE TABLE secret.t (a INT)")
    assert refusal(path) == [
        ("…: The database is encrypted. Give a copy without a password.", "…: 数据库已加密。请提供没有密码的副本。")
    ]


@pytest.fixture
def _writing(request: pytest.FixtureRequest) -> Iterator[None]:
    path = request.getfixturevalue(request.param)
    begin = "import sqlite3; k = sqlite3.connect(p); k.execute('BEGIN EXCLUSIVE')"
    if request.param == "in_duckdb":
        begin = "import duckdb; k = duckdb.connect(p)"
    script = f"import sys; p = {str(path)!r}; {begin}; print(flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:  # noqa: S603
        assert writer.stdout
        writer.stdout.readline()
        yield
        writer.communicate()


@pytest.mark.parametrize(("_writing", "path"), [("in_duckdb",) * 2, ("in_sqlite",) * 2], indirect=["_writing"])
@pytest.mark.usefixtures("_writing")
def test_a_database_that_is_being_written_is_refused(path: str, request: pytest.FixtureRequest) -> None:
    assert refusal(request.getfixturevalue(path)) == [
        (
            "…: Another program is writing the database. Close the database there, then try again.",
            "…: 另一个程序正在写这个数据库。请先在那边关闭数据库，再重试。",
        )
    ]


def test_changes_that_were_never_finished_are_refused(in_sqlite: Path) -> None:
    script = f"""import os, sqlite3; k = sqlite3.connect({str(in_sqlite)!r}); k.execute('PRAGMA cache_size = 1')
k.execute('CREATE TABLE t (a)'); k.executemany('INSERT INTO t VALUES (?)', (('x' * 500,) for _ in range(5000)))
os._exit(0)"""  # noqa: S608
    subprocess.run([sys.executable, "-c", script], check=True)  # noqa: S603
    assert refusal(in_sqlite) == [
        (
            (
                "…: The database holds changes that were never finished; reading it would have to undo them first. "
                "Open it once with the program that keeps it, and close it there."
            ),
            "…: 数据库里有未完成的更改，须先撤销才能读取。请用平时管理它的程序打开一次，再正常关闭。",
        )
    ]


def test_a_database_whose_package_is_lacking_says_how_to_install_it(
    in_duckdb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "starcheck.ledger.sources.duckdb_file", None)
    monkeypatch.setitem(sys.modules, "starcheck.ledger.sources.postgresql", None)
    assert refusal(in_duckdb) == [
        (
            "…: DuckDB is read by a package that is not installed. Install it with: pip install 'starcheck[duckdb]'",
            "…: 读取 DuckDB 所需的软件包没有安装。请运行：pip install 'starcheck[duckdb]'",
        )
    ]
    assert refusal("postgresql://localhost/x") == [
        (
            (
                "…: PostgreSQL is read by a package that is not installed. "
                "Install it with: pip install 'starcheck[postgresql]'"
            ),
            "…: 读取 PostgreSQL 所需的软件包没有安装。请运行：pip install 'starcheck[postgresql]'",
        )
    ]


@pytest.mark.parametrize("program", ["sqlite3", "duckdb"])
def test_many_rows_are_read_within_bounded_memory(tmp_path: Path, program: str) -> None:
    path = tmp_path / "many.db"
    if program == "duckdb":
        with duckdb.connect(path) as database:
            database.execute(f"CREATE TABLE t AS SELECT i, repeat('字', 300) || i AS b FROM range({MANY}) r(i)")  # noqa: S608
    else:
        with closing(sqlite3.connect(path)) as other:
            other.execute("CREATE TABLE t (i INTEGER, b TEXT)")
            other.executemany("INSERT INTO t VALUES (?, ?)", ((i, "字" * 300 + str(i)) for i in range(MANY)))
            other.commit()
    height, last, peak = measured(str(path))
    assert (height, last) == (MANY, MANY - 1)
    assert peak < MEMORY_MIB + (DUCKDB_MIB if program == "duckdb" else 0)


def measured(address: str) -> tuple[int, int, float]:
    """Rows, the greatest number among them, and the peak of memory in a process of their own, beyond its start."""
    script = f"""
import polars as pl
from starcheck.ledger.sources.databases import read_database
def peak():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))

before = peak()
frame = read_database({address!r}).sheets[0].body(0)
height, last = frame.select(pl.len(), pl.col("0").cast(pl.Int64).max()).collect(engine="streaming").row(0)
print(height, last, peak() - before)
"""
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)  # noqa: S603
    height, last, peak = done.stdout.split()
    return int(height), int(last), float(peak)


def test_a_frame_outlives_its_book(tmp_path: Path) -> None:
    path = tmp_path / "many.duckdb"
    with duckdb.connect(path) as database:
        database.execute(f"CREATE TABLE t AS SELECT i FROM range({MANY}) r(i)")  # noqa: S608
    frame = read_database(str(path)).sheets[0].body(0)
    path.unlink()
    assert frame.select(pl.len()).collect().item() == MANY
