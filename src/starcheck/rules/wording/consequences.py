"""Consequences and targets in words."""

from __future__ import annotations

from functools import reduce

from starcheck.language import Text, t
from starcheck.rules.schema.consequences import Consequence, LevelBound, Target
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.wording.conditions import condition_in_words
from starcheck.rules.wording.figures import constant_in_words
from starcheck.rules.wording.levels import title_of_level
from starcheck.rules.wording.lines import Line
from starcheck.rules.wording.numbers import number_in_words, with_unit
from starcheck.rules.wording.orderings import either, ordering_in_words
from starcheck.rules.wording.remarks import remark_lines
from starcheck.rules.wording.scope import Scope


def consequence_in_words(consequence: Consequence, ruleset: RuleSet) -> list[Line]:
    """When something follows, then how much it is worth."""
    scope = Scope(ruleset)
    lines = [
        Line(t("{id} {title}", id=consequence.id, title=consequence.title)),
        Line(t("Follows if {condition}.", condition=condition_in_words(consequence.when, scope)), 1),
    ]
    if consequence.amount is not None:
        amount = with_unit(number_in_words(consequence.amount, scope), consequence.unit)
        lines.append(Line(t("Amount: {amount}.", amount=amount), 1))
    return [*lines, *remark_lines(consequence)]


def target_in_words(target: Target, ruleset: RuleSet) -> list[Line]:
    """A share of the branches, of which levels, in which groups."""
    ((op, share),) = [(op, share) for op, share in target.share if share is not None]
    share_words = ordering_in_words(op, "number", constant_in_words(share))
    words = t("branches with {levels}: {share}", levels=_levels(target.level, ruleset), share=share_words)
    if target.per is not None:
        words = t("{limits}, in each group by {field}", limits=words, field=Scope(ruleset).quantity(target.per).words)
    return [Line(t("{id} {title}", id=target.id, title=target.title)), Line(words, 1), *remark_lines(target)]


def _levels(bound: LevelBound, ruleset: RuleSet) -> Text:
    if bound.at_least is not None:
        return t("{level} or higher", level=title_of_level(bound.at_least, ruleset))
    named = bound.one_of or ((bound.equals,) if bound.equals is not None else ())
    return reduce(either, [t("{words}", words=title_of_level(level, ruleset)) for level in named])
