"""What the sheets of a workbook and their columns are called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from starcheck.language import Lang, say
from starcheck.ledger.layout import layout
from starcheck.rules.schema.dictionary import Field
from starcheck.rules.schema.ruleset import RuleSet

LONGEST = 31
"""How many characters the name of a sheet may have."""
REQUIRED = "*"
"""What stands before the heading of a column that has to be filled in."""

_WIDE = str.maketrans("[]:*?/\\'", "［］：＊？／＼’")
_RESERVED = frozenset({"history"})


def sheet_names(ruleset: RuleSet, lang: Lang) -> dict[str, str]:
    """The name of every table's sheet, in the order of a template."""
    return unique_names({name: say(table.label, lang) for name, table in layout(ruleset).items()})


def unique_names(labels: Mapping[str, str], taken: Iterable[str] = ()) -> dict[str, str]:
    """Names that a workbook allows, none of them used twice, whatever its letters' case.

    Args:
        labels: what each sheet is called if nothing stands against it.
        taken: names that are used already.
    """
    used = _RESERVED | {name.casefold() for name in taken}
    names: dict[str, str] = {}
    for key, label in labels.items():
        legal = sheet_name(label)
        number = 1
        while (name := _numbered(legal, number)).casefold() in used:
            number += 1
        used |= {name.casefold()}
        names[key] = name
    return names


def sheet_name(label: str) -> str:
    """A label as the name of a sheet: characters that are not allowed made wide, the end cut off if it is too long."""
    words = re.sub(r"\s+", " ", label).strip().translate(_WIDE)
    return words[:LONGEST].rstrip()


def labels(fields: Mapping[str, Field], lang: Lang) -> dict[str, str]:
    """What the columns of a table are called: by their labels, or by their names where two have the same."""
    said = {name: " ".join(say(field.label, lang).split()) for name, field in fields.items()}
    times = Counter(said.values())
    return {name: label if times[label] == 1 else name for name, label in said.items()}


def heading(label: str, unit: str, lang: Lang, *, required: bool) -> str:
    """A label as a form has it: ``*实到（人）`` has to be filled in, ``备注`` need not."""
    aside = f"（{unit}）" if lang == "zh" else f" ({unit})"
    return f"{REQUIRED if required else ''}{label}{aside if unit else ''}"


def _numbered(name: str, number: int) -> str:
    end = f"~{number}" if number > 1 else ""
    return name[: LONGEST - len(end)] + end
