"""``starcheck ledger``: validate, inspect, convert, template."""

from __future__ import annotations

from pathlib import Path

import click

from starcheck.cli.exits import Exit
from starcheck.cli.init import init_command
from starcheck.cli.inputs import (
    data_argument,
    evidence_option,
    format_option,
    rules_option,
    ruleset_of,
    show_repairs_option,
    today,
)
from starcheck.cli.language import ChoiceType, lang_option
from starcheck.cli.output import emit, style
from starcheck.errors import InputError, RuleSetError
from starcheck.insight.inspection import inspect
from starcheck.language import Lang, say, t
from starcheck.ledger import Heading, Ledgers, open_ledgers
from starcheck.ledger.listing import MOST_OF_A_KIND
from starcheck.ledger.sources import shown_name
from starcheck.ledger.validation import Validation, validate
from starcheck.ledger.writing import FORMS, contents_of, write_ledger
from starcheck.report.inspection import INSPECTION_RENDERERS
from starcheck.report.reading_notes import warning_lines
from starcheck.report.validation import VALIDATION_RENDERERS
from starcheck.rules.library import DEFAULT, find
from starcheck.rules.load import load_ruleset
from starcheck.rules.schema.ruleset import RuleSet

MOST_MARKED = 10_000
"""How many problems of a kind are marked."""


def ledger_group(lang: Lang) -> click.Group:
    """The commands about ledgers, with help in one language."""
    commands = [_validate(lang), _inspect(lang), _convert(lang), init_command(lang, "ledger template")]
    return click.Group(
        "ledger",
        commands={command.name or "": command for command in commands},
        params=[lang_option(lang)],
        help=say(t("Look after ledgers: validate, inspect, convert, template."), lang),
        epilog=say(t("Example: starcheck ledger validate ledger.xlsx"), lang),
    )


def _validate(lang: Lang) -> click.Command:
    def validate_(
        data: tuple[str, ...],
        rules: str | None,
        evidence_root: Path | None,
        problems: Path | None,
        format_: str,
        *,
        show_repairs: bool,
    ) -> int:
        found, ledgers = _found(data, rules, evidence_root, MOST_OF_A_KIND if problems is None else MOST_MARKED)
        emit(VALIDATION_RENDERERS[format_](found, style(lang, verbose=show_repairs)), None)
        if problems is not None:
            _mark(found, ledgers, problems, lang)
        return Exit.BAD_INPUT if found.problems else Exit.DONE

    return click.Command(
        "validate",
        callback=validate_,
        params=[
            data_argument(lang),
            rules_option(lang),
            evidence_option(lang),
            click.Option(
                ["--problems"],
                type=click.Path(path_type=Path),
                metavar=say(t("OUT.xlsx"), lang),
                help=say(
                    t("Write a copy of the workbook with the wrong cells marked; into a folder, one for each ledger."),
                    lang,
                ),
            ),
            show_repairs_option(lang),
            format_option(VALIDATION_RENDERERS, lang),
            lang_option(lang),
        ],
        help=say(
            t("Say whether ledgers can be used, which cells are wrong, and how much of each table is there."), lang
        ),
        epilog=say(t("Example: starcheck ledger validate ledger.xlsx --show-repairs"), lang),
    )


def _found(
    data: tuple[str, ...], rules: str | None, evidence: Path | None, most: int
) -> tuple[Validation, Ledgers | None]:
    """What came of reading ledgers, those too that tell nothing for certain."""
    ledgers = None
    try:
        ledgers = open_ledgers(*data)
        ruleset = _ruleset(ledgers, ledgers.heading(), rules)
        return validate(ledgers, ruleset, today(), evidence=evidence, most=most), ledgers
    except RuleSetError:
        raise
    except InputError as error:
        return Validation(", ".join(map(shown_name, data)), problems=error.problems), ledgers


def _mark(found: Validation, ledgers: Ledgers | None, target: Path, lang: Lang) -> None:
    """Write what is wrong beside the cells, and say so."""
    if not found.problems:
        click.echo(say(t("There is nothing to mark; {file} was not written.", file=str(target)), lang), err=True)
        return
    from starcheck.ledger.writing.marked import write_marked  # noqa: PLC0415 - slow to load

    ruleset = found.ruleset or load_ruleset(find(DEFAULT)).ruleset
    told = write_marked(found.problems, ledgers.books if ledgers else (), ruleset, target, lang)
    for words in (t("Wrote {file}. The originals are as they were.", file=str(target)), *told):
        click.echo(say(words, lang), err=True)


def _ruleset(ledgers: Ledgers, heading: Heading, rules: str | None) -> RuleSet:
    """The rule set in force at the end of the period, or now."""
    day = today() if heading.period is None else heading.period.end
    return load_ruleset(ruleset_of(ledgers, heading, rules, day)).in_force(day).ruleset


def _inspect(lang: Lang) -> click.Command:
    def inspect_(data: tuple[str, ...], rules: str | None, evidence_root: Path | None, format_: str) -> int:
        ledgers = open_ledgers(*data)
        found = inspect(ledgers, _ruleset(ledgers, ledgers.heading(), rules), evidence=evidence_root)
        for line in warning_lines(found.warnings, lang):
            click.echo(line, err=True)
        emit(INSPECTION_RENDERERS[format_](found, style(lang)), None)
        return Exit.DONE

    return click.Command(
        "inspect",
        callback=inspect_,
        params=[
            data_argument(lang),
            rules_option(lang),
            evidence_option(lang, t("Compare the files that records name by their content, below this folder.")),
            format_option(INSPECTION_RENDERERS, lang),
            lang_option(lang),
        ],
        help=say(t("Say where a second look at the records may pay, such as at the same ones in two branches."), lang),
        epilog=say(t("Example: starcheck ledger inspect '2024/*.xlsx'"), lang),
    )


def _convert(lang: Lang) -> click.Command:
    def convert(data: tuple[str, ...], output: Path, rules: str | None, form: str | None, *, force: bool) -> int:
        ledgers = open_ledgers(*data)
        ruleset = _ruleset(ledgers, ledgers.heading(), rules)
        reading = ledgers.read(ruleset)
        reading.raise_any()
        contents = contents_of(reading.tables, reading.heading, ruleset)
        kind = next((kind for kind in FORMS if kind == form), None)
        write_ledger(contents, ruleset, output, lang, kind=kind, replace=force)
        told = t("Wrote {file}. Branches: {branches}.", file=str(output), branches=len(contents.branches))
        for line in (*warning_lines(reading.warnings, lang), say(told, lang)):
            click.echo(line, err=True)
        return Exit.DONE

    return click.Command(
        "convert",
        callback=convert,
        params=[
            data_argument(lang),
            click.Option(
                ["-o", "--output"],
                required=True,
                type=click.Path(path_type=Path),
                metavar=say(t("TARGET"), lang),
                help=say(t("The file to write, or a folder; what its name ends in says the form."), lang),
            ),
            rules_option(lang),
            click.Option(
                ["--form"],
                type=ChoiceType(sorted(FORMS), lang),
                help=say(t("The form, where the name does not say it, such as a folder of Parquet files."), lang),
            ),
            click.Option(["--force"], is_flag=True, help=say(t("Replace a file that is there already."), lang)),
            lang_option(lang),
        ],
        help=say(t("Write ledgers in another form: a workbook, YAML, CSV, Parquet, a database."), lang),
        epilog=say(t("Example: starcheck ledger convert ledger.yaml -o ledger.xlsx"), lang),
    )
