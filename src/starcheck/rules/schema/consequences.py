"""What follows from a result: consequences for a branch, targets for all of them."""

from __future__ import annotations

from pydantic import Field as Constraint

from starcheck.rules.schema.atoms import AnyTitle, BasisText, Id, Model
from starcheck.rules.schema.conditions import AnyCondition
from starcheck.rules.schema.numbers import AnyConstant, AnyNumber


class Consequence(Model):
    """What becomes of a branch because of its result; nothing depends on it.

    Attributes:
        amount: how much it is worth, counted in ``unit``.
    """

    id: Id
    title: AnyTitle
    when: AnyCondition
    amount: AnyNumber | None = None
    unit: str = ""
    basis: BasisText | None = None
    doubt: AnyTitle | None = None
    tags: tuple[str, ...] = ()


class LevelBound(Model):
    """Some of the levels; exactly one key."""

    at_least: int | str | None = None
    equals: int | str | None = None
    one_of: tuple[int | str, ...] | None = Constraint(default=None, min_length=1)


class ShareBound(Model):
    """How large a share has to be; exactly one key."""

    at_least: AnyConstant | None = None
    more_than: AnyConstant | None = None
    at_most: AnyConstant | None = None
    less_than: AnyConstant | None = None


class Target(Model):
    """A share of the branches that ought to hold some levels; never said of one branch.

    Attributes:
        per: a field of the branch: every group of branches with one value of it has the target.
    """

    id: Id
    title: AnyTitle
    level: LevelBound
    share: ShareBound
    per: str | None = None
    basis: BasisText | None = None
    doubt: AnyTitle | None = None
    tags: tuple[str, ...] = ()
