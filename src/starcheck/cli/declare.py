"""``starcheck declare``."""

from __future__ import annotations

from collections.abc import Mapping
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
from starcheck.report.declaration import declaration_in_words, so_far_in_words
from starcheck.report.page import Page
from starcheck.report.reading_notes import warning_lines

_IN_CHINESE = {"初步": State.PROVISIONAL, "公示": State.OBJECTION, "最终": State.FINAL}
"""The words by which a Chinese committee calls states."""


class StateType(ChoiceType):
    """A state of results, in either language."""

    def __init__(self, lang: Lang) -> None:
        super().__init__([*State, *_IN_CHINESE], lang)

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read a state, or fail with what is allowed."""
        read = super().convert(value, param, ctx)
        return _IN_CHINESE.get(read, read)


def _missing(said: Mapping[str, object]) -> click.MissingParameter:
    """The complaint that something which a declaration needs is not said; the first of it."""
    context = click.get_current_context()
    named = {param.name: param for param in context.command.params}
    first = next(name for name, value in said.items() if value is None)
    return click.MissingParameter(ctx=context, param=named[first])


def declare_command(lang: Lang) -> click.Command:
    """The command, with help in one language."""

    def declare(
        folder: Path, state: str | None, by: str | None, on: date | None, window: Period | None, after: Path | None
    ) -> int:
        page = Page(style(lang))
        if not any((state, by, on, window, after)):
            (kept,) = read_all([folder])
            said = [t("{folder}: {words}", folder=folder, words=words) for words in so_far_in_words(kept.header)]
            emit("\n".join(line for words in said for line in page.paragraph(words)), None)
            return Exit.DONE
        if state is None or by is None or on is None:
            raise _missing({"state": state, "by": by, "on": on})
        kept, *earlier = read_all([folder, *([after] if after else [])])
        found = declared(kept, Wish(State(state), on, by, window, *earlier))
        write_whole(folder / SUMMARY, [with_declaration(kept, found.declaration)])
        for line in warning_lines(found.remarks, lang):
            click.echo(line, err=True)
        words = t("{folder}: {words}", folder=folder, words=declaration_in_words(found.declaration))
        emit("\n".join(page.paragraph(words)), None)
        return Exit.DONE

    return click.Command(
        "declare",
        callback=declare,
        params=[
            click.Argument(["folder"], metavar=say(t("DIR"), lang), type=click.Path(path_type=Path)),
            click.Argument(["state"], required=False, metavar=say(t("[STATE]"), lang), type=StateType(lang)),
            click.Option(
                ["--by"],
                metavar=say(t("WHO"), lang),
                help=say(t("Who declares it; needed with STATE."), lang),
            ),
            click.Option(
                ["--on"],
                type=DateType(lang),
                metavar=say(t("DATE"), lang),
                help=say(t("The day on which it is declared; needed with STATE."), lang),
            ),
            click.Option(
                ["--window"],
                type=PeriodType(lang),
                metavar=say(t("FROM..TO"), lang),
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
        help=say(
            t(
                "Declare how far results have come: provisional, objection or final. "
                "Without STATE: tell what was declared of them so far."
            ),
            lang,
        ),
        epilog=say(t("Example: starcheck declare results final --by Committee --on 2025-01-13"), lang),
    )
