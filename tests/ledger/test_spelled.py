from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from starcheck.documents import Data
from starcheck.errors import advised
from starcheck.language import Lang, Title, say
from starcheck.ledger.cells import Cell
from starcheck.ledger.layout import EVIDENCE_WORDS, OWN_TABLES, STATUS, STATUS_WORD
from starcheck.ledger.numerals import value_text
from starcheck.ledger.problems import CellError
from starcheck.ledger.tabular.spelled import reader_of_texts, spelled
from starcheck.rules.schema.dictionary import Field

DECLARED: dict[str, dict[str, object]] = {
    "topic": {"type": "text"},
    "held_on": {"type": "date"},
    "attended": {"type": "integer", "unit": "人", "min": 0, "max": 5000},
    "change": {"type": "integer"},
    "hours": {"type": "decimal", "unit": "学时", "places": 1},
    "energy": {"type": "decimal", "unit": "m³", "places": 3},
    "rate": {"type": "decimal", "unit": "%", "places": 2},
    "share": {"type": "percent", "places": 1, "min": "0%", "max": "100%"},
    "growth": {"type": "percent", "places": 2, "min": "-1000000%", "max": "1000000%"},
    "checked": {"type": "boolean"},
    "kind": {"type": "choice", "choices": ["党课", "A 类", "二等奖（集体）", "Ⅱ级"]},
    "rank": {"type": "choice", "choices": ["a", "A", "甲 等", "甲等"]},
    "proof": {"type": "evidence"},
    "scans": {"type": "files"},
}
FIELDS = {name: Field.model_validate({"label": name, **declared}) for name, declared in DECLARED.items()}
FIELDS["status"] = OWN_TABLES[STATUS].fields[STATUS_WORD]

