"""The scoring tree without spellings: the only thing that is ever scored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from starcheck.language import Title
from starcheck.rules.schema.conditions import Comparison, Condition, Test
from starcheck.rules.schema.dictionary import BRANCH, bare_name
from starcheck.rules.schema.measures import FieldMeasure, MeasureModel
from starcheck.rules.schema.numbers import Constant, Lookup, Number
from starcheck.rules.schema.ruleset import Criterion, Pool, RuleSet, Section
from starcheck.rules.schema.score import AllPoints, Amount, Award, PartialSteps, Range, Score, Tier


@dataclass(frozen=True, slots=True)
class Grades:
    """Points by the grade a reviewer marks."""

    table: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Markable:
    """What a reviewer may mark; ``sign`` is −1 where the mark is what is taken off."""

    amount: Range | Grades
    sign: Literal[1, -1]


@dataclass(frozen=True, slots=True)
class Node:
    """One node: an inner node with children, or a part with an amount.

    Attributes:
        op: how an inner node combines its children.
        amount: what a part gains or loses; ``sign`` is −1 for a loss.
        per: a quantity to multiply by: a name, or an award.
        base: count only what is above or below this number.
        source: the node as written, for its id, title and the like.
    """

    op: Literal["sum", "best", "worst", "first"] | None = None
    children: tuple[Node, ...] = ()
    amount: Amount | Grades | None = None
    sign: Literal[1, -1] = 1
    per: str | Award | None = None
    base: tuple[Literal["above", "below"], Number] | None = None
    step: Number | None = None
    partial_steps: PartialSteps = "proportional"
    when: Condition | None = None
    up_to: Number | None = None
    floor: Constant | None = None
    id: str | None = None
    title: Title | None = None
    measure: str | MeasureModel | None = None
    target: Number | None = None
    applies_when: Condition | None = None

    def walk(self) -> Iterator[Node]:
        """This node and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


ALL = AllPoints()
COMPLETE = "complete"
"""``all_or_nothing: complete``: nothing is missing from the own coverage or checklist."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a spelling may lean on: the points of the criterion, and the measure ``value`` speaks of."""

    ruleset: RuleSet
    points: Number | None
    measure: MeasureModel | None

    def inside(self, measure: str | MeasureModel) -> Setting:
        """The setting inside a node with a measure of its own."""
        return replace(self, measure=self.ruleset.measures[measure] if isinstance(measure, str) else measure)

    @property
    def choice(self) -> str | None:
        """The choice field of the branch that ``value`` is, if it is one."""
        if not isinstance(self.measure, FieldMeasure):
            return None
        name = bare_name(self.measure.field)
        return name if self.ruleset.tables[BRANCH].fields[name].type == "choice" else None


def criterion_tree(ruleset: RuleSet, criterion: Criterion, group: Section | Pool) -> Node:
    """The tree of a criterion of a section or pool."""
    setting = Setting(ruleset, group.points_of(criterion), None)
    return lowered(criterion.score, setting if criterion.measure is None else setting.inside(criterion.measure))


def mark_keys(tree: Node, criterion: str) -> dict[str, list[Markable]]:
    """What reviewers mark of a criterion, by the keys of their marks: the criterion, or criterion/part."""
    found: dict[str, list[Markable]] = {}
    for key, node in _under_keys(tree, criterion, criterion):
        if isinstance(node.amount, Range | Grades):
            found.setdefault(key, []).append(Markable(node.amount, node.sign))
    return found


def _under_keys(node: Node, criterion: str, key: str) -> Iterator[tuple[str, Node]]:
    """Every node with the key of the nearest node around it that has an id."""
    if node.id is not None:
        key = f"{criterion}/{node.id}"
    yield key, node
    for child in node.children:
        yield from _under_keys(child, criterion, key)


def lowered(score: Score, setting: Setting) -> Node:
    """The tree that a score stands for."""
    if score.measure is not None:
        setting = setting.inside(score.measure)
    node = _form(score, setting)
    if node.up_to is not None and score.up_to is not None:
        node = Node("sum", (node,))  # both caps hold: that of the spelling, then that of the node
    return replace(
        node,
        when=score.when,
        up_to=node.up_to if score.deduct is not None or score.up_to is None else score.up_to,
        floor=score.floor or node.floor,
        id=score.id,
        title=score.title,
        measure=score.measure,
        target=score.target,
        applies_when=score.applies_when,
    )


