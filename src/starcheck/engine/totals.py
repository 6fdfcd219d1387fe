"""From points to a total: sections, pools, and every line between criteria and score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from starcheck.engine.exact import Q, TooLargeError, pick_q
from starcheck.engine.frames import Stage
from starcheck.engine.interval import Interval
from starcheck.engine.judged import Group, Judged
from starcheck.engine.members import (
    ALONE,
    NOTHING,
    ZERO,
    Member,
    Shared,
    added,
    any_left,
    difference,
    part,
    shared,
    total,
    where,
)
from starcheck.engine.scoring import capped
from starcheck.engine.truth import Truth, every, negate, possibly, surely, unknown
from starcheck.engine.zeros import Zeros
from starcheck.errors import Place, Problem, RuleSetError
from starcheck.language import t
from starcheck.model import LineKind
from starcheck.rules.schema.levels import TOTAL, Veto
from starcheck.rules.schema.ruleset import Pool, RuleSet, Section


@dataclass(frozen=True)
class Change:
    """What changes points on their way up, at the low and the high end.

    Attributes:
        of: the section whose weight it is, or the veto.
    """

    kind: LineKind
    points: Interval
    of: Section | Veto | None = None


@dataclass(frozen=True)
class GroupTotal:
    """A section or pool for all branches, in units of the grid.

    Attributes:
        greatest: its maximum; an interval where it is unsure what drops out, None where there is no end.
        changes: what changed it, in order.
        member: what it would be to the section or total around it, without a weight.
    """

    group: Group
    points: Interval
    greatest: Interval | None
    changes: tuple[Change, ...]
    member: Member


@dataclass(frozen=True)
class Counted:
    """A section beside what it is to the section or total around it."""

    section: Section
    points: Interval
    member: Member


@dataclass(frozen=True)
class Total:
    """The score for all branches; ``rated`` is false where nothing applies.

    Attributes:
        points: nothing where there is no total.
    """

    points: Interval
    changes: tuple[Change, ...]
    rated: Truth


@dataclass(frozen=True)
class Adding:
    """How points are added up."""

    ruleset: RuleSet
    stage: Stage
    zeros: Zeros

    def units(self, points: Fraction | Decimal) -> Q:
        """Points in units of the grid."""
        return Q.of(Fraction(points) / Fraction(self.ruleset.unit))

    def add(self, judged: Sequence[Judged]) -> tuple[tuple[GroupTotal, ...], Total]:
        """All sections and pools, then the score.

        Raises:
            RuleSetError: points could leave the range of exact arithmetic.
        """
        try:
            groups = self._groups(judged)
            return groups, self._total(groups)
        except TooLargeError as error:
            message = t("The points of the sections could grow beyond exact arithmetic.")
            hint = t("Nest fewer sections with weights, or make “unit” larger.")
            raise RuleSetError([Problem(Place(self.ruleset.ruleset), message, hint)]) from error

    def _groups(self, judged: Sequence[Judged]) -> tuple[GroupTotal, ...]:
        """All sections and pools, those within others after them."""
        by_group: dict[str, list[Judged]] = {group.id: [] for group in self.ruleset.groups}
        for each in judged:
            by_group[each.group.id].append(each)
        found: dict[str, GroupTotal] = {}
        outermost: tuple[Group, ...] = (*self.ruleset.sections, *self.ruleset.pools)
        for group in outermost:
            self._with_inner(group, by_group, found)
        return tuple(found[group.id] for group in self.ruleset.groups)

    def _with_inner(self, group: Group, judged: Mapping[str, Sequence[Judged]], found: dict[str, GroupTotal]) -> None:
        """Every section within a group, then the group."""
        weights: list[Change] = []
        if isinstance(group, Section) and group.sections:
            for section in group.sections:
                self._with_inner(section, judged, found)
            counted = self._counted(group.sections, found, group.points.value)
            sharing, others = _all_or_none([each.member for each in counted])
            weights = self._weights(counted)
        else:
            sharing, others = self._parted(group, judged[group.id])
        found[group.id] = self._group(group, sharing, others, weights)

    def _group(
        self, group: Group, sharing: Sequence[Member], others: Sequence[Member], weights: Sequence[Change]
    ) -> GroupTotal:
        """A section or pool from what stands in it."""
        start = self._start(group)
        together = shared(sharing, total(m.stated for m in sharing), self.stage, self._rounded) if sharing else ALONE
        before = self.stage.keep(self._rounded(start + added(m.points for m in others) + together.points))
        points, changes = self._finished(group, before)
        if sharing or weights:
            apart = start + added(self._rounded(m.points) for m in (*others, *sharing))
            changes.insert(0, Change("scaling" if sharing else "rounding", difference(before, apart)))
        if start is not NOTHING:
            changes.insert(0, Change("start", start))
        points = self.stage.interval(f"{group.id}=", points)
        member = self._member(group, points, others, together)
        most = start.lo + total(m.most for m in others) + part(possibly(together.applies), together.full)
        return GroupTotal(
            group=group,
            points=points,
            greatest=self._greatest(group, Interval(most - member.unsure, most)),
            changes=self._named(group.id, [*weights, *changes]),
            member=member,
        )

    def _counted(self, sections: Sequence[Section], found: Mapping[str, GroupTotal], whole: Fraction) -> list[Counted]:
        """Sections as they count in what they are in: by their weights, if they have any."""
        return [Counted(each, found[each.id].points, self._weighed(each, found[each.id], whole)) for each in sections]

    def _weighed(self, section: Section, own: GroupTotal, whole: Fraction) -> Member:
        if section.weight is None:
            return own.member
        return own.member.weighted(Q.of(section.weight.value), self.units(whole))

    def _weights(self, counted: Sequence[Counted]) -> list[Change]:
        """What weights make of the points of sections, each by itself."""
        return [
            Change("weight", difference(self._rounded(each.member.points), each.points), each.section)
            for each in counted
            if each.section.weight is not None
        ]

    def _parted(self, group: Group, judged: Sequence[Judged]) -> tuple[list[Member], list[Member]]:
        """The criteria that are scaled where one of them does not apply, and all others."""
        if isinstance(group, Pool):
            return [], [Member.staying(j) for j in judged]
        sharing = [j for j in judged if j.drops == "section" and j.floor >= 0 and not group.starts]
        if not any(j.can_drop for j in sharing):
            sharing = []
        others = [j for j in judged if j not in sharing]
        return [Member.dropping(j) for j in sharing], [
            Member.dropping(j) if j.drops == "total" and j.can_drop else Member.staying(j) for j in others
        ]

    def _member(self, group: Group, points: Interval, others: Sequence[Member], together: Shared) -> Member:
        """What a section is to the section or total around it."""
        stated = ZERO if isinstance(group, Pool) else self.units(group.points.value)
        can_drop = any(m.can_drop for m in others) or together.applies is not True
        if not can_drop:
            return Member(points, points, NOTHING, stated, stated, ZERO, stated, can_drop=False)
        bare = self._start(group) + added(m.bare for m in others) + where(surely(together.applies), together.points)
        gain = added(m.gain for m in others) + where(unknown(together.applies), together.points)
        unsure = total(m.unsure for m in others) + part(unknown(together.applies), together.full)
        dropped = total(m.stated - m.sure - m.unsure for m in others if m.can_drop)
        dropped += part(surely(negate(together.applies)), together.full)
        finished = self.stage.keep(self._finished(group, self._rounded(bare))[0])
        joined = self.stage.keep(self._finished(group, self._rounded(bare + gain))[0])
        return Member(
            points, finished, difference(joined, finished), stated, stated - dropped - unsure, unsure, stated - dropped,
            can_drop=True,
        )  # fmt: skip

    def _start(self, group: Group) -> Interval:
        """What a section has before any criterion."""
        if isinstance(group, Section) and group.starts:
            return Interval.point(self.units(group.points.value))
        return NOTHING

    def _greatest(self, group: Group, most: Interval) -> Interval | None:
        """The maximum, within the cap."""
        if not group.has_end:
            return None
        if group.cap is not None:
            cap = self.units(group.cap.value)
            most = most.each(lambda end: end.least(cap))
        return self.stage.interval(f"{group.id}^", most)

    def _finished(self, group: Group, before: Interval) -> tuple[Interval, list[Change]]:
        """``up_to``, ``floor`` and the grid of sections, each with the line it draws."""
        changes: list[Change] = []
        points = before
        if group.cap is not None:
            points = capped(points, Interval.point(self.units(group.cap.value)))
            changes.append(Change("cap", difference(points, before)))
        if group.base is not None:
            floor, unraised = self.units(group.base.value), points
            points = points.each(lambda end: end.most(floor))
            changes.append(Change("floor", difference(points, unraised)))
        if self.ruleset.rounding.section is not None:
            unrounded = points
            points = self._on_grid(points, self.ruleset.rounding.section)
            changes.append(Change("rounding", difference(points, unrounded)))
        return self._vetoed(group.id, points, changes)

    def _vetoed(self, name: str, points: Interval, changes: list[Change]) -> tuple[Interval, list[Change]]:
        """What vetoes leave of a section or of the total, each with the line it draws."""
        for zero in self.zeros.get(name, ()):
            left = zero.on(points)
            changes.append(Change("veto", difference(left, points), zero.veto))
            points = left
        return points, changes

    def _rounded(self, points: Interval) -> Interval:
        """To whole units by the mode."""
        return self._on_grid(points, self.ruleset.unit)

    def _on_grid(self, points: Interval, grid: Decimal) -> Interval:
        units, mode = self.units(grid), self.ruleset.rounding.mode
        return points.each(lambda end: Q(end.over(units).rounded(mode) * units.num, Q.of(1).den))

    def _named(self, name: str, changes: Sequence[Change]) -> tuple[Change, ...]:
        """The changes under names of their own."""
        return tuple(
            Change(each.kind, self.stage.interval(f"{name}={number}{each.kind}", each.points), each.of)
            for number, each in enumerate(changes)
        )

    def _total(self, groups: Sequence[GroupTotal]) -> Total:
        """The score from the outermost sections and the pools."""
        found = {each.group.id: each for each in groups}
        counted = self._counted(self.ruleset.sections, found, self.ruleset.full)
        members, changes = [each.member for each in counted], self._weights(counted)
        if not self.ruleset.has_total:
            return Total(NOTHING, (), self.stage.truth("rated", any_left(members)))
        before = self._rounded(added(m.points for m in members))
        apart = added(self._rounded(m.points) for m in members)
        scaled: Interval = before
        rated: Truth = True
        can_drop = any(m.can_drop for m in members)
        if can_drop:
            scaled, rated = self._scaled(members, before)
        if can_drop or changes:
            changes.append(Change("scaling" if can_drop else "rounding", difference(scaled, apart)))
        whole = scaled + added(found[pool.id].points for pool in self.ruleset.pools if counts(pool))
        points = whole
        if self.ruleset.rounding.total is not None:
            points = self._on_grid(whole, self.ruleset.rounding.total)
            changes.append(Change("rounding", difference(points, whole)))
        points, changes = self._vetoed(TOTAL, points, changes)
        return Total(self.stage.interval("=", points), self._named("", changes), self.stage.truth("rated", rated))

    def _scaled(self, members: Sequence[Member], before: Interval) -> tuple[Interval, Truth]:
        """The sections scaled to the full points where something dropped out, and whether anything is rated at all."""
        together = shared(members, self.units(self.ruleset.full), self.stage, self._rounded)
        stated, sure = total(m.stated for m in members), self.stage.q("=sure", total(m.sure for m in members))
        untouched = surely(every([sure.at_least(stated), stated.at_least(sure)]))
        scaled = together.points
        return Interval(
            pick_q(untouched, before.lo, scaled.lo), pick_q(untouched, before.hi, scaled.hi)
        ), together.applies


def _all_or_none(members: list[Member]) -> tuple[list[Member], list[Member]]:
    """Sections share all of their points as soon as one of them may drop out."""
    return (members, []) if any(m.can_drop for m in members) else ([], members)


def counts(group: Group) -> bool:
    """Whether the points of a section or pool are part of the score."""
    return not isinstance(group, Pool) or group.counts_toward_level


__all__ = ["Adding", "Change", "GroupTotal", "Total", "counts"]
