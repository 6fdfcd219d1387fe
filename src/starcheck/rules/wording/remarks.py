"""What a rule set says of itself in words, none of which changes a score."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starcheck.language import Text, Title, t
from starcheck.rules.schema.atoms import Model
from starcheck.rules.schema.remarks import NotVisible, Source, Visible
from starcheck.rules.wording.figures import constant_in_words
from starcheck.rules.wording.lines import Line


def _not_visible(unseen: NotVisible) -> Text:
    if unseen.points is None:
        return t("Not seen: {text}", text=unseen.text)
    points = constant_in_words(unseen.points)
    return t("Not seen, points: {points}. {text}", points=points, text=unseen.text)


REMARKS: Mapping[str, Callable[..., Text]] = {
    "remedy": lambda words: t("Remedy: {remedy}", remedy=words),
    "inspect": lambda words: t("Inspection: {words}", words=words),
    "not_visible": _not_visible,
    "doubt": lambda words: t("Doubt: {words}", words=words),
}
"""Every remark that a criterion, a group or another rule may carry."""


def remarks_in_words(thing: Model) -> list[Text]:
    """What a branch can do about it, how it is inspected, what of it was not seen, what is doubtful about it."""
    said: dict[str, Title | NotVisible | None] = {key: getattr(thing, key, None) for key in REMARKS}
    return [REMARKS[key](remark) for key, remark in said.items() if remark is not None]


def remark_lines(thing: Model) -> list[Line]:
    """The remarks on a rule, beneath its first line."""
    return [Line(words, 1) for words in remarks_in_words(thing)]


VISIBLE: Mapping[Visible, Text] = {
    "whole": t("Seen whole."),
    "half": t("Seen: the frame and a part of the clauses."),
    "frame": t("Seen: the frame only."),
    "clauses": t("Seen: some clauses only, not the frame."),
}
"""How much of a source was seen."""


def source_in_words(source: Source) -> list[Text]:
    """Where the standard was read, and how much of it."""
    lines = [t("Source: {source}.", source=source.text)]
    if source.url is not None:
        lines.append(t("Address: {url}", url=source.url))
    return lines if source.visible is None else [*lines, VISIBLE[source.visible]]


__all__ = ["REMARKS", "VISIBLE", "remark_lines", "remarks_in_words", "source_in_words"]
