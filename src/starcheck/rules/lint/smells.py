"""What lint finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from starcheck.errors import Place, advised
from starcheck.language import Lang, Text, say
from starcheck.rules.check.flaws import Flaw
from starcheck.rules.schema.ruleset import RuleSet

Smells: TypeAlias = Iterator[Flaw]
Lint: TypeAlias = Callable[[RuleSet], Smells]
"""A lint: what its code stands for, wherever a rule set has it."""


@dataclass(frozen=True, slots=True)
class LintFinding:
    """Something that a rule set may say, but hardly means.

    Attributes:
        code: stable; the page on lint has a section for it.
    """

    code: str
    place: Place
    message: Text
    hint: Text | None = None

    def say(self, lang: Lang) -> str:
        """The finding as one line of text."""
        return advised(f"{self.place}: {self.code}: {say(self.message, lang)}", self.hint, lang)


def code_of(lint: Lint) -> str:
    """The code of a lint: its name, with hyphens."""
    return lint.__name__.replace("_", "-")
