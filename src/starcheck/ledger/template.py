"""An empty ledger, made from the data dictionary of a rule set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from starcheck.calendar import Period
from starcheck.language import DEFAULT_LANG, Lang, say, t
from starcheck.ledger.describing import field_in_words
from starcheck.ledger.examples import examples
from starcheck.ledger.heading import AS_OF, PERIOD, RULESET
from starcheck.ledger.marks import MARKS, allowed_marks, markable
from starcheck.ledger.numerals import plain
from starcheck.ledger.papers import PAPERS
from starcheck.ledger.provision import COVERS, NOT_PROVIDED, RECORDS
from starcheck.ledger.reach import first_period, reaching_back
from starcheck.ledger.reading import ID, NAME
from starcheck.ledger.spelling import yaml_key, yaml_mapping, yaml_text
from starcheck.ledger.tables import MARK_BY, MARK_GRADE, MARK_ON, MARK_POINTS, MARK_REASON, stored_fields
from starcheck.ledger.titles import titles
from starcheck.rules.schema.dictionary import BRANCH, EVIDENCE_STATES, Table
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.tree import Grades, Markable, Range


def empty_ledger(ruleset: RuleSet, lang: Lang = DEFAULT_LANG) -> str:
    """A YAML ledger with everything to fill in, explained in comments; it can be read as it is."""
    day = ruleset.effective_from
    tables = ((name, table) for name, table in ruleset.tables.items() if name != BRANCH)
    covers = reaching_back(ruleset, first_period(ruleset))
    blocks = [
        _heading(ruleset, day, lang),
        _branch(ruleset.tables[BRANCH], day, lang),
        *(_table(name, table, day, lang, covers.get(name)) for name, table in tables),
        _papers(ruleset, lang),
        _marks(ruleset, day, lang),
    ]
    return "\n\n".join(block for lines in blocks if (block := "\n".join(lines))) + "\n"


def _heading(ruleset: RuleSet, day: date, lang: Lang) -> Iterator[str]:
    edition = ruleset.edition
    yield _remark(t("Ledger for “{title}”, edition {edition}.", title=ruleset.title, edition=edition), lang)
    yield _remark(t("Lines that begin with # are remarks and have no effect."), lang)
    yield _remark(
        t(
            "A table that is “not_provided” counts as not known. Replace the word by its records, as the example above"
            " it shows, or by “none” if there are none."
        ),
        lang,
    )
    yield _remark(
        t(
            "If records are missing from a list, write {partial} instead of the list; if it covers other days than the"
            " assessed period, {covers}.",
            partial="{status: partial, records: [...]}",
            covers="{covers: 2020-01-01..2024-12-31, records: [...]}",
        ),
        lang,
    )
    yield f"{RULESET}: {yaml_text(ruleset.ruleset)}"
    yield _remark(t("The assessed period, such as 2024, 2024Q1, 2024H1, 2024-03 or 2024-01-01..2024-12-31."), lang)
    yield f"{PERIOD}: {first_period(ruleset).label}"
    yield _remark(t("The day up to which this ledger is kept; without it, the end of the period."), lang)
    yield f"# {AS_OF}: {day}"


def _branch(table: Table, day: date, lang: Lang) -> Iterator[str]:
    """The branch; what it has to state holds an example, since an empty value could not be read."""
    yield _remark(table.label, lang)
    yield f"{BRANCH}:"
    yield _remark(t("An id of the branch, the same every year."), lang, lead="  # ")
    yield f"  {ID}: {yaml_text('branch-01')}"
    yield _remark(t("The name of the branch."), lang, lead="  # ")
    yield f"  {NAME}:"
    stored = stored_fields(table)
    example = examples(stored, day, lang)
    for name, field in table.fields.items():
        yield _remark(field_in_words(name, table), lang, lead="  # ")
        if name in stored:
            yield f"  {yaml_key(name)}: {example[name]}" if field.required else f"  {yaml_key(name)}:"


def _table(name: str, table: Table, day: date, lang: Lang, covers: Period | None) -> Iterator[str]:
    yield _remark(t("{label}. {note}", label=table.label, note=table.note) if table.note else table.label, lang)
    for field in table.fields:
        yield _remark(field_in_words(field, table), lang, lead=f"#   {field} – ")
    example = f"- {yaml_mapping(examples(stored_fields(table), day, lang))}"
    if covers is not None:
        stated = f"{COVERS}: {covers.start}..{covers.end}"
        none = f"{name}: {{{stated}, {RECORDS}: []}}"
        words = t(
            "Records from {day} on count. If there are none since then, write: {none}", day=covers.start, none=none
        )
        yield _remark(words, lang)
    yield f"# {name}:"
    if covers is None:
        yield f"#   {example}"
    else:
        yield from (f"#   {stated}", f"#   {RECORDS}:", f"#     {example}")
    yield f"{name}: {NOT_PROVIDED}"


def _papers(ruleset: RuleSet, lang: Lang) -> Iterator[str]:
    if not ruleset.papers:
        return
    named, states = titles(ruleset), list(EVIDENCE_STATES)
    yield _remark(
        t("Papers that criteria ask for: write after each {states}; empty means not known.", states=states), lang
    )
    yield f"{PAPERS}:"
    for key, names in ruleset.papers.items():
        yield _remark(named[key], lang, lead="  # ")
        yield f"  {yaml_key(key)}:"
        yield from (f"    {yaml_key(name)}:" for name in names)


def _marks(ruleset: RuleSet, day: date, lang: Lang) -> Iterator[str]:
    keys = markable(ruleset)
    if not keys:
        return
    named = titles(ruleset)
    yield _remark(t("Marks of reviewers: replace the example by what was given, and remove the # before it."), lang)
    yield f"# {MARKS}:"
    for key, allowed in keys.items():
        mark = _lowest(allowed[0]) | {
            MARK_REASON: yaml_text(say(t("reason"), lang)),
            MARK_BY: yaml_text(say(t("reviewer"), lang)),
            MARK_ON: day.isoformat(),
        }
        words = t("{label}: {parts}", label=named[key], parts=allowed_marks(allowed))
        yield f"#   {yaml_key(key)}: {yaml_mapping(mark)}  {_remark(words, lang)}"


def _lowest(allowed: Markable) -> dict[str, str]:
    """The mark that gives a branch the least."""
    match allowed.amount:
        case Range(low, high):
            return {MARK_POINTS: plain(low if allowed.sign > 0 else high)}
        case Grades(table):
            return {MARK_GRADE: yaml_text(min(table, key=lambda grade: grade[1])[0])}


def _remark(words: object, lang: Lang, *, lead: str = "# ") -> str:
    """Words as one comment, whatever line breaks they have."""
    return lead + " ".join(say(words, lang).split())
