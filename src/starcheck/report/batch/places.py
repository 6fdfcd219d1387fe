"""What quotas do to many branches, on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

from starcheck.insight.overview import Overview
from starcheck.insight.places import Moved, Quota, Range
from starcheck.language import Text, Title, t
from starcheck.report.page import INDENT, Entry, Page, Row
from starcheck.rules.schema.ruleset import RuleSet
from starcheck.rules.wording.quotas import quota_in_words

MOST_GROUPS = 30
"""How many quotas are shown; every one of them is in the summary for programs."""


def quota_table(found: Overview, ruleset: RuleSet, page: Page) -> list[str]:
    """How many places there are, how many branches hold the level or are moved, and how places are given."""
    if not found.quotas:
        return []
    shown = found.quotas[:MOST_GROUPS]
    heads = [
        t("Quota"), t("Share of"), t("Places"), t("Held for certain"), t("Moved for certain"), t("Perhaps besides")
    ]  # fmt: skip
    rows = [Row((Entry(_title(quota)),), _figures(quota)) for quota in shown]
    more = len(found.quotas) - len(shown)
    told = page.paragraph(t("And {n} more; summary.json has all of them.", n=more)) if more else []
    rules = [line for each in _rules(found, ruleset) for line in page.paragraph(each)]
    return [*page.table(heads, rows), *told, *rules]


def wanted_lines(found: Overview) -> list[Text]:
    """How many should hold a level and how many do; those of the first groups."""
    lines = [
        t(
            "{level}: at least {number} should hold it; {certain} do for certain, {possible} more perhaps. "
            "Nobody is moved for that.",
            level=each.title if each.group is None else t("{level}: {group}", level=each.title, group=each.group),
            number=in_words(each.number),
            certain=each.certain,
            possible=each.possible,
        )
        for each in found.wanted[:MOST_GROUPS]
    ]
    more = len(found.wanted) - len(lines)
    return [*lines, *([t("And {n} more; summary.json has all of them.", n=more)] if more else [])]


def moved_lines(found: Overview, page: Page) -> list[str]:
    """Whom quotas move for what reason, the first of them."""
    if not found.moved:
        return []
    number = sum(quota.certain + quota.possible for quota in found.quotas)
    lines = [line for each in found.moved for line in page.paragraph(in_a_sentence(each), indent=INDENT)]
    more = number - len(found.moved)
    told = t("And {n} more; the results name the quota, the places and the place of each.", n=more)
    return [*page.heading(t("Moved by quotas:")), *lines, *(page.paragraph(told) if more > 0 else [])]


def _figures(quota: Quota) -> tuple[object, ...]:
    counted = "" if quota.counted is None else in_words(quota.counted)
    return counted, in_words(quota.places), quota.holders or "", quota.certain or "", quota.possible or ""


def _rules(found: Overview, ruleset: RuleSet) -> Iterator[Text]:
    """Of every level with places what the rule set says of them."""
    levels = {quota.level for quota in found.quotas}
    for level in ruleset.levels:
        if str(level.id) in levels and level.quota is not None:
            places, *how = quota_in_words(level.quota, ruleset)
            yield reduce(_followed, how, t("{title}: {places}.", title=level.title, places=places))


def _followed(sentence: Text, note: Text) -> Text:
    return t("{sentence} {note}", sentence=sentence, note=note)


def _title(quota: Quota) -> Text | Title:
    title = t("{level} (at least)", level=quota.title) if quota.makes_up else quota.title
    return title if quota.group is None else t("{level}: {group}", level=title, group=quota.group)


def in_a_sentence(moved: Moved) -> Text:
    """Which quota moves a branch, why, and what it then holds."""
    facts = {
        "branch": moved.name,
        "level": moved.title,
        "places": in_words(moved.places),
        "place": in_words(moved.place),
        "held": held_in_words(moved),
    }
    if moved.makes_up and moved.certain:
        return t("{branch}: moved to {level}, which {places} have to hold; place {place} from the end.", **facts)
    if moved.makes_up:
        return t(
            "{branch}: perhaps moved to {level}, which {places} have to hold; place {place} from the end.", **facts
        )
    if moved.equals:
        return t(
            "{branch}: no room at {level}: places {places}, too few for {equals} branches with equal points, so none "
            "of them holds it. Then: {held}.",
            equals=moved.equals,
            **facts,
        )
    if not moved.competes:
        return t(
            "{branch}: whether it competes for {level} is open; if it does, there is no room: places {places}, own "
            "place {place}. Then: {held}.",
            **facts,
        )
    if moved.certain:
        return t("{branch}: no room at {level}: places {places}, own place {place}. Then: {held}.", **facts)
    return t("{branch}: perhaps no room at {level}: places {places}, own place {place}. Then: {held}.", **facts)


def held_in_words(moved: Moved) -> Text | Title:
    """The level that a branch then holds, or the lowest and the highest that it may."""
    return moved.low if moved.low == moved.high else t("{low} up to {high}", low=moved.low, high=moved.high)


def in_words(number: Range) -> Text | int:
    """A whole number, or the least and the greatest that it may be."""
    if number.most is None:
        return t("{n} or more", n=number.least)
    return number.least if number.least == number.most else t("{low} to {high}", low=number.least, high=number.most)
