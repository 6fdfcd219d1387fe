"""What each finding lacks as columns: lists of ids, days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

import polars as pl

from starcheck.engine.clock import World
from starcheck.engine.frames import Stage
from starcheck.engine.judge import Judged
from starcheck.engine.lacking import MissingSpans, missing_spans, what_is_unknown
from starcheck.engine.program import Program
from starcheck.engine.spans import NONE, bit_of
from starcheck.engine.truth import Truth, as_expr, every, known, surely
from starcheck.engine.unknown import Missing
from starcheck.model import Outcome

IDS = pl.List(pl.String)
BITS = 64
"""How many truths a mask holds."""


@dataclass(frozen=True)
class MissingColumns:
    """What a criterion lacks, in the order in which `Lack` names it.

    Attributes:
        stage: where columns go that are asked for often.
        outcome: the outcome of the criterion.
    """

    program: Program
    judged: Judged
    stage: Stage
    outcome: pl.Expr

    def ids(self) -> pl.Expr:
        """The ids of all that is missing, in a list."""
        papers, opens = self.judged.papers.items(), self._open
        before = [
            *self._periods(),
            *self._items(),
            *((self._applied(state == "missing"), f"paper:{name}") for name, state in papers),
        ]
        after = [
            *((opens(known(surely(missing.holds))), missing.id) for missing in self._unknown),
            *((opens(known(_is_unsettled(state))), f"paper:{name}") for name, state in papers),
            *((opens(known(unmarked)), f"mark:{key}") for key, unmarked in self.judged.marks.items()),
        ]
        silent = self._silent()
        if silent is not None:
            return pl.concat_list(_listed(before), silent, _listed(after))
        return _listed([*before, *after])

    def due_by(self) -> pl.Expr:
        """The first of the last days of the spans that may still be covered; null where there are none."""
        found = self._spans
        if found is None or not found.due:
            return pl.lit(None, dtype=pl.Date)
        return pl.coalesce(*(pl.when(self._in(found.still, i)).then(pl.lit(day)) for i, day in found.due.items()))

    @cached_property
    def _spans(self) -> MissingSpans | None:
        """The spans that are missing, their masks under names of their own."""
        found = missing_spans(self.judged, self.program.clock)
        if found is None:
            return None
        lost, still = (
            self.stage.name(f"{self.judged.id} {kind}", mask)
            for kind, mask in (("lost", found.lost), ("still", found.still))
        )
        return replace(found, lost=lost, still=still)

    @cached_property
    def _unknown(self) -> tuple[Missing, ...]:
        return what_is_unknown(self.program, self.judged)

    def _periods(self) -> Iterator[tuple[Truth, str]]:
        found = self._spans
        if found is None:
            return
        names = [f"period:{span.label}" for span in found.spans]
        yield from ((self._in(found.lost, i), name) for i, name in enumerate(names))
        yield from ((self._in(found.still, i), names[i]) for i in found.due)

    def _items(self) -> Iterator[tuple[Truth, str]]:
        reading = self.judged.reading[World.STANDING]
        if reading is not None and reading.items is not None:
            names, there = reading.items
            for i, name in enumerate(names):
                yield self._applied((there & bit_of(i)) == 0), f"item:{name}"

    def _silent(self) -> pl.Expr | None:
        """Those who had to mark and did not, in a list."""
        reading = self.judged.reading[World.STANDING]
        if reading is None or reading.silent is None:
            return None
        names = reading.silent.list.eval(pl.lit("person:") + pl.element())
        return pl.when(as_expr(self._open(holds=True))).then(names).otherwise(pl.lit([], dtype=IDS)).fill_null([])

    def _in(self, mask: pl.Expr, i: int) -> pl.Expr:
        return self._applied((mask & bit_of(i)) != 0)

    def _applied(self, holds: pl.Expr) -> pl.Expr:
        """Of what does not apply nothing is missing."""
        return holds & (self.outcome != Outcome.NOT_APPLICABLE.value)

    def _open(self, holds: Truth) -> Truth:
        """Why something is open is asked only while it is."""
        return every([known(self.outcome == Outcome.OPEN.value), holds])


def _is_unsettled(state: pl.Expr) -> pl.Expr:
    return state.is_null() | (state == "unreviewed")


def _listed(each: Sequence[tuple[Truth, str]]) -> pl.Expr:
    """The ids whose truth holds."""
    parts = [_of_mask(each[start : start + BITS]) for start in range(0, len(each), BITS)]
    match parts:
        case []:
            return pl.lit([], dtype=IDS)
        case [mask]:
            return mask
        case _:
            return pl.concat_list(parts)


def _of_mask(each: Sequence[tuple[Truth, str]]) -> pl.Expr:
    """The same by way of a mask, for branches are many, and what they lack together is little."""
    bits = [pl.when(as_expr(holds)).then(bit_of(i)).otherwise(NONE) for i, (holds, _) in enumerate(each)]
    names = [name for _, name in each]
    return pl.sum_horizontal(bits).map_batches(partial(_spelled, names=names), return_dtype=IDS, is_elementwise=True)


def _spelled(masks: pl.Series, names: Sequence[str]) -> pl.Series:
    """For each mask the names of its bits."""
    known = masks.unique().sort()
    lists = [[name for i, name in enumerate(names) if mask >> i & 1] for mask in known]
    return pl.Series(lists, dtype=IDS).gather(known.search_sorted(masks))
