"""What is said of a command line that cannot be used."""

from __future__ import annotations

import click

from starcheck.language import Lang, Text, say, t
from starcheck.report.wrap import clean


def complaint(error: click.UsageError, lang: Lang) -> str:
    """The usage, what is wrong, where to read more."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    lines = [clean(say(t("The command line cannot be used: {problem}", problem=_problem(error)), lang))]
    if error.ctx is not None:
        help_line = t("For help: {command} --help", command=error.ctx.command_path)
        lines = [error.ctx.get_usage(), *lines, say(help_line, lang)]
    return "\n".join(lines)


def _problem(error: click.UsageError) -> Text:
    match error:
        case click.NoSuchOption(option_name=read, possibilities=near):
            return _unknown(t("there is no option “{read}”.", read=read), near)
        case click.NoSuchCommand(command_name=read, possibilities=near):
            return _unknown(t("there is no command “{read}”.", read=read), near)
        case click.MissingParameter():
            return t("“{name}” is missing.", name=_name(error))
        case click.BadParameter(message=message):
            return t("{name}: {message}", name=_name(error), message=message)
        case click.BadOptionUsage(option_name=name) if _is_flag(error, name):
            return t("option “{name}” takes no value.", name=name)
        case click.BadOptionUsage(option_name=name):
            return t("option “{name}” needs a value.", name=name)
        case _:
            return t("there are too many arguments.")


def _unknown(problem: Text, near: list[str] | None) -> Text:
    if not near:
        return problem
    return t("{problem} {hint}", problem=problem, hint=t("Did you mean “{word}”?", word=near[0]))


def _name(error: click.BadParameter) -> str:
    """What a parameter is called on the command line, with the variable that may stand for it."""
    param = error.param
    if param is None or error.param_hint is not None:
        return str(error.param_hint)
    shown = max(param.opts, key=len) if isinstance(param, click.Option) else param.make_metavar(_context(error))
    return f"{shown} / {param.envvar}" if param.envvar else shown


def _context(error: click.UsageError) -> click.Context:
    return error.ctx or click.Context(click.Command("starcheck"))


def _is_flag(error: click.BadOptionUsage, name: str) -> bool:
    options = [param for param in _context(error).command.params if isinstance(param, click.Option)]
    return not any(name in option.opts and not option.is_flag for option in options)
