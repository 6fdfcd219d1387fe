"""Working days and parts of dates, by hand and against Python's own calendar."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from starcheck.rules.schema.calendars import WorkCalendar
from tests.engine.small import Raw, measured, rules

OFFICE = {
    "label": "放假安排",
    "from": date(2023, 6, 1),
    "to": date(2024, 12, 31),
    "holidays": ["2024-02-10..2024-02-17", date(2024, 5, 1)],
    "workdays": [date(2024, 2, 4), date(2024, 2, 18), date(2024, 2, 19)],
}
BETWEEN = {"from": "found_on", "to": "closed_on"}
ITSELF = {"from": "found_on", "to": "found_on"}
PARTS = ("day", "weekday", "month", "days_left")
RULES = rules(
    {
        "matters": {
            "fields": {
                "found_on": {"type": "date"},
                "closed_on": {"type": "date", "blank": "none"},
                "taken": {"type": "integer", "min": -300, "max": 300, "derived": {"working_days": BETWEEN}},
                "no_days": {"type": "integer", "derived": {"days": ITSELF}},
                "no_work": {"type": "integer", "derived": {"working_days": ITSELF}},
                **{name: {"type": "integer", "derived": {"part": name, "of": "found_on"}} for name in PARTS},
            }
        }
    },
    calendars={"office": OFFICE},
)
DAYS = st.dates(date(2023, 6, 1), date(2024, 12, 31))


def of(name: str, **record: Raw) -> tuple[Raw, Raw]:
    low, high, _ = measured(RULES, {"sum": f"matters.{name}"}, {"matters": [record]})
    return low, high


@pytest.mark.parametrize(
    ("found_on", "closed_on", "days"),
    [
        (date(2024, 3, 4), date(2024, 3, 8), 4),  # Monday to Friday
        (date(2024, 3, 8), date(2024, 3, 10), 0),  # Friday to Sunday
        (date(2024, 3, 4), date(2024, 3, 4), 0),
        (date(2024, 2, 3), date(2024, 2, 4), 1),  # a Sunday that is worked
        (date(2024, 2, 9), date(2024, 2, 19), 2),  # a week off, then a Sunday that is worked, then Monday
        (date(2024, 3, 8), date(2024, 3, 4), -4),
        (date(2024, 4, 30), None, 174),  # to the end of the year, without the 1st of May
    ],
)
def test_working_days_are_counted_after_the_first_day_up_to_the_last(
    found_on: date, closed_on: date | None, days: int
) -> None:
    assert of("taken", found_on=found_on, closed_on=closed_on) == (days, days)


def test_a_day_of_which_the_calendar_does_not_speak_leaves_the_number_open() -> None:
    assert of("taken", found_on=date(2023, 5, 31), closed_on=date(2023, 6, 2)) == (-300, 300)
    assert of("taken", closed_on=date(2023, 6, 2)) == (-300, 300)


@given(found_on=DAYS, closed_on=DAYS)
def test_working_days_are_those_that_a_walk_from_day_to_day_meets(found_on: date, closed_on: date) -> None:
    office = WorkCalendar.model_validate(OFFICE)
    first, last = sorted((found_on, closed_on))
    days = [first + timedelta(n) for n in range(1, (last - first).days + 1)]
    weekend = {day for day in days if day.weekday() >= calendar.SATURDAY}
    worked = [day for day in days if day in office.made_up or day not in weekend.union(office.days_off)]
    number = len(worked) if found_on <= closed_on else -len(worked)
    assert of("taken", found_on=found_on, closed_on=closed_on) == (number, number)


@given(DAYS)
def test_parts_of_a_date_are_those_of_the_calendar(found_on: date) -> None:
    left = calendar.monthrange(found_on.year, found_on.month)[1] - found_on.day
    parts = (found_on.day, found_on.isoweekday(), found_on.month, left)
    assert [of(name, found_on=found_on) for name in PARTS] == [(part, part) for part in parts]


def test_a_part_of_an_unknown_date_lies_where_such_parts_lie() -> None:
    assert [of(name) for name in PARTS] == [(1, 31), (1, 7), (1, 12), (0, 30)]


@pytest.mark.parametrize("name", ["no_days", "no_work"])
def test_from_a_day_to_itself_there_are_none(name: str) -> None:
    assert of(name, found_on=date(2024, 3, 4)) == (0, 0)
