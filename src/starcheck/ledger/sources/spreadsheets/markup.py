"""The XML of a workbook's parts."""

from __future__ import annotations

from xml.parsers import expat

from starcheck.ledger.sources.spreadsheets.archive import damaged


def elements(part: bytes, source: str) -> list[tuple[str, dict[str, str]]]:
    """The elements of a part in order, by their names without prefix, and their attributes."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: found.append((local(name), attributes))
    parse(parser, part, source)
    return found


def parse(parser: expat.XMLParserType, part: bytes, source: str) -> None:
    """Let a parser with handlers go through a part.

    Raises:
        InputError: if it is not well-formed.
    """
    try:
        parser.Parse(part, True)  # noqa: FBT003 - a positional argument of the standard library
    except expat.ExpatError as error:
        raise damaged(source) from error


def local(name: str) -> str:
    """The name of an element or attribute without its prefix."""
    return name.rpartition(":")[2]
