"""What a renderer is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from starcheck.language import DEFAULT_LANG, Lang
from starcheck.model import Assessment, Gap


@dataclass(frozen=True, slots=True)
class Report:
    """What there is to tell about one branch.

    Attributes:
        before: the assessment by the ledger alone, where reviewers have changed it.
    """

    assessment: Assessment
    gaps: tuple[Gap, ...] = ()
    before: Assessment | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """How to tell it.

    Attributes:
        lang: the language of the words; titles of the rule set follow it.
        width: columns of the terminal; 60 is the least that looks well.
        color: whether ANSI colours are wanted.
        verbose: whether every criterion is shown, not only the gaps.
    """

    lang: Lang = DEFAULT_LANG
    width: int = 80
    color: bool = False
    verbose: bool = False


Renderer = Callable[[Report, Style], str]
"""A pure function from a report to the text of one format."""
