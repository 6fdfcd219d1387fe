"""What there is to say about tables, as it is found."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from starcheck.errors import Place
from starcheck.language import Text, Title
from starcheck.ledger.listing import MOST_OF_A_KIND, Listing


@dataclass(frozen=True, slots=True)
class Repair:
    """Something that was read otherwise than it stands there.

    Attributes:
        place: where it stands first.
        read: what stands there.
        taken: what it was read as, or that it was left out.
        count: how often it was.
    """

    place: Place
    read: str
    taken: Text | Title | str
    count: int = 1


@dataclass(slots=True)
class Notes:
    """Problems, warnings and repairs of everything that is read together.

    Attributes:
        most: how many of a kind are listed.
        apart: whether branches that have problems in their own rows are told from the others.
        theirs: how many of the problems stand in rows of branches; looked for only if these are told apart.
        concerned: the ids of these branches, as they are found in what is being read.
    """

    most: int = MOST_OF_A_KIND
    apart: bool = False
    problems: Listing = field(init=False)
    warnings: Listing = field(init=False)
    repairs: list[Repair] = field(default_factory=list)
    theirs: int = 0
    concerned: list[pl.Series] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.problems, self.warnings = Listing(self.most), Listing(self.most)
