"""What is read of files of adjustments, and what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from starcheck.errors import InputError
from starcheck.language import LANGS, Lang
from starcheck.model import Adjustment, AdjustmentKind
from tests.answers import TABLE, expected, found, table_of

from .small import read

FOLDER = Path(__file__).parents[2] / "invalid_adjustments"
EXPECTED = table_of(FOLDER)
JANUARY = "2025-01-12"
ROWS = [
    {"branch": "b2", "criterion": "A-01", "points": "2.5", "reason": "缺记录", "authority": "评审组",
     "on": "2025-01-10"},
    {"branch": "b1", "criterion": "A-02/room", "mark": "1", "reason": "齐全", "authority": "评审组", "on": JANUARY},
    {"branch": "b1", "criterion": "appraisal", "rating": "9.5", "reason": "会议", "authority": "党委", "on": JANUARY},
    {"branch": "b1", "criterion": "A-05", "outcome": "未达到", "reason": "补查", "authority": "党委", "on": JANUARY,
     "evidence": "会议纪要", "until": "2025-12-31"},
]  # fmt: skip
STATED = (
    Adjustment("b1", "A-02/room", AdjustmentKind.MARK, Decimal(1), "齐全", "评审组", date(2025, 1, 12)),
    Adjustment("b1", "A-05", AdjustmentKind.OUTCOME, "not_met", "补查", "党委", date(2025, 1, 12), "会议纪要",
               date(2025, 12, 31)),
    Adjustment("b1", "appraisal", AdjustmentKind.RATING, Decimal("9.5"), "会议", "党委", date(2025, 1, 12)),
    Adjustment("b2", "A-01", AdjustmentKind.POINTS, Decimal("2.5"), "缺记录", "评审组", date(2025, 1, 10)),
)  # fmt: skip
HEADINGS = {
    "branch": "支部编号", "criterion": "条款", "points": "得分", "outcome": "结论", "mark": "打分",
    "rating": "测评得分", "reason": "理由", "authority": "批准机构", "on": "日期", "evidence": "佐证",
    "until": "有效期至",
}  # fmt: skip


def written(folder: Path, form: str, rows: list[dict[str, str]]) -> Path:
    """A file of adjustments in some form, the headings in Chinese unless it is YAML."""
    path = folder / f"review.{form}"
    if form == "yaml":
        text = [", ".join(f"{key}: {value}" for key, value in row.items()) for row in rows]
        path.write_text("adjustments:\n" + "".join(f"  - {{{row}}}\n" for row in text), encoding="utf-8")
        path.write_text(path.read_text(encoding="utf-8").replace("未达到", "not_met"), encoding="utf-8")
        return path
    frame = pl.DataFrame(rows, schema=dict.fromkeys(HEADINGS, pl.String)).rename(HEADINGS)
    frame.write_csv(path) if form == "csv" else frame.write_excel(path)
    return path


def test_every_file_of_the_folder_is_in_the_table() -> None:
    assert set(EXPECTED) == {file.name for file in FOLDER.iterdir()} - {TABLE}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", EXPECTED)
def test_a_bad_file_is_answered_with_places_and_advice(name: str, lang: Lang) -> None:
    with pytest.raises(InputError) as raised:
        read(FOLDER / name)
    assert found(raised.value.problems, FOLDER / name, lang) == expected(EXPECTED[name], lang)


@pytest.mark.parametrize("form", ["yaml", "csv", "xlsx"])
def test_every_form_states_the_same(form: str, tmp_path: Path) -> None:
    read_so = read(written(tmp_path, form, ROWS))
    assert tuple(each.adjustment for each in read_so.placed) == STATED
    assert read_so.warnings == ()


def test_a_rating_may_be_called_by_its_label(tmp_path: Path) -> None:
    rows = [row | {"criterion": " 民主 测评"} if "rating" in row else row for row in ROWS]
    assert tuple(each.adjustment for each in read(written(tmp_path, "csv", rows)).placed) == STATED


def test_the_digest_knows_neither_form_nor_order_but_every_value(tmp_path: Path) -> None:
    digest = read(written(tmp_path, "csv", ROWS)).digest
    assert read(written(tmp_path, "xlsx", ROWS[::-1])).digest == digest
    assert read(written(tmp_path, "csv", ROWS[1:])).digest != digest
    assert read(written(tmp_path, "csv", [ROWS[0] | {"reason": "别的"}, *ROWS[1:]])).digest != digest


def test_what_has_ended_or_was_decided_for_an_earlier_period_is_told_and_left_aside(tmp_path: Path) -> None:
    kept = ROWS[0] | {"on": "2023-12-31", "until": "2024-12-31"}
    ended = ROWS[0] | {"branch": "b3", "on": "2024-02-01", "until": "2024-06-29"}
    earlier = ROWS[0] | {"branch": "b4", "on": "2023-12-31"}
    path = written(tmp_path, "csv", [kept, ended, earlier])
    at_end, half_way = read(path), read(path, as_of=date(2024, 6, 29))
    assert at_end.branches == ["b2"]
    assert half_way.branches == ["b2", "b3"]
    assert [str(problem.place).rpartition("!")[2] for problem in at_end.left_aside] == ["K3", "I4"]


def test_what_has_ended_contradicts_nothing(tmp_path: Path) -> None:
    ended = ROWS[0] | {"on": "2024-02-01", "until": "2024-06-29", "points": "1"}
    (placed,) = read(written(tmp_path, "csv", [ended, ROWS[0]])).placed
    assert placed.adjustment.value == Decimal("2.5")


def test_an_empty_table_is_no_mistake_but_told(tmp_path: Path) -> None:
    found_in = read(written(tmp_path, "csv", []))
    assert found_in.placed == ()
    assert [problem.message.template for problem in found_in.warnings] == ["There are no adjustments in the file."]


def test_a_branch_that_nobody_judges_is_told_where_it_stands_first(tmp_path: Path) -> None:
    (problem,) = read(written(tmp_path, "csv", ROWS)).unmatched(["b1"])
    assert problem.said("en") == (
        "“b1” is none of the branches that are judged; its adjustments change nothing. "
        "Check the id, and whether its ledger is among those that were read."
    )
    assert str(problem.place).endswith("!B3")
