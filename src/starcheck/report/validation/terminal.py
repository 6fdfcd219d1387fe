"""What came of reading ledgers, on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from starcheck.errors import Problem, in_order
from starcheck.language import Text, t
from starcheck.ledger.layout import STATUS_WORDS
from starcheck.ledger.listing import Listing, number_of
from starcheck.ledger.provision import STATUSES
from starcheck.ledger.validation import TableOverview, Validation
from starcheck.report.page import INDENT, Entry, Page, Row
from starcheck.report.reading_notes import AS_IT_STANDS, repair_lines, warning_lines
from starcheck.report.request import Style
from starcheck.report.wrap import clean, wrap


def render(found: Validation, style: Style) -> str:
    """Whether the ledgers can be used, then what is wrong, what is there, what deserves a look."""
    page = Page(style)
    blocks = [
        _answer(found, page),
        _problems(found.problems, page),
        _tables(found, page),
        _warnings(found.warnings, page),
        _repairs(found, page) if style.verbose else [],
    ]
    return "\n\n".join("\n".join(lines) for lines in blocks if lines) + "\n"


def _answer(found: Validation, page: Page) -> list[str]:
    if found.problems:
        count = number_of(found.problems)
        answer = t("{source} cannot be used yet. Problems: {count}.", source=found.source, count=count)
        return page.paragraph(answer, tone="bad")
    answer = t(
        "{source} can be used. Branches: {branches}. Records: {records}.",
        source=found.source, branches=found.branches, records=found.records,
    )  # fmt: skip
    return [*page.paragraph(answer, tone="good"), *page.paragraph(_read_by(found))]


def _read_by(found: Validation) -> Text:
    rules = "" if found.ruleset is None else f"{found.ruleset.ruleset}@{found.ruleset.edition}"
    if found.period is None:
        return t("Read by {rules}; it is not said for which period.", rules=rules)
    return t("Read by {rules}, for {period}, as of {day}.", rules=rules, period=found.period.label, day=found.day)


def _problems(problems: Sequence[Problem], page: Page) -> list[str]:
    """The first of each kind, in the order of places."""
    listing = Listing()
    for problem in problems:
        listing.add(problem.place, problem.message, problem.hint)
    lines = (problem.say(page.style.lang) for problem in sorted(listing.all(), key=lambda each: in_order(each.place)))
    return _list(lines, page)


def _tables(found: Validation, page: Page) -> list[str]:
    if not found.tables:
        return []
    lines = page.table(
        [t("Table"), *_heads(found)], [_row(table, found) for table in found.tables], worded=_worded(found)
    )
    return [*lines, *_not_seen(found, page)]


def _heads(found: Validation) -> list[object]:
    match found:
        case Validation(problems=(_, *_)):
            return [t("Records")]
        case Validation(branches=1):
            return [t("Status"), t("Records")]
        case _:
            return [*(STATUS_WORDS[word] for word in STATUSES), t("Records")]


def _row(table: TableOverview, found: Validation) -> Row:
    match found:
        case Validation(problems=(_, *_)):
            states: list[object] = []
        case Validation(branches=1):
            states = [STATUS_WORDS[word] for word in table.status]
        case _:
            states = [table.status.get(word, 0) or "" for word in STATUSES]
    return Row((Entry(table.label),), (*states, table.records))


def _worded(found: Validation) -> int:
    """How many columns hold words."""
    return 1 if found.branches == 1 and not found.problems else 0


def _not_seen(found: Validation, page: Page) -> list[str]:
    """The records that do not count for now, table by table; that is no mistake."""
    late = [t("{label} {n}", label=table.label, n=table.late) for table in found.tables if table.late]
    outside = [t("{label} {n}", label=table.label, n=table.outside) for table in found.tables if table.outside]
    said = []
    if late:
        said.append(t("Not counted, because they are later than {day}: {tables}.", day=found.day, tables=late))
    if outside:
        said.append(t("Not counted, because no rule looks at their days: {tables}.", tables=outside))
    return [line for words in said for line in ("", *page.paragraph(words))]


def _warnings(warnings: Sequence[Problem], page: Page) -> list[str]:
    return _list(warning_lines(warnings, page.style.lang), page)


def _repairs(found: Validation, page: Page) -> list[str]:
    if not found.repairs:
        return page.paragraph(AS_IT_STANDS)
    heading = page.heading(t("Read otherwise than it stands there:"))
    return [*heading, *_list(repair_lines(found.repairs, page.style.lang), page)]


def _list(lines: Iterable[str], page: Page) -> list[str]:
    """Paragraphs whose further lines are indented."""
    return [line for words in lines for line in wrap(clean(words), page.style.width, "", INDENT)]
