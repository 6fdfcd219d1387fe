"""Leniency: a condition under which what is lost counts only in part."""

from __future__ import annotations

from typing import Annotated, Literal

from starcheck.rules.schema.atoms import FORM, Model, ParsedBy, Raw
from starcheck.rules.schema.conditions import AnyCondition
from starcheck.rules.schema.numbers import AnyConstant


class Lenient(Model):
    """Where a condition holds, what is lost counts by a factor."""

    when: AnyCondition
    factor: AnyConstant


def _parse_leniency(raw: Raw) -> Lenient | Literal["none"]:
    return "none" if raw == "none" else Lenient.model_validate(raw)


_LENIENCY = ParsedBy(_parse_leniency, {FORM: "lenient"})
AnyLeniency = Annotated[Lenient | Literal["none"], _LENIENCY]
"""Leniency of a criterion: its own, or none where the rule set's would hold."""

__all__ = ["AnyLeniency", "Lenient"]
