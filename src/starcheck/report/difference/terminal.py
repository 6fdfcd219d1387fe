"""The difference between two rule sets on a terminal: what changed, then who moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from starcheck.language import Text, t
from starcheck.report.difference.branches import branch_block, summary
from starcheck.report.difference.request import DifferenceReport
from starcheck.report.difference.words import KEYS, VERBS, became, named, place
from starcheck.report.outline import outline, spoken
from starcheck.report.page import INDENT, Page
from starcheck.report.request import Style
from starcheck.report.wrap import columns
from starcheck.rules.diff import Change, Verb
from starcheck.rules.wording import Line, beneath


def render(report: DifferenceReport, style: Style) -> str:
    """What was added, removed or changed, in words, then what became of every branch."""
    page = Page(style)
    blocks = [_head(report, page)]
    for _, changes in groupby(report.difference.changes, lambda change: change.subject):
        blocks.append(_subject(list(changes), page))
    if report.branches:
        blocks.append(summary(report.branches, page))
        blocks += [branch_block(branch, page) for branch in report.branches]
    return "\n\n".join("\n".join(lines) for lines in blocks) + "\n"


def _head(report: DifferenceReport, page: Page) -> list[str]:
    before, after = (f"{each.ruleset.ruleset}@{each.ruleset.edition}" for each in (report.before, report.after))
    changes = report.difference.changes
    if not changes:
        words = t("{before} and {after} say the same.", before=before, after=after)
        return page.heading(words)
    counted = Counter(change.verb for change in changes)
    counts = [t("{verb} {n}", verb=VERBS[verb], n=counted[verb]) for verb in Verb if counted[verb]]
    return [*page.heading(became(before, after)), *page.paragraph(t("Differences: {counts}.", counts=counts))]


def _subject(changes: Sequence[Change], page: Page) -> list[str]:
    """Everything about one part of the rule set."""
    return [
        *page.heading(named(changes[0].subject)),
        *(line for change in changes for line in change_lines(change, page, INDENT)),
    ]


def change_lines(change: Change, page: Page, indent: str) -> Iterator[str]:
    """One change: on one line where the words are short, else the old words above the new ones."""
    label = KEYS.get(change.aspect, change.aspect) if change.aspect else VERBS[change.verb]
    before, after = _apart(change.before, change.after, page)
    if (line := _on_one_line(label, before, after, page)) and columns(indent + line) <= page.style.width:
        yield indent + line
    else:
        yield from page.paragraph(t("{label}:", label=label), indent=indent)
        yield from _side(t("before"), before, page, indent + INDENT)
        yield from _side(t("now"), after, page, indent + INDENT)
    for detail in change.details:
        if detail.at:
            words = became(detail.before or t("nothing"), detail.after or t("nothing"))
            where = t("in the file, {at}: {words}", at=place(change, detail), words=words)
            yield from page.paragraph(where, indent=indent + INDENT, tone="faint")


def _on_one_line(label: Text | str, before: Sequence[Line], after: Sequence[Line], page: Page) -> str:
    """The change as one line of text; empty if it has none, or takes more."""
    if max(len(before), len(after)) != 1:
        return ""
    words = became(*(side[0].words if side else t("nothing") for side in (before, after)))
    return spoken(t("{label}: {words}", label=label, words=words), page)


def _side(label: Text, lines: Sequence[Line], page: Page, indent: str) -> list[str]:
    if not lines:
        return []
    first, *rest = lines
    head = Line(t("{label}: {words}", label=label, words=first.words), first.depth)
    return outline([head, *beneath(rest)], page, indent)


def _apart(before: Sequence[Line], after: Sequence[Line], page: Page) -> tuple[Sequence[Line], Sequence[Line]]:
    """The lines that only one side has, each below the line that it belongs to."""
    if len(before) <= 1 or len(after) <= 1:
        return before, after
    said = [{(line.depth, spoken(line.words, page)) for line in side} for side in (before, after)]
    return _beside(before, said[1], page), _beside(after, said[0], page)


def _beside(lines: Sequence[Line], other: set[tuple[int, str]], page: Page) -> Sequence[Line]:
    own = [index for index, line in enumerate(lines) if (line.depth, spoken(line.words, page)) not in other]
    return [lines[index] for index in sorted({above for at in own for above in _lineage(lines, at)})]


def _lineage(lines: Sequence[Line], at: int) -> Iterable[int]:
    """A line and the lines above it that it belongs to."""
    yield at
    depth = lines[at].depth
    for index in range(at - 1, -1, -1):
        if lines[index].depth < depth:
            yield index
            depth = lines[index].depth
