"""Scores and grades that somebody else decides."""

from __future__ import annotations

from starcheck.language import t
from starcheck.rules.check import scales
from starcheck.rules.check.flaws import Flaw, Flaws
from starcheck.rules.check.references import branch_field
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.measures import Imported
from starcheck.rules.schema.ruleset import RuleSet


def check(ruleset: RuleSet, measure: Imported, at: Path) -> Flaws:
    """The field exists and has a scale where it needs one; the factor is a positive number."""
    field = yield from branch_field(ruleset.tables, measure.imported, (*at, "imported"))
    if field is not None:
        yield from scales.check(measure.imported, field, measure.scale, at)
    if measure.times is not None and measure.scale is not None:
        message = t("“times” belongs to numbers; a scale says already what each choice is worth.")
        yield Flaw((*at, "times"), message, t("Multiply the numbers of the scale."), on_key=True)
    elif measure.times is not None and (measure.times.percent or measure.times.value <= 0):
        message = t("“times” is a plain number above 0.")
        yield Flaw((*at, "times"), message, t("Write 0.12 to count 12 in 100."))
