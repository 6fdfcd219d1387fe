from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from starcheck.errors import InputError, Problem
from starcheck.ledger.evidence import check_evidence
from starcheck.ledger.tables import KEY, RECORD_ID, Tables
from tests.ledger.small import RULES, ledger

WHERE = (
    " Branch b1 names it in “Reports”, record no. {number}, under “Scans”.",
    "写在支部 b1“报表”第 {number} 条的“扫描件”里。",
)
HINT = (
    " Put it there, or correct the name; if there is none, say so under “Evidence”.",
    "请放入文件，或更正文件名；确实没有的，请在“佐证”里写明。",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "evidence"
    for name in ("2024-03/签到表.pdf", "2024-03/Photo.JPG", "通知.pdf"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("scan")
    (root / "empty.pdf").touch()
    (tmp_path / "secret.pdf").write_text("secret")
    return root


def tables(*scans: list[str]) -> Tables:
    records = "".join(f"  - {{topic: t, scans: {json.dumps(names)}}}\n" for names in scans)
    return ledger(f"reports:\n{records}").tables


def said(problems: tuple[Problem, ...], root: Path) -> list[tuple[str, str]]:
    return [(each.say("en").removeprefix(f"{root}: "), each.say("zh").removeprefix(f"{root}: ")) for each in problems]


def of_record(number: int, english: str, chinese: str, *hint: str) -> tuple[str, str]:
    where = [words.format(number=number) for words in WHERE]
    return english + where[0] + hint[0], chinese + where[1] + hint[1]


def test_files_that_are_there_and_hold_something_need_no_word(root: Path) -> None:
    found = check_evidence(tables(["2024-03/签到表.pdf", "2024-03\\Photo.JPG"], [], ["./通知.pdf"]), RULES, root)
    assert (found.problems, found.warnings) == ((), ())


def test_a_file_that_is_not_there_is_a_warning_with_its_record(root: Path) -> None:
    found = check_evidence(tables(["通知.pdf"], ["通知.pdf", "minutes"]), RULES, root)
    assert found.problems == ()
    assert said(found.warnings, root) == [of_record(2, "There is no file “minutes”.", "没有文件“minutes”。", *HINT)]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("2024-03/photo.jpg", "2024-03/Photo.JPG"),
        ("２０２４-03/签到表.PDF", "2024-03/签到表.pdf"),
        ("2024-03/签到.pdf", "2024-03/签到表.pdf"),
    ],
)
def test_the_name_that_was_meant_is_offered(root: Path, name: str, meant: str) -> None:
    if (root / name).exists():
        pytest.skip("case makes no difference to this file system")
    found = check_evidence(tables([name]), RULES, root)
    where = [words.format(number=1) for words in WHERE]
    assert said(found.warnings, root) == [
        (
            f"There is no file “{name}”.{where[0]} Did you mean “{meant}”?",
            f"没有文件“{name}”。{where[1]}您是不是想写“{meant}”？",
        )
    ]


def test_a_file_that_is_empty_or_a_folder_is_a_warning(root: Path) -> None:
    found = check_evidence(tables(["empty.pdf"], ["2024-03"]), RULES, root)
    assert said(found.warnings, root) == [
        of_record(2, "“2024-03” is a folder.", "“2024-03”是文件夹。", " Name the files in it.", "请写出其中的文件。"),
        of_record(
            1,
            "The file “empty.pdf” is empty.",
            "文件“empty.pdf”是空的。",
            " Put the whole file there.",
            "请放入完整的文件。",
        ),
    ]


@pytest.mark.parametrize(
    "name", ["../secret.pdf", "/etc/hosts", "C:\\scans\\a.pdf", "\\\\server\\a.pdf", "a\\..\\b", "link"]
)
def test_a_name_that_leads_out_of_the_folder_is_a_problem(root: Path, name: str) -> None:
    (root / "link").symlink_to(root.parent / "secret.pdf")
    found = check_evidence(tables([name]), RULES, root)
    assert found.warnings == ()
    ((english, chinese),) = said(found.problems, root)
    assert (english, chinese) == of_record(
        1,
        f"“{name}” does not lie below this folder.",
        f"“{name}”不在这个文件夹里。",
        " Write its path from this folder on, such as 2024-03/minutes.pdf.",
        "请写从这个文件夹起的路径，例如 2024-03/minutes.pdf。",
    )


def test_nothing_outside_the_folder_is_looked_at(root: Path) -> None:
    (root / "Link").symlink_to(root.parent)
    found = check_evidence(tables(["link/secret"]), RULES, root)
    assert said(found.warnings, root) == [
        of_record(1, "There is no file “link/secret”.", "没有文件“link/secret”。", *HINT)
    ]


def test_what_no_file_can_be_called_is_not_there(root: Path) -> None:
    found = check_evidence(tables(["x" * 5000]), RULES, root)
    assert len(found.warnings) == 1


def test_a_record_is_called_by_its_id(root: Path) -> None:
    text = "reports:\n  - {topic: t, scans: [a1b2c3]}\n  - {id: r2, topic: t, scans: [a1b2c3]}\n"
    english = [words for words, _ in said(check_evidence(ledger(text).tables, RULES, root).warnings, root)]
    assert [words.partition("record ")[2].partition(",")[0] for words in english] == ["no. 1", "“r2”"]


def test_the_first_of_many_are_listed_and_the_others_counted(root: Path) -> None:
    count = 100_000
    records = pl.LazyFrame(
        {
            KEY: [f"b{number % 300}" for number in range(count)],
            RECORD_ID: [None] * count,
            "scans": [["通知.pdf", f"scan-{number % 1000}"] for number in range(count)],
        },
        schema_overrides={RECORD_ID: pl.String},
    )
    branches = pl.LazyFrame({KEY: [f"b{number}" for number in range(300)]})
    found = check_evidence(Tables(branches, {"reports": records}), RULES, root, most=3)
    assert len(found.warnings) == 4
    assert (
        found.warnings[0]
        .say("en")
        .startswith(f"{root}: There is no file “scan-0”. Branch b0 names it in “Reports”, record no. 1, under “Scans”.")
    )
    assert found.warnings[-1].message.values == {"count": count - 3}


def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        check_evidence(tables(["a"]), RULES, tmp_path / "none")
    assert [problem.say("en") for problem in caught.value.problems] == [
        f"{tmp_path / 'none'}: There is no such folder. Name the folder that holds the files of evidence."
    ]