def _form(score: Score, setting: Setting) -> Node:
    for spelling, lower in _SPELLINGS.items():
        if getattr(score, spelling) is not None:
            return lower(score, setting)
    for op in ("sum", "best", "worst", "first"):
        children: tuple[Score, ...] | None = getattr(score, op)
        if children is not None:
            return Node(op, tuple(lowered(child, setting) for child in children))
    return _part(score)


def _part(score: Score) -> Node:
    above, below = score.above, score.below
    base = ("above", above) if above is not None else ("below", below) if below is not None else None
    return Node(
        amount=score.gain if score.gain is not None else score.lose,
        sign=1 if score.gain is not None else -1,
        per=score.per,
        base=base,  # type: ignore[arg-type]
        step=score.step,
        partial_steps=score.partial_steps or "proportional",
    )


def _all_or_nothing(score: Score, setting: Setting) -> Node:
    assert score.all_or_nothing is not None
    stated = score.all_or_nothing
    condition = complete(setting.measure) if isinstance(stated, str) else stated
    return Node("sum", (Node(amount=ALL, when=condition),))


def complete(measure: MeasureModel | None) -> Condition:
    """Nothing is missing from a coverage or a checklist."""
    name = "missing_items" if measure is not None and "missing_items" in measure.parts else "missing_periods"
    return Test(name, (Comparison("equals", Constant(Fraction(0)), ()),), ())


def _deduct(score: Score, setting: Setting) -> Node:
    assert score.deduct is not None
    losses = Node(score.combine or "sum", tuple(lowered(part, setting) for part in score.deduct), up_to=score.up_to)
    return Node("sum", (Node(amount=ALL), losses))


def _rows(rows: tuple[Tier, ...] | None) -> Node:
    return Node("first", tuple(Node(amount=row.points, when=row.condition) for row in rows or ()))


def _by_rank(score: Score, _setting: Setting) -> Node:
    ranked = score.by_rank
    assert ranked is not None
    places = [
        Node(amount=amount, when=Test(ranked.part, (Comparison("at_most", Constant(Fraction(place)), ()),), ()))
        for place, amount in enumerate(ranked.points, start=1)
    ]
    return Node("first", (*places, Node(amount=ranked.otherwise)))


def _grades(score: Score, setting: Setting) -> Node:
    assert score.grades is not None
    if setting.choice is not None:
        return Node(amount=Lookup(setting.choice, score.grades, None))
    return Node(amount=Grades(tuple((grade, points.value) for grade, points in score.grades.items())))


def _linear(score: Score, _setting: Setting) -> Node:
    line = score.linear
    assert line is not None
    step = Node(amount=line.change, per="value", step=line.step, partial_steps=line.partial_steps)
    return Node("sum", (
        Node(amount=line.points),
        replace(step, base=("above", line.base)),
        replace(step, base=("below", line.base), sign=-1),
    ))  # fmt: skip


def _proportional(score: Score, setting: Setting) -> Node:
    assert score.proportional is not None
    return Node(amount=ALL, per="value", step=score.proportional.target, up_to=setting.points)


def _award(score: Score, _setting: Setting) -> Node:
    assert score.award is not None
    return Node(amount=Constant(Fraction(1)), sign=score.award.sign, per=score.award)


def _judged(score: Score, _setting: Setting) -> Node:
    return Node(amount=score.judged)


_SPELLINGS: dict[str, Callable[[Score, Setting], Node]] = {
    "all_or_nothing": _all_or_nothing,
    "deduct": _deduct,
    "tiers": lambda score, _: _rows(score.tiers),
    "cases": lambda score, _: _rows(score.cases),
    "by_rank": _by_rank,
    "grades": _grades,
    "linear": _linear,
    "proportional": _proportional,
    "award": _award,
    "judged": _judged,
}
"""Every spelling, and the tree it stands for."""

__all__ = [
    "ALL",
    "Grades",
    "Markable",
    "Node",
    "Range",
    "Setting",
    "complete",
    "criterion_tree",
    "lowered",
    "mark_keys",
]
