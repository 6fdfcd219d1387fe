"""Quotas: places that can be counted out."""

from __future__ import annotations

from fractions import Fraction

from starcheck.language import t
from starcheck.rules.check.flaws import Flaw, Flaws, plain, written
from starcheck.rules.check.kinds import of_field
from starcheck.rules.check.numbers import quantity
from starcheck.rules.check.references import branch_field
from starcheck.rules.check.scope import Scope
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.levels import Level
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.quotas import Places, Quota, TiesBy
from starcheck.rules.schema.ruleset import RuleSet


def quota(ruleset: RuleSet, level: Level, at: Path) -> Flaws:
    """The quota of a level, if it has one."""
    if level.quota is None:
        return
    yield from _stated(level.quota, at)
    for key, places in level.quota.places.items():
        yield from _places(ruleset, places, (*at, key))
    yield from _in_order(level.quota, at)
    yield from _of_shares(level.quota, at)
    if level.quota.per is not None:
        yield from group(ruleset, level.quota.per, (*at, "per"))
    if isinstance(level.quota.ties, TiesBy):
        for index, name in enumerate(level.quota.ties.by):
            yield from quantity(Scope(ruleset), name, (*at, "ties", "by", index))
    if level.quota.wins is not None and level.by_rank:
        message = t("“wins” weighs the threshold against the quota, and this level has no threshold.")
        yield Flaw((*at, "wins"), message, t("Remove it."), on_key=True)


def group(ruleset: RuleSet, name: str, at: Path) -> Flaws:
    """A field that parts all branches into groups."""
    field = yield from branch_field(ruleset.tables, name, at)
    if field is not None and (field.type not in ("choice", "text") or not field.required):
        message = t("“{name}” does not part the branches into groups.", name=name)
        yield Flaw(at, message, t("Name a choice or a text of the branch that is “required: true”."))


def _stated(quota: Quota, at: Path) -> Flaws:
    if not quota.places:
        message = t("The quota does not say how many places there are.")
        yield Flaw(at, message, t("Add “at_most”, “at_least” or “guide”."))
    if quota.guide is not None and len(quota.places) > 1:
        message = t("A guide binds nobody; beside a limit it means nothing.")
        yield Flaw((*at, "guide"), message, t("Keep “guide”, or the limit."), on_key=True)
    if quota.moved_down is not None and quota.at_most is None:
        message = t("Nobody is moved down where “at_most” does not say how many may stay.")
        yield Flaw((*at, "moved_down"), message, t("Remove it, or add “at_most”."), on_key=True)


def _places(ruleset: RuleSet, places: Places, at: Path) -> Flaws:
    match places:
        case Constant(value, percent=True):
            if not 0 < value <= 1:
                message = t("A quota is a share of the branches: more than 0%, at most 100%, not {read}.",
                            read=written(places))  # fmt: skip
                yield Flaw(at, message, t("Write how many of a hundred, such as 20%."))
        case Constant(value):
            if value.denominator != 1 or value < 1:
                hint = t("Write {percent}%.", percent=plain(value * 100)) if 0 < value < 1 else None
                message = t("A quota is a whole number of branches, or a percentage, not {read}.", read=written(places))
                yield Flaw(at, message, hint or t("Write a whole number above 0."))
        case _:
            field = yield from branch_field(ruleset.tables, places.field, (*at, "from"))
            if field is not None and field.type != "integer":
                message = t("“{name}” is {kind}; the number of places is an integer.", name=places.field,
                            kind=of_field(field).words)  # fmt: skip
                yield Flaw((*at, "from"), message, t("Give it “type: integer”."))


def _in_order(quota: Quota, at: Path) -> Flaws:
    match quota.at_least, quota.at_most:
        case Constant(least, percent=share), Constant(most, percent=other) if share is other and least > most:
            message = t("At least {least} and at most {most} cannot both be.", least=_spelled(least, share),
                        most=_spelled(most, share))  # fmt: skip
            yield Flaw((*at, "at_least"), message, t("Lower it, or raise “at_most”."))


def _spelled(value: Fraction, percent: bool) -> str:
    return written(Constant(value, percent))


def _of_shares(quota: Quota, at: Path) -> Flaws:
    """What a share is of, and how it becomes a whole number."""
    hints = {"of": t("Add “of”: all, rated or eligible."), "round": t("Add “round”: down, up or half_up.")}
    for key, hint in hints.items():
        stated = getattr(quota, key) is not None
        if quota.has_share and not stated:
            yield Flaw(at, t("A share of the branches needs “{key}”.", key=key), hint)
        elif stated and not quota.has_share and quota.places:
            message = t("“{key}” is about shares, and the quota states none.", key=key)
            yield Flaw((*at, key), message, t("Remove it."), on_key=True)