TAKEN: dict[str, list[tuple[str, Data]]] = {
    "topic": [
        (" 一季度\u3000", "一季度"),
        ("\ufeff第１次\n会议\u200b", "第１次\n会议"),
        ("'007", "'007"),
        ("=1+1", "=1+1"),
        ("—", "—"),
    ],
    "held_on": [
        ("2024-03-05", date(2024, 3, 5)),
        ("2024-3-5", date(2024, 3, 5)),
        ("2024/3/5", date(2024, 3, 5)),
        ("2024/03/05", date(2024, 3, 5)),
        ("2024.3.5", date(2024, 3, 5)),
        ("2024.03.05", date(2024, 3, 5)),
        ("2024年3月5日", date(2024, 3, 5)),
        ("2024年03月05日", date(2024, 3, 5)),
        ("2024年3月5号", date(2024, 3, 5)),
        ("2024年3月5", date(2024, 3, 5)),
        (" 2024 年 3 月 5 日 ", date(2024, 3, 5)),
        ("２０２４年３月５日", date(2024, 3, 5)),
        ("２０２４．３．５", date(2024, 3, 5)),
        ("2024\u00a0年\n3月5日", date(2024, 3, 5)),
        ("2024 - 3 - 5", date(2024, 3, 5)),
        ("2024–3–5", date(2024, 3, 5)),
        ("\u200b2024-03-05\ufeff", date(2024, 3, 5)),
        ("'2024-03-05", date(2024, 3, 5)),
        ("20240305", date(2024, 3, 5)),
        ("20240305.0", date(2024, 3, 5)),
        ("2024-03-05 00:00:00", date(2024, 3, 5)),
        ("2024-03-05T00:00:00.000", date(2024, 3, 5)),
        ("2024/3/5 0:00", date(2024, 3, 5)),
        ("2024年3月5日 0:00:00", date(2024, 3, 5)),
        ("45356", date(2024, 3, 5)),
        ("45356.0", date(2024, 3, 5)),
        ("21916", date(1960, 1, 1)),
        ("73050", date(2099, 12, 31)),
        ("2024-02-29", date(2024, 2, 29)),
    ],
    "attended": [
        ("12", 12),
        (" 12 ", 12),
        ("１２", 12),
        ("12.0", 12),
        ("12.", 12),
        ("012", 12),
        ("+12", 12),
        ("1,234", 1234),
        ("１，２３４", 1234),
        ("1.2e1", 12),
        ("9人", 9),
        ("9 人", 9),
        ("９\u3000人", 9),
        ("9\n人", 9),
        ("1,234人", 1234),
        ("'9", 9),
        ("0", 0),
    ],
    "change": [("-5", -5), ("－５", -5), ("−5", -5), ("- 5", -5), ("-1,000,000", -1_000_000), ("1e3", 1000)],
    "hours": [
        ("17.5", Decimal("17.5")),
        ("17", Decimal(17)),
        ("24学时", Decimal(24)),
        ("24 学时", Decimal(24)),
        ("17．5", Decimal("17.5")),
        (".5", Decimal("0.5")),
        ("1,234.5", Decimal("1234.5")),
        ("0.30000000000000004", Decimal("0.3")),
        ("1234.4999999999998", Decimal("1234.5")),
        ("1.75E+1", Decimal("17.5")),
        ("123456789012345678", Decimal(123456789012345678)),
    ],
    "energy": [("1.25 m³", Decimal("1.25")), ("1,234", Decimal(1234))],
    "rate": [("95%", Decimal(95)), ("95.5％", Decimal("95.5")), ("0.95", Decimal("0.95"))],
    "share": [
        ("95%", "95%"),
        ("95％", "95%"),
        ("９５.５ ％", "95.5%"),
        ("95", "95%"),
        ("0.95", "95%"),
        ("0.333", "33.3%"),
        ("0.28999999999999998", "29%"),
        ("0", "0%"),
        ("2", "2%"),
        ("1.5", "1.5%"),
    ],
    "growth": [("-3.25%", "-3.25%"), ("120%", "120%"), ("0.00", "0%"), ("0.3333", "33.33%")],
    "checked": [
        *((word, True) for word in ("是", "有", "对", "√", "✓", "✔\ufe0f", "TRUE", "True", "Yes", "Y", "１", "1.0")),
        *((word, False) for word in ("否", "无", "没有", "错", "×", "✗", "✘", "FALSE", "No", "n", "0", "０", " 否 ")),
    ],
    "kind": [
        ("党课", "党课"),
        (" 党 课\n", "党课"),
        ("A类", "A 类"),
        ("ａ 类", "A 类"),
        ("二等奖(集体)", "二等奖（集体）"),
        ("II级", "Ⅱ级"),
    ],
    "rank": [("a", "a"), ("A", "A"), ("甲等", "甲等"), ("甲 等", "甲 等")],
    "proof": [
        ("accepted", "accepted"),
        ("已认可", "accepted"),
        (" 待 审核", "unreviewed"),
        ("Missing", "missing"),
        ("缺失", "missing"),
    ],
    "status": [("完整", "complete"), ("Not provided", "not_provided"), ("none", "none"), ("没有", "none")],
    "scans": [
        ("minutes.pdf", ["minutes.pdf"]),
        ("照片", ["照片"]),
        ("a.pdf;b.jpg", ["a.pdf", "b.jpg"]),
        ("a.pdf； b.jpg；", ["a.pdf", "b.jpg"]),
        ("a.pdf\r\nb.jpg\n", ["a.pdf", "b.jpg"]),
        ("a.pdf, b.jpg，c.png、d.MP4", ["a.pdf", "b.jpg", "c.png", "d.MP4"]),
        ("通知、总结.docx", ["通知、总结.docx"]),
        ("a.pdf、通知，总结.docx", ["a.pdf", "通知，总结.docx"]),
        ("照片1;照片2", ["照片1", "照片2"]),
        ("照片1、照片2;", ["照片1、照片2"]),
        ("a.pdf,b", ["a.pdf", "b"]),
        ("（１）ａ.pdf", ["（１）ａ.pdf"]),
    ],
}  # fmt: skip


