"""The stages by which marks that people gave become one number."""

from __future__ import annotations

from typing import Literal

from starcheck.rules.schema.atoms import Model
from starcheck.rules.schema.numbers import AnyConstant

Take = Literal["mean", "min", "max", "trimmed"]


class Stage(Model):
    """What is made of the values of one key: an aggregate, or a sum by weights; exactly one of the two."""

    by: str
    take: Take | None = None
    weights: dict[str, AnyConstant] | None = None
