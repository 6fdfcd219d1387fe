"""Awards in words."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from itertools import groupby

from starcheck.language import Text, t
from starcheck.rules.schema.score import Award, Downgrade, RecordTable
from starcheck.rules.wording.aggregates import records_in_words
from starcheck.rules.wording.conditions import condition_in_words
from starcheck.rules.wording.figures import constant_in_words, figure
from starcheck.rules.wording.orderings import sentences
from starcheck.rules.wording.scope import Scope, Words
from starcheck.rules.wording.signs import points_in_words, table_in_words


def award_in_words(award: Award, scope: Scope) -> Text:
    """What every record gives."""
    records = records_in_words(award.each, award, scope)
    words = t("for each among {records}: {gain}", records=records, gain=_gain(award, scope))
    if award.downgrade is not None:
        words = t("{words}; {lowering}", words=words, lowering=_lowering(award, award.downgrade, scope))
    if award.shared_by is not None:
        words = t("{words}; divided by {field}", words=words, field=_label(award, award.shared_by, scope))
    if award.once_per is not None:
        field = [_label(award, name, scope) for name in award.once_per]
        words = t("{words}; {counted}", words=words, counted=_counted(award, field))
    if award.up_to is not None:
        words = t("{words}; {points} at most in all", words=words, points=constant_in_words(award.up_to))
    return words


def _gain(award: Award, scope: Scope) -> Text:
    points = award.points
    if isinstance(points, Fraction):
        return points_in_words(award.sign, figure(points))
    names = [_label(award, name, scope) for name in points.by]
    return table_in_words(award.sign, names, _entries(points))


def _lowering(award: Award, downgrade: Downgrade, scope: Scope) -> Text:
    condition = condition_in_words(downgrade.when, scope.on_records(award.each))
    return t(
        "if {condition}, {field} counts as {n} lower, below the lowest as 0",
        condition=condition,
        field=_label(award, downgrade.by, scope),
        n=str(downgrade.steps),
    )


def _counted(award: Award, field: list[Words]) -> Text:
    """What several records of one thing count."""
    if not award.others:
        return t("the same {field} counts once, at its most", field=field)
    *shares, last = (constant_in_words(share) for share in award.others)
    return t(
        "of the same {field} the records count, best first, {shares}, every further one {last}",
        field=field,
        shares=shares,
        last=last,
    )


def _entries(table: RecordTable) -> list[Text] | Text:
    if len(table.by) == 1:
        return [_entry(keys[0], points) for keys, points in table.table]
    groups = [
        t("{case}: {entries}", case=first, entries=[_entry(keys[1], points) for keys, points in rows])
        for first, rows in groupby(table.table, key=lambda row: row[0][0])
    ]
    return reduce(sentences, groups)


def _entry(case: str, points: Fraction) -> Text:
    return t("{value} for {case}", value=figure(points), case=case)


def _label(award: Award, name: str, scope: Scope) -> Words:
    return scope.field(f"{award.each}.{name}").label
