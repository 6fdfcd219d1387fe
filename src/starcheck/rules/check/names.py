"""Names: every id once, and no name that something else answers to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from starcheck.language import t
from starcheck.rules.check.flaws import Flaw, Flaws
from starcheck.rules.check.kinds import PART_WORDS
from starcheck.rules.check.paths import criteria, groups, nodes
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.conditions import LEVEL, OPERATORS, SCORE
from starcheck.rules.schema.dictionary import BRANCH
from starcheck.rules.schema.measures import FORMS
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.schema.score import Score

LEDGER_KEYS = frozenset({"ruleset", "period", "as_of", "marks", "papers", "ledger"})
"""What a ledger, or a case, says besides its tables."""
CONDITION_WORDS = frozenset({*OPERATORS, *FORMS, "all", "any", "section", "criterion", "criteria", "passed"})
"""What a condition reads as its own key, so that it cannot be the name of anything in it."""
RESULTS = frozenset({"score", "level", "level_after", "self_score", "self_level"})
"""What results of many branches have from low to high besides sections and pools."""
_NAME = re.compile(r"^[a-z][a-z0-9_]*$")


def check(ruleset: RuleSet) -> Flaws:
    """Ids, and the names of constants, measures, tables and fields."""
    yield from _unique(_ids(ruleset))
    yield from _groups(ruleset)
    yield from _unique((str(level.id), ("levels", index, "id")) for index, level in enumerate(ruleset.levels))
    for criterion, _, at in criteria(ruleset):
        yield from _unique(_part_ids(criterion.score, (*at, "score")))
    yield from _tables(ruleset)
    yield from _fields(ruleset)
    yield from _quantities(ruleset)


def _ids(ruleset: RuleSet) -> Iterator[tuple[str, Path]]:
    yield from ((group.id, (*at, "id")) for group, at in groups(ruleset))
    yield from [] if ruleset.ladder is None else [("ladder", ("ladder",))]
    for key in ("vetoes", "direct", "eligibility", "consequences", "targets"):
        yield from ((item.id, (key, index, "id")) for index, item in enumerate(getattr(ruleset, key)))
    yield from ((criterion.id, (*at, "id")) for criterion, _, at in criteria(ruleset))


def _groups(ruleset: RuleSet) -> Flaws:
    for group, at in groups(ruleset):
        if group.id in RESULTS:
            message = t("No section or pool can be called “{name}”: results say something else with it.", name=group.id)
            yield Flaw((*at, "id"), message, t("Choose another name."))


def _part_ids(score: Score, at: Path) -> Iterator[tuple[str, Path]]:
    return ((node.id, (*path, "id")) for node, path in nodes(score, at) if node.id is not None)


def _unique(ids: Iterable[tuple[str, Path]]) -> Flaws:
    seen: set[str] = set()
    for name, at in ids:
        if name in seen:
            yield Flaw(at, t("The id “{name}” is given twice.", name=name), t("Every id stands for one thing."))
        seen.add(name)


def _tables(ruleset: RuleSet) -> Flaws:
    for name in ruleset.tables:
        if name in LEDGER_KEYS:
            message = t("No table can be called “{name}”: a ledger says something else with it.", name=name)
            yield Flaw(("tables", name), message, t("Choose another name."), on_key=True)


def _fields(ruleset: RuleSet) -> Flaws:
    for table_name, table in ruleset.tables.items():
        taken = {BRANCH, "id", "name", "set"} if table_name == BRANCH else {BRANCH, "id"}
        for name in table.fields:
            at = ("tables", table_name, "fields", name)
            if not _NAME.match(name):
                message = t(
                    "“{name}” is no name: it needs small letters, digits and underscores, a letter first.", name=name
                )
                yield Flaw(at, message, t("Put the words that a person reads into “label”."), on_key=True)
            elif name in taken:
                message = t("Every row has “{name}” already.", name=name)
                yield Flaw(at, message, t("Remove the field, or choose another name."), on_key=True)
            else:
                yield from _answered(name, at, in_branch=table_name == BRANCH)


def _quantities(ruleset: RuleSet) -> Flaws:
    fields = ruleset.tables[BRANCH].fields if BRANCH in ruleset.tables else {}
    if ruleset.consequences:
        for key, names in (("constants", ruleset.constants), ("measures", ruleset.measures)):
            yield from (_reserved((key, name)) for name in names if name == LEVEL)
        yield from (_reserved(("tables", BRANCH, "fields", name)) for name in fields if name == LEVEL)
    for name in ruleset.constants:
        yield from _answered(name, ("constants", name))
    for name in ruleset.measures:
        yield from _answered(name, ("measures", name))
        if name in ruleset.constants:
            yield _taken(("measures", name), t("a constant"))
    for key, names in (("constants", ruleset.constants), ("measures", ruleset.measures)):
        yield from (_taken((key, name), t("a field of the branch")) for name in names if name in fields)


def _answered(name: str, at: Path, *, in_branch: bool = True) -> Flaws:
    """Words of the language itself."""
    if name in CONDITION_WORDS:
        message = t("“{name}” is a word of the rule language: a condition could not name it.", name=name)
        yield Flaw(at, message, t("Choose another name."), on_key=True)
    elif in_branch and name in PART_WORDS | {BRANCH, "when", SCORE}:
        message = t("“{name}” is a word of the rule language.", name=name)
        yield Flaw(at, message, t("Choose another name."), on_key=True)


def _reserved(at: Path) -> Flaw:
    message = t("In “consequences”, “{name}” is what the branch has been given.", name=at[-1])
    return Flaw(at, message, t("Choose another name."), on_key=True)


def _taken(at: Path, what: object) -> Flaw:
    message = t("“{name}” is the name of {what} already.", name=at[-1], what=what)
    return Flaw(at, message, t("Choose another name."), on_key=True)
