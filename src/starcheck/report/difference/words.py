"""What the parts and keys of a rule set are called where two rule sets are compared."""

from __future__ import annotations

from collections.abc import Mapping

from starcheck.insight.movement import Direction
from starcheck.language import Text, t
from starcheck.model import Points
from starcheck.report.numbers import points
from starcheck.rules.diff import Change, Detail, Subject, SubjectKind, Verb

KINDS: Mapping[SubjectKind, Text] = {
    "ruleset": t("Rule set"),
    "constant": t("Constant"),
    "calendar": t("Calendar"),
    "table": t("Table"),
    "field": t("Field"),
    "measure": t("Measure"),
    "section": t("Section"),
    "pool": t("Pool"),
    "criterion": t("Criterion"),
    "veto": t("Veto"),
    "direct": t("Direct award"),
    "eligibility": t("Eligibility"),
    "level": t("Level"),
    "target": t("Target for all branches"),
    "consequence": t("Consequence"),
}

VERBS: Mapping[Verb, Text] = {
    Verb.ADDED: t("added"),
    Verb.REMOVED: t("removed"),
    Verb.MOVED: t("moved"),
    Verb.REORDERED: t("another order"),
    Verb.CHANGED: t("changed"),
}

DIRECTIONS: Mapping[tuple[Direction, bool], Text] = {
    (Direction.UP, True): t("up"),
    (Direction.UP, False): t("perhaps up"),
    (Direction.DOWN, True): t("down"),
    (Direction.DOWN, False): t("perhaps down"),
    (Direction.STAYS, True): t("stays"),
    (Direction.STAYS, False): t("the same levels possible"),
    (Direction.OPEN, False): t("cannot be compared"),
}

TURNS: Mapping[str, Text] = {
    "vetoes": t("Veto"),
    "direct": t("Direct award"),
    "eligibility": t("Eligibility"),
    "requires": t("Requirement"),
}

KEYS: Mapping[str, Text] = {
    "applies_when": t("applies if"),
    "at_least": t("from"),
    "at_most": t("at most"),
    "basis": t("basis"),
    "blank": t("an empty cell means"),
    "choices": t("choices"),
    "counts_toward_level": t("counts toward the score"),
    "criteria": t("order of the criteria"),
    "date": t("date of a record"),
    "dated": t("values that change on a day"),
    "derived": t("computed from"),
    "direct": t("order of the direct awards"),
    "doubt": t("doubt"),
    "edition": t("edition"),
    "effect": t("effect"),
    "effective_from": t("in force from"),
    "effective_to": t("in force until"),
    "eligibility": t("order of the conditions of eligibility"),
    "evidence": t("evidence"),
    "floor": t("never below"),
    "hierarchy": t("units, the highest first"),
    "if_empty": t("with nothing to count"),
    "inspect": t("how it is inspected"),
    "judged_by": t("judged by"),
    "label": t("name"),
    "less_than": t("less than"),
    "levels": t("order of the levels"),
    "targets": t("order of the targets"),
    "consequences": t("order of the consequences"),
    "max": t("greatest value"),
    "measure": t("what is measured"),
    "min": t("least value"),
    "not_applicable": t("if it does not apply"),
    "not_visible": t("points that were not seen"),
    "note": t("note"),
    "otherwise": t("otherwise"),
    "pass": t("pass mark"),
    "places": t("decimals"),
    "points": t("full points"),
    "pools": t("order of the pools"),
    "remedy": t("remedy"),
    "required": t("required"),
    "requires": t("requirements"),
    "rounding": t("rounding"),
    "ruleset": t("id"),
    "score": t("scoring"),
    "sections": t("order of the sections"),
    "source": t("source"),
    "starts": t("at the start"),
    "tags": t("tags"),
    "target": t("target"),
    "title": t("title"),
    "type": t("type"),
    "unit": t("unit"),
    "up_to": t("at most"),
    "value": t("value"),
    "vetoes": t("order of the vetoes"),
    "weight": t("weight"),
    "when": t("condition"),
}
"""Keys as people call them; any other is called what it is."""


def named(subject: Subject) -> Text:
    """A part of a rule set by kind, id and title."""
    kind = KINDS[subject.kind]
    if str(subject.title) in {subject.id, f"“{subject.id}”"}:
        return t("{kind} {id}", kind=kind, id=subject.id)
    return t("{kind} {id} {title}", kind=kind, id=subject.id, title=subject.title)


def place(change: Change, detail: Detail) -> str:
    """Where in the file a detail stands, below the part that it belongs to."""
    return f"{change.aspect}.{detail.at}".replace(".[", "[")


def span(earned: Points | None) -> Text | str:
    """An interval of points; of what does not exist, a dash."""
    if earned is None:
        return "–"
    if earned.low == earned.high:
        return points(earned.low)
    return t("{low} to {high}", low=points(earned.low), high=points(earned.high))


def became(before: object, after: object) -> Text:
    """What was, then what is; once if it is the same."""
    return t("{words}", words=after) if before == after else t("{before} → {after}", before=before, after=after)
