"""Loading a rule set: its files united, laid over what they extend, checked, every problem with its place."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from starcheck.errors import InputError, Problem, RuleSetError
from starcheck.rules.check import check
from starcheck.rules.load.addresses import label
from starcheck.rules.load.dated import Dated, dated_values, on_day, placed, turns
from starcheck.rules.load.editing import canonical
from starcheck.rules.load.extending import Resolved, resolve
from starcheck.rules.load.loaded import Loaded
from starcheck.rules.load.origins import Origin, origins
from starcheck.rules.load.parts import Part, Step
from starcheck.rules.load.problems import problems_of
from starcheck.rules.load.stretches import together
from starcheck.rules.schema.ruleset import RuleSet


def load_ruleset(path: Path) -> Loaded:
    """Load a rule set with the files it includes and the rule set it extends.

    Raises:
        RuleSetError: with every problem found.
    """
    resolved = _resolved(path)
    problems: list[Problem] = []
    dated = dated_values(resolved.root, problems)
    if problems:
        raise RuleSetError(problems)
    return _with_stretches(resolved, path, dated) if dated else _loaded(resolved, path)


def read_ruleset(path: Path) -> Part:
    """What the files of a rule set say together, every value with its place.

    Raises:
        RuleSetError: with every problem found.
    """
    return _resolved(path).root


def _resolved(path: Path) -> Resolved:
    problems: list[Problem] = []
    try:
        resolved = resolve(path, problems)
    except InputError as error:
        problems.extend(error.problems)
    if problems:
        raise RuleSetError(problems)
    return resolved


def _with_stretches(resolved: Resolved, path: Path, dated: Sequence[Dated]) -> Loaded:
    """A rule set that holds at all times."""
    stretches: list[tuple[date, Loaded]] = []
    refused: list[tuple[date, Sequence[Problem]]] = []
    for day in turns(dated):
        try:
            stretches.append((day, _loaded(resolved, path, dated, day)))
        except RuleSetError as error:
            refused.append((day, error.problems))
        else:
            refused.append((day, ()))
    if problems := [replace(problem, message=message) for problem, message in together(refused)]:
        raise RuleSetError(problems)
    _, latest = stretches[-1]
    return replace(latest, dated=tuple(dated), stretches=tuple(stretches))


def _loaded(resolved: Resolved, path: Path, dated: Sequence[Dated] = (), day: date | None = None) -> Loaded:
    """A rule set at one time."""
    root, bases = resolved
    written = root.value
    data, place = (written, root.place) if day is None else (on_day(written, day), placed(dated, day, root.place))
    try:
        ruleset = RuleSet.model_validate(data)
    except ValidationError as error:
        raise RuleSetError(problems_of(error, data, place, root.key_place)) from error
    if problems := check(ruleset, place, root.key_place):
        raise RuleSetError(problems)
    return Loaded(
        ruleset=ruleset,
        digest=hashlib.sha256(canonical(written).encode()).hexdigest(),
        path=path,
        place=place,
        key_place=root.key_place,
        origins=lambda: tuple(origins(root)),
        label=lambda keys: label(root, keys),
        bases=bases,
    )


__all__ = ["Dated", "Loaded", "Origin", "Step", "load_ruleset", "read_ruleset", "together"]
