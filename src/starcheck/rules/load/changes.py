"""The list of changes that a rule set makes to the one it extends."""

from __future__ import annotations

from starcheck.errors import Problem, one_of
from starcheck.language import t
from starcheck.rules.load.editing import Editing
from starcheck.rules.load.parts import Part
from starcheck.rules.load.verbs import EXAMPLE, VERBS, Verb
from starcheck.rules.schema.atoms import Mistake

CHANGES = "changes"


def changed(editing: Editing, changes: Part, problems: list[Problem]) -> Part:
    """A rule set after all changes, each made to what the earlier ones left.

    Args:
        editing: where the changes begin.
        changes: the list of changes.
        problems: takes what is wrong with them.
    """
    if not changes.listed:
        problems.append(Problem(changes.place(), t("“changes” takes a list of changes."), EXAMPLE))
    for entry in changes.listed:
        try:
            editing.root = _verb_of(entry)(editing, entry)
        except Mistake as mistake:
            problems.append(Problem(entry.place(mistake.at), mistake.message, mistake.hint))
    return editing.root


def _verb_of(entry: Part) -> Verb:
    """The verb of a change, if all that it says belongs to it."""
    found = [verb for verb in VERBS if verb in entry.named]
    if len(found) != 1:
        raise Mistake(t("A change has one of the keys {verbs}.", verbs=list(VERBS)), (), EXAMPLE)
    (verb,) = found
    apply, companions = VERBS[verb]
    for key in entry.named:
        if key not in (verb, *companions):
            raise Mistake(t("“{key}” is not known here.", key=key), (key,), one_of(key, companions or [verb]))
    return apply
