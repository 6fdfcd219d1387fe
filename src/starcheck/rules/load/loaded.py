"""A rule set that can be used."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from starcheck.documents import Keys
from starcheck.errors import Place, Problem, RuleSetError
from starcheck.language import t
from starcheck.rules.load.dated import Dated
from starcheck.rules.load.origins import Origin
from starcheck.rules.schema.ruleset import RuleSet


@dataclass(frozen=True)
class Loaded:
    """A rule set that can be used.

    Attributes:
        ruleset: with every dated value as it is in the end.
        digest: SHA-256 over its content, independent of layout and comments.
        place: where a part of it was written.
        key_place: where the key of a part was written.
        origins: where each of its parts comes from.
        label: a path as a person reads it.
        bases: the files of the rule sets it is laid over, the nearest first.
        dated: the values that change on a day.
        stretches: the same rule set from each day on which one changes; none if none does.
    """

    ruleset: RuleSet
    digest: str
    path: Path
    place: Callable[[Keys], Place]
    key_place: Callable[[Keys], Place]
    origins: Callable[[], Iterable[Origin]] = tuple
    label: Callable[[Keys], str] = str
    bases: tuple[Path, ...] = ()
    dated: tuple[Dated, ...] = ()
    stretches: tuple[tuple[date, Loaded], ...] = ()

    def in_force(self, day: date) -> Loaded:
        """The rule set with every dated value as it is on a day.

        Raises:
            RuleSetError: some value does not hold yet.
        """
        if early := [_too_early(dated, day) for dated in self.dated if day < dated.first]:
            raise RuleSetError(early)
        return next((loaded for start, loaded in reversed(self.stretches) if start <= day), self)


def _too_early(dated: Dated, day: date) -> Problem:
    message = t("The period ends on {day}, but this value holds from {first} on.", day=day, first=dated.first)
    hint = t("Add what held before, or choose an edition of that time with --rules.")
    return Problem(dated.place, message, hint)
