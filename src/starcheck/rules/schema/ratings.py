"""Ratings: marks that people gave, made one number in stages."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from starcheck.rules.schema.atoms import Model
from starcheck.rules.schema.conditions import AnyCondition
from starcheck.rules.schema.forms import RecordMeasure
from starcheck.rules.schema.numbers import AnyConstant

Take = Literal["mean", "min", "max", "trimmed"]


class Stage(Model):
    """What is made of the values of one key: an aggregate, or a sum by weights; exactly one of the two."""

    by: str
    take: Take | None = None
    weights: dict[str, AnyConstant] | None = None


class Rating(RecordMeasure):
    """Marks that people gave, combined key by key from the inside out."""

    can_be_undefined: ClassVar[bool] = True
    rating: str
    scale: dict[str, AnyConstant] | None = None
    stages: tuple[Stage, ...] = Field(min_length=1, max_length=6)
    of: str | None = None
    of_where: AnyCondition | None = None
    places: int = Field(default=2, ge=0, le=6)

    @property
    def called(self) -> int | None:
        """The stage whose keys the roster names: the one by the field that has the name of the roster's."""
        name = None if self.of is None else self.of.partition(".")[2]
        return next((index for index, stage in enumerate(self.stages) if stage.by == name), None)

    @property
    def keys(self) -> tuple[str, ...]:
        """The field of each stage with its table: those after the roster's stage are the roster's."""
        called = len(self.stages) if self.called is None else self.called
        tables = (self.rating.partition(".")[0], (self.of or "").partition(".")[0])
        return tuple(f"{tables[index > called]}.{stage.by}" for index, stage in enumerate(self.stages))

    @property
    def own_keys(self) -> tuple[str, ...]:
        """The keys that are fields of the marks themselves, without their table."""
        last = len(self.stages) if self.called is None else self.called + 1
        return tuple(stage.by for stage in self.stages[:last])
