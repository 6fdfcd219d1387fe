"""A rule set: one edition of a committee's standard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from typing import Annotated, Literal

from pydantic import Field as Constraint

from starcheck.rules.schema.atoms import AnyTitle, BasisText, Id, Model, Name, ParsedBy, Raw
from starcheck.rules.schema.calendars import WorkCalendar
from starcheck.rules.schema.consequences import Consequence, Target
from starcheck.rules.schema.criteria import AnyNotApplicable, Criterion, NotApplicable
from starcheck.rules.schema.dictionary import Table, bare_name
from starcheck.rules.schema.leniency import Lenient
from starcheck.rules.schema.levels import DirectAward, Effect, Eligibility, Ladder, Level, Requirement, Veto
from starcheck.rules.schema.measures import AnyMeasure
from starcheck.rules.schema.numbers import AnyConstant, Constant, Number, parse_constant
from starcheck.rules.schema.ranking import Ranking
from starcheck.rules.schema.remarks import AnySource, NotVisible
from starcheck.rules.schema.repeats import Repeat

Mode = Literal["half_up", "half_even", "down", "floor", "ceil"]
ZERO = Constant(Fraction(0))


class Rounding(Model):
    """How a fraction becomes points, and to which grid a section and the total are rounded after that."""

    mode: Mode = "half_up"
    section: Decimal | None = Constraint(default=None, gt=0)
    total: Decimal | None = Constraint(default=None, gt=0)


class Section(Model):
    """A published group of criteria, or of sections."""

    id: Id
    title: AnyTitle
    points: AnyConstant
    weight: AnyConstant | None = None
    starts: Literal["full"] | None = None
    repeat: Repeat | None = None
    up_to: AnyConstant | None = None
    floor: AnyConstant | None = None
    pass_: AnyConstant | None = Constraint(default=None, alias="pass")
    doubt: AnyTitle | None = None
    tags: tuple[str, ...] = ()
    not_visible: NotVisible | None = None
    criteria: tuple[Criterion, ...] = ()
    sections: tuple[Section, ...] = ()

    def walk(self) -> Iterator[Section]:
        """This section and all within it."""
        yield self
        for section in self.sections:
            yield from section.walk()

    @property
    def cap(self) -> Constant | None:
        """What its points never exceed."""
        return self.up_to

    @property
    def has_end(self) -> bool:
        """Whether anything written down limits its points."""
        return True

    @property
    def only_loses(self) -> bool:
        """Whether what its criteria lose is lost from it, not from points of their own."""
        return self.starts is not None

    @property
    def base(self) -> Constant | None:
        """What its points never fall below."""
        return ZERO if self.starts and self.floor is None else self.floor

    def points_of(self, criterion: Criterion) -> Number | None:
        """The most that one of its criteria gives."""
        return ZERO if self.starts else criterion.points

    def floor_of(self, criterion: Criterion) -> Constant:
        """The least that one of its criteria gives; where the section starts full, it may cost all of it."""
        return criterion.floor or (Constant(-self.points.value) if self.starts else ZERO)

    def repeat_of(self, criterion: Criterion) -> Repeat | None:
        """For which spans one of its criteria is scored: unstated, those of the section."""
        return criterion.repeat or self.repeat


def _parse_limit(raw: Raw) -> Constant | Literal["none"]:
    return "none" if raw == "none" else parse_constant(raw)


_LIMIT = ParsedBy(_parse_limit, {"type": ["number", "string"]})
AnyLimit = Annotated[Constant | Literal["none"], _LIMIT]


class Pool(Model):
    """A group of criteria beside the sections: bonuses or deductions."""

    id: Id
    title: AnyTitle
    up_to: AnyLimit | None = None
    floor: AnyConstant | None = None
    counts_toward_level: bool = True
    doubt: AnyTitle | None = None
    tags: tuple[str, ...] = ()
    criteria: tuple[Criterion, ...] = Constraint(min_length=1)

    @property
    def cap(self) -> Constant | None:
        """What its points never exceed."""
        return self.up_to if isinstance(self.up_to, Constant) else None

    @property
    def has_end(self) -> bool:
        """Whether anything written down limits its points."""
        return self.cap is not None or all(self.points_of(criterion) is not None for criterion in self.criteria)

    @property
    def only_loses(self) -> bool:
        """Whether what its criteria lose is lost from it, not from points of their own."""
        return True

    @property
    def base(self) -> Constant | None:
        """What its points never fall below."""
        return self.floor

    def points_of(self, criterion: Criterion) -> Number | None:
        """The most that one of its criteria gives: unstated, the limit of the pool; None where there is no end."""
        return criterion.points or self.cap or (None if self.up_to == "none" else ZERO)

    def floor_of(self, criterion: Criterion) -> Constant:
        """The least that one of its criteria gives: unstated, the floor of the pool."""
        return criterion.floor or self.floor or ZERO

    def repeat_of(self, criterion: Criterion) -> Repeat | None:
        """For which spans one of its criteria is scored."""
        return criterion.repeat


class RuleSet(Model):
    """One edition of a standard, as written."""

    ruleset: Id
    edition: str
    title: AnyTitle
    source: AnySource | None = None
    doubt: AnyTitle | None = None
    tags: tuple[str, ...] = ()
    effective_from: date
    effective_to: date | None = None
    points: AnyLimit
    not_visible: NotVisible | None = None
    unit: Decimal = Constraint(default=Decimal("0.01"), gt=0, le=1)
    rounding: Rounding = Rounding.model_construct(mode="half_up", section=None, total=None)
    not_applicable: AnyNotApplicable | None = None
    lenient: Lenient | None = None
    constants: dict[Name, AnyConstant] = Constraint(default={})
    calendars: dict[Name, WorkCalendar] = Constraint(default={})
    tables: dict[Name, Table]
    hierarchy: tuple[str, ...] = Constraint(default=(), min_length=1)
    measures: dict[Name, AnyMeasure] = Constraint(default={})
    sections: tuple[Section, ...] = Constraint(min_length=1)
    pools: tuple[Pool, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    direct: tuple[DirectAward, ...] = ()
    ladder: Ladder | None = None
    eligibility: tuple[Eligibility, ...] = ()
    levels: tuple[Level, ...] = ()
    ranking: Ranking = Ranking.model_construct(ties="first")
    consequences: tuple[Consequence, ...] = ()
    targets: tuple[Target, ...] = ()

    @property
    def groups(self) -> tuple[Section | Pool, ...]:
        """Sections, each before those within it, then pools."""
        return (*chain.from_iterable(section.walk() for section in self.sections), *self.pools)

    @property
    def units(self) -> tuple[str, ...]:
        """The fields of the branch that name the units it belongs to, the highest first."""
        return tuple(map(bare_name, self.hierarchy))

    @property
    def papers(self) -> Mapping[str, tuple[str, ...]]:
        """The papers that criteria ask for, by the ids of those that ask for any."""
        criteria = (criterion for group in self.groups for criterion in group.criteria)
        return {criterion.id: criterion.papers for criterion in criteria if criterion.papers}

    def leniency_of(self, criterion: Criterion) -> Lenient | None:
        """What makes losses of a criterion smaller: what it says itself, else the rule set."""
        stated = self.lenient if criterion.lenient is None else criterion.lenient
        return None if stated == "none" else stated

    def scored_by(self, criterion: Criterion) -> tuple[object, ...]:
        """All that the points of a criterion come from: what it says, and the leniency of the rule set."""
        return criterion, self.leniency_of(criterion)

    @property
    def has_total(self) -> bool:
        """Whether the sections add up to a score; without a total, each is a sheet of its own."""
        return self.points != "none"

    @property
    def full(self) -> Fraction:
        """The full score, 0 where there is no total."""
        return self.points.value if isinstance(self.points, Constant) else ZERO.value

    @property
    def homes(self) -> Mapping[str, Section]:
        """The section around every section that is in another, by the id of the inner one."""
        sections = (group for group in self.groups if isinstance(group, Section))
        return {inner.id: section for section in sections for inner in section.sections}


__all__ = [
    "BasisText",
    "Criterion",
    "DirectAward",
    "Effect",
    "Eligibility",
    "Ladder",
    "Level",
    "NotApplicable",
    "Pool",
    "Requirement",
    "Rounding",
    "RuleSet",
    "Section",
    "Veto",
]
