"""An explanation of whatever has an id, for the terminal."""

from __future__ import annotations

from starcheck.insight.named import Explained
from starcheck.insight.rules import RuleExplanation
from starcheck.report.explanation import render_explanation
from starcheck.report.request import Style
from starcheck.report.rule_explanation import render_rule


def render_named(explained: Explained, style: Style) -> str:
    """The explanation as lines of text that fit the style's width."""
    if isinstance(explained, RuleExplanation):
        return render_rule(explained, style)
    return render_explanation(explained, style)
