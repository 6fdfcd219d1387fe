from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from starcheck import InputError, Period, assess, load_ledger, load_ruleset, parse_period
from starcheck.engine.clock import Clock
from starcheck.engine.outputs import Outputs
from starcheck.engine.program import compile_program
from starcheck.engine.scoring import Trace
from starcheck.insight.explain import Explanation, describe, explain
from starcheck.insight.periods import State
from starcheck.insight.records import RecordRow
from starcheck.insight.results import Result, ResultReader
from starcheck.language import say
from starcheck.ledger import Ledger
from starcheck.model import Finding, Outcome
from starcheck.rules.library import find
from starcheck.rules.load import Loaded

HERE = Path(__file__).parent
SAMPLES = Path(__file__).parents[2] / "samples"
YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
AUTUMN = date(2024, 9, 30)


@pytest.fixture(scope="module")
def small() -> Loaded:
    return load_ruleset(HERE / "small.yaml")


@pytest.fixture(scope="module")
def branch(small: Loaded) -> Ledger:
    return load_ledger(HERE / "small_ledger.yaml", small.ruleset)


def result_of(explanation: Explanation) -> Result:
    assert explanation.result is not None
    return explanation.result


def rows_by_id(result: Result) -> dict[str | None, RecordRow]:
    return {row.id: row for row in result.records[0].rows}


def words(row: RecordRow) -> list[str]:
    return [say(reason, "en") for reason in row.why]


def test_a_criterion_is_described_without_a_ledger(small: Loaded) -> None:
    described = describe(small, "A-02")
    assert described.criterion is small.ruleset.sections[0].criteria[1]
    assert described.group is small.ruleset.sections[0]
    assert described.result is None


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("A-1", "There is no criterion and no rule “A-1” in small. Did you mean “A-01”?"),
        ("a-1", "There is no criterion and no rule “a-1” in small. Did you mean “A-01”?"),
        ("zzz", "There is no criterion and no rule “zzz” in small. The scoring table shows all: starcheck rules show."),
    ],
)
def test_a_criterion_that_is_not_there_is_a_problem_that_helps(small: Loaded, name: str, hint: str) -> None:
    with pytest.raises(InputError) as raised:
        describe(small, name)
    (problem,) = raised.value.problems
    assert problem.say("en") == f"{HERE / 'small.yaml'}: {hint}"


def test_every_record_says_whether_it_counts(small: Loaded, branch: Ledger) -> None:
    rows = rows_by_id(result_of(explain(small, branch, "A-01", YEAR, AUTUMN)))
    assert {name: (row.timing, row.counted) for name, row in rows.items()} == {
        "m1": ("outside", False),
        "m2": ("inside", True),
        "m3": ("inside", False),
        "m4": ("inside", False),
        "m5": ("inside", None),
        "m6": ("inside", None),
        "m7": ("inside", False),
        "m8": ("inside", False),
        "m9": ("late", False),
    }


def test_every_record_says_why_it_does_not_count(small: Loaded, branch: Ledger) -> None:
    rows = rows_by_id(result_of(explain(small, branch, "A-01", YEAR, AUTUMN)))
    assert words(rows["m2"]) == []
    assert words(rows["m3"]) == ["not so: attended is at least 3"]
    assert words(rows["m4"]) == ["evidence missing"]
    assert words(rows["m5"]) == ["evidence not yet reviewed"]
    assert words(rows["m6"]) == ["not known: attended is at least 3"]


def test_records_of_another_kind_are_told_apart(small: Loaded, branch: Ledger) -> None:
    rows = rows_by_id(result_of(explain(small, branch, "A-01", YEAR, AUTUMN)))
    assert [name for name, row in rows.items() if not row.near] == ["m7", "m8"]


def test_the_fields_that_were_looked_at_are_shown(small: Loaded, branch: Ledger) -> None:
    (table,) = result_of(explain(small, branch, "A-01", YEAR)).records
    assert table.names == ("sort", "attended", "proof")
    assert [cell.value for cell in table.rows[1].cells][:2] == ["lecture", Fraction(9)]


@pytest.mark.parametrize(
    ("as_of", "states"),
    [
        (AUTUMN, ["not_owed"] * 2 + ["covered"] * 4 + ["missing"] * 3 + ["coming"] * 3),
        (YEAR.end, ["not_owed"] * 2 + ["covered"] * 4 + ["missing"] * 4 + ["covered"] + ["missing"]),
    ],
)
def test_every_period_has_a_state(small: Loaded, branch: Ledger, as_of: date, states: list[State]) -> None:
    (table,) = result_of(explain(small, branch, "A-02", YEAR, as_of)).periods
    assert [row.state for row in table.rows] == states


def test_a_period_names_its_records_or_why_it_is_not_owed(small: Loaded, branch: Ledger) -> None:
    (table,) = result_of(explain(small, branch, "A-02", YEAR)).periods
    rows = {row.label: row for row in table.rows}
    assert rows["2024-03"].days == (date(2024, 3, 5), date(2024, 3, 6), date(2024, 3, 7))
    assert say(rows["2024-01"].why, "en") == "the branch did not exist throughout"
    assert say(rows["2024-02"].why, "en") == "excepted"
    assert rows["2024-03"].why is None


def test_a_period_that_the_assessed_period_cuts_says_so(small: Loaded, branch: Ledger) -> None:
    cut = Period(date(2024, 3, 10), date(2024, 4, 30))
    (table,) = result_of(explain(small, branch, "A-02", cut)).periods
    assert say(table.rows[0].why, "en") == "cut short by the assessed period"


