"""``starcheck batch``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TypedDict, Unpack

import click

from starcheck.assessing import BatchResult
from starcheck.batching import BRANCHES_AT_ONCE, Done, Task, digests_of_files, opened_stage, run
from starcheck.calendar import Period
from starcheck.cli.exits import Exit
from starcheck.cli.folder import Part, whole_folder
from starcheck.cli.inputs import adjustments_option, assessment_options, data_argument, ruleset_of, today
from starcheck.cli.language import lang_option
from starcheck.cli.output import emit, style
from starcheck.cli.progress import Progress
from starcheck.errors import InputError, Place, Problem
from starcheck.insight.losses import losses
from starcheck.insight.overview import overview
from starcheck.insight.reviewed import reviewed
from starcheck.insight.units import Units
from starcheck.language import Lang, say, t
from starcheck.ledger import assessed_period, open_ledgers
from starcheck.ledger.adjustments import Adjustments, read_adjustments
from starcheck.ledger.collected import Legible, legible
from starcheck.ledger.listing import Listing
from starcheck.report.batch import SUMMARY, Batch, files, render, summary, workbook_file
from starcheck.report.reading_notes import warning_lines
from starcheck.rules.load import Loaded, load_ruleset

RESUME = t(
    "Go on with a run that broke off: behind what it had finished, in partitions of {count} branches.",
    count=BRANCHES_AT_ONCE,
)


class Chosen(TypedDict):
    """What options choose: the rule set, the assessed period, the day, how much is wanted."""

    rules: str | None
    period: Period | None
    as_of: date | None
    summary_only: bool
    adjustments: str | None


def batch_command(lang: Lang) -> click.Command:
    """The command, with help in one language."""

    def batch(
        data: tuple[str, ...], output: Path, *, resume: bool, strict: bool, quiet: bool, **chosen: Unpack[Chosen]
    ) -> int:
        _refuse_within(output, data)
        progress = Progress(lang, is_quiet=quiet)
        with whole_folder(output) as part:
            progress.reading()
            found = legible(open_ledgers(*data))
            task, days = _task(found, **chosen)
            sources = _sources(found, resume=resume)
            left_out = sorted(each.source for each in found.refused)
            key = {**task.key, "sources": sources, "left_out": left_out}
            with opened_stage(output, key, resume=resume) as stage:
                done = run(found, task, stage, progress.judged, strict=strict)
                progress.writing()
                batch = _batch(task, done, sources)
                _write(batch, done.result, part, lang)
        progress.over()
        for line in warning_lines(_first_of_each_kind([*days, *done.warnings]), lang):
            click.echo(line, err=True)
        if not quiet:
            told = say(t("Wrote {folder}.", folder=str(output)), lang)
            emit(f"{render(batch, style(lang))}\n{told}", None)
        return Exit.NOT_REACHED if done.refused or done.unused else Exit.DONE

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
            adjustments_option(lang),
            click.Option(
                ["--summary-only"],
                is_flag=True,
                help=say(t("Write only the results of the branches, not those of their criteria."), lang),
            ),
            click.Option(["--resume"], is_flag=True, help=say(RESUME, lang)),
            click.Option(
                ["--strict"], is_flag=True, help=say(t("Stop if any ledger cannot be used; write nothing."), lang)
            ),
            click.Option(["-q", "--quiet"], is_flag=True, help=say(t("Print neither summary nor progress."), lang)),
            lang_option(lang),
        ],
        help=say(t("Judge many branches at once: the results of all as files, and a summary."), lang),
        epilog=say(t("Example: starcheck batch ledgers -o results --as-of 2024-12-31"), lang),
    )


def _task(found: Legible, **chosen: Unpack[Chosen]) -> tuple[Task, list[Problem]]:
    """By what all ledgers that can be used are judged, with what deserves a look.

    Raises:
        InputError: if none can be used, or they are not for one and the same.
    """
    heading, together = found.heading(), found.together
    assessed = assessed_period(together.source, heading, chosen["period"])
    loaded = load_ruleset(ruleset_of(together, heading, chosen["rules"], assessed.end)).in_force(assessed.end)
    day = chosen["as_of"] or heading.day(assessed, today())
    stated, told = _adjustments(chosen["adjustments"], found, loaded, assessed, day)
    task = Task(loaded, assessed, day, summary_only=chosen["summary_only"], adjustments=stated)
    return task, [*told, *([] if chosen["as_of"] else _other_days(found, day))]


def _adjustments(
    name: str | None, found: Legible, loaded: Loaded, period: Period, day: date
) -> tuple[Adjustments | None, Sequence[Problem]]:
    """What reviewers changed, with what deserves a look in their file.

    Raises:
        InputError: the file cannot be used, or is among the ledgers.
    """
    if name is None:
        return None, ()
    if any(Path(source).resolve() == Path(name).resolve() for source in _all_sources(found)):
        message = t("This file is among the ledgers that are read.")
        raise InputError([Problem(Place(name), message, t("Put the adjustments somewhere else."))])
    stated = read_adjustments(name, loaded.ruleset, period, day, today())
    return stated, stated.warnings


def _all_sources(found: Legible) -> Iterable[str]:
    """Every file that is read as a ledger, or as a table of one."""
    together = found.together
    yield from (sheet.source for book in together.books for sheet in book.sheets)
    yield from (document.source for document in together.documents)
    yield from (each.source for each in found.refused)


def _sources(found: Legible, *, resume: bool) -> Mapping[str, str] | None:
    """The files that are read, with their digests; None if not only files are.

    Raises:
        InputError: an unfinished run is to be gone on with, and what it read may have changed.
    """
    together = found.together
    names = [sheet.source for book in together.books for sheet in book.sheets]
    sources = digests_of_files([*names, *(document.source for document in together.documents)])
    if sources is None and resume:
        message = t("A run over a database cannot be gone on with: its records may have changed meanwhile.")
        raise InputError([Problem(Place(together.source), message, t("Leave out --resume to begin anew."))])
    return sources


def _batch(task: Task, done: Done, sources: Mapping[str, str] | None) -> Batch:
    ruleset, result = task.loaded.ruleset, done.result
    return Batch(
        task.loaded,
        task.period,
        task.day,
        done.digest,
        done.ledgers,
        done.refused,
        overview(result.results, ruleset),
        () if result.findings is None else losses(result.findings, ruleset),
        sources or {},
        Units.of(result.results, ruleset),
        None if result.adjustments is None else reviewed(result.results, result.adjustments),
        "" if task.adjustments is None else task.adjustments.digest,
        done.unused,
    )


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


def _write(batch: Batch, result: BatchResult, part: Part, lang: Lang) -> None:
    """Write the tables of results, then what they rest on."""
    listed = [*files(result, batch.units), workbook_file(batch, result, lang)]
    written = {file.name: part.write(file.name, file.write) for file in listed}
    text = summary(batch, written, lang)
    part.write(SUMMARY, lambda path: path.write_text(text, encoding="utf-8"))


def _refuse_within(output: Path, data: Sequence[str]) -> None:
    """Refuse to write among what is read."""
    target = output.resolve()
    for name in data:
        folder = Path(name)
        if folder.is_dir() and target.is_relative_to(folder.resolve()):
            message = t("The results would lie in {folder}, among what is read.", folder=name)
            raise InputError([Problem(Place(str(output)), message, t("Choose a folder beside it."))])
