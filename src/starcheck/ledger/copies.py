"""Files that hold the same under several names."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from starcheck.ledger.evidence import Folder


@dataclass(frozen=True, slots=True)
class Copies:
    """Names of files that mean the same; names that are like no other are in neither.

    Attributes:
        of_file: for each spelling of a name that has several, the first of them.
        of_content: for each name of a content that has several, the first of them; every spelling is a name here.
    """

    of_file: Mapping[str, str]
    of_content: Mapping[str, str]

    def names(self, name: str) -> list[str]:
        """The names of the content of which this one is the first."""
        return [name, *(each for each, first in self.of_content.items() if first == name != each)]


def copies(names: Iterable[str], folder: Folder) -> Copies:
    """Compare files by their content; those that are not there, or cannot be read, are like no other.

    Args:
        names: the names, as records write them.
        folder: below which they are read.
    """
    files = [(name, file) for name in sorted(names) if (file := folder.file(name))]
    # Few files are of one size by chance: only those are read.
    of_a_size = _alike(files, lambda file: file.stat().st_size)
    of_a_content = (each for alike in of_a_size for each in _alike(alike, _digest))
    return Copies(_firsts(_alike(files, lambda file: file)), _firsts(of_a_content))


def _firsts(groups: Iterable[list[tuple[str, Path]]]) -> Mapping[str, str]:
    return {name: alike[0][0] for alike in groups for name, _ in alike}


def _alike(files: Iterable[tuple[str, Path]], by: Callable[[Path], Hashable]) -> Iterator[list[tuple[str, Path]]]:
    groups: defaultdict[Hashable, list[tuple[str, Path]]] = defaultdict(list)
    for name, file in files:
        try:
            groups[by(file)].append((name, file))
        except OSError:
            continue
    return (group for group in groups.values() if len(group) > 1)


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
