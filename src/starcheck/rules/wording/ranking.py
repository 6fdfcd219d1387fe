"""Ranking in words."""

from __future__ import annotations

from collections.abc import Mapping

from starcheck.language import Text, t
from starcheck.rules.schema.ranking import Shared
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.wording.scope import Scope

SHARED: Mapping[Shared, Text] = {
    "first": t("Branches of equal scores share the first of their places: 1, 2, 2, 4."),
    "last": t("Branches of equal scores share the last of their places: 1, 3, 3, 4."),
    "dense": t("Branches of equal scores share a place, and no place is left out: 1, 2, 2, 3."),
}


def ranking_in_words(ruleset: RuleSet) -> list[Text]:
    """Which place branches of equal scores have, if the rule set says so."""
    if "ranking" not in ruleset.model_fields_set:
        return []
    ranking = ruleset.ranking
    if not ranking.by:
        return [SHARED[ranking.shared]]
    names = [Scope(ruleset).quantity(name).words for name in ranking.by]
    return [
        t("Of branches of equal scores the one with more of these ranks first: {names}.", names=names),
        t("Those who are equal in all of this share the first of their places."),
    ]
