"""What nobody knows of the facts that something draws on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

from starcheck.calendar import CalendarSpan
from starcheck.engine.outputs import Outputs, Row
from starcheck.engine.program import Program
from starcheck.engine.truth import Truth, every, known, negate
from starcheck.language import Text, t
from starcheck.ledger.layout import OWN_TABLES, STATUS
from starcheck.rules.schema.dictionary import BRANCH
from starcheck.rules.schema.measures import Rank
from starcheck.rules.schema.numbers import Statistic
from starcheck.rules.uses import Uses


@dataclass(frozen=True)
class Missing:
    """Something that may be missing.

    Attributes:
        id: what it is called in columns.
        words: what it is called by people.
        holds: whether it is missing; where that is unknown, it is not.
    """

    id: str
    words: Text
    holds: Truth


@dataclass(frozen=True)
class Unknown:
    """What is unknown of what a criterion or a rule uses.

    Attributes:
        spans: the spans in which it is used, if not in the whole period.
    """

    program: Program
    uses: Uses
    spans: Iterable[CalendarSpan] = ()

    def missing(self) -> tuple[Missing, ...]:
        """Tables that were not provided, or not for long enough, and fields of the branch that are empty."""
        return (*self._tables(), *self._uncovered(), *self._others(), *self._fields())

    def _tables(self) -> Iterator[Missing]:
        sources, tables = self.program.sources, self.program.ruleset.tables
        for name in self.uses.tables():
            if name == BRANCH or sources.is_unknown(name) is False:
                continue
            words = t("table “{label}” ({name}: not provided, or not complete)", label=tables[name].label, name=name)
            yield Missing(f"table:{name}", words, sources.is_unknown(name))

    def _fields(self) -> Iterator[Missing]:
        branch = self.program.sources.branch()
        for name in self.uses.branch_fields():
            if branch.is_nullable(name) and not branch.unknown_is_none(name):
                words = t("field “{label}” (empty)", label=branch.table.fields[name].label)
                yield Missing(f"field:{BRANCH}.{name}", words, known(branch.column(name).is_null()))

    def _others(self) -> Iterator[Missing]:
        """The branches that it is compared with, where it is judged without them."""
        sources = self.program.sources
        alone = True if sources.tables.left_out != 0 else sources.alone
        if alone is not False and any(isinstance(part, Rank | Statistic) for part in self.uses.parts):
            yield Missing("others", t("the other branches, with which it is compared"), known(alone))

    def _uncovered(self) -> Iterable[Missing]:
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
                found[table, window.start] = Missing(f"table:{table}/{window.start}", words, beyond)
        return found.values()


def missing_reader(things: Iterable[Missing], outputs: Outputs) -> Callable[[Row], list[Text]]:
    """What names, from a row, all that is missing."""
    found = [(each.words, outputs.truth(each.holds)) for each in things]
    return lambda row: [words for words, holds in found if holds(row)]
