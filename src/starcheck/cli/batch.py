"""``starcheck batch``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import click

from starcheck.assessing import BatchResult, assess_batch
from starcheck.calendar import Period
from starcheck.cli.exits import Exit
from starcheck.cli.folder import Part, whole_folder
from starcheck.cli.inputs import assessment_options, data_argument, ruleset_of, today
from starcheck.cli.language import lang_option
from starcheck.cli.output import emit, style
from starcheck.errors import InputError, LedgerError, Place, Problem
from starcheck.insight.losses import losses
from starcheck.insight.overview import overview
from starcheck.language import Lang, say, t
from starcheck.ledger import assessed_period, open_ledgers
from starcheck.ledger.collected import Legible, collected, legible
from starcheck.ledger.digest import digest_of_all
from starcheck.ledger.listing import Listing
from starcheck.report.batch import SUMMARY, Batch, encoded, render, summary
from starcheck.report.reading_notes import warning_lines
from starcheck.rules.load import load_ruleset


def batch_command(lang: Lang) -> click.Command:
    """The command, with help in one language."""

    def batch(
        data: tuple[str, ...],
        output: Path,
        rules: str | None,
        period: Period | None,
        as_of: date | None,
        *,
        strict: bool,
        quiet: bool,
    ) -> int:
        _refuse_within(output, data)
        with whole_folder(output) as part:
            found = legible(open_ledgers(*data))
            done, result, warnings = _judged(found, rules, period, as_of, strict=strict)
            _write(done, result, part, lang)
        for line in warning_lines(_first_of_each_kind(warnings), lang):
            click.echo(line, err=True)
        if not quiet:
            told = say(t("Wrote {folder}.", folder=str(output)), lang)
            emit(f"{render(done, style(lang))}\n{told}", None)
        return Exit.NOT_REACHED if done.refused else Exit.DONE

    return click.Command(
        "batch",
        callback=batch,
        params=[
            data_argument(lang),
            click.Option(
                ["-o", "--output"],
                required=True,
                type=click.Path(path_type=Path),
                metavar=say(t("DIR"), lang),
                help=say(t("The folder to write; earlier results in it are replaced."), lang),
            ),
            *assessment_options(lang),
            click.Option(
                ["--strict"], is_flag=True, help=say(t("Stop if any ledger cannot be used; write nothing."), lang)
            ),
            click.Option(["-q", "--quiet"], is_flag=True, help=say(t("Print no summary."), lang)),
            lang_option(lang),
        ],
        help=say(t("Judge many branches at once: the results of all as files, and a summary."), lang),
        epilog=say(t("Example: starcheck batch ledgers -o results --as-of 2024-12-31"), lang),
    )


def _judged(
    found: Legible, rules: str | None, period: Period | None, as_of: date | None, *, strict: bool
) -> tuple[Batch, BatchResult, Sequence[Problem]]:
    """What came of judging all ledgers that can be used, with what deserves a look.

    Raises:
        InputError: if none can be used, if they are not for one and the same, or, where that is wanted, if one cannot.
    """
    heading, together = found.heading(), found.together
    assessed = assessed_period(together.source, heading, period)
    loaded = load_ruleset(ruleset_of(together, heading, rules, assessed.end)).in_force(assessed.end)
    read = collected(found, loaded.ruleset)
    if strict and read.refused:
        raise LedgerError(problem for each in read.refused for problem in each.problems)
    day = as_of or heading.day(assessed, today())
    result = assess_batch(loaded, read.tables, period=assessed, as_of=day)
    seen, costs = overview(result.results, loaded.ruleset), losses(result.findings, loaded.ruleset)
    done = Batch(loaded, assessed, day, digest_of_all(read.tables), read.ledgers, read.refused, seen, costs)
    return done, result, [*([] if as_of else _other_days(found, day)), *read.warnings]


def _other_days(found: Legible, day: date) -> Iterable[Problem]:
    """That ledgers say they are kept up to another day than all are looked at from."""
    if any(stated not in {None, day} for stated in found.days):
        message = t("Not all ledgers are kept up to the same day; all are looked at as of {day}.", day=day)
        yield Problem(Place(found.source), message, t("Choose the day with --as-of."))


def _first_of_each_kind(warnings: Iterable[Problem]) -> list[Problem]:
    listing = Listing()
    for warning in warnings:
        listing.add(warning.place, warning.message, warning.hint)
    return listing.all()


def _write(done: Batch, result: BatchResult, part: Part, lang: Lang) -> None:
    """Write the tables of results, then what they rest on."""
    files = {}
    for file in encoded(result):
        part.write(file.name, file.content)
        files[file.name] = {"rows": file.rows, "bytes": len(file.content), "sha256": file.sha256}
    part.write(SUMMARY, summary(done, files, lang).encode())


def _refuse_within(output: Path, data: Sequence[str]) -> None:
    """Refuse to write among what is read, where it would be read as a ledger the next time."""
    target = output.resolve()
    for name in data:
        folder = Path(name)
        if folder.is_dir() and target.is_relative_to(folder.resolve()):
            message = t("The results would lie in {folder}, and be read as a ledger the next time.", folder=name)
            raise InputError([Problem(Place(str(output)), message, t("Choose a folder beside it."))])
