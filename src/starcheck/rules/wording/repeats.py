"""Repetition in words."""

from __future__ import annotations

from collections.abc import Mapping

from starcheck.language import Text, t
from starcheck.rules.schema.repeats import Repeat, Take
from starcheck.rules.wording.spans import SPANS


def repeat_in_words(repeat: Repeat) -> Text:
    """For which spans a criterion is scored, and what counts in the end."""
    return t("Scored {every} by itself; {taken}.", every=SPANS[repeat.every].every, taken=TAKEN[repeat.take])


TAKEN: Mapping[Take, Text] = {
    "mean": t("the mean of these points counts"),
    "sum": t("these points are added up"),
    "worst": t("the fewest of these points count"),
    "best": t("the most of these points count"),
    "last": t("the last of these points count"),
}
"""What becomes of the points of all spans."""
