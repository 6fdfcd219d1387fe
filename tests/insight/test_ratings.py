"""What everybody marked, and how it was combined, is shown stage by stage."""

from __future__ import annotations

from fractions import Fraction

import pytest

from starcheck.calendar import Period
from starcheck.engine.clock import Clock
from starcheck.engine.findings import FindingReader, Grid
from starcheck.engine.outputs import Outputs
from starcheck.engine.program import compile_program
from starcheck.engine.sources import Sources
from starcheck.insight.ratings import RatingRow, rating_tables
from starcheck.insight.selections import selections
from starcheck.language import say
from starcheck.ledger.tables import KEY
from starcheck.rules.schema.measures import Rating, parse_measure
from tests.engine.plain import tables_of
from tests.engine.small import YEAR, Raw, rules

GROUP = {"type": "choice", "choices": ["党员", "群众"]}
TABLES = {
    "ballots": {
        "fields": {
            "rater": {"type": "text"},
            "item": {"type": "choice", "choices": ["德", "能"]},
            "mark": {"type": "percent", "min": "0%", "max": "100%"},
        }
    },
    "raters": {"fields": {"rater": {"type": "text"}, "group": GROUP}},
}
RULES = rules(TABLES)
LEDGER: Raw = {
    "branch": {"id": "b"},
    "ballots": [
        {"rater": "A", "item": "德", "mark": "90%"},
        {"rater": "A", "item": "能", "mark": "80%"},
        {"rater": None, "item": "能", "mark": "80%"},
    ],
    "raters": [{"rater": "B", "group": "群众"}, {"rater": "A", "group": "党员"}],
}
STAGES = [{"by": "item", "take": "mean"}, {"by": "rater", "take": "mean"}, {"by": "group", "take": "mean"}]
FORM: Raw = {"rating": "ballots.mark", "stages": STAGES, "of": "raters.rater"}


def rating(**more: Raw) -> Rating:
    measure = parse_measure(FORM | more)
    assert isinstance(measure, Rating)
    return measure


def sources(period: Period = YEAR) -> Sources:
    return Sources(RULES, Clock.at(period, None), tables_of(RULES, LEDGER))


def row(*keys: str | None, low: int, high: int) -> RatingRow:
    return RatingRow(keys, Fraction(low, 100), Fraction(high, 100))


def test_the_values_before_every_stage_but_the_marks_themselves() -> None:
    people, groups = rating_tables(rating(), sources())
    assert people.percent
    assert people.headers == (
        RULES.tables["ballots"].fields["rater"].label,
        RULES.tables["raters"].fields["group"].label,
    )
    assert people.rows == (
        row("A", "党员", low=85, high=85),
        row("B", "群众", low=0, high=100),
        row(None, None, low=80, high=80),
    )
    assert groups.rows[:2] == (row("党员", low=85, high=85), row("群众", low=0, high=100))


def test_with_one_stage_the_marks_of_everybody_are_shown() -> None:
    (people,) = rating_tables(rating(stages=[{"by": "rater", "take": "mean"}], of=None), sources())
    assert [found.keys for found in people.rows] == [("A",), (None,)]


@pytest.mark.parametrize(
    ("people", "missing"),
    [
        (["B", "A", "C"], ["mark of B", "mark of C"]),
        (["A"], []),
        ([f"P{n}" for n in range(11)], ["marks of 11 people"]),
    ],
)
def test_those_who_had_to_mark_and_did_not_are_missing(people: list[str], missing: list[str]) -> None:
    score = {"proportional": {"target": "100%"}}
    criterion = {"id": "A-01", "title": "甲", "points": 1, "measure": FORM, "if_empty": "zero", "score": score}
    ruleset = rules(TABLES, sections=[{"id": "A", "title": "甲", "points": 1, "criteria": [criterion]}])
    ledger = LEDGER | {
        "raters": [{"rater": name, "group": "党员"} for name in people],
        "ballots": LEDGER["ballots"][:2],
    }
    program, out = compile_program(ruleset, tables_of(ruleset, ledger), Clock.at(YEAR, None)), Outputs()
    read = FindingReader(program, out, Grid(ruleset.unit)).reader(program.judged[0])
    found = read(program.frame.select(KEY, *out.expressions).collect().row(0, named=True))
    assert [say(words, "en") for words in found.missing] == missing


def test_the_marks_and_the_roster_are_looked_at() -> None:
    marks, roster = selections(rating())
    assert (marks.table, marks.needed, marks.listed) == (
        "ballots",
        ("rater", "item", "mark"),
        roster.__class__("raters", at_any_time=True, needed=("rater",)),
    )
    assert (roster.table, roster.needed) == ("raters", ("rater", "group"))