@pytest.mark.parametrize(("name", "text", "value"), [(name, *row) for name, rows in TAKEN.items() for row in rows])
def test_what_people_type_is_understood(name: str, text: str, value: Data) -> None:
    taken = spelled(text, FIELDS[name])
    assert (taken, type(taken)) == (value, type(value))


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("text", ["", " ", "\u3000\u00a0", "\n\t", "\u200b\ufeff"])
def test_white_space_is_blank(name: str, text: str) -> None:
    assert spelled(text, FIELDS[name]) is None
    assert reader_of_texts("列", FIELDS[name])(text) is None


DATE = ("Write a date as 2024-03-05.", "日期请照“2024-03-05”的样子写。")
WHOLE = ("Write a whole number, such as 12.", "请写整数，例如 12。")
NUMBER = ("Write a number, such as 12.5.", "请写数字，例如 12.5。")
PERCENTAGE = ("Write a percentage with its sign, such as 95%.", "百分数要带百分号，例如 95%。")
CHOICE = ("Choose 是 or 否.", "请选“是”或“否”。")
SEVERAL = (
    "Write ; between several names, and ; behind a single one that holds a comma.",
    "几个文件名之间请写分号；只有一个文件名而其中有逗号或顿号时，请在其后写分号。",
)
APART = ("Write the file names with ; between them.", "请写文件名，之间用分号隔开。")
ROUND = ("Round it as the standard says; nothing is rounded here.", "请按评定标准自行取舍，此处不作四舍五入。")
EMPTY = ("Leave the cell empty.", "请清空这个单元格。")


def takes(kind: str, zh: str, read: str, advice: tuple[str, str]) -> tuple[str, str]:
    return f"“列” takes {kind}, not “{read}”. {advice[0]}", f"“列”应填{zh}，不能是“{read}”。{advice[1]}"


def said(en: str, zh: str, advice: tuple[str, str]) -> tuple[str, str]:
    return f"{en} {advice[0]}", f"{zh}{advice[1]}"


def either(read: str, first: str, second: str) -> tuple[str, str]:
    return (
        f"“{read}” could mean {first} or {second}. Write {first} or {second}, as it is meant.",
        f"“{read}”可能是 {first}，也可能是 {second}。请按本意写 {first} 或 {second}。",
    )


def nothing(read: str) -> tuple[str, str]:
    return said(
        f"“{read}” is no value; a cell that has none stays empty.",
        f"“{read}”不能当作填写的内容；没有内容的单元格应当空着。",
        EMPTY,
    )


def timed(read: str) -> tuple[str, str]:
    advice = ("Write only the date, as 2024-03-05.", "请只写日期，例如 2024-03-05。")
    return said(f"“{read}” has a time of day.", f"“{read}”带有时刻。", advice)


def month(read: str) -> tuple[str, str]:
    return said(f"“{read}” is a month, not a day.", f"“{read}”只写到月份，没有写到日。", DATE)


def no_year(read: str) -> tuple[str, str]:
    return said(f"“{read}” does not say the year.", f"“{read}”没有写年份。", DATE)


def two_digits(read: str) -> tuple[str, str]:
    return said(f"“{read}” has a year of two digits.", f"“{read}”的年份只有两位数字。", DATE)


def uncounted(read: str) -> tuple[str, str]:
    return said(
        f"“{read}” is a number; as spreadsheets count days, it is none from 1960-01-01 to 2099-12-31.",
        f"“{read}”是一个数；当作 Excel 的日期序号，也不在 1960-01-01 至 2099-12-31 之间。",
        DATE,
    )


def no_day(read: str) -> tuple[str, str]:
    return (
        f"There is no day “{read}” in the calendar. Write a day that exists.",
        f"日历上没有“{read}”这一天。请写一个存在的日期。",
    )


def year_last(read: str, written: str | None) -> tuple[str, str]:
    advice = (f"Write {written}.", f"请写 {written}。") if written else DATE
    return said(f"“{read}” does not begin with the year.", f"“{read}”没有把年份写在前面。", advice)


