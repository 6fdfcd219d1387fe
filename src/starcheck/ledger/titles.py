"""What the criteria are called that a ledger speaks of."""

from __future__ import annotations

from itertools import chain

from starcheck.language import Title
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.tree import criterion_tree


def titles(ruleset: RuleSet) -> dict[str, Title]:
    """The title behind each key of a mark; a part without one has that of its criterion."""
    criteria = [(criterion, group) for group in ruleset.groups for criterion in group.criteria]
    parts = (
        (f"{criterion.id}/{node.id}", node.title or criterion.title)
        for criterion, group in criteria
        for node in criterion_tree(ruleset, criterion, group).walk()
    )
    return dict(chain(parts, ((criterion.id, criterion.title) for criterion, _ in criteria)))
