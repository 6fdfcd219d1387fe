"""Awards: every record that can win has its points."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starcheck.language import t
from starcheck.rules.check import numbers, points
from starcheck.rules.check.derived import every_key
from starcheck.rules.check.flaws import Flaw, Flaws, written
from starcheck.rules.check.keyed import no_key
from starcheck.rules.check.kinds import NUMBER, of_field
from starcheck.rules.check.record_conditions import Records, of_records
from starcheck.rules.check.references import field_of, offer, record_table
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
    if (award.gain is None) == (award.lose is None):
        message = t("An award says what a record gives, or what it takes.")
        yield Flaw(at, message, t("Write “gain” or “lose”."))
        return
    if isinstance(award.points, RecordTable):
        for keys, gain in award.points.table:
            yield from points.on_grid(ruleset, gain, (*at, award.key, "table", *keys))
        if table is not None:
            yield from _gain(award, award.points, table, (*at, award.key))
    else:
        yield from points.on_grid(ruleset, award.points, (*at, award.key))
    yield from _others(award, at)
    if table is not None:
        yield from _things(award, table, (*at, "once_per"))
        yield from _sharing(award, table, (*at, "shared_by"))
        yield from _downgrade(ruleset, award, table, (*at, "downgrade"))


def _things(award: Award, table: Table, at: Path) -> Flaws:
    """Fields whose values tell one thing from another."""
    names = award.once_per or ()
    for index, name in enumerate(names):
        place = at if len(names) == 1 else (*at, index)
        thing = yield from field_of(award.each, table, name, place)
        if thing is not None and thing.type == "files":
            yield no_key(name, place)
        if name in names[:index]:
            yield Flaw(place, t("“{name}” is named twice.", name=name), t("Name every field once."))


def _others(award: Award, at: Path) -> Flaws:
    """Shares of a thing's records, best first: percentages that never rise."""
    if award.others and award.once_per is None:
        message = t("“{key}” means something only beside {others}.", key="others", others=["once_per"])
        yield Flaw((*at, "others"), message, t("Say which field names the thing."), on_key=True)
    if len(award.others) == 1:
        message = t("“others” says what the best record of a thing counts, then the next, and so on.")
        yield Flaw((*at, "others"), message, t("Write at least two shares: [100%, 50%, 0%]."))
    for index, share in enumerate(award.others):
        if not share.percent or not 0 <= share.value <= 1:
            message = t("A share is a percentage from 0% to 100%, not {read}.", read=written(share))
            yield Flaw((*at, "others", index), message, t("Write it as 50%."))
        elif index and share.value > award.others[index - 1].value:
            message = t("{share} is more than the share before it.", share=written(share))
            yield Flaw((*at, "others", index), message, t("A further record never counts more than a better one."))


def _sharing(award: Award, table: Table, at: Path) -> Flaws:
    """A number of people, at least one."""
    if award.shared_by is None:
        return
    field = yield from field_of(award.each, table, award.shared_by, at)
    if field is None:
        return
    kind = of_field(field)
    if kind.sort != NUMBER.sort:
        message = t("“{name}” is {kind}; a number is needed.", name=award.shared_by, kind=kind.words)
        yield Flaw(at, message, t("Name a number field of which “min” is at least 1."))
    elif field.derived is not None or field.min is None or field.min.value < 1:
        message = t("“{name}” may be less than 1, and points are divided by it.", name=award.shared_by)
        yield Flaw(at, message, t("Give the field “min: 1”; a derived field cannot stand here."))


def _downgrade(ruleset: RuleSet, award: Award, table: Table, at: Path) -> Flaws:
    """A choice that the table of points goes by counts lower."""
    downgrade = award.downgrade
    if downgrade is None:
        return
    by = award.points.by if isinstance(award.points, RecordTable) else ()
    ordered = [name for name in by if name in table.fields and table.fields[name].type == "choice"]
    if downgrade.by not in ordered:
        message = t("“{name}” is no choice that the points go by.", name=downgrade.by)
        hint = offer(downgrade.by, ordered) or t("Write a table of points by a choice, lowest first.")
        yield Flaw((*at, "by"), message, hint)
    yield from of_records(Records(award.each, table, ruleset.constants), downgrade.when, (*at, "when"))


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
    needed = admitted(award.where, name, allowed)
    if award.downgrade is not None and award.downgrade.by == name:
        lower = dict(zip(allowed[award.downgrade.steps :], allowed, strict=False))
        needed |= {lower[choice] for choice in needed if choice in lower}
    yield from every_key(name, allowed, given, at, needed=needed)


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
