"""Repetition: nothing in the criterion is of the whole period, or of other branches."""

from __future__ import annotations

from starcheck.language import Text, t
from starcheck.rules.check.flaws import Flaw, Flaws
from starcheck.rules.check.paths import Group, children
from starcheck.rules.check.scope import Scope
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.leniency import Lenient
from starcheck.rules.schema.measures import FieldMeasure, Rank
from starcheck.rules.schema.numbers import Statistic
from starcheck.rules.schema.ruleset import Criterion, Section
from starcheck.rules.schema.score import INNER, Range, Score
from starcheck.rules.uses import Uses, all_inside

AMOUNTS = ("gain", "lose", "judged", "tiers", "cases", "by_rank")
"""Where a score may hold a range."""
BESIDE_THE_SCORE = ("points", "measure", "target", "lenient")
"""What else in a criterion its points come from."""
NOT_SCORED = dict.fromkeys(("score", "applies_when"))
WITHOUT_CHILDREN = dict.fromkeys((*INNER, "deduct"))


def of_section(section: Section, at: Path) -> Flaws:
    """What a section says of spans is said for its own criteria."""
    if section.repeat is not None and not section.criteria:
        message = t("“repeat” is for the criteria of a section, and this one holds sections only.")
        yield Flaw((*at, "repeat"), message, t("Write it on the sections within, or on criteria."), on_key=True)


def of_criterion(scope: Scope, group: Group, criterion: Criterion, at: Path) -> Flaws:
    """A criterion that repeats asks neither for a mark of the whole period nor for other branches."""
    if group.repeat_of(criterion) is None:
        return
    yield from _marks(scope, criterion, criterion.score, (*at, "score"))
    for key in BESIDE_THE_SCORE:
        alone = criterion.model_copy(
            update={**dict.fromkeys(BESIDE_THE_SCORE), **NOT_SCORED, key: getattr(criterion, key)}
        )
        yield from _compared(scope, alone, (*at, key))
    if criterion.lenient is None:
        yield from _compared(scope, scope.ruleset.lenient, at)
    yield from _compared_in(scope, criterion.score, (*at, "score"))


def _marks(scope: Scope, criterion: Criterion, node: Score, at: Path) -> Flaws:
    """What a reviewer marks, once for the whole period."""
    inside = scope.measuring(node.measure, has_target=node.target is not None)
    ranges = [key for key in AMOUNTS if any(isinstance(part, Range) for part in all_inside(getattr(node, key)))]
    if node.grades is not None and not _is_choice(inside):
        ranges.append("grades")
    for key in ranges:
        message = t("A reviewer marks once for the whole period, and this criterion is scored for each span.")
        yield Flaw((*at, key), message, _without_marks(criterion), on_key=True)
    for child, below in children(node, at):
        yield from _marks(inside, criterion, child, below)


def _is_choice(scope: Scope) -> bool:
    field = scope.branch_field(scope.own.field) if isinstance(scope.own, FieldMeasure) else None
    return scope.is_hidden or (field is not None and field.type == "choice")


def _without_marks(criterion: Criterion) -> Text:
    if criterion.repeat is None:
        return t("Keep the marks of the spans in a table, or say “repeat” on the other criteria, not on the section.")
    return t("Keep the marks of the spans in a table, or remove “repeat”.")


def _compared_in(scope: Scope, node: Score, at: Path) -> Flaws:
    yield from _compared(scope, node.model_copy(update=WITHOUT_CHILDREN), at)
    for child, below in children(node, at):
        yield from _compared_in(scope, child, below)


def _compared(scope: Scope, thing: Criterion | Score | Lenient | None, at: Path) -> Flaws:
    """A rank, or a number among branches."""
    if any(isinstance(part, Rank | Statistic) for part in Uses.of(scope.ruleset, thing).parts):
        message = t("Branches are compared over the whole period, and this criterion is scored for each span.")
        yield Flaw(at, message, t("Remove “repeat”, or the rank or number among branches."))
