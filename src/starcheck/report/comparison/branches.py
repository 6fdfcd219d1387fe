"""What became of single branches between two results, on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starcheck.engine.finding_columns import CRITERION
from starcheck.engine.results import NAME, OPEN_VETOES, VETOES
from starcheck.insight.comparison import In
from starcheck.insight.comparison.branches import BY_QUOTA, CERTAIN, DIRECTION, IN, LEVELS, RANKS
from starcheck.insight.comparison.criteria import CAUSES, POINTS
from starcheck.insight.comparison.reviewed import ADJUSTED
from starcheck.insight.comparison.sides import NEW, OLD
from starcheck.insight.movement import Direction
from starcheck.language import Text, t
from starcheck.ledger.tables import KEY
from starcheck.report.comparison.request import ComparisonReport
from starcheck.report.comparison.words import NOTHING, because_of, criterion_named
from starcheck.report.difference.words import DIRECTIONS, became
from starcheck.report.numbers import points
from starcheck.report.page import INDENT, Page, Tone
from starcheck.rules.wording import STATES

MOST_SHIFTS = 10
"""How many criteria of a branch are listed."""
_TONES: Mapping[str | None, Tone] = {Direction.UP: "good", Direction.DOWN: "bad", Direction.OPEN: "fair"}
Line = Mapping[str, Any]  # one of `Comparison.lines`


@dataclass(frozen=True, slots=True)
class Titles:
    """What people call levels and criteria."""

    levels: Mapping[str, object]
    criteria: Mapping[str, str]


def branch_blocks(report: ComparisonReport, page: Page) -> Iterator[list[str]]:
    """The first branches that differ, then how many more there are."""
    listed, found = report.listed, report.comparison
    if listed.height:
        levels = {each.level: each.title for kept in (found.old, found.new) for each in kept.header.levels}
        titles = Titles({**levels, **STATES}, found.titles)
        for _, own in found.lines(listed).group_by(KEY, maintain_order=True):
            branch, *criteria = own.rows(named=True)
            yield _block(branch, criteria, titles, page)
    if rest := found.differing.height - listed.height:
        yield page.paragraph(t("Further branches: {n}; --most lists more, --format csv all.", n=rest))


def _block(branch: Line, criteria: Sequence[Line], titles: Titles, page: Page) -> list[str]:
    """What became of one branch: its level, what else differs, the criteria that differ most."""
    lines = page.paragraph(_head(branch, titles), tone=_TONES.get(branch[DIRECTION], "strong"))
    for words in _own(branch, titles):
        lines += page.paragraph(words, indent=INDENT)
    for row in criteria[:MOST_SHIFTS]:
        lines += page.paragraph(_shift(row, titles), indent=INDENT)
        for words in _reviewers(row):
            lines += page.paragraph(words, indent=INDENT * 2)
    if len(criteria) > MOST_SHIFTS:
        further = t("Further criteria: {n}; --format csv has all.", n=len(criteria) - MOST_SHIFTS)
        lines += page.paragraph(further, indent=INDENT)
    return lines


def _head(branch: Line, titles: Titles) -> Text:
    name = t("{id} {title}", id=branch[KEY], title=branch[NAME] or "")
    if branch[IN] == In.OLD:
        return t("{branch}: no longer there", branch=name)
    if branch[IN] == In.NEW:
        return t("{branch}: only now there", branch=name)
    if branch[DIRECTION] is None:
        return name
    level = became(*(_level(branch, suffix, titles) for suffix in (OLD, NEW)))
    way = DIRECTIONS[Direction(branch[DIRECTION]), branch[CERTAIN]]
    if branch[BY_QUOTA]:
        return t("{branch}: {level} ({direction}), because of quotas", branch=name, level=level, direction=way)
    return t("{branch}: {level} ({direction})", branch=name, level=level, direction=way)


def _level(branch: Line, suffix: str, titles: Titles) -> Text | str:
    """The level, or the lowest and the highest that are possible."""
    low, high = (branch[f"{name}{suffix}"] for name in LEVELS)
    if low is None:
        return NOTHING
    ends = [titles.levels.get(end, end) for end in (low, high)]
    return t("{words}", words=ends[0]) if low == high else t("between {low} and {high}", low=ends[0], high=ends[1])


def _own(branch: Line, titles: Titles) -> Iterator[Text]:
    """What else differs, or all there is of a branch that came or went."""
    sides = {In.BOTH: (OLD, NEW), In.OLD: (OLD,), In.NEW: (NEW,)}[In(branch[IN])]
    said: list[tuple[Text, list[Text | str]]] = [
        (t("Total"), [_span(branch, POINTS, suffix) for suffix in sides]),
        (t("Rank"), [_span(branch, RANKS, suffix) for suffix in sides]),
        (t("Vetoes"), [_names(branch, VETOES, suffix) for suffix in sides]),
        (t("Open vetoes"), [_names(branch, OPEN_VETOES, suffix) for suffix in sides]),
    ]
    if len(sides) == 1:
        said.insert(0, (t("Level"), [_level(branch, sides[0], titles)]))
    for label, ends in said:
        if ends[0] != ends[-1] or (len(ends) == 1 and ends[0] != NOTHING):
            yield t("{label}: {words}", label=label, words=became(ends[0], ends[-1]))


def _shift(row: Line, titles: Titles) -> Text:
    was, is_ = (_span(row, POINTS, suffix) for suffix in (OLD, NEW))
    return t(
        "{criterion}: {words}, because of {causes}",
        criterion=criterion_named(row[CRITERION], titles.criteria),
        words=became(was, is_),
        causes=because_of(row[CAUSES]),
    )


def _reviewers(row: Line) -> Iterator[Text]:
    """Who changed the points, when and why, where that is not the same for both."""
    old, new = (row[f"{ADJUSTED}{suffix}"] or [] for suffix in (OLD, NEW))
    yield from (t("no longer adjusted: {words}", words=each) for each in old if each not in new)
    yield from (t("adjusted: {words}", words=each) for each in new if each not in old)


def _span(line: Line, names: Sequence[str], suffix: str) -> Text | str:
    """Both ends; of what is not there, a dash."""
    low, high = (line[f"{name}{suffix}"] for name in names)
    if low is None:
        return NOTHING
    ends = [str(end) if isinstance(end, int) else points(end) for end in (low, high)]
    return ends[0] if low == high else t("{low} to {high}", low=ends[0], high=ends[1])


def _names(branch: Line, name: str, suffix: str) -> str:
    return " ".join(branch[f"{name}{suffix}"] or ()) or NOTHING
