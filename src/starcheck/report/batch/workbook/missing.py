"""Ids of what is missing in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from starcheck.engine.lacking import MOST_NAMED
from starcheck.language import Lang, say, t
from starcheck.rules.schema.dictionary import BRANCH
from starcheck.rules.schema.ruleset import RuleSet

_PERSON = "person:"


@dataclass(frozen=True)
class MissingWords:
    """What people call what is missing.

    Attributes:
        ruleset: the rule set by which the ids came about.
        said: what was asked for already.
    """

    ruleset: RuleSet
    lang: Lang
    said: dict[str, str] = field(default_factory=dict)

    def of(self, ids: Iterable[str]) -> str:
        """All that is missing, as columns of findings name it; many people are only counted."""
        things = list(ids)
        people = sum(each.startswith(_PERSON) for each in things)
        if people > MOST_NAMED:
            others = [each for each in things if not each.startswith(_PERSON)]
            return say([*self._each(others), t("marks of {n} people", n=people)], self.lang)
        return say(self._each(things), self.lang)

    def _each(self, ids: Iterable[str]) -> list[object]:
        return list(dict.fromkeys(map(self._one, ids)))

    def _one(self, name: str) -> str:
        if name not in self.said:
            kind, _, rest = name.partition(":")
            self.said[name] = say(_WORDS[kind](rest, self.ruleset), self.lang)
        return self.said[name]


def _table(name: str, ruleset: RuleSet) -> object:
    table, _, start = name.partition("/")
    label = ruleset.tables[table].label
    if start:
        return t("table “{label}” from {start} on", label=label, start=start)
    return t("table “{label}” ({name}: not provided, or not complete)", label=label, name=table)


def _field(path: str, ruleset: RuleSet) -> object:
    fields = ruleset.tables[BRANCH].fields
    return t("field “{label}” (empty)", label=fields[path.removeprefix(f"{BRANCH}.")].label)


_WORDS: Mapping[str, Callable[[str, RuleSet], object]] = {
    "period": lambda label, _: label,
    "item": lambda name, _: name,
    "paper": lambda name, _: t("paper “{name}”", name=name),
    "person": lambda name, _: t("mark of {name}", name=name),
    "table": _table,
    "field": _field,
    "mark": lambda _, __: t("a reviewer's mark"),
    "others": lambda _, __: t("the other branches, with which it is compared"),
}
"""What each kind of id stands for."""