def several(read: str) -> tuple[str, str]:
    return said(
        f"“{read}” could be the name of one file or of several.",
        f"“{read}”可能是一个文件名，也可能是几个文件名。",
        SEVERAL,
    )


def whole(read: str) -> tuple[str, str]:
    return takes("a whole number", "整数", read, WHOLE)


def number(read: str) -> tuple[str, str]:
    return takes("a number", "数", read, NUMBER)


def a_date(read: str) -> tuple[str, str]:
    return takes("a date", "日期", read, DATE)


def percentage(read: str) -> tuple[str, str]:
    return takes("a percentage", "百分数", read, PERCENTAGE)


def yes_or_no(read: str) -> tuple[str, str]:
    return takes("yes or no", "是或否", read, CHOICE)


def most(limit: str, read: str) -> tuple[str, str]:
    return (
        f"“列” is at most {limit}, not “{read}”. Correct the number.",
        f"“列”不大于 {limit}，不能是“{read}”。请更正这个数。",
    )


def near(read: str, meant: str, zh: str = "") -> tuple[str, str]:
    return (
        f"“列” does not allow “{read}”. Did you mean “{meant}”?",
        f"“列”没有“{read}”这个选项。您是不是想写“{zh or meant}”？",
    )


CONTROL = ("The control character U+0000 is not allowed. Remove it.", "不允许出现控制字符 U+0000。请删除它。")

