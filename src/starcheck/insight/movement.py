"""Who moves up or down, and why, when ledgers are judged by another rule set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from starcheck.assessing import assess
from starcheck.calendar import Period
from starcheck.errors import InputError, Problem
from starcheck.language import Text, Title, t
from starcheck.ledger import Ledgers, assessed_period, open_ledgers
from starcheck.model import Assessment, Check, LevelId, Line, Points, Standing
from starcheck.rules.diff import Change, Difference, causes_of, compare
from starcheck.rules.load import Loaded
from starcheck.rules.schema.ruleset import RuleSet


class Direction(StrEnum):
    """Where a branch goes."""

    UP = "up"
    DOWN = "down"
    STAYS = "stays"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Shift:
    """Points of something that are others by the later rule set; None where a rule set does not have it.

    Attributes:
        causes: the changes that can have moved them.
    """

    id: str
    title: Title | Text
    before: Points | None
    after: Points | None
    causes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """A veto, a condition of eligibility or a requirement of a level that turns out otherwise.

    Attributes:
        kind: what it is.
        before: how it stood by the earlier rule set; None if that does not have it.
    """

    kind: str
    check: Check
    before: Standing | None
    after: Standing | None


@dataclass(frozen=True, slots=True)
class Movement:
    """A branch by the one rule set and by the other.

    Attributes:
        direction: where its level goes.
        certain: whether it does so however the open facts turn out.
        criteria: those whose points are others.
        lines: what changes a section or the total besides, where that is other.
        turns: what bars a level by one of the two and not by the other.
        thresholds: the changes to the levels it had and has.
    """

    source: str
    period: Period
    before: Assessment
    after: Assessment
    direction: Direction
    certain: bool
    criteria: tuple[Shift, ...]
    lines: tuple[Shift, ...]
    turns: tuple[Turn, ...]
    thresholds: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Unfit:
    """A ledger that cannot be judged by both rule sets.

    Attributes:
        ruleset: by which it cannot be read; None if by none at all.
    """

    source: str
    problems: tuple[Problem, ...]
    ruleset: RuleSet | None = None


@dataclass(frozen=True, slots=True)
class Between:
    """Two rule sets, and from when on ledgers are looked at."""

    before: Loaded
    after: Loaded
    today: date
    period: Period | None = None
    as_of: date | None = None

    def movements(self, name: str) -> Iterator[Movement | Unfit]:
        """Judge all branches of what is named so by both, whatever rule set or edition their ledgers were kept for."""
        try:
            ledgers = open_ledgers(name)
        except InputError as error:
            from starcheck.ledger.sources import shown_name  # noqa: PLC0415 - slow to load

            yield Unfit(shown_name(name), error.problems)
            return
        for each in ledgers.apart():
            yield from self._of_ledger(each)

    def _of_ledger(self, ledgers: Ledgers) -> Iterator[Movement | Unfit]:
        try:
            heading = ledgers.heading()
            period = assessed_period(ledgers.source, heading, self.period)
        except InputError as error:
            yield Unfit(ledgers.source, error.problems)
            return
        as_of = self.as_of or heading.day(period, self.today)
        both: list[tuple[RuleSet, list[Assessment]]] = []
        for edition in (self.before, self.after):
            try:
                loaded = edition.in_force(period.end)
                own = ledgers.all(loaded.ruleset)
                both.append((loaded.ruleset, [assess(loaded, each, period=period, as_of=as_of) for each in own]))
            except InputError as error:
                yield Unfit(ledgers.source, error.problems, edition.ruleset)
                return
        (old, before), (new, after) = both
        difference = compare(old, new)
        for earlier, later in zip(before, after, strict=True):
            yield _compared(ledgers.source, period, difference, earlier, later)


def _compared(source: str, period: Period, difference: Difference, before: Assessment, after: Assessment) -> Movement:
    """A branch by the one rule set and by the other, as they are in force at the end of the period."""
    direction, certain = _direction(before, after)
    levels = {str(level) for each in (before, after) for level in (each.level.low, each.level.high)}
    return Movement(
        source,
        period,
        before,
        after,
        direction,
        certain,
        criteria=tuple(_criteria(difference, before, after)),
        lines=tuple(_shifts(_lines(before), _lines(after))),
        turns=tuple(_turns(before, after)),
        thresholds=tuple(
            change
            for change in difference.changes
            if change.subject.kind == "level" and change.subject.id in levels and change.aspect != "title"
        ),
    )


def _criteria(difference: Difference, before: Assessment, after: Assessment) -> Iterator[Shift]:
    old, new = ({f.criterion: (f.title, f.points) for f in each.findings} for each in (before, after))
    for shift in _shifts(old, new):
        causes = causes_of(difference, shift.id)
        yield Shift(shift.id, shift.title, shift.before, shift.after, causes)


Titled = Mapping[str, tuple[Title | Text, Points]]


def _shifts(before: Titled, after: Titled) -> Iterator[Shift]:
    """What gives other points at one end; something without points that came or went gives none either way."""
    for name in dict.fromkeys((*after, *before)):
        old, new = before.get(name), after.get(name)
        if _ends(old) != _ends(new):
            title = (new or old or ("", None))[0]
            yield Shift(name, title, old and old[1], new and new[1])  # type: ignore[arg-type]


def _ends(found: tuple[Title | Text, Points] | None) -> tuple[object, object]:
    return (0, 0) if found is None else (found[1].low, found[1].high)


def _lines(assessment: Assessment) -> Titled:
    """The lines of sections, then those of the total, by where they stand and what they do."""
    found: dict[str, tuple[Title | Text, Points]] = {}
    for section in assessment.sections:
        for line in section.lines:
            found[f"{section.id}.{_key(line)}"] = (
                t("{section}: {line}", section=section.title, line=line.text),
                Points(line.low, line.high, None),
            )
    for line in assessment.lines:
        found[f"score.{_key(line)}"] = (t("Total: {line}", line=line.text), Points(line.low, line.high, None))
    return found


def _key(line: Line) -> str:
    return line.kind if line.of is None else f"{line.kind}.{line.of}"


def _turns(before: Assessment, after: Assessment) -> Iterator[Turn]:
    for kind in ("vetoes", "direct", "eligibility", "requires"):
        old, new = (_bars(getattr(each, kind)) for each in (before, after))
        for key in dict.fromkeys((*new, *old)):
            was, is_ = old.get(key), new.get(key)
            standings = [check.outcome if check else None for check in (was, is_)]
            if len({standing or Standing.CLEAR for standing in standings}) > 1:
                yield Turn(kind, is_ or was, *standings)  # type: ignore[arg-type]


def _bars(checks: Sequence[Check]) -> dict[tuple[LevelId | None, object], Check]:
    """Checks by their identity: an id, or for the requirement of a level its words."""
    return {(check.level, check.id if check.level is None else str(check.title)): check for check in checks}


def _direction(before: Assessment, after: Assessment) -> tuple[Direction, bool]:
    """Where the level goes, and whether it does for certain; open where the two have no common order of levels."""
    ends = [(each.level.low, each.level.high) for each in (before, after)]
    if ends[0] == ends[1]:
        return Direction.STAYS, before.level.certain
    ranks, later = _ranks(before), _ranks(after)
    shared = [name for name in ranks if name in later]
    same_order = sorted(shared, key=ranks.__getitem__) == sorted(shared, key=later.__getitem__)
    if not same_order or not {*ends[0], *ends[1]} <= {*shared}:
        return Direction.OPEN, False
    (low, high), (new_low, new_high) = ([ranks[name] for name in pair] for pair in ends)
    rises, falls = (new_low > low) + (new_high > high), (new_low < low) + (new_high < high)
    if rises and not falls:
        return Direction.UP, new_low > high
    if falls and not rises:
        return Direction.DOWN, new_high < low
    return Direction.OPEN, False


def _ranks(assessment: Assessment) -> dict[LevelId, int]:
    """Levels from the lowest up; without one a branch is below all of them, whatever the reason."""
    rising = [info.id for info in reversed(assessment.levels)]
    return {"none": 0, "not_rated": 0, "not_eligible": 0} | {name: rank for rank, name in enumerate(rising, start=1)}
