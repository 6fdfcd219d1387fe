"""The command ``starcheck``."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    gc.disable()  # One short run: looking for garbage would take longer than the check.
    try:
        from starcheck.cli import run  # noqa: PLC0415 - imported without the collector at work

        code = run(sys.argv[1:])
    except KeyboardInterrupt as error:  # while starting, when nobody else tells it
        from starcheck.cli import stopped  # noqa: PLC0415 - likewise

        code = stopped(sys.argv[1:], error)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # All is written: taking the process apart would take longer than most of its steps.


if __name__ == "__main__":
    main()
