"""Start Footprint: the window, or one of its commands (``python main.py --help``)."""

from __future__ import annotations

import gc
import io
import sys

from ui import faults


def main() -> int:
    """Run what the arguments ask for and return the exit code."""
    # What is made while the program starts stays as long as it runs; looking through all of it
    # for what could be thrown away, again and again as it grows, would take a third of the start.
    # `ui.start` and `ui.app` turn it on again.
    gc.disable()
    faults.install()
    for stream in (sys.stdout, sys.stderr):
        # Windows would write its own code page into a pipe and fail on a name that is not in it.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        from ui import start  # here, so that a fault in loading it is reported as well

        return start.main(sys.argv[1:])
    except Exception as error:  # noqa: BLE001 - the edge of the program: all end in a report
        faults.report(error)
        return faults.EXIT_FAULT


if __name__ == "__main__":
    sys.exit(main())
