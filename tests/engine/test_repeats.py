"""Criteria that are scored for each span, worked by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from starcheck.assessing import assess_tables
from starcheck.calendar import Period
from starcheck.errors import InputError
from starcheck.model import Outcome, Reason
from tests.engine.plain import tables_of
from tests.engine.single import HEAD, assessed, finding_of, points
from tests.engine.test_agreement import loaded

Raw = Any  # what YAML holds
TABLES = {
    "branch": {"label": "支部", "fields": {"small": {"type": "boolean", "label": "小支部"}}},
    "faults": {
        "label": "差错",
        "date": "found_on",
        "fields": {
            "found_on": {"type": "date", "label": "日期"},
            "closed_on": {"type": "date", "label": "整改日期", "blank": "none"},
        },
    },
    "roster": {"label": "名册", "fields": {"name": {"type": "text", "label": "姓名"}}},
}
MEASURES = {"number": {"count": "faults"}, "people": {"count": "roster"}, "before": {
    "count": "faults", "within": "previous period"}}  # fmt: skip
QUARTERS = {"every": "quarter", "take": "mean"}
LOSS = {"points": 10, "repeat": QUARTERS, "score": {"deduct": [{"per": "number", "lose": 3}]}}
MAY = date(2024, 5, 15)


def faults(*days: str) -> list[dict[str, Raw]]:
    return [{"found_on": date.fromisoformat(f"2024-{day}")} for day in days]


def judged(criterion: Raw, found: Raw, as_of: date | None = None, tables: Raw = TABLES, **ledger: Raw) -> Raw:
    return finding_of(criterion, tables, {"faults": found, **ledger}, as_of, measures=MEASURES)


@pytest.mark.parametrize(("take", "expected"), [("mean", 7), ("worst", 1), ("best", 10), ("last", 7), ("sum", 10)])
def test_every_quarter_is_scored_by_itself(take: str, expected: float) -> None:
    # 10 - 9, 10, 10, 10 - 3; their sum, 28, is cut to the points.
    criterion = {**LOSS, "repeat": {"every": "quarter", "take": take}}
    found = judged(criterion, faults("01-02", "02-03", "03-31", "10-01"))
    assert points(found) == (expected, expected)


@pytest.mark.parametrize(("every", "expected"), [("month", 9.25), ("quarter", 7.75), ("half_year", 5.5)])
def test_the_spans_are_those_of_the_calendar(every: str, expected: float) -> None:
    # Months: one of 4, one of 7; quarters: one of 1; half-years: one of 1.
    criterion = {**LOSS, "repeat": {"every": every, "take": "mean"}}
    assert points(judged(criterion, faults("01-02", "01-03", "03-31"))) == (expected, expected)


def test_each_span_is_cut_at_its_floor_before_the_mean() -> None:
    # max(0, 10 - 15) and three times 10; without the cut it would be 6.25.
    assert points(judged(LOSS, faults(*["05-01"] * 5))) == (7.5, 7.5)


def test_each_span_and_then_their_mean_is_rounded_to_the_grid() -> None:
    # 0.33 and three times 0 on a grid of 0.01: 0.0825, not a quarter of one third.
    third = {"points": 1, "repeat": QUARTERS, "score": {"per": "number", "step": 3, "partial_steps": "proportional",
             "gain": 1}}  # fmt: skip
    assert points(judged(third, faults("01-02"))) == (0.08, 0.08)


def test_what_has_not_begun_is_open_and_what_is_over_is_not() -> None:
    # 7 for the first quarter; what is lost is lost, and nothing more has to come for the 10 of the others.
    found = judged(LOSS, faults("01-02"), MAY)
    assert points(found) == (9.25, 9.25)
    tables = {**TABLES, "faults": {**TABLES["faults"], "future": "open"}}
    gain = {"points": 10, "repeat": QUARTERS, "score": {"per": "number", "gain": 3}}
    found = judged(gain, faults("01-02"), MAY, tables)
    assert points(found) == (0.75, 8.25)
    assert (found.outcome, found.reason) == (Outcome.OPEN, Reason.NOT_YET_DUE)


def test_of_a_limited_future_every_span_has_its_own_part() -> None:
    # One more a month: none, two (May and June), three, three; each gives at most 10.
    tables = {**TABLES, "faults": {**TABLES["faults"], "future": {"at_most": 1, "per": "month"}}}
    gain = {"points": 10, "repeat": QUARTERS, "score": {"per": "number", "gain": 2}}
    assert points(judged(gain, faults("01-02"), MAY, tables)) == (0.5, (2 + 4 + 6 + 6) / 4)


def test_a_table_covers_the_whole_period_up_to_the_day_by_default() -> None:
    stated = {"covers": (date(2024, 1, 1), date(2024, 3, 31)), "records": []}
    assert points(judged(LOSS, [])) == (10, 10)
    assert points(judged(LOSS, stated)) == (2.5, 10)


def test_the_period_before_a_span_is_the_span_before() -> None:
    # The fault of the first quarter counts in the second; nobody knows of the quarter before the year.
    criterion = {**LOSS, "score": {"deduct": [{"per": "before", "lose": 3}]}}
    everything = {"covers": (date(2023, 1, 1), date(2024, 12, 31)), "records": faults("02-01")}
    assert points(judged(criterion, everything)) == (9.25, 9.25)
    assert points(judged(criterion, faults("02-01"))) == (6.75, 9.25)


def test_what_a_later_span_looks_back_on_may_still_come() -> None:
    # As of May the third and fourth quarters look back on days that nobody has seen.
    tables = {**TABLES, "faults": {**TABLES["faults"], "future": "open"}}
    gain = {"points": 10, "repeat": QUARTERS, "score": {"per": "before", "gain": 2}}
    ledger = {"covers": (date(2023, 1, 1), date(2024, 12, 31)), "records": faults("02-01", "08-01")}
    assert points(judged(gain, ledger, MAY, tables)) == (0.5, (2 + 10 + 10) / 4)


def test_a_blank_date_of_a_past_span_may_be_filled_in_while_the_period_lasts() -> None:
    criterion = {**LOSS, "score": {"deduct": [{"when": {"count": "faults", "where": {"closed_on": {"exists": False}},
                 "at_least": 1}, "lose": 4}]}}  # fmt: skip
    assert points(judged(criterion, faults("01-02"))) == (9, 9)
    assert points(judged(criterion, faults("01-02"), MAY)) == (9, 10)


def test_a_table_without_dates_is_that_of_the_whole_period() -> None:
    tables = {**TABLES, "roster": {**TABLES["roster"], "future": {"at_most": 1, "per": "half_year"}}}
    gain = {"points": 10, "repeat": {"every": "half_year", "take": "last"}, "score": {"per": "people", "gain": 1}}
    first = {**gain, "repeat": {"every": "half_year", "take": "worst"}}
    roster = [{"name": "甲"}]
    for criterion in (gain, first):
        assert points(judged(criterion, [], date(2024, 8, 1), tables, roster=roster)) == (1, 2)


def test_whether_it_applies_goes_by_the_whole_period() -> None:
    criterion = {**LOSS, "applies_when": {"number": {"at_least": 2}}, "not_applicable": "zero"}
    assert points(judged(criterion, faults("01-02", "12-01"))) == (8.5, 8.5)
    assert judged(criterion, faults("01-02")).outcome is Outcome.NOT_APPLICABLE


def test_what_an_empty_measure_gives_goes_by_each_span() -> None:
    share = {"ratio": {"count": "faults", "where": {"closed_on": {"exists": True}}}, "over": {"count": "faults"}}
    criterion = {**LOSS, "measure": share, "if_empty": "full", "score": {"sum": [{"per": "value", "gain": 10}]}}
    found = faults("01-02", "01-03")
    found[0]["closed_on"] = date(2024, 2, 1)
    assert points(judged(criterion, found)) == (8.75, 8.75)
    assert judged(criterion, found).quantities[0].high == 0.5


def test_leniency_goes_by_each_span() -> None:
    # 10 - 9 / 2 in the first quarter, which has three; 10 - 3 in the second.
    criterion = {**LOSS, "lenient": {"when": {"number": {"at_least": 3}}, "factor": "50%"}}
    assert points(judged(criterion, faults("01-02", "01-03", "01-04", "04-01"))) == (8.13, 8.13)


def test_a_section_repeats_for_all_its_criteria_but_those_that_say_otherwise() -> None:
    plain = {key: value for key, value in LOSS.items() if key != "repeat"}
    section = {
        "id": "A", "title": "大项", "points": 20, "repeat": QUARTERS,
        "criteria": [
            {"id": "A-01", "title": "甲", **plain},
            {"id": "A-02", "title": "乙", **plain, "repeat": {"every": "half_year", "take": "worst"}},
        ],
    }  # fmt: skip
    rules = {"points": 20, "tables": TABLES, "measures": MEASURES, "sections": [section], "levels": []}
    assessment = assessed(rules, {"faults": faults("01-02", "02-03", "03-31", "10-01")})
    assert [points(finding) for finding in assessment.findings] == [(7, 7), (1, 1)]


def test_in_a_section_that_starts_full_the_losses_of_the_spans_are_taken_together() -> None:
    criterion = {"id": "A-01", "title": "甲", "repeat": {"every": "quarter", "take": "sum"}, "floor": -5,
                 "score": {"deduct": [{"per": "number", "lose": 2}]}}  # fmt: skip
    section = {"id": "A", "title": "大项", "points": 20, "starts": "full", "criteria": [criterion]}
    rules = {"points": 20, "tables": TABLES, "measures": MEASURES, "sections": [section], "levels": []}
    # -4 in the first quarter and -2 in the last, of which at most 5 count.
    assessment = assessed(rules, {"faults": faults("01-02", "02-03", "10-01")})
    assert points(assessment.findings[0]) == (-5, -5)


def test_points_without_an_end_add_up_without_one() -> None:
    section = {"id": "A", "title": "大项", "points": 100, "criteria": [
        {"id": "A-01", "title": "甲", "points": 100, "score": {"gain": 100}}]}  # fmt: skip
    pool = {"id": "P", "title": "加分", "up_to": "none", "criteria": [
        {"id": "P-01", "title": "乙", "repeat": {"every": "half_year", "take": "sum"},
         "score": {"per": "number", "gain": 30}}]}  # fmt: skip
    rules = {"tables": TABLES, "measures": MEASURES, "sections": [section], "pools": [pool]}
    found = assessed(rules, {"faults": faults("01-02", "02-03", "10-01")}).findings[1]
    assert points(found) == (90, 90)


def test_a_period_that_cuts_a_span_is_refused_with_every_criterion_it_concerns() -> None:
    section = {"id": "A", "title": "大项", "points": 20, "criteria": [
        {"id": "A-01", "title": "甲", **LOSS},
        {"id": "A-02", "title": "乙", **LOSS, "repeat": {"every": "month", "take": "sum"}}]}  # fmt: skip
    rules = loaded({**HEAD, "points": 20, "tables": TABLES, "measures": MEASURES, "sections": [section], "levels": []})
    tables = tables_of(rules.ruleset, {"branch": {"id": "one"}, "faults": []})

    def problems(start: date, end: date) -> list[str]:
        with pytest.raises(InputError) as raised:
            list(assess_tables(rules, tables, period=Period(start, end)))
        return [problem.say("en") for problem in raised.value.problems]

    (problem,) = problems(date(2024, 2, 1), date(2024, 6, 30))
    assert "Criterion A-01 is scored every quarter, and the period 2024-02-01..2024-06-30 cuts 2024Q1." in problem
    assert len(problems(date(2024, 2, 2), date(2024, 6, 29))) == 2
