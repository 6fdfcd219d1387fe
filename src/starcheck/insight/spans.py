"""The single spans of a criterion that repeats, each judged by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from starcheck.calendar import CalendarSpan
from starcheck.engine.frames import collect_many
from starcheck.engine.judge import Judged
from starcheck.engine.outputs import Outputs, Row
from starcheck.engine.program import Program
from starcheck.engine.scoring import Trace
from starcheck.ledger.tables import KEY


@dataclass(frozen=True)
class Inside:
    """A criterion in one span, ready to be read off rows of its own.

    Attributes:
        out: what is asked of these rows.
    """

    span: CalendarSpan
    program: Program
    trace: Trace
    judged: Judged
    out: Outputs = field(default_factory=Outputs)

    def rows(self) -> Mapping[str, Row]:
        """The row of every branch, with all that was asked so far."""
        frame = self.program.frame.select(KEY, *self.out.expressions)
        return {row[KEY]: row for row in collect_many(frame).iter_rows(named=True)}


def insides(program: Program, judged: Judged) -> list[Inside]:
    """Every span of a criterion, in order; the program is a traced one."""
    found = []
    for span, inner in judged.spans.items():
        trace = program.spans[span].trace
        assert trace is not None
        found.append(Inside(span, program.inside(span), trace, inner))
    return found
