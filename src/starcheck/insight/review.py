"""A result beside what reviewers made of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from starcheck.assessing import assess
from starcheck.calendar import Period
from starcheck.errors import InputError, Problem
from starcheck.language import t
from starcheck.ledger import Ledger
from starcheck.ledger.adjustments import Adjustments
from starcheck.ledger.adjustments.applying import with_adjustments
from starcheck.model import Adjusted, Adjustment, AdjustmentKind, Assessment, Finding, Outcome
from starcheck.rules.load import Loaded
from starcheck.rules.schema.ruleset import Criterion, RuleSet
from starcheck.rules.uses import Uses


@dataclass(frozen=True, slots=True)
class Review:
    """An assessment by the ledger alone, and one with the adjustments of reviewers.

    Attributes:
        before: self-assessed.
        after: reviewed; its findings say what they were before.
    """

    before: Assessment
    after: Assessment


def review(
    loaded: Loaded, ledger: Ledger, adjustments: Adjustments, *, period: Period, as_of: date | None = None
) -> Review:
    """Judge one branch by its ledger, then with what reviewers changed.

    Args:
        loaded: the rule set.
        ledger: the branch's ledger, read by that rule set.
        adjustments: those that hold for the period and the day; those of other branches are left aside.
        period: the assessed period.
        as_of: the day whose knowledge counts; by default the period's end.

    Raises:
        InputError: points are more than the criterion gives this branch.
        RuleSetError: as `assess`.
    """
    loaded = loaded.in_force(period.end)
    own = adjustments.of([ledger.branch_id])
    before = assess(loaded, ledger, period=period, as_of=as_of)
    after = assess(loaded, reviewed_ledger(loaded, ledger, own), period=period, as_of=as_of)
    stated = [each.adjustment for each in own.placed]
    bearing = bearing_on(loaded.ruleset, stated)
    findings = (
        told(was, now, bearing.get(now.criterion, ())) for was, now in zip(before.findings, after.findings, strict=True)
    )
    reviewed = replace(
        after, findings=tuple(findings), provenance=replace(after.provenance, adjustments_digest=own.digest)
    )
    _refuse_beyond(reviewed, own)
    return Review(before, reviewed)


def reviewed_ledger(loaded: Loaded, ledger: Ledger, adjustments: Adjustments) -> Ledger:
    """The ledger with what reviewers changed; its digest stays that of the facts."""
    return replace(ledger, tables=with_adjustments(ledger.tables, adjustments, loaded.ruleset))


def bearing_on(ruleset: RuleSet, stated: Sequence[Adjustment]) -> dict[str, list[Adjustment]]:
    """The adjustments that bear on each criterion, by its id: those that name it, and the ratings that it uses."""
    ratings = [each for each in stated if each.kind is AdjustmentKind.RATING]
    found: dict[str, list[Adjustment]] = {}
    for each in stated:
        if each.kind is not AdjustmentKind.RATING:
            found.setdefault(each.criterion, []).append(each)
    for criterion in (criterion for group in ruleset.groups for criterion in group.criteria if ratings):
        used = _names_used(ruleset, criterion)
        for each in ratings:
            if each.key in used:
                found.setdefault(criterion.id, []).append(each)
    return found


def _names_used(ruleset: RuleSet, criterion: Criterion) -> set[str]:
    uses = Uses.of(ruleset, ruleset.scored_by(criterion))
    equal = (name for name, measure in ruleset.measures.items() if any(part == measure for part in uses.parts))
    return {*(name.split(".")[0] for name in uses.names()), *equal}


def told(was: Finding, now: Finding, by: Iterable[Adjustment]) -> Finding:
    """A finding with what it was and what bears on it."""
    stated = tuple(by)
    return replace(now, adjusted=Adjusted(was.points, was.outcome, stated)) if stated else now


def _refuse_beyond(reviewed: Assessment, adjustments: Adjustments) -> None:
    """Refuse points beyond what a criterion gives this branch, where that is not the same for all."""
    findings = {finding.criterion: finding for finding in reviewed.findings}
    problems = []
    for placed in adjustments.placed:
        stated = placed.adjustment
        if stated.kind is not AdjustmentKind.POINTS:
            continue
        most = findings[stated.key].points.max
        if most is not None and findings[stated.key].outcome is not Outcome.NOT_APPLICABLE and stated.value > most:  # type: ignore[operator]
            message = t("{id} gives “{branch}” at most {most} points, not {points}.", id=stated.key,
                        branch=stated.branch, most=most, points=stated.value)  # fmt: skip
            problems.append(Problem(placed.place, message, t("Correct the points.")))
    if problems:
        raise InputError(problems)
