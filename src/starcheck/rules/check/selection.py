"""The selection of records: condition, window and evidence fit the tables."""

from __future__ import annotations

from starcheck.language import t
from starcheck.rules.check.flaws import Flaw, Flaws
from starcheck.rules.check.record_conditions import Records, of_records
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.dictionary import Table
from starcheck.rules.schema.measures import RecordMeasure
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.schema.score import Award


def selection(ruleset: RuleSet, tables: list[str], chosen: RecordMeasure | Award, at: Path) -> Flaws:
    """``where``, ``within`` and ``evidence`` of a measure or award over these tables."""
    known = {name: ruleset.tables[name] for name in tables if name in ruleset.tables}
    for name, table in known.items():
        yield from of_records(Records(name, table, ruleset.constants), chosen.where, (*at, "where"))
        if chosen.evidence is not None and table.evidence_field is None:
            message = t("The table “{table}” has no field of the type evidence.", table=name)
            yield Flaw((*at, "evidence"), message, t("Add one, or leave “evidence” out."))
    if chosen.within is not None and known and not any(table.date for table in known.values()):
        yield no_date(next(iter(known)), (*at, "within"))


def has_date(name: str, table: Table | None, at: Path) -> Flaws:
    """The records of a table belong to periods."""
    if table is not None and table.date is None:
        yield no_date(name, at)


def no_date(table: str, at: Path) -> Flaw:
    """A period is asked of records without dates."""
    message = t("The table “{table}” has no “date”, so its records belong to no period.", table=table)
    return Flaw(at, message, t("Give the table a “date”, or use another measure."))
