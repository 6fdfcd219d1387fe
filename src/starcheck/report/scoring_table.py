"""A rule set read back as the committee's printed scoring table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from types import MappingProxyType

from starcheck._version import __version__
from starcheck.engine.findings import basis_of
from starcheck.errors import InputError, Place, Problem, one_of
from starcheck.language import Text, t
from starcheck.report.markdown import MarkdownPage
from starcheck.report.outline import entries, outline
from starcheck.report.page import Entry, Page, Row
from starcheck.report.request import Style
from starcheck.report.words import basis
from starcheck.rules.load import Loaded
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.ruleset import BasisText, Criterion, Pool, RuleSet, Section
from starcheck.rules.wording import (
    NO_LEVELS,
    Line,
    Scope,
    calendar_in_words,
    consequence_in_words,
    criterion_in_words,
    definition_in_words,
    derivation_in_words,
    direct_in_words,
    eligibility_in_words,
    group_in_words,
    hierarchy_in_words,
    ladder_in_words,
    level_in_words,
    level_order_in_words,
    measure_title,
    nesting_in_words,
    number_in_words,
    points_of_criterion,
    ranking_in_words,
    remark_lines,
    remarks_in_words,
    rounding_in_words,
    sentences,
    source_in_words,
    target_in_words,
    treatment_in_words,
    veto_in_words,
)

_DIGEST = 12
_MANY_BLANKS = re.compile(r"\n{3,}")


def render_ruleset(
    loaded: Loaded, style: Style, section: str | None = None, kind: Callable[[Style], Page] = Page
) -> str:
    """The scoring table as lines of text, on a terminal's page such that they fit the style's width.

    Args:
        loaded: the rule set.
        style: language, width, colours.
        section: the id of the only section or pool to show; by default everything.
        kind: the page it is written on.

    Raises:
        InputError: there is no such section.
    """
    page, ruleset = kind(style), loaded.ruleset
    groups = chosen_groups(loaded, section)
    rest = [] if section is not None else [*(block(ruleset, page) for block in _BLOCKS), _dated(loaded, page)]
    blocks = [_head(ruleset, page), *(_group(group, ruleset, page) for group in groups), *rest, _origin(loaded, page)]
    text = "\n\n".join("\n".join(lines).strip("\n") for lines in blocks if lines) + "\n"
    return _MANY_BLANKS.sub("\n\n", text)


def chosen_groups(loaded: Loaded, section: str | None) -> Sequence[Section | Pool]:
    """The sections and pools to show: one, or all.

    Raises:
        InputError: there is no such section.
    """
    groups = loaded.ruleset.groups
    if section is None:
        return groups
    for group in groups:
        if group.id == section:
            return tuple(group.walk()) if isinstance(group, Section) else (group,)
    message = t("There is no section “{id}”.", id=section)
    raise InputError([Problem(Place(str(loaded.path)), message, one_of(section or "", [group.id for group in groups]))])


def _head(ruleset: RuleSet, page: Page) -> list[str]:
    facts = [t("edition {edition}", edition=ruleset.edition), t("in force from {day}", day=ruleset.effective_from)]
    if ruleset.effective_to is not None:
        facts.append(t("in force until {day}", day=ruleset.effective_to))
    facts.append(
        t("full score {points}", points=number_in_words(ruleset.points, Scope(ruleset)))
        if isinstance(ruleset.points, Constant)
        else t("no total: every section is a sheet of its own")
    )
    title = page.title(ruleset.title)
    source = source_in_words(ruleset.source) if ruleset.source else []
    return [
        *title,
        *(
            line
            for words in (
                t(
                    "{facts}.",
                    facts=reduce(sentences, facts),
                ),
                *source,
                *remarks_in_words(ruleset),
            )
            for line in page.paragraph(words)
        ),
    ]


def _group(group: Section | Pool, ruleset: RuleSet, page: Page) -> list[str]:
    head = [*page.heading(group_in_words(group, ruleset.homes.get(group.id))), *outline(remark_lines(group), page)]
    rows = [_row(criterion, group, ruleset, page) for criterion in group.criteria]
    if not rows:
        return head
    rows[-1] = replace(rows[-1], lead=rows[-1].lead[:-1])
    return [*head, "", *page.table([t("Criterion"), t("Full")], rows)]


def _row(criterion: Criterion, group: Section | Pool, ruleset: RuleSet, page: Page) -> Row:
    lead = (
        Entry(t("{criterion} {title}", criterion=criterion.id, title=criterion.title)),
        *entries(criterion_in_words(criterion, group, ruleset), page),
        *entries(map(Line, _papers(criterion)), page),
        Entry(""),
    )
    return Row(lead, (points_of_criterion(criterion, group, ruleset),))


def _papers(criterion: Criterion) -> list[Text]:
    """What a criterion rests on, what a reviewer asks for, what there is to say about it."""
    return [
        *basis(basis_of(criterion.basis)),
        *([t("Evidence: {documents}.", documents=criterion.evidence)] if criterion.evidence else []),
        *([t("Note: {note}", note=criterion.note)] if criterion.note else []),
        *remarks_in_words(criterion),
    ]


def _vetoes(ruleset: RuleSet, page: Page) -> list[str]:
    return _listed(t("Vetoes"), ((veto_in_words(veto, ruleset), veto.basis) for veto in ruleset.vetoes), page)


def _direct(ruleset: RuleSet, page: Page) -> list[str]:
    awards = ((direct_in_words(award, ruleset), award.basis) for award in ruleset.direct)
    return _listed(t("Direct awards"), awards, page)


def _ladder(ruleset: RuleSet, page: Page) -> list[str]:
    ladders = [] if ruleset.ladder is None else [ruleset.ladder]
    return _listed(t("Ladder"), ((ladder_in_words(ladder, ruleset), ladder.basis) for ladder in ladders), page)


def _eligibility(ruleset: RuleSet, page: Page) -> list[str]:
    rules = ((eligibility_in_words(rule, ruleset), rule.basis) for rule in ruleset.eligibility)
    return _listed(t("Conditions of eligibility"), rules, page)


def _listed(title: Text, items: Iterable[tuple[list[Line], BasisText | None]], page: Page) -> list[str]:
    lines = [line for words, clause in items for line in (*words, *(Line(text, 1) for text in basis(basis_of(clause))))]
    return [*page.heading(title), *outline(lines, page)] if lines else []


def _levels(ruleset: RuleSet, page: Page) -> list[str]:
    lines = [line for level in ruleset.levels for line in level_in_words(level, ruleset)]
    if not lines:
        return page.heading(NO_LEVELS)
    return [*page.heading(t("Levels, highest first")), *outline(lines, page)]


def _level_order(ruleset: RuleSet, page: Page) -> list[str]:
    lines = [Line(words) for words in level_order_in_words(ruleset)]
    return [*page.heading(t("How the level is found")), *outline(lines, page)] if lines else []


def _consequences(ruleset: RuleSet, page: Page) -> list[str]:
    found = ((consequence_in_words(each, ruleset), each.basis) for each in ruleset.consequences)
    return _listed(t("What follows"), found, page)


def _targets(ruleset: RuleSet, page: Page) -> list[str]:
    found = ((target_in_words(target, ruleset), target.basis) for target in ruleset.targets)
    return _listed(t("Targets for all branches together"), found, page)


def _units(ruleset: RuleSet, page: Page) -> list[str]:
    if not ruleset.units:
        return []
    return [*page.heading(t("Units")), *outline([Line(hierarchy_in_words(ruleset))], page)]


def _sums(ruleset: RuleSet, page: Page) -> list[str]:
    said = (rounding_in_words, nesting_in_words, treatment_in_words, ranking_in_words)
    lines = [Line(words) for in_words in said for words in in_words(ruleset)]
    return [*page.heading(t("How points are added up")), *outline(lines, page)]


def _terms(ruleset: RuleSet, page: Page) -> list[str]:
    lines = [Line(words) for words in (*_measures(ruleset), *_derived(ruleset), *_calendars(ruleset))]
    return [*page.heading(t("Terms")), *outline(lines, page)] if lines else []


def _measures(ruleset: RuleSet) -> Iterable[Text]:
    for name, measure in ruleset.measures.items():
        words = definition_in_words(measure, Scope(ruleset))
        yield t("{term}: {definition}", term=measure_title(name, measure), definition=words)


def _derived(ruleset: RuleSet) -> Iterable[Text]:
    for name, table in ruleset.tables.items():
        for field in table.fields.values():
            if field.derived is not None:
                term = t("{field} in “{table}”", field=field.label, table=table.label)
                yield t("{term}: {definition}", term=term, definition=derivation_in_words(name, field.derived, ruleset))


def _calendars(ruleset: RuleSet) -> Iterable[Text]:
    for calendar in ruleset.calendars.values():
        yield t("{term}: {definition}", term=calendar.label, definition=calendar_in_words(calendar))


def _dated(loaded: Loaded, page: Page) -> list[str]:
    """Values that are not the same at all times, with all of them."""
    if not loaded.dated:
        return []
    above = t("Above stands the latest value; what is in force on the last day of the period counts.")
    lines = [
        t(
            "{term}: {definition}",
            term=loaded.label(dated.keys),
            definition=[t("{value} from {day} on", value=value, day=day) for day, value in dated.values],
        )
        for dated in loaded.dated
    ]
    return [*page.heading(t("Values that change")), *outline(map(Line, (above, *lines)), page)]


def _origin(loaded: Loaded, page: Page) -> list[str]:
    words = t(
        "Rule set {ruleset}, edition {edition}, digest {digest}; starcheck {engine}.",
        ruleset=loaded.ruleset.ruleset,
        edition=loaded.ruleset.edition,
        digest=loaded.digest[:_DIGEST],
        engine=__version__,
    )
    return page.paragraph(words, tone="faint")


_BLOCKS: tuple[Callable[[RuleSet, Page], list[str]], ...] = (
    _vetoes,
    _direct,
    _ladder,
    _eligibility,
    _levels,
    _level_order,
    _consequences,
    _targets,
    _units,
    _sums,
    _terms,
)
"""What follows the criteria, in this order; a block without lines leaves no trace."""

PAGES: Mapping[str, Callable[[Style], Page]] = MappingProxyType({"terminal": Page, "markdown": MarkdownPage})
"""Every kind of page that a scoring table is written on, by the name that users give it."""
