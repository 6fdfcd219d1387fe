"""The command ``starcheck``."""

from __future__ import annotations

import gc
import sys

from starcheck.cli import run


def main() -> None:
    """Run the command line and leave with its exit code."""
    gc.freeze()  # What was imported stays: looking for garbage in it takes longer than a check.
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
