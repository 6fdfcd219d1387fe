"""A folder of CSV files, one for each table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from starcheck.language import Lang, say
from starcheck.ledger.layout import LEDGER, TEMPLATE, columns, layout
from starcheck.ledger.tables import KEY, RECORD_ID, dtype_of
from starcheck.ledger.writing.contents import Contents, heading_row
from starcheck.ledger.writing.natural import text_frame
from starcheck.rules.schema.dictionary import BRANCH, Field
from starcheck.rules.schema.ruleset import RuleSet

FORMULA = r"^('*[=+\-@＝＋－＠])"
"""What a spreadsheet takes for a formula; an apostrophe before it, which a reader takes away again, makes it a text."""


def write_csv(contents: Contents, ruleset: RuleSet, path: Path, lang: Lang) -> None:
    """Write every table that the ledger may have, those without records as headings only.

    Excel opens the files as they are: they are UTF-8 with its mark, and no text in them is a formula.
    """
    tables = layout(ruleset)
    path.mkdir()
    for name in (name for name in tables if name != TEMPLATE):
        fields = columns(name, tables[name])
        shown = text_frame(name, tables, _kept(name, contents, fields), lang)
        guarded = shown.with_columns(_guarded(pl.col(column)) for column in shown.columns if _is_free(fields[column]))
        headed = guarded.rename(_headings({column: fields[column] for column in shown.columns}, lang))
        headed.write_csv(path / f"{name}.csv", include_bom=True)


def _kept(name: str, contents: Contents, fields: Mapping[str, Field]) -> pl.DataFrame:
    """The rows of a table; of a single branch they need not say whose they are, nor ids where no record has one.

    A record without anything would be an empty line, so it keeps its branch.
    """
    nothing = pl.DataFrame(schema={column: dtype_of(field) for column, field in fields.items()})
    frame = contents.tables.get(name, heading_row(contents.heading) if name == LEDGER else nothing)
    if RECORD_ID in frame.columns and contents.tables and frame[RECORD_ID].null_count() == frame.height:
        frame = frame.drop(RECORD_ID)
    bare = frame.drop(KEY, strict=False)
    blank = bare.select(pl.all_horizontal(pl.all().is_null()).any()).item()
    return frame if name == BRANCH or len(contents.branches) > 1 or blank else bare


def _is_free(field: Field) -> bool:
    """Whether somebody chose the words: a number may begin with its sign."""
    return field.type in {"text", "choice", "files"}


def _guarded(text: pl.Expr) -> pl.Expr:
    return text.str.replace(FORMULA, "'${1}")


def _headings(fields: Mapping[str, Field], lang: Lang) -> dict[str, str]:
    """The labels, or names where two columns would be called the same."""
    labels = {name: " ".join(say(field.label, lang).split()) for name, field in fields.items()}
    times = Counter(labels.values())
    return {name: label if times[label] == 1 else name for name, label in labels.items()}
