"""The tables that a ledger is kept in: those of the data dictionary, and those that speak of the ledger itself."""

from __future__ import annotations

from collections.abc import Mapping

from starcheck.language import Title
from starcheck.ledger.tables import (
    COVERS_FROM,
    COVERS_TO,
    KEY,
    MARK_BY,
    MARK_GRADE,
    MARK_KEY,
    MARK_ON,
    MARK_POINTS,
    MARK_REASON,
    PAPER,
    PAPER_KEY,
    PAPER_STATE,
    RECORD_ID,
    stored_fields,
)
from starcheck.rules.schema.dictionary import BRANCH, Field, Table
from starcheck.rules.schema.ruleset import RuleSet

NAME = "name"
LEDGER, STATUS, MARKS, PAPERS, TEMPLATE = "ledger", "status", "marks", "papers", "starcheck"
"""The names of the tables that speak of the ledger itself; the last is that of the hidden sheet of a template."""
ADJUSTMENTS = "adjustments"
"""The name of the table of a file of its own, in which reviewers change results."""
STATUS_TABLE, STATUS_WORD = "table", "status"
RULESET, EDITION, PERIOD, AS_OF = "ruleset", "edition", "period", "as_of"

STATUS_WORDS: Mapping[str, Title] = {
    "complete": Title("完整", "complete"),
    "partial": Title("不完整", "partial"),
    "none": Title("没有", "none"),
    "not_provided": Title("未提供", "not provided"),
}
"""How much of a table is there; the words are those of dropdowns, the keys those of YAML."""
EVIDENCE_WORDS: Mapping[str, Title] = {
    "missing": Title("缺失", "missing"),
    "unreviewed": Title("待审核", "unreviewed"),
    "accepted": Title("已认可", "accepted"),
}
"""The states of a record's evidence, in the words of dropdowns."""
OUTCOME_WORDS: Mapping[str, Title] = {
    "met": Title("达到", "met"),
    "partly_met": Title("部分达到", "partly met"),
    "not_met": Title("未达到", "not met"),
    "not_applicable": Title("不适用", "not applicable"),
}
"""The outcomes that a reviewer may state; the second only says that points are to be stated."""
TRUTH_WORDS: Mapping[bool, Title] = {True: Title("是", "yes"), False: Title("否", "no")}
"""Truths, in the words of dropdowns."""

GUIDE, CHOICES = Title("填写说明", "Instructions"), Title("选项", "Choices")
"""What the sheets of a template are called that hold nothing to be read: how to fill it in, the lists of dropdowns."""
PROBLEMS = Title("问题", "Problems")
"""What the sheet is called that lists what is wrong in a workbook."""
BESIDE: Mapping[str, Mapping[str, Field]] = {
    STATUS: {"needs": Field(type="text", label=Title("说明", "Remark"))},
    PAPERS: {"title": Field(type="text", label=Title("条款名称", "Title"))},
    MARKS: {
        "title": Field(type="text", label=Title("条款名称", "Title")),
        "allowed": Field(type="text", label=Title("可打分", "Allowed")),
    },
}
"""Columns of a template that help whoever fills it in; they are skipped when it is read."""

_WORDS: Mapping[tuple[str, ...], Mapping[str, Title]] = {
    tuple(words): words for words in (STATUS_WORDS, EVIDENCE_WORDS, OUTCOME_WORDS)
}

KEY_FIELD = Field(
    type="text",
    label=Title("支部编号", "Branch id"),
    note=Title("每年用同一个编号，例如 zb-07", "The same every year, such as zb-07"),
    required=True,
)
NAME_FIELD = Field(type="text", label=Title("支部名称", "Branch name"))
ID_FIELD = Field(type="text", label=Title("记录编号", "Record id"))
OWN_FIELDS: Mapping[str, Field] = {KEY: KEY_FIELD, NAME: NAME_FIELD, RECORD_ID: ID_FIELD}

_COVERS = Title("记录涵盖的日子与测评期不同时才填", "Only if the records cover other days than the assessed period")

