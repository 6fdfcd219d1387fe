from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from adbc_driver_postgresql import dbapi
from hypothesis import HealthCheck, given, settings

from starcheck.errors import InputError
from starcheck.ledger import Heading, Tables, load_ledger
from starcheck.ledger.digest import digests_of
from starcheck.ledger.layout import layout
from starcheck.ledger.sheets import ROW, Book
from starcheck.ledger.sources import open_ledgers
from starcheck.ledger.sources.addresses import address_of, shown
from starcheck.ledger.sources.databases import read_database
from starcheck.ledger.tables import united
from starcheck.ledger.tabular.reading import read_books
from starcheck.ledger.writing import Contents, contents_of
from starcheck.ledger.writing.natural import database_frame
from starcheck.rules.library import find
from starcheck.rules.load import load_ruleset
from starcheck.rules.schema.ruleset import RuleSet
from tests.ledger.sources.test_databases import MANY, MEMORY_MIB, measured, rows_of, said, sheet_of
from tests.strategies.dictionaries import Kept, kept_ledgers

SERVER = os.environ.get("STARCHECK_TEST_POSTGRESQL", "")
PASSWORD = urlsplit(SERVER).password or ""
SAMPLES = sorted((Path(__file__).parents[3] / "samples").glob("*.yaml"))
SCHEMA = f"starcheck_{os.environ.get('PYTEST_XDIST_WORKER', 'test')}"
"""Of each process that runs tests its own."""
needs_server = pytest.mark.skipif(
    not SERVER, reason="no PostgreSQL server: STARCHECK_TEST_POSTGRESQL is not set, see .ci/postgresql"
)


def run(*statements: str) -> None:
    with dbapi.connect(SERVER, autocommit=True) as connection:
        for statement in (f"SET search_path = {SCHEMA}", "SET lock_timeout = '10s'", *statements):
            with connection.cursor() as cursor:
                cursor.adbc_statement.set_options(**{"adbc.postgresql.use_copy": "false"})
                cursor.execute(statement)


