from __future__ import annotations

from pathlib import Path

import pytest

from starcheck.ledger.writing import write_ledger
from tests.ledger.small import RULES

from .small import EMPTY, OTHER, contents, several


def texts(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text(encoding="utf-8-sig") for file in folder.iterdir()}


def test_every_table_is_a_file_that_people_can_read(tmp_path: Path) -> None:
    write_ledger(contents(), RULES, tmp_path / "ledger", "zh")
    assert texts(tmp_path / "ledger") == {
        "ledger.csv": "评分标准,测评期,资料截止日期\nsmall,2024Q1,\n",
        "branch.csv": "支部编号,支部名称,人数,成立日期,撤销日期,口号\nb1,第一党支部,9,2015-06-01,,\n",
        "status.csv": "分表,状态,涵盖起始日,涵盖截止日\n会议,完整,,\n报表,不完整,2023-01-01,2024-06-30\n荣誉,没有,,\n",
        "meetings.csv": "记录编号,日期,类型,应到,实到\nm1,2024-01-05,党课,9,\n",
        "reports.csv": (
            "主题,学时,上限,已用,占比,是否核对,佐证,扫描件\n"
            "一季度,17.5,20,,95%,是,已认可,a.pdf; b.pdf\n"
            "'=1+1,0,,0.125,12.5%,否,缺失,\n"
            '"他说:""好, 不错""",,,,,,,\n'
        ),
        "honours.csv": "级别,名次,是否共享\n",
        "papers.csv": "条款,材料,材料状态\nA-01,会议记录,缺失\n",
        "marks.csv": "条款,得分,等次,理由,评审人,评审日期\nA-02/order,1.5,,,评审组,2024-03-20\nA-03,,好,,,\n",
    }


def test_excel_is_told_that_a_file_is_utf_8(tmp_path: Path) -> None:
    write_ledger(contents(), RULES, tmp_path / "ledger", "zh")
    assert all(file.read_bytes().startswith(b"\xef\xbb\xbf") for file in (tmp_path / "ledger").iterdir())


def test_words_are_those_of_the_language(tmp_path: Path) -> None:
    write_ledger(contents(), RULES, tmp_path / "ledger", "en")
    assert texts(tmp_path / "ledger")["reports.csv"].startswith(
        "Topic,Hours,Limit,Used,Share,Checked,Evidence,Scans\n一季度,17.5,20,,95%,yes,accepted,"
    )


def test_rows_of_several_branches_say_whose_they_are(tmp_path: Path) -> None:
    write_ledger(several(), RULES, tmp_path / "ledger", "en")
    written = texts(tmp_path / "ledger")
    assert written["meetings.csv"] == (
        "Branch id,Record id,Date,Kind,Expected,Attended\nb1,m1,2024-01-05,党课,9,\nb2,,2024-01-08,,,\n"
    )
    assert "b2,Honours,complete,,\n" in written["status.csv"]


def test_a_record_without_anything_is_no_empty_line(tmp_path: Path) -> None:
    write_ledger(contents(OTHER), RULES, tmp_path / "ledger", "en")
    assert texts(tmp_path / "ledger")["honours.csv"] == "Branch id,Level,Rank,Shared\nb2,,,\n"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "'=1", "＝1", "-"])
def test_a_text_that_looks_like_a_formula_has_an_apostrophe_before_it(text: str, tmp_path: Path) -> None:
    write_ledger(contents(f'reports: [{{topic: "{text}", scans: ["{text}.pdf"]}}]'), RULES, tmp_path / "ledger", "en")
    assert texts(tmp_path / "ledger")["reports.csv"].splitlines()[1] == f"'{text},,,,,,,'{text}.pdf"


@pytest.mark.parametrize("text", ["'90s", "1=1", "a-b", "001", "true", "2024-01-05", "95%"])
def test_any_other_text_is_written_as_it_is(text: str, tmp_path: Path) -> None:
    write_ledger(contents(f'reports: [{{topic: "{text}"}}]'), RULES, tmp_path / "ledger", "en")
    assert texts(tmp_path / "ledger")["reports.csv"].splitlines()[1] == f"{text},,,,,,,"


def test_a_ledger_to_fill_in_has_headings_only(tmp_path: Path) -> None:
    write_ledger(EMPTY, RULES, tmp_path / "ledger", "en")
    assert texts(tmp_path / "ledger") == {
        "ledger.csv": "Rule set,Period,As of\nsmall,,\n",
        "branch.csv": "Branch id,Branch name,Members,Founded on,Closed on,Motto\n",
        "status.csv": "Table,Status,Covers from,Covers to\n",
        "meetings.csv": "Date,Kind,Expected,Attended\n",
        "reports.csv": "Topic,Hours,Limit,Used,Share,Checked,Evidence,Scans\n",
        "honours.csv": "Level,Rank,Shared\n",
        "papers.csv": "Criterion,Paper,State\n",
        "marks.csv": "Criterion,Points,Grade,Reason,By,On\n",
    }
