"""Points: plain numbers on the rule set's grid."""

from __future__ import annotations

from fractions import Fraction

from starcheck.language import t
from starcheck.rules.check import numbers
from starcheck.rules.check.flaws import Flaw, Flaws, plain, written
from starcheck.rules.check.scope import Scope
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.numbers import Constant, Number, Statistic
from starcheck.rules.schema.remarks import NotVisible
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.schema.score import AllPoints, Amount, Range


def amount(scope: Scope, amount: Amount, at: Path, *, is_multiplied: bool = False, may_take: bool = False) -> Flaws:
    """What a part gains or loses.

    Args:
        scope: where it stands.
        amount: as written.
        at: its path.
        is_multiplied: it counts several times, so only the product has to fit the grid, by rounding.
        may_take: a range may begin below 0.
    """
    match amount:
        case AllPoints():
            return
        case Range(low, high):
            for index, end in enumerate((low, high)):
                yield from on_grid(scope.ruleset, end, (*at, index))
            if low < 0 and not may_take:
                message = t("A range below 0 stands only under “judged”, or under “gain” without “per”.")
                yield Flaw((*at, 0), message, t("Begin the range at 0, or write what is taken as a loss of its own."))
        case _:
            yield from numbers.plain_points(scope, amount, at)
            for constant, below in numbers.entries(amount):
                yield from at_least_zero(constant, (*at, *below))
                if not is_multiplied:
                    yield from on_grid(scope.ruleset, constant.value, (*at, *below))


def given(ruleset: RuleSet, constant: Constant, at: Path) -> Flaws:
    """Constant points of at least 0."""
    yield from is_plain(constant, at)
    yield from at_least_zero(constant, at)
    yield from on_grid(ruleset, constant.value, at)


def not_visible(ruleset: RuleSet, unseen: NotVisible | None, at: Path) -> Flaws:
    """Points of the printed table that nobody could read."""
    if unseen is None or unseen.points is None:
        return
    yield from given(ruleset, unseen.points, (*at, "points"))
    if unseen.points.value == 0:
        message = t("What was not seen has points.")
        yield Flaw((*at, "points"), message, t("Leave “points” out if they are not known."))


def floor(ruleset: RuleSet, constant: Constant | None, at: Path) -> Flaws:
    """A floor that lets points be lost, but gives none."""
    if constant is None:
        return
    yield from is_plain(constant, at)
    yield from on_grid(ruleset, constant.value, at)
    if constant.value > 0:
        yield Flaw(
            at, t("A floor is at most 0, not {read}.", read=written(constant)), t("It says how much can be lost.")
        )


def positive(scope: Scope, number: Number, at: Path) -> Flaws:
    """Points that are known of every branch, and more than 0."""
    yield from known(scope, number, at)
    for constant, below in numbers.entries(number):
        if constant.value == 0 and not constant.percent:
            yield Flaw(
                (*at, *below), t("Points are more than 0 here."), t("Leave the criterion out, or give it points.")
            )


def known(scope: Scope, number: Number, at: Path) -> Flaws:
    """Points that are known of every branch."""
    yield from amount(scope, number, at)
    yield from is_known(scope, number, at)


def step(scope: Scope, number: Number, at: Path) -> Flaws:
    """A step is known of every branch, and more than 0; its kind is that of what it divides."""
    if isinstance(number, Statistic):
        return  # where it is not more than 0, the part gives nothing
    yield from is_known(scope, number, at)
    for constant, below in numbers.entries(number):
        if constant.value <= 0:
            yield Flaw(
                (*at, *below),
                t("A step is more than 0, not {read}.", read=written(constant)),
                t("Write how much is one step."),
            )


def is_known(scope: Scope, number: Number, at: Path) -> Flaws:
    """A number does not depend on what a branch may leave empty."""
    if not numbers.is_known(scope, number):
        message = t("This number has to be known of every branch.")
        yield Flaw(at, message, t("Write a constant, or a lookup by a field of the branch that is “required: true”."))


def is_plain(constant: Constant, at: Path) -> Flaws:
    """No percentage."""
    if constant.percent:
        message = t("Points are plain numbers; “{read}” is a percentage.", read=written(constant))
        yield Flaw(at, message, t("Write the points."))


def at_least_zero(constant: Constant, at: Path) -> Flaws:
    """No points below 0: what is lost is written as a loss."""
    if constant.value < 0:
        message = t("Points are at least 0, not {read}.", read=written(constant))
        yield Flaw(at, message, t("Write what is lost with “lose”."))


def on_grid(ruleset: RuleSet, points: Fraction, at: Path) -> Flaws:
    """A whole number of units."""
    if (points / Fraction(ruleset.unit)).denominator != 1:
        message = t("{points} is not a multiple of the unit, {unit}.", points=plain(points), unit=plain(ruleset.unit))
        yield Flaw(at, message, t("Round it, or make “unit” smaller."))
