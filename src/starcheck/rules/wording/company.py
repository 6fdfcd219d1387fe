"""Ranks and numbers among branches in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starcheck.language import Text, t
from starcheck.rules.schema.measures import Rank
from starcheck.rules.schema.numbers import ALL, Statistic, Take
from starcheck.rules.wording.scope import Scope, Words, measure_title


def rank_in_words(measure: Rank, scope: Scope) -> Words:
    """A rank as a noun."""
    return t(
        "the place by {measure} among {branches}, {order}; {ties}",
        measure=_title(measure.rank, scope),
        branches=_branches(measure.among, scope),
        order=ORDERS[measure.order],
        ties=TIES[measure.ties],
    )


def statistic_in_words(number: Statistic, scope: Scope) -> Words:
    """A number among branches as a noun."""
    return TAKEN[number.take](_title(number.measure, scope), _branches(number.among, scope))


def _title(name: str, scope: Scope) -> Words:
    return measure_title(name, scope.measure(name))


def _branches(among: str, scope: Scope) -> Text:
    if among == ALL:
        return t("all branches")
    return t("the branches of the same {field}", field=scope.field(among).label)


ORDERS: Mapping[str, Text] = {"descending": t("the greatest first"), "ascending": t("the least first")}
TIES: Mapping[str, Text] = {
    "first": t("equal values share the better place, and those after keep theirs"),
    "last": t("equal values share the worse place"),
    "dense": t("equal values share a place, and the next place follows at once"),
}
TAKEN: Mapping[Take, Callable[[Words, Words], Text]] = {
    "best": lambda name, among: t("the greatest {measure} among {branches}", measure=name, branches=among),
    "worst": lambda name, among: t("the least {measure} among {branches}", measure=name, branches=among),
    "mean": lambda name, among: t("the mean of {measure} among {branches}", measure=name, branches=among),
    "median": lambda name, among: t("the median of {measure} among {branches}", measure=name, branches=among),
    "sum": lambda name, among: t("the sum of {measure} among {branches}", measure=name, branches=among),
    "count": lambda name, among: t("the number of {branches} with {measure}", measure=name, branches=among),
}
"""What can be made of the values of several branches."""
