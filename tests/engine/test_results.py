"""The columns of many branches say what the assessments of each say."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from starcheck import LedgerError, assess, assess_many, load_ledger, load_ruleset, parse_period
from starcheck.assessing import assess_tables
from starcheck.calendar import Period
from starcheck.engine.clock import Clock
from starcheck.engine.frames import collect_many
from starcheck.engine.program import compile_program
from starcheck.engine.results import Results, ranked
from starcheck.errors import InputError
from starcheck.ledger import Heading, Ledger
from starcheck.ledger.layout import layout
from starcheck.ledger.sources.frames import Frame
from starcheck.ledger.tables import KEY, united
from starcheck.ledger.writing import contents_of
from starcheck.ledger.writing.natural import natural_frame
from starcheck.model import Assessment, Outcome, Points, Standing
from starcheck.rules.library import find
from tests.engine.plain import tables_of
from tests.engine.test_agreement import BRANCHES, loaded
from tests.strategies import Batch, batches

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.yaml"))
FIVE_STAR = load_ruleset(find("five-star@2024"))
YEAR = parse_period("2024")
assert YEAR is not None


def row_of(assessment: Assessment) -> dict[str, Any]:
    """What a row has to say of an assessment."""
    row: dict[str, Any] = {}
    if assessment.score is not None:
        row |= {"score_low": assessment.score.low, "score_high": assessment.score.high}
    if assessment.levels:
        row |= {"level_low": str(assessment.level.low), "level_high": str(assessment.level.high)}
    for section in assessment.sections:
        row |= {f"{section.id}_low": section.points.low, f"{section.id}_high": section.points.high}
    for name, outcome in (("vetoes", Standing.TRIGGERED), ("vetoes_open", Standing.OPEN)):
        row[name] = [veto.id for veto in assessment.vetoes if veto.outcome is outcome]
    pools = {section.id for section in assessment.sections if section.kind == "pool"}
    applied = [each for each in assessment.findings if each.outcome is not Outcome.NOT_APPLICABLE]
    is_open = sum(each.points.high - each.points.low for each in applied)
    return row | {"lost": sum(lost(each.points, each.section in pools) for each in applied), "open": is_open}


def lost(points: Points, in_pool: bool) -> Decimal:
    """The points that a branch certainly does not get; nobody is owed a bonus."""
    most = points.max or Decimal(0)
    return max(Decimal(0), (min(most, Decimal(0)) if in_pool else most) - points.high)


@settings(suppress_health_check=list(HealthCheck))
@given(batches(st.just(BRANCHES)))
def test_the_columns_equal_the_assessments(batch: Batch) -> None:
    rules = loaded(batch.ruleset)
    tables = tables_of(rules.ruleset, *batch.ledgers)
    if batch.together:
        tables = tables.judged_together(dict.fromkeys((each["branch"]["id"] for each in batch.ledgers), "all"))
    period = Period(*batch.period)
    try:
        assessed = dict(assess_tables(rules, tables, period=period, as_of=batch.as_of))
    except InputError:
        reject()
    program = compile_program(rules.ruleset, tables, Clock.at(period, batch.as_of))
    rows = ranked(rules.ruleset, collect_many(Results(program).frame()))
    assert {
        row[KEY]: {name: row[name] for name in row_of(assessed[row[KEY]])} for row in rows.iter_rows(named=True)
    } == {branch: row_of(assessment) for branch, assessment in assessed.items()}


@pytest.fixture(scope="module")
def samples() -> dict[str, Ledger]:
    """The samples, one of each branch."""
    ledgers = (load_ledger(path, FIVE_STAR.ruleset) for path in SAMPLES)
    return {ledger.branch_id: ledger for ledger in ledgers}


def frames_of(samples: dict[str, Ledger]) -> dict[str, Frame]:
    """The samples as the tables that a program would hold."""
    together = united([(branch, each.tables) for branch, each in samples.items()], FIVE_STAR.ruleset.tables)
    contents = contents_of(together, Heading(None, None, None), FIVE_STAR.ruleset)
    declared = layout(FIVE_STAR.ruleset)
    return {name: natural_frame(name, declared[name], frame) for name, frame in contents.tables.items()}


def test_many_branches_are_judged_like_each_of_them(samples: dict[str, Ledger]) -> None:
    assert YEAR is not None
    found = assess_many(FIVE_STAR, frames_of(samples), period=YEAR).results
    assert found[KEY].to_list() == sorted(samples)
    for row in found.iter_rows(named=True):
        expected = row_of(assess(FIVE_STAR, samples[row[KEY]], period=YEAR))
        assert {name: row[name] for name in expected} == expected


@pytest.mark.parametrize("kind", ["eager", "lazy", "arrow"])
def test_frames_of_every_kind_are_taken(kind: str, samples: dict[str, Ledger]) -> None:
    class Arrow:
        """What any library that speaks Arrow offers."""

        def __init__(self, frame: pl.DataFrame) -> None:
            self.frame = frame

        def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
            return self.frame.__arrow_c_stream__(requested_schema)

    assert YEAR is not None
    given = frames_of(samples)
    made: dict[str, Frame] = {}
    for name, frame in given.items():
        assert isinstance(frame, pl.DataFrame)
        kinds: dict[str, Frame] = {"eager": frame, "lazy": frame.lazy(), "arrow": Arrow(frame)}
        made[name] = kinds[kind]
    assert assess_many(FIVE_STAR, made, period=YEAR).results.equals(assess_many(FIVE_STAR, given, period=YEAR).results)


def test_the_order_of_rows_does_not_matter(samples: dict[str, Ledger]) -> None:
    assert YEAR is not None
    given = frames_of(samples)
    turned = {name: frame.reverse() for name, frame in given.items() if isinstance(frame, pl.DataFrame)}
    assert assess_many(FIVE_STAR, turned, period=YEAR).results.equals(
        assess_many(FIVE_STAR, given, period=YEAR).results
    )


def test_points_are_exact_decimals(samples: dict[str, Ledger]) -> None:
    assert YEAR is not None
    found = assess_many(FIVE_STAR, frames_of(samples), period=YEAR).results
    assert found["score_low"].dtype == pl.Decimal(38, 2)
    assert found["score_low"].to_list()[0] == Decimal("101.54")


def test_branches_are_ranked_by_their_scores(samples: dict[str, Ledger]) -> None:
    assert YEAR is not None
    found = assess_many(FIVE_STAR, frames_of(samples), period=YEAR).results
    rated = found.filter(pl.col("level_high") != "not_rated")
    for row in rated.iter_rows(named=True):
        others = rated.filter(pl.col(KEY) != row[KEY])
        assert row["rank_best"] == 1 + others.filter(pl.col("score_low") > row["score_high"]).height
        assert row["rank_worst"] == 1 + others.filter(pl.col("score_high") > row["score_low"]).height


def test_bad_tables_are_refused_with_all_their_problems(samples: dict[str, Ledger]) -> None:
    assert YEAR is not None
    tables = frames_of(samples)
    roster = tables["roster"]
    assert isinstance(roster, pl.DataFrame)
    tables["roster"] = roster.with_columns(pl.lit("组长").alias("role"))
    with pytest.raises(LedgerError) as caught:
        assess_many(FIVE_STAR, tables, period=YEAR)
    assert caught.value.problems[0].say("en") == (
        "tables:roster!1: “职务” does not allow “组长”. Allowed: 党员, 委员, 副书记, 书记."
    )


def test_what_is_no_frame_is_named() -> None:
    assert YEAR is not None
    with pytest.raises(InputError) as caught:
        assess_many(FIVE_STAR, {"branch": [1], "roster": None}, period=YEAR)  # type: ignore[dict-item]
    assert [problem.say("en") for problem in caught.value.problems] == [
        f"tables: “{name}” is no frame that speaks Arrow. "
        "Give a frame of Polars, pandas or PyArrow, a relation of DuckDB, or a lazy scan."
        for name in ("branch", "roster")
    ]
