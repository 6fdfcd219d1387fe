"""The next state of results, if it may follow."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from starcheck.engine.results import HIGH, LEVEL, LOW
from starcheck.errors import InputError, Place, Problem
from starcheck.insight.comparison import Comparison, In
from starcheck.insight.comparison.branches import IN
from starcheck.insight.declaring.window import window_refusals, window_remarks
from starcheck.insight.declaring.wish import Declared, Told, Wish
from starcheck.insight.kept import RESULTS, SUMMARY, Days, Declaration, Earlier, Header, Kept, State
from starcheck.language import t
from starcheck.ledger.tables import KEY

MOST_NAMED = 5
"""How many branches or adjustments are named."""
_OPEN_AGAIN = t("Let them be open to objection first.")
_CORRECT = t("If it should count, correct it and judge anew.")
_WHAT_CHANGED = t("“starcheck compare” says what.")


def declared(kept: Kept, wish: Wish) -> Declared:
    """Declare a state of results.

    Raises:
        InputError: it cannot follow; with every reason.
    """
    since = Comparison.of(wish.after, kept) if wish.after and wish.state is State.FINAL else None
    refusals = [*_out_of_turn(kept, wish), *window_refusals(kept.header, wish), *_not_after(kept, wish, since)]
    place = Place(str(kept.path))
    if refusals:
        raise InputError(Problem(place, message, hint) for message, hint in refusals)
    declaration = Declaration(
        state=wish.state,
        on=wish.on,
        by=wish.by,
        results=kept.header.files[RESULTS].sha256,
        window=None if wish.window is None else Days.of(wish.window),
        after=_earlier(wish.after or kept, since) if wish.state is State.FINAL else None,
    )
    remarks = () if wish.state is State.PROVISIONAL else _remarks(kept, wish, since)
    return Declared(declaration, tuple(Problem(place, message, hint) for message, hint in remarks))


def _earlier(earlier: Kept, since: Comparison | None) -> Earlier | None:
    """What stood open to objection, and what became of it."""
    window = earlier.header.window
    gone = 0 if since is None else since.counts[In.OLD]
    changed = 0 if since is None else since.differing.height - gone
    results = earlier.header.files[RESULTS].sha256
    return None if window is None else Earlier(results=results, window=window, changed=changed, gone=gone)


def _out_of_turn(kept: Kept, wish: Wish) -> Iterator[Told]:
    """What stands against declaring anything of these results on that day."""
    header = kept.header
    if not wish.by.strip():
        yield t("It is not said who declares it."), t("Name who does with --by.")
    if header.state is State.FINAL:
        message = t("These results are final since {day}.", day=header.declarations[-1].on)
        yield message, t("Judge anew into another folder; “starcheck compare” says what is otherwise.")
    if header.state is wish.state is State.PROVISIONAL:
        yield t("These results are provisional as they are."), None
    if wish.on < header.as_of:
        message = t("The results are as of {as_of}; nobody knew them on {on}.", as_of=header.as_of, on=wish.on)
        yield message, t("Name the day of the declaration with --on.")
    if header.declarations and wish.on < header.declarations[-1].on:
        last = header.declarations[-1].on
        yield t("Something was declared of them on {last}, which is after {on}.", last=last, on=wish.on), None


def _not_after(kept: Kept, wish: Wish, since: Comparison | None) -> Iterator[Told]:
    """Why these results do not follow upon those that stood open to objection."""
    if wish.state is not State.FINAL:
        if wish.after is not None:
            yield t("Only final results come after others."), t("Leave out --after.")
        return
    earlier = (wish.after or kept).header
    if earlier.state is not State.OBJECTION or earlier.window is None:
        yield _never_open(wish)
    elif wish.on <= earlier.window.end:
        yield t("Objections are possible until {end}.", end=earlier.window.end), t("Declare it on a later day.")
    if since is not None:
        yield from _not_alike(since)


def _never_open(wish: Wish) -> Told:
    """That nobody could object."""
    if wish.after is None:
        hint = t("Declare objection first; or name with --after the results of which it was declared.")
        return t("These results were never open to objection."), hint
    message = t("The results in {folder} are not open to objection.", folder=wish.after.path)
    return message, t("Name the folder of which that was declared.")


def _not_alike(since: Comparison) -> Iterator[Told]:
    """In what results differ from those that were open to objection as they must not."""
    old, new = since.old.header, since.new.header
    if old.ruleset.digest != new.ruleset.digest:
        yield (
            t(
                "The results that were open to objection were judged by another rule set: {ruleset}.",
                ruleset=_named(old),
            ),
            _OPEN_AGAIN,
        )
    if old.period != new.period:
        period = old.period.period.label
        yield t("The results that were open to objection are of another period: {period}.", period=period), _OPEN_AGAIN
    if since.counts[In.NEW]:
        yield t("Nobody could object to the results of: {branches}.", branches=_only_in(since, In.NEW)), _OPEN_AGAIN


def _remarks(kept: Kept, wish: Wish, since: Comparison | None) -> Iterator[Told]:
    """What deserves a look before results are made public."""
    header = kept.header
    if header.left_out.ledgers:
        yield t("Ledgers left out: {n}; their branches have no result.", n=header.left_out.ledgers), None
    yield from window_remarks(header, wish)
    if wish.on <= header.period.end:
        yield t("The period is not over before {end}.", end=header.period.end), None
    if uncertain := _uncertain(kept):
        yield t("Branches whose level is not certain: {n}.", n=uncertain), None
    yield from _without_effect(header)
    if since is None:
        return
    if since.counts[In.OLD]:
        yield t("No longer there: {branches}.", branches=_only_in(since, In.OLD)), None
    if since.differing.height > since.counts[In.OLD]:
        changed = since.differing.height - since.counts[In.OLD]
        yield t("Branches with another result than was open to objection: {n}.", n=changed), _WHAT_CHANGED


def _without_effect(header: Header) -> Iterator[Told]:
    """What reviewers decided that changed nothing: this is the last time that somebody looks."""
    unused = () if header.review is None else header.review.unused
    for each in unused[:MOST_NAMED]:
        yield t("An adjustment without effect: {place}: {words}", place=each.place, words=each.message), _CORRECT
    if more := len(unused[MOST_NAMED:]):
        yield t("Further adjustments without effect: {n}; {summary} has all.", n=more, summary=SUMMARY), None


def _uncertain(kept: Kept) -> int:
    """How many branches may still have one level or another."""
    low, high = f"{LEVEL}_{LOW}", f"{LEVEL}_{HIGH}"
    if not {low, high} <= set(kept.results.collect_schema().names()):
        return 0
    found: int = kept.results.select((pl.col(low) != pl.col(high)).sum()).collect().item()
    return found


def _only_in(since: Comparison, one: In) -> list[str]:
    """The ids of branches that are in one of the two results."""
    ids = since.branches.filter(pl.col(IN) == one.value)[KEY]
    return [*ids.head(MOST_NAMED), *(["…"] if ids.len() > MOST_NAMED else [])]


def _named(header: Header) -> str:
    return f"{header.ruleset.reference} {header.ruleset.digest[:12]}"
