"""What nobody knows of the facts that something draws on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import TypeAlias

from starcheck.calendar import CalendarSpan
from starcheck.engine.outputs import Outputs, Row
from starcheck.engine.program import Program
from starcheck.engine.truth import every, known, negate
from starcheck.language import Text, t
from starcheck.ledger.layout import OWN_TABLES, STATUS
from starcheck.rules.schema.dictionary import BRANCH
from starcheck.rules.schema.measures import Rank
from starcheck.rules.schema.numbers import Statistic
from starcheck.rules.uses import Uses

Missing: TypeAlias = tuple[Text, Callable[[Row], bool | None]]
"""Words for something, with what tells from a row whether it is missing."""


@dataclass(frozen=True)
class Unknown:
    """What is unknown of what a criterion or a rule uses, read off a row.

    Attributes:
        spans: the spans in which it is used, if not in the whole period.
    """

    program: Program
    outputs: Outputs
    uses: Uses
    spans: Iterable[CalendarSpan] = ()

    def named(self) -> Callable[[Row], list[Text]]:
        """Tables that were not provided, or not for long enough, and fields of the branch that are empty."""
        sources, ruleset = self.program.sources, self.program.ruleset
        branch = sources.branch()
        unsure_tables = {name for name in ruleset.tables if name != BRANCH and sources.is_unknown(name) is not False}
        unsure_fields = {
            name for name in branch.table.fields if branch.is_nullable(name) and not branch.unknown_is_none(name)
        }
        uses, uncovered, others = self.uses, self._uncovered(), self._others()
        if not unsure_tables and not unsure_fields and not uncovered and not others:
            return lambda _: []
        tables = [
            (name, ruleset.tables[name].label, self.outputs.truth(sources.is_unknown(name)))
            for name in uses.tables()
            if name in unsure_tables
        ]
        fields = [
            (branch.table.fields[name].label, self.outputs.column(branch.column(name).is_null()))
            for name in uses.branch_fields()
            if name in unsure_fields
        ]
        return lambda row: [
            *(
                t("table “{label}” ({name}: not provided, or not complete)", label=label, name=name)
                for name, label, missing in tables
                if missing(row)
            ),
            *(text for text, missing in (*uncovered, *others) if missing(row)),
            *(t("field “{label}” (empty)", label=label) for label, missing in fields if missing(row)),
        ]

    def _others(self) -> list[Missing]:
        """The branches that it is compared with, where it is judged without them."""
        alone = self.program.sources.alone
        if alone is False or not any(isinstance(part, Rank | Statistic) for part in self.uses.parts):
            return []
        return [(t("the other branches, with which it is compared"), self.outputs.truth(known(alone)))]

    def _uncovered(self) -> list[Missing]:
        """Windows that reach beyond what a table that was provided covers."""
        sources, ruleset = self.program.sources, self.program.ruleset
        found: dict[tuple[str, date], Missing] = {}
        clocks = [sources.clock.inside(span) for span in self.spans] or [sources.clock]
        for (table, within), clock in product(self.uses.windows(), clocks):
            if ruleset.tables[table].date is None or sources.is_unknown(table) is True:
                continue
            window = clock.window(within)
            end = min(window.end, clock.as_of)
            beyond = every([known(sources.beyond(table, window.start, end)), negate(known(sources.is_unknown(table)))])
            if beyond is not False:
                words = t(
                    "table “{label}” from {start} on, if it is complete from there (the days are filled in at "
                    "“{status}”; in YAML “{name}: {covers}”)",
                    label=ruleset.tables[table].label,
                    name=table,
                    start=window.start,
                    status=OWN_TABLES[STATUS].label,
                    covers=f"{{covers: {window.start}..{sources.clock.period.end}, records: [...]}}",
                )
                found[table, window.start] = (words, self.outputs.truth(beyond))
        return list(found.values())
