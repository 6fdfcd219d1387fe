"""Running the cases of a rule set: what each expects, and what it got."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import TypeAlias

from starcheck.assessing import assess_tables
from starcheck.calendar import Period
from starcheck.errors import InputError, Problem, RuleSetError, one_of
from starcheck.insight.bands import BandCount
from starcheck.language import t
from starcheck.ledger.reading import read_ledger
from starcheck.ledger.tables import Tables, united
from starcheck.model import Assessment, Consequence
from starcheck.rules.cases import Case, Expectation
from starcheck.rules.lint.untested import untested_outcomes
from starcheck.rules.load import Loaded
from starcheck.rules.schema.atoms import spelled
from starcheck.rules.schema.levels import STATES
from starcheck.rules.schema.ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class Mismatch:
    """An expectation that did not hold."""

    case: Case
    expectation: Expectation
    outcome: str | None
    ends: tuple[object, object] | None


@dataclass(frozen=True, slots=True)
class CaseRun:
    """The result of running all cases.

    Attributes:
        shown: by criterion, the outcomes of the cases that state something of it, in points or in words, and hold.
        unshown: by criterion, what they ought to show besides.
    """

    cases: int
    expectations: int
    mismatches: tuple[Mismatch, ...]
    shown: Mapping[str, AbstractSet[str]]
    unshown: Mapping[str, tuple[str, ...]]
    bands: BandCount

    def passes(self, *, strict: bool = False) -> bool:
        """Whether there are cases, all of them hold, and they show of every criterion what has to be shown.

        Args:
            strict: whether they also have to touch every band.
        """
        holds = self.cases > 0 and not self.mismatches and not self.unshown
        return holds and not (strict and self.bands.untouched)


def run_cases(loaded: Loaded, cases: Sequence[Case]) -> CaseRun:
    """Judge the ledgers of all cases, those of one period and day together.

    Raises:
        RuleSetError: a ledger cannot be read, or an expectation names an unknown id.
    """
    problems: list[Problem] = []
    mismatches: list[Mismatch] = []
    bands, shown = BandCount(), defaultdict[str, set[str]](set)
    for (period, as_of, day), group in _together(loaded, cases).items():
        by_name = {each.name: each.case for each in group if each.is_looked_at}
        expected = {each.name: each.expected for each in group}
        tables = united([(each.name, each.tables) for each in group], loaded.ruleset.tables)
        if len(by_name) < len(group):
            tables = tables.judged_together({each.name: each.set for each in group if each.case.others})
        watch = partial(bands.watcher, expected=expected)
        for name, assessment in assess_tables(loaded.in_force(day), tables, period=period, as_of=as_of, watch=watch):
            if name not in by_name:
                continue
            failed = list(_mismatches(by_name[name], assessment, problems))
            mismatches.extend(failed)
            holding = expected[name] - {mismatch.expectation.id for mismatch in failed}
            for finding in assessment.findings:
                if finding.criterion in holding:
                    shown[finding.criterion].add(finding.outcome.value)
    if problems:
        raise RuleSetError(problems)
    mismatches.sort(key=lambda mismatch: mismatch.expectation.place)
    number = sum(len(case.expectations) for case in cases)
    return CaseRun(len(cases), number, tuple(mismatches), shown, _unshown(loaded.ruleset, shown), bands)


@dataclass(frozen=True, slots=True)
class Part:
    """The ledger of one branch of a case.

    Attributes:
        number: of the case.
        branch: of the case; the first is the one that it looks at.
    """

    case: Case
    tables: Tables
    number: int
    branch: int

    @property
    def name(self) -> str:
        """What the branch is called among those of all cases."""
        return f"{self.number}.{self.branch}"

    @property
    def set(self) -> str:
        """What the branches that the case judges together are called."""
        return str(self.number)

    @property
    def is_looked_at(self) -> bool:
        """Whether the case speaks of this branch."""
        return self.branch == 0

    @property
    def expected(self) -> frozenset[str]:
        """The ids of which the case states something for this branch."""
        return frozenset(each.id for each in self.case.expectations) if self.is_looked_at else frozenset()


Together: TypeAlias = Mapping[tuple[Period, date | None, date], Sequence[Part]]
"""The ledgers of cases by period, by the day they look from and by the day whose values count."""


def _together(loaded: Loaded, cases: Sequence[Case]) -> Together:
    problems: list[Problem] = []
    groups: dict[tuple[Period, date | None, date], list[Part]] = defaultdict(list)
    for number, case in enumerate(cases):
        day = case.by or case.period.end
        for branch, document in enumerate((case.ledger, *case.others)):
            try:
                ledger = read_ledger(document, loaded.in_force(day).ruleset)
            except InputError as error:
                problems.extend(error.problems)
            else:
                groups[case.period, case.as_of, day].append(Part(case, ledger.tables, number, branch))
    if problems:
        raise RuleSetError(problems)
    return groups


def _unshown(ruleset: RuleSet, shown: Mapping[str, AbstractSet[str]]) -> Mapping[str, tuple[str, ...]]:
    lacking = {
        criterion.id: untested_outcomes(shown.get(criterion.id, frozenset()))
        for group in ruleset.groups
        for criterion in group.criteria
    }
    return {name: outcomes for name, outcomes in lacking.items() if outcomes}


def _mismatches(case: Case, assessment: Assessment, problems: list[Problem]) -> Iterator[Mismatch]:
    found: dict[str, tuple[str, tuple[object, object] | None]] = {
        finding.criterion: (finding.outcome.value, (finding.points.low, finding.points.high))
        for finding in assessment.findings
    }
    found |= {each.id: (each.outcome.value, _worth(each)) for each in assessment.consequences}
    checks = {check.id: check.outcome.value for check in assessment.rules}
    sections = {section.id: (section.points.low, section.points.high) for section in assessment.sections}
    if assessment.score is not None:
        sections["score"] = (assessment.score.low, assessment.score.high)
    for expectation in case.expectations:
        name = expectation.id
        outcome: str | None = None
        ends: tuple[object, object] | None = None
        if name == "level":
            ends = assessment.level.low, assessment.level.high
            if (unknown := _unknown_level(expectation, assessment)) is not None:
                problems.append(unknown)
                continue
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


def _unknown_level(expectation: Expectation, assessment: Assessment) -> Problem | None:
    """That an expectation names a level by what is no id of one."""
    ids = [*(level.id for level in assessment.levels), *STATES]
    for end in expectation.level or ():
        if end not in ids:
            message = t("There is no level of the id “{id}”.", id=spelled(end))
            return Problem(expectation.place, message, t("Allowed: {choices}.", choices=ids))
    return None


def _worth(consequence: Consequence) -> tuple[object, object] | None:
    """The amount of a consequence, as the decimals that a case writes."""
    if consequence.amount is None:
        return None
    low, high = (
        Decimal(end.numerator) / Decimal(end.denominator) if isinstance(end, Fraction) else end
        for end in (consequence.amount.low, consequence.amount.high)
    )
    return low, high
