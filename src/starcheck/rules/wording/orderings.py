"""Comparisons by order, by what is compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starcheck.language import Text, t

ORDERINGS: Mapping[str, Mapping[str, Callable[[object], Text]]] = {
    "number": {
        "at_least": lambda value: t("at least {value}", value=value),
        "more_than": lambda value: t("more than {value}", value=value),
        "at_most": lambda value: t("at most {value}", value=value),
        "less_than": lambda value: t("less than {value}", value=value),
    },
    "choice": {
        "at_least": lambda value: t("“{value}” or higher", value=value),
        "more_than": lambda value: t("higher than “{value}”", value=value),
        "at_most": lambda value: t("“{value}” or lower", value=value),
        "less_than": lambda value: t("lower than “{value}”", value=value),
    },
    "date": {
        "at_least": lambda value: t("on or after {value}", value=value),
        "more_than": lambda value: t("after {value}", value=value),
        "at_most": lambda value: t("on or before {value}", value=value),
        "less_than": lambda value: t("before {value}", value=value),
    },
}


def ordering_in_words(op: str, kind: str, value: object) -> Text:
    """One of ``at_least more_than at_most less_than``; whatever has no order of its own is told like a choice."""
    return ORDERINGS.get(kind, ORDERINGS["choice"])[op](value)


def sentences(first: Text, second: Text) -> Text:
    """Two phrases in one sentence."""
    return t("{first}; {second}", first=first, second=second)


def both(first: Text, second: Text) -> Text:
    """Both of two phrases."""
    return t("{first} and {second}", first=first, second=second)


def either(first: Text, second: Text) -> Text:
    """Any of two phrases."""
    return t("{first} or {second}", first=first, second=second)
