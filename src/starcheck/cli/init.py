"""``starcheck init``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import click

from starcheck.cli.exits import Exit
from starcheck.cli.language import lang_option
from starcheck.language import Lang, say, t
from starcheck.ledger import empty_ledger
from starcheck.ledger.writing import empty_contents, write_ledger
from starcheck.ledger.writing.whole import written_whole
from starcheck.rules.library import DEFAULT, SUFFIXES, bundled_root, find
from starcheck.rules.load import load_ruleset
from starcheck.rules.schema.ruleset import RuleSet


def init_command(lang: Lang, called: str = "init") -> click.Command:
    """The command, with help in one language.

    Args:
        lang: the language.
        called: the words that call it.
    """

    def init(file: Path, rules: str, *, adjustments: bool) -> int:
        if adjustments:
            return _review(file, rules, lang)
        if (write := _WRITERS.get(file.suffix.lower())) is None:
            endings = [suffix for suffix in _WRITERS if suffix]
            message = t(
                "The name of a ledger ends in {suffixes}; a folder of CSV files has no ending.", suffixes=endings
            )
            raise click.BadParameter(say(message, lang), param_hint=say(t("FILE"), lang))
        path = find(rules)
        ruleset = load_ruleset(path).ruleset
        write(ruleset, file, lang)
        own = "" if path.is_relative_to(bundled_root()) else f" --rules {rules}"
        command = f"starcheck check {file}{own}"
        click.echo(
            say(t("Wrote {file}. Fill it in, then run: {command}", file=str(file), command=command), lang), err=True
        )
        return Exit.DONE

    return click.Command(
        called.rpartition(" ")[2],
        callback=init,
        params=[
            click.Argument(["file"], type=click.Path(path_type=Path), metavar=say(t("FILE"), lang)),
            click.Option(
                ["--rules"],
                metavar=say(t("RULESET"), lang),
                default=DEFAULT,
                show_default=True,
                help=say(t("Rule set: a bundled id such as five-star, or a path."), lang),
            ),
            click.Option(
                ["--adjustments"],
                is_flag=True,
                help=say(t("Write an empty table for reviewers' adjustments instead: .xlsx or .csv."), lang),
            ),
            lang_option(lang),
        ],
        help=say(t("Write an empty ledger to fill in."), lang),
        epilog=say(t("Example: starcheck {called} ledger.xlsx", called=called), lang),
    )


def _review(file: Path, rules: str, lang: Lang) -> Exit:
    """Write an empty table for reviewers."""
    from starcheck.ledger.writing.review import REVIEWS, write_review  # noqa: PLC0415 - seldom asked for

    if file.suffix.lower() not in REVIEWS:
        message = t("The name of a table of adjustments ends in {suffixes}.", suffixes=list(REVIEWS))
        raise click.BadParameter(say(message, lang), param_hint=say(t("FILE"), lang))
    ruleset = load_ruleset(find(rules)).ruleset
    with written_whole(file) as place:
        write_review(ruleset, place, lang)
    command = f"starcheck check {say(t('LEDGER'), lang)} --adjustments {file}"
    told = t("Wrote {file}. Fill it in, then run: {command}", file=str(file), command=command)
    click.echo(say(told, lang), err=True)
    return Exit.DONE


def _write_text(ruleset: RuleSet, path: Path, lang: Lang) -> None:
    with written_whole(path) as place:
        place.write_text(empty_ledger(ruleset, lang), encoding="utf-8")


def _write_tables(ruleset: RuleSet, path: Path, lang: Lang) -> None:
    write_ledger(empty_contents(ruleset), ruleset, path, lang)


_WRITERS: Mapping[str, Callable[[RuleSet, Path, Lang], None]] = {
    **dict.fromkeys(SUFFIXES, _write_text),
    ".xlsx": _write_tables,
    "": _write_tables,
}
"""What writes an empty ledger, by what its name ends in; without an ending it is the name of a folder."""
