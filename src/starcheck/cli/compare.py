"""``starcheck compare``."""

from __future__ import annotations

from pathlib import Path

import click

from starcheck.cli.exits import Exit
from starcheck.cli.inputs import CountType, format_option, output_option
from starcheck.cli.language import lang_option
from starcheck.cli.output import emit_pieces, style
from starcheck.insight.comparison import Comparison
from starcheck.insight.kept import read_all
from starcheck.language import Lang, say, t
from starcheck.report.comparison import COMPARISON_RENDERERS, ComparisonReport

MOST = 20
"""How many branches are listed unless somebody says otherwise."""


def compare_command(lang: Lang) -> click.Command:
    """The command, with help in one language."""

    def compare(old: Path, new: Path, most: int, format_: str, output: Path | None) -> int:
        report = ComparisonReport(Comparison.of(*read_all([old, new])), most)
        pieces = COMPARISON_RENDERERS[format_](report, style(lang, to_file=output is not None))
        emit_pieces(pieces, output)
        return Exit.DONE

    return click.Command(
        "compare",
        callback=compare,
        params=[
            click.Argument(["old"], metavar=say(t("OLD"), lang), type=click.Path(path_type=Path)),
            click.Argument(["new"], metavar=say(t("NEW"), lang), type=click.Path(path_type=Path)),
            click.Option(
                ["--most"],
                type=CountType(lang),
                default=MOST,
                show_default=True,
                metavar=say(t("N"), lang),
                help=say(t("How many branches are listed; csv has all."), lang),
            ),
            format_option(COMPARISON_RENDERERS, lang),
            output_option(lang),
            lang_option(lang),
        ],
        help=say(t("Say what changed between two folders of results, the biggest first."), lang),
        epilog=say(t("Example: starcheck compare results-1 results-2"), lang),
    )
