"""Every bundled rule set does, in the engine and in the reference evaluator, what its cases expect."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from starcheck.calendar import parse_period
from starcheck.insight.casework import run_cases
from starcheck.rules.cases import load_cases
from starcheck.rules.library import BundledRuleSet, bundled
from starcheck.rules.lint import lint
from starcheck.rules.load import load_ruleset, read_ruleset
from tests.reference import evaluate

if TYPE_CHECKING:
    from starcheck.documents import Document
    from starcheck.rules.cases import Case, Expectation

every_rule_set = pytest.mark.parametrize("bundle", bundled(), ids=lambda bundle: bundle.reference)


@every_rule_set
def test_it_is_lint_clean_and_every_criterion_has_its_cases(bundle: BundledRuleSet) -> None:
    loaded = load_ruleset(bundle.path)
    shown = run_cases(loaded, load_cases(bundle.path)).shown
    assert [finding.say("en") for finding in lint(loaded.ruleset, loaded.place, shown)] == []


@every_rule_set
def test_the_engine_gives_what_the_cases_expect(bundle: BundledRuleSet) -> None:
    run = run_cases(load_ruleset(bundle.path), load_cases(bundle.path))
    assert run.cases > 0
    assert [(each.case.name, each.expectation.id, each.outcome, each.ends) for each in run.mismatches] == []


@every_rule_set
def test_the_reference_gives_what_the_cases_expect(bundle: BundledRuleSet) -> None:
    rules = read_ruleset(bundle.path).value
    wrong = [
        (case.name, expectation.id, found)
        for case in load_cases(bundle.path)
        for expectation, found in _compared(rules, case)
        if expectation.outcome not in (None, found[0]) or expectation.ends not in (None, found[1])
    ]
    assert wrong == []


def _compared(rules: Any, case: Case) -> list[tuple[Expectation, tuple[Any, Any]]]:  # noqa: ANN401 - as YAML gives it
    ledger, *others = (_plain(document, number) for number, document in enumerate((case.ledger, *case.others)))
    period, company = (case.period.start, case.period.end), [ledger, *others] if others else None
    result = evaluate(rules, ledger, period, case.as_of or case.period.end, company)
    return [(expectation, _found(result, expectation.id)) for expectation in case.expectations]


def _plain(document: Document, number: int) -> dict[str, Any]:
    """A ledger, its branch under an id of its own."""
    ledger = {name: _with_dates(given) for name, given in document.data.items()}  # type: ignore[union-attr]
    return {**ledger, "branch": {**ledger["branch"], "id": str(number)}}


def _with_dates(given: Any) -> Any:  # noqa: ANN401 - as YAML gives it
    """A table with its status and the days it covers, as the reference reads them."""
    span = parse_period(given["covers"]) if isinstance(given, dict) and "covers" in given else None
    return given if span is None else {"status": "complete", **given, "covers": (span.start, span.end)}


def _found(result: dict[str, Any], name: str) -> tuple[Any, Any]:
    """The outcome and the ends that the reference gives an id."""
    if name == "level":
        return None, tuple(result["level"])
    if name in result["findings"]:
        finding = result["findings"][name]
        return finding["outcome"], finding["points"][:2]
    if name in result["consequences"]:
        follows, amount = result["consequences"][name]
        return follows, amount and amount[:2]
    standing = (result["vetoes"] | result["direct"] | result["eligibility"]).get(name)
    points = {**result["sections"], "score": result["score"]}.get(name)
    return standing, None if points is None else tuple(map(Fraction, points[:2]))
