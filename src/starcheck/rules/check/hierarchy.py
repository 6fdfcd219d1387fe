"""The hierarchy: fields that say which units a branch belongs to."""

from __future__ import annotations

from starcheck.language import t
from starcheck.rules.check.flaws import Flaw, Flaws
from starcheck.rules.check.kinds import of_field
from starcheck.rules.check.references import branch_field
from starcheck.rules.schema.ruleset import RuleSet

_NAMES_A_UNIT = frozenset({"choice", "text"})


def check(ruleset: RuleSet) -> Flaws:
    """Every field names a unit, and none is named twice."""
    for index, name in enumerate(ruleset.units):
        at = ("hierarchy", index)
        field = yield from branch_field(ruleset.tables, name, at)
        if field is not None and field.type not in _NAMES_A_UNIT:
            message = t("“{name}” is {kind}; a unit is named by a text or a choice.", name=name,
                        kind=of_field(field).words)  # fmt: skip
            yield Flaw(at, message, t("Name a text or a choice of the branch."))
        if name in ruleset.units[:index]:
            message = t("“{name}” is named twice.", name=name)
            yield Flaw(at, message, t("Name every unit once, the highest first."))
