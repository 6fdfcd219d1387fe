"""Repetition: a criterion scored once for each calendar span of the assessed period."""

from __future__ import annotations

from typing import Literal

from starcheck.rules.schema.atoms import Model

Take = Literal["mean", "sum", "worst", "best", "last"]


class Repeat(Model):
    """For which spans a criterion is scored, and what is taken of their points."""

    every: Literal["month", "quarter", "half_year"]
    take: Take


__all__ = ["Repeat", "Take"]
