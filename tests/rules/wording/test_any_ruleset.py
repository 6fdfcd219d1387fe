"""Whatever the language allows can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings

from starcheck.language import LANGS, say
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.wording import (
    Line,
    criterion_in_words,
    eligibility_in_words,
    group_in_words,
    level_in_words,
    points_of_criterion,
    rounding_in_words,
    treatment_in_words,
    veto_in_words,
)
from tests.strategies import rulesets

UNSPOKEN = re.compile(r"\b(None|NaN|nan|inf|True|False|Fraction|Decimal)\b|[{}<>]|  ")


def labelled(ruleset: dict[str, Any]) -> RuleSet:
    """A generated rule set with the labels that the schema asks for."""
    tables = {
        name: {
            "label": name,
            **table,
            "fields": {key: {"label": key, **field} for key, field in table["fields"].items()},
        }
        for name, table in ruleset["tables"].items()
    }
    return RuleSet.model_validate({**ruleset, "tables": tables})


def lines(ruleset: RuleSet) -> Iterator[Line]:
    """All that a scoring table says."""
    for group in ruleset.groups:
        yield Line(group_in_words(group))
        for criterion in group.criteria:
            yield from criterion_in_words(criterion, group, ruleset)
    yield from chain.from_iterable(veto_in_words(veto, ruleset) for veto in ruleset.vetoes)
    yield from chain.from_iterable(eligibility_in_words(rule, ruleset) for rule in ruleset.eligibility)
    yield from chain.from_iterable(level_in_words(level, ruleset) for level in ruleset.levels)
    yield from map(Line, (*rounding_in_words(ruleset), *treatment_in_words(ruleset)))


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(rulesets())
def test_any_rule_set_can_be_read_in_both_languages(written: dict[str, Any]) -> None:
    ruleset = labelled(written)
    for lang in LANGS:
        spoken = [say(line.words, lang) for line in lines(ruleset)]
        assert [words for words in spoken if not words.strip() or UNSPOKEN.search(words)] == []


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(rulesets())
def test_the_scoring_of_a_criterion_begins_at_the_left_and_never_skips_a_depth(written: dict[str, Any]) -> None:
    ruleset = labelled(written)
    for group in ruleset.groups:
        for criterion in group.criteria:
            depths = [line.depth for line in criterion_in_words(criterion, group, ruleset)]
            assert depths[0] == 0
            assert all(deeper <= depth + 1 for depth, deeper in pairwise(depths))


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(rulesets())
def test_every_criterion_that_has_points_of_its_own_states_them(written: dict[str, Any]) -> None:
    ruleset = labelled(written)
    for section in (section for section in ruleset.sections if section.starts is None):
        assert all(say(points_of_criterion(criterion, section, ruleset), "en") for criterion in section.criteria)
