"""What every form of a summary says first."""

from __future__ import annotations

from collections.abc import Sequence

from starcheck.language import Text, t
from starcheck.report.batch.request import Batch

MOST_NAMED = 10
"""How many of the branches are named that were left out; `summary.json` has the others."""


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


def judged_then(batch: Batch) -> Text:
    """The same in a file that stays as it is when the results become final."""
    ruleset = batch.loaded.ruleset
    return t(
        "Judged by {rules}, for {period}, as of {day}. Provisional when this was written; "
        "summary.json, or “starcheck declare” with the folder, tells what was declared since.",
        rules=f"{ruleset.ruleset}@{ruleset.edition}", period=batch.period.label, day=batch.day,
    )  # fmt: skip


def left_out(batch: Batch) -> list[Text]:
    """How many ledgers and branches were not used, if any, and the first of the branches."""
    if not batch.refused:
        return []
    named = batch.named
    told = [_number_left_out(batch)]
    return [*told, t("Left out of ledgers that are used: {branches}.", branches=_first(named))] if named else told


def _number_left_out(batch: Batch) -> Text:
    unused, named = len(batch.unused), len(batch.named)
    facts = {"ledgers": unused, "named": named, "problems": batch.problems, "branches": _absent(batch)}
    if not named:
        return t("Ledgers left out: {ledgers}, with problems: {problems}. {branches}", **facts)
    if not unused:
        return t("Branches left out: {named}, with problems: {problems}. {branches}", **facts)
    return t("Ledgers left out: {ledgers}, branches of others: {named}, with problems: {problems}. {branches}", **facts)


def _first(branches: Sequence[str]) -> Text | Sequence[str]:
    """Some branches by their ids, and how many others there are."""
    more = len(branches) - MOST_NAMED
    return t("{branches} and {n} more", branches=branches[:MOST_NAMED], n=more) if more > 0 else branches


def _absent(batch: Batch) -> Text:
    """How many branches are absent at most, and what that means for the others."""
    branches, quotas = batch.left_out, batch.overview.after_quotas
    if branches is None:
        if quotas:
            return t(
                "Nobody knows how many branches they hold: no worst rank can be said, and nobody is sure of room under "
                "a quota; they are in no other figure."
            )
        return t("Nobody knows how many branches they hold: no worst rank can be said; they are in no other figure.")
    facts = {
        "number": _number_absent(branches, among_others=bool(batch.named)),
        "left_room": t("ranks and places leave room for that") if quotas else t("ranks leave room for that"),
    }
    if branches == 1:
        return t("{number} It may stand before all others, and {left_room}; it is in no other figure.", **facts)
    return t("{number} Each may stand before all others, and {left_room}; they are in no other figure.", **facts)


def _number_absent(branches: int, *, among_others: bool) -> Text:
    if among_others:
        return t("Branches in all: {branches} at most.", branches=branches)
    return t("Branches in them: {branches} at most.", branches=branches)
