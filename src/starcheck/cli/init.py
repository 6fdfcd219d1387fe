"""``starcheck init``."""

from __future__ import annotations

from pathlib import Path

import click

from starcheck.cli.exits import Exit
from starcheck.cli.language import lang_option
from starcheck.cli.output import write_whole
from starcheck.language import Lang, say, t
from starcheck.ledger import empty_ledger
from starcheck.rules.library import DEFAULT, SUFFIXES, bundled_root, find
from starcheck.rules.load import load_ruleset


def init_command(lang: Lang) -> click.Command:
    """The command, with help in one language."""

    def init(file: Path, rules: str) -> int:
        if file.suffix not in SUFFIXES:
            message = t("The name of a ledger ends in {suffixes}.", suffixes=list(SUFFIXES))
            raise click.BadParameter(say(message, lang), param_hint=say(t("FILE"), lang))
        path = find(rules)
        write_whole(file, empty_ledger(load_ruleset(path).ruleset, lang), new=True)
        own = "" if path.is_relative_to(bundled_root()) else f" --rules {rules}"
        command = f"starcheck check {file}{own}"
        click.echo(
            say(t("Wrote {file}. Fill it in, then run: {command}", file=str(file), command=command), lang), err=True
        )
        return Exit.DONE

    return click.Command(
        "init",
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
            lang_option(lang),
        ],
        help=say(t("Write an empty ledger, with a comment on every table and field."), lang),
        epilog=say(t("Example: starcheck init ledger.yaml"), lang),
    )
