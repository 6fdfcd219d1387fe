"""The vocabulary of a difference between two rule sets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from starcheck.language import Text, Title
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.wording import Line

SubjectKind = Literal[
    "ruleset",
    "constant",
    "calendar",
    "table",
    "field",
    "measure",
    "section",
    "pool",
    "criterion",
    "veto",
    "direct",
    "eligibility",
    "level",
    "consequence",
    "target",
]


class Verb(StrEnum):
    """What happened to a subject, or to one key of it."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    REORDERED = "reordered"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Subject:
    """A part of a rule set that has an identity: its kind with its id."""

    kind: SubjectKind
    id: str
    title: Title | Text | str


@dataclass(frozen=True, slots=True)
class Detail:
    """One place below a key at which two rule sets are written differently; None where one has nothing there."""

    at: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    Attributes:
        aspect: the key that differs, as it is written; empty where the whole subject came, went or moved.
        before: the old wording; of a subject that came, nothing.
        after: the new wording; of a subject that went, nothing.
        details: the places below the key at which the two are written differently.
    """

    subject: Subject
    verb: Verb
    aspect: str = ""
    before: tuple[Line, ...] = ()
    after: tuple[Line, ...] = ()
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs between two rule sets, in the order of the later one; nothing if they say the same."""

    before: RuleSet
    after: RuleSet
    changes: tuple[Change, ...]
