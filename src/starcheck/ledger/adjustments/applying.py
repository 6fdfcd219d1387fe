"""Adjustments laid over typed tables."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import polars as pl

from starcheck.ledger.adjustments.standing import Adjustments
from starcheck.ledger.tables import (
    CHANGES_SCHEMA,
    KEY,
    MARK_BY,
    MARK_GRADE,
    MARK_KEY,
    MARK_ON,
    MARK_POINTS,
    MARK_REASON,
    MARKS_SCHEMA,
    Changes,
    Tables,
)
from starcheck.model import Adjustment, AdjustmentKind
from starcheck.rules.schema.ruleset import RuleSet

MARKING = frozenset({AdjustmentKind.MARK, AdjustmentKind.GRADE})


def with_adjustments(tables: Tables, adjustments: Adjustments, ruleset: RuleSet) -> Tables:
    """The same tables with what reviewers changed: marks among the marks, all else as changes of results.

    A mark takes the place of the one that the ledger has under its key.
    """
    stated = [each.adjustment for each in adjustments.placed]
    marks = [_mark(each, ruleset) for each in stated if each.kind in MARKING]
    changes = [_change(each, ruleset) for each in stated if each.kind not in MARKING]
    return replace(tables, marks=_marks(tables.marks, marks), changes=_changes(changes))


def _marks(own: pl.LazyFrame | None, rows: list[dict[str, object]]) -> pl.LazyFrame | None:
    if not rows:
        return own
    stated = pl.LazyFrame(rows, schema=MARKS_SCHEMA)
    if own is None:
        return stated
    kept = own.join(stated, on=[KEY, MARK_KEY], how="anti")
    return pl.concat([kept, stated], how="diagonal")


def _changes(rows: list[dict[str, object]]) -> Changes | None:
    if not rows:
        return None
    keys = frozenset(str(row["key"]) for row in rows)
    dropped = frozenset(str(row["key"]) for row in rows if row["outcome"] == "not_applicable")
    return Changes(pl.LazyFrame(rows, schema=CHANGES_SCHEMA), keys, dropped)


def _mark(stated: Adjustment, ruleset: RuleSet) -> dict[str, object]:
    is_grade = stated.kind is AdjustmentKind.GRADE
    return {
        KEY: stated.branch,
        MARK_KEY: stated.key,
        MARK_POINTS: None if is_grade else _units(stated, ruleset),
        MARK_GRADE: stated.value if is_grade else None,
        MARK_REASON: stated.reason,
        MARK_BY: stated.authority,
        MARK_ON: stated.on,
    }


def _change(stated: Adjustment, ruleset: RuleSet) -> dict[str, object]:
    kind = stated.kind
    return {
        KEY: stated.branch,
        "key": stated.key,
        "points": _units(stated, ruleset) if kind is AdjustmentKind.POINTS else None,
        "outcome": stated.value if kind is AdjustmentKind.OUTCOME else None,
        "rating": int(Fraction(stated.value) * 10**6) if kind is AdjustmentKind.RATING else None,
    }


def _units(stated: Adjustment, ruleset: RuleSet) -> int:
    """Points in units of the rule set's grid."""
    return int(Fraction(stated.value) / Fraction(ruleset.unit))
