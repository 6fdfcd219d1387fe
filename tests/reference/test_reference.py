"""What the reference promises for any rule set and ledger."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.strategies import Example, completions, examples

from . import evaluate

if TYPE_CHECKING:
    from hypothesis.strategies import DataObject

    from .literals import Raw
    from .world import Form

SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
STATES = {"not_rated", "not_eligible", "scored_only"}


@SLOW
@given(examples())
def test_low_is_never_above_high(example: Example) -> None:
    result = evaluate(*example)
    for finding in result["findings"].values():
        low, high, most = finding["points"]
        assert low <= high
        assert most is None or high <= max(most, 0)
        assert low <= finding["standing_high"] <= high
        assert all(low <= high for low, high in finding["parts"].values())
    intervals = [*result["sections"].values(), *_score(result)]
    assert all(low <= high for low, high, _ in intervals)
    assert _rank(example.ruleset, result["level"][0]) <= _rank(example.ruleset, result["level"][1])


@SLOW
@given(examples())
def test_contributions_and_lines_sum_to_the_score(example: Example) -> None:
    result = evaluate(*example)
    for end in (0, 1):
        total: Fraction | int = sum(_sum_of(result, section, end) for section in example.ruleset["sections"])
        for pool in example.ruleset.get("pools", []):
            points = _sum_of(result, pool, end)
            total += points if pool.get("counts_toward_level", True) else 0
        for points in _score(result):
            assert total + _sum_of_lines(result["lines"]["total"], end) == points[end]


def _score(result: Form) -> list[Raw]:
    """The score, if there is one."""
    return [] if result["score"] is None else [result["score"]]


def _sum_of(result: Form, holder: Form, end: int) -> Fraction:
    """The points of a section or pool, which are those of what it holds with its lines."""
    held = [_sum_of(result, section, end) for section in holder.get("sections", [])]
    held += [result["findings"][each["id"]]["points"][end] for each in holder.get("criteria", [])]
    points = sum(held, Fraction(0)) + _sum_of_lines(result["lines"][holder["id"]], end)
    assert points == result["sections"][holder["id"]][end]
    return points


def _sum_of_lines(lines: list[tuple[str, Fraction, Fraction]], end: int) -> Fraction:
    return sum((changes[end] for _, *changes in lines), Fraction(0))


@SLOW
@given(examples())
def test_the_order_of_rows_does_not_matter(example: Example) -> None:
    turned = {name: _turned(given) for name, given in example.ledger.items()}
    assert evaluate(*example) == evaluate(*example._replace(ledger=turned))


def _turned(given: Raw) -> Raw:
    if isinstance(given, list):
        return given[::-1]
    return {**given, "records": given["records"][::-1]} if isinstance(given, dict) and "records" in given else given


@SLOW
@given(st.data())
def test_what_stands_stays_inside_as_the_unknown_becomes_known(data: DataObject) -> None:
    example = data.draw(examples())
    complete = data.draw(completions(*example, reachable=False))
    before, after = _before_and_after(example, complete)
    for now, then in _intervals(before, after):
        assert now[0] <= then[0]
        assert then[1] <= now[1]
    for finding, completed in _findings(before, after):
        assert completed["standing_high"] <= finding["standing_high"]
        _assert_measures_inside(finding["measure"]["S"], completed["measure"]["S"])
    _assert_checks_keep(before, after, {"clear", "triggered"})
    low, high = before["level"]
    assert _rank(example.ruleset, low) <= _rank(example.ruleset, after["level"][0])
    assert high in STATES or _rank(example.ruleset, after["level"][1]) <= _rank(example.ruleset, high)


@SLOW
@given(st.data())
def test_nothing_that_can_still_happen_gets_beyond_high(data: DataObject) -> None:
    example = data.draw(examples())
    complete = data.draw(completions(*example, reachable=True))
    before, after = _before_and_after(example, complete)
    for now, then in _intervals(before, after):
        assert then[1] <= now[1]
    for finding, completed in _findings(before, after):
        _assert_measures_inside(finding["measure"]["R"], completed["measure"]["S"])
    _assert_checks_keep(before, after, {"triggered"})
    high = before["level"][1]
    assert high in STATES or _rank(example.ruleset, after["level"][1]) <= _rank(example.ruleset, high)


@SLOW
@given(st.data())
def test_with_everything_known_at_the_end_nothing_is_open(data: DataObject) -> None:
    example = data.draw(examples())
    complete = data.draw(completions(*example, reachable=True))
    result = evaluate(example.ruleset, complete, example.period, example.period[1])
    for criterion, finding in result["findings"].items():
        low, high, _ = finding["points"]
        if low < high:
            assert _is_left_open(example.ruleset, complete, criterion)


def _before_and_after(example: Example, complete: Form) -> tuple[Form, Form]:
    return evaluate(*example), evaluate(example.ruleset, complete, example.period, example.period[1])


def _findings(before: Form, after: Form) -> list[tuple[Form, Form]]:
    return [(finding, after["findings"][name]) for name, finding in before["findings"].items()]


def _intervals(before: Form, after: Form) -> list[tuple[Raw, Raw]]:
    """Points of criteria, parts, sections, the total: before and after."""
    pairs = list(zip(_score(before), _score(after), strict=True))
    pairs += [(before["sections"][name], after["sections"][name]) for name in before["sections"]]
    for finding, completed in _findings(before, after):
        pairs.append((finding["points"], completed["points"]))
        pairs += [(finding["parts"][name], completed["parts"][name]) for name in finding["parts"]]
    return pairs


def _assert_measures_inside(before: Form, after: Form) -> None:
    for part, (low, high, defined) in before.items():
        known_low, known_high, known_defined = after[part]
        assert defined is None or defined is known_defined
        if known_defined and low is not None:
            assert low <= known_low <= known_high <= high


def _assert_checks_keep(before: Form, after: Form, standings: set[str]) -> None:
    """A certain standing stays; a veto that is triggered stays so even while others may still become so."""
    for kind in ("vetoes", "eligibility"):
        for name, standing in before[kind].items():
            assert standing not in standings or after[kind][name] == standing
    for standing, later in zip(before["requires"], after["requires"], strict=True):
        assert standing not in standings or later == standing


def _rank(ruleset: Form, level: Raw) -> int:
    """0 below all levels; the states lie below that."""
    ids = [level["id"] for level in reversed(ruleset["levels"])]
    if level in STATES:
        return -1
    return 0 if level == "none" else ids.index(level) + 1


def _is_left_open(ruleset: Form, ledger: Form, criterion: str) -> bool:
    """Whether no completion closes it: a derived field without a value, a mark that is out of range or missing."""
    derived = any("derived" in field for table in ruleset["tables"].values() for field in table["fields"].values())
    return derived or _asks_others(ruleset) or any(key.partition("/")[0] == criterion for key in ledger["marks"])


def _asks_others(form: Raw) -> bool:
    """Whether anything rests on who has to mark, or on other branches."""
    if isinstance(form, dict):
        return bool({"rating", "among"} & form.keys()) or any(map(_asks_others, form.values()))
    return isinstance(form, list) and any(map(_asks_others, form))
