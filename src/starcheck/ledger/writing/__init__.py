"""Where tables go: one module for each form that a ledger is written in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from starcheck.errors import InputError, Place, Problem
from starcheck.language import Lang, t
from starcheck.ledger.writing.contents import Contents, contents_of, empty_contents
from starcheck.ledger.writing.databases import write_duckdb, write_sqlite
from starcheck.ledger.writing.delimited import write_csv
from starcheck.ledger.writing.documents import JSON_SUFFIXES, YAML_SUFFIXES, write_json, write_yaml
from starcheck.ledger.writing.parquet import write_parquet
from starcheck.ledger.writing.whole import written_whole
from starcheck.rules.schema.ruleset import RuleSet

__all__ = ["FORMS", "Contents", "Form", "Kind", "contents_of", "empty_contents", "write_ledger"]

Kind = Literal["yaml", "json", "xlsx", "csv", "parquet", "duckdb", "sqlite"]
_Write: TypeAlias = Callable[[Contents, RuleSet, Path, Lang], None]


@dataclass(frozen=True, slots=True)
class Form:
    """A form that a ledger is written in.

    Attributes:
        write: writes it to a path where nothing is.
        suffixes: how the name of its file ends.
        folder: whether it may be a folder.
    """

    write: _Write
    suffixes: tuple[str, ...] = ()
    folder: bool = False


def _write_workbook(contents: Contents, ruleset: RuleSet, path: Path, lang: Lang) -> None:
    from starcheck.ledger.writing.workbook import write_workbook  # noqa: PLC0415 - others do without XlsxWriter

    write_workbook(contents, ruleset, path, lang)


FORMS: Mapping[Kind, Form] = {
    "yaml": Form(write_yaml, YAML_SUFFIXES, folder=True),
    "json": Form(write_json, JSON_SUFFIXES, folder=True),
    "xlsx": Form(_write_workbook, (".xlsx",)),
    "csv": Form(write_csv, folder=True),
    "parquet": Form(write_parquet, folder=True),
    "duckdb": Form(write_duckdb, (".duckdb",)),
    "sqlite": Form(write_sqlite, (".sqlite", ".sqlite3", ".db")),
}
"""Every form; a name without an ending is a folder, by itself one of CSV files."""


def write_ledger(
    contents: Contents, ruleset: RuleSet, target: Path, lang: Lang, *, kind: Kind | None = None, replace: bool = False
) -> None:
    """Write a ledger whole or not at all.

    Args:
        contents: what it holds; without tables it is one to fill in.
        ruleset: the rule set by which it was read.
        target: the file or folder to write.
        lang: the language of headings and words.
        kind: the form; by default the ending of the target says it.
        replace: whether a file that is there makes way.

    Raises:
        InputError: if it cannot be written, or something is in the way.
    """
    form = FORMS[kind or _kind_of(target)]
    with written_whole(target, replace=replace) as part:
        form.write(contents, ruleset, part, lang)


def _kind_of(target: Path) -> Kind:
    ending = target.suffix.lower()
    if not ending:
        return "csv"
    kinds: dict[str, Kind] = {suffix: kind for kind, form in FORMS.items() for suffix in form.suffixes}
    if ending in kinds:
        return kinds[ending]
    message = t("The name does not say how to write the ledger: “{ending}” is not known.", ending=ending)
    hint = t("Allowed: {choices}; without an ending it is a folder of CSV files.", choices=list(kinds))
    raise InputError([Problem(Place(str(target)), message, hint)])
