"""Why results differ, as far as what they rest on tells."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from starcheck.errors import InputError
from starcheck.insight.kept import Header
from starcheck.rules.diff import causes_of, compare
from starcheck.rules.library import bundled
from starcheck.rules.load import Loaded, load_ruleset
from starcheck.rules.schema.ruleset import RuleSet


class Cause(StrEnum):
    """What points can have moved by."""

    FACTS = "facts"
    RULES = "rules"
    DAY = "day"
    ADJUSTED = "adjusted"
    ENGINE = "engine"
    OTHERS = "others"


def causes_between(old: Header, new: Header) -> tuple[Cause, ...]:
    """What differs between that on which two results rest; facts may, unless they are known to be the same."""
    differs: Mapping[Cause, bool] = {
        Cause.FACTS: old.data.known_by is None or old.data.known_by != new.data.known_by,
        Cause.RULES: old.ruleset.digest != new.ruleset.digest,
        Cause.DAY: (old.period, old.as_of) != (new.period, new.as_of),
        Cause.ADJUSTED: old.reviewed_by != new.reviewed_by,
        Cause.ENGINE: old.engine != new.engine,
    }
    return tuple(cause for cause, differ in differs.items() if differ)


def untouched(old: Header, new: Header) -> frozenset[str]:
    """The criteria that no change between two rule sets can have moved; none if the rule sets are not at hand."""
    before, after = _at_hand(old), _at_hand(new)
    if before is None or after is None:
        return frozenset()
    difference = compare(before.ruleset, after.ruleset)
    shared = _criteria(before.ruleset) & _criteria(after.ruleset)
    return frozenset(name for name in shared if not causes_of(difference, name))


def _criteria(ruleset: RuleSet) -> set[str]:
    return {criterion.id for group in ruleset.groups for criterion in group.criteria}


def _at_hand(header: Header) -> Loaded | None:
    """The very rule set by which was judged, if it comes with starcheck."""
    path = next((each.path for each in bundled() if each.reference == header.ruleset.reference), None)
    try:
        loaded = None if path is None else load_ruleset(path).in_force(header.period.end)
    except InputError:
        return None
    return loaded if loaded is not None and loaded.digest == header.ruleset.digest else None
