"""Levels as a rule set states them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from starcheck.calendar import DAY, add_months
from starcheck.model import LevelInfo, Publicity
from starcheck.rules.schema.levels import Level
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.schema.windows import Stretch
from starcheck.rules.wording import places_in_words

MONTHS = {"month": 1, "year": 12}


def stated_levels(ruleset: RuleSet, end: date) -> tuple[LevelInfo, ...]:
    """The levels, highest first.

    Args:
        ruleset: the rule set.
        end: the last day of the assessed period, after which a level counts.
    """
    return tuple(
        LevelInfo(
            id=level.id,
            title=level.title,
            at_least=_threshold(ruleset, level),
            by_rank=level.by_rank,
            label=level.label,
            approved_by=level.approved_by,
            publicity=None if level.publicity is None else Publicity(level.publicity.days, level.publicity.of),
            valid_until=None if level.valid is None else _last_day(level.valid, end),
            committee_decides=level.decide is not None,
            quota=None if level.quota is None else places_in_words(level.quota, ruleset),
        )
        for level in ruleset.levels
    )


def _threshold(ruleset: RuleSet, level: Level) -> Decimal | None:
    if level.threshold is None:
        return None
    stated = level.threshold
    points = stated.value * ruleset.full if stated.percent else stated.value
    return Decimal(points.numerator) / Decimal(points.denominator)


def _last_day(valid: Stretch, end: date) -> date:
    """The last of so many days, months or years that begin after the period."""
    if valid.unit == "day":
        return end + timedelta(days=valid.number)
    return add_months(end + DAY, valid.number * MONTHS[valid.unit]) - DAY
