"""What is wrong with an input, kind by kind: whoever makes one mistake in every row has one problem, not thousands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from starcheck.errors import Place, Problem
from starcheck.language import Text, t

Advice: TypeAlias = Callable[[], Text | None]
"""A hint that is only worked out if the problem is listed: looking for the nearest spelling takes time."""

MOST_OF_A_KIND = 20

_MORE = t("There are {count} more problems of this kind, not listed.")


@dataclass(slots=True)
class Listing:
    """Problems as they are found; those with the same words are of one kind.

    Attributes:
        most: how many of a kind are listed; the others are counted.
    """

    most: int = MOST_OF_A_KIND
    listed: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    last: dict[str, Problem] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """How many there are, those that are not listed included."""
        return self.counts.total()

    def room(self, message: Text) -> int:
        """How many more of this kind would be listed."""
        return max(0, self.most - self.counts[message.template])

    def add(self, place: Place | Callable[[], Place], message: Text, advice: Text | Advice | None = None) -> None:
        """Add a problem; place and advice are only worked out if it is listed."""
        kind = message.template
        self.counts[kind] += 1
        if self.counts[kind] > self.most:
            return
        hint = advice() if callable(advice) else advice
        self.last[kind] = Problem(place() if callable(place) else place, message, hint)
        self.listed.append(self.last[kind])

    def add_unlisted(self, message: Text, count: int) -> None:
        """Count further problems of a kind that has been listed up to the limit."""
        self.counts[message.template] += count

    def include(self, other: Listing) -> None:
        """Add all problems of another listing, those that it only counts included."""
        for problem in other.listed:
            self.add(problem.place, problem.message, problem.hint)
        for kind, count in other.counts.items():
            self.counts[kind] += max(0, count - other.most)

    def all(self) -> list[Problem]:
        """The problems of each kind up to the limit, then their number."""
        return [*self.listed, *self._unlisted()]

    def _unlisted(self) -> list[Problem]:
        return [
            Problem(
                self.last[kind].place,
                replace(_MORE, values={"count": count - self.most}),
                t("Correct these first."),
            )
            for kind, count in self.counts.items()
            if count > self.most
        ]


def number_of(problems: Iterable[Problem]) -> int:
    """How many problems there are, those that are only counted included."""
    return sum(int(str(each.message.values["count"])) if is_count(each) else 1 for each in problems)


def is_count(problem: Problem) -> bool:
    """Whether this is the number of problems that are not listed."""
    return problem.message.template == _MORE.template
