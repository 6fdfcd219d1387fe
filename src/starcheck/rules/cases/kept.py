"""What the cases of a rule set still say of one that is laid over it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from starcheck.documents import Data, Document
from starcheck.rules.cases.case import Case
from starcheck.rules.diff import Difference, SubjectKind, causes_of
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.uses import asks_for_points

_MARKS = "marks"
_NO_TABLES = frozenset({"ruleset", "period", "as_of", _MARKS})


def kept(cases: Sequence[Case], difference: Difference, since: date) -> Iterator[Case]:
    """The cases with what they expect of criteria, vetoes and conditions of eligibility that are as they were.

    Points of sections, the score and the level rest on all criteria, so an overlay states those anew. Marks and tables
    that the later rule set does not have are left out of the ledgers.

    Args:
        cases: those of the rule set that is extended.
        difference: from that rule set to the one laid over it.
        since: the first day on which all values of the later one hold; cases of earlier periods go by that day.
    """
    same = frozenset(_unchanged(difference))
    for case in cases:
        expectations = tuple(each for each in case.expectations if each.id in same)
        if expectations:
            ledger, *others = (_fitting(each, difference.after) for each in (case.ledger, *case.others))
            day = max(since, case.period.end)
            yield replace(case, expectations=expectations, ledger=ledger, others=tuple(others), by=day)


def _unchanged(difference: Difference) -> Iterator[str]:
    ruleset = difference.after
    listed: list[tuple[SubjectKind, str, object]] = [
        *(("criterion", criterion.id, criterion) for group in ruleset.groups for criterion in group.criteria),
        *(("veto", veto.id, veto) for veto in ruleset.vetoes),
        *(("eligibility", rule.id, rule) for rule in ruleset.eligibility),
    ]
    for kind, name, thing in listed:
        if not causes_of(difference, name, kind) and not asks_for_points(thing):
            yield name


def _fitting(ledger: Document, ruleset: RuleSet) -> Document:
    criteria = {criterion.id for group in ruleset.groups for criterion in group.criteria}
    assert isinstance(ledger.data, dict)
    data: dict[str, Data] = {
        name: given for name, given in ledger.data.items() if name in _NO_TABLES or name in ruleset.tables
    }
    if isinstance(marks := data.get(_MARKS), dict):
        data[_MARKS] = {key: mark for key, mark in marks.items() if key.partition("/")[0] in criteria}
    return replace(ledger, data=data)
