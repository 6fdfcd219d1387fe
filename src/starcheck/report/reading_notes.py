"""What there is to say about how ledgers were read, line by line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from starcheck.errors import Problem, in_order
from starcheck.language import Lang, Text, say, t
from starcheck.ledger.tabular.notes import Repair
from starcheck.report.wrap import clean

AS_IT_STANDS = t("Everything was read as it stands there.")


def warning_lines(warnings: Iterable[Problem], lang: Lang) -> list[str]:
    """What deserves a look."""
    return [clean(say(t("Note: {words}", words=warning.say(lang)), lang)) for warning in warnings]


def repair_lines(repairs: Iterable[Repair], lang: Lang) -> list[str]:
    """What was read otherwise than it stands there, in the order of places."""
    return [clean(say(_in_words(repair), lang)) for repair in sorted(repairs, key=lambda each: in_order(each.place))]


def _in_words(repair: Repair) -> Text:
    values = {"place": repair.place, "read": repair.read, "taken": repair.taken, "count": repair.count}
    if not repair.read:
        once, often = t("{place}: {taken}"), t("{place}: {taken} ({count} times)")
    else:
        once, often = t("{place}: “{read}” → {taken}"), t("{place}: “{read}” → {taken} ({count} times)")
    return replace(once if repair.count == 1 else often, values=values)
