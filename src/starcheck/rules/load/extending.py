"""The rule set that another one starts from."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import NamedTuple

from starcheck.documents import Data
from starcheck.errors import InputError, Place, Problem
from starcheck.language import t
from starcheck.rules.library import find
from starcheck.rules.load.changes import CHANGES
from starcheck.rules.load.overlay import laid_over
from starcheck.rules.load.parts import Part
from starcheck.rules.load.uniting import EXTENDS, unite
from starcheck.rules.schema.atoms import Mistake

MOST_UP = 2
"""From the folder of an edition to the folder of all rule sets."""
MOST_DEEP = 8
"""So many rule sets may stand on each other."""


class Resolved(NamedTuple):
    """A rule set with what it extends.

    Attributes:
        bases: the files it is laid over, the nearest first.
    """

    root: Part
    bases: tuple[Path, ...] = ()


def resolve(path: Path, problems: list[Problem], above: Sequence[Path] = ()) -> Resolved:
    """Lay a rule set over what it extends.

    Args:
        path: its file.
        problems: takes every problem that is found.
        above: the files that extend this one, the outermost first.

    Raises:
        InputError: a file cannot be read.
    """
    own = unite(path, problems)
    extends = own.named.get(EXTENDS)
    if extends is None:
        if (changes := own.named.get(CHANGES)) is not None:
            message = t("“changes” speaks of another rule set, but this one extends none.")
            problems.append(Problem(changes.own_key_place, message, _EXTEND))
        return Resolved(own)
    chain = (*above, path)
    try:
        base_path = _base(extends.value, path, chain)
    except Mistake as mistake:
        problems.append(Problem(extends.place(), mistake.message, mistake.hint))
        return Resolved(own)
    base = _read(base_path, extends.place(), problems, chain)
    if base is None:
        return Resolved(own)
    return Resolved(laid_over(base.root, own, problems), (base_path, *base.bases))


_EXTEND = t("Name the other one: “extends: ../2024/ruleset.yaml”.")


def _base(raw: Data, path: Path, chain: Sequence[Path]) -> Path:
    """The file that ``extends`` names."""
    if isinstance(raw, str) and "@" in raw:
        try:
            base = find(raw)
        except InputError as error:
            (problem,) = error.problems
            raise Mistake(problem.message, hint=problem.hint) from error
    else:
        base = Path(os.path.normpath(path.parent / _inside(raw)))
    met = [known.resolve() for known in chain]
    if base.resolve() in met:
        circle = [*chain[met.index(base.resolve()) :], base]
        raise Mistake(
            t("The rule sets extend each other in a circle: {circle}.", circle=" → ".join(map(_short, circle))),
            hint=t("One of them has to stand on its own."),
        )
    if len(chain) >= MOST_DEEP:
        raise Mistake(t("More than {most} rule sets extend each other.", most=MOST_DEEP), hint=_WRITE_OUT)
    return base


_WRITE_OUT = t("Write one of those below out in full.")


def _inside(raw: Data) -> str:
    """A path that stays within the folder of all rule sets."""
    if isinstance(raw, str):
        path = PurePath(raw)
        if not path.is_absolute() and path.parts.count("..") <= MOST_UP and path.suffix in (".yaml", ".yml", ".json"):
            return raw
    raise Mistake(
        t("“extends” names one rule set, and none outside of the folder of rules."),
        hint=t("Write a file such as ../2024/ruleset.yaml, or an edition such as five-star@2024."),
    )


def _short(path: Path) -> str:
    """A file with its folder: the files of most rule sets are called alike."""
    return "/".join(path.parts[-2:])


def _read(path: Path, named_at: Place, problems: list[Problem], chain: Sequence[Path]) -> Resolved | None:
    """The base; that there is none is a problem of the file that names it."""
    try:
        return resolve(path, problems, chain)
    except InputError as error:
        problems.extend(
            replace(problem, place=named_at) if problem.place == Place(str(path)) and not path.is_file() else problem
            for problem in error.problems
        )
        return None
