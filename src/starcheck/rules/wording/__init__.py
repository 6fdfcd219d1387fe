"""Every construct of the rule language in plain words."""

from __future__ import annotations

from starcheck.rules.wording.conditions import condition_in_words
from starcheck.rules.wording.criteria import criterion_in_words, not_applicable_in_words, points_of_criterion
from starcheck.rules.wording.derivations import derivation_in_words
from starcheck.rules.wording.levels import effect_in_words, eligibility_in_words, level_in_words, veto_in_words
from starcheck.rules.wording.lines import Line
from starcheck.rules.wording.measures import definition_in_words, measure_in_words, records_in_words
from starcheck.rules.wording.numbers import number_in_words
from starcheck.rules.wording.parts import node_in_words
from starcheck.rules.wording.scope import Scope, Words, measure_title
from starcheck.rules.wording.scores import scope_of, score_in_words
from starcheck.rules.wording.spans import window_in_words
from starcheck.rules.wording.totals import group_in_words, rounding_in_words, treatment_in_words

__all__ = [
    "Line",
    "Scope",
    "Words",
    "condition_in_words",
    "criterion_in_words",
    "definition_in_words",
    "derivation_in_words",
    "effect_in_words",
    "eligibility_in_words",
    "group_in_words",
    "level_in_words",
    "measure_in_words",
    "measure_title",
    "node_in_words",
    "not_applicable_in_words",
    "number_in_words",
    "points_of_criterion",
    "records_in_words",
    "rounding_in_words",
    "scope_of",
    "score_in_words",
    "treatment_in_words",
    "veto_in_words",
    "window_in_words",
]