@pytest.fixture
def server() -> Iterator[str]:
    """The address of an empty schema."""
    run(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE", f"CREATE SCHEMA {SCHEMA}")
    yield f"{SERVER}?options=-csearch_path%3D{SCHEMA}"
    gc.collect()  # a caught exception may hold a book, and the book its transaction
    run(f"DROP SCHEMA {SCHEMA} CASCADE")


@needs_server
def test_a_table_is_read_in_its_own_types(server: str) -> None:
    run(
        "CREATE TYPE kind AS ENUM ('支委会', '党课')",
        """
        CREATE TABLE meetings (
            branch text, held date, attended integer, hours numeric(5, 1), share double precision, done boolean,
            kind kind, files text[], begun timestamp, seen timestamptz, "a ""name" char(3), weight real, noted jsonb
        )""",
        """
        INSERT INTO meetings VALUES
            ('支部1', '2024-03-05', 9, 1.5, 0.95, true, '党课', '{a.pdf,"b,c.pdf"}', '2024-03-05 09:00',
             '2024-03-05 09:00:00+08', 'x', 0.1, '{"n": 1}'),
            (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)""",
    )
    sheet = sheet_of(read_database(server), "meetings")
    frame = sheet.body(0).collect()
    assert sheet.head == (
        (
            "branch",
            "held",
            "attended",
            "hours",
            "share",
            "done",
            "kind",
            "files",
            "begun",
            "seen",
            'a "name',
            "weight",
            "noted",
        ),
    )
    assert frame.columns == [ROW, *(str(number) for number in range(13))]
    assert frame.rows() == [
        (
            1, "支部1", date(2024, 3, 5), 9, "1.5", 0.95, True, "党课", ["a.pdf", "b,c.pdf"],
            datetime(2024, 3, 5, 9), "2024-03-05 01:00:00+00", "x", "0.1", '{"n": 1}',  # noqa: DTZ001
        ),
        (2, *(None,) * 13),
    ]  # fmt: skip
    assert str(sheet.place(17, 3)) == f"{shown(server)}:meetings!17"


@needs_server
def test_numbers_keep_every_digit(server: str) -> None:
    run("CREATE TABLE t (n numeric)", "INSERT INTO t VALUES (12345678901234567890.123456789), ('NaN'), (0.10)")
    assert rows_of(read_database(server), "t") == [(1, "12345678901234567890.123456789"), (2, "NaN"), (3, "0.10")]


@needs_server
def test_views_and_partitions_are_read_as_the_tables_they_make(server: str) -> None:
    run(
        "CREATE TABLE parts (a integer) PARTITION BY RANGE (a)",
        "CREATE TABLE part PARTITION OF parts FOR VALUES FROM (0) TO (10)",
        "INSERT INTO parts VALUES (1)",
        "CREATE VIEW seen AS SELECT a + 1 AS b FROM parts",
        "CREATE MATERIALIZED VIEW kept AS SELECT a + 2 AS c FROM parts",
    )
    book = read_database(server)
    assert {sheet.name: rows_of(book, sheet.name) for sheet in book.sheets} == {
        "kept": [(1, 3)],
        "parts": [(1, 1)],
        "seen": [(1, 2)],
    }


@needs_server
def test_all_tables_are_read_as_they_were_at_one_moment(server: str) -> None:
    run("CREATE TABLE t (a integer)", "CREATE TABLE u (a integer)")
    book = read_database(server)
    assert rows_of(book, "t") == []
    run("INSERT INTO t VALUES (1)", "INSERT INTO u VALUES (1)")
    assert rows_of(book, "u") == []
    assert rows_of(read_database(server), "u") == [(1, 1)]


@needs_server
def test_nothing_can_be_written(server: str) -> None:
    run(
        "CREATE TABLE t (a integer)",
        "CREATE FUNCTION write() RETURNS integer LANGUAGE sql AS 'INSERT INTO t VALUES (1) RETURNING a'",
        "CREATE VIEW v AS SELECT write() AS a",
    )
    with pytest.raises(InputError) as caught:
        rows_of(read_database(server), "v")
    assert said(caught.value.problems, shown(server)) == [
        (
            "…:v: The server refuses: cannot execute INSERT in a read-only transaction. Ask who keeps the database.",
            "…:v: 服务器拒绝：cannot execute INSERT in a read-only transaction。请联系数据库管理员。",
        )
    ]


@needs_server
def test_what_cannot_be_read_is_left_aside_with_a_warning(server: str) -> None:
    run(
        "CREATE TABLE t (a text, photo bytea)",
        "CREATE TABLE secret (a text)",
        "DROP ROLE IF EXISTS starcheck_reader",
        "CREATE ROLE starcheck_reader LOGIN PASSWORD 'a/b@c'",
        f"GRANT USAGE ON SCHEMA {SCHEMA} TO starcheck_reader",
        "GRANT SELECT ON t TO starcheck_reader",
    )
    reader = server.replace(SERVER.partition("@")[0], "postgresql://starcheck_reader:a%2Fb%40c")
    book = read_database(reader)
    assert [(sheet.name, sheet.head) for sheet in book.sheets] == [("t", (("a",),))]
    assert said(book.warnings, shown(reader)) == [
        (
            (
                "…:secret: This user may not read “secret”; it is left aside. "
                "If it belongs to the ledger, have the right SELECT granted."
            ),
            "…:secret: 该用户无权读取“secret”，未读取。如果它属于台账，请授予 SELECT 权限。",
        ),
        ("…:t: The column “photo” holds bytes; it is not read.", "…:t: “photo”列存的是二进制数据，未读取。"),
    ]
    run("DROP OWNED BY starcheck_reader", "DROP ROLE starcheck_reader")


@needs_server
@pytest.mark.parametrize("value", ["'infinity'", "'0044-03-15 BC'"])
@pytest.mark.parametrize("dtype", ["date", "timestamp"])
def test_a_date_that_no_calendar_knows_is_refused(server: str, dtype: str, value: str) -> None:
    run(f"CREATE TABLE t (a {dtype})", f"INSERT INTO t VALUES ('2024-01-01'), ({value})")  # noqa: S608
    with pytest.raises(InputError) as caught:
        rows_of(read_database(server), "t")
    (problem,) = caught.value.problems
    assert problem.say("en") == (
        f"{shown(server)}:t!2: “a” is no day from the year 1 to 9999. Correct the date, or leave it empty."
    )


@needs_server
def test_a_database_without_tables_says_how_to_name_a_schema(server: str) -> None:
    assert refusal_of(server) == (
        (
            "…: The database has no table that is found without naming its schema. "
            "Name the schema at the end of the address: ?options=-csearch_path%3Dschema"
        ),
        "…: 数据库里没有不写模式名就能找到的表。请在地址末尾指定模式：?options=-csearch_path%3D模式名",
    )


@needs_server
def test_the_password_may_come_from_the_environment_or_a_file(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("CREATE TABLE t (a integer)")
    bare = server.replace(f":{PASSWORD}@", "@")
    with monkeypatch.context() as patched:
        patched.setenv("PGPASSWORD", unquote(PASSWORD))
        assert [sheet.name for sheet in read_database(bare).sheets] == ["t"]
    kept = tmp_path / "pgpass"
    kept.write_text(f"*:*:*:*:{unquote(PASSWORD)}\n")
    kept.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(kept))
    assert [sheet.name for sheet in read_database(bare).sheets] == ["t"]


@needs_server
def test_many_rows_are_read_within_bounded_memory(server: str) -> None:
    run(f"CREATE TABLE t AS SELECT i, repeat('字', 300) || i AS b FROM generate_series(0, {MANY - 1}) i")  # noqa: S608
    height, last, peak = measured(server)
    assert (height, last) == (MANY, MANY - 1)
    assert peak < MEMORY_MIB


@needs_server
def test_pyarrow_is_not_needed(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run("CREATE TABLE t AS SELECT 1 AS a")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert rows_of(read_database(server), "t") == [(1, 1)]


def keep(address: str, contents: Contents, ruleset: RuleSet) -> None:
    """Write a ledger into the schema of an address, over what is there."""
    tables = layout(ruleset)
    with dbapi.connect(address, autocommit=True) as connection, connection.cursor() as cursor:
        for name, frame in contents.tables.items():
            cursor.adbc_ingest(name, database_frame(name, tables[name], frame), mode="replace")


def kept(address: str, ruleset: RuleSet) -> Tables:
    """What a reader makes of the tables in a schema."""
    reading = read_books([book for book in open_ledgers([address]) if isinstance(book, Book)], ruleset)
    assert [problem.say("en") for problem in reading.problems] == []
    return reading.tables


@needs_server
def test_the_samples_in_a_server_are_the_samples_in_yaml(server: str) -> None:
    ruleset = load_ruleset(find("five-star")).ruleset
    samples = {each.branch_id: each for each in (load_ledger(path, ruleset) for path in SAMPLES)}
    together = united([(branch, each.tables) for branch, each in samples.items()], ruleset.tables)
    keep(server, contents_of(together, Heading(None, None, None), ruleset), ruleset)
    assert digests_of(kept(server, ruleset)) == {branch: each.digest for branch, each in samples.items()}


@needs_server
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ledger=kept_ledgers())
def test_ledgers_in_a_server_read_back(server: str, ledger: Kept) -> None:
    run(f"DROP SCHEMA {SCHEMA} CASCADE", f"CREATE SCHEMA {SCHEMA}")
    ruleset, read = ledger.ruleset, ledger.read()
    keep(server, contents_of(read.tables, read.heading, ruleset), ruleset)
    assert digests_of(kept(server, ruleset)) == {read.branch_id: read.digest}
    gc.collect()  # the book holds its transaction, which holds the schema


def refusal_of(address: str) -> tuple[str, str]:
    """The one problem of an address, in both languages."""
    with pytest.raises(InputError) as caught:
        read_database(address)
    ((english, chinese),) = said(caught.value.problems, shown(address))
    return english, chinese


UNKNOWN_ADDRESS = (
    (
        "…: The address of the database is not understood. "
        "Write postgresql://user@host:5432/database, and %40 for @, %3A for :, %2F for / in a name or password."
    ),
    (
        "…: 看不懂数据库的地址。请写成 postgresql://用户@主机:5432/数据库；"
        "名称或密码里的 @ 写作 %40，: 写作 %3A，/ 写作 %2F。"
    ),
)
WRONG_USER = (
    "Check the user; give the password in ~/.pgpass or in the variable PGPASSWORD.",
    "请检查用户；密码请放在 ~/.pgpass 或环境变量 PGPASSWORD 里。",
)
NO_SERVER = ("Check host and port, and that the server runs.", "请检查主机和端口，并确认服务器已启动。")
NO_DATABASE = (
    "Check the name of the database, after the last / of the address.",
    "请检查地址里最后一个 / 之后的数据库名。",
)


@needs_server
@pytest.mark.parametrize(
    ("right", "wrong", "reason", "hints"),
    [
        (f":{PASSWORD}@", ":wr0ng@", 'password authentication failed for user "', WRONG_USER),
        (f":{PASSWORD}@", "@", "no password supplied", WRONG_USER),
        ("://", "://nobody_", 'password authentication failed for user "nobody_', WRONG_USER),
        ("/postgres", "/wr0ng", 'database "wr0ng" does not exist', NO_DATABASE),
    ],
)
def test_who_and_what_the_server_does_not_know(right: str, wrong: str, reason: str, hints: tuple[str, str]) -> None:
    english, chinese = refusal_of(SERVER.replace(right, wrong, 1))
    assert english.startswith("…: The database cannot be opened: ")
    assert chinese.startswith("…: 无法打开数据库：")
    assert reason in english
    assert (english.endswith(hints[0]), chinese.endswith(hints[1])) == (True, True)
    assert PASSWORD not in english
    assert "wr0ng@" not in english


def test_a_server_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    english, chinese = refusal_of(f"postgresql:///ledgers?host={tmp_path}")
    assert english.startswith("…: The database cannot be opened: connection to server on socket ")
    assert (english.endswith(NO_SERVER[0]), chinese.endswith(NO_SERVER[1])) == (True, True)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://user:sec@ret@localhost/ledgers",
        "postgresql://user:sec/ret@localhost/ledgers",
        "postgresql://user:sec?ret@localhost/ledgers",
        "postgresql://user:sec#ret@localhost/ledgers",
        "postgresql://user:sec ret%zz@localhost/ledgers",
        "postgresql://user:secret@localhost:port/ledgers",
        "postgresql://user:secret@localhost/ledgers?unknown=1",
        "postgresql://localhost/ledgers?user=user&password=secret&port=x",
        "postgresql://localhost/ledgers?sslpassword=secret&port=x",
    ],
)
def test_an_address_that_is_not_understood_is_refused_without_its_password(address: str) -> None:
    assert refusal_of(address) == UNKNOWN_ADDRESS
    assert "sec" not in shown(address)
    assert "ret" not in shown(address)


def test_an_address_is_shown_without_its_secrets() -> None:
    assert shown("postgresql://me:se%20cret@host:1/db?sslpassword=x&options=-ca%3Db") == (
        "postgresql://me@host:1/db?sslpassword=…&options=-ca%3Db"
    )
    address = address_of("postgresql://me:se%20cret@host/db")
    assert address
    assert address.without_secrets('user "me" with se cret, se%20cret') == 'user "me" with …, …'
