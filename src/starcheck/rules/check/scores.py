"""Scores: every node of the tree has one form, and says only what its form understands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from starcheck.language import t
from starcheck.rules.check import measures, numbers, points, spellings
from starcheck.rules.check.conditions import of_branch
from starcheck.rules.check.flaws import Flaw, Flaws
from starcheck.rules.check.kinds import ANY
from starcheck.rules.check.paths import children
from starcheck.rules.check.references import offer
from starcheck.rules.check.scope import Scope
from starcheck.rules.check.spellings import Setting
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.measures import MeasureModel
from starcheck.rules.schema.numbers import Number
from starcheck.rules.schema.score import FORMS, AllPoints, Score

PART = ("gain", "lose")
"""The forms of a part."""


def score(setting: Setting, node: Score, at: Path) -> Flaws:
    """A node and all below it."""
    yield from own_measure(setting.scope, node.measure, node.target, at)
    inside = replace(
        setting,
        scope=setting.scope.measuring(node.measure, has_target=node.target is not None),
        has_whole=setting.has_whole or node.up_to is not None,
    )
    yield from _one_form(node, at)
    yield from _modifiers(node, at)
    yield from of_branch(inside.scope, node.when, (*at, "when"))
    yield from of_branch(inside.scope, node.applies_when, (*at, "applies_when"))
    if node.up_to is not None:
        yield from points.amount(inside.scope, node.up_to, (*at, "up_to"), is_multiplied=True)
    if node.floor is not None:
        yield from points.is_plain(node.floor, (*at, "floor"))
    yield from _part(inside, node, at)
    yield from spellings.check(inside, node, at)
    for child, below in children(node, at):
        yield from score(inside, child, below)


def own_measure(scope: Scope, measure: str | MeasureModel | None, target: Number | None, at: Path) -> Flaws:
    """The measure and target of a criterion or node."""
    ruleset = scope.ruleset
    if isinstance(measure, str):
        if measure not in ruleset.measures:
            yield _no_measure(scope, measure, (*at, "measure"))
    elif measure is not None:
        yield from measures.measure(ruleset, measure, (*at, "measure"))
    if target is None:
        return
    own = scope.measuring(measure, has_target=True)
    kind = own.own_value()
    if kind is None:
        yield Flaw((*at, "target"), t("A target needs a measure that is to reach it."), t("Add “measure”."))
    elif not kind.is_numeric:
        yield Flaw(
            (*at, "target"),
            t("The measure is {kind}; a target needs a number.", kind=kind.words),
            t("Remove “target”."),
        )
    else:
        yield from numbers.expect(own, "value", kind, target, (*at, "target"))


def _no_measure(scope: Scope, name: str, at: Path) -> Flaw:
    message = t("There is no measure “{name}”.", name=name)
    if scope.branch_field(name) is not None:
        return Flaw(at, message, t("A field is a measure too: {{field: {field}}}.", field=name))
    return Flaw(at, message, offer(name, scope.ruleset.measures))


def _one_form(node: Score, at: Path) -> Flaws:
    given = [form for form in FORMS if getattr(node, form) is not None]
    if not given:
        yield Flaw(
            at, t("This part of a score neither gives nor takes points."), t("Allowed: {choices}.", choices=list(FORMS))
        )
    for form in given[1:]:
        message = t("“{first}” and “{second}” cannot stand in one part of a score.", first=given[0], second=form)
        yield Flaw((*at, form), message, t("Write a list under “sum”, “best”, “worst” or “first”."), on_key=True)


_NEEDS: Mapping[str, tuple[str, ...]] = {
    "per": PART,
    "above": ("per",),
    "below": ("per",),
    "step": ("per",),
    "partial_steps": ("step",),
    "combine": ("deduct",),
}
"""Keys of a node that mean nothing unless one of these stands beside them."""


def _modifiers(node: Score, at: Path) -> Flaws:
    given = {key for key in (*_NEEDS, *FORMS) if getattr(node, key) is not None}
    for key, needs in _NEEDS.items():
        if key in given and not given & set(needs):
            message = t("“{key}” means something only beside {others}.", key=key, others=list(needs))
            yield Flaw((*at, key), message, t("Add it, or remove “{key}”.", key=key), on_key=True)
    if {"above", "below"} <= given:
        message = t("“above” and “below” cannot stand together.")
        yield Flaw((*at, "below"), message, t("Write two parts under “sum”."), on_key=True)
    if "step" in given and "partial_steps" not in given:
        message = t("“step” leaves open what a part of a step counts.")
        yield Flaw((*at, "step"), message, t("Add “partial_steps”: ignore, full or proportional."), on_key=True)
    if node.deduct is not None:
        yield from _deductions(node.deduct, at, is_combined=node.combine is not None)


def _deductions(parts: tuple[Score, ...], at: Path, *, is_combined: bool) -> Flaws:
    if len(parts) > 1 and not is_combined:
        message = t("Several deductions leave open how they combine.")
        yield Flaw((*at, "deduct"), message, t("Add “combine”: sum, worst or first."), on_key=True)
    for index, part in enumerate(parts):
        for key, given in (("gain", part), ("award", part.award)):
            if given is not None and given.gain is not None:
                place = (*at, "deduct", index, *dict.fromkeys((key, "gain")))
                message = t("A deduction takes points.")
                yield Flaw(place, message, t("Write “lose”, or a tree under “sum”."), on_key=True)


def _part(setting: Setting, node: Score, at: Path) -> Flaws:
    for key, amount in (("gain", node.gain), ("lose", node.lose)):
        if amount is not None:
            is_alone = node.per is None
            yield from points.amount(
                setting.scope, amount, (*at, key), is_multiplied=not is_alone, may_take=is_alone and key == "gain"
            )
        if isinstance(amount, AllPoints):
            yield from spellings.whole(setting, (*at, key))
    kind = ANY if node.per is None else (yield from numbers.quantity(setting.scope, node.per, (*at, "per")))
    for key, number in (("above", node.above), ("below", node.below), ("step", node.step)):
        if number is not None:
            yield from numbers.expect(setting.scope, node.per or "per", kind, number, (*at, key))
    if node.step is not None:
        yield from points.step(setting.scope, node.step, (*at, "step"))
