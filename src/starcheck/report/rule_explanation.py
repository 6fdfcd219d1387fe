"""An explanation of a rule without points, for the terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from starcheck.engine.findings import basis_of
from starcheck.insight.rules import RuleExplanation
from starcheck.language import Text, t
from starcheck.model import Check, Consequence, Standing
from starcheck.report.explained.cells import facts_in_words
from starcheck.report.explained.origin import origin
from starcheck.report.explained.records import record_tables
from starcheck.report.outline import outline, spoken
from starcheck.report.page import Page, Tone
from starcheck.report.quantities import value_in_words
from starcheck.report.request import Style
from starcheck.report.words import (
    AWARD_STANDINGS,
    AWARD_TONES,
    CONDITION_STANDINGS,
    CONSEQUENCE_STANDINGS,
    LADDER_STANDINGS,
    STANDING_TONES,
    VETO_STANDINGS,
    basis,
    missing,
)
from starcheck.rules.schema import consequences, levels
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.wording import (
    Line,
    consequence_in_words,
    direct_in_words,
    eligibility_in_words,
    ladder_in_words,
    level_in_words,
    veto_in_words,
)

WORDS: Mapping[type, Callable[[Any, RuleSet], list[Line]]] = {
    levels.Veto: veto_in_words,
    levels.DirectAward: direct_in_words,
    levels.Ladder: ladder_in_words,
    levels.Eligibility: eligibility_in_words,
    levels.Level: level_in_words,
    consequences.Consequence: consequence_in_words,
}
"""What says each kind of rule."""

STANDINGS: Mapping[type, tuple[Mapping[Standing, Text], Mapping[Standing, Tone]]] = {
    levels.Veto: (VETO_STANDINGS, STANDING_TONES),
    levels.DirectAward: (AWARD_STANDINGS, AWARD_TONES),
    levels.Ladder: (LADDER_STANDINGS, STANDING_TONES),
    levels.Eligibility: (CONDITION_STANDINGS, STANDING_TONES),
    levels.Level: (CONDITION_STANDINGS, STANDING_TONES),
    consequences.Consequence: (CONSEQUENCE_STANDINGS, AWARD_TONES),
}
"""How each kind of rule says where it stands."""


def render_rule(explanation: RuleExplanation, style: Style) -> str:
    """The explanation as lines of text that fit the style's width."""
    page, rule = Page(style), explanation.rule
    head, *further = WORDS[type(rule)](rule, explanation.loaded.ruleset)
    clause = basis(basis_of(getattr(rule, "basis", None)))
    lines = [*(replace(line, depth=line.depth - 1) for line in further), *map(Line, clause)]
    blocks: list[Sequence[str]] = [
        [*page.heading(spoken(head.words, page)), *outline(lines, page)],
        _standing(explanation, page),
        *record_tables(explanation.records, page),
        origin(explanation.loaded, explanation.source, page),
    ]
    return "\n\n".join("\n".join(lines) for lines in blocks if lines) + "\n"


def _standing(explanation: RuleExplanation, page: Page) -> list[str]:
    """Where the rule stands, what keeps it open, what was looked at."""
    words, tones = STANDINGS[type(explanation.rule)]
    branch = "" if explanation.source is None else explanation.source.branch_name
    lines = []
    for each in explanation.standings:
        verdict = t("{branch}: {outcome}.", branch=branch, outcome=words[each.outcome])
        if isinstance(each, Check) and each.level is not None:
            verdict = t("Requirement: {title} ({standing}).", title=each.title, standing=words[each.outcome])
        lines += page.paragraph(spoken(verdict, page), tone=tones[each.outcome])
        lines += [line for more in (*_amount(each), *missing(each.missing)) for line in page.paragraph(more)]
    return [*lines, *(page.paragraph(facts_in_words(explanation.facts)) if explanation.facts else [])]


def _amount(each: Check | Consequence) -> list[Text]:
    if isinstance(each, Check) or each.amount is None:
        return []
    return [t("Amount: {amount}.", amount=value_in_words(each.amount))]
