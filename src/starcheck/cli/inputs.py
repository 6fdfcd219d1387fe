"""From options to a rule set, a ledger and a period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from starcheck.calendar import Period, parse_period
from starcheck.cli.language import ChoiceType
from starcheck.errors import LedgerError, Place, RuleSetError
from starcheck.language import Lang, Text, say, t
from starcheck.ledger import Heading, Ledger, Ledgers, assessed_period, open_ledgers
from starcheck.ledger.heading import RULESET
from starcheck.report.reading_notes import AS_IT_STANDS, repair_lines, warning_lines
from starcheck.rules.library import DEFAULT, find_in_force
from starcheck.rules.load import Loaded, load_ruleset

if TYPE_CHECKING:
    from starcheck.ledger.adjustments import Adjustments


@dataclass(frozen=True)
class Inputs:
    """Everything an assessment needs."""

    loaded: Loaded
    ledger: Ledger
    period: Period
    as_of: date


class PeriodType(click.ParamType[Period]):
    """``2024``, ``2024Q1``, ``2024H1``, ``2024-03`` or ``FROM..TO``."""

    name = "PERIOD"

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        """Read a period, or fail with what is allowed."""
        if isinstance(value, Period):
            return value
        found = parse_period(value)
        if found is None:
            message = t(
                "“{read}” is no period. Allowed: 2024, 2024Q1, 2024H1, 2024-03, 2024-03-15..2024-08-20.",
                read=str(value),
            )
            self.fail(say(message, self.lang), param, ctx)
        return found


class DateType(click.ParamType[date]):
    """A date."""

    name = "DATE"

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read a date, or fail with what is allowed."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            message = t("“{read}” is no date. Write it as 2024-06-30.", read=str(value))
            self.fail(say(message, self.lang), param, ctx)


class CountType(click.ParamType[int]):
    """How many of something; 0 too."""

    name = "N"

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read a number, or fail with what is allowed."""
        written = str(value)
        if not (written.isascii() and written.isdecimal()):
            message = t("“{read}” is no number of things. Allowed: 0, 1, 2, ….", read=written)
            self.fail(say(message, self.lang), param, ctx)
        return int(written)


def assessment_options(lang: Lang) -> list[click.Parameter]:
    """The options that choose rule set, period and day."""
    return [
        rules_option(lang),
        click.Option(
            ["--period"],
            type=PeriodType(lang),
            metavar=say(t("PERIOD"), lang),
            help=say(t("Assessed period, such as 2024 or 2024Q1; by default the ledger's own."), lang),
        ),
        click.Option(
            ["--as-of"],
            type=DateType(lang),
            metavar=say(t("DATE"), lang),
            help=say(
                t("Look only at what was known on this day; by default the period's end, or today if that is earlier."),
                lang,
            ),
        ),
    ]


def rules_option(lang: Lang) -> click.Option:
    """The option that chooses the rule set."""
    words = t("Rule set: a bundled id such as five-star, or a path.")
    return click.Option(["--rules"], metavar=say(t("RULESET"), lang), help=say(words, lang))


def ledger_argument(lang: Lang, *, required: bool = True) -> click.Argument:
    """The ledger, in whatever form it is kept."""
    metavar = t("LEDGER") if required else t("[LEDGER]")
    return click.Argument(["ledger"], required=required, metavar=say(metavar, lang))


def data_argument(lang: Lang) -> click.Argument:
    """One ledger or several, in whatever form they are kept."""
    name = say(t("DATA"), lang)
    return click.Argument(["data"], nargs=-1, required=True, metavar=f"{name}...")


def reading_options(lang: Lang) -> list[click.Parameter]:
    """The options that choose a branch, and what is said of how its ledger was read."""
    return [
        click.Option(
            ["--branch"],
            metavar=say(t("ID"), lang),
            help=say(t("The branch, where the ledger holds several."), lang),
        ),
        evidence_option(lang),
        show_repairs_option(lang),
    ]


def adjustments_option(lang: Lang) -> click.Option:
    """The file in which reviewers changed results."""
    words = t("File of reviewers' adjustments: YAML, CSV or a workbook.")
    return click.Option(["--adjustments"], metavar=say(t("FILE"), lang), help=say(words, lang))


def show_repairs_option(lang: Lang) -> click.Option:
    """Whether repairs are listed."""
    words = t("List what was read otherwise than it stands there, such as dates in words.")
    return click.Option(["--show-repairs"], is_flag=True, help=say(words, lang))


