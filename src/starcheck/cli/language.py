"""The language of the interface, chosen before anything is said."""

from __future__ import annotations

import gettext
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


def speak_click(lang: Lang) -> None:
    """Let click's own words come from the same catalog."""
    gettext.bindtextdomain("starcheck", str(LOCALE))
    gettext.textdomain("starcheck")
    gettext._default_mofiles_lang = lang  # type: ignore[attr-defined]  # noqa: SLF001


def lang_option(lang: Lang) -> click.Option:
    """``--lang``; what it says was read before."""
    return click.Option(
        ["--lang"],
        type=click.Choice(LANGS),
        expose_value=False,
        help=say(t("Language of everything that is printed."), lang),
    )
