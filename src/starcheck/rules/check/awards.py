"""Awards: every record that can win has its points."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starcheck.language import t
from starcheck.rules.check import numbers, points
from starcheck.rules.check.derived import every_key
from starcheck.rules.check.flaws import Flaw, Flaws
from starcheck.rules.check.keyed import no_key
from starcheck.rules.check.kinds import of_field
from starcheck.rules.check.references import field_of, record_table
from starcheck.rules.check.selection import selection
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.conditions import Comparison, Condition, Every, Some, Test
from starcheck.rules.schema.dictionary import Table
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.schema.score import Award, RecordTable


def check(ruleset: RuleSet, award: Award, at: Path) -> Flaws:
    """An award, at its path."""
    table = yield from record_table(ruleset.tables, award.each, (*at, "each"))
    yield from selection(ruleset, [award.each], award, at)
    if award.up_to is not None:
        yield from points.given(ruleset, award.up_to, (*at, "up_to"))
    if isinstance(award.gain, RecordTable):
        for keys, gain in award.gain.table:
            yield from points.on_grid(ruleset, gain, (*at, "gain", "table", *keys))
        if table is not None:
            yield from _gain(award, award.gain, table, (*at, "gain"))
    else:
        yield from points.on_grid(ruleset, award.gain, (*at, "gain"))
    if award.once_per is not None and table is not None:
        thing = yield from field_of(award.each, table, award.once_per, (*at, "once_per"))
        if thing is not None and thing.type == "files":
            yield no_key(award.once_per, (*at, "once_per"))


def _gain(award: Award, gain: RecordTable, table: Table, at: Path) -> Flaws:
    allowed = []
    for index, name in enumerate(gain.by):
        place = (*at, "by") if len(gain.by) == 1 else (*at, "by", index)
        field = yield from field_of(award.each, table, name, place)
        keys = () if field is None else numbers.keys_of(field)
        if field is not None and not keys:
            kind = of_field(field).words
            message = t("“{name}” is {kind}; a table goes by a choice, or by true and false.", name=name, kind=kind)
            yield Flaw(place, message, t("Name a choice of “{table}”.", table=award.each))
        allowed.append(keys)
    if all(allowed):
        yield from _entries(award, gain, allowed, (*at, "table"))


def _entries(award: Award, gain: RecordTable, allowed: list[tuple[str, ...]], at: Path) -> Flaws:
    """Every choice that the condition of the award lets through has its points."""
    given = list(dict.fromkeys(keys[0] for keys, _ in gain.table))
    yield from _keys(award, gain.by[0], allowed[0], given, at)
    if len(allowed) > 1:
        for first in given:
            inner = [keys[1] for keys, _ in gain.table if keys[0] == first]
            yield from _keys(award, gain.by[1], allowed[1], inner, (*at, first))


def _keys(award: Award, name: str, allowed: tuple[str, ...], given: list[str], at: Path) -> Flaws:
    yield from every_key(name, allowed, given, at, needed=admitted(award.where, name, allowed))


def admitted(condition: Condition | None, name: str, choices: tuple[str, ...]) -> set[str]:
    """The choices of a field with which a record can match a condition; at least those."""
    match condition:
        case Every(parts):
            return set(choices).intersection(*(admitted(part, name, choices) for part in parts))
        case Some(parts):
            return set().union(*(admitted(part, name, choices) for part in parts))
        case Test(tested, comparisons) if tested == name:
            return {choice for choice in choices if all(_passes(choice, c, choices) for c in comparisons)}
        case _:
            return set(choices)


def _passes(choice: str, comparison: Comparison, choices: tuple[str, ...]) -> bool:
    """Whether a choice passes; whatever does not speak of choices lets it pass."""
    operand = comparison.operand if isinstance(comparison.operand, tuple) else (comparison.operand,)
    ranks = [choices.index(value) for value in operand if isinstance(value, str) and value in choices]
    passes = _PASSES.get(comparison.op)
    return passes is None or not ranks or passes(choices.index(choice), ranks)


_PASSES: Mapping[str, Callable[[int, list[int]], bool]] = {
    "equals": lambda rank, ranks: rank in ranks,
    "one_of": lambda rank, ranks: rank in ranks,
    "not": lambda rank, ranks: rank not in ranks,
    "none_of": lambda rank, ranks: rank not in ranks,
    "at_least": lambda rank, ranks: rank >= ranks[0],
    "more_than": lambda rank, ranks: rank > ranks[0],
    "at_most": lambda rank, ranks: rank <= ranks[0],
    "less_than": lambda rank, ranks: rank < ranks[0],
    "between": lambda rank, ranks: min(ranks) <= rank <= max(ranks),
}
