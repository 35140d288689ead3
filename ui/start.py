"""The way from the arguments to the window or to a command, and no longer than it must be.

Most starts are a double click on a file. Reading arguments properly takes longer than opening that
file, so a scenario file by itself, or nothing at all, goes straight to the window; whatever else
there is, a mistake too, is for `ui.cli`, which says the same of it as it would without this.
"""

from __future__ import annotations

import builtins
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from db.errors import InputError
from model.errors import ModelError

EXIT_INPUT, EXIT_STOPPED = 2, 130
"""Exit codes (docs/command-line.md): something given can't be used; stopped by Ctrl+C."""

SUFFIX = ".footprint"

HEADLESS = ("new", "show", "check", "move", "place", "compare", "export", "merge", "send", "packs")
"""Commands that work without a display."""


def main(arguments: Sequence[str]) -> int:
    """Run what the arguments ask for and return the exit code."""
    if arguments and not _is_plain_file(arguments):
        from ui import cli

        gc.enable()
        return cli.main(arguments)
    try:
        return open_window(Path(arguments[0]) if arguments else None)
    except (InputError, ModelError) as error:
        complain(str(error))
        return EXIT_INPUT
    except KeyboardInterrupt:
        return EXIT_STOPPED


def _is_plain_file(arguments: Sequence[str]) -> bool:
    """Whether there is a scenario file and nothing else, which is no option and no command."""
    name = arguments[0]
    is_ours = len(arguments) == 1 and name.lower().endswith(SUFFIX) and name[0] != "-"
    return is_ours and os.path.isfile(name)


def open_window(path: Path | None) -> int:
    """Open the window, with a file in it if one is given; returns the exit code."""
    if not _has_display():
        complain(
            "there is no display to open the window on; without one you can use the commands "
            f"{', '.join(HEADLESS[:-1])} and {HEADLESS[-1]}, which main.py --help explains."
        )
        return EXIT_INPUT
    import_plainly()
    from ui import app

    return app.run(path)


def import_plainly() -> None:
    """Have modules imported without PySide looking into them.

    It puts a function of its own in the place of Python's, which reads the source of every module
    that is loaded from then on to see whether it might use PySide's "features" (other names for
    Qt's functions). None here does, and the reading takes a twentieth of the start.
    """
    import PySide6.QtCore  # noqa: F401 - it does so when it is loaded

    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None:
        builtins.__import__ = plain


def _has_display() -> bool:
    """Whether Qt would find a display; on Linux it ends the process when it does not."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def complain(sentence: str) -> None:
    """Print one line on stderr, whatever stands in it."""
    from ui.plain_text import plain

    if sys.stderr is not None:  # there is none under pythonw on Windows
        sys.stderr.write(f"footprint: {plain(sentence)}\n")
