"""Measures by keys: what is made of the keys, and the roster that names them."""

from __future__ import annotations

from starcheck.language import t
from starcheck.rules.check import comparisons as compared
from starcheck.rules.check.flaws import Flaw, Flaws, written
from starcheck.rules.check.kinds import Kind, of_field, of_measure
from starcheck.rules.check.record_conditions import Records, of_records
from starcheck.rules.check.references import column, find_column
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.conditions import ORDERINGS, Operand
from starcheck.rules.schema.measures import Each, Rating, form_of
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.ruleset import RuleSet

OPERATORS = (*ORDERINGS, "equals", "not", "between")


def each(ruleset: RuleSet, measure: Each, at: Path) -> Flaws:
    """First an aggregate per key, then one over the keys; the aggregate itself is checked as a measure."""
    field = yield from column(ruleset.tables, measure.each, (*at, "each"))
    if field is not None and field.type == "files":
        yield no_key(measure.each, (*at, "each"))
    table, form = measure.each.partition(".")[0], form_of(measure.take)
    other = str(getattr(measure.take, form)).partition(".")[0]
    if other != table and {table, other} <= ruleset.tables.keys():
        message = t("“take” reads “{other}”, but “each” goes by a field of “{table}”.", other=other, table=table)
        yield Flaw((*at, "take", form), message, t("Let both read one table."))
    yield from _then(ruleset, measure, at)
    yield from roster(ruleset, measure, measure.each, at)


def no_key(name: str, at: Path) -> Flaw:
    """Values that cannot be told apart."""
    return Flaw(
        at,
        t("“{name}” is a list of files: its values cannot be told apart.", name=name),
        t("Use a text or a choice."),
    )


def _then(ruleset: RuleSet, measure: Each, at: Path) -> Flaws:
    kind, below = of_measure(ruleset.tables, measure.take), (*at, "then", measure.then.aggregate)
    for comparison in measure.then.comparisons:
        if comparison.op not in OPERATORS:
            message = t("“{op}” cannot stand here.", op=comparison.op)
            yield Flaw((*below, *comparison.at), message, t("Allowed: {choices}.", choices=list(OPERATORS)))
            continue
        for operand, place in compared.operands(comparison, below):
            yield from _bound(ruleset, kind, operand, place)
        yield from compared.in_order(kind, comparison, below)


def _bound(ruleset: RuleSet, kind: Kind, operand: Operand, at: Path) -> Flaws:
    """What the value of a key is compared with: a constant."""
    if isinstance(operand, Constant):
        yield from compared.sign("take", kind, operand, at)
    elif isinstance(operand, str) and operand in ruleset.constants:
        message = t("“then” takes the number itself, not the name “{name}”.", name=operand)
        yield Flaw(at, message, t("Write {value}.", value=written(ruleset.constants[operand])))
    else:
        message = t("A number is needed here, not “{read}”.", read=written(operand))
        yield Flaw(at, message, t("Write a constant."))


def roster(ruleset: RuleSet, measure: Each | Rating, named: str, at: Path) -> Flaws:
    """The table that names the keys has a field like the one called ``named``, by which the measure goes."""
    if measure.of is None:
        if measure.of_where is not None:
            message = t("“of_where” filters the roster, and none is named.")
            yield Flaw((*at, "of_where"), message, t("Add “of”."))
        return
    field = yield from column(ruleset.tables, measure.of, (*at, "of"))
    if field is None:
        return
    key = find_column(ruleset.tables, named)
    if key is not None and of_field(field) != of_field(key):
        message = t("“{left}” and “{right}” have values of different kinds.", left=named, right=measure.of)
        yield Flaw((*at, "of"), message, t("Give both fields the same type, choices and places."))
    name = measure.of.partition(".")[0]
    records = Records(name, ruleset.tables[name], ruleset.constants, has_window=False)
    yield from of_records(records, measure.of_where, (*at, "of_where"))
