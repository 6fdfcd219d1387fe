"""Sheets: sections that are passed or not, where nothing adds up to a total."""

from __future__ import annotations

from starcheck.language import t
from starcheck.rules.check import points
from starcheck.rules.check.flaws import Flaw, Flaws
from starcheck.rules.check.paths import criteria, groups
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.ruleset import Pool, RuleSet, Section


def check(ruleset: RuleSet) -> Flaws:
    """Pass marks where there is no total, and only there."""
    for group, at in groups(ruleset):
        is_sheet = not ruleset.has_total and len(at) == 2
        if isinstance(group, Section):
            yield from _sheet(ruleset, group, at) if is_sheet else _no_sheet(group, at)
    if not ruleset.has_total:
        yield from _without_total(ruleset)


def _sheet(ruleset: RuleSet, section: Section, at: Path) -> Flaws:
    if section.pass_ is None:
        message = t("Without a total every section is a sheet that is passed or not.")
        yield Flaw(at, message, t("Add “pass”, in points or as a percentage."))
    elif not section.pass_.percent:
        yield from points.given(ruleset, section.pass_, (*at, "pass"))
    if section.pass_ is not None and section.pass_.value > (1 if section.pass_.percent else section.points.value):
        message = t("The pass mark lies above the points of the sheet.")
        yield Flaw((*at, "pass"), message, t("Lower it."))
    if section.weight is not None:
        message = t("Without a total a sheet has no weight.")
        yield Flaw((*at, "weight"), message, t("Remove it."), on_key=True)


def _no_sheet(section: Section, at: Path) -> Flaws:
    if section.pass_ is not None:
        message = t("Only the outermost sections have pass marks, and only where there is no total.")
        hint = t("Write “points: none” for the rule set, or require {{section: A, at_least: 80%}} of a level.")
        yield Flaw((*at, "pass"), message, hint, on_key=True)


def _without_total(ruleset: RuleSet) -> Flaws:
    for index, pool in enumerate(ruleset.pools):
        if pool.counts_toward_level:
            message = t("There is no total that this pool could add to.")
            yield Flaw(("pools", index), message, t("Add “counts_toward_level: false”, or make it part of a sheet."))
    if ruleset.rounding.total is not None:
        yield Flaw(("rounding", "total"), t("There is no total to round."), t("Remove it."), on_key=True)
    message = t("There is no total that a criterion could be excluded from.")
    hint = t("Write {{exclude: section}}: the rest of the section is scaled.")
    if ruleset.not_applicable == "total":
        yield Flaw(("not_applicable",), message, hint)
    for criterion, group, at in criteria(ruleset):
        if criterion.not_applicable == "total" and not isinstance(group, Pool):
            yield Flaw((*at, "not_applicable"), message, hint)
