from __future__ import annotations

from datetime import date

import pytest

from starcheck.calendar import Period, add_months, parse_period, spans


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        (2024, date(2024, 1, 1), date(2024, 12, 31)),
        ("2024Q1", date(2024, 1, 1), date(2024, 3, 31)),
        ("2024H2", date(2024, 7, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-03-15..2024-08-20", date(2024, 3, 15), date(2024, 8, 20)),
    ],
)
def test_periods_are_read(text: object, first: date, last: date) -> None:
    assert parse_period(text) == Period(first, last)


@pytest.mark.parametrize(
    "text", ["", "24", "2024Q5", "2024H3", "2024-13", "2024-00", "2024-08-20..2024-03-15", "..", "1800"]
)
def test_other_texts_are_no_period(text: str) -> None:
    assert parse_period(text) is None


@pytest.mark.parametrize(
    ("period", "before"),
    [
        ("2024", "2023"),
        ("2024Q1", "2023Q4"),
        ("2024-03", "2024-02"),
        ("2024-01-15..2024-01-20", "2024-01-09..2024-01-14"),
        ("2024-02-01..2024-04-30", "2023-11-01..2024-01-31"),
    ],
)
def test_the_previous_period_is_as_long_and_ends_the_day_before(period: str, before: str) -> None:
    found, expected = parse_period(period), parse_period(before)
    assert found is not None
    assert found.previous == expected


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2023, 12, 31), 2, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 12, 31), -24, date(2022, 12, 31)),
    ],
)
def test_months_are_added_by_the_calendar(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


def test_calendar_spans_carry_their_number_in_the_year() -> None:
    found = list(spans("quarter", date(2023, 11, 5), date(2024, 4, 1)))
    assert [(span.label, span.number) for span in found] == [("2023Q4", 4), ("2024Q1", 1), ("2024Q2", 2)]
    assert [span.label for span in spans("half_year", date(2024, 6, 30), date(2024, 7, 1))] == ["2024H1", "2024H2"]
    assert [span.label for span in spans("month", date(2024, 1, 31), date(2024, 2, 1))] == ["2024-01", "2024-02"]
    assert [span.label for span in spans("year", date(2023, 12, 31), date(2024, 1, 1))] == ["2023", "2024"]
    assert not list(spans("month", date(2024, 2, 1), date(2024, 1, 1)))


@pytest.mark.parametrize(
    "text", ["2024", "2024Q1", "2024H2", "2024-02", "2024-03-15..2024-08-20", "0850-01-01..0850-12-31"]
)
def test_the_label_of_a_period_is_how_it_is_written(text: str) -> None:
    period = parse_period(text)
    assert period is not None
    assert period.label == text
