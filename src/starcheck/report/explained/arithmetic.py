"""The arithmetic of a criterion as a table."""

from __future__ import annotations

from fractions import Fraction

from starcheck.insight.arithmetic import Figure, Step
from starcheck.insight.results import Result
from starcheck.language import Text, t
from starcheck.model import Finding, Outcome
from starcheck.report.numbers import number
from starcheck.report.outline import spoken
from starcheck.report.page import INDENT, Entry, Page, Row
from starcheck.report.quantities import value_in_words


def arithmetic(result: Result, page: Page) -> list[list[str]]:
    """Every step with its points, ending in exactly the points of the criterion."""
    points = result.finding.points
    steps = () if result.finding.outcome is Outcome.NOT_APPLICABLE else result.steps
    certain = points.low == points.high and all(step.low == step.high for step in steps)
    heads = [t("Points")] if certain else [t("Now"), t("Possible")]
    rows = [_row(step, result.finding, page, certain=certain) for step in steps]
    rows += [Row((Entry(spoken(words, page)),), ("",) * len(heads)) for words in result.closing]
    ends = (points.low, points.high)[: len(heads)]
    total = Row((Entry(t("Points of the criterion")),), tuple(number(Fraction(end)) for end in ends))
    return [page.table([t("Arithmetic"), *heads], rows, total=total)]


def _row(step: Step, finding: Finding, page: Page, *, certain: bool) -> Row:
    indent = INDENT * step.depth
    lead = Entry(spoken(step.words, page), indent), *(Entry(spoken(w, page), indent + INDENT) for w in _details(step))
    ends = [_points(end, step, finding) for end in (step.low, step.high)]
    return Row(lead, tuple(ends[:1] if certain else ends))


def _details(step: Step) -> list[Text]:
    """The figures of a step, then what keeps it from giving what it says."""
    details = [_figure(figure) for figure in step.figures]
    if step.passed_over:
        details.append(t("passed over: one before it holds"))
    elif step.holds is False:
        details.append(t("does not hold"))
    elif step.holds is None and step.low != step.high:
        details.append(t("open whether it holds"))
    return details


def _figure(figure: Figure) -> Text:
    value = value_in_words(figure.quantity)
    if figure.unit and figure.quantity.defined is not False:
        value = t("{value} {unit}", value=value, unit=figure.unit)
    return t("{name}: {value}", name=figure.name, value=value)


def _points(end: Fraction, step: Step, finding: Finding) -> object:
    """The points of a step, if it is taken; what only the limits of all tables bound has no bound."""
    if step.passed_over:
        return ""
    most = Fraction(finding.points.max or 0)
    if step.low != step.high and abs(end) > 1000 * max(most, Fraction(1)):
        return t("unbounded")
    return number(end)
