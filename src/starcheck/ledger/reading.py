"""Reading the ledger of a branch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from starcheck.documents import Data, Document
from starcheck.errors import Problem, one_of
from starcheck.language import t
from starcheck.ledger.cells import shown
from starcheck.ledger.digest import digest_of
from starcheck.ledger.facts import Facts, Provided, Row
from starcheck.ledger.frames import tables_of
from starcheck.ledger.heading import HEADING_KEYS, RULESET, Heading, heading_of, top_level
from starcheck.ledger.marks import MARKS, read_marks
from starcheck.ledger.papers import PAPERS, read_papers
from starcheck.ledger.problems import Problems
from starcheck.ledger.provision import provision_of
from starcheck.ledger.records import RecordReader
from starcheck.ledger.tables import Tables
from starcheck.ledger.tabular.notes import Repair
from starcheck.rules.schema.dictionary import BRANCH
from starcheck.rules.schema.ruleset import RuleSet

ID, NAME = "id", "name"
"""What every branch has besides the fields of the data dictionary."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger of one branch, as a rule set reads it.

    Attributes:
        tables: the typed tables, for this branch alone.
        digest: SHA-256 in hexadecimal over the typed tables; the same for all forms and orders that they are kept in.
        warnings: what deserves a look.
        repairs: what was read otherwise than it stands there.
    """

    branch_id: str
    branch_name: str
    heading: Heading
    tables: Tables
    digest: str
    warnings: tuple[Problem, ...] = ()
    repairs: tuple[Repair, ...] = ()


def read_ledger(document: Document, ruleset: RuleSet) -> Ledger:
    """Read a document as the ledger of a branch.

    Raises:
        LedgerError: with every problem of the ledger.
    """
    data = top_level(document)
    problems = Problems(document)
    heading = heading_of(data, problems)
    _refuse_other_ruleset(heading, ruleset, problems)
    _refuse_unknown_tables(data, ruleset, problems)
    branch = _branch(data.get(BRANCH), ruleset, problems)
    tables = _tables(data, ruleset, problems)
    marks = read_marks(data.get(MARKS), ruleset, problems)
    papers = read_papers(data.get(PAPERS), ruleset, problems)
    problems.raise_any()
    branch_id = str(branch.pop(ID))
    branch.setdefault(NAME, branch_id)
    typed = tables_of(Facts(branch_id, branch, tables, marks, papers), ruleset.tables)
    return Ledger(branch_id, str(branch[NAME]), heading, typed, digest_of(branch_id, typed))


def _branch(raw: Data, ruleset: RuleSet, problems: Problems) -> Row:
    """The row of the branch, id and name included."""
    keys = (BRANCH,)
    match raw:
        case dict():
            if raw.get(ID) is None:
                hint = t("Give the branch an id that stays the same from year to year.")
                problems.add_key((*keys, ID) if ID in raw else keys, t("The branch has no “id”."), hint)
            reader = RecordReader.of(BRANCH, ruleset.tables[BRANCH], problems, names=(ID, NAME))
            return reader.row(raw, keys)
        case list():
            message = t("A ledger is that of one branch; here is a list of {count}.", count=len(raw))
            problems.add(keys, message, t("Write one file for each branch."))
        case None:
            problems.add_key(keys, t("Nothing is said about the branch."), t("Write “branch:” with at least an “id”."))
        case _:
            message = t("A branch is written as fields with values, not as {read}.", read=shown(raw))
            problems.add(keys, message, t("Write “branch:” with at least an “id”."))
    return {}


def _tables(data: Mapping[str, Data], ruleset: RuleSet, problems: Problems) -> dict[str, Provided]:
    """The tables that the ledger provides."""
    tables = {}
    for name, raw in data.items():
        if name == BRANCH or name not in ruleset.tables:
            continue
        provision = provision_of(name, raw, problems)
        if provision is not None:
            reader = RecordReader.of(name, ruleset.tables[name], problems)
            rows = reader.rows(provision.records, provision.keys)
            tables[name] = Provided(rows, provision.partial, provision.covers)
    return tables


def _refuse_other_ruleset(heading: Heading, ruleset: RuleSet, problems: Problems) -> None:
    exact = f"{ruleset.ruleset}@{ruleset.edition}"
    if heading.ruleset not in {None, ruleset.ruleset, exact}:
        message = t("The ledger is made for “{named}”, but judged by “{used}”.", named=heading.ruleset, used=exact)
        problems.add((RULESET,), message, t("Correct this line, or choose the rule set with --rules."))


def _refuse_unknown_tables(data: Mapping[str, Data], ruleset: RuleSet, problems: Problems) -> None:
    known = (*ruleset.tables, *HEADING_KEYS, MARKS, PAPERS)
    for name in data:
        if name not in known:
            message = t("The rule set has no table “{name}”.", name=name)
            problems.add_key((name,), message, partial(one_of, name, known))
