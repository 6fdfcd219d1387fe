from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from starcheck.errors import in_order
from starcheck.ledger.digest import digests_of
from starcheck.ledger.sheets import Book
from starcheck.ledger.tabular.gathering import IN_MEMORY_ROWS
from starcheck.ledger.tabular.reading import Reading, read_books
from tests.ledger.small import RULES

from .sheets import BRANCH, book, problems, read, repairs, texts

BRANCHES = [["支部编号", "人数"], ["b1", "9"], ["b2", "12"], ["b3", "5"]]
MEETINGS = [
    ["支部编号", "记录编号", "日期", "类型", "应到", "实到"],
    ["b1", "m1", "2024/3/5", "党课", "9", "8"],
    ["b1", "m2", "2024年6月18日", "支委会", "5", ""],
    ["b2", "m1", "2024-03-05", "党 课", "12", "12"],
    ["b3", "", "20240305", "主题党日", "5", "5"],
    ["b3", "", "45356", "主题党日", "5", "5"],
]
REPORTS = [
    ["支部编号", "主题", "学时", "占比", "是否核对"],
    ["b1", "党史", "12.5", "95％", "√"],
    ["b2", "党章", "3", "0.5%", "×"],
    ["b2", "党章", "", "", ""],
]
STATUS = [
    ["支部编号", "分表", "状态"],
    ["b1", "会议", "完整"],
    ["b2", "会议", "不完整"],
    ["b3", "meetings", "complete"],
    ["b1", "报表", "完整"],
    ["b2", "报表", "完整"],
    ["b3", "报表", "没有"],
]
SHEETS = {"支部": BRANCHES, "会议": MEETINGS, "报表": REPORTS, "填报状态": STATUS}


def shuffled(draw: st.DrawFn, rows: list[list[str]]) -> list[list[str]]:
    """The same table, its rows and columns in another order."""
    order = draw(st.permutations(range(len(rows[0]))))
    records = draw(st.permutations(rows[1:]))
    return [[row[number] for number in order] for row in (rows[0], *records)]


@st.composite
def in_any_order(draw: st.DrawFn) -> list[tuple[str, list[list[str]]]]:
    names = draw(st.permutations(sorted(SHEETS)))
    return [(name, shuffled(draw, SHEETS[name])) for name in names]


@given(in_any_order())
def test_the_order_of_sheets_and_rows_and_columns_does_not_matter(sheets: list[tuple[str, list[list[str]]]]) -> None:
    reading = read(*sheets)
    assert problems(reading) == []
    assert digests_of(reading.tables) == digests_of(read(*SHEETS.items()).tables)


def test_what_is_said_is_in_the_order_of_its_places() -> None:
    rows = [MEETINGS[0], ["b1", "", "3月5日", "党科", "九", "8"], ["b4", "", "", "党课", "5", "9"]]
    reading = read(("支部", BRANCHES), ("会议", rows), ("报表", [REPORTS[0], ["b1", "", "-1", "950", "?"]]))
    for said in (reading.problems, reading.warnings, reading.repairs):
        places = [in_order(each.place) for each in said]
        assert places == sorted(places)
    assert len(reading.problems) == 10


def parts_of(reading: Reading) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """How many problems of each kind there are, and how often each repair was made."""
    kinds: Counter[str] = Counter()
    for each in reading.problems:
        kinds[each.message.template] += 1
    made: Counter[tuple[str, str]] = Counter()
    for _, text, taken, count in repairs(reading):
        made[text, taken] += count
    return kinds, made


def test_two_books_of_one_branch_are_one_problem_of_the_branch() -> None:
    books = [
        book(BRANCH, ("填报状态", [["分表", "状态"], ["会议", "没有"]]), source=source)
        for source in ("1.xlsx", "2.xlsx")
    ]
    said = [each.say("en") for each in read_books(books, RULES).problems]
    assert said == ["2.xlsx:支部!A2: “b1” stands here again; first in 1.xlsx:支部!A2. Give every branch its own id."]


