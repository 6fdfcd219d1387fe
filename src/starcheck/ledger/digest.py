"""The digest of what a branch provided."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import polars as pl

from starcheck.ledger.tables import COVERS_FROM, COVERS_TO, KEY, SET, UNKNOWN, Tables

_Texts: TypeAlias = Mapping[str, list[str]]
"""The rows of each branch as texts."""
_State: TypeAlias = tuple[bool, date | None, date | None]
"""Whether part of a table is unknown, and the days that it covers."""
_STATE = (UNKNOWN, COVERS_FROM, COVERS_TO)
_COMPLETE: _State = (False, None, None)
DIGEST = "digest"


def digest_of(branch_id: str, tables: Tables) -> str:
    """SHA-256 in hexadecimal over what the typed tables hold of one branch."""
    return digests_of(tables)[branch_id]


def digests_of(tables: Tables) -> dict[str, str]:
    """The digest of every branch, by its id.

    Neither who read the tables matters nor the order of rows and columns, nor what is empty, be it a cell, a list or a
    column. A table of which part is unknown and no record is there is one that is not provided.
    """
    provided = _Provided.of(tables)
    return {branch: provided.digest(branch) for branch in provided.branches}


def digests(tables: Tables) -> pl.DataFrame:
    """The digest of every branch, in the order of ids: the columns `KEY` and `DIGEST`."""
    return pl.DataFrame(sorted(digests_of(tables).items()), schema={KEY: pl.String, DIGEST: pl.String}, orient="row")


def digest_of_digests(found: pl.DataFrame) -> str:
    """SHA-256 in hexadecimal over the digests of all branches, in the order of their ids."""
    whole = hashlib.sha256()
    for each in found.iter_rows():
        whole.update(f"{_canonical(each)}\n".encode())
    return whole.hexdigest()


@dataclass(frozen=True, slots=True)
class _Provided:
    """What is in some tables, by branch."""

    branches: _Texts
    records: Mapping[str, _Texts]
    status: Mapping[str, Mapping[str, _State]]
    marks: _Texts
    papers: _Texts

    @classmethod
    def of(cls, tables: Tables) -> _Provided:
        """Everything is collected at once: a query of its own for each table would take several times as long."""
        nothing = pl.LazyFrame(schema={KEY: pl.String})
        single = [tables.branches, *(nothing if aside is None else aside for aside in (tables.marks, tables.papers))]
        states = (status.select(KEY, *_STATE) for status in tables.status.values())
        branches, marks, papers, *rest = pl.collect_all([*single, *tables.records.values(), *states])
        records, status = rest[: len(tables.records)], rest[len(tables.records) :]
        return cls(
            _texts(branches, named=True),
            dict(zip(tables.records, map(_texts, records), strict=True)),
            {name: _states(frame) for name, frame in zip(tables.status, status, strict=True)},
            _texts(marks),
            _texts(papers),
        )

    def digest(self, branch: str) -> str:
        """The digest of one branch."""
        tables = ((name, self._table(name, branch)) for name in self.records)
        content: dict[str, object] = {
            "branch": [branch, *self.branches[branch]],
            "tables": {name: table for name, table in tables if table is not None},
            "marks": sorted(self.marks.get(branch, ())),
        }
        if papers := self.papers.get(branch):
            content["papers"] = sorted(papers)
        return hashlib.sha256(_canonical(content).encode()).hexdigest()

    def _table(self, name: str, branch: str) -> dict[str, object] | None:
        """What a branch provides of a table, None if nothing."""
        records = self.records[name].get(branch, [])
        unknown, first, last = self.status.get(name, {}).get(branch, _COMPLETE)
        if unknown and not records:
            return None
        covers = f"{first}..{last}" if first or last else None
        return {"partial": unknown, "covers": covers, "records": sorted(records)}


def _texts(frame: pl.DataFrame, *, named: bool = False) -> _Texts:
    """Rows as texts; a branch without a name, where it is to have one, is called by its id."""
    texts: dict[str, list[str]] = defaultdict(list)
    for row in frame.rows(named=True):
        branch = row[KEY]
        filled = {name: cell for name, cell in row.items() if name not in _NO_FACTS and cell is not None and cell != []}
        texts[branch].append(_canonical({"name": branch} | filled if named else filled))
    return texts


def _states(frame: pl.DataFrame) -> Mapping[str, _State]:
    return {branch: (bool(unknown), first, last) for branch, unknown, first, last in frame.iter_rows()}


def _canonical(content: object) -> str:
    """A text that is the same for the same content."""
    return _ENCODER.encode(content)


_NO_FACTS = frozenset({KEY, SET})
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=str)