REFUSED: dict[str, list[tuple[str, tuple[str, str]]]] = {
    "topic": [("a\x00b", CONTROL)],
    "held_on": [
        ("2024-03-05 14:30:00", timed("2024-03-05 14:30:00")),
        ("2024年3月5日 9:00", timed("2024年3月5日9:00")),
        ("45356.5", timed("45356.5")),
        ("2024年3月", month("2024年3月")),
        ("2024-03", month("2024-03")),
        ("2024.3", month("2024.3")),
        ("202403", month("202403")),
        ("2024", said("“2024” is a year, not a day.", "“2024”只写了年份，没有写到日。", DATE)),
        ("3月5日", no_year("3月5日")),
        ("3/5", no_year("3/5")),
        ("24-3-5", two_digits("24-3-5")),
        ("5.3.24", two_digits("5.3.24")),
        ("24年3月5日", two_digits("24年3月5日")),
        ("3/5/2024", either("3/5/2024", "2024-03-05", "2024-05-03")),
        ("5.3.2024", either("5.3.2024", "2024-03-05", "2024-05-03")),
        ("25/12/2024", year_last("25/12/2024", "2024-12-25")),
        ("5-5-2024", year_last("5-5-2024", "2024-05-05")),
        ("31/2/2024", year_last("31/2/2024", None)),
        ("2024年2月30日", no_day("2024-02-30")),
        ("20241399", no_day("2024-13-99")),
        ("2023/2/29", no_day("2023-02-29")),
        ("240305", uncounted("240305")),
        ("20243", uncounted("20243")),
        ("99999", uncounted("99999")),
        ("2024-3/5", a_date("2024-3/5")),
        ("2024 3 5", a_date("2024 3 5")),
        ("二〇二四年三月五日", a_date("二〇二四年三月五日")),
        ("5 March 2024", a_date("5 March 2024")),
        ("2024-03-05至2024-03-08", a_date("2024-03-05至2024-03-08")),
        ("—", nothing("—")),
        ("无", nothing("无")),
    ],
    "attended": [
        ("12.5", whole("12.5")),
        ("9人次", whole("9人次")),
        ("9\n次", whole("9 次")),
        ("3 5", whole("3 5")),
        ("12¹", whole("12¹")),
        ("①", whole("①")),
        ("十二", whole("十二")),
        ("约12", whole("约12")),
        ("人", whole("人")),
        ("12,34,567", whole("12,34,567")),
        ("1.234,5", whole("1.234,5")),
        ("'", whole("'")),
        ("13,75", either("13,75", "13.75", "1375")),
        ("13，75人", either("13,75", "13.75", "1375")),
        ("1,2345", either("1,2345", "1.2345", "12345")),
        ("0,123", either("0,123", "0.123", "123")),
        ("１，２３４，５６７", most("5000", "1234567")),
        ("/", nothing("/")),
        ("N/A", nothing("N/A")),
    ],
    "hours": [
        ("24小时", number("24小时")),
        ("95%", number("95%")),
        ("1e400", number("1e400")),
        ("NaN", number("NaN")),
        ("½", number("½")),
        ("13,75学时", either("13,75", "13.75", "1375")),
        ("20.25", said(
            "“20.25” has more decimal places than “列” keeps (1).", "“20.25”的小数位数超过“列”保留的 1 位。", ROUND,
        )),
    ],
    "share": [
        ("1", either("1", "100%", "1%")),
        ("0.5", either("0.5", "50%", "0.5%")),
        ("200", percentage("200")),
        ("0.9533", percentage("0.9533")),
        ("95个百分点", percentage("95个百分点")),
        ("13,75%", either("13,75", "13.75", "1375")),
        ("120％", most("100%", "120%")),
    ],
    "growth": [("95", either("95", "9500%", "95%")), ("0.95", either("0.95", "95%", "0.95%"))],
    "checked": [
        ("x", yes_or_no("x")),
        ("☑", yes_or_no("☑")),
        ("2", yes_or_no("2")),
        ("大概", yes_or_no("大概")),
        ("-", nothing("-")),
    ],
    "status": [
        ("无", (
            "“列” does not allow “无”. Allowed: complete, partial, none, not provided.",
            "“列”没有“无”这个选项。可以写：完整、不完整、没有、未提供。",
        )),
    ],
    "kind": [
        ("党 校课", near("党 校课", "党课")),
        ("二等奖", near("二等奖", "二等奖（集体）")),
        ("会", (
            "“列” does not allow “会”. Allowed: 党课, A 类, 二等奖（集体）, Ⅱ级.",
            "“列”没有“会”这个选项。可以写：党课、A 类、二等奖（集体）、Ⅱ级。",
        )),
    ],
    "rank": [("Ａ", either("Ａ", "a", "A")), ("甲\n等", either("甲\n等", "甲 等", "甲等"))],
    "proof": [
        ("审核", near("审核", "unreviewed", "待审核")),
        ("acepted", near("acepted", "accepted", "已认可")),
        ("好", (
            "“列” does not allow “好”. Allowed: missing, unreviewed, accepted.",
            "“列”没有“好”这个选项。可以写：缺失、待审核、已认可。",
        )),
    ],
    "scans": [
        ("照片1、照片2", several("照片1、照片2")),
        ("a、b.pdf，c、d", several("a、b.pdf，c、d")),
        (";", takes("names of files", "文件名", ";", APART)),
        ("无", nothing("无")),
    ],
}  # fmt: skip


def refusal(text: str, field: Field, lang: Lang) -> str:
    with pytest.raises(CellError) as refused:
        reader_of_texts("列", field)(text)
    advice = refused.value.advice
    return advised(say(refused.value.message, lang), advice() if callable(advice) else advice, lang)


@pytest.mark.parametrize(("name", "text", "words"), [(name, *row) for name, rows in REFUSED.items() for row in rows])
def test_what_is_not_understood_is_refused_in_both_languages(name: str, text: str, words: tuple[str, str]) -> None:
    assert (refusal(text, FIELDS[name], "en"), refusal(text, FIELDS[name], "zh")) == words


def test_a_column_is_called_in_the_language_of_the_reader() -> None:
    with pytest.raises(CellError) as refused:
        reader_of_texts(Title("应到", "Expected"), FIELDS["attended"])("多")
    assert say(refused.value.message, "zh").startswith("“应到”")
    assert say(refused.value.message, "en").startswith("“Expected”")


NUMBERS = ("attended", "change", "hours", "energy", "share", "growth")
days = st.dates(date(1960, 1, 1), date(2099, 12, 31))


