"""A ledger with a value of every type, and with texts that are easily taken for something else."""

from __future__ import annotations

from starcheck.ledger.heading import Heading
from starcheck.ledger.tables import united
from starcheck.ledger.writing.contents import Contents, contents_of
from tests.ledger.small import RULES, ledger

TEXT = """\
ruleset: small
period: 2024Q1
branch: {id: b1, name: 第一党支部, members: 9, founded_on: 2015-06-01}
meetings:
  - {id: m1, held_on: 2024-01-05, kind: 党课, expected: 9}
reports:
  status: partial
  covers: 2023-01-01..2024-06-30
  records:
    - {topic: 一季度, hours: 17.5, limit: 20, share: 95%, checked: true, proof: accepted, scans: [a.pdf, b.pdf]}
    - {topic: "=1+1", hours: 0, used: 0.125, share: 12.5%, checked: false, proof: missing, scans: []}
    - {topic: "他说:\\"好, 不错\\""}
honours: none
papers: {A-01: {会议记录: missing}}
marks: {A-02/order: {points: 1.5, by: 评审组, on: 2024-03-20}, A-03: {grade: 好}}
"""
OTHER = """\
branch: {id: b2, members: 12}
meetings: [{held_on: 2024-01-08}]
honours: [{}]
"""
EMPTY = Contents(Heading("small", None, None), {})


def contents(text: str = TEXT) -> Contents:
    """A ledger that is written in a text."""
    read = ledger(text)
    return contents_of(read.tables, read.heading, RULES)


def several() -> Contents:
    """The ledgers of two branches."""
    read = [ledger(text) for text in (TEXT, OTHER)]
    tables = united([(each.branch_id, each.tables) for each in read], RULES.tables)
    return contents_of(tables, Heading(None, None, None), RULES)
