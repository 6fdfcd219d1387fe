"""Why a database cannot be read."""

from __future__ import annotations

from starcheck.errors import InputError, Place, Problem
from starcheck.language import Text, t

Refusal = tuple[Text, Text]
"""What is wrong, then what to do."""

LOCKED: Refusal = (
    t("Another program is writing the database."),
    t("Close the database there, then try again."),
)
UNFINISHED: Refusal = (
    t("The database holds changes that were never finished; reading it would have to undo them first."),
    t("Open it once with the program that keeps it, and close it there."),
)
ENCRYPTED: Refusal = (
    t("The database is encrypted."),
    t("Give a copy without a password."),
)
NEWER: Refusal = (
    t("The database was written by a newer version of its program."),
    t("Save it in an older format, or upgrade the package that reads it."),
)
DAMAGED: Refusal = (
    t("The database is damaged."),
    t("Take an intact copy of it."),
)
FOLDER: Refusal = (
    t("The last changes stand in a file beside the database; that can be read only where files may be written."),
    t("Copy it, with the files beside it, to a folder of yours."),
)


def unreadable(reason: str) -> Refusal:
    """A refusal in the words of the database, which speaks English alone."""
    return t("The database cannot be read: {reason}.", reason=reason.strip().rstrip(".")), DAMAGED[1]


def refused(source: str, refusal: Refusal, table: str | None = None) -> InputError:
    """The error for a database, or for one of its tables."""
    return InputError([Problem(Place(source, sheet=table), *refusal)])


def view_not_read(source: str, view: str) -> Problem:
    """The warning for a view of a file: its query is somebody else's program."""
    message = t("The view “{view}” is not read: queries that a file holds are not run.", view=view)
    return Problem(Place(source, sheet=view), message, t("Store its rows as a table."))


def binary_not_read(source: str, table: str, column: str) -> Problem:
    """The warning for a column of bytes."""
    message = t("The column “{column}” holds bytes; it is not read.", column=column)
    return Problem(Place(source, sheet=table), message)
