"""Whatever turns out to be so, an award lies between its ends; where all is known, both are the sum by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import count, groupby
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.single import finding_of, points

Record = Mapping[str, Any]
LEVELS = ("市级", "省级", "国家级")
TABLE = {
    "honours": {
        "label": "荣誉",
        "fields": {
            "level": {"type": "choice", "label": "级别", "choices": list(LEVELS)},
            "matter": {"type": "choice", "label": "事项", "choices": ["甲", "乙"]},
            "scope": {"type": "choice", "label": "范围", "choices": ["内", "外"], "blank": "none"},
            "body": {"type": "choice", "label": "颁发单位", "choices": ["机关", "协会"]},
            "authors": {"type": "integer", "label": "署名人数", "min": 1, "max": 4},
            "proof": {"type": "evidence", "label": "证书"},
        },
    }
}
KNOWN: Mapping[str, st.SearchStrategy[Any]] = {
    "level": st.sampled_from(LEVELS),
    "matter": st.sampled_from(["甲", "乙"]),
    "scope": st.sampled_from(["内", "外"]) | st.none(),
    "body": st.sampled_from(["机关", "协会"]),
    "authors": st.integers(1, 4),
    "proof": st.sampled_from(["accepted", "missing"]),
}
OPEN = {name: values | st.none() for name, values in KNOWN.items()} | {
    "proof": st.sampled_from(["accepted", "missing", "unreviewed"])
}
BY_LEVEL = st.lists(st.integers(0, 12), min_size=3, max_size=3).map(lambda given: dict(zip(LEVELS, given, strict=True)))
ONCE = st.sampled_from([["matter"], ["matter", "level"], ["matter", "scope"], ["level", "scope", "body"]])


@st.composite
def awards(draw: st.DrawFn) -> dict[str, Any]:
    award: dict[str, Any] = {"each": "honours", "gain": {"by": "level", "table": draw(BY_LEVEL)}}
    if draw(st.booleans()):
        award["once_per"] = draw(ONCE)
        if draw(st.booleans()):
            shares = sorted(draw(st.lists(st.integers(0, 100), min_size=2, max_size=4)), reverse=True)
            award["others"] = [f"{share}%" for share in shares]
    if draw(st.booleans()):
        award["shared_by"] = "authors"
    if draw(st.booleans()):
        award["downgrade"] = {"when": {"body": "协会"}, "by": "level", "steps": draw(st.integers(1, 2))}
    return award | ({"evidence": "required"} if draw(st.booleans()) else {})


def by_hand(award: Mapping[str, Any], records: list[Record]) -> Fraction:
    """The sum where every record is known."""
    counting = [record for record in records if "evidence" not in award or record["proof"] == "accepted"]
    gains = [(_thing(award, record, number), _gain(award, record)) for number, record in zip(count(), counting)]
    if "once_per" not in award:
        return sum((gain for _, gain in gains), Fraction(0))
    shares = [Fraction(int(share.rstrip("%")), 100) for share in award.get("others", ["100%", "0%"])]
    things = groupby(sorted(gains, key=lambda pair: repr(pair[0])), key=lambda pair: pair[0])
    return sum(
        (_weighed(sorted((gain for _, gain in found), reverse=True), shares) for _, found in things), Fraction(0)
    )


def _thing(award: Mapping[str, Any], record: Record, number: int) -> object:
    values = tuple(record[name] for name in award.get("once_per", ()))
    return (number, *values) if None in values else values


def _gain(award: Mapping[str, Any], record: Record) -> Fraction:
    rank = LEVELS.index(record["level"])
    if "downgrade" in award and record["body"] == "协会":
        rank -= award["downgrade"]["steps"]
    whole = Fraction(award["gain"]["table"][LEVELS[rank]] if rank >= 0 else 0)
    if "shared_by" not in award:
        return whole
    part = Decimal(whole.numerator) / Decimal(whole.denominator) / record["authors"]
    return Fraction(part.quantize(Decimal("0.000001"), ROUND_HALF_UP))


def _weighed(gains: list[Fraction], shares: list[Fraction]) -> Fraction:
    return sum((gain * shares[min(rank, len(shares) - 1)] for rank, gain in enumerate(gains)), Fraction(0))


def judged(award: Mapping[str, Any], records: list[Record], *, partial: bool = False) -> tuple[float, float]:
    ledger = {"honours": {"status": "partial" if partial else "complete", "records": records}}
    unit = Decimal("0.000000001")
    return points(finding_of({"score": {"award": award}}, TABLE, ledger, unit=unit))


def completed(draw: Callable[[st.SearchStrategy[Any]], Any], record: Record) -> Record:
    """A record with every open value settled; an empty scope says that there is none."""
    settled = {name: value for name, value in record.items() if value not in (None, "unreviewed") or name == "scope"}
    return {name: settled[name] if name in settled else draw(values) for name, values in KNOWN.items()}


some_examples = settings(max_examples=100, deadline=None)


@some_examples
@given(award=awards(), records=st.lists(st.fixed_dictionaries(dict(KNOWN)), max_size=6))
def test_what_is_known_adds_up_as_by_hand(award: dict[str, Any], records: list[Record]) -> None:
    expected = float(min(by_hand(award, records), Fraction(100)))
    assert judged(award, records) == (expected, expected)


@some_examples
@given(award=awards(), records=st.lists(st.fixed_dictionaries(OPEN), max_size=5), data=st.data(), more=st.booleans())
def test_every_completion_lies_between_the_ends(
    award: dict[str, Any], records: list[Record], data: st.DataObject, *, more: bool
) -> None:
    low, high = judged(award, records, partial=more)
    further = data.draw(st.lists(st.fixed_dictionaries(dict(KNOWN)), max_size=2)) if more else []
    settled = [completed(data.draw, record) for record in records] + further
    assert low <= float(min(by_hand(award, settled), Fraction(100))) <= high
