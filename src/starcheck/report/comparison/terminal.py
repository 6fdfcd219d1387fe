"""What changed between two results on a terminal: the answer, what they rest on, the criteria, the branches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from starcheck.engine.finding_columns import CRITERION
from starcheck.insight.comparison import Comparison, In
from starcheck.insight.comparison.branches import MOVED
from starcheck.insight.comparison.criteria import BRANCHES, FELL, ROSE, Findings
from starcheck.language import Text, t
from starcheck.report.comparison.branches import branch_blocks
from starcheck.report.comparison.request import ComparisonReport
from starcheck.report.comparison.words import because_of, criterion_named, rests_on
from starcheck.report.difference.words import DIRECTIONS, became
from starcheck.report.numbers import points
from starcheck.report.page import INDENT, Entry, Page, Row
from starcheck.report.request import Style

MOST_CRITERIA = 20
"""How many criteria the table lists."""


def render(report: ComparisonReport, style: Style) -> Iterator[str]:
    """What differs, the biggest first."""
    page, found = Page(style), report.comparison
    blocks = [_answer(found, page), _rests_on(found, page), _criteria(found, page), *branch_blocks(report, page)]
    yield "\n\n".join("\n".join(lines) for lines in blocks if lines) + "\n"


def _answer(found: Comparison, page: Page) -> list[str]:
    """How many branches stand otherwise than before."""
    head = page.heading(became(found.old.path, found.new.path))
    if found.is_equal:
        return [*head, *page.paragraph(t("The results are the same, branch by branch."))]
    both, old, new = (found.counts[each] for each in (In.BOTH, In.OLD, In.NEW))
    said = [t("Branches: in both {both}, only now {new}, no longer {old}.", both=both, new=new, old=old)]
    if found.directions:
        said.append(t("Levels: {counts}.", counts=_directions(found)))
    more, less, either = found.scores
    said.append(
        t("Points: more {more}, less {less}, one end up and the other down {n}.", more=more, less=less, n=either)
    )
    said.append(t("Other ranks: {n}.", n=found.moved_ranks))
    return [*head, *(line for each in said for line in page.paragraph(each))]


def _directions(found: Comparison) -> list[Text]:
    ways = ((verb, found.directions.get(way)) for way, verb in DIRECTIONS.items())
    return [t("{verb} {n}", verb=verb, n=number) for verb, number in ways if number]


def _rests_on(found: Comparison, page: Page) -> list[str]:
    """What is otherwise below the results, then what is not."""
    both = [*rests_on(found)]
    same = [t("{label} {value}", label=label, value=old) for label, old, _, alike in both if alike]
    other = [t("{label}: {words}", label=label, words=became(old, new)) for label, old, new, alike in both if not alike]
    lines = [line for words in other for line in page.paragraph(words, indent=INDENT)]
    return [
        *(page.heading(t("What they rest on differs:")) if other else []),
        *lines,
        *page.paragraph(t("The same: {values}.", values=same)),
    ]


def _criteria(found: Comparison, page: Page) -> list[str]:
    """The criteria that move most points."""
    if found.findings is None or found.criteria is None:
        without = [str(each.path) for each in (found.old, found.new) if each.findings is None]
        return page.paragraph(
            t("What moved by criterion is not known: there are no findings in {folders}.", folders=without)
        )
    if not found.criteria.height:
        return []
    shown = found.criteria.head(MOST_CRITERIA)
    rows = [
        Row((Entry(criterion_named(row[CRITERION], found.titles)),), _moved(row, found.findings))
        for row in shown.rows(named=True)
    ]
    heads = [t("Criterion"), t("Because of"), t("Branches"), t("More"), t("Less"), t("Points moved")]
    rest = found.criteria.height - shown.height
    further = page.paragraph(t("Further criteria: {n}; --format json has all.", n=rest)) if rest else []
    return [*page.table(heads, rows, worded=1), *further]


def _moved(row: Mapping[str, Any], findings: Findings) -> tuple[object, ...]:
    causes = [cause for cause in findings.named if row[cause]]
    return because_of(causes), row[BRANCHES], row[ROSE] or "", row[FELL] or "", points(row[MOVED])
