"""Consequences for a branch, targets for all branches."""

from __future__ import annotations

from starcheck.language import t
from starcheck.rules.check import numbers
from starcheck.rules.check.conditions import of_branch
from starcheck.rules.check.flaws import Flaw, Flaws, written
from starcheck.rules.check.quotas import group
from starcheck.rules.check.scope import Scope
from starcheck.rules.check.standings import known_level
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.consequences import Target
from starcheck.rules.schema.numbers import Number
from starcheck.rules.schema.ruleset import RuleSet


def check(ruleset: RuleSet) -> Flaws:
    """What follows from a result."""
    scope = Scope(ruleset, sees_points=True, sees_level=True)
    for index, consequence in enumerate(ruleset.consequences):
        at: Path = ("consequences", index)
        yield from of_branch(scope, consequence.when, (*at, "when"))
        if consequence.amount is not None:
            yield from numbers.kind_of(scope, consequence.amount, (*at, "amount"))
        elif consequence.unit:
            message = t("A unit without an amount means nothing.")
            yield Flaw((*at, "unit"), message, t("Add “amount”, or remove it."), on_key=True)
    for index, target in enumerate(ruleset.targets):
        yield from _target(ruleset, target, ("targets", index))


def is_percent(ruleset: RuleSet, amount: Number) -> bool:
    """Whether the amount of a consequence is a percentage, in a rule set without flaws."""
    finding = numbers.kind_of(Scope(ruleset, sees_points=True, sees_level=True), amount, ())
    while True:
        try:
            next(finding)
        except StopIteration as found:
            return found.value.sort == "percent"  # type: ignore[no-any-return]


def _target(ruleset: RuleSet, target: Target, at: Path) -> Flaws:
    levels = {key: value for key, value in target.level if value is not None}
    shares = {key: value for key, value in target.share if value is not None}
    for key, stated in (("level", levels), ("share", shares)):
        if len(stated) != 1:
            message = t("“{key}” of a target says one thing.", key=key)
            yield Flaw((*at, key), message, t("Keep one comparison, such as at_least."))
    for key, named in levels.items():
        for number, level in enumerate(named if isinstance(named, tuple) else (named,)):
            place = (*at, "level", key, number) if isinstance(named, tuple) else (*at, "level", key)
            yield from known_level(ruleset, level, place)
    for key, share in shares.items():
        if not share.percent or not 0 <= share.value <= 1:
            message = t("A share of the branches is a percentage from 0% to 100%, not {read}.", read=written(share))
            yield Flaw((*at, "share", key), message, t("Write how many of a hundred, such as 70%."))
    if target.per is not None:
        yield from group(ruleset, target.per, (*at, "per"))
