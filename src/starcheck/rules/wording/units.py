"""The units of branches in words."""

from __future__ import annotations

from starcheck.language import Text, t
from starcheck.rules.schema.dictionary import BRANCH
from starcheck.rules.schema.ruleset import RuleSet


def hierarchy_in_words(ruleset: RuleSet) -> Text:
    """Which units a branch belongs to, the highest first."""
    fields = ruleset.tables[BRANCH].fields
    return t(
        "Results are rolled up, the highest first, by: {fields}.", fields=[fields[name].label for name in ruleset.units]
    )
