"""The command ``starcheck``."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    gc.disable()  # One short run: looking for garbage would take longer than the check.
    from starcheck.cli import run  # noqa: PLC0415 - imported without the collector at work

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
