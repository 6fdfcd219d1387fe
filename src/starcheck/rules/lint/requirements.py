"""Requirements that some branches can never meet."""

from __future__ import annotations

from collections.abc import Iterator

from starcheck.language import t
from starcheck.rules.check.flaws import Flaw
from starcheck.rules.check.levels import condition_path
from starcheck.rules.lint.smells import Smells
from starcheck.rules.schema.conditions import Condition, CriteriaTest, Every
from starcheck.rules.schema.ruleset import Criterion, RuleSet


def requires_what_may_not_apply(ruleset: RuleSet) -> Smells:
    """A level that requires a criterion which does not apply to every branch."""
    known = {criterion.id: criterion for group in ruleset.groups for criterion in group.criteria}
    for index, level in enumerate(ruleset.levels):
        for number, requirement in enumerate(level.requires):
            at = ("levels", index, "requires", number, *condition_path(requirement))
            for part in _demanded(requirement.when):
                unsure = [name for name in part.criteria if _may_not_apply(known[name])]
                if unsure:
                    message = t("Where {ids} does not apply, nobody reaches level {id}.", ids=unsure, id=level.id)
                    yield Flaw((*at, *part.at), message, t("Require it only of those it applies to, with “any”."))


def _demanded(condition: Condition) -> Iterator[CriteriaTest]:
    """The tests that want all of their criteria, and that nothing else can stand in for."""
    match condition:
        case Every(parts):
            for part in parts:
                yield from _demanded(part)
        case CriteriaTest(criteria, least) if least == len(criteria):
            yield condition
        case _:
            pass


def _may_not_apply(criterion: Criterion) -> bool:
    return criterion.applies_when is not None or criterion.if_empty == "not_applicable"
