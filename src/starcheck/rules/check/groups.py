"""Groups: sections, pools and their criteria."""

from __future__ import annotations

from fractions import Fraction

from starcheck.language import t
from starcheck.rules.check import leniency, points, repeats, scores
from starcheck.rules.check.conditions import of_branch
from starcheck.rules.check.flaws import Flaw, Flaws, plain
from starcheck.rules.check.kinds import may_be_none, may_be_undefined
from starcheck.rules.check.paths import Group, criteria, groups, nodes
from starcheck.rules.check.scope import Scope
from starcheck.rules.check.spellings import Setting
from starcheck.rules.schema.atoms import Path
from starcheck.rules.schema.numbers import Constant
from starcheck.rules.schema.ruleset import ZERO, Criterion, Pool, RuleSet, Section
from starcheck.rules.schema.score import Range


def check(ruleset: RuleSet) -> Flaws:
    """All sections, pools and criteria."""
    for group, at in groups(ruleset):
        if isinstance(group, Section):
            yield from _section(ruleset, group, at)
        yield from _limits(ruleset, group, at)
    for criterion, group, at in criteria(ruleset):
        yield from _criterion(ruleset, group, criterion, at)


def _section(ruleset: RuleSet, section: Section, at: Path) -> Flaws:
    yield from points.given(ruleset, section.points, (*at, "points"))
    yield from points.not_visible(ruleset, section.not_visible, (*at, "not_visible"))
    yield from repeats.of_section(section, at)
    if section.points.value == 0:
        yield Flaw((*at, "points"), t("A section has points."), t("Make it a pool if it only adds or takes points."))


def _limits(ruleset: RuleSet, group: Group, at: Path) -> Flaws:
    if group.cap is not None:
        yield from points.given(ruleset, group.cap, (*at, "up_to"))
    yield from points.floor(ruleset, group.floor, (*at, "floor"))


def _criterion(ruleset: RuleSet, group: Group, criterion: Criterion, at: Path) -> Flaws:
    outside = Scope(ruleset)
    yield from _points(outside, group, criterion, at)
    yield from points.floor(ruleset, criterion.floor, (*at, "floor"))
    yield from scores.own_measure(outside, criterion.measure, criterion.target, at)
    inside = outside.inside(criterion)
    yield from of_branch(inside, criterion.applies_when, (*at, "applies_when"))
    yield from leniency.of_criterion(inside, criterion, at)
    yield from repeats.of_criterion(inside, group, criterion, at)
    yield from _papers(criterion, at)
    yield from _if_empty(inside, group, criterion, at)
    yield from _not_applicable(ruleset, criterion, at)
    has_whole = group.points_of(criterion) not in (None, ZERO)
    yield from scores.score(Setting(inside, has_whole), criterion.score, (*at, "score"))
    yield from _room_below(group, criterion, at)


def _points(scope: Scope, group: Group, criterion: Criterion, at: Path) -> Flaws:
    if isinstance(group, Section) and group.starts:
        yield from _only_loses(criterion, at)
    elif criterion.points is not None:
        check_points = points.known if isinstance(group, Pool) else points.positive
        yield from check_points(scope, criterion.points, (*at, "points"))
    elif isinstance(group, Section):
        yield Flaw(at, t("A criterion of a section has “points”."), t("Add “points”."))
    elif group.up_to is None and not _can_lose(group, criterion):
        message = t("Nothing says how many points this criterion can give or take.")
        yield Flaw(at, message, t("Add “points”, or give the pool “up_to” or a negative “floor”."))


def _only_loses(criterion: Criterion, at: Path) -> Flaws:
    """A criterion of a section that starts full."""
    if criterion.points is not None:
        message = t("The section starts full, so its criteria have no points of their own: they only lose.")
        hint = t("Remove “points”; say the most that can be lost with “floor”.")
        yield Flaw((*at, "points"), message, hint, on_key=True)
    if criterion.floor is not None and criterion.floor.value == 0:
        message = t("The section starts full, and with this floor nothing can be lost.")
        yield Flaw((*at, "floor"), message, t("Write the most that can be lost, for example floor: -5."))


def _papers(criterion: Criterion, at: Path) -> Flaws:
    """Papers with names of their own."""
    for index, name in enumerate(criterion.papers):
        if name in criterion.papers[:index]:
            message = t("The paper “{name}” is listed twice.", name=name)
            yield Flaw((*at, "papers", index), message, t("List every paper once."))


def _room_below(group: Group, criterion: Criterion, at: Path) -> Flaws:
    """What a reviewer may take away is not cut off by the floor."""
    least = group.floor_of(criterion).value
    for node, below in nodes(criterion.score, (*at, "score")):
        for key in ("judged", "gain"):
            amount = getattr(node, key)
            if isinstance(amount, Range) and amount.low < min(least, Fraction(0)):
                message = t("The criterion never falls below {floor}.", floor=plain(least))
                yield Flaw((*below, key, 0), message, t("Give it “floor: {low}”, or less.", low=plain(amount.low)))


def _can_lose(pool: Pool, criterion: Criterion) -> bool:
    floor = criterion.floor or pool.floor
    return floor is not None and floor.value < 0


def _if_empty(scope: Scope, group: Group, criterion: Criterion, at: Path) -> Flaws:
    tables, own = scope.ruleset.tables, scope.own
    if own is not None and may_be_undefined(tables, own, scope.ruleset.measures):
        if criterion.if_empty is None:
            message = t("The measure has no value where there is nothing to measure.")
            yield Flaw((*at, "measure"), message, t("Add “if_empty”: full, zero, not_applicable or {{points: 2}}."))
        yield from _empty_points(scope, group, criterion, (*at, "if_empty"))
    elif criterion.if_empty is not None and not scope.is_hidden and not (own is not None and may_be_none(tables, own)):
        message = t("The measure always has a value, so “if_empty” means nothing.")
        if own is None:
            message = t("Without a measure “if_empty” means nothing.")
        yield Flaw((*at, "if_empty"), message, t("Remove it."), on_key=True)


def _empty_points(scope: Scope, group: Group, criterion: Criterion, at: Path) -> Flaws:
    top = group.points_of(criterion)
    if criterion.if_empty == "full" and top is None:
        message = t("The criterion has no upper end, so “full” is no number.")
        yield Flaw(at, message, t("Write zero, not_applicable or {{points: 2}}."))
    if criterion.if_empty is None or isinstance(criterion.if_empty, str):
        return
    at, wanted = (*at, "points"), Fraction(criterion.if_empty)
    yield from points.on_grid(scope.ruleset, wanted, at)
    least = group.floor_of(criterion).value
    most = top.value if isinstance(top, Constant) else wanted
    if not least <= wanted <= most:
        message = t("{points} lies outside the points of the criterion.", points=plain(wanted))
        yield Flaw(at, message, t("Allowed: {least} to {most}.", least=plain(least), most=plain(most)))


def _not_applicable(ruleset: RuleSet, criterion: Criterion, at: Path) -> Flaws:
    if criterion.not_applicable is not None or ruleset.not_applicable is not None:
        return
    reason = "applies_when" if criterion.applies_when is not None else "if_empty"
    if criterion.applies_when is not None or criterion.if_empty == "not_applicable":
        message = t("Nothing says what becomes of the points where this does not apply.")
        hint = t(
            "Add “not_applicable” here or to the rule set: {{exclude: section}}, {{exclude: total}}, full or zero."
        )
        yield Flaw((*at, reason), message, hint, on_key=True)
