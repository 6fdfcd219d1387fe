"""``starcheck declare``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from starcheck.calendar import Period
from starcheck.cli.exits import Exit
from starcheck.cli.inputs import DateType, PeriodType
from starcheck.cli.language import ChoiceType, lang_option
from starcheck.cli.output import emit, style, write_whole
from starcheck.insight.declaring import Wish, declared
from starcheck.insight.kept import SUMMARY, State, read_all, with_declaration
from starcheck.language import Lang, say, t
from starcheck.report.declaration import declaration_in_words
from starcheck.report.page import Page
from starcheck.report.reading_notes import warning_lines


def declare_command(lang: Lang) -> click.Command:
    """The command, with help in one language."""

    def declare(folder: Path, state: str, by: str, on: date, window: Period | None, after: Path | None) -> int:
        kept, *earlier = read_all([folder, *([after] if after else [])])
        found = declared(kept, Wish(State(state), on, by, window, *earlier))
        write_whole(folder / SUMMARY, [with_declaration(kept, found.declaration)])
        for line in warning_lines(found.remarks, lang):
            click.echo(line, err=True)
        words = t("{folder}: {words}", folder=folder, words=declaration_in_words(found.declaration))
        emit("\n".join(Page(style(lang)).paragraph(words)), None)
        return Exit.DONE

    return click.Command(
        "declare",
        callback=declare,
        params=[
            click.Argument(["folder"], metavar=say(t("DIR"), lang), type=click.Path(path_type=Path)),
            click.Argument(["state"], metavar=say(t("STATE"), lang), type=ChoiceType(list(State), lang)),
            click.Option(
                ["--by"],
                required=True,
                metavar=say(t("WHO"), lang),
                help=say(t("Who declares it."), lang),
            ),
            click.Option(
                ["--on"],
                required=True,
                type=DateType(lang),
                metavar=say(t("DATE"), lang),
                help=say(t("The day on which it is declared."), lang),
            ),
            click.Option(
                ["--window"],
                type=PeriodType(lang),
                metavar=say(t("PERIOD"), lang),
                help=say(t("The days for objections, such as 2025-01-06..2025-01-10."), lang),
            ),
            click.Option(
                ["--after"],
                type=click.Path(path_type=Path),
                metavar=say(t("DIR"), lang),
                help=say(t("The results that were open to objection, if those in DIR are others."), lang),
            ),
            lang_option(lang),
        ],
        help=say(t("Declare how far results have come: provisional, objection or final."), lang),
        epilog=say(t("Example: starcheck declare results final --by Committee --on 2025-01-13"), lang),
    )
