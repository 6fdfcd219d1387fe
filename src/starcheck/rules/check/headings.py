"""Headings: what a table is kept under names one thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from starcheck.documents.folding import heading_key
from starcheck.language import t
from starcheck.rules.check.flaws import Flaw, Flaws
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.dictionary import Field, Table
from starcheck.rules.schema.ruleset import RuleSet


def check(ruleset: RuleSet) -> Flaws:
    """The sheets of a ledger, then the columns of each."""
    yield from _distinct(ruleset.tables, ("tables",))
    for name, table in ruleset.tables.items():
        yield from _distinct(table.fields, ("tables", name, "fields"))


def _distinct(things: Mapping[str, Table] | Mapping[str, Field], at: Path) -> Flaws:
    """No two of them answer to one heading, white space, width and case left aside."""
    owner: dict[str, str] = {}
    for name, thing in things.items():
        for heading, path in _headings(name, thing):
            key = heading_key(heading)
            if not key:
                yield Flaw((*at, *path), t("“{heading}” is no heading.", heading=heading), t("Remove it."))
            elif owner.setdefault(key, name) != name:
                message = t("“{heading}” is a heading of “{other}” already.", heading=heading, other=owner[key])
                advice = t("A heading of a table leads to one column, the name of a sheet to one table: reword it.")
                yield Flaw((*at, *path), message, advice, on_key=path == (name,))


def _headings(name: str, thing: Table | Field) -> Iterator[tuple[str, Path]]:
    yield name, (name,)
    yield from ((words, (name, "label")) for words in dict.fromkeys((thing.label.zh, thing.label.en)))
    yield from ((alias, (name, "aliases", index)) for index, alias in enumerate(thing.aliases))
