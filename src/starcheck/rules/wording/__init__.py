"""Every construct of the rule language in plain words."""

from __future__ import annotations

from starcheck.rules.wording.aggregates import records_in_words
from starcheck.rules.wording.calendars import calendar_in_words
from starcheck.rules.wording.conditions import condition_in_words
from starcheck.rules.wording.consequences import consequence_in_words, target_in_words
from starcheck.rules.wording.criteria import (
    criterion_in_words,
    if_empty_in_words,
    lenient_in_words,
    not_applicable_in_words,
    points_of_criterion,
)
from starcheck.rules.wording.derivations import derivation_in_words
from starcheck.rules.wording.figures import figure
from starcheck.rules.wording.keyed import per_key_in_words
from starcheck.rules.wording.levels import (
    LADDER,
    NO_LEVELS,
    award_in_words,
    direct_in_words,
    effect_in_words,
    eligibility_in_words,
    ladder_in_words,
    level_in_words,
    limit_in_words,
    publicity_in_words,
    requirement_in_words,
    veto_in_words,
)
from starcheck.rules.wording.lines import Line, beneath
from starcheck.rules.wording.measures import definition_in_words, measure_in_words
from starcheck.rules.wording.numbers import number_in_words
from starcheck.rules.wording.order import level_order_in_words
from starcheck.rules.wording.orderings import sentences
from starcheck.rules.wording.parts import node_in_words
from starcheck.rules.wording.quotas import places_in_words
from starcheck.rules.wording.ranking import ranking_in_words
from starcheck.rules.wording.remarks import remark_lines, remarks_in_words, source_in_words
from starcheck.rules.wording.repeats import repeat_in_words
from starcheck.rules.wording.scope import EVIDENCE, Scope, Words, measure_title, unit_of
from starcheck.rules.wording.scores import scope_of, score_in_words
from starcheck.rules.wording.spans import window_in_words
from starcheck.rules.wording.states import STATES
from starcheck.rules.wording.totals import group_in_words, nesting_in_words, rounding_in_words, treatment_in_words
from starcheck.rules.wording.units import hierarchy_in_words

__all__ = [
    "EVIDENCE",
    "LADDER",
    "NO_LEVELS",
    "STATES",
    "Line",
    "Scope",
    "Words",
    "award_in_words",
    "beneath",
    "calendar_in_words",
    "condition_in_words",
    "consequence_in_words",
    "criterion_in_words",
    "definition_in_words",
    "derivation_in_words",
    "direct_in_words",
    "effect_in_words",
    "eligibility_in_words",
    "figure",
    "group_in_words",
    "hierarchy_in_words",
    "if_empty_in_words",
    "ladder_in_words",
    "lenient_in_words",
    "level_in_words",
    "level_order_in_words",
    "limit_in_words",
    "measure_in_words",
    "measure_title",
    "nesting_in_words",
    "node_in_words",
    "not_applicable_in_words",
    "number_in_words",
    "per_key_in_words",
    "places_in_words",
    "points_of_criterion",
    "publicity_in_words",
    "ranking_in_words",
    "records_in_words",
    "remark_lines",
    "remarks_in_words",
    "repeat_in_words",
    "requirement_in_words",
    "rounding_in_words",
    "scope_of",
    "score_in_words",
    "sentences",
    "source_in_words",
    "target_in_words",
    "treatment_in_words",
    "unit_of",
    "veto_in_words",
    "window_in_words",
]
