"""What another rule set makes of branches, on a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from starcheck.insight.movement import Direction, Movement, Shift, Turn, Unfit
from starcheck.language import Text, t
from starcheck.model import Assessment
from starcheck.report.difference.words import DIRECTIONS, KEYS, TURNS, VERBS, became, named, place, span
from starcheck.report.outline import spoken
from starcheck.report.page import INDENT, Page, Tone
from starcheck.report.words import CONDITION_STANDINGS, VETO_STANDINGS
from starcheck.rules.diff import Change

_TONES: dict[Direction, Tone] = {Direction.UP: "good", Direction.DOWN: "bad", Direction.OPEN: "fair"}


def summary(branches: Sequence[Movement | Unfit], page: Page) -> list[str]:
    """How many go where, and by what they were judged."""
    moved = Counter((each.direction, each.certain) for each in branches if isinstance(each, Movement))
    unfit = sum(isinstance(each, Unfit) for each in branches)
    counts = [t("{verb} {n}", verb=words, n=moved[key]) for key, words in DIRECTIONS.items() if moved[key]]
    counts += [t("cannot be judged {n}", n=unfit)] if unfit else []
    return [
        *page.heading(t("Branches: {n} ({counts})", n=len(branches), counts=counts)),
        *page.paragraph(t("Each is judged by both rule sets over its own period, whatever dates they are in force.")),
    ]


def branch_block(branch: Movement | Unfit, page: Page) -> list[str]:
    """What became of one branch, and why."""
    return _unfit(branch, page) if isinstance(branch, Unfit) else _movement(branch, page)


def _unfit(branch: Unfit, page: Page) -> list[str]:
    if branch.ruleset is None:
        head = t("{source} cannot be read.", source=branch.source)
    else:
        reference = f"{branch.ruleset.ruleset}@{branch.ruleset.edition}"
        head = t("{source} cannot be judged by {ruleset}.", source=branch.source, ruleset=reference)
    problems = [line for each in branch.problems for line in page.paragraph(each.say(page.style.lang), indent=INDENT)]
    return [*page.heading(head), *problems]


def _movement(branch: Movement, page: Page) -> list[str]:
    source = branch.after.provenance
    head = t(
        "{branch}: {level} ({direction})",
        branch=source.branch_name,
        level=became(_level(branch.before), _level(branch.after)),
        direction=DIRECTIONS[branch.direction, branch.certain],
    )
    facts = t("{source}, {period}, as of {day}.", source=branch.source, period=branch.period, day=source.as_of)
    total = t("Total: {words}", words=became(span(branch.before.score), span(branch.after.score)))
    turns = [t("{label}: {words}", label=TURNS[turn.kind], words=_turn(turn)) for turn in branch.turns]
    heading = [page.paint(line, _TONES.get(branch.direction, "strong")) for line in page.paragraph(head)]
    body = [row for words in (facts, total, *turns) for row in page.paragraph(spoken(words, page), indent=INDENT)]
    return [
        *heading,
        *body,
        *(row for shift in (*branch.criteria, *branch.lines) for row in _shift(shift, page)),
        *(row for change in branch.thresholds for row in _cause(change, None, page, INDENT)),
    ]


def _level(assessment: Assessment) -> Text:
    low, high = assessment.level.title_low, assessment.level.title_high
    words = low if assessment.level.certain else t("between {low} and {high}", low=low, high=high)
    return t("{words}", words=words)


def _turn(turn: Turn) -> Text:
    words = VETO_STANDINGS if turn.kind == "vetoes" else CONDITION_STANDINGS
    before, after = (t("not asked") if side is None else words[side] for side in (turn.before, turn.after))
    return t("{title} ({standing})", title=turn.check.title, standing=became(before, after))


def _shift(shift: Shift, page: Page) -> Iterator[str]:
    name = t("{id} {title}", id=shift.id, title=shift.title) if shift.causes or _is_id(shift) else shift.title
    words = t("{label}: {words}", label=name, words=became(span(shift.before), span(shift.after)))
    yield from page.paragraph(spoken(words, page), indent=INDENT)
    for cause in shift.causes:
        yield from _cause(cause, shift.id, page, INDENT * 2)


def _is_id(shift: Shift) -> bool:
    return "." not in shift.id


def _cause(change: Change, criterion: str | None, page: Page, indent: str) -> Iterator[str]:
    """A change in a few words; the part it belongs to only where that is not the criterion above."""
    key: object = KEYS.get(change.aspect, change.aspect) if change.aspect else VERBS[change.verb]
    label = key if change.subject.id == criterion else t("{part}, {key}", part=named(change.subject), key=key)
    for words in _in_short(label, change):
        yield from page.paragraph(spoken(t("because: {words}", words=words), page), indent=indent)


def _in_short(label: object, change: Change) -> list[Text]:
    if not change.aspect:
        return [t("{words}", words=label)]
    if max(len(change.before), len(change.after)) <= 1:
        sides = [side[0].words if side else t("nothing") for side in (change.before, change.after)]
        return [t("{label}: {words}", label=label, words=became(*sides))]
    return [
        t(
            "{label} ({at}): {words}",
            label=label,
            at=place(change, detail),
            words=became(detail.before or t("nothing"), detail.after or t("nothing")),
        )
        for detail in change.details
    ]
