"""``starcheck check``."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from starcheck.assessing import assess
from starcheck.cli.exits import Exit
from starcheck.cli.inputs import (
    Choice,
    adjustments_for,
    adjustments_option,
    assessment_options,
    format_option,
    ledger_argument,
    output_option,
    read_inputs,
    reading_options,
    tell_reading,
)
from starcheck.cli.language import lang_option
from starcheck.cli.output import emit, style
from starcheck.errors import one_of
from starcheck.insight.gaps import gaps
from starcheck.insight.review import review
from starcheck.insight.target import highest, reaches
from starcheck.language import Lang, say, t
from starcheck.report import RENDERERS, Report
from starcheck.rules.wording import NO_LEVELS


def check_command(lang: Lang) -> click.Command:
    """The command, with help in one language."""

    def check(
        ledger: str,
        target: str | None,
        format_: str,
        output: Path | None,
        evidence_root: Path | None,
        adjustments: str | None,
        *,
        show_repairs: bool,
        verbose: bool,
        **chosen: Unpack[Choice],
    ) -> int:
        inputs = read_inputs(ledger, **chosen)
        tell_reading(inputs, lang, evidence_root=evidence_root, show_repairs=show_repairs)
        levels = [str(level.id) for level in inputs.loaded.ruleset.levels]
        if target is not None and target not in levels:
            hint = one_of(target, levels) if levels else NO_LEVELS
            message = t("There is no level “{read}”. {hint}", read=target, hint=hint)
            raise click.BadParameter(say(message, lang), param_hint="--target")
        if adjustments is None:
            before, assessment = None, assess(inputs.loaded, inputs.ledger, period=inputs.period, as_of=inputs.as_of)
        else:
            stated = adjustments_for(inputs, adjustments, lang, show_repairs=show_repairs)
            reviewed = review(inputs.loaded, inputs.ledger, stated, period=inputs.period, as_of=inputs.as_of)
            before, assessment = reviewed.before, reviewed.after
        report = Report(assessment, gaps(assessment), before)
        emit(RENDERERS[format_](report, style(lang, verbose=verbose, to_file=output is not None)), output)
        wanted = target or highest(assessment)
        return Exit.DONE if wanted is None or reaches(assessment, wanted) else Exit.NOT_REACHED

    return click.Command(
        "check",
        callback=check,
        params=[
            ledger_argument(lang),
            *assessment_options(lang),
            *reading_options(lang),
            adjustments_option(lang),
            click.Option(
                ["--target"],
                metavar=say(t("LEVEL"), lang),
                help=say(t("Level that has to be reached for exit code 0; by default the highest."), lang),
            ),
            format_option(RENDERERS, lang),
            output_option(lang),
            click.Option(["-v", "--verbose"], is_flag=True, help=say(t("Show every criterion."), lang)),
            lang_option(lang),
        ],
        help=say(t("Judge a branch's ledger: which star, how certain, what is missing, what to do."), lang),
        epilog=say(t("Example: starcheck check ledger.yaml --as-of 2024-06-30"), lang),
    )
