"""The verbs by which a rule set changes the one that it extends."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from starcheck.documents import Keys
from starcheck.errors import nearest, one_of
from starcheck.language import t
from starcheck.rules.load.addresses import CRITERIA, LISTS, criterion_around, find, id_of, lists_in
from starcheck.rules.load.editing import WHOLE, Editing, same
from starcheck.rules.load.parts import Part
from starcheck.rules.schema.atoms import Mistake, spelled

Verb = Callable[[Editing, Part], Part]
EXAMPLE = t("Write for instance: “- {{reweight: A-01, points: 5}}”.")

_ANCHORS = ("to", "before", "after")
_WEIGHTS = ("points", "weight")
_ORDER = "its place"
_DIFFERENT = t("Say what is different, or remove the change.")


def _address(entry: Part, key: str) -> str:
    found = entry.said(key)
    if isinstance(found, str) or (isinstance(found, int) and not isinstance(found, bool)):
        return str(found)
    raise Mistake(t("An id is needed here."), (key,), EXAMPLE)


def _remove(editing: Editing, entry: Part) -> Part:
    address = _address(entry, "remove")
    named = editing.name(address, ("remove",))
    if named is not None:
        return editing.root.without(named)
    keys = editing.find_of_base(address, ("remove",))
    editing.claim(address, [WHOLE], entry, ("remove",))
    return editing.root.without(keys)


def _replace(editing: Editing, entry: Part) -> Part:
    address = _address(entry, "replace")
    keys = editing.find_of_base(address, ("replace",))
    old, new = editing.root.at(keys), _mapping(entry, "with")
    _keep_id(old, new)
    editing.claim(address, [WHOLE], entry, ("replace",))
    whole = replace(new, parts={"id": old.named["id"], **new.named}, steps=old.steps)
    if same(old, whole):
        raise Mistake(t("“{id}” is the same already.", id=address), ("with",), _DIFFERENT)
    return editing.root.put(keys, whole.marked("replace", entry.place()))


def _change(editing: Editing, entry: Part) -> Part:
    if "with" not in entry.named and "without" not in entry.named:
        raise Mistake(t("“change” says what is different, in “with” or “without”."), ("change",), _CHANGE)
    laid = _mapping(entry, "with").named if "with" in entry.named else {}
    return _lay(editing, entry, "change", laid, ("with",))


_CHANGE = t("Write for instance: “- {{change: A-01, with: {{target: 4}}}}”.")


def _reweight(editing: Editing, entry: Part) -> Part:
    laid = {key: part for key, part in entry.named.items() if key in _WEIGHTS}
    if len(laid) != 1:
        raise Mistake(t("“reweight” says the new points, or the new weight."), ("reweight",), EXAMPLE)
    return _lay(editing, entry, "reweight", laid)


def _retitle(editing: Editing, entry: Part) -> Part:
    if "title" not in entry.named:
        raise Mistake(t("“retitle” says the new title."), ("retitle",), _RETITLE)
    return _lay(editing, entry, "retitle", {"title": entry.named["title"]})


_RETITLE = t("Write for instance: “- {{retitle: A-01, title: …}}”.")


def _lay(editing: Editing, entry: Part, verb: str, laid: Mapping[str, Part], at: Keys = ()) -> Part:
    """Some keys of a thing laid over those that it has, and others taken away."""
    address = _address(entry, verb)
    keys = editing.find_of_base(address, (verb,))
    old = editing.root.at(keys)
    dropped = _dropped(entry, old)
    if "with" in entry.named:
        _keep_id(old, entry.named["with"])
    for key, part in laid.items():
        if key in old.named and same(old.named[key], part):
            raise Mistake(t("“{key}” of “{id}” is the same already.", key=key, id=address), (*at, key), _DIFFERENT)
        if key in lists_in(old):
            message = t("“{key}” holds things with ids of their own.", key=key)
            raise Mistake(message, (*at, key), t("Add, change or remove them one by one."))
    editing.claim(address, [*laid, *dropped], entry, (verb,))
    parts = {key: part for key, part in {**old.named, **laid}.items() if key not in dropped}
    return editing.root.put(keys, replace(old, parts=parts).marked(verb, entry.place()))


def _dropped(entry: Part, old: Part) -> Sequence[str]:
    """The keys that “without” names."""
    if "without" not in entry.named:
        return ()
    listing = entry.named["without"]
    if not listing.listed:
        raise Mistake(t("“without” takes a list of keys."), ("without",), t("Write for instance: [target, remedy]."))
    allowed = [key for key in old.named if key != "id"]
    for index, item in enumerate(listing.listed):
        if item.value not in allowed:
            message = t("There is no “{key}” to take away.", key=spelled(item.value))
            raise Mistake(message, ("without", index), one_of(spelled(item.value), allowed))
    return [str(item.value) for item in listing.listed]


def _add(editing: Editing, entry: Part) -> Part:
    new = _mapping(entry, "add")
    name = id_of(new)
    if name is None:
        raise Mistake(t("What is added has an id."), ("add",), t("Ids are written by hand and never change."))
    keys = _target(editing, entry)
    criterion = criterion_around(editing.root, keys)
    address = name if criterion is None else f"{criterion}/{name}"
    if find(editing.base, address):
        hint = t("Write “replace” instead of “add”, or choose another id.")
        raise Mistake(t("The rule set that is extended has “{id}” already.", id=address), ("add", "id"), hint)
    if find(editing.root, address):
        raise Mistake(t("“{id}” is added twice.", id=address), ("add", "id"), t("Every id stands for one thing."))
    return editing.root.inserted(keys, new.marked("add", entry.place()))


def _move(editing: Editing, entry: Part) -> Part:
    address = _address(entry, "move")
    keys = editing.find_of_base(address, ("move",))
    editing.claim(address, [_ORDER], entry, ("move",))
    part = editing.root.at(keys)
    rest = replace(editing, root=editing.root.without(keys))
    target = _target(rest, entry)
    if target == keys:
        raise Mistake(t("“{id}” stands there already.", id=address), ("move",), _DIFFERENT)
    return rest.root.inserted(target, part.marked("move", entry.place()))


def _target(editing: Editing, entry: Part) -> Keys:
    """Where something goes: the path of the item it becomes."""
    anchors = [key for key in _ANCHORS if key in entry.named]
    if len(anchors) != 1:
        raise Mistake(t("Say where it goes by one of {keys}.", keys=list(_ANCHORS)), (), _TARGET)
    (anchor,) = anchors
    address = _address(entry, anchor)
    if anchor == "to":
        return _end_of(editing, address)
    keys = editing.find(address, (anchor,))
    index = keys[-1]
    if not isinstance(index, int):
        message = t("“{id}” stands alone, not in a list.", id=address)
        raise Mistake(message, (anchor,), t("Change the thing around it."))
    return (*keys[:-1], index + (anchor == "after"))


_TARGET = t("Write for instance: “to: A” for the end of section A, or “after: A-03”.")


def _end_of(editing: Editing, address: str) -> Keys:
    """The end of a list of the rule set, or of the list that a thing holds."""
    root = editing.root
    if address in LISTS:
        return (address, len(root.named[address].listed) if address in root.named else 0)
    if not find(root, address) and (near := nearest(address, LISTS)):
        raise Mistake(t("The rule set that is extended has no “{id}”.", id=address), ("to",), near)
    keys = editing.find(address, ("to",))
    holder = root.at(keys)
    held = [CRITERIA] if CRITERIA in holder.named else lists_in(holder)
    if len(held) != 1:
        message = t("“{id}” does not hold a list of things.", id=address)
        raise Mistake(message, ("to",), t("Name a section, a pool, or a list of the rule set such as vetoes."))
    return (*keys, held[0], len(holder.named[held[0]].listed))


def _mapping(entry: Part, key: str) -> Part:
    part = entry.named.get(key)
    if part is None:
        raise Mistake(t("“{key}” is missing here.", key=key), (), EXAMPLE)
    if not part.named:
        raise Mistake(t("A mapping of keys and values is needed here."), (key,))
    return part


def _keep_id(old: Part, new: Part) -> None:
    """An id stays what it is for ever."""
    if "id" in new.named and id_of(new) != id_of(old):
        message = t("“{id}” keeps its id.", id=id_of(old))
        raise Mistake(message, ("with", "id"), t("Something else is added, and this removed."))


VERBS: Mapping[str, tuple[Verb, tuple[str, ...]]] = {
    "add": (_add, _ANCHORS),
    "remove": (_remove, ()),
    "replace": (_replace, ("with",)),
    "change": (_change, ("with", "without")),
    "reweight": (_reweight, _WEIGHTS),
    "retitle": (_retitle, ("title",)),
    "move": (_move, _ANCHORS),
}
"""Each verb with what it takes besides."""
