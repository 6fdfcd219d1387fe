"""``starcheck rules``: list, show, diff, lint, test, schema."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from itertools import chain

import click

from starcheck.calendar import Period
from starcheck.cli.exits import Exit
from starcheck.cli.inputs import assessment_options, format_option, today
from starcheck.cli.language import lang_option
from starcheck.cli.output import emit, style
from starcheck.insight.casework import run_cases
from starcheck.insight.movement import Between, Unfit
from starcheck.language import Lang, say, t
from starcheck.report.case_results import render_case_run
from starcheck.report.difference import DIFFERENCE_RENDERERS, DifferenceReport
from starcheck.report.lint import LINT_RENDERERS
from starcheck.report.origins import render_origins
from starcheck.report.scoring_table import PAGES, render_ruleset
from starcheck.rules.cases import load_cases
from starcheck.rules.diff import compare_at_all_times
from starcheck.rules.library import DEFAULT, BundledRuleSet, bundled, find
from starcheck.rules.lint import lint_at_all_times
from starcheck.rules.load import load_ruleset
from starcheck.rules.load.file_schema import file_schema


def rules_group(lang: Lang) -> click.Group:
    """The commands about rule sets, with help in one language."""
    commands = [_list(lang), _show(lang), _diff(lang), _lint(lang), _test(lang), _schema(lang)]
    return click.Group(
        "rules",
        commands={command.name or "": command for command in commands},
        params=[lang_option(lang)],
        help=say(t("Look at rule sets: list, show, diff, lint, test, schema."), lang),
        epilog=say(t("Example: starcheck rules show five-star"), lang),
    )


def _ruleset_argument(lang: Lang) -> click.Argument:
    return click.Argument(["ruleset"], default=DEFAULT, metavar=say(t("[RULESET]"), lang))


def _list(lang: Lang) -> click.Command:
    def list_() -> int:
        own, examples = ([each for each in bundled() if each.is_example is wanted] for wanted in (False, True))
        heading = say(t("Published standards, as examples:"), lang)
        emit("\n".join([*_titled(own, lang), "", heading, *_titled(examples, lang)]), None)
        return Exit.DONE

    help_ = t("List the rule sets that come with starcheck.")
    return click.Command(
        "list",
        callback=list_,
        params=[lang_option(lang)],
        help=say(help_, lang),
        epilog=say(t("Example: starcheck rules list"), lang),
    )


def _titled(rule_sets: Sequence[BundledRuleSet], lang: Lang) -> list[str]:
    return [f"{each.reference}\t{say(load_ruleset(each.path).ruleset.title, lang)}" for each in rule_sets]


def _show(lang: Lang) -> click.Command:
    def show(ruleset: str, section: str | None, format_: str, *, origins: bool) -> int:
        loaded = load_ruleset(find(ruleset))
        if origins:
            emit(render_origins(loaded, style(lang), section=section), None)
        else:
            emit(render_ruleset(loaded, style(lang), section, PAGES[format_]), None)
        return Exit.DONE

    section = click.Option(
        ["--section"], metavar=say(t("SECTION"), lang), help=say(t("Show only this section or pool."), lang)
    )
    origins = click.Option(
        ["--origins"],
        is_flag=True,
        help=say(t("Show where each part was written, and what became of it, instead of the table."), lang),
    )
    return click.Command(
        "show",
        callback=show,
        params=[_ruleset_argument(lang), section, format_option(PAGES, lang), origins, lang_option(lang)],
        help=say(t("Read a rule set back as the printed scoring table."), lang),
        epilog=say(t("Example: starcheck rules show five-star --section A"), lang),
    )


def _diff(lang: Lang) -> click.Command:
    def diff(
        before: str, after: str, ledgers: tuple[str, ...], period: Period | None, as_of: date | None, format_: str
    ) -> int:
        old, new = load_ruleset(find(before)), load_ruleset(find(after))
        between = Between(old, new, today(), period, as_of)
        branches = tuple(chain.from_iterable(map(between.movements, ledgers)))
        report = DifferenceReport(old, new, compare_at_all_times(old, new), branches)
        emit(DIFFERENCE_RENDERERS[format_](report, style(lang)), None)
        return Exit.BAD_INPUT if any(isinstance(branch, Unfit) for branch in branches) else Exit.DONE

    _, period, as_of = assessment_options(lang)
    return click.Command(
        "diff",
        callback=diff,
        params=[
            click.Argument(["before"], metavar=say(t("BEFORE"), lang)),
            click.Argument(["after"], metavar=say(t("AFTER"), lang)),
            click.Argument(["ledgers"], nargs=-1, metavar=say(t("[LEDGER]..."), lang)),
            period,
            as_of,
            format_option(DIFFERENCE_RENDERERS, lang),
            lang_option(lang),
        ],
        help=say(t("Say what differs between two rule sets and, with ledgers, who moves up or down and why."), lang),
        epilog=say(t("Example: starcheck rules diff five-star@2024 five-star@2025 ledger.yaml"), lang),
    )


def _lint(lang: Lang) -> click.Command:
    def lint_(ruleset: str, format_: str) -> int:
        loaded = load_ruleset(find(ruleset))
        findings = lint_at_all_times(loaded, run_cases(loaded, load_cases(loaded.path)).shown)
        if text := LINT_RENDERERS[format_](findings, lang):
            emit(text, None)
        summary = t("Findings: {n}.", n=len(findings)) if findings else t("Nothing to complain about.")
        click.echo(say(summary, lang), err=True)
        return Exit.NOT_REACHED if findings else Exit.DONE

    return click.Command(
        "lint",
        callback=lint_,
        params=[_ruleset_argument(lang), format_option(LINT_RENDERERS, lang), lang_option(lang)],
        help=say(t("Look for mistakes that a rule set can have although it can be used."), lang),
        epilog=say(t("Example: starcheck rules lint my-rules/ruleset.yaml"), lang),
    )


def _test(lang: Lang) -> click.Command:
    def test(ruleset: str, *, strict: bool) -> int:
        loaded = load_ruleset(find(ruleset))
        run = run_cases(loaded, load_cases(loaded.path))
        emit(render_case_run(run, style(lang)), None)
        return Exit.DONE if run.passes(strict=strict) else Exit.NOT_REACHED

    strict = click.Option(
        ["--strict"],
        is_flag=True,
        help=say(t("Fail too if no case touches a tier, row, loss, veto or level."), lang),
    )
    return click.Command(
        "test",
        callback=test,
        params=[_ruleset_argument(lang), strict, lang_option(lang)],
        help=say(t("Run the cases beside a rule set."), lang),
        epilog=say(t("Example: starcheck rules test five-star"), lang),
    )


def _schema(lang: Lang) -> click.Command:
    def schema() -> int:
        emit(json.dumps(file_schema(lang), ensure_ascii=False, indent=2), None)
        return Exit.DONE

    return click.Command(
        "schema",
        callback=schema,
        params=[lang_option(lang)],
        help=say(t("Print the JSON Schema of rule sets, for editors."), lang),
        epilog=say(t("Example: starcheck rules schema > ruleset.schema.json"), lang),
    )
