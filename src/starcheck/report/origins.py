"""Where every part of a rule set was written, for the terminal."""

from __future__ import annotations

from collections.abc import Mapping

from starcheck.language import Text, t
from starcheck.report.page import GUTTER, Page
from starcheck.report.request import Style
from starcheck.report.scoring_table import chosen_groups
from starcheck.report.wrap import columns
from starcheck.rules.load import Loaded, Origin, Step


def render_origins(loaded: Loaded, style: Style, section: str | None = None) -> str:
    """A line for each part: its id or name, file and line, what an overlay did to it.

    Args:
        loaded: the rule set.
        style: language, width, colours.
        section: the id of the only section or pool to show; by default everything.

    Raises:
        InputError: there is no such section.
    """
    page = Page(style)
    wanted = None if section is None else _ids(loaded, section)
    shown = [origin for origin in loaded.origins() if wanted is None or _root(origin.name) in wanted]
    rows = [(origin.name, str(origin.place), page.say(_history(origin))) for origin in shown]
    names, places = (GUTTER + max((columns(row[index]) for row in rows), default=0) for index in (0, 1))
    lines = (f"{_padded(name, names)}{_padded(place, places)}{history}".rstrip() for name, place, history in rows)
    return "".join(f"{line}\n" for line in lines)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def _ids(loaded: Loaded, section: str) -> set[str]:
    """A section with its criteria."""
    return {
        name for group in chosen_groups(loaded, section) for name in (group.id, *(each.id for each in group.criteria))
    }


def _root(name: str) -> str:
    """The criterion of a part of its score."""
    return name.partition("/")[0]


def _history(origin: Origin) -> list[Text]:
    return [_TAKEN_OVER] if origin.taken_over else [_done(step, origin) for step in origin.steps]


def _done(step: Step, origin: Origin) -> Text:
    words = _DONE[step.verb]
    if (step.place.source, step.place.line) == (origin.place.source, origin.place.line):
        return words
    if step.place.source == origin.place.source:
        return t("{done}, line {line}", done=words, line=step.place.line)
    return t("{done}, {place}", done=words, place=step.place)


_TAKEN_OVER = t("taken over")
_DONE: Mapping[str, Text] = {
    "add": t("added"),
    "replace": t("replaced"),
    "change": t("changed"),
    "reweight": t("reweighted"),
    "retitle": t("retitled"),
    "move": t("moved"),
}
