"""Thresholds that a quantity never passes, or always does."""

from __future__ import annotations

from starcheck.language import t
from starcheck.rules.check.flaws import Flaw, written
from starcheck.rules.lint import ranges, walk
from starcheck.rules.lint.smells import Smells
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.conditions import Comparison, MeasureTest, Test
from starcheck.rules.schema.measures import form_of
from starcheck.rules.schema.ruleset import RuleSet


def threshold_out_of_range(ruleset: RuleSet) -> Smells:
    """A comparison whose answer is the same whatever a branch does."""
    for placed in walk.branch_conditions(ruleset):
        for part in walk.leaves(placed.condition):
            match part:
                case Test(name, comparisons):
                    yield from _compared(name, ranges.of_name(placed.scope, name), comparisons, placed.at)
                case MeasureTest(measure, comparisons):
                    found = ranges.of_measure(ruleset.tables, measure)
                    yield from _compared(form_of(measure), found, comparisons, placed.at)
                case _:
                    pass
    for records in walk.record_conditions(ruleset):
        fields = {name: field for table in records.tables for name, field in ruleset.tables[table].fields.items()}
        for part in walk.leaves(records.condition):
            if isinstance(part, Test):
                yield from _compared(part.name, ranges.of_field(fields[part.name]), part.comparisons, records.at)


def _compared(name: str, found: ranges.Range, comparisons: tuple[Comparison, ...], at: Path) -> Smells:
    for comparison in comparisons:
        says, read = ranges.verdict(found, comparison), written(comparison.operand)
        if says is False:
            message = t("“{name}: {op} {read}” never holds.", name=name, op=comparison.op, read=read)
            yield Flaw((*at, *comparison.at), message, t("Check the number, and “min” and “max” of the field."))
        if says is True and found.is_sure:
            message = t("“{name}: {op} {read}” always holds.", name=name, op=comparison.op, read=read)
            yield Flaw((*at, *comparison.at), message, t("Leave the comparison out, or check the number."))