def written(cell: Cell, field: Field) -> str:
    match cell:
        case bool():
            return "true" if cell else "false"
        case int():
            return value_text(cell, field)
        case list():
            return ";".join(cell)
        case _:
            return str(cell)


@given(st.data(), st.sampled_from(NUMBERS))
def test_every_stored_number_comes_back_from_its_plain_spelling(data: st.DataObject, name: str) -> None:
    field = FIELDS[name]
    stored = data.draw(st.integers(*field.bounds))
    assert reader_of_texts("列", field)(written(stored, field)) == stored


@given(st.sampled_from([name for name in FIELDS if FIELDS[name].allowed or name == "checked"]), st.data())
def test_every_choice_comes_back(name: str, data: st.DataObject) -> None:
    field = FIELDS[name]
    cells: tuple[Cell, ...] = field.allowed or (True, False)
    stored = data.draw(st.sampled_from(cells))
    assert reader_of_texts("列", field)(written(stored, field)) == stored


@given(st.lists(st.from_regex(r"[\w、，, -]{0,8}\w\.pdf", fullmatch=True).map(str.strip), min_size=1, max_size=3))
def test_every_list_of_files_comes_back(names: list[str]) -> None:
    assume(not any(".pdf" in name.removesuffix(".pdf") for name in names))
    assert reader_of_texts("列", FIELDS["scans"])(written(names, FIELDS["scans"])) == names


WIDE = str.maketrans("0123456789-/.%,", "０１２３４５６７８９－／．％，")
disguises = st.sampled_from(["{}", " {}", "{}\n", "\u3000{}\u00a0", "'{}", "\ufeff{}\u200b"])


@given(days, disguises, st.booleans())
def test_every_spelling_of_a_day_is_that_day(day: date, disguise: str, wide: bool) -> None:
    y, m, d = day.year, day.month, day.day
    spellings = [
        *(f"{y}{mark}{m}{mark}{d}" for mark in "-/."),
        *(f"{y}{mark}{m:02}{mark}{d:02}" for mark in "-/."),
        f"{y}年{m}月{d}日",
        f"{y} 年{m:02} 月 {d:02}日",
        f"{y}{m:02}{d:02}",
        f"{y}-{m:02}-{d:02} 00:00:00",
        str((day - date(1899, 12, 30)).days),
    ]
    for spelling in spellings:
        text = disguise.format(spelling.translate(WIDE) if wide else spelling)
        assert spelled(text, FIELDS["held_on"]) == day, text


@given(st.data(), st.sampled_from(NUMBERS), disguises, st.booleans())
def test_every_spelling_of_a_number_is_that_number(
    data: st.DataObject, name: str, disguise: str, wide: bool
) -> None:  # fmt: skip
    field = FIELDS[name]
    stored = data.draw(st.integers(*field.bounds))
    sign = "%" if field.type == "percent" else field.unit
    number = value_text(stored, field).removesuffix("%")
    grouped = f"{Decimal(number):,f}"
    for spelling in (f"{number}{sign}", f"{number} {sign}", f"{grouped}{sign}"):
        text = disguise.format(spelling.translate(WIDE) if wide else spelling)
        assert reader_of_texts("列", field)(text) == stored, text


LIKELY = st.text(alphabet="0123456789,.-+eE%年月日/: '人", max_size=14)


@given(st.text() | LIKELY, st.sampled_from(sorted(FIELDS)))
def test_any_text_is_stored_or_refused_in_words(text: str, name: str) -> None:
    try:
        reader_of_texts("列", FIELDS[name])(text)
    except CellError as error:
        assert say(error.message, "zh")  # noqa: PT017 - most texts are refused, some are not


def test_the_words_of_dropdowns_are_understood_in_both_languages() -> None:
    for state, words in EVIDENCE_WORDS.items():
        assert {spelled(word, FIELDS["proof"]) for word in (words.zh, words.en, words.en.upper())} == {state}