_ARE_THEY_THERE = t("Look in this folder whether the files that records name are there.")


def evidence_option(lang: Lang, words: Text = _ARE_THEY_THERE) -> click.Option:
    """Where the files lie that records name, and what is done with them."""
    return click.Option(
        ["--evidence-root"],
        type=click.Path(path_type=Path),
        metavar=say(t("FOLDER"), lang),
        help=say(words, lang),
    )


def format_option(renderers: Mapping[str, object], lang: Lang) -> click.Option:
    """The option that chooses one of some renderers."""
    return click.Option(
        ["--format", "format_"],
        type=ChoiceType(sorted(renderers), lang),
        default="terminal",
        show_default=True,
        help=say(t("Format of the report."), lang),
    )


def output_option(lang: Lang) -> click.Option:
    """The option that names a file for the report."""
    return click.Option(
        ["-o", "--output"],
        type=click.Path(path_type=Path),
        metavar=say(t("FILE"), lang),
        help=say(t("Write the report to a file."), lang),
    )


class Choice(TypedDict):
    """What options choose: the rule set, the assessed period, the day, the branch."""

    rules: str | None
    period: Period | None
    as_of: date | None
    branch: str | None


def read_inputs(name: str, **chosen: Unpack[Choice]) -> Inputs:
    """Read everything an assessment needs; options go before what the ledger says of itself.

    Raises:
        InputError: a file cannot be used, or no period is known.
    """
    ledgers = open_ledgers(name)
    heading = ledgers.heading()
    assessed = assessed_period(ledgers.source, heading, chosen["period"])
    loaded = load_ruleset(ruleset_of(ledgers, heading, chosen["rules"], assessed.end)).in_force(assessed.end)
    ledger = ledgers.one(loaded.ruleset, chosen["branch"])
    return Inputs(loaded, ledger, assessed, chosen["as_of"] or ledger.heading.day(assessed, today()))


def tell_reading(inputs: Inputs, lang: Lang, *, evidence_root: Path | None, show_repairs: bool) -> None:
    """Say on stderr what deserves a look and, if it is wanted, what was read otherwise than it stands there.

    Raises:
        InputError: there is no such folder of evidence, or a name leads out of it.
    """
    ledger, warnings = inputs.ledger, inputs.ledger.warnings
    if evidence_root is not None:
        from starcheck.ledger.evidence import check_evidence  # noqa: PLC0415 - seldom asked for

        files = check_evidence(ledger.tables, inputs.loaded.ruleset, evidence_root)
        if files.problems:
            raise LedgerError(files.problems)
        warnings += files.warnings
    repairs = repair_lines(ledger.repairs, lang) if show_repairs else []
    if show_repairs and not repairs:
        repairs = [say(AS_IT_STANDS, lang)]
    for line in (*warning_lines(warnings, lang), *repairs):
        click.echo(line, err=True)


def adjustments_for(inputs: Inputs, name: str, lang: Lang, *, show_repairs: bool) -> Adjustments:
    """The adjustments of the branch, with what deserves a look said on stderr.

    Raises:
        InputError: the file cannot be used.
    """
    from starcheck.ledger.adjustments import read_adjustments  # noqa: PLC0415 - seldom asked for

    found = read_adjustments(name, inputs.loaded.ruleset, inputs.period, inputs.as_of, today())
    own = found.of([inputs.ledger.branch_id])
    strangers = [] if own.placed else found.unmatched(found.branches)
    warnings = warning_lines([*found.warnings, *found.left_aside, *strangers], lang)
    for line in (*warnings, *(repair_lines(found.repairs, lang) if show_repairs else [])):
        click.echo(line, err=True)
    return own


def ruleset_of(ledgers: Ledgers, heading: Heading, rules: str | None, day: date) -> Path:
    """The file of the rule set in force; a wrong name is a problem of the ledger that names it."""
    reference = rules or heading.ruleset or DEFAULT
    try:
        return find_in_force(reference, day)
    except RuleSetError as error:
        if rules is not None:
            raise
        named = ledgers.place(RULESET)
        raise LedgerError(
            replace(problem, place=named) if problem.place == Place(reference) else problem
            for problem in error.problems
        ) from error


def today() -> date:
    """The only place where starcheck reads the clock."""
    return date.today()  # noqa: DTZ011 - a day of the user's calendar
