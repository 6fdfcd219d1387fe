"""What was declared of results, in words."""

from __future__ import annotations

from collections.abc import Mapping

from starcheck.insight.kept import Declaration, Header, State
from starcheck.language import Text, t

STATE_WORDS: Mapping[State, Text] = {
    State.PROVISIONAL: t("provisional"),
    State.OBJECTION: t("open to objection"),
    State.FINAL: t("final"),
}
"""How far results have come."""


def so_far_in_words(header: Header) -> list[Text]:
    """Everything that was declared of results, the latest last."""
    said = [declaration_in_words(each) for each in header.declarations]
    return said or [t("{state}; nothing was declared of them.", state=STATE_WORDS[header.state])]


def declaration_in_words(declaration: Declaration) -> Text:
    """What somebody declared, when, and what it rests on."""
    state, by, on = STATE_WORDS[declaration.state], declaration.by, declaration.on
    if declaration.window is not None:
        days = declaration.window.period
        return t(
            "{state}, {start} to {end}; declared by {by} on {on}.",
            state=state,
            start=days.start,
            end=days.end,
            by=by,
            on=on,
        )
    if declaration.after is not None:
        days = declaration.after.window.period
        return t(
            "{state}; declared by {by} on {on}, open to objection {start} to {end} before.",
            state=state,
            by=by,
            on=on,
            start=days.start,
            end=days.end,
        )
    return t("{state}; declared by {by} on {on}.", state=state, by=by, on=on)
