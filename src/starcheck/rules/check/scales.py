"""Scales: a number for every choice."""

from __future__ import annotations

from collections.abc import Mapping

from starcheck.language import t
from starcheck.rules.check.derived import every_key
from starcheck.rules.check.flaws import Flaw, Flaws
from starcheck.rules.check.kinds import of_field
from starcheck.rules.check.numbers import keys_of
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.dictionary import Field
from starcheck.rules.schema.numbers import Constant


def check(name: str, field: Field, scale: Mapping[str, Constant] | None, at: Path) -> Flaws:
    """A choice has a scale, a number has none; ``at`` is the path of the measure."""
    keys = keys_of(field)
    if scale is None:
        if keys:
            message = t("“{name}” is a choice: a scale has to say what each is worth.", name=name)
            yield Flaw(at, message, t("Add “scale”: a number for each of {choices}.", choices=list(keys)))
        elif not of_field(field).is_numeric:
            message = t("“{name}” is {kind}; a number or a choice is needed.", name=name, kind=of_field(field).words)
            yield Flaw(at, message, t("Name the field that holds the score or grade."))
    elif keys:
        yield from every_key(name, keys, list(scale), (*at, "scale"))
        if len({entry.percent for entry in scale.values()}) > 1:
            message = t("Some of the scale are percentages, others plain numbers.")
            yield Flaw((*at, "scale"), message, t("Write all of them one way."))
    else:
        message = t("A scale belongs to a choice; “{name}” is {kind}.", name=name, kind=of_field(field).words)
        yield Flaw((*at, "scale"), message, t("Remove it."), on_key=True)
