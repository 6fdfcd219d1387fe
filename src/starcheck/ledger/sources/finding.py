"""The files that names, folders and patterns lead to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from glob import glob, has_magic
from pathlib import Path

from starcheck.documents.files import similar_name
from starcheck.errors import Place, Problem, reason_of
from starcheck.language import Text, t
from starcheck.ledger.sources.kinds import LEDGERS, NAMED_ONLY, TABLES, ending, readable
from starcheck.ledger.sources.results import holds_results

MAX_DEPTH = 8

_HIDDEN = re.compile(r"[.~].*|__MACOSX|thumbs\.db|desktop\.ini|.*(-wal|-shm|-journal|\.wal)", re.IGNORECASE)
"""What systems and office programs keep beside files for themselves."""
_NUMBERED = re.compile(r"(.+?)[- ]\d+")


@dataclass(frozen=True, slots=True)
class Finds:
    """What is to be read.

    Attributes:
        ledgers: files that are a ledger each.
        tables: per folder, its tables with the name of each; the same name more than once is a table in parts.
        aside: per folder that was named, files of it that are of no kind that is read.
        results: folders of results, which are not read either.
    """

    ledgers: list[Path] = field(default_factory=list)
    tables: defaultdict[Path, list[tuple[str, Path]]] = field(default_factory=lambda: defaultdict(list))
    aside: defaultdict[Path, list[Path]] = field(default_factory=lambda: defaultdict(list))
    results: set[Path] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def add(self, file: Path) -> bool:
        """Add a file; whether it is of a kind that is read."""
        if ending(file) in LEDGERS:
            self.ledgers.append(file)
        elif ending(file) in TABLES:
            folder = file.parent.parent if _is_part(file) else file.parent
            self.tables[folder].append((_table_name(file), file))
        else:
            return False
        return True

    def once(self) -> Finds:
        """The same, each file once, in the order of their paths."""
        tables = {folder: sorted(set(self.tables[folder])) for folder in sorted(self.tables)}
        aside = {folder: sorted(set(self.aside[folder])) for folder in sorted(self.aside) if self.aside[folder]}
        return replace(
            self,
            ledgers=sorted(set(self.ledgers)),
            tables=defaultdict(list, tables),
            aside=defaultdict(list, aside),
        )

    def refuse(self, source: Path | str, message: Text, hint: Text | None = None) -> None:
        """Add a problem."""
        self.problems.append(Problem(Place(str(source)), message, hint))


def find(names: Iterable[str]) -> Finds:
    """What is found under some names, in the order of their paths, each file once."""
    finds = Finds()
    for name in sorted(set(names)):
        try:
            _add_name(finds, name)
        except (OSError, ValueError) as error:
            finds.refuse(name, t("The file cannot be read: {reason}.", reason=reason_of(error)))
    return finds.once()


def _add_name(finds: Finds, name: str) -> None:
    path = Path(name)
    if holds_results(path):
        finds.refuse(path, t("These are results of starcheck, not ledgers."), t("Name the folder of the ledgers."))
    elif path.is_dir():
        _add_all(finds, path, [path], t("There is no ledger in this folder."))
    elif path.exists():
        if not path.is_file():
            finds.refuse(path, t("This is neither a file nor a folder."))
        elif not finds.add(path):
            finds.refuse(path, t("Files of this kind are not read."), readable())
    elif has_magic(name):
        _add_all(finds, path, _matching(name), t("No ledger matches this pattern."))
    else:
        finds.refuse(path, t("There is no such file."), similar_name(path))


def _matching(pattern: str) -> list[Path]:
    """What a pattern matches, besides what is hidden."""
    found = map(Path, sorted(glob(pattern, recursive=True)))  # noqa: PTH207 - the pattern may be absolute
    return [path for path in found if not _HIDDEN.fullmatch(path.name)]


def _add_all(finds: Finds, named: Path, paths: Iterable[Path], nothing: Text) -> None:
    """Add files, and all that is in folders."""
    before = len(finds.problems)
    files = list(_files(paths, finds))
    aside = [file for file in files if not (file.is_file() and ending(file) not in NAMED_ONLY and finds.add(file))]
    finds.aside[named].extend(aside)
    if len(aside) == len(files) and len(finds.problems) == before:
        finds.refuse(named, nothing, readable(in_folders=True))


def _files(paths: Iterable[Path], finds: Finds) -> Iterator[Path]:
    every = list(paths)
    results = {folder for folder in {path.parent for path in every} if holds_results(folder)}
    for path in every:
        if path.is_dir():
            yield from _below(path, MAX_DEPTH, finds)
        elif path.parent in results:
            finds.results.add(path.parent)
        else:
            yield path


def _below(folder: Path, depth: int, finds: Finds) -> Iterator[Path]:
    if holds_results(folder):
        finds.results.add(folder)
        return
    try:
        entries = sorted(entry for entry in folder.iterdir() if not _HIDDEN.fullmatch(entry.name))
    except OSError as error:
        finds.refuse(folder, t("The folder cannot be read: {reason}.", reason=reason_of(error)))
        return
    yield from (entry for entry in entries if not entry.is_dir())
    for entry in entries:
        if entry.is_dir() and not entry.is_symlink():
            if depth:
                yield from _below(entry, depth - 1, finds)
            else:
                message = t("Folders lie in one another more than {most} deep.", most=MAX_DEPTH)
                finds.refuse(entry, message, t("Name the folder itself."))


def _table_name(file: Path) -> str:
    """The name of the table that a file holds, or a part of."""
    if _is_part(file):
        return file.absolute().parent.name
    numbered = _NUMBERED.fullmatch(file.stem)
    return numbered[1] if numbered else file.stem


def _is_part(file: Path) -> bool:
    """Whether a file is a part of the table that its folder is called by."""
    folder = re.escape(file.absolute().parent.name)
    return re.fullmatch(rf"part[-_ ]\d[\w.-]*|(?:data|{folder})?[-_ ]?\d+", file.stem) is not None
