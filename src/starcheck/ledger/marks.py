"""Reviewers' marks in a ledger."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, partial

from starcheck.documents import Data, Keys
from starcheck.errors import one_of
from starcheck.language import Text, t
from starcheck.ledger.cells import Named, Reader, read_choice, read_date, read_text, shown
from starcheck.ledger.facts import Row
from starcheck.ledger.numerals import plain
from starcheck.ledger.problems import CellError, Problems
from starcheck.ledger.tables import MARK_BY, MARK_GRADE, MARK_KEY, MARK_ON, MARK_POINTS, MARK_REASON
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.tree import Grades, Markable, Range, criterion_tree, mark_keys

MARKS = "marks"


def markable(ruleset: RuleSet, criteria: Container[str] | None = None) -> dict[str, list[Markable]]:
    """What a rule set leaves to reviewers, in all criteria or in some, by the keys of their marks."""
    return {
        key: allowed
        for group in ruleset.groups
        for criterion in group.criteria
        if criteria is None or criterion.id in criteria
        for key, allowed in mark_keys(criterion_tree(ruleset, criterion, group), criterion.id).items()
    }


def allowed_marks(allowed: Sequence[Markable]) -> list[Text]:
    """What may be marked, in words."""
    return [_in_words(each) for each in allowed]


def read_marks(raw: Data, ruleset: RuleSet, problems: Problems) -> tuple[Row, ...]:
    """The marks of a ledger as rows of their table."""
    if raw is None:
        return ()
    if not isinstance(raw, dict):
        example = t("Write “A-07: {{points: 4.5, reason: …, by: …, on: 2024-12-20}}” under “marks”.")
        problems.add(
            (MARKS,), t("Marks are listed by criterion or criterion/part, not as {read}.", read=shown(raw)), example
        )
        return ()
    named = {key.partition("/")[0] for key in raw}
    reader = MarkReader.of(ruleset, named)
    return tuple(row for key, mark in raw.items() if (row := reader.row(key, mark, problems)))


@dataclass(frozen=True)
class MarkReader:
    """Reads what reviewers gave.

    Attributes:
        markable: what they may give, by the keys of marks.
        unit: the rule set's grid of points.
    """

    ruleset: RuleSet
    markable: Mapping[str, Sequence[Markable]]
    unit: Fraction

    @classmethod
    def of(cls, ruleset: RuleSet, criteria: Container[str] | None = None) -> MarkReader:
        """A reader for the marks of all criteria, or of some."""
        return cls(ruleset, markable(ruleset, criteria), Fraction(ruleset.unit))

    @cached_property
    def readers(self) -> dict[str, Reader]:
        """What reads the entries beside points and grade."""
        texts: dict[str, Reader] = {name: partial(read_text, name) for name in (MARK_REASON, MARK_BY)}
        return texts | {MARK_ON: partial(read_date, MARK_ON)}

    def row(self, key: str, mark: Data, problems: Problems) -> Row | None:
        """One mark, or None if it cannot be used."""
        keys: Keys = (MARKS, key)
        if key not in self.markable:
            problems.add_key(keys, unmarked(key), partial(self.other_key, key))
            return None
        if not isinstance(mark, dict):
            hint = t("Write {{points: 4.5, reason: …, by: …, on: 2024-12-20}}.")
            problems.add(keys, t("A mark is written as entries with values, not as {read}.", read=shown(mark)), hint)
            return None
        readers = self.readers | {MARK_POINTS: partial(self.points, key), MARK_GRADE: partial(self.grade, key)}
        row: Row = {MARK_KEY: key}
        for name, raw in mark.items():
            if name not in readers:
                message = t("A mark has no entry “{name}”.", name=name)
                problems.add_key((*keys, name), message, partial(one_of, name, readers))
            elif (value := problems.read((*keys, name), readers[name], raw)) is not None:
                row[name] = value
        if mark.keys() <= readers.keys() and mark.get(MARK_POINTS) is None and mark.get(MARK_GRADE) is None:
            message = t("The mark of “{key}” gives neither points nor a grade.", key=key)
            problems.add_key(keys, message, self.allowed(key))
        return row

    def points(self, key: str, raw: Data) -> int:
        """Points in units of the rule set's grid."""
        ranges = [each.amount for each in self.markable[key] if isinstance(each.amount, Range)]
        if not ranges:
            raise CellError(t("“{key}” is marked by a grade, not by points.", key=key), self.allowed(key))
        if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
            raise CellError(t("Points are a number, not {read}.", read=shown(raw)), self.allowed(key))
        points = Fraction(raw)
        units = points / self.unit
        if units.denominator != 1:
            unit = plain(self.unit)
            raise CellError(
                t("{points} is between two steps of {unit} points.", points=raw, unit=unit),
                t("Write a multiple of {unit}.", unit=unit),
            )
        if not any(each.low <= points <= each.high for each in ranges):
            raise CellError(t("“{key}” cannot be marked with {points} points.", key=key, points=raw), self.allowed(key))
        return int(units)

    def grade(self, key: str, raw: Data, name: Named = MARK_GRADE) -> str:
        """One of the grades that a criterion or part may get; messages call the entry by its name."""
        tables = [each.amount for each in self.markable[key] if isinstance(each.amount, Grades)]
        grades = [grade for each in tables for grade, _ in each.table]
        if not grades:
            raise CellError(t("“{key}” is marked by points, not by a grade.", key=key), self.allowed(key))
        return read_choice(name, grades, raw)

    def allowed(self, key: str) -> Text:
        """What may be given under a key."""
        return t("Allowed: {choices}.", choices=allowed_marks(self.markable[key]))

    def other_key(self, key: str) -> Text:
        """What to write instead of a key under which nothing is marked."""
        if keys := markable(self.ruleset):
            return one_of(key, keys)
        return t("This rule set leaves nothing to reviewers; remove the mark.")


def _in_words(allowed: Markable) -> Text:
    match allowed.amount:
        case Range(low, high) if allowed.sign < 0:
            return t("{low} to {high} points taken off, written without a sign", low=plain(low), high=plain(high))
        case Range(low, high):
            return t("points from {low} to {high}", low=plain(low), high=plain(high))
        case Grades(table):
            return t("the grade {grades}", grades=[grade for grade, _ in table])


def unmarked(key: str) -> Text:
    """That nothing is marked under a key."""
    return t("Reviewers mark nothing under “{key}”.", key=key)
