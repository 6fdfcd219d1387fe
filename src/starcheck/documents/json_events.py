"""JSON as the same events that YAML gives."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from json import JSONDecodeError, JSONDecoder
from typing import NoReturn

import yaml
from yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from starcheck.errors import InputError, Place, Problem
from starcheck.language import Text, t

_CLOSING = frozenset("]}")
_SPACES = frozenset(" \t\r\n")
_STRINGS = JSONDecoder()
_LINE_END = re.compile(r"\r\n?|\n")
_LITERAL = re.compile(
    r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.])|(?:true|false|null|NaN|-?Infinity)\b", re.ASCII
)


def json_events(text: str, source: str) -> Iterator[Event]:
    """The events of a JSON text, one at a time, so that the reader decides how deep it goes.

    Raises:
        InputError: where the text is not JSON.
    """
    return _Scanner(text, source).document()


@dataclass(slots=True)
class _Scanner:
    """A recursive-descent scanner whose generators stand still until the next event is asked for."""

    text: str
    source: str
    at: int = 0
    line_starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.line_starts = [0, *(found.end() for found in _LINE_END.finditer(self.text))]

    def document(self) -> Iterator[Event]:
        yield DocumentStartEvent(self.mark())
        if self.peek():
            yield from self.value()
        if self.peek():
            self.refuse(t("the end of the file"))
        yield DocumentEndEvent(self.mark())
        yield StreamEndEvent(self.mark())

    def value(self) -> Iterator[Event]:
        match self.peek():
            case "{":
                yield MappingStartEvent(None, tag=None, implicit=True, start_mark=self.mark())
                yield from self.collection("}", self.entry)
                yield MappingEndEvent(self.mark())
            case "[":
                yield SequenceStartEvent(None, tag=None, implicit=True, start_mark=self.mark())
                yield from self.collection("]", self.value)
                yield SequenceEndEvent(self.mark())
            case '"':
                yield self.string()
            case _:
                yield self.literal()

    def collection(self, end: str, item: Callable[[], Iterator[Event]]) -> Iterator[Event]:
        self.at += 1
        if self.peek() != end:
            yield from item()
            while self.peek() == ",":
                self.at += 1
                yield from item()
        self.take(end, t("“,” or “{end}”", end=end))

    def entry(self) -> Iterator[Event]:
        if self.peek() != '"':
            self.refuse(t("a key in double quotes"), self.comma_hint())
        yield self.string()
        self.take(":", t("“:”"))
        yield from self.value()

    def string(self) -> ScalarEvent:
        mark = self.mark()
        try:
            value, self.at = _STRINGS.raw_decode(self.text, self.at)
        except JSONDecodeError as error:
            self.at = error.pos
            self.stop(t("This text in quotes is not valid JSON."), t("Close it on its line; write “\\\\” for “\\”."))
        return ScalarEvent(None, tag=None, implicit=(False, True), value=value, start_mark=mark, style='"')

    def literal(self) -> ScalarEvent:
        mark = self.mark()
        found = _LITERAL.match(self.text, self.at)
        if not found:
            self.refuse(t("a value"), self.comma_hint() or t("A text is written in double quotes."))
        self.at = found.end()
        return ScalarEvent(None, tag=None, implicit=(True, False), value=found.group(), start_mark=mark)

    def peek(self) -> str:
        """The next character that is no space, or nothing at the end."""
        while self.text[self.at : self.at + 1] in _SPACES:
            self.at += 1
        return self.text[self.at : self.at + 1]

    def take(self, character: str, expected: Text) -> None:
        if self.peek() != character:
            self.refuse(expected)
        self.at += 1

    def mark(self) -> yaml.Mark:
        line = bisect_right(self.line_starts, self.at) - 1
        return yaml.Mark("", self.at, line, self.at - self.line_starts[line], None, 0)

    def comma_hint(self) -> Text | None:
        return t("Remove the comma before it.") if self.peek() in _CLOSING else None

    def refuse(self, expected: Text, hint: Text | None = None) -> NoReturn:
        self.stop(t("This is not valid JSON: {expected} is expected here.", expected=expected), hint)

    def stop(self, message: Text, hint: Text | None) -> NoReturn:
        mark = self.mark()
        raise InputError([Problem(Place(self.source, mark.line + 1, mark.column + 1), message, hint)])
