"""What the summary in a folder of results says of them, as far as it is read back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from starcheck.calendar import Period

SCHEMA = "starcheck/batch/1"


class _Read(BaseModel):
    """Keys that are not asked for here may stand there too: later versions add some."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Edition(_Read):
    """The rule set by which was judged."""

    id: str
    edition: str
    digest: str

    @property
    def reference(self) -> str:
        """How a person names it."""
        return f"{self.id}@{self.edition}"


class Days(_Read):
    """A stretch of days, both ends included."""

    start: date
    end: date

    @property
    def period(self) -> Period:
        """The same as a period."""
        return Period(self.start, self.end)


class Data(_Read):
    """What the branches provided.

    Attributes:
        digest: of all of it; None where they are too many.
        files: the digests of the files instead, by their names.
    """

    ledgers: int
    branches: int
    digest: str | None
    files: Mapping[str, str] = {}

    def is_known_as(self, other: Data) -> bool:
        """Whether it is the same as another for certain."""
        own, others = (sorted(each.files.values()) for each in (self, other))
        return self.digest == other.digest if self.digest or other.digest else bool(own) and own == others


class LeftOut(_Read):
    """What was not used."""

    ledgers: int


class LevelName(_Read):
    """A level, or what stands in place of one."""

    level: str
    title: str


class FileEntry(_Read):
    """A file of results."""

    sha256: str


class Header(_Read):
    """What results rest on.

    Attributes:
        form: the schema that the summary follows.
        levels: the highest first, then what stands in place of one.
        files: by their names.
    """

    form: str = Field(alias="schema")
    state: str
    engine: str
    ruleset: Edition
    period: Days
    as_of: date
    data: Data
    left_out: LeftOut
    levels: tuple[LevelName, ...]
    files: Mapping[str, FileEntry]
