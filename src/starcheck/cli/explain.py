"""``starcheck explain``."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from starcheck.cli.exits import Exit
from starcheck.cli.inputs import (
    Choice,
    adjustments_for,
    adjustments_option,
    assessment_options,
    ledger_argument,
    read_inputs,
    reading_options,
    tell_reading,
)
from starcheck.cli.language import lang_option
from starcheck.cli.output import emit, style
from starcheck.insight.named import describe_named, explain_named
from starcheck.language import Lang, say, t
from starcheck.report.named import render_named
from starcheck.rules.library import DEFAULT, find
from starcheck.rules.load import load_ruleset


def explain_command(lang: Lang) -> click.Command:
    """The command, with help in one language."""

    def run(
        criterion: str,
        ledger: str | None,
        evidence_root: Path | None,
        adjustments: str | None,
        *,
        show_repairs: bool,
        **chosen: Unpack[Choice],
    ) -> int:
        if ledger is None:
            explanation = describe_named(load_ruleset(find(chosen["rules"] or DEFAULT)), criterion)
        else:
            inputs = read_inputs(ledger, **chosen)
            tell_reading(inputs, lang, evidence_root=evidence_root, show_repairs=show_repairs)
            stated = None
            if adjustments is not None:
                stated = adjustments_for(inputs, adjustments, lang, show_repairs=show_repairs)
            explanation = explain_named(inputs.loaded, inputs.ledger, criterion, inputs.period, inputs.as_of, stated)
        emit(render_named(explanation, style(lang)), None)
        return Exit.DONE

    return click.Command(
        "explain",
        callback=run,
        params=[
            click.Argument(["criterion"], metavar=say(t("ID"), lang)),
            ledger_argument(lang, required=False),
            *assessment_options(lang),
            *reading_options(lang),
            adjustments_option(lang),
            lang_option(lang),
        ],
        help=say(
            t(
                "Explain a criterion, or a rule such as a veto, a level or a consequence, by its id: its wording and"
                " basis and, with a ledger, the records counted and the arithmetic."
            ),
            lang,
        ),
        epilog=say(t("Example: starcheck explain A-01 ledger.yaml"), lang),
    )
