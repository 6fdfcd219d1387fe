"""The fixed words of a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from starcheck.language import Text, Title, t
from starcheck.model import Basis, Outcome, Points, Reason, Standing
from starcheck.report.numbers import points
from starcheck.report.page import Tone

OUTCOMES: Mapping[Outcome, Text] = {
    Outcome.MET: t("met"),
    Outcome.PARTLY_MET: t("partly met"),
    Outcome.NOT_MET: t("not met"),
    Outcome.OPEN: t("open"),
    Outcome.NOT_APPLICABLE: t("not applicable"),
}

TONES: Mapping[Outcome, Tone] = {
    Outcome.MET: "good",
    Outcome.PARTLY_MET: "fair",
    Outcome.NOT_MET: "bad",
    Outcome.OPEN: "fair",
    Outcome.NOT_APPLICABLE: "faint",
}

REASONS: Mapping[Reason, Text] = {
    Reason.UNKNOWN: t("not provided"),
    Reason.NOT_YET_DUE: t("not yet due"),
    Reason.AWAITING_REVIEWER: t("awaiting a reviewer"),
}

VETO_STANDINGS: Mapping[Standing, Text] = {
    Standing.CLEAR: t("clear"),
    Standing.TRIGGERED: t("triggered"),
    Standing.OPEN: t("open"),
}

LADDER_STANDINGS: Mapping[Standing, Text] = {
    Standing.CLEAR: t("does not limit"),
    Standing.TRIGGERED: t("limits"),
    Standing.OPEN: t("open"),
}

CONSEQUENCE_STANDINGS: Mapping[Standing, Text] = {
    Standing.CLEAR: t("does not follow"),
    Standing.TRIGGERED: t("follows"),
    Standing.OPEN: t("open"),
}

AWARD_STANDINGS: Mapping[Standing, Text] = {
    Standing.CLEAR: t("does not apply"),
    Standing.TRIGGERED: t("applies"),
    Standing.OPEN: t("open"),
}

CONDITION_STANDINGS: Mapping[Standing, Text] = {
    Standing.CLEAR: t("met"),
    Standing.TRIGGERED: t("not met"),
    Standing.OPEN: t("open"),
}

STANDING_TONES: Mapping[Standing, Tone] = {
    Standing.CLEAR: "good",
    Standing.TRIGGERED: "bad",
    Standing.OPEN: "fair",
}

AWARD_TONES: Mapping[Standing, Tone] = {**STANDING_TONES, Standing.TRIGGERED: "good"}

PARTS: Mapping[str, Text] = {
    "value": t("measured value"),
    "shortfall": t("short of the target by"),
    "covered": t("periods covered"),
    "owed": t("owed"),
    "missing_periods": t("periods missed"),
    "missing_times": t("times missed"),
    "present": t("items present"),
    "missing_items": t("items missing"),
    "of": t("branches ranked"),
    "from_bottom": t("place from the bottom"),
    "percentile": t("place as a share"),
}


def basis(clause: Basis | None) -> list[Text]:
    """The clause, with the authority it comes from."""
    if clause is None:
        return []
    if clause.kind == "regulation":
        return [t("Basis: {text} (a regulation).", text=clause.text)]
    return [t("Basis: {text} (the committee's own standard).", text=clause.text)]


def remedy(advice: Title | None) -> list[Text]:
    """What the rule set advises."""
    return [t("Remedy: {remedy}", remedy=advice)] if advice else []


def missing(things: Sequence[object]) -> list[Text]:
    """What keeps something open."""
    return [t("Missing: {things}", things=list(things))] if things else []


def score(earned: Points) -> Text:
    """Points, as far as they are certain, beside the most there are."""
    ends = {"now": points(earned.low), "possible": points(earned.high)}
    if earned.max is None:
        certain, open_ = t("Points: {now}.", **ends), t("Points: {now} now, {possible} possible.", **ends)
    else:
        ends["full"] = points(earned.max)
        certain = t("Points: {now} of {full}.", **ends)
        open_ = t("Points: {now} now, {possible} possible, of {full}.", **ends)
    return certain if earned.low == earned.high else open_