OWN_TABLES: Mapping[str, Table] = {
    LEDGER: Table(
        label=Title("台账信息", "Ledger"),
        note=Title("只填一行：按哪份标准、评哪一期。", "One row: by which rule set, for which period."),
        fields={
            RULESET: Field(
                type="text",
                label=Title("评分标准", "Rule set"),
                note=Title("已经写好，不必改", "Filled in already; leave it as it is"),
            ),
            PERIOD: Field(
                type="text",
                label=Title("测评期", "Period"),
                aliases=("考评期",),
                note=Title(
                    "例如 2024、2024Q1、2024H1、2024-03 或 2024-03-15..2024-08-20",
                    "Such as 2024, 2024Q1, 2024H1, 2024-03 or 2024-03-15..2024-08-20",
                ),
            ),
            AS_OF: Field(
                type="date",
                label=Title("资料截止日期", "As of"),
                note=Title(
                    "记到哪一天；空着就是测评期末", "The day up to which it is kept; empty for the period's end"
                ),
            ),
        },
    ),
    STATUS: Table(
        label=Title("填报状态", "Status"),
        note=Title("每张分表一行：资料全不全。", "One row for each table: how much of it is there."),
        fields={
            STATUS_TABLE: Field(type="text", label=Title("分表", "Table"), required=True),
            STATUS_WORD: Field(
                type="choice",
                label=Title("状态", "Status"),
                choices=tuple(STATUS_WORDS),
                note=Title("空着就是未提供", "Empty means not provided"),
            ),
            COVERS_FROM: Field(type="date", label=Title("涵盖起始日", "Covers from"), note=_COVERS),
            COVERS_TO: Field(type="date", label=Title("涵盖截止日", "Covers to"), note=_COVERS),
        },
    ),
    PAPERS: Table(
        label=Title("佐证材料", "Papers"),
        note=Title("条款要求的材料，每份一行。", "Papers that criteria ask for, one row each."),
        fields={
            PAPER_KEY: Field(type="text", label=Title("条款", "Criterion"), required=True),
            PAPER: Field(type="text", label=Title("材料", "Paper"), required=True),
            PAPER_STATE: Field(type="evidence", label=Title("材料状态", "State")),
        },
    ),
    MARKS: Table(
        label=Title("评审打分", "Marks"),
        note=Title("由评审人员填写；支部自查时空着。", "For reviewers; a branch leaves it empty."),
        fields={
            MARK_KEY: Field(type="text", label=Title("条款", "Criterion"), required=True),
            MARK_POINTS: Field(type="decimal", label=Title("得分", "Points"), places=6),
            MARK_GRADE: Field(type="text", label=Title("等次", "Grade")),
            MARK_REASON: Field(type="text", label=Title("理由", "Reason")),
            MARK_BY: Field(type="text", label=Title("评审人", "By")),
            MARK_ON: Field(type="date", label=Title("评审日期", "On")),
        },
    ),
    ADJUSTMENTS: Table(
        label=Title("评审调整", "Adjustments"),
        note=Title("每行一项调整，五种内容只填一种。", "One change in each row, stated in one of five ways."),
        fields={
            "criterion": Field(
                type="text", label=Title("条款", "Criterion"), aliases=("条款编号", "考评条款"), required=True
            ),
            "points": Field(type="decimal", label=Title("调整后得分", "Points"), aliases=("得分",), places=6),
            "outcome": Field(
                type="choice",
                label=Title("调整后结论", "Outcome"),
                aliases=("结论", "评定结论"),
                choices=tuple(OUTCOME_WORDS),
            ),
            "mark": Field(type="decimal", label=Title("评审打分", "Mark"), aliases=("打分",), places=6),
            "grade": Field(type="text", label=Title("等次", "Grade")),
            "rating": Field(type="decimal", label=Title("测评得分", "Rating"), aliases=("民主测评得分",), places=6),
            "reason": Field(type="text", label=Title("理由", "Reason"), aliases=("调整理由",), required=True),
            "authority": Field(
                type="text",
                label=Title("决定机构", "Authority"),
                aliases=("决定人", "批准机构", "批准单位", "批准人"),
                required=True,
            ),
            "on": Field(
                type="date", label=Title("决定日期", "On"), aliases=("日期", "调整日期", "批准日期"), required=True
            ),
            "evidence": Field(type="text", label=Title("佐证材料", "Evidence"), aliases=("佐证", "依据材料")),
            "until": Field(type="date", label=Title("有效期至", "Until"), aliases=("截止日期", "失效日期")),
        },
    ),
    TEMPLATE: Table(
        label=Title(TEMPLATE, TEMPLATE),
        fields={
            RULESET: Field(type="text", label=Title("评分标准", "Rule set")),
            EDITION: Field(type="text", label=Title("版本", "Edition")),
        },
    ),
}
"""What a ledger says besides its records; in YAML the same stands at the top."""
ALONE = frozenset({LEDGER, TEMPLATE})
"""Tables of one row that holds for all branches: they have no column of the branch."""


def layout(ruleset: RuleSet) -> dict[str, Table]:
    """Every table that a ledger may be kept in, in the order of a template."""
    first = {LEDGER: OWN_TABLES[LEDGER], BRANCH: ruleset.tables[BRANCH], STATUS: OWN_TABLES[STATUS]}
    records = {name: table for name, table in ruleset.tables.items() if name != BRANCH}
    return first | records | {name: OWN_TABLES[name] for name in (PAPERS, MARKS, TEMPLATE)}


def columns(name: str, table: Table) -> dict[str, Field]:
    """The columns of a table as it is kept: whose row it is, what names it, then its fields."""
    match name:
        case _ if name in ALONE:
            own: tuple[str, ...] = ()
        case _ if name == BRANCH:
            own = (KEY, NAME)
        case _ if name in OWN_TABLES:
            own = (KEY,)
        case _:
            own = (KEY, RECORD_ID)
    return {each: OWN_FIELDS[each] for each in own} | stored_fields(table)


def words_of(field: Field) -> Mapping[str, str | Title]:
    """What a dropdown calls each choice of a field."""
    return _WORDS.get(field.allowed) or {choice: choice for choice in field.allowed}


def words(field: Field) -> tuple[tuple[object, str | Title], ...]:
    """What a cell may stand for with the word for it; nothing for a cell that is written freely."""
    return tuple(TRUTH_WORDS.items()) if field.type == "boolean" else tuple(words_of(field).items())
