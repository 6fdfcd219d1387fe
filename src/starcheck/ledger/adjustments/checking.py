"""What adjustments may state by a rule set."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, partial
from typing import cast

from starcheck.documents.folding import comparable
from starcheck.errors import one_of
from starcheck.language import Text, t
from starcheck.ledger.adjustments.rows import AUTHORITY, CRITERION, EVIDENCE, KINDS, ON, REASON, TABLE, UNTIL, Row
from starcheck.ledger.layout import OUTCOME_WORDS
from starcheck.ledger.listing import Advice, Listing
from starcheck.ledger.marks import MarkReader, unmarked
from starcheck.ledger.numerals import plain
from starcheck.ledger.problems import CellError
from starcheck.ledger.tables import KEY
from starcheck.model import Adjustment, AdjustmentKind
from starcheck.rules.check.kinds import of_measure
from starcheck.rules.check.numbers import entries
from starcheck.rules.schema.measures import Rating
from starcheck.rules.schema.ruleset import Criterion, Pool, RuleSet, Section
from starcheck.rules.schema.score import Range
from starcheck.rules.tree import Grades

Value = Decimal | str
_PLACES = TABLE.fields["points"].places


@dataclass(frozen=True)
class Checking:
    """Holds adjustments against what a rule set gives to adjust.

    Attributes:
        today: the day on which they are read.
        listing: told of everything that is wrong.
    """

    ruleset: RuleSet
    today: date
    listing: Listing

    @cached_property
    def criteria(self) -> Mapping[str, tuple[Criterion, Section | Pool]]:
        """The criteria, each with what it is in."""
        return {each.id: (each, group) for group in self.ruleset.groups for each in group.criteria}

    @cached_property
    def ratings(self) -> Mapping[str, Rating]:
        """The ratings that have a name."""
        return {name: each for name, each in self.ruleset.measures.items() if isinstance(each, Rating)}

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The names of ratings by what people call them."""
        labelled = ((name, each.label) for name, each in self.ratings.items() if each.label is not None)
        return {comparable(words): name for name, label in labelled for words in (label.zh, label.en)}

    @cached_property
    def marks(self) -> MarkReader:
        """What reviewers may mark."""
        return MarkReader.of(self.ruleset)

    def adjustment(self, row: Row) -> Adjustment | None:
        """What a row states, or None if it cannot be used."""
        row, before = self._by_name(row), self.listing.counts.total()
        value = self._stated(row)
        self._check_days(row)
        if not row.is_whole or value is None or self.listing.counts.total() > before:
            return None
        cells = row.cells
        return Adjustment(
            branch=str(cells[KEY]),
            key=str(cells[CRITERION]),
            kind=value[0],
            value=value[1],
            reason=str(cells[REASON]),
            authority=str(cells[AUTHORITY]),
            on=cast("date", cells[ON]),
            evidence=cast("str | None", cells.get(EVIDENCE)),
            until=cast("date | None", cells.get(UNTIL)),
        )

    def _by_name(self, row: Row) -> Row:
        """The row with the name of a rating for which its label stands there."""
        name = self.labels.get(comparable(str(row.cells.get(CRITERION))))
        return row if name is None else replace(row, cells={**row.cells, CRITERION: name})

    def _stated(self, row: Row) -> tuple[AdjustmentKind, Value] | None:
        given = [kind for kind in KINDS if kind in row.cells]
        if len(given) == 1 and CRITERION in row.cells:
            return self._value(row, str(row.cells[CRITERION]), given[0])
        fields = [TABLE.fields[kind].label for kind in KINDS]
        if len(given) > 1:
            several = [TABLE.fields[kind].label for kind in given]
            message = t("This row states several things: {fields}.", fields=several)
            self.listing.add(row.place(given[1]), message, t("Give each of them a row of its own."))
        elif not given and not row.is_wrong:
            message = t("This row does not say what is changed.")
            self.listing.add(row.place(CRITERION), message, t("Fill in one of: {fields}.", fields=fields))
        return None

    def _value(self, row: Row, key: str, kind: AdjustmentKind) -> tuple[AdjustmentKind, Value] | None:
        readers: Mapping[AdjustmentKind, Callable[[str, Value], object]] = {
            AdjustmentKind.POINTS: self._points,
            AdjustmentKind.OUTCOME: self._outcome,
            AdjustmentKind.MARK: self._mark,
            AdjustmentKind.GRADE: self._grade,
            AdjustmentKind.RATING: self._rating,
        }
        cell = row.cells[kind]
        value = Decimal(plain(Decimal(cell).scaleb(-_PLACES))) if isinstance(cell, int) else str(cell)
        try:
            if key not in self._keys(kind):
                self.listing.add(row.place(CRITERION), *self._unknown(key, kind))
                return None
            readers[kind](key, value)
        except CellError as error:
            self.listing.add(row.place(kind), error.message, error.advice)
            return None
        return kind, value

    def _keys(self, kind: AdjustmentKind) -> Collection[str]:
        """What may be named by a row that states one thing or another."""
        match kind:
            case AdjustmentKind.POINTS | AdjustmentKind.OUTCOME:
                return self.criteria.keys()
            case AdjustmentKind.RATING:
                return self.ratings.keys()
            case AdjustmentKind.MARK | AdjustmentKind.GRADE:
                marked = Range if kind is AdjustmentKind.MARK else Grades
                allowed = self.marks.markable.items()
                return [key for key, each in allowed if any(isinstance(one.amount, marked) for one in each)]

    def _unknown(self, key: str, kind: AdjustmentKind) -> tuple[Text, Text | Advice]:
        """That there is nothing of the name, or that something else is to be stated of it."""
        others = [other for other in KINDS if key in self._keys(other)]
        if others:
            said = {"key": key, "field": TABLE.fields[kind].label}
            fields = [TABLE.fields[other].label for other in others]
            return t("“{key}” has no “{field}” to state.", **said), t("Fill in one of: {fields}.", fields=fields)
        if kind in {AdjustmentKind.MARK, AdjustmentKind.GRADE}:
            return unmarked(key), partial(self.marks.other_key, key)
        if kind is AdjustmentKind.RATING:
            known = self._keys(kind)
            hint = partial(one_of, key, known) if known else t("It has none; remove the row.")
            return t("The rule set has no rating “{name}”.", name=key), hint
        return t("The rule set has no criterion “{id}”.", id=key), partial(one_of, key, self._keys(kind))

    def _points(self, key: str, value: Value) -> None:
        criterion, group = self.criteria[key]
        points, unit = Fraction(value), Fraction(self.ruleset.unit)
        floor, top = limits(criterion, group)
        if (points / unit).denominator != 1:
            message = t("{points} is between two steps of {unit} points.", points=value, unit=plain(unit))
            raise CellError(message, t("Write a multiple of {unit}.", unit=plain(unit)))
        if top is not None and points > top:
            message = t("{id} gives at most {most} points, not {points}.", id=key, most=plain(top), points=value)
            raise CellError(message, t("Points are those of the criterion, not those that are added to it."))
        if points < floor:
            message = t("{id} gives at least {least} points, not {points}.", id=key, least=plain(floor), points=value)
            raise CellError(message, t("Points are those of the criterion, not those that are added to it."))

    def _outcome(self, key: str, value: Value) -> None:
        criterion, group = self.criteria[key]
        if value == "partly_met":
            message = t(
                "“{outcome}” does not say how many points {id} gives.", outcome=OUTCOME_WORDS[str(value)], id=key
            )
            raise CellError(message, t("State the points instead."))
        if value == "met" and group.points_of(criterion) is None:
            message = t("{id} has no greatest number of points, so that “met” gives none.", id=key)
            raise CellError(message, t("State the points."))
        if value == "not_applicable" and (criterion.not_applicable or self.ruleset.not_applicable) is None:
            message = t("The rule set does not say what becomes of points where {id} does not apply.", id=key)
            raise CellError(message, t("State the points, or add “not_applicable” to the rule set."))

    def _mark(self, key: str, value: Value) -> None:
        self.marks.points(key, Decimal(value))

    def _grade(self, key: str, value: Value) -> None:
        self.marks.grade(key, str(value), TABLE.fields[AdjustmentKind.GRADE].label)

    def _rating(self, key: str, value: Value) -> None:
        measure = self.ratings[key]
        if of_measure(self.ruleset.tables, measure).sort == "percent":
            message = t("“{name}” is a percentage, whose result cannot be stated.", name=key)
            raise CellError(message, t("Enter the marks in the ledger."))
        least, greatest = rating_ends(self.ruleset, measure)
        if not least <= Fraction(value) <= greatest:
            message = t("“{name}” lies between {least} and {greatest}, not at {value}.", name=key, value=value,
                        least=plain(least), greatest=plain(greatest))  # fmt: skip
            raise CellError(message, t("Correct the number."))
        if (Fraction(value) * 10**measure.places).denominator != 1:
            message = t("{value} has more decimal places than “{name}” keeps ({places}).", value=value, name=key,
                        places=measure.places)  # fmt: skip
            raise CellError(message, t("Round it as the standard says; nothing is rounded here."))

    def _check_days(self, row: Row) -> None:
        on, until = row.cells.get(ON), row.cells.get(UNTIL)
        if isinstance(on, date) and on > self.today:
            message = t("{day} is still to come.", day=on)
            self.listing.add(row.place(ON), message, t("Write the day on which it was decided."))
        if isinstance(on, date) and isinstance(until, date) and until < on:
            message = t("It ends on {until}, before it was decided on {on}.", until=until, on=on)
            self.listing.add(row.place(UNTIL), message, t("Correct one of the two."))


def limits(criterion: Criterion, group: Section | Pool) -> tuple[Fraction, Fraction | None]:
    """The least and the most that a criterion gives any branch; None where there is no end."""
    stated = group.points_of(criterion)
    tops = [] if stated is None else [constant.value for constant, _ in entries(stated)]
    return group.floor_of(criterion).value, max(tops, default=None)


def rating_ends(ruleset: RuleSet, measure: Rating) -> tuple[Fraction, Fraction]:
    """The least and the greatest mark, which averages lie between."""
    if measure.scale is not None:
        values = [constant.value for constant in measure.scale.values()]
        return min(values), max(values)
    table, name = measure.rating.split(".")
    field = ruleset.tables[table].fields[name]
    assert field.min is not None
    assert field.max is not None
    return field.min.value, field.max.value
