"""Whatever the language allows can be explained by whatever a ledger holds."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from hypothesis import HealthCheck, given, reject, settings
from wcwidth import wcswidth

from starcheck.calendar import Period
from starcheck.engine.clock import Clock
from starcheck.engine.findings import FindingReader, Grid
from starcheck.engine.outputs import Outputs
from starcheck.engine.program import Program, compile_program
from starcheck.engine.scoring import Trace
from starcheck.errors import RuleSetError
from starcheck.insight.explain import Explanation
from starcheck.insight.results import Result, ResultReader
from starcheck.language import LANGS
from starcheck.ledger.tables import KEY
from starcheck.model import Finding, Outcome
from starcheck.report import Style
from starcheck.report.explanation import render_explanation
from starcheck.rules.load import load_ruleset
from starcheck.rules.schema.ruleset import RuleSet
from tests.engine.plain import tables_of
from tests.strategies import Example, examples

SMALL = load_ruleset(Path(__file__).parent / "small.yaml")
SLOW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def explained(example: Example) -> tuple[Program, list[tuple[Result, Finding]]]:
    """The result of every criterion, beside its finding in a program without a trace."""
    ruleset = RuleSet.model_validate(example.ruleset)
    tables, clock = tables_of(ruleset, example.ledger), Clock.at(Period(*example.period), example.as_of)
    trace, out = Trace(), Outputs()
    try:
        program = compile_program(ruleset, tables, clock, trace)
    except RuleSetError:
        reject()  # its numbers are too large for exact arithmetic, which is nothing to explain
    results = [ResultReader(program, trace, out).reader(judged) for judged in program.judged]
    row = program.frame.select(KEY, *out.expressions).collect().row(0, named=True)
    plain, plain_out = compile_program(ruleset, tables, clock), Outputs()
    findings = [FindingReader(plain, plain_out, Grid(ruleset.unit)).reader(judged) for judged in plain.judged]
    plain_row = plain.frame.select(KEY, *plain_out.expressions).collect().row(0, named=True)
    return program, [(result(row), finding(plain_row)) for result, finding in zip(results, findings, strict=True)]


@SLOW
@given(examples())
def test_tracing_changes_no_finding(example: Example) -> None:
    _, results = explained(example)
    assert [result.finding for result, _ in results] == [finding for _, finding in results]


@SLOW
@given(examples())
def test_the_root_of_the_arithmetic_becomes_the_points_unless_something_else_is_said(example: Example) -> None:
    program, results = explained(example)
    unit = Fraction(program.ruleset.unit)
    for judged, (result, finding) in zip(program.judged, results, strict=True):
        if finding.outcome is Outcome.NOT_APPLICABLE or result.closing:
            continue
        floor, most = judged.floor * unit, Fraction(finding.points.max or 0)
        kept = [min(max(end, floor), most) for end in (result.steps[0].low, result.steps[0].high)]
        assert kept == [Fraction(finding.points.low), Fraction(finding.points.high)]


@SLOW
@given(examples())
def test_the_steps_below_a_sum_add_up_to_it(example: Example) -> None:
    program, results = explained(example)
    for judged, (result, _) in zip(program.judged, results, strict=True):
        tree = judged.tree
        plain = tree.op == "sum" and len(tree.children) > 1 and (tree.up_to, tree.floor, tree.measure) == (None,) * 3
        if plain and not judged.spans and tree.when is None and tree.applies_when is None:
            below = [step for step in result.steps if step.depth == 1]
            assert sum(step.low for step in below) == result.steps[0].low
            assert sum(step.high for step in below) == result.steps[0].high


@SLOW
@given(examples())
def test_any_explanation_can_be_read(example: Example) -> None:
    program, results = explained(example)
    loaded = replace(SMALL, ruleset=program.ruleset)
    for judged, (result, _) in zip(program.judged, results, strict=True):
        explanation = Explanation(loaded, judged.criterion, judged.group, None, result)
        for lang in LANGS:
            lines = render_explanation(explanation, Style(lang, verbose=True)).splitlines()
            assert [line for line in lines if wcswidth(line) > 80 or line != line.rstrip() or "None" in line] == []
