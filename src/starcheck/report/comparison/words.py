"""What differs between two results, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from starcheck.insight.comparison import Cause, Comparison
from starcheck.insight.kept import Header
from starcheck.language import Text, t
from starcheck.report.declaration import STATE_WORDS

CAUSES: Mapping[Cause, Text] = {
    Cause.FACTS: t("the facts"),
    Cause.RULES: t("the rule set"),
    Cause.DAY: t("period or day"),
    Cause.ADJUSTED: t("an adjustment"),
    Cause.ENGINE: t("the version of starcheck"),
    Cause.OTHERS: t("the facts of other branches"),
}
"""What points can have moved by."""
NOTHING = "–"
"""Stands for what is not there."""
_SHORT = 12
"""So many digits of a digest are shown."""


def _facts(header: Header) -> Text | str:
    return header.data.known_by[:_SHORT] if header.data.known_by else t("not known")


def _left_out(header: Header) -> Text | str | int:
    branches = header.left_out.branches
    return t("not known") if branches is None else branches or NOTHING


_RESTS_ON: Mapping[str, tuple[Text, Callable[[Header], object]]] = {
    "state": (t("state"), lambda header: STATE_WORDS[header.state]),
    "ruleset": (t("rule set"), lambda header: header.ruleset.reference),
    "digest": (t("digest of the rule set"), lambda header: header.ruleset.digest[:_SHORT]),
    "period": (t("period"), lambda header: header.period.period.label),
    "as_of": (t("as of"), lambda header: header.as_of),
    "facts": (t("digest of the facts"), _facts),
    "review": (
        t("digest of the adjustments"),
        lambda header: header.reviewed_by[:_SHORT] if header.reviewed_by else NOTHING,
    ),
    "engine": (t("version of starcheck"), lambda header: header.engine),
    "left_out": (t("ledgers left out"), lambda header: header.left_out.ledgers),
    "branches": (t("branches left out at most"), _left_out),
}


def criterion_named(name: str, titles: Mapping[str, str]) -> Text | str:
    """A criterion by its id, with its title if that is known."""
    return t("{id} {title}", id=name, title=titles[name]) if name in titles else name


def because_of(causes: Iterable[str]) -> Text:
    """What moved points; all that can have, if it is not known which of it did."""
    named = [CAUSES[Cause(each)] for each in causes]
    if not named:
        return t("nothing that they rest on")
    return t("{words}", words=named[0]) if len(named) == 1 else t("any of: {causes}", causes=named)


def rests_on(comparison: Comparison) -> Iterator[tuple[Text, object, object, bool]]:
    """What both rest on, by what it is called: how it was, how it is, whether that is the same for certain."""
    for key, (label, read) in _RESTS_ON.items():
        old, new = read(comparison.old.header), read(comparison.new.header)
        if (old, new) != (NOTHING, NOTHING):
            yield label, old, new, old == new and not (key == "facts" and Cause.FACTS in comparison.causes)
