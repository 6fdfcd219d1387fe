"""What is said of a command line that cannot be used."""

from __future__ import annotations

from collections.abc import Sequence

import click

from starcheck.language import Lang, Text, say, t
from starcheck.report.wrap import clean

_NOWHERE = click.Context(click.Command("starcheck"))


def complaint(error: click.UsageError, arguments: Sequence[str], lang: Lang) -> str:
    """The usage, what is wrong with the arguments, where to read more."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    usage = [error.ctx.get_usage()] if error.ctx else []
    problem = t("The command line cannot be used: {problem}", problem=_problem(error, arguments))
    next_step = t("For help: {command} --help", command=error.ctx.command_path if error.ctx else "starcheck")
    return "\n".join([*usage, clean(say(problem, lang)), say(next_step, lang)])


def _problem(error: click.UsageError, arguments: Sequence[str]) -> Text:
    match error:
        case click.NoSuchOption(option_name=read, possibilities=near):
            return _unknown(t("there is no option “{read}”.", read=read), near)
        case click.NoSuchCommand(command_name=read, possibilities=near):
            return _unknown(t("there is no command “{read}”.", read=read), near)
        case click.MissingParameter():
            return t("“{name}” is missing.", name=_name(error))
        case click.BadParameter(message=message):
            return t("{name}: {message}", name=_name(error), message=message)
        case click.BadOptionUsage(option_name=name):
            superfluous = any(word.startswith(f"{name}=") for word in arguments)
            too_much, too_little = (
                t("option “{name}” takes no value.", name=name),
                t("option “{name}” needs a value.", name=name),
            )
            return too_much if superfluous else too_little
        case _:
            is_group = isinstance(error.cmd, click.Group)
            return t("there is no command.") if is_group else t("there are too many arguments.")


def _unknown(problem: Text, near: list[str] | None) -> Text:
    if not near:
        return problem
    return t("{problem} {hint}", problem=problem, hint=t("Did you mean “{word}”?", word=near[0]))


def _name(error: click.BadParameter) -> str:
    """What a parameter is called on the command line, with the variable that may stand for it."""
    param = error.param
    if param is None or error.param_hint is not None:
        return str(error.param_hint)
    shown = max(param.opts, key=len) if isinstance(param, click.Option) else param.make_metavar(error.ctx or _NOWHERE)
    return f"{shown} / {param.envvar}" if param.envvar else shown
