"""Files that records name: whether they are there."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from functools import cache, partial
from itertools import chain
from pathlib import Path, PurePosixPath, PureWindowsPath

import polars as pl

from starcheck.errors import InputError, Place, Problem, nearest
from starcheck.language import Text, t
from starcheck.ledger.listing import MOST_OF_A_KIND, Listing
from starcheck.ledger.tables import KEY, RECORD_ID, Tables, stored_fields
from starcheck.rules.schema.dictionary import BRANCH, Table
from starcheck.rules.schema.ruleset import RuleSet

_FILE, _NUMBER = "file", "number"


@dataclass(frozen=True, slots=True)
class EvidenceFiles:
    """What came of looking for the files of a ledger; neither changes what is judged.

    Attributes:
        problems: names that no file below the folder can have.
        warnings: files that are not there, or say nothing.
    """

    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def check_evidence(tables: Tables, ruleset: RuleSet, root: Path, *, most: int = MOST_OF_A_KIND) -> EvidenceFiles:
    """Look for every file that a field of the type ``files`` names.

    Args:
        tables: the branches and their records.
        ruleset: says which fields name files.
        root: the folder below which all names are read.
        most: how many of a kind are listed.

    Raises:
        InputError: if there is no such folder.
    """
    folder, problems, warnings = Folder(root), Listing(most), Listing(most)
    for naming in _namings(tables, ruleset):
        by_state: dict[_State, list[str]] = defaultdict(list)
        for name in naming.names():
            by_state[folder.state(name)].append(name)
        for state, names in by_state.items():
            if state is not _State.THERE:
                _list(naming, names, state, folder, problems if state is _State.OUTSIDE else warnings)
    return EvidenceFiles(tuple(problems.all()), tuple(warnings.all()))


class _State(Enum):
    THERE = "a file that holds something"
    MISSING = "nothing"
    EMPTY = "an empty file"
    FOLDER = "a folder"
    UNREADABLE = "something that may not be looked at"
    OUTSIDE = "not below the folder, by its name or by a link"


_SAID: Mapping[_State, Callable[[str, Text], Text]] = {
    _State.MISSING: lambda file, named: t("There is no file “{file}”. {named}", file=file, named=named),
    _State.EMPTY: lambda file, named: t("The file “{file}” is empty. {named}", file=file, named=named),
    _State.FOLDER: lambda file, named: t("“{file}” is a folder. {named}", file=file, named=named),
    _State.UNREADABLE: lambda file, named: t("The file “{file}” may not be read. {named}", file=file, named=named),
    _State.OUTSIDE: lambda file, named: t("“{file}” does not lie below this folder. {named}", file=file, named=named),
}
_HINTS: Mapping[_State, Text] = {
    _State.EMPTY: t("Put the whole file there."),
    _State.FOLDER: t("Name the files in it."),
    _State.UNREADABLE: t("Have the right to read it granted."),
    _State.OUTSIDE: t("Write its path from this folder on, such as 2024-03/minutes.pdf."),
}


@dataclass(frozen=True, slots=True)
class _Naming:
    """A field that names files.

    Attributes:
        rows: `KEY`, the record's id or its number within the branch, `_FILE`; one row per name.
    """

    table: str
    declared: Table
    field: str
    rows: pl.LazyFrame

    def names(self) -> list[str]:
        """Every name once."""
        return self.rows.select(pl.col(_FILE).unique().sort()).collect(engine="streaming").to_series().to_list()

    def named(self, branch: str, name: str | None, number: int) -> Text:
        """Where a name of a file stands."""
        field = self.declared.fields[self.field].label
        if self.table == BRANCH:
            return t("Branch {branch} names it under “{field}”.", branch=branch, field=field)
        table = self.declared.label
        if name is not None:
            return t(
                "Branch {branch} names it in “{table}”, record “{id}”, under “{field}”.",
                branch=branch, table=table, id=name, field=field,
            )  # fmt: skip
        return t(
            "Branch {branch} names it in “{table}”, record no. {number}, under “{field}”.",
            branch=branch, table=table, number=number, field=field,
        )  # fmt: skip

    def advice(self) -> Text:
        """What to do about a file that is not there, and is not called nearly so."""
        asked = next((each for each in stored_fields(self.declared).values() if each.type == "evidence"), None)
        if asked is None:
            return t("Put it there, or correct the name.")
        return t("Put it there, or correct the name; if there is none, say so under “{field}”.", field=asked.label)


def _namings(tables: Tables, ruleset: RuleSet) -> Iterator[_Naming]:
    for table, frame in {BRANCH: tables.branches, **tables.records}.items():
        declared = ruleset.tables[table]
        held = frame.collect_schema()
        name = pl.col(RECORD_ID) if RECORD_ID in held else pl.lit(None, pl.String).alias(RECORD_ID)
        number = pl.int_range(1, pl.len() + 1).over(KEY).alias(_NUMBER)
        for field, each in stored_fields(declared).items():
            if each.type == "files" and field in held:
                rows = frame.select(KEY, name, number, pl.col(field).alias(_FILE))
                yield _Naming(table, declared, field, rows.filter(pl.col(_FILE).list.len() > 0).explode(_FILE))


def _list(naming: _Naming, names: list[str], state: _State, folder: Folder, listing: Listing) -> None:
    """List who names such files, as far as there is room, then count the others."""
    rows = naming.rows.filter(pl.col(_FILE).is_in(names))
    count: int = rows.select(pl.len()).collect(engine="streaming").item()
    listed = rows.head(listing.most).collect(engine="streaming")
    for branch, name, number, file in listed.iter_rows():
        message = _SAID[state](file, naming.named(branch, name, number))
        advice = _HINTS.get(state) or partial(folder.advice, file, naming)
        listing.add(Place(str(folder.root)), message, advice)
    if count > listed.height:
        listing.add_unlisted(message, count - listed.height)


class Folder:
    """The folder below which names are read.

    Args:
        root: where it is.

    Raises:
        InputError: if there is no such folder.
    """

    def __init__(self, root: Path) -> None:
        if not root.is_dir():
            message, hint = t("There is no such folder."), t("Name the folder that holds the files of evidence.")
            raise InputError([Problem(Place(str(root)), message, hint)])
        self.root = root
        self._real = root.resolve()
        self._entries = cache(_entries)

    def state(self, name: str) -> _State:
        """What a name stands for; no link is followed out of the folder."""
        parts = _parts(name)
        if parts is None:
            return _State.OUTSIDE
        try:
            real = self._real.joinpath(*parts).resolve()
            if not real.is_relative_to(self._real):
                return _State.OUTSIDE
            if real.is_dir():
                return _State.FOLDER
            return _State.THERE if real.stat().st_size else _State.EMPTY
        except PermissionError:
            return _State.UNREADABLE
        except (OSError, ValueError):
            return _State.MISSING

    def file(self, name: str) -> Path | None:
        """The file that a name stands for, if it is there and holds something."""
        return self._real.joinpath(*(_parts(name) or ())) if self.state(name) is _State.THERE else None

    def advice(self, name: str, naming: _Naming) -> Text:
        """The file that is called so but for case or width, or nearly so, or else what to do."""
        found = ""
        for part in _parts(name) or ():
            entries = self._entries(self._real / found, self._real)
            alike = entries.get(_folded(part), [])
            if not alike:
                near = nearest(part, chain.from_iterable(entries.values()))
                return _meant(f"{found}{near.values['word']}") if near else naming.advice()
            found += f"{part if part in alike else alike[0]}/"
        return _meant(found.removesuffix("/"))


def _meant(word: str) -> Text:
    return t("Did you mean “{word}”?", word=word)


def _parts(name: str) -> tuple[str, ...] | None:
    """The folders and the file of a name, whichever slash parts them; None if it begins elsewhere or goes up."""
    windows = PureWindowsPath(name)
    parts = PurePosixPath(windows.as_posix()).parts
    return None if windows.drive or windows.root or ".." in parts or not parts else parts


def _entries(folder: Path, within: Path) -> dict[str, list[str]]:
    """What a folder holds, by names that differ in case or width alone; nothing if it lies elsewhere."""
    alike: dict[str, list[str]] = defaultdict(list)
    with suppress(OSError):
        for entry in sorted(folder.iterdir()) if folder.resolve().is_relative_to(within) else ():
            alike[_folded(entry.name)].append(entry.name)
    return alike


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
