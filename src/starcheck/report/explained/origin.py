"""What an explanation rests on."""

from __future__ import annotations

from starcheck._version import __version__
from starcheck.insight.source import Source
from starcheck.language import t
from starcheck.report.page import Page
from starcheck.rules.load import Loaded

_DIGEST = 12


def origin(loaded: Loaded, source: Source | None, page: Page) -> list[str]:
    """The rule set and, if there was one, the ledger."""
    ruleset = loaded.ruleset
    lines = [
        t(
            "Rule set {ruleset}, edition {edition}, digest {digest}; starcheck {engine}.",
            ruleset=ruleset.ruleset,
            edition=ruleset.edition,
            digest=loaded.digest[:_DIGEST],
            engine=__version__,
        )
    ]
    if source is not None:
        lines.append(
            t(
                "Ledger of {branch}, digest {digest}; period {start} to {end}, as of {as_of}.",
                branch=source.branch_id,
                digest=source.ledger_digest[:_DIGEST],
                start=source.period.start,
                end=source.period.end,
                as_of=source.as_of,
            )
        )
    return [line for words in lines for line in page.paragraph(words, tone="faint")]