def test_every_key_of_a_roster_has_its_total(small: Loaded, branch: Ledger) -> None:
    (table,) = result_of(explain(small, branch, "A-03", YEAR)).keys
    assert {row.key: row.total for row in table.rows} == {"a": Fraction(23, 2), "b": Fraction(2), "c": Fraction(0)}
    assert all(row.settled for row in table.rows)


def test_a_record_of_somebody_who_is_not_listed_does_not_count(small: Loaded, branch: Ledger) -> None:
    study, roster = result_of(explain(small, branch, "A-03", YEAR)).records
    assert [row.counted for row in study.rows] == [True, True, True, False]
    assert words(study.rows[-1]) == ["not found: member in “roster”"]
    assert all(row.counted for row in roster.rows)


def test_what_can_still_be_filled_in_leaves_a_match_open(small: Loaded, branch: Ledger) -> None:
    rows = rows_by_id(result_of(explain(small, branch, "A-04", YEAR, AUTUMN)))
    assert (rows["m7"].matches, rows["m8"].matches) == (True, None)
    rows = rows_by_id(result_of(explain(small, branch, "A-04", YEAR)))
    assert (rows["m7"].matches, rows["m8"].matches) == (True, False)


def test_a_node_behind_one_that_holds_is_passed_over(small: Loaded, branch: Ledger) -> None:
    steps = result_of(explain(small, branch, "A-04", YEAR)).steps
    assert [(step.depth, step.holds, step.passed_over) for step in steps] == [
        (0, True, False),
        (1, False, False),
        (1, True, False),
        (1, True, True),
    ]


def test_what_does_not_apply_says_so(small: Loaded, branch: Ledger) -> None:
    result = result_of(explain(small, branch, "A-05", YEAR))
    assert result.finding.outcome is Outcome.NOT_APPLICABLE
    assert say(result.closing[0], "en") == "It does not apply."
    assert [(fact.label.en, fact.cell.value) for fact in result.facts] == [("has groups", False)]  # type: ignore[union-attr]


def test_a_mark_stands_in_the_arithmetic(small: Loaded, branch: Ledger) -> None:
    room = result_of(explain(small, branch, "A-06", YEAR)).steps[1]
    assert (room.low, room.high) == (Fraction(1, 2), Fraction(1, 2))


def test_a_change_looks_at_both_periods(small: Loaded, branch: Ledger) -> None:
    now, before = result_of(explain(small, branch, "A-06", YEAR)).records
    assert [row.id for row in before.rows if row.counted] == ["m1"]
    assert [row.id for row in now.rows if row.counted] == [f"m{n}" for n in range(2, 10)]


def test_a_table_that_was_not_provided_is_told_as_such(small: Loaded, tmp_path: Path) -> None:
    path = tmp_path / "ledger.yaml"
    path.write_text("branch: {id: b, members: 3, has_groups: true, founded_on: 2020-01-01}\n", encoding="utf-8")
    result = result_of(explain(small, load_ledger(path, small.ruleset), "A-01", YEAR))
    assert result.records[0].provided is False


@pytest.mark.parametrize("sample", sorted(path.stem for path in SAMPLES.glob("*.yaml")))
def test_every_criterion_of_every_sample_ends_in_the_points_of_its_finding(sample: str) -> None:
    five_star = load_ruleset(find("five-star@2024"))
    ledger = load_ledger(SAMPLES / f"{sample}.yaml", five_star.ruleset)
    period = parse_period("2024")
    assert period is not None
    findings = {f.criterion: f for f in assess(five_star, ledger, period=period, as_of=ledger.heading.as_of).findings}
    trace = Trace()
    program = compile_program(five_star.ruleset, ledger.tables, Clock.at(period, ledger.heading.as_of), trace)
    out = Outputs()
    readers = [(judged, ResultReader(program, trace, out).reader(judged)) for judged in program.judged]
    row = program.frame.select(out.expressions).collect().row(0, named=True)
    for judged, read in readers:
        result = read(row)
        assert result.finding == findings[judged.id]
        if result.finding.outcome is not Outcome.NOT_APPLICABLE and judged.criterion.if_empty is None:
            assert _kept(result) == (result.finding.points.low, result.finding.points.high)
        _counts_agree(result)


def _kept(result: Result) -> tuple[Decimal, Decimal]:
    """The root of the tree between 0 and the points, on the grid."""
    root, most = result.steps[0], Fraction(result.finding.points.max or 0)
    low, high = (min(max(end, Fraction(0)), most) for end in (root.low, root.high))
    return _rounded(low), _rounded(high)


def _rounded(points: Fraction) -> Decimal:
    exact = Decimal(points.numerator) / Decimal(points.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _counts_agree(result: Result) -> None:
    """The periods that are covered for certain, and those that are lost, are as many as the finding says."""
    numbers = _numbers(result.finding)
    if result.periods and "covered" in numbers:
        states = [row.state for row in result.periods[0].rows]
        assert states.count("covered") == numbers["covered"]


def _numbers(finding: Finding) -> dict[str, object]:
    return {quantity.part: quantity.low for quantity in finding.quantities}


def test_the_steps_of_a_sum_add_up(small: Loaded, branch: Ledger) -> None:
    total, *parts = result_of(explain(small, branch, "A-02", YEAR, AUTUMN)).steps
    assert sum(part.low for part in parts) == total.low == 3
    assert sum(part.high for part in parts) == total.high == Fraction(9, 2)
    assert [figure.quantity.low for figure in parts[1].figures] == [6]
