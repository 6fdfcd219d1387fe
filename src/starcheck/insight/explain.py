"""Explaining a criterion: what it says and, of a ledger, what it counted and how it added up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from starcheck.calendar import Period
from starcheck.engine.clock import Clock
from starcheck.engine.frames import collect_one
from starcheck.engine.outputs import Outputs
from starcheck.engine.program import compile_program
from starcheck.engine.scoring import Trace
from starcheck.errors import InputError, Place, Problem, nearest
from starcheck.insight.results import Result, ResultReader
from starcheck.insight.rules import rules_by_id
from starcheck.insight.source import Source
from starcheck.language import t
from starcheck.ledger import Ledger
from starcheck.ledger.tables import KEY
from starcheck.rules.load import Loaded
from starcheck.rules.schema.ruleset import Criterion, Pool, Section


@dataclass(frozen=True, slots=True)
class Explanation:
    """A criterion of a rule set and, if a ledger was given, what became of it."""

    loaded: Loaded
    criterion: Criterion
    group: Section | Pool
    source: Source | None = None
    result: Result | None = None


def describe(loaded: Loaded, criterion_id: str) -> Explanation:
    """Explain a criterion without a ledger.

    Raises:
        InputError: the rule set has no such criterion.
    """
    criteria = {criterion.id: (criterion, group) for group in loaded.ruleset.groups for criterion in group.criteria}
    if criterion_id not in criteria:
        message = t(
            "There is no criterion and no rule “{id}” in {ruleset}.", id=criterion_id, ruleset=loaded.ruleset.ruleset
        )
        ids = [*criteria, *rules_by_id(loaded.ruleset)]
        close = nearest(criterion_id, ids) or nearest(criterion_id.upper(), ids)
        hint = close or t("The scoring table shows all: starcheck rules show.")
        raise InputError([Problem(Place(str(loaded.path)), message, hint)])
    return Explanation(loaded, *criteria[criterion_id])


def explain(
    loaded: Loaded, ledger: Ledger, criterion_id: str, period: Period, as_of: date | None = None
) -> Explanation:
    """Explain a criterion by the ledger of a branch.

    Args:
        loaded: the rule set.
        ledger: the branch's ledger, read by that rule set.
        criterion_id: the criterion.
        period: the assessed period.
        as_of: the day whose knowledge counts; by default the period's end.

    Raises:
        InputError: the rule set has no such criterion, its numbers could leave the range of exact arithmetic, or one
            of them does not hold yet when the period ends.
    """
    loaded = loaded.in_force(period.end)
    described = describe(loaded, criterion_id)
    clock, trace = Clock.at(period, as_of), Trace()
    program = compile_program(loaded.ruleset, ledger.tables, clock, trace)
    out = Outputs()
    read = ResultReader(program, trace, out).reader(next(each for each in program.judged if each.id == criterion_id))
    row = collect_one(program.frame.select(KEY, *out.expressions)).row(0, named=True)
    source = Source(ledger.branch_id, ledger.branch_name, ledger.digest, period, clock.as_of)
    return replace(described, source=source, result=read(row))
