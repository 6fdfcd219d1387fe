"""The report for a person at a terminal."""

from __future__ import annotations

from collections.abc import Callable

from starcheck.report.blocks.ahead import ahead
from starcheck.report.blocks.answer import answer
from starcheck.report.blocks.barriers import direct, eligibility, ladder, vetoes
from starcheck.report.blocks.consequences import consequences
from starcheck.report.blocks.criteria import criteria
from starcheck.report.blocks.origin import left_aside, origin
from starcheck.report.blocks.pending import pending
from starcheck.report.blocks.reviewed import reviewed
from starcheck.report.blocks.shortfalls import shortfalls
from starcheck.report.blocks.sums import sums
from starcheck.report.page import Page
from starcheck.report.request import Report, Style

BLOCKS: tuple[Callable[[Report, Page], list[str]], ...] = (
    answer,
    reviewed,
    ahead,
    sums,
    shortfalls,
    pending,
    vetoes,
    direct,
    ladder,
    eligibility,
    consequences,
    criteria,
    left_aside,
    origin,
)
"""What is printed, in this order; a block without lines leaves no trace."""


def render(report: Report, style: Style) -> str:
    """The report as lines of text that fit the style's width.

    Args:
        report: what there is to tell.
        style: language, width, colours, detail.
    """
    page = Page(style)
    blocks = (block(report, page) for block in BLOCKS)
    return "\n\n".join("\n".join(lines) for lines in blocks if lines) + "\n"
