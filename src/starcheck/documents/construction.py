"""From a stream of YAML events to the data they describe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, NoReturn, cast

from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    StreamEndEvent,
)

from starcheck.documents.characters import CONTROL, control_character
from starcheck.documents.document import Data, Document, Keys
from starcheck.documents.scalars import NotAllowedError, resolve, resolve_key
from starcheck.errors import InputError, Place, Problem
from starcheck.language import Text, t

MAX_DEPTH = 40
MAX_VALUES = 200_000
MAX_ALIASES = 1_000

_YAML_TAG = "tag:yaml.org,2002:"


class _Anchor(NamedTuple):
    data: Data
    values: int


def construct(events: Iterator[Event], source: str) -> Document:
    """Build the document that the events describe.

    Raises:
        InputError: with every problem found up to the point where reading had to stop.
    """
    construction = _Construction(events, source)
    try:
        data = construction.run()
    except InputError as stop:
        raise InputError([*construction.problems, *stop.problems]) from stop
    if construction.problems:
        raise InputError(construction.problems)
    return Document(data, source, construction.places, construction.key_places)


@dataclass(slots=True)
class _Construction:
    """One pass over the events.

    Data grow only as fast as the events, since an alias shares its anchor's value; ``values`` counts what a reader of
    the data would meet, so a file of a few lines cannot stand for a billion values.
    """

    events: Iterator[Event]
    source: str
    problems: list[Problem] = field(default_factory=list)
    places: dict[Keys, Place] = field(default_factory=dict)
    key_places: dict[Keys, Place] = field(default_factory=dict)
    anchors: dict[str, _Anchor | None] = field(default_factory=dict)  # None while the value is being read
    values: int = 0
    aliases: int = 0

    def run(self) -> Data:
        data: Data = None
        documents = 0
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.stop(event, t("A file holds one document; a second one starts here."), t("Remove the “---”."))
            elif isinstance(event, NodeEvent):
                data = self.value(event, ())
            elif isinstance(event, StreamEndEvent) and data is None and not self.problems:
                self.report(Place(self.source), t("The file is empty."), t("Write at least one “key: value” into it."))
        return data

    def value(self, event: NodeEvent, keys: Keys) -> Data:
        """The value that begins with an event, which is taken from the stream up to its end."""
        place = self.places[keys] = self.place(event)
        before = self.values
        self.count(event, 1)
        if len(keys) > MAX_DEPTH:
            self.stop(event, t("Values are nested deeper than {most} levels.", most=MAX_DEPTH))
        if isinstance(event, AliasEvent):
            return self.alias(event)
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        data = self.content(event, keys, place)
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchor(data, self.values - before)
        return data

    def content(self, event: NodeEvent, keys: Keys, place: Place) -> Data:
        if isinstance(event, ScalarEvent):
            return self.scalar(event, place)
        self.refuse_tag(cast("CollectionStartEvent", event), place)
        return self.mapping(keys) if isinstance(event, MappingStartEvent) else self.sequence(keys)

    def scalar(self, event: ScalarEvent, place: Place) -> Data:
        self.refuse_tag(event, place)
        if not event.implicit[0]:
            return self.text(event, place)
        try:
            return resolve(event.value)
        except NotAllowedError as refused:
            self.report(place, refused.message, refused.hint)
            return None

    def text(self, event: ScalarEvent, place: Place) -> str:
        text: str = event.value
        self.problems += (control_character(found.group(), place) for found in CONTROL.finditer(text))
        return text

    def sequence(self, keys: Keys) -> list[Data]:
        data: list[Data] = []
        for event in self.until_end():
            data.append(self.value(event, (*keys, len(data))))
        return data

    def mapping(self, keys: Keys) -> dict[str, Data]:
        data: dict[str, Data] = {}
        for event in self.until_end():
            place = self.place(event)
            key = self.key(event, keys, place)
            if key is None or key in data:
                if key is not None:
                    first = self.key_places[*keys, key].line
                    self.report(
                        place, t("The key “{key}” stands here again; first in line {line}.", key=key, line=first)
                    )
                self.skip(keys)
                continue
            self.key_places[*keys, key] = place
            data[key] = self.value(self.next(), (*keys, key))
        return data

    def key(self, event: NodeEvent, keys: Keys, place: Place) -> str | None:
        """The text of a key, or None if the entry cannot be used."""
        if not isinstance(event, ScalarEvent):
            self.report(place, t("A key is a text, not a list, a mapping or an alias."))
            self.skip(keys, event)
            return None
        self.refuse_tag(event, place)
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchor(event.value, 1)
        if not event.implicit[0]:
            return self.text(event, place)
        if event.value == "<<":
            self.report(place, t("The merge key “<<” is not allowed."), t("Write the entries out."))
            return None
        key = resolve_key(event.value)
        if key is None:
            self.report(place, t("The key “{key}” is not a text.", key=event.value), t("Put it in quotes."))
        return key

    def alias(self, event: AliasEvent) -> Data:
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            self.stop(event, t("There are more than {most} aliases (“*name”).", most=MAX_ALIASES))
        if event.anchor not in self.anchors:
            self.report(
                self.place(event),
                t("Nothing above is marked “&{name}”, which “*{name}” refers to.", name=event.anchor),
                t("A text that starts with “*” is written in quotes."),
            )
            return None
        anchor = self.anchors[event.anchor]
        if anchor is None:
            self.stop(event, t("“*{name}” refers to a value that contains it.", name=event.anchor))
        self.count(event, anchor.values - 1)
        return anchor.data

    def skip(self, keys: Keys, event: NodeEvent | None = None) -> None:
        """Read over a value that stands nowhere; a problem was reported, so nobody will ask for its place."""
        self.value(event or self.next(), (*keys, ""))

    def next(self) -> NodeEvent:
        return cast("NodeEvent", next(self.events))

    def until_end(self) -> Iterator[NodeEvent]:
        while not isinstance(event := next(self.events), CollectionEndEvent):
            yield cast("NodeEvent", event)

    def place(self, event: Event) -> Place:
        mark = event.start_mark
        return Place(self.source, mark.line + 1, mark.column + 1) if mark else Place(self.source)

    def count(self, event: Event, values: int) -> None:
        self.values += values
        if self.values > MAX_VALUES:
            message = t("There are more than {most} values, aliases written out.", most=MAX_VALUES)
            self.stop(event, message, t("Write the values themselves, without “&” and “*”, or split the file."))

    def refuse_tag(self, event: ScalarEvent | CollectionStartEvent, place: Place) -> None:
        if event.tag is not None:
            tag = event.tag.replace(_YAML_TAG, "!!")
            self.report(
                place,
                t("The tag “{tag}” is not allowed.", tag=tag),
                t("A text that starts with “!” is written in quotes."),
            )

    def report(self, place: Place, message: Text, hint: Text | None = None) -> None:
        self.problems.append(Problem(place, message, hint))

    def stop(self, event: Event, message: Text, hint: Text | None = None) -> NoReturn:
        raise InputError([Problem(self.place(event), message, hint)])
