from __future__ import annotations

from .sheets import problems, read, warnings

HEADINGS = ["日期", "类型", "应到"]
LEDGER = ("台账信息", [["测评期"], ["2024"]])


def said(*rows: list[str], ledger: bool = False) -> list[str]:
    reading = read(*([LEDGER] if ledger else []), ("会议", [[*HEADINGS, "实到"], *rows]))
    assert problems(reading) == []
    return [each for each in warnings(reading) if each.startswith("会议")]


def days(*read_: str, ledger: bool = False) -> list[str]:
    rows = ([day, "党课", str(number)] for number, day in enumerate(read_, start=1))
    return said(*rows, ledger=ledger)


def test_a_date_that_is_far_from_the_others_of_its_column_is_told() -> None:
    assert days("2024-03-05", "2204-03-05", "2024-06-18") == [
        "会议!A3: “2204-03-05” is far from the other dates of its column. Check the year."
    ]


PERIOD = "far from the time that the ledger is about, which ends on 2024-12-31. Check the year."
SAME = "If it is entered twice, remove one; if these are two, leave them."


def test_dates_are_looked_at_from_the_end_of_the_period_if_it_is_known() -> None:
    assert days("2034-12-31", "1924-12-31", "2024-01-01", ledger=True) == []
    assert days("2035-01-01", "1924-12-30", "2024-01-01", ledger=True) == [
        f"会议!A2: “2035-01-01” is {PERIOD}",
        f"会议!A3: “1924-12-30” is {PERIOD}",
    ]


def test_records_without_an_id_that_agree_in_everything_are_told() -> None:
    meeting = ["2024-03-05", "党课", "9", "8"]
    other = ["2024-03-05", "党课", "9", ""]
    assert said(meeting, other, meeting, other) == [
        f"会议!A4: The record agrees in everything with that in A2. {SAME}",
        f"会议!A5: The record agrees in everything with that in A3. {SAME}",
    ]


def test_records_with_ids_or_of_other_branches_or_files_are_not_the_same() -> None:
    named = [["记录编号", *HEADINGS], ["m1", "2024-03-05", "党课", "9"], ["m2", "2024-03-05", "党课", "9"]]
    assert not [each for each in warnings(read(("会议", named))) if "agrees" in each]
    branches = ("支部", [["支部编号", "人数"], ["b1", "9"], ["b2", "9"]])
    both = [["支部编号", *HEADINGS], ["b1", "2024-03-05", "党课", "9"], ["b2", "2024-03-05", "党课", "9"]]
    assert not [each for each in warnings(read(branches, ("会议", both))) if "agrees" in each]
    files = [["主题", "扫描件"], ["党史", "a.pdf;b.pdf"], ["党史", "a.pdf"], ["党史", ""]]
    assert not [each for each in warnings(read(("报表", files))) if "agrees" in each]


def test_records_that_cannot_be_read_whole_are_not_compared() -> None:
    rows = [HEADINGS, ["2024-03-05", "党课", "九"], ["2024-03-05", "党课", "十"]]
    assert not [each for each in warnings(read(("会议", rows))) if "agrees" in each]


def test_many_records_that_agree_are_listed_up_to_a_limit_and_counted() -> None:
    told = said(*[["2024-03-05", "党课", "9", "8"]] * 50)
    assert len([each for each in told if "agrees" in each]) == 20
    assert "29 more" in told[-1]


def test_a_text_that_only_says_that_there_is_nothing_is_told() -> None:
    reading = read(
        ("报表", [["主题", "扫描件"], ["党史", "a.pdf"], ["－", "b.pdf"], ["无", "c.pdf"], ["无题", "d.pdf"]])
    )
    assert problems(reading) == []
    hint = "If there is none, leave the cell empty."
    assert [each for each in warnings(reading) if "as the content" in each] == [
        f"报表!A3: “－” was taken as the content of “Topic”. {hint}",
        f"报表!A4: “无” was taken as the content of “Topic”. {hint}",
    ]
