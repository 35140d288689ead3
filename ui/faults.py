"""Faults of ours: what the user is told, and where the report for us goes.

An error that nobody caught becomes one line for the user and a file with the traceback. Faults of
the world (`db.errors.InputError`) never get here.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from ui.version import VERSION

EXIT_FAULT = 3
"""Exit code of a fault of ours."""

DEBUG = "FOOTPRINT_DEBUG"
"""Environment variable: set to anything, tracebacks are printed too."""


def install() -> None:
    """Report every error that nobody catches; Qt brings those of its slots here as well."""
    sys.excepthook = _on_uncaught


def _on_uncaught(
    _kind: type[BaseException], error: BaseException, _traceback: TracebackType | None
) -> None:
    if isinstance(error, KeyboardInterrupt):
        return
    sentence = report(error)
    for tell in _told:
        tell(sentence)


_told: list[Callable[[str], None]] = []


def also_tell(tell: Callable[[str], None]) -> None:
    """Have the sentence about a fault shown where the user looks: a window has no stderr."""
    _told[:] = [tell]


def report(error: BaseException) -> str:
    """Write a report and tell the user on stderr; return the sentence that was printed."""
    text = "".join(traceback.format_exception(error))
    sentence = f"footprint: a fault of ours ({_summary(error)}); {_write(text)}"
    if sys.stderr is not None:  # there is none under pythonw on Windows
        if os.environ.get(DEBUG):
            sys.stderr.write(text)
        sys.stderr.write(f"{sentence}\n")
    return sentence


def _summary(error: BaseException) -> str:
    """Return the kind of error and its message on one line, not too long."""
    words = " ".join(traceback.format_exception_only(error)[-1].split())
    return words if len(words) <= 200 else f"{words[:199]}…"


def _write(text: str) -> str:
    """Write the report; return half a sentence that says where it is."""
    # Not worth their time unless there is a fault.
    import datetime
    import platform

    from platformdirs import user_log_path

    now = datetime.datetime.now(datetime.UTC)
    head = [
        f"Footprint {VERSION}",
        f"Python {platform.python_version()} on {platform.platform()}",
        f"at {now.isoformat(timespec='seconds')}",
        f"called with {sys.argv[1:]!r}",
    ]
    try:
        folder = user_log_path("Footprint", appauthor=False, ensure_exists=True)
        path: Path = folder / f"fault-{now:%Y%m%d-%H%M%S}-{os.getpid()}.txt"
        path.write_text("\n".join([*head, "", text]), encoding="utf-8", errors="replace")
    except OSError as error:
        return f"its report could not be written ({error.strerror}); {DEBUG}=1 shows it"
    return f"please send us the report: {path}"
