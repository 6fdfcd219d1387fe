"""The language of the interface, chosen before anything is said."""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping, Sequence

import click

from starcheck.errors import one_of
from starcheck.language import DEFAULT_LANG, LANGS, LOCALE, Lang, say, t

VARIABLE = "STARCHECK_LANG"


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Lang:
    """The language of ``--lang``, else of the environment, else the default; a wrong one is refused later."""
    named = environment.get(VARIABLE)
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
    t("default: {default}"),
)
"""What click itself says on help pages; it asks the catalog that `speak_click` names."""


def speak_click(lang: Lang) -> None:
    """Let click's own words come from the catalog of a language."""
    gettext.bindtextdomain("starcheck", str(LOCALE))
    gettext.textdomain("starcheck")
    os.environ["LANGUAGE"] = lang


class ChoiceType(click.Choice[str]):
    """One of a few words."""

    def __init__(self, choices: Sequence[str], lang: Lang) -> None:
        super().__init__(choices)
        self.lang = lang

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read a word, or fail with what is allowed."""
        if value in self.choices:
            return str(value)
        message = t("there is no “{read}”. {hint}", read=str(value), hint=one_of(str(value), self.choices))
        raise click.BadParameter(say(message, self.lang), ctx, param)


def lang_option(lang: Lang) -> click.Option:
    """``--lang``; what it says was read before."""
    return click.Option(
        ["--lang"],
        type=ChoiceType(LANGS, lang),
        envvar=VARIABLE,
        expose_value=False,
        help=say(t("Language of all output; by default what {variable} says, else zh.", variable=VARIABLE), lang),
    )
