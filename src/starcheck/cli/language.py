"""The language of the interface, chosen before anything is said."""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping, Sequence

import click

from starcheck.language import DEFAULT_LANG, LANGS, LOCALE, Lang, say, t

VARIABLE = "STARCHECK_LANG"


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Lang:
    """The language of ``--lang``, else of the environment, else the default; a wrong one is refused later."""
    named = environment.get(VARIABLE, DEFAULT_LANG)
    for index, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang" and index + 1 < len(arguments):
            named = arguments[index + 1]
        elif argument.startswith("--lang="):
            named = argument.removeprefix("--lang=")
    return next((lang for lang in LANGS if lang == named), DEFAULT_LANG)


CLICK_WORDS = (
    t("Usage:"),
    t("Options"),
    t("Commands"),
    t("Positional arguments"),
    t("Show this message and exit."),
    t("Show the version and exit."),
    t("Error: {message}"),
    t("Try '{command} {option}' for help."),
    t("Missing command."),
    t("Missing argument"),
    t("Missing option"),
    t("No such option {name!r}."),
    t("No such command {name!r}."),
    t("Invalid value: {message}"),
    t("Invalid value for {param_hint}: {message}"),
    t("Option {name!r} does not take a value."),
    t("Choose from:\n\t{choices}"),
    t("default: {default}"),
)
"""What click itself says; it asks the catalog that `speak_click` names."""


def speak_click(lang: Lang) -> None:
    """Let click's own words come from the catalog of a language."""
    gettext.bindtextdomain("starcheck", str(LOCALE))
    gettext.textdomain("starcheck")
    os.environ["LANGUAGE"] = lang


def lang_option(lang: Lang) -> click.Option:
    """``--lang``; what it says was read before."""
    return click.Option(
        ["--lang"],
        type=click.Choice(LANGS),
        expose_value=False,
        help=say(t("Language of everything that is printed."), lang),
    )
