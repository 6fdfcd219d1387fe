"""Awards in words."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from itertools import groupby

from starcheck.language import Text, t
from starcheck.rules.schema.score import Award, RecordTable
from starcheck.rules.wording.figures import constant_in_words, figure
from starcheck.rules.wording.measures import records_in_words
from starcheck.rules.wording.orderings import sentences
from starcheck.rules.wording.scope import Scope, Words


def award_in_words(award: Award, scope: Scope) -> Text:
    """What every record gives."""
    records = records_in_words(award.each, award, scope)
    words = t("for each among {records}: {gain}", records=records, gain=_gain(award, scope))
    if award.once_per is not None:
        field = _label(award, award.once_per, scope)
        words = t("{words}; the same {field} counts once, at its most", words=words, field=field)
    if award.up_to is not None:
        words = t("{words}; {points} at most in all", words=words, points=constant_in_words(award.up_to))
    return words


def _gain(award: Award, scope: Scope) -> Text:
    if isinstance(award.gain, Fraction):
        return t("gain {points}", points=figure(award.gain))
    names = [_label(award, name, scope) for name in award.gain.by]
    return t("gain by {name}: {entries}", name=names, entries=_entries(award.gain))


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
