"""A rule set laid over the one that it extends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from starcheck.errors import Problem
from starcheck.language import t
from starcheck.rules.load.addresses import entries_of, fields_of, holds_things, id_of
from starcheck.rules.load.changes import CHANGES, changed
from starcheck.rules.load.editing import Editing, same
from starcheck.rules.load.parts import Part
from starcheck.rules.load.uniting import EXTENDS
from starcheck.rules.schema.ruleset import RuleSet

HEAD = ("ruleset", "edition", "title", "source", "effective_from", "effective_to")
"""What a rule set says of itself alone; it is never taken from another one."""


def laid_over(base: Part, own: Part, problems: list[Problem]) -> Part:
    """The base with what another rule set states itself, then with its changes.

    Names (constants, tables, their fields, measures) go over those of the base, things with new ids after its own;
    whatever else is stated takes the place of what the base says.
    """
    below = _only(base, [key for key in base.named if key not in HEAD])
    head = {key: part for key, part in own.named.items() if key in HEAD}
    stated = _only(own, [key for key in own.named if key not in (*HEAD, EXTENDS, CHANGES)])
    laid = _over(below, stated, RuleSet, problems)
    if CHANGES in own.named:
        laid = changed(Editing(laid, below, stated), own.named[CHANGES], problems)
    return replace(own, parts={**head, **laid.named}).marked(EXTENDS, own.named[EXTENDS].own_key_place)


def _only(part: Part, keys: list[str]) -> Part:
    return replace(part, parts={key: part.named[key] for key in keys})


def _over(base: Part, own: Part, annotation: Any, problems: list[Problem]) -> Part:  # noqa: ANN401 - of a model's field
    """One value over another, as deep as names go."""
    held, fields = entries_of(annotation), fields_of(annotation)
    if (held is not None or fields) and isinstance(own.opened, Mapping) and isinstance(base.opened, Mapping):
        parts = dict(base.named)
        for key, new in own.named.items():
            inner = fields.get(key) if held is None else held
            parts[key] = _over(parts[key], new, inner, problems) if key in parts else _added(new)
        return replace(base, parts=parts)
    if holds_things(annotation) and base.listed and own.listed:
        ids = {id_of(item) for item in base.listed}
        problems.extend(_known(item) for item in own.listed if id_of(item) in ids)
        added = [_added(item) for item in own.listed if id_of(item) not in ids]
        return replace(base, parts=(*base.listed, *added))
    if same(base, own):
        message = t("The rule set that is extended says the same.")
        problems.append(Problem(own.own_key_place, message, t("Leave it out: whatever is not stated is taken over.")))
    return replace(own, steps=base.steps).marked("replace", own.own_key_place)


def _known(item: Part) -> Problem:
    """A thing that the base has already."""
    message = t("The rule set that is extended has “{id}” already.", id=id_of(item))
    hint = t("Say under “changes” what is different: replace, change, reweight, retitle, move or remove it.")
    return Problem(item.place(("id",)), message, hint)


def _added(part: Part) -> Part:
    return part.marked("add", part.own_key_place)
