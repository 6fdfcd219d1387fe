"""What every form of a summary says first."""

from __future__ import annotations

from starcheck.language import Text, t
from starcheck.report.batch.request import Batch


def judged(batch: Batch) -> Text:
    """How many branches were judged."""
    return t(
        "Branches judged: {branches}, from ledgers: {ledgers}.",
        branches=batch.overview.branches, ledgers=batch.ledgers,
    )  # fmt: skip


def judged_by(batch: Batch) -> Text:
    """By which rules, for when, as of when; how final that is."""
    ruleset = batch.loaded.ruleset
    return t(
        "Judged by {rules}, for {period}, as of {day}. Provisional: reviewers and the committee have the last word.",
        rules=f"{ruleset.ruleset}@{ruleset.edition}", period=batch.period.label, day=batch.day,
    )  # fmt: skip


def left_out(batch: Batch) -> list[Text]:
    """How many ledgers were not used, if any."""
    if not batch.refused:
        return []
    return [
        t(
            "Ledgers left out: {ledgers}, with problems: {problems}. {branches}",
            ledgers=len(batch.refused), problems=batch.problems, branches=_absent(batch.left_out),
        )
    ]  # fmt: skip


def _absent(branches: int | None) -> Text:
    if branches is None:
        return t(
            "Nobody knows how many branches they hold: no worst rank can be said, and nobody is sure of room under a "
            "quota; they are in no other figure."
        )
    return t(
        "Branches in them: {branches} at most. Each may stand before all others, and ranks and places leave room for "
        "that; they are in no other figure.",
        branches=branches,
    )
