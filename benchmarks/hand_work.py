"""The criteria of the five-star set about work and production, each written by hand."""

from __future__ import annotations

from functools import reduce
from operator import add

import polars as pl
from hand_counting import (
    FIRST,
    LAST,
    Counted,
    Criterion,
    Ends,
    Section,
    Tables,
    both,
    gained,
    half_up,
    last_year,
    left,
    missing_periods,
    point,
    positive,
    this_year,
    tiers,
)  # fmt: skip

ON_SITE = ["班前会", "饭后", "高温避峰"]
FURTHER = 1e6
"""So many records may be missing from a table of which the ledger covers only part of what is asked."""
VOLUME_MOST, HOURS_MOST, BATCHES_MOST = 1e6, 1e7, 1e6
"""The greatest values of fields of production, in their last decimal place."""


def work(of: Tables) -> Section:
    """What is counted over duty, safety reviews, badge checks, trainings and records of output."""
    duty, reviews, checks = of["duty"], of["safety_reviews"], of["badge_checks"]
    done, planned = duty.total(pl.col("done")), duty.total(pl.col("planned"))
    wearing, checked = checks.total(pl.col("wearing")), checks.total(pl.col("checked"))
    reviewed = reviews.months(pl.col("applied"), "held_on", 3)
    on_site, teams = pl.col("occasion").is_in(ON_SITE), pl.col("teams")
    sessions = of["trainings"].number(on_site).clip(upper_bound=12)
    reached = pl.min_horizontal(of["trainings"].different("team", on_site), teams)
    spans = {"班": 30, "昼夜": 30, "月": 40}
    broken = [gained(of["output_records"].number(pl.col("span") == span) > 0, gain) for span, gain in spans.items()]
    trained = half_up(25 * sessions * positive(teams) + 300 * reached, 2 * positive(teams))
    return {
        "B-03": Criterion(200, point(tiers(done, planned, [(98, 200), (95, 150), (90, 100)]))),
        "C-03": Criterion(200, point(left(200, 50 * missing_periods(reviewed, 4)))),
        "C-08": Criterion(300, point(trained), applies=teams >= 1),
        "C-13": Criterion(100, point(reduce(add, broken))),
        "D-09": Criterion(150, point(tiers(wearing, checked, [(95, 150), (85, 75)]))),
        **drills(of["drills"]),
    }


def drills(of: Counted) -> Section:
    """What is counted over drills; the years before are not covered, and may have had any."""
    held = of.number(this_year("held_on"))
    contests = of.years_ago(pl.col("kind") == "技能比武", "held_on", 10)
    sure = contests.bitwise_trailing_ones().cast(pl.Int64)
    perhaps = pl.when(sure > 0).then(10).otherwise(0)
    day = pl.when(this_year("held_on")).then(pl.col("held_on"))
    gap = of(day.drop_nulls().sort().diff().max().dt.total_days())
    before = of((day.min() - FIRST).dt.total_days())
    after = of((pl.lit(LAST) - day.max()).dt.total_days())
    longest = pl.when(held > 0).then(pl.max_horizontal(gap, before, after)).otherwise((LAST - FIRST).days)

    def years(number: pl.Expr) -> pl.Expr:
        return pl.when(number >= 5).then(150).when(number >= 3).then(100).when(number >= 1).then(50).otherwise(0)

    return {
        "C-04": Criterion(150, point(left(150, 50 * (4 - held).clip(lower_bound=0)))),
        "C-05": Criterion(150, point(pl.when(longest <= 120).then(150).when(longest <= 180).then(75).otherwise(0))),
        "C-06": Criterion(150, both((sure, perhaps), years)),
    }


def production(of: Counted) -> Section:
    """What is counted over production against last year, of which the ledger covers nothing."""

    def sums(field: str) -> tuple[pl.Expr, pl.Expr]:
        now, before = (
            pl.when(within("counted_on")).then(pl.col(field)).otherwise(0) for within in (this_year, last_year)
        )
        return of.total(now), of.total(before)

    volume, hours, cycle, batches, energy = map(sums, ("volume", "labour_hours", "cycle_hours", "batches", "energy"))
    quota, _ = sums("energy_quota")
    _, efficiency = _change(volume, hours, VOLUME_MOST, HOURS_MOST, least=1e-5)
    turnaround, _ = _change(cycle, batches, HOURS_MOST, BATCHES_MOST, least=1e-6)
    consumption, _ = _change(energy, volume, VOLUME_MOST, VOLUME_MOST, least=1e-6)

    def higher(change: pl.Expr) -> pl.Expr:
        return pl.when(change >= 1.05).then(200).when(change >= 1.02).then(150).when(change >= 1).then(100).otherwise(0)

    def lower(change: pl.Expr, steps: tuple[float, float]) -> pl.Expr:
        most, more = steps
        return pl.when(change <= most).then(150).when(change <= more).then(100).when(change <= 1).then(50).otherwise(0)

    saved = gained(quota > energy[0], 100)
    nothing = pl.lit(0, dtype=pl.Int64)
    used_less = gained(volume[0] > 0, 1) * lower(consumption, (0.97, 0.99))
    return {
        "C-10": Criterion(200, (nothing, higher(efficiency)), applies=hours[0] > 0, unsure=True),
        "C-11": Criterion(150, (nothing, lower(turnaround, (0.95, 0.98))), applies=batches[0] > 0, unsure=True),
        "C-12": Criterion(250, (saved, saved + used_less)),
    }


def _change(
    part: tuple[pl.Expr, pl.Expr],
    whole: tuple[pl.Expr, pl.Expr],
    most_part: float,
    most_whole: float,
    *,
    least: float,
) -> Ends:
    """The ratio of this year over that of last year, to which any number of records may have to be added."""
    now = part[0] / positive(whole[0])
    before_least = (part[1] / (whole[1] + FURTHER * most_whole)).clip(lower_bound=least)
    before_most = (part[1] + FURTHER * most_part) / positive(whole[1])
    return now / before_most, now / before_least
