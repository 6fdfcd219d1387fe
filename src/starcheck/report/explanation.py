"""An explanation of one criterion, for the terminal."""

from __future__ import annotations

from itertools import chain

from starcheck.engine.findings import basis_of
from starcheck.insight.explain import Explanation
from starcheck.insight.results import Result
from starcheck.insight.source import Source
from starcheck.language import Text, t
from starcheck.model import Outcome
from starcheck.report.blocks.reviewed import changes
from starcheck.report.explained.arithmetic import arithmetic
from starcheck.report.explained.cells import facts_in_words
from starcheck.report.explained.keys import keys
from starcheck.report.explained.origin import origin
from starcheck.report.explained.periods import periods
from starcheck.report.explained.ratings import ratings
from starcheck.report.explained.records import records
from starcheck.report.outline import outline
from starcheck.report.page import Page
from starcheck.report.quantities import quantities
from starcheck.report.request import Style
from starcheck.report.words import OUTCOMES, REASONS, TONES, basis, score
from starcheck.rules.wording import EVIDENCE, Line, criterion_in_words, points_of_criterion, remarks_in_words


def render_explanation(explanation: Explanation, style: Style) -> str:
    """The explanation as lines of text that fit the style's width.

    Args:
        explanation: a criterion and, if a ledger was given, what became of it.
        style: language, width, colours, detail: a verbose one also lists the records of other kinds.
    """
    page, result = Page(style), explanation.result
    blocks = [_head(explanation, page), _wording(explanation, page)]
    if result is not None:
        blocks += [_outcome(explanation, result, page), *_tables(result, page), changes(result.finding, page)]
        for label, of_span in result.spans if _applies(result) else ():
            blocks += [page.heading(t("In {span} alone", span=label)), *_tables(of_span, page)]
    blocks.append(origin(explanation.loaded, explanation.source, page))
    return "\n\n".join("\n".join(lines) for lines in blocks if lines) + "\n"


def _applies(result: Result) -> bool:
    """Whether there is more to tell than that the criterion does not apply."""
    return result.finding.outcome is not Outcome.NOT_APPLICABLE


def _tables(result: Result, page: Page) -> list[list[str]]:
    tables = (arithmetic, periods, keys, ratings, records) if _applies(result) else (arithmetic,)
    return list(chain.from_iterable(table(result, page) for table in tables))


def _head(explanation: Explanation, page: Page) -> list[str]:
    criterion, group = explanation.criterion, explanation.group
    title = t("{criterion} {title}", criterion=criterion.id, title=criterion.title)
    most = points_of_criterion(criterion, group, explanation.loaded.ruleset)
    place = t("{section}, points: {points}.", section=group.title, points=most)
    return [*page.heading(title), *page.paragraph(place if most else t("{section}.", section=group.title))]


def _wording(explanation: Explanation, page: Page) -> list[str]:
    criterion = explanation.criterion
    papers = [
        *basis(basis_of(criterion.basis)),
        *([t("Evidence: {documents}.", documents=criterion.evidence)] if criterion.evidence else []),
        *([t("Note: {note}", note=criterion.note)] if criterion.note else []),
        *remarks_in_words(criterion),
        *([t("Tags: {tags}.", tags=criterion.tags)] if criterion.tags else []),
    ]
    lines = criterion_in_words(criterion, explanation.group, explanation.loaded.ruleset)
    return outline([*lines, *map(Line, papers)], page)


def _outcome(explanation: Explanation, result: Result, page: Page) -> list[str]:
    finding = result.finding
    words = [score(finding.points)]
    if result.facts:
        words.append(facts_in_words(result.facts))
    if result.papers:
        words.append(t("Papers: {papers}.", papers=[_paper(name, state) for name, state in result.papers]))
    if finding.outcome is not Outcome.NOT_APPLICABLE and (figures := quantities(finding)):
        words.append(t("Figures: {figures}.", figures=figures))
    if finding.missing:
        words.append(t("Missing: {things}", things=finding.missing))
    verdict = page.paragraph(_verdict(result, explanation.source), tone=TONES[finding.outcome])
    return [*verdict, *(line for each in words for line in page.paragraph(each))]


def _paper(name: str, state: str | None) -> Text:
    return t("{name} {value}", name=name, value=t("not stated") if state is None else EVIDENCE[state])


def _verdict(result: Result, source: Source | None) -> Text:
    finding, branch = result.finding, source.branch_name if source else ""
    outcome = OUTCOMES[finding.outcome]
    if finding.outcome is Outcome.OPEN and finding.reason is not None:
        return t("{branch}: {outcome} ({reason}).", branch=branch, outcome=outcome, reason=REASONS[finding.reason])
    return t("{branch}: {outcome}.", branch=branch, outcome=outcome)
