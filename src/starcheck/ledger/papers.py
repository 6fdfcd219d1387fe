"""The papers of criteria in a ledger: which are there, which a reviewer accepted."""

from __future__ import annotations

from functools import partial

from starcheck.documents import Data
from starcheck.errors import one_of
from starcheck.language import Text, t
from starcheck.ledger.cells import read_choice, shown
from starcheck.ledger.facts import Row
from starcheck.ledger.problems import CellError, Problems
from starcheck.ledger.tables import PAPER, PAPER_KEY, PAPER_STATE
from starcheck.rules.schema.dictionary import EVIDENCE_STATES
from starcheck.rules.schema.ruleset import RuleSet

PAPERS = "papers"


def read_papers(raw: Data, ruleset: RuleSet, problems: Problems) -> tuple[Row, ...]:
    """The stated papers of a ledger as rows of their table."""
    if raw is None:
        return ()
    if not isinstance(raw, dict):
        message = t("Papers are listed by criterion, not as {read}.", read=shown(raw))
        problems.add((PAPERS,), message, t("Write “A-07: {{minutes: accepted}}” under “papers”."))
        return ()
    listed = ruleset.papers
    rows: list[Row] = []
    for key, stated in raw.items():
        if key in listed:
            rows += _of_criterion(key, stated, ruleset, problems)
        else:
            error = asks_for_none(key, ruleset)
            problems.add_key((PAPERS, key), error.message, error.advice)
    return tuple(rows)


def asks_for_none(key: str, ruleset: RuleSet) -> CellError:
    """That a criterion asks for no papers."""
    return CellError(t("The criterion “{key}” asks for no papers.", key=key), partial(_other_key, key, ruleset))


def asks_for_others(key: str, name: str, ruleset: RuleSet) -> CellError:
    """That a criterion does not ask for this paper."""
    message = t("The criterion “{key}” asks for no paper “{name}”.", key=key, name=name)
    return CellError(message, partial(one_of, name, ruleset.papers[key]))


def _of_criterion(key: str, stated: Data, ruleset: RuleSet, problems: Problems) -> list[Row]:
    names = ruleset.papers[key]
    if stated is None:
        return []
    if not isinstance(stated, dict):
        message = t("Papers are written with their states, not as {read}.", read=shown(stated))
        example = t("Write {{{name}: accepted}}; allowed are {states}.", name=names[0], states=list(EVIDENCE_STATES))
        problems.add((PAPERS, key), message, example)
        return []
    rows: list[Row] = []
    for name, raw in stated.items():
        keys = (PAPERS, key, name)
        if name not in names:
            error = asks_for_others(key, name, ruleset)
            problems.add_key(keys, error.message, error.advice)
        elif state := problems.read(keys, partial(read_choice, name, EVIDENCE_STATES), raw):
            rows.append({PAPER_KEY: key, PAPER: name, PAPER_STATE: state})
    return rows


def _other_key(key: str, ruleset: RuleSet) -> Text:
    if ruleset.papers:
        return one_of(key, ruleset.papers)
    return t("This rule set asks for no papers; remove the line.")
