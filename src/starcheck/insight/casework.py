"""Running the cases of a rule set: what each expects, and what it got."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from starcheck.assessing import assess_tables
from starcheck.calendar import Period
from starcheck.errors import InputError, Problem, RuleSetError, one_of
from starcheck.language import t
from starcheck.ledger.reading import read_ledger
from starcheck.ledger.tables import Tables, united
from starcheck.model import Assessment
from starcheck.rules.cases import Case, Expectation
from starcheck.rules.load import Loaded


@dataclass(frozen=True, slots=True)
class Mismatch:
    """An expectation that did not hold."""

    case: Case
    expectation: Expectation
    outcome: str | None
    ends: tuple[object, object] | None


@dataclass(frozen=True, slots=True)
class CaseRun:
    """The result of running all cases."""

    cases: int
    expectations: int
    mismatches: tuple[Mismatch, ...]


def run_cases(loaded: Loaded, cases: Sequence[Case]) -> CaseRun:
    """Judge the ledgers of all cases, those of one period and day together.

    Raises:
        RuleSetError: a ledger cannot be read, or an expectation names an unknown id.
    """
    problems: list[Problem] = []
    together: dict[tuple[Period, date | None], list[tuple[str, Case, Tables]]] = defaultdict(list)
    for number, case in enumerate(cases):
        try:
            ledger = read_ledger(case.ledger, loaded.in_force(case.period.end).ruleset)
        except InputError as error:
            problems.extend(error.problems)
        else:
            together[case.period, case.as_of].append((str(number), case, ledger.tables))
    if problems:
        raise RuleSetError(problems)
    mismatches: list[Mismatch] = []
    for (period, as_of), group in together.items():
        by_name = {name: case for name, case, _ in group}
        tables = united([(name, part) for name, _, part in group], loaded.ruleset.tables)
        for name, assessment in assess_tables(loaded, tables, period=period, as_of=as_of):
            mismatches.extend(_mismatches(by_name[name], assessment, problems))
    if problems:
        raise RuleSetError(problems)
    mismatches.sort(key=lambda mismatch: mismatch.expectation.place)
    return CaseRun(len(cases), sum(len(case.expectations) for case in cases), tuple(mismatches))


def expected_outcomes(cases: Sequence[Case]) -> Mapping[str, set[str]]:
    """Per id, the outcomes that cases expect; points count as the outcome they amount to only where it is named."""
    outcomes: dict[str, set[str]] = defaultdict(set)
    for case in cases:
        for expectation in case.expectations:
            outcomes[expectation.id].add(expectation.outcome or "points")
    return outcomes


def _mismatches(case: Case, assessment: Assessment, problems: list[Problem]) -> Iterator[Mismatch]:
    found = {
        finding.criterion: (finding.outcome.value, (finding.points.low, finding.points.high))
        for finding in assessment.findings
    }
    rules = (*assessment.vetoes, *assessment.direct, *assessment.eligibility)
    checks = {check.id: check.outcome.value for check in rules}
    sections = {section.id: (section.points.low, section.points.high) for section in assessment.sections}
    sections["score"] = (assessment.score.low, assessment.score.high)
    for expectation in case.expectations:
        name = expectation.id
        outcome: str | None = None
        ends: tuple[object, object] | None = None
        if name == "level":
            ends = assessment.level.low, assessment.level.high
        elif name in found:
            outcome, ends = found[name]
        elif name in checks:
            outcome = checks[name]
        elif name in sections:
            ends = sections[name]
        else:
            known = [*found, *checks, *sections, "level"]
            problems.append(Problem(expectation.place, t("The rule set has no “{id}”.", id=name), one_of(name, known)))
            continue
        if expectation.outcome not in (None, outcome) or expectation.ends not in (None, ends):
            yield Mismatch(case, expectation, outcome, ends)
