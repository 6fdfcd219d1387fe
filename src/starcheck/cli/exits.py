"""How a command ends."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What the shell is told."""

    DONE = 0
    """Done; of ``check``: the target level is reached for certain."""
    BAD_INPUT = 1
    """An input file cannot be used."""
    BAD_USAGE = 2
    """The command line cannot be used."""
    NOT_REACHED = 3
    """Checked, and not so: the level is not certain, a ledger was left out, a case failed, lint found something."""
    STOPPED = 130
    """Somebody pressed Ctrl-C; what shells make of that."""


class NothingWrittenError(KeyboardInterrupt):
    """Somebody pressed Ctrl-C before anything was written."""
