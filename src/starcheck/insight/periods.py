"""Calendar periods one by one: covered, missing, still to come, not owed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from starcheck.calendar import CalendarSpan
from starcheck.engine.clock import Clock, World
from starcheck.engine.outputs import Outputs, Row
from starcheck.engine.readings import Readings
from starcheck.insight.records import RecordTable
from starcheck.language import Text, t
from starcheck.rules.schema.measures import Coverage
from starcheck.rules.wording import Words

State = Literal["covered", "missing", "coming", "unknown", "not_owed"]


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """One calendar period, with the days of the records that count in it."""

    label: str
    state: State
    days: tuple[date, ...]
    why: Text | None = None


@dataclass(frozen=True, slots=True)
class PeriodTable:
    """The periods of one measure."""

    title: Words
    rows: tuple[PeriodRow, ...]


def period_rows(
    measure: Coverage, readings: Readings, records: RecordTable, out: Outputs
) -> Callable[[Row], tuple[PeriodRow, ...]]:
    """What reads the periods of a measure off a row."""
    standing, reachable = (readings.of(measure, world).periods for world in World)
    if standing is None or reachable is None:
        return lambda _: ()
    clock = readings.sources.clock
    masks = {
        "owed": out.column(standing.owed_surely),
        "possibly owed": out.column(standing.owed_possibly),
        "covered": out.column(standing.covered),
        "coverable": out.column(reachable.coverable),
    }

    def read(row: Row) -> tuple[PeriodRow, ...]:
        bits = {name: mask(row) for name, mask in masks.items()}
        return tuple(
            _row(span, {name: bool(mask >> index & 1) for name, mask in bits.items()}, measure, clock, records)
            for index, span in enumerate(standing.spans)
        )

    return read


def _row(
    span: CalendarSpan, facts: Mapping[str, bool], measure: Coverage, clock: Clock, records: RecordTable
) -> PeriodRow:
    state = _state(span, facts, clock)
    counted = [row.day for row in records.rows if row.counted and row.day is not None]
    days = tuple(day for day in counted if span.start <= day <= span.end)
    return PeriodRow(span.label, state, days, _why_not_owed(span, measure, clock) if state == "not_owed" else None)


def _state(span: CalendarSpan, facts: Mapping[str, bool], clock: Clock) -> State:
    if not facts["possibly owed"]:
        return "not_owed"
    if facts["owed"] and facts["covered"]:
        return "covered"
    if facts["owed"] and not facts["coverable"]:
        return "missing"
    return "coming" if facts["owed"] and span.end > clock.as_of else "unknown"


def _why_not_owed(span: CalendarSpan, measure: Coverage, clock: Clock) -> Text:
    if span.number in measure.except_:
        return t("excepted")
    if not (clock.period.start <= span.start and span.end <= clock.period.end):
        return t("cut short by the assessed period")
    return t("the branch did not exist throughout")
