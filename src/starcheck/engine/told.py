"""The quantities behind a finding, read off a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from starcheck.engine.clock import World
from starcheck.engine.judge import Judged
from starcheck.engine.outputs import Outputs, Row
from starcheck.engine.program import Program
from starcheck.engine.rows import Measured
from starcheck.model import Quantity
from starcheck.rules.check.kinds import of_part
from starcheck.rules.schema.dictionary import BRANCH, RECORD_LIMIT, Field
from starcheck.rules.schema.measures import Change, MeasureModel, branch_field_of

Kind = Literal["number", "percent", "date", "choice", "boolean", "text"]
FAR = RECORD_LIMIT // 2
"""An end of an open quantity as far out as this has no other bound than the limit of all tables."""


@dataclass(frozen=True)
class Told:
    """What is told of a criterion's own measure."""

    program: Program
    outputs: Outputs

    def quantities(self, judged: Judged) -> list[Callable[[Row], Quantity]]:
        """The numbers of the criterion's own measure, as things stand."""
        reading = judged.reading[World.STANDING]
        if reading is None:
            return []
        measure = own_measure(self.program, judged)
        if reading.column is not None:
            return [self._fact(reading.column)]
        names = [name for name in measure.told if not (name == "missing_times" and getattr(measure, "times", 1) == 1)]
        return [self._quantity(name, reading.parts[name], measure) for name in names]

    def _quantity(self, part: str, measured: Measured, measure: MeasureModel) -> Callable[[Row], Quantity]:
        out = self.outputs
        low, high, defined = out.q(measured.interval.lo), out.q(measured.interval.hi), out.truth(measured.defined)
        shown = None if isinstance(measure, Change) else measured.detail  # new / old is not the change
        detail = shown and (out.q(shown[0]), out.q(shown[1]))
        kind = kind_of(measure, part, self.program)
        unit = self._unit(measure)

        def read(row: Row) -> Quantity:
            lo, hi, known = low(row), high(row), defined(row)
            sides = (detail[0](row), detail[1](row)) if detail and lo == hi and known else None
            if known is False:
                return Quantity(part, None, None, kind, unit, defined=False)
            ends = (lo, hi) if lo == hi else (_bounded(lo), _bounded(hi))
            return Quantity(part, *ends, kind, unit, known, sides)

        return read

    def _unit(self, measure: MeasureModel) -> str:
        if measure.unit:
            return measure.unit
        name = branch_field_of(measure)
        return "" if name is None else self.program.ruleset.tables[BRANCH].fields[name].unit

    def _fact(self, name: str) -> Callable[[Row], Quantity]:
        """A field of the branch that is no number."""
        branch = self.program.sources.branch()
        value = self.outputs.column(branch.column(name))
        field = branch.table.fields[name]
        kind = kind_of_fact(field)
        absent = branch.unknown_is_none(name)

        def read(row: Row) -> Quantity:
            found = value(row)
            return Quantity("value", found, found, kind, field.unit, defined=not (found is None and absent))

        return read


def own_measure(program: Program, judged: Judged) -> MeasureModel:
    """The measure that a criterion names."""
    named = judged.criterion.measure
    assert named is not None
    return program.ruleset.measures[named] if isinstance(named, str) else named


def kind_of_fact(field: Field) -> Kind:
    """What a field that is no number holds."""
    return field.type if field.type in ("date", "choice", "boolean") else "text"


def _bounded(end: Fraction) -> Fraction | None:
    """None where only the limit of all tables bounds an open quantity."""
    return None if abs(end) >= FAR else end


def kind_of(measure: MeasureModel, part: str, program: Program) -> Kind:
    """Whether a part of a measure is a number or a percentage."""
    kind = of_part(program.ruleset.tables, measure, part)
    return "percent" if kind is not None and kind.sort == "percent" else "number"
