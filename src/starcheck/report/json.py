"""The report for other programs, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from starcheck.language import Lang, say
from starcheck.model import (
    Adjusted,
    Adjustment,
    Assessment,
    Basis,
    Check,
    Consequence,
    Finding,
    Gap,
    LevelInfo,
    LevelRange,
    Line,
    Points,
    Quantity,
    SectionScore,
    Sheet,
)
from starcheck.report import contract
from starcheck.report.numbers import fixed, places_of, points, ratio
from starcheck.report.quantities import main_quantity
from starcheck.report.request import Report, Style


def render(report: Report, style: Style) -> str:
    """The report as the JSON that `contract` promises.

    Args:
        report: what there is to tell.
        style: only its language matters.
    """
    return json.dumps(document(report, style.lang), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def document(report: Report, lang: Lang) -> contract.Assessment:
    """The report as plain lists and mappings."""
    return _Writer(lang, places_of(_all_points(report))).assessment(report)


def _all_points(report: Report) -> Iterator[Decimal]:
    assessment = report.assessment
    intervals = [section.points for section in assessment.sections]
    intervals += [] if assessment.score is None else [assessment.score]
    intervals += [finding.points for finding in assessment.findings]
    intervals += [finding.adjusted.before for finding in assessment.findings if finding.adjusted is not None]
    intervals += [] if report.before is None or report.before.score is None else [report.before.score]
    intervals += [part.points for finding in assessment.findings for part in finding.parts]
    yield from (end for each in intervals for end in (each.low, each.high, each.max) if end is not None)
    lines = [*assessment.lines, *(line for section in assessment.sections for line in section.lines)]
    yield from (end for line in lines for end in (line.low, line.high))
    yield from (end for gap in report.gaps for end in (gap.points_lost, gap.points_open))


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the parts of one document.

    Attributes:
        lang: the language of its words.
        places: the decimals of its points.
    """

    lang: Lang
    places: int

    def assessment(self, report: Report) -> contract.Assessment:
        it, source = report.assessment, report.assessment.provenance
        return {
            "schema": contract.SCHEMA,
            "ruleset": {"id": source.ruleset, "edition": source.edition, "digest": source.ruleset_digest},
            "ledger": {"digest": source.ledger_digest},
            "adjustments": None if source.adjustments_digest is None else {"digest": source.adjustments_digest},
            "engine": source.engine,
            "period": (source.period[0].isoformat(), source.period[1].isoformat()),
            "as_of": source.as_of.isoformat(),
            "branch": {"id": source.branch_id, "name": source.branch_name},
            "score": None if it.score is None else self.points(it.score),
            "level": self.range(it.level),
            "self_assessed": None if report.before is None else self.self_assessed(report.before),
            "levels": [self.level(info) for info in it.levels],
            "sections": [self.section(section) for section in it.sections],
            "lines": [self.line(line) for line in it.lines],
            "eligibility": [self.check(check) for check in it.eligibility],
            "requires": [self.check(check) for check in it.requires],
            "vetoes": [self.check(check) for check in it.vetoes],
            "direct": [self.check(check) for check in it.direct],
            "consequences": [self.consequence(each) for each in it.consequences],
            "ladder": None if it.ladder is None else self.check(it.ladder),
            "not_seen": {"after_as_of": it.not_seen.after_as_of, "outside_period": it.not_seen.outside_period},
            "findings": [self.finding(finding) for finding in it.findings],
            "gaps": [self.gap(gap) for gap in report.gaps],
        }

    def say(self, words: object) -> str:
        return say(words, self.lang)

    def say_if(self, words: object | None) -> str | None:
        return None if words is None else self.say(words)

    def exact(self, value: Decimal) -> str:
        return fixed(value, self.places)

    def points(self, earned: Points) -> contract.Points:
        full = None if earned.max is None else self.exact(earned.max)
        return {"low": self.exact(earned.low), "high": self.exact(earned.high), "max": full}

    def range(self, level: LevelRange) -> contract.Level:
        return {
            "low": level.low,
            "high": level.high,
            "title_low": self.say(level.title_low),
            "title_high": self.say(level.title_high),
            "before_quota": True,
        }

    def self_assessed(self, it: Assessment) -> contract.SelfAssessed:
        return {"score": None if it.score is None else self.points(it.score), "level": self.range(it.level)}

    def level(self, info: LevelInfo) -> contract.LevelInfo:
        days = info.publicity
        return {
            "id": info.id,
            "title": self.say(info.title),
            "at_least": None if info.at_least is None else ratio(Fraction(info.at_least)),
            "label": self.say_if(info.label),
            "approved_by": self.say_if(info.approved_by),
            "publicity": None if days is None else {"days": days.days, "of": days.of},
            "valid_until": None if info.valid_until is None else info.valid_until.isoformat(),
            "quota": self.say_if(info.quota),
        }

    def line(self, line: Line) -> contract.Line:
        return {
            "kind": line.kind,
            "text": self.say(line.text),
            "low": self.exact(line.low),
            "high": self.exact(line.high),
            "of": line.of,
        }

    def section(self, section: SectionScore) -> contract.Section:
        return {
            "id": section.id,
            "title": self.say(section.title),
            "kind": section.kind,
            "points": self.points(section.points),
            "lines": [self.line(line) for line in section.lines],
            "counts_toward_level": section.counts,
            "within": section.within,
            "weight": None if section.weight is None else format(section.weight, "f"),
            "sheet": _sheet(section.sheet),
        }

    def basis(self, clause: Basis | None) -> contract.Basis | None:
        return None if clause is None else {"text": self.say(clause.text), "kind": clause.kind}

    def check(self, check: Check) -> contract.Check:
        return {
            "id": check.id,
            "title": self.say(check.title),
            "outcome": check.outcome.value,
            "effect": self.say(check.effect),
            "basis": self.basis(check.basis),
            "remedy": self.say_if(check.remedy),
            "level": check.level,
            "missing": [self.say(name) for name in check.missing],
        }

    def consequence(self, each: Consequence) -> contract.Consequence:
        return {
            "id": each.id,
            "title": self.say(each.title),
            "outcome": each.outcome.value,
            "amount": None if each.amount is None else _quantity(each.amount),
            "basis": self.basis(each.basis),
            "missing": [self.say(name) for name in each.missing],
        }

    def finding(self, finding: Finding) -> contract.Finding:
        main = main_quantity(finding)
        return {
            "criterion": finding.criterion,
            "section": finding.section,
            "title": self.say(finding.title),
            "tags": list(finding.tags),
            "outcome": finding.outcome.value,
            "reason": finding.reason.value if finding.reason else None,
            "adjusted": None if finding.adjusted is None else self.adjusted(finding.adjusted),
            "points": self.points(finding.points),
            "value": _quantity(main) if main else None,
            "quantities": [_quantity(quantity) for quantity in finding.quantities],
            "target": None if finding.target is None else ratio(finding.target),
            "missing": [self.say(name) for name in finding.missing],
            "evidence": list(finding.evidence),
            "basis": self.basis(finding.basis),
            "remedy": self.say_if(finding.remedy),
            "parts": [
                {"id": part.id, "title": self.say_if(part.title), "points": self.points(part.points)}
                for part in finding.parts
            ],
        }

    def adjusted(self, was: Adjusted) -> contract.Adjusted:
        return {
            "before": self.points(was.before),
            "outcome_before": was.outcome_before.value,
            "by": [_adjustment(each) for each in was.by],
        }

    def gap(self, gap: Gap) -> contract.Gap:
        return {
            "criterion": gap.criterion,
            "title": self.say(gap.title),
            "points_lost": self.exact(gap.points_lost),
            "points_open": self.exact(gap.points_open),
            "shortfall": [self.say(name) for name in gap.shortfall],
            "recoverable": gap.recoverable,
            "due_by": gap.due_by.isoformat() if gap.due_by else None,
            "remedy": self.say_if(gap.remedy),
        }


def _adjustment(stated: Adjustment) -> contract.Adjustment:
    return {
        "key": stated.key,
        "kind": stated.kind.value,
        "value": stated.value if isinstance(stated.value, str) else points(stated.value),
        "reason": stated.reason,
        "authority": stated.authority,
        "on": stated.on.isoformat(),
        "evidence": stated.evidence,
        "until": None if stated.until is None else stated.until.isoformat(),
    }


def _sheet(sheet: Sheet | None) -> contract.Sheet | None:
    return None if sheet is None else {"mark": sheet.mark, "passed": sheet.passed.value}


def _quantity(quantity: Quantity) -> contract.Quantity:
    part, whole = quantity.detail or (None, None)
    return {
        "part": quantity.part,
        "low": _plain(quantity.low),
        "high": _plain(quantity.high),
        "kind": quantity.kind,
        "unit": quantity.unit,
        "defined": quantity.defined,
        "numerator": None if part is None else ratio(part),
        "denominator": None if whole is None else ratio(whole),
    }


def _plain(end: Fraction | date | str | bool | None) -> str | bool | None:
    match end:
        case Fraction():
            return ratio(end)
        case date():
            return end.isoformat()
        case _:
            return end
