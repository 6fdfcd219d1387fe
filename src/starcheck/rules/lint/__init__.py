"""Linting a rule set: what it may say, but hardly means."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date

from starcheck.rules.check import Locate
from starcheck.rules.check.flaws import Flaw
from starcheck.rules.lint.awards import cap_below_one_award, uncapped_award
from starcheck.rules.lint.beyond import points_beyond_reach
from starcheck.rules.lint.changes import never_changes
from starcheck.rules.lint.levels import holes_between_levels, overlapping_levels, unreachable_level
from starcheck.rules.lint.orders import points_out_of_order
from starcheck.rules.lint.papers import missing_basis, missing_remedy
from starcheck.rules.lint.percentages import percent_as_fraction
from starcheck.rules.lint.reach import full_points_out_of_reach
from starcheck.rules.lint.requirements import requires_what_may_not_apply
from starcheck.rules.lint.roundings import double_rounding
from starcheck.rules.lint.smells import Lint, LintFinding, code_of
from starcheck.rules.lint.sums import points_do_not_sum
from starcheck.rules.lint.thresholds import threshold_out_of_range
from starcheck.rules.lint.untested import untested_criterion
from starcheck.rules.lint.unused import unused_constant, unused_field, unused_measure, unused_table
from starcheck.rules.lint.vetoes import undefined_veto
from starcheck.rules.load import Loaded, together
from starcheck.rules.schema.ruleset import RuleSet

LINTS: tuple[Lint, ...] = (
    points_do_not_sum,
    unused_table,
    unused_field,
    unused_measure,
    unused_constant,
    missing_basis,
    missing_remedy,
    threshold_out_of_range,
    percent_as_fraction,
    points_out_of_order,
    points_beyond_reach,
    full_points_out_of_reach,
    never_changes,
    cap_below_one_award,
    uncapped_award,
    undefined_veto,
    double_rounding,
    unreachable_level,
    requires_what_may_not_apply,
    holes_between_levels,
    overlapping_levels,
)
"""Every lint that looks at the rule set alone."""
UNTESTED = "untested-criterion"
CODES = (*map(code_of, LINTS), UNTESTED)


def lint(
    ruleset: RuleSet,
    place: Locate,
    cases_outcomes: Mapping[str, AbstractSet[str]] | None = None,
    *,
    key_place: Locate | None = None,
) -> list[LintFinding]:
    """Everything that deserves a second look, in the order of the files.

    Args:
        ruleset: without problems.
        place: where the value at a path stands.
        cases_outcomes: what the cases have shown of each criterion; None if nobody asks for cases.
        key_place: where the last key of a path stands; ``place`` if absent.
    """
    key_place = key_place or place

    def finding(code: str, flaw: Flaw) -> LintFinding:
        return LintFinding(code, (key_place if flaw.on_key else place)(flaw.at), flaw.message, flaw.hint)

    findings = [finding(code_of(smell), flaw) for smell in LINTS for flaw in smell(ruleset)]
    if cases_outcomes is not None:
        findings += [finding(UNTESTED, flaw) for flaw in untested_criterion(ruleset, cases_outcomes)]
    return sorted(findings, key=lambda found: (found.place.source, found.place.line or 0, found.place.column or 0))


def lint_at_all_times(
    loaded: Loaded, cases_outcomes: Mapping[str, AbstractSet[str]] | None = None
) -> list[LintFinding]:
    """Everything that deserves a second look, whatever values are in force.

    Args:
        loaded: a rule set, perhaps with dated values.
        cases_outcomes: what the cases have shown of each criterion; None if nobody asks for cases.
    """
    times = loaded.stretches or ((date.min, loaded),)
    found = [(day, lint(at.ruleset, at.place, cases_outcomes, key_place=at.key_place)) for day, at in times]
    return [replace(finding, message=message) for finding, message in together(found)]


__all__ = ["CODES", "LINTS", "UNTESTED", "Lint", "LintFinding", "code_of", "lint", "lint_at_all_times"]
