"""Scopes: the names that conditions and numbers may use at some place of a rule set."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from starcheck.errors import nearest
from starcheck.language import t
from starcheck.rules.check.flaws import Flaw, Found
from starcheck.rules.check.kinds import (
    ANY,
    NUMBER,
    PART_WORDS,
    PERCENT,
    SHORTFALL,
    VALUE,
    Kind,
    of_branch_field,
    of_measure,
    of_part,
)
from starcheck.rules.check.references import listed, offer
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.conditions import SCORE
from starcheck.rules.schema.dictionary import BRANCH, Field, bare_name
from starcheck.rules.schema.measures import FORMS, MeasureModel
from starcheck.rules.schema.papers import PAPER_WORDS
from starcheck.rules.schema.ruleset import Criterion, RuleSet

_WITH_UNIT = re.compile(r"(-?\d+(?:\.\d+)?)\s*[^\W\d_]+")
"""A number with what it counts, such as ``2分``."""


def out_of_place(at: Path) -> Flaw:
    """Points where none are known yet."""
    return Flaw(
        at,
        t("Conditions on sections, criteria and the score stand in “requires”, “eligibility” and “unless” only."),
        t("Use a measure or a field of the branch here."),
    )


@dataclass(frozen=True, slots=True)
class Scope:
    """The names of a place.

    Attributes:
        own: the measure that ``value`` and its like speak of.
        has_target: whether ``shortfall`` is there.
        papers: how many papers the criterion lists.
        is_hidden: the own measure could not be found, so nothing is said about its parts.
        sees_points: whether conditions may ask for sections, criteria and the score.
        sees_level: whether they may ask for the level too; then the score is a number like others.
    """

    ruleset: RuleSet
    own: MeasureModel | None = None
    has_target: bool = False
    papers: int = 0
    is_hidden: bool = False
    sees_points: bool = False
    sees_level: bool = False

    def inside(self, criterion: Criterion) -> Scope:
        """The scope inside a criterion."""
        has_target = criterion.target is not None
        return replace(self.measuring(criterion.measure, has_target=has_target), papers=len(criterion.papers))

    def measuring(self, measure: str | MeasureModel | None, *, has_target: bool) -> Scope:
        """The scope inside a node or criterion with a measure or target of its own."""
        if measure is None:
            return replace(self, has_target=self.has_target or has_target)
        own = self.ruleset.measures.get(measure) if isinstance(measure, str) else measure
        return replace(self, own=own, has_target=has_target, is_hidden=own is None)

    def kind(self, name: str) -> Kind | None:
        """What a name stands for; None if it stands for nothing."""
        own = self._own_kind(name)
        if own is not None:
            return own
        if name == SCORE and self.sees_level and self.ruleset.has_total:
            return NUMBER
        if name in self.ruleset.constants:
            return PERCENT if self.ruleset.constants[name].percent else NUMBER
        if name in self.ruleset.measures:
            return of_measure(self.ruleset.tables, self.ruleset.measures[name])
        head, dot, part = name.partition(".")
        if dot and head in self.ruleset.measures:
            return self._part_of_named(head, part)
        return of_branch_field(self.ruleset.tables, name)

    def find(self, name: str, at: Path, *, on_key: bool = False) -> Found[Kind]:
        """What a name stands for, or what is wrong with it."""
        kind = self.kind(name)
        if kind is not None:
            return kind
        if BRANCH in self.ruleset.tables or name in PART_WORDS:
            yield replace(self._unknown(name, at), on_key=on_key)
        return ANY

    def branch_field(self, name: str) -> Field | None:
        """A field of the branch, if it has it."""
        branch = self.ruleset.tables.get(BRANCH)
        return None if branch is None else branch.fields.get(bare_name(name))

    def names(self) -> list[str]:
        """Every name that may stand here, parts of named measures aside."""
        branch = self.ruleset.tables.get(BRANCH)
        fields = [] if branch is None else [*branch.fields, *(f"{BRANCH}.{field}" for field in branch.fields)]
        return [*self.own_parts(), *self.ruleset.constants, *self.ruleset.measures, *fields]

    def own_parts(self) -> list[str]:
        """The parts of the own measure."""
        parts = [] if self.own is None else list(self.own.parts)
        parts += [SHORTFALL] if self.has_target else []
        return [*parts, *PAPER_WORDS] if self.papers else parts

    def own_value(self) -> Kind | None:
        """What ``value`` is here, None without a measure."""
        return self._own_kind(VALUE)

    def _own_kind(self, name: str) -> Kind | None:
        if name in PAPER_WORDS:
            return NUMBER if self.papers else None
        if self.is_hidden and name in PART_WORDS:
            return ANY
        if self.own is None:
            return None
        if name == SHORTFALL and self.has_target:
            kind = of_measure(self.ruleset.tables, self.own)
            return Kind(kind.sort) if kind.is_numeric else ANY
        return of_part(self.ruleset.tables, self.own, name)

    def _part_of_named(self, measure: str, part: str) -> Kind | None:
        kind = of_part(self.ruleset.tables, self.ruleset.measures[measure], part)
        return None if part == VALUE and kind is not None and not kind.is_numeric else kind

    def _unknown(self, name: str, at: Path) -> Flaw:
        head, dot, part = name.partition(".")
        if dot:
            return self._unknown_part(head, part, at)
        if name in PART_WORDS:
            return self._not_a_part(name, at)
        if name == SCORE:
            return out_of_place(at)
        if with_unit := _WITH_UNIT.fullmatch(name):
            hint = t("Write the number without its unit: {number}.", number=with_unit[1])
        else:
            hint = nearest(name, [*self.names(), *FORMS]) or t(
                "Known are constants, measures and the fields of the branch."
            )
        return Flaw(at, t("“{name}” is not known here.", name=name), hint)

    def _unknown_part(self, head: str, part: str, at: Path) -> Flaw:
        name = f"{head}.{part}"
        if head in self.ruleset.measures:
            parts = self.ruleset.measures[head].parts
            return Flaw(at, t("The measure “{name}” has no part “{part}”.", name=head, part=part), offer(part, parts))
        if head == BRANCH:
            fields = self.ruleset.tables[BRANCH].fields
            return Flaw(at, t("The branch has no field “{field}”.", field=part), offer(part, fields))
        if head in self.ruleset.tables:
            message = t("“{name}” has many records; one value is needed here.", name=name)
            return Flaw(at, message, t("Make a measure of it, such as {{sum: {name}}}.", name=name))
        measures = [*self.ruleset.measures, BRANCH]
        return Flaw(at, t("There is no measure “{name}”.", name=head), offer(head, measures))

    def _not_a_part(self, name: str, at: Path) -> Flaw:
        if name in PAPER_WORDS:
            message = t("“{name}” speaks of the criterion's papers, and it lists none.", name=name)
            return Flaw(at, message, t("Add “papers” to the criterion: [minutes, attendance list]."))
        if self.own is None:
            message = t("“{name}” speaks of the criterion's own measure, and there is none here.", name=name)
            return Flaw(at, message, t("Add “measure”."))
        if name == SHORTFALL:
            return Flaw(at, t("“shortfall” is what is wanting to a target, and there is none."), t("Add “target”."))
        return Flaw(at, t("The measure here has no part “{part}”.", part=name), listed(self.own_parts()))
