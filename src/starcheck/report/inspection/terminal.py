"""What deserves a second look in ledgers, on a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from starcheck.insight.inspection import Inspection, Looked, Pattern, Record
from starcheck.language import Text, t
from starcheck.report.page import INDENT, Page
from starcheck.report.request import Style

NO_VERDICT = t("None of this changes a point, and all of it can have good reasons.")


def render(found: Inspection, style: Style) -> str:
    """How much there is, then check by check what it is, from when on it is told, and what to ask about it."""
    page = Page(style)
    blocks = [_answer(found, page), *(_check(looked, page) for looked in found.looked if looked.count)]
    return "\n\n".join("\n".join(lines) for lines in blocks) + "\n"


def _answer(found: Inspection, page: Page) -> list[str]:
    held = {"source": found.source, "branches": found.branches, "records": found.records}
    if not found.count:
        answer = t("{source}: nothing stands out. Branches: {branches}. Records: {records}.", **held)
        return page.paragraph(answer, tone="good")
    answer = t("{source}: worth a look: {count}. Branches: {branches}. Records: {records}.", count=found.count, **held)
    return [*page.paragraph(answer, tone="strong"), *page.paragraph(NO_VERDICT)]


def _check(looked: Looked, page: Page) -> list[str]:
    check = looked.check
    lines = [*page.heading(check.title), *page.paragraph(check.threshold), *page.paragraph(check.hint)]
    for pattern in looked.patterns:
        lines += page.paragraph(pattern.message, indent=INDENT)
        lines += page.paragraph(_records(pattern), indent=INDENT * 2)
    unlisted = looked.count - len(looked.patterns)
    return [
        *lines,
        *(page.paragraph(t("More, not listed: {count}.", count=unlisted), indent=INDENT) if unlisted else []),
    ]


def _records(pattern: Pattern) -> Text:
    by_branch = groupby(pattern.records, lambda record: record.branch)
    several = [t("{branch} {records}", branch=branch, records=_names(records)) for branch, records in by_branch]
    named = several if len(pattern.branches) > 1 else _names(pattern.records)
    if unlisted := pattern.count - len(pattern.records):
        return t("Records: {records}. More, not listed: {count}.", records=named, count=unlisted)
    return t("Records: {records}.", records=named)


def _names(records: Iterable[Record]) -> list[Text]:
    """Records by their ids; those without one by their numbers, the neighbours together."""
    names: list[Text] = []
    for is_named, alike in groupby(records, lambda record: record.id is not None):
        if is_named:
            names += [t("“{id}”", id=record.id) for record in alike]
        else:
            names.append(t("no. {numbers}", numbers=[record.number for record in alike]))
    return names
