"""What is declared, asked of branches even, and read by nothing."""

from __future__ import annotations

from starcheck.language import t
from starcheck.rules.check.flaws import Flaw
from starcheck.rules.lint import usage
from starcheck.rules.lint.smells import Smells
from starcheck.rules.schema.dictionary import BRANCH
from starcheck.rules.schema.ruleset import RuleSet


def unused_table(ruleset: RuleSet) -> Smells:
    """A table that nothing reads."""
    used = usage.used_tables(ruleset)
    for name in ruleset.tables:
        if name not in used | {BRANCH}:
            message = t("Nothing reads the table “{name}”.", name=name)
            yield Flaw(("tables", name), message, t("Use it, or do not ask branches for it."), on_key=True)


def unused_field(ruleset: RuleSet) -> Smells:
    """A field that nothing reads, of a table that something does."""
    used, tables = usage.used_columns(ruleset), usage.used_tables(ruleset) | {BRANCH}
    for table in tables:
        for name in ruleset.tables[table].fields:
            if (table, name) not in used:
                message = t("Nothing reads the field “{name}” of “{table}”.", name=name, table=table)
                hint = t("Use it, or do not ask branches for it.")
                yield Flaw(("tables", table, "fields", name), message, hint, on_key=True)


def unused_measure(ruleset: RuleSet) -> Smells:
    """A measure that no points and no level depend on."""
    used = usage.used_names(ruleset)
    for name in ruleset.measures:
        if name not in used:
            message = t("Nothing depends on the measure “{name}”.", name=name)
            yield Flaw(("measures", name), message, t("Use or remove it."), on_key=True)


def unused_constant(ruleset: RuleSet) -> Smells:
    """A constant that nothing is compared with."""
    used = usage.used_names(ruleset)
    for name in ruleset.constants:
        if name not in used:
            message = t("Nothing uses the constant “{name}”.", name=name)
            yield Flaw(("constants", name), message, t("Use or remove it."), on_key=True)
