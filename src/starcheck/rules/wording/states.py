"""What a branch without a level is called."""

from __future__ import annotations

from collections.abc import Mapping

from starcheck.language import Text, t

STATES: Mapping[str, Text] = {
    "none": t("no star"),
    "not_rated": t("not rated"),
    "not_eligible": t("not eligible"),
    "scored_only": t("scored without a level"),
}
"""What a branch without a level is."""
