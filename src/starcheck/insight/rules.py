"""Explaining a rule without points: what it says and, of a ledger, what it looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from starcheck.assessing import assess
from starcheck.calendar import Period
from starcheck.engine.clock import Clock
from starcheck.engine.frames import collect_one
from starcheck.engine.outputs import Outputs
from starcheck.engine.sources import Sources
from starcheck.insight.cells import Fact, fact_reader
from starcheck.insight.records import RecordTable, record_table
from starcheck.insight.selections import measures_asked, selections, united
from starcheck.insight.source import Source
from starcheck.ledger import Ledger
from starcheck.ledger.tables import KEY
from starcheck.model import Assessment, Check
from starcheck.model import Consequence as Followed
from starcheck.rules.load import Loaded
from starcheck.rules.schema.consequences import Consequence
from starcheck.rules.schema.levels import DirectAward, Eligibility, Ladder, Level, Veto
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.uses import Uses

Rule: TypeAlias = Veto | DirectAward | Ladder | Eligibility | Level | Consequence
LADDER_ID = "ladder"
"""What names the ladder, of which there is but one."""


@dataclass(frozen=True, slots=True)
class RuleExplanation:
    """A rule and, if a ledger was given, what became of it.

    Attributes:
        standings: where the rule stands; of a level, where each of its requirements does.
        facts: the fields of the branch it looked at.
        records: the records it looked at, table by table.
    """

    loaded: Loaded
    rule: Rule
    source: Source | None = None
    standings: tuple[Check | Followed, ...] = ()
    facts: tuple[Fact, ...] = ()
    records: tuple[RecordTable, ...] = ()


def rules_by_id(ruleset: RuleSet) -> Mapping[str, Rule]:
    """Every rule that an explanation may be asked for, by what names it."""
    found: dict[str, Rule] = {str(level.id): level for level in ruleset.levels}
    if ruleset.ladder is not None:
        found[LADDER_ID] = ruleset.ladder
    for rules in (ruleset.vetoes, ruleset.direct, ruleset.eligibility, ruleset.consequences):
        found |= {rule.id: rule for rule in rules}
    return found


def explain_rule(
    loaded: Loaded, ledger: Ledger, rule_id: str, period: Period, as_of: date | None = None
) -> RuleExplanation:
    """Explain a rule by the ledger of a branch.

    Args:
        loaded: the rule set.
        ledger: the branch's ledger, read by that rule set.
        rule_id: one of `rules_by_id`.
        period: the assessed period.
        as_of: the day whose knowledge counts; by default the period's end.

    Raises:
        InputError: the numbers of the rule set could leave the range of exact arithmetic, or one of them does not hold
            yet when the period ends.
    """
    loaded = loaded.in_force(period.end)
    rule, clock = rules_by_id(loaded.ruleset)[rule_id], Clock.at(period, as_of)
    assessment = assess(loaded, ledger, period=period, as_of=as_of)
    sources = Sources(loaded.ruleset, clock, ledger.tables)
    return RuleExplanation(
        loaded,
        rule,
        Source(ledger.branch_id, ledger.branch_name, ledger.digest, period, clock.as_of),
        tuple(_standings(rule, assessment)),
        tuple(_facts(rule, sources)),
        tuple(_records(rule, sources)),
    )


def _standings(rule: Rule, assessment: Assessment) -> Iterator[Check | Followed]:
    if isinstance(rule, Level):
        yield from (check for check in assessment.requires if check.level == rule.id)
        return
    name = LADDER_ID if isinstance(rule, Ladder) else rule.id
    yield from (check for check in assessment.rules if check.id == name)
    yield from (each for each in assessment.consequences if each.id == name)


def _asks(rule: Rule) -> object:
    return rule.requires if isinstance(rule, Level) else rule


def _facts(rule: Rule, sources: Sources) -> Iterator[Fact]:
    out, branch = Outputs(), sources.branch()
    names = Uses.of(sources.ruleset, _asks(rule)).branch_fields()
    readers = [fact_reader(name, branch, out) for name in names]
    row = collect_one(sources.base().select(KEY, *out.expressions)).row(0, named=True)
    yield from (read(row) for read in readers)


def _records(rule: Rule, sources: Sources) -> Iterator[RecordTable]:
    measures = measures_asked(_asks(rule), sources.ruleset)
    chosen = united((each for measure in measures for each in selections(measure)), sources.ruleset)
    yield from (record_table(selection, sources) for selection in chosen)
