"""What there is to say about tables, as it is found."""

from __future__ import annotations

from dataclasses import dataclass, field

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
    """Problems, warnings and repairs of everything that is read together."""

    most: int = MOST_OF_A_KIND
    problems: Listing = field(init=False)
    warnings: Listing = field(init=False)
    repairs: list[Repair] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.problems, self.warnings = Listing(self.most), Listing(self.most)
