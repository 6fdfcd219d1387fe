"""Texts that mean more than one thing."""

from __future__ import annotations

from starcheck.language import t
from starcheck.ledger.problems import CellError


def two_readings(read: str, first: str, second: str) -> CellError:
    """That a text can be read in two ways, each as it is written clearly."""
    message = t("“{read}” could mean {first} or {second}.", read=read, first=first, second=second)
    return CellError(message, t("Write {first} or {second}, as it is meant.", first=first, second=second))
