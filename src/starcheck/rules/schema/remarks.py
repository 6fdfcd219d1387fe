"""What a rule set says of itself: where it comes from, what is doubtful, what nobody saw."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from starcheck.language import t
from starcheck.rules.schema.atoms import AnyTitle, Mistake, Model, ParsedBy, Raw, spelled
from starcheck.rules.schema.numbers import AnyConstant

Visible = Literal["whole", "half", "frame", "clauses"]
VISIBLE: tuple[Visible, ...] = get_args(Visible)


def _parse_url(raw: Raw) -> str:
    if isinstance(raw, str) and raw.startswith(("https://", "http://")):
        return raw
    raise Mistake(t("An address begins with https:// or http://, not “{read}”.", read=spelled(raw)))


_URL = ParsedBy(_parse_url, {"type": "string", "format": "uri"})


class Source(Model):
    """Where the standard was read, and how much of it."""

    text: AnyTitle
    url: Annotated[str | None, _URL] = None
    visible: Visible | None = None


def _parse_source(raw: Raw) -> Source:
    """A plain title is a source of which nothing else is known."""
    is_title = not isinstance(raw, dict) or not raw.keys() & Source.model_fields.keys()
    return Source.model_validate({"text": raw} if is_title else raw)


_SOURCE = ParsedBy(_parse_source, {"type": ["string", "object"]})
AnySource = Annotated[Source, _SOURCE]


class NotVisible(Model):
    """What of the printed table nobody could read, and its points where they are known."""

    text: AnyTitle
    points: AnyConstant | None = None


__all__ = ["VISIBLE", "AnySource", "NotVisible", "Source", "Visible"]
