"""What the YAML parser complains about, in words for the person who wrote the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

import yaml

from starcheck.errors import InputError, Place, Problem
from starcheck.language import Text, t

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Words: TypeAlias = tuple[Text, Text | None]


def yaml_events(text: str, source: str, loader: type[yaml.SafeLoader] = LOADER) -> Iterator[yaml.Event]:
    """The events of a YAML text.

    Only the event parser is PyYAML's: its C composer recurses without limit and crashes on deep nesting.

    Raises:
        InputError: where the text is not YAML.
    """
    try:
        yield from yaml.parse(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        raise InputError([explain(error, text, source)]) from error


def explain(error: yaml.MarkedYAMLError, text: str, source: str) -> Problem:
    """A syntax error as a problem: at the place where the person has to look."""
    said = f"{error.context or ''}: {error.problem or ''}"
    at_opening, words = next(
        ((at_opening, words) for pattern, at_opening, words in _COMPLAINTS if re.search(pattern, said)),
        (False, _not_yaml),
    )
    found = error.problem_mark or yaml.Mark(source, 0, 0, 0, None, 0)
    opened = error.context_mark or found
    mark = opened if at_opening else found
    lines = text.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    message, hint = words(line, mark.column, opened.line + 1)
    return Problem(Place(source, mark.line + 1, mark.column + 1), message, hint)


_QUOTE = t("Put the text in quotes.")
_INDENT = t("Entries of one group start in the same column; check the spaces here, and the line above.")


def _wrong_start(line: str, column: int, _opened: int) -> Words:
    character = line[column : column + 1]
    if character == "\t":
        return t("A tab cannot indent YAML."), t("Use spaces.")
    return t("A text without quotes cannot start with “{character}”.", character=character), _QUOTE


def _open_quote(_line: str, _column: int, _opened: int) -> Words:
    return t("The quotation mark that opens here is never closed."), t("Close it.")


def _backslash(_line: str, _column: int, _opened: int) -> Words:
    return (
        t("Between double quotes “\\” begins an escape, and this one does not exist."),
        t("Write “\\\\”, or use single quotes."),
    )


def _open_bracket(_line: str, _column: int, opened: int) -> Words:
    return t(
        "A comma or a closing bracket is missing before this; the bracket opens in line {line}.", line=opened
    ), None


def _second_colon(line: str, column: int, _opened: int) -> Words:
    if re.search(r":\s", line[:column]):
        return t("“: ” cannot stand inside a text without quotes."), _QUOTE
    return t("A key is not expected here."), t(
        "Check that the line above has “: ” after its key, and that both lines start in the right column."
    )


def _no_colon(_line: str, _column: int, _opened: int) -> Words:
    return t("A “:” is missing after this."), t("Write “key: value” with a half-width colon and a space.")


def _inline_dash(_line: str, _column: int, _opened: int) -> Words:
    return t("A list entry “- ” cannot start here."), t("Start it on a line of its own, or write [one, two].")


def _no_value(line: str, column: int, _opened: int) -> Words:
    return t("A value cannot start with “{character}”.", character=line[column : column + 1]), _QUOTE


def _directive(_line: str, _column: int, _opened: int) -> Words:
    return t("A line that starts with “%” is not understood."), t("Remove it, or put the text in quotes.")


def _not_yaml(_line: str, _column: int, _opened: int) -> Words:
    return t("This cannot be read as YAML."), t("Check the spelling here, or put the text in quotes.")


def _does_not_fit(line: str, column: int, _opened: int) -> Words:
    if line[:column].strip(" -"):
        return t("Nothing may follow here."), t("If it belongs to the text before it, put the whole text in quotes.")
    return t("This line does not fit under the lines above."), _INDENT


_COMPLAINTS: tuple[tuple[str, bool, Callable[[str, int, int], Words]], ...] = (
    (r"cannot start any token|tab character", False, _wrong_start),
    (r"alphabetic or numeric", True, _wrong_start),
    (r"quoted scalar: .*(end of stream|document separator)", True, _open_quote),
    (r"escape|hexa?decimal", False, _backslash),
    (r"expected ','", False, _open_bracket),
    (r"mapping values", False, _second_colon),
    (r"expected ':'", True, _no_colon),
    (r"sequence entries", False, _inline_dash),
    (r"node content", False, _no_value),
    (r"directive|incompatible", False, _directive),
    (r"expected key|block end>|'-' indicator|document start>", False, _does_not_fit),
)
"""Pattern of the parser's words, whether to point at the opening place, what to say; the first that fits counts."""
