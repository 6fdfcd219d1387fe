"""How much of a table a ledger provides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from starcheck.calendar import Period
from starcheck.documents import Data, Keys
from starcheck.errors import one_of
from starcheck.language import Text, t
from starcheck.ledger.cells import read_choice, shown
from starcheck.ledger.heading import read_period
from starcheck.ledger.problems import Problems
from starcheck.rules.schema.dictionary import RECORD_LIMIT

COMPLETE, PARTIAL, NONE, NOT_PROVIDED = "complete", "partial", "none", "not_provided"
STATUSES = (COMPLETE, PARTIAL, NONE, NOT_PROVIDED)
KEYS = STATUS, COVERS, RECORDS = ("status", "covers", "records")

_SPELLINGS: Text = t("Write a list of records, “none” if there are none, or “not_provided” if they are not at hand.")


@dataclass(frozen=True, slots=True)
class Provision:
    """Records as they were written, and what they stand for.

    Attributes:
        keys: what leads to the list of records.
        partial: whether further records exist.
        covers: the span the records cover, where the ledger states one.
    """

    records: list[Data]
    keys: Keys
    partial: bool = False
    covers: Period | None = None


def provision_of(table: str, raw: Data, problems: Problems) -> Provision | None:
    """What a ledger says about a table; None if it does not provide it."""
    keys: Keys = (table,)
    match raw:
        case list():
            return _few_enough(Provision(raw, keys), problems)
        case dict() if raw.keys() & KEYS:
            return _stated(keys, raw, problems)
        case "none":
            return Provision([], keys)
        case "not_provided":
            return None
        case None:
            problems.add_key(keys, t("Nothing is said about “{table}”.", table=table), _SPELLINGS)
        case _:
            problems.add(keys, t("A table is a list of records, not {read}.", read=shown(raw)), _SPELLINGS)
    return None


def _stated(keys: Keys, raw: Mapping[str, Data], problems: Problems) -> Provision | None:
    """A table in full: its status, what it covers, its records."""
    for key in raw:
        if key not in KEYS:
            message = t("“{name}” is not known beside “records”.", name=key)
            problems.add_key((*keys, key), message, partial(one_of, key, KEYS))
    stated, records = raw.get(STATUS), raw.get(RECORDS)
    read_status = partial(read_choice, STATUS, STATUSES)
    status = problems.read((*keys, STATUS), read_status, COMPLETE if stated is None else stated)
    covers = problems.read((*keys, COVERS), partial(read_period, COVERS), raw.get(COVERS))
    listed = (*keys, RECORDS)
    if records is not None and not isinstance(records, list):
        message = t("A table is a list of records, not {read}.", read=shown(records))
        problems.add(listed, message, t("Write a list under “records”."))
        return None
    _refuse_contradiction(keys, status, raw, problems)
    if status == NOT_PROVIDED:
        return None
    return _few_enough(Provision(records or [], listed, status == PARTIAL, covers), problems)


def _refuse_contradiction(keys: Keys, status: str | None, raw: Mapping[str, Data], problems: Problems) -> None:
    """A status that does not go with what stands beside it."""
    if status in {NONE, NOT_PROVIDED} and raw.get(RECORDS):
        message = t("The table is “{status}”, yet it has records.", status=status)
        problems.add((*keys, RECORDS), message, t("Remove the records, or write “complete” or “partial”."))
    if status == COMPLETE and raw.get(RECORDS) is None:
        message = t("The table is “complete”, yet it has no “records”.")
        problems.add_key(keys, message, t("List them, or write “status: none” if there are none."))
    if status == NOT_PROVIDED and raw.get(COVERS) is not None:
        message = t("A table that is not provided covers nothing.")
        problems.add_key((*keys, COVERS), message, t("Remove “covers”."))


def _few_enough(provision: Provision, problems: Problems) -> Provision | None:
    if len(provision.records) <= RECORD_LIMIT:
        return provision
    message = t(
        "The table has {count} records; at most {most} are read.", count=len(provision.records), most=RECORD_LIMIT
    )
    problems.add(provision.keys, message, t("Check that it holds one branch only."))
    return None
