"""Assessments made by hand, whose sums are right by construction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from starcheck.language import Text, Title, t
from starcheck.model import (
    Assessment,
    Basis,
    Check,
    Finding,
    Gap,
    LevelId,
    LevelInfo,
    LevelRange,
    Line,
    NotSeen,
    Outcome,
    PartFinding,
    Points,
    Provenance,
    Quantity,
    Reason,
    SectionScore,
)

PERIOD = (date(2024, 1, 1), date(2024, 12, 31))
ALL_SEEN = NotSeen(after_as_of=0, outside_period=0)

LEVELS = (
    LevelInfo(5, Title("五星级", "five stars"), Decimal(90)),
    LevelInfo(4, Title("四星级", "four stars"), Decimal(80)),
    LevelInfo(3, Title("三星级", "three stars"), Decimal(70)),
)
STATES: dict[LevelId, Title] = {
    "none": Title("未评上星级", "no star"),
    "not_rated": Title("不予评定", "not rated"),
    "not_eligible": Title("不参评", "not eligible"),
}

OWN = Basis(Title("《五星级党支部评定标准》第三部分", "Five-star standard, part three"), "committee")
REGULATION = Basis(
    Title("《中国共产党支部工作条例（试行）》", "Regulations on the Work of Party Branches (trial)"), "regulation"
)


def said(zh: str, en: str) -> Text:
    """A message in both languages, without a catalog."""
    return t("{words}", words=Title(zh, en))


def points(low: str, high: str | None = None, *, most: str | None = None) -> Points:
    return Points(Decimal(low), Decimal(high or low), None if most is None else Decimal(most))


def certain(
    part: str, value: Fraction | int, kind: Literal["number", "percent"] = "number", unit: str = ""
) -> Quantity:
    return Quantity(part, Fraction(value), Fraction(value), kind, unit)


def share(part: int, whole: int) -> Quantity:
    detail = (Fraction(part), Fraction(whole))
    return replace(certain("value", Fraction(part, whole), "percent"), detail=detail)


def finding(  # noqa: PLR0913
    criterion: str,
    title: Title,
    earned: Points,
    *,
    outcome: Outcome | None = None,
    reason: Reason | None = None,
    quantities: tuple[Quantity, ...] = (),
    target: Fraction | int | None = None,
    basis: Basis | None = OWN,
    evidence: tuple[str, ...] = (),
    parts: tuple[PartFinding, ...] = (),
) -> Finding:
    """A finding whose section is the first letter of its criterion."""
    return Finding(
        criterion=criterion,
        section=criterion[0],
        title=title,
        tags=(),
        outcome=outcome or _outcome(earned),
        reason=reason,
        points=earned,
        standing_high=earned.high,
        quantities=quantities,
        target=None if target is None else Fraction(target),
        missing=(),
        basis=basis,
        remedy=None,
        evidence=evidence,
        parts=parts,
    )


def gap(
    of: Finding,
    *,
    lost: str = "0.00",
    open_: str = "0.00",
    shortfall: tuple[Text | str, ...] = (),
    recoverable: bool = True,
    due_by: date | None = None,
    remedy: Title | None = None,
) -> Gap:
    return Gap(of.criterion, of.title, Decimal(lost), Decimal(open_), shortfall, recoverable, due_by, remedy)


def section(
    section_id: str,
    title: Title,
    findings: Iterable[Finding],
    *lines: Line,
    most: str | None,
    kind: Literal["section", "pool"] = "section",
) -> SectionScore:
    """A section that gathers its findings."""
    earned = [each.points for each in findings if each.section == section_id]
    return SectionScore(section_id, title, kind, _sum(earned, lines, most), lines)


def level(low: LevelId, high: LevelId | None = None) -> LevelRange:
    names = STATES | {info.id: info.title for info in LEVELS}
    top = low if high is None else high
    return LevelRange(low, top, names[low], names[top])


def assessment(  # noqa: PLR0913
    findings: tuple[Finding, ...],
    sections: tuple[SectionScore, ...],
    reached: LevelRange,
    *,
    lines: tuple[Line, ...] = (),
    vetoes: tuple[Check, ...] = (),
    eligibility: tuple[Check, ...] = (),
    requires: tuple[Check, ...] = (),
    not_seen: NotSeen = ALL_SEEN,
    as_of: date = PERIOD[1],
) -> Assessment:
    return Assessment(
        provenance=Provenance(
            ruleset="five-star",
            edition="2024",
            ruleset_title=Title("五星级党支部评定标准", "Five-star branch standard"),
            ruleset_digest="sha256:3f2a91c07b5e64d8",
            ledger_digest="sha256:c41d08aa97e2b35f",
            engine="0.1.0",
            period=PERIOD,
            as_of=as_of,
            branch_id="B-017",
            branch_name="运维一支部",
        ),
        score=_sum([each.points for each in sections], lines, "100.00"),
        level=reached,
        levels=LEVELS,
        sections=sections,
        lines=lines,
        findings=findings,
        vetoes=vetoes,
        eligibility=eligibility,
        requires=requires,
        not_seen=not_seen,
    )


def _outcome(earned: Points) -> Outcome:
    if earned.low < earned.high:
        return Outcome.OPEN
    if earned.low == earned.max:
        return Outcome.MET
    return Outcome.NOT_MET if earned.low <= 0 else Outcome.PARTLY_MET


def _sum(earned: Iterable[Points], lines: Iterable[Line], most: str | None) -> Points:
    ends = [*((each.low, each.high) for each in earned), *((line.low, line.high) for line in lines)]
    low, high = (sum(values, Decimal("0.00")) for values in zip(*ends, strict=True))
    return Points(low, high, None if most is None else Decimal(most))
