"""Reading adjustments: what is in a file, as far as it holds for one assessment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from starcheck.calendar import Period
from starcheck.errors import InputError, Place, Problem, in_order
from starcheck.language import Text, t
from starcheck.ledger.adjustments.books import rows_of_books
from starcheck.ledger.adjustments.checking import Checking
from starcheck.ledger.adjustments.documents import rows_of_document
from starcheck.ledger.adjustments.rows import CRITERION, ON, UNTIL, Row
from starcheck.ledger.adjustments.standing import Adjustments, Placed
from starcheck.ledger.ledgers import Ledgers, open_ledgers
from starcheck.ledger.listing import Listing
from starcheck.ledger.tabular.notes import Notes
from starcheck.model import Adjustment, AdjustmentKind
from starcheck.rules.schema.ruleset import RuleSet

Stated = tuple[Adjustment, Row]
OF_CRITERION = frozenset({AdjustmentKind.POINTS, AdjustmentKind.OUTCOME})
"""What settles a whole criterion, its marks included."""


def read_adjustments(name: str, ruleset: RuleSet, period: Period, as_of: date | None, today: date) -> Adjustments:
    """Read a file of adjustments.

    Args:
        name: a YAML or JSON file, a workbook, a text file: whatever a ledger may be kept in.
        ruleset: the rule set in force.
        period: the assessed period.
        as_of: the day whose knowledge counts; by default the period's end.
        today: nothing can have been decided after this day.

    Raises:
        InputError: with everything that is wrong with the file.
    """
    opened, notes = open_ledgers(name), Notes()
    checking = Checking(ruleset, today, notes.problems)
    stated = [(found, row) for row in _rows(opened, notes) if (found := checking.adjustment(row)) is not None]
    day = period.end if as_of is None else min(max(as_of, period.start), period.end)
    aside = [(problem, each) for each in stated if (problem := _left_aside(each, period, day)) is not None]
    ended = {id(each) for _, each in aside}
    holding = [each for each in stated if id(each) not in ended]
    _refuse_twice(holding, notes.problems)
    if notes.problems.listed:
        raise InputError(notes.problems.all())
    if not stated:
        notes.warnings.add(Place(opened.source), t("There are no adjustments in the file."))
    placed = [Placed(adjustment, row.place(CRITERION)) for adjustment, row in holding]
    return Adjustments(
        opened.source,
        tuple(sorted(placed, key=lambda each: (each.adjustment.branch, each.adjustment.key))),
        tuple(problem for problem, _ in aside),
        tuple(notes.warnings.all()),
        tuple(notes.repairs),
    )


def _rows(opened: Ledgers, notes: Notes) -> Iterator[Row]:
    for document in opened.documents:
        yield from rows_of_document(document, notes.problems)
    if opened.books:
        yield from rows_of_books(opened.books, notes)


def _left_aside(stated: Stated, period: Period, day: date) -> Problem | None:
    """That an adjustment has ended by the day that is looked from, or belongs to an earlier assessment."""
    adjustment, row = stated
    said = {"key": adjustment.key, "branch": adjustment.branch}
    if adjustment.until is not None and adjustment.until < day:
        message = t("The adjustment of “{key}” of “{branch}” ended on {until}; it changes nothing as of {day}.",
                    until=adjustment.until, day=day, **said)  # fmt: skip
        return Problem(row.place(UNTIL), message, t("Remove it, or have it decided anew."))
    if adjustment.until is None and adjustment.on < period.start:
        message = t("The adjustment of “{key}” of “{branch}” was decided on {on}, before the assessed period begins;"
                    " it changes nothing.", on=adjustment.on, **said)  # fmt: skip
        return Problem(row.place(ON), message, t("Remove it, or say until when it holds."))
    return None


def _refuse_twice(stated: Sequence[Stated], listing: Listing) -> None:
    """Refuse what is stated twice of one criterion, mark or rating of a branch."""
    first: dict[tuple[str, str, bool], Place] = {}
    in_file = sorted(stated, key=lambda each: in_order(each[1].place(CRITERION)))
    for adjustment, row in sorted(in_file, key=lambda each: each[0].kind not in OF_CRITERION):
        place, is_rating = row.place(CRITERION), adjustment.kind is AdjustmentKind.RATING
        own, around = ((adjustment.branch, key, is_rating) for key in (adjustment.key, adjustment.criterion))
        if (earlier := first.get(around) or first.get(own)) is not None:
            _tell_twice(adjustment, place, earlier, listing)
        else:
            first[own] = place


def _tell_twice(adjustment: Adjustment, place: Place, earlier: Place, listing: Listing) -> None:
    message = t(
        "“{key}” of “{branch}” is adjusted here again; first in {cell}.",
        key=adjustment.key, branch=adjustment.branch, cell=_seen_from(place, earlier),
    )  # fmt: skip
    listing.add(place, message, t("Keep one of the two."))


def _seen_from(place: Place, earlier: Place) -> Place | Text | str:
    if place.sheet is None and place.source == earlier.source:
        return t("line {number}", number=earlier.line)
    return earlier.seen_from(place)
