"""The rows of a sheet: those that are known, and those that a template begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from starcheck.language import Lang, say, t
from starcheck.ledger.heading import RULESET, Heading
from starcheck.ledger.layout import EDITION, LEDGER, MARKS, PAPERS, STATUS, STATUS_TABLE, TEMPLATE
from starcheck.ledger.marks import allowed_marks, markable
from starcheck.ledger.reach import first_period, reaching_back
from starcheck.ledger.tables import MARK_KEY, PAPER, PAPER_KEY
from starcheck.ledger.titles import titles
from starcheck.ledger.writing.contents import Contents, heading_row
from starcheck.rules.schema.dictionary import BRANCH
from starcheck.rules.schema.ruleset import RuleSet

Row = dict[str, object]


def rows_of(name: str, contents: Contents, ruleset: RuleSet, lang: Lang) -> Sequence[Row]:
    """The rows of a table in stored values, those of a single branch with what it still has to fill in."""
    frame = contents.tables.get(name, heading_row(contents.heading) if name == LEDGER else None)
    if name == TEMPLATE:
        return [{RULESET: ruleset.ruleset, EDITION: ruleset.edition}]
    known: Sequence[Row] = [] if frame is None else frame.to_dicts()
    return _begun(name, known, contents, ruleset, lang) if name in _BEGUN else known


def _begun(name: str, known: Sequence[Row], contents: Contents, ruleset: RuleSet, lang: Lang) -> list[Row]:
    keys, begin = _BEGUN[name]
    begun = {tuple(row[key] for key in keys): row for row in begin(ruleset, contents.heading, lang)}
    rows = [(tuple(row[key] for key in keys), row) for row in known]
    if len(contents.branches) > 1:
        return [begun.get(key, {}) | row for key, row in rows]
    completed = begun | {key: begun.get(key, {}) | row for key, row in rows}
    return list(completed.values())


def _status(ruleset: RuleSet, heading: Heading, lang: Lang) -> list[Row]:
    """A line for each table of records; where records before the period count, from which day on."""
    covers = reaching_back(ruleset, heading.period or first_period(ruleset))
    return [
        {STATUS_TABLE: name, "needs": _needs(str(covers[name].start), lang) if name in covers else None}
        for name in ruleset.tables
        if name != BRANCH
    ]


def _needs(day: str, lang: Lang) -> str:
    words = t("Records from {day} on count. If all of them are here, fill in that day and the last one.", day=day)
    return say(words, lang)


def _papers(ruleset: RuleSet, _: Heading, lang: Lang) -> list[Row]:
    named = titles(ruleset)
    return [
        {PAPER_KEY: key, "title": say(named[key], lang), PAPER: paper}
        for key, papers in ruleset.papers.items()
        for paper in papers
    ]


def _marks(ruleset: RuleSet, _: Heading, lang: Lang) -> list[Row]:
    named = titles(ruleset)
    return [
        {MARK_KEY: key, "title": say(named[key], lang), "allowed": say(allowed_marks(allowed), lang)}
        for key, allowed in markable(ruleset).items()
    ]


_BEGUN: Mapping[str, tuple[tuple[str, ...], Callable[[RuleSet, Heading, Lang], list[Row]]]] = {
    STATUS: ((STATUS_TABLE,), _status),
    PAPERS: ((PAPER_KEY, PAPER), _papers),
    MARKS: ((MARK_KEY,), _marks),
}
"""Tables whose rows a template begins: what tells them apart, and what is written down beforehand."""