def test_a_template_of_another_edition_keeps_no_other_from_being_read() -> None:
    books = [
        book(
            ("支部", [["支部编号", "人数"], [edition, "9"]]),
            ("starcheck", [["评分标准", "版本"], ["small", edition]]),
            source=edition,
        )
        for edition in ("0", "1", "2")
    ]
    found = read_books(books, RULES)
    assert (found.problems, found.heading.ruleset) == ((), "small")
    told = [str(each.place) for each in found.warnings if "edition" in each.message.template]
    assert told == [f"{edition}:starcheck!B2" for edition in ("0", "1", "2") if edition != RULES.edition]


def test_a_large_table_is_read_as_its_halves_are() -> None:
    """Half of the table is held in memory, the whole of it is streamed."""
    half = IN_MEMORY_ROWS - 1_000
    odd = ["2024-03-05", "2024/3/5", "45356", "3月5日", "", "2024-13-01"]
    rows = [
        [f"b{number % 3 + 1}", f"m{number}", odd[number % 6], "党课", "9", str(number % 11)]
        for number in range(2 * half)
    ]
    rows[7][2:], rows[half + 7] = ["", "", "", ""], [""] * 6
    first, second, whole = (
        read_books([book(("支部", BRANCHES), ("会议", [MEETINGS[0], *some]))], RULES, most=10**6)
        for some in (rows[:half], rows[half:], rows)
    )
    kinds, made = parts_of(whole)
    assert kinds == parts_of(first)[0] + parts_of(second)[0]
    assert made == parts_of(first)[1] + parts_of(second)[1]
    assert whole.counts["meetings"] == first.counts["meetings"] + second.counts["meetings"]
    halves = [each.tables.records["meetings"].collect() for each in (first, second)]
    together = whole.tables.records["meetings"].collect(engine="streaming").sort("branch", "id")
    assert_frame_equal(together, halves[0].vstack(halves[1]).sort("branch", "id"))


_NAMES = st.sampled_from(
    ["支部", "会议", "报表", "荣誉", "填报状态", "佐证材料", "评审打分", "台账信息", "starcheck", "会议 (2)", "草稿"]
)
_CELLS = st.sampled_from(
    [
        "", "", " ", "\u200b", "b1", "b2", "B1", "m1", "2024-03-05", "3月5日", "45356", "党课", "党科", "9",
        "-1", "九", "12.5", "95%", "0.5", "是", "x", "已认可", "a.pdf;b.pdf", "会议", "会仪", "完整", "没有",
        "A-01", "A-02/order", "A-03", "签到表", "好", "1.5", "0.7", "合计", "small", "five-star", "1", "2024",
        "2024Q5", "\x00",
    ]
)  # fmt: skip
_HEADINGS = st.sampled_from(
    [
        "支部编号", "支部名称", "人数", "成立日期", "记录编号", "日期", "类型", "应到", "实到", "主题", "学时",
        "上限", "已用", "占比", "是否核对", "佐证", "扫描件", "级别", "名次", "分表", "状态", "涵盖起始日",
        "涵盖截止日", "条款", "材料", "材料状态", "得分", "等次", "评审日期", "评分标准", "测评期",
        "资料截止日期", "版本", "序号", "备注", "日 期", "类形", "",
    ]
)  # fmt: skip


@st.composite
def any_book(draw: st.DrawFn) -> Book:
    sheets = draw(
        st.dictionaries(
            _NAMES,
            st.tuples(
                st.lists(st.lists(_CELLS, max_size=3), max_size=1),
                st.lists(_HEADINGS, max_size=6),
                st.lists(st.lists(_CELLS, max_size=6), max_size=4),
            ),
            min_size=1,
            max_size=5,
        )
    )
    return book(*((name, [*above, headings, *rows]) for name, (above, headings, rows) in sheets.items()))


@given(st.lists(any_book(), min_size=1, max_size=2))
def test_whatever_stands_in_books_is_answered(books: list[Book]) -> None:
    reading = read_books(books, RULES)
    for said in (*reading.problems, *reading.warnings):
        assert said.say("zh") != said.say("en") != ""
    if not reading.problems:
        assert set(digests_of(reading.tables)) == set(texts(reading.tables.branches, "branch"))


def test_a_table_that_is_complete_but_has_no_sheet_is_refused() -> None:
    status = ("填报状态", [["分表", "状态"], ["会议", "完整"], ["报表", "不完整"], ["荣誉", "没有"]])
    assert problems(read(status)) == [
        "填报状态!B2: The table is “complete”, yet it has no records. Fill it in, or choose “none” if there are none."
    ]
