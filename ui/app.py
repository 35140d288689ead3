"""Starting the window: application, theme, first scenario."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

import resources
from db.errors import InputError
from db.recovery import has_any
from db.scenario_file import open_scenario
from model.scenario import Scenario
from ui import faults, theme
from ui.docks import LATE
from ui.main_window import MainWindow
from ui.settings import recovery_folder, settings

WHOLE_MS = 1000
"""By when a panel has all that it makes in the pauses after it was made."""


def run(path: Path | None) -> int:
    """Open the window, with a file in it if one is given; returns the exit code."""
    app = application()
    gc.freeze()  # what is loaded by now stays: it need not be looked through ever again
    window = make_window(path)
    faults.also_tell(window.tell_fault)
    window.later.done.connect(settle)
    keep_late_panels(window)
    window.show()
    return app.exec()


def settle() -> None:
    """Let the garbage collector work again, which main.py turned off, but not on what is there now.

    A plan of 10,000 organisations is some hundred thousand objects that stay. Going through them
    takes longer than three frames, and would come in the middle of a gesture.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    gc.enable()


def keep_late_panels(window: MainWindow) -> None:
    """Have what comes with a panel that is made late left alone too, once it is whole.

    A map is as many objects as a plan. This takes no time, in the middle of a gesture or not.
    """
    for name in LATE:
        window.docks.when_made(name, lambda _: QTimer.singleShot(WHOLE_MS, gc.freeze))


def make_window(path: Path | None) -> MainWindow:
    """Return the window with a file in it, or with what a pack offers first.

    What is wrong with the file is told as soon as the window is there; then what a program that
    was killed left behind is offered.
    """
    store, recovery = settings(), recovery_folder()
    opened, fault = None, ""
    if path is not None:
        try:
            opened = open_scenario(path)
        except InputError as error:
            fault = str(error)
    window = MainWindow(opened.scenario if opened else first_scenario(), store, recovery)
    if path is not None and opened is not None:
        window.files.adopt(path, opened)
    else:
        window.later.done.connect(lambda: _read_map(window))

    def greet() -> None:
        if path is not None and fault:
            window.files.tell_not_opened(path, fault)
        if path is not None and opened is not None:
            window.files.tell_carried(path, opened)
        window.files.offer_recovered()

    is_carried = opened is not None and opened.carried is not None
    if fault or is_carried or has_any(recovery):
        QTimer.singleShot(0, window, greet)
    return window


def application() -> QApplication:
    """Return the one application, made and named if there is none yet."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication([*sys.argv[:1], "-style", theme.STYLE_NAME])
        app.setProperty(theme.STYLE, theme.STYLE_NAME)
    app.setApplicationName("Footprint")
    app.setApplicationDisplayName("Footprint")
    app.setDesktopFileName("footprint")
    theme.load_fonts()
    return app


def _read_map(window: MainWindow) -> None:
    """Read the pack's map once nobody waits for anything, and before the first change is kept."""
    from db.packs.boundaries import Boundaries
    from ui.later import Later

    boundaries = window.document.option.pack.boundaries
    if isinstance(boundaries, Boundaries) and not boundaries.is_read:
        Later(boundaries.read_slowly(), window).start()


def first_scenario() -> Scenario:
    """Return what the window shows when no file is given: a pack's first ready-made option.

    Raises
    ------
    InputError
        If no pack that is installed can be read.
    """
    from db.identity import new_id, now, user
    from db.packs import installed, read_pack  # not to be waited for by those who give a file
    from model.scenario import from_ready

    for info in installed(resources.path("packs")):
        if info.problem is None:
            # Its map is read later, or when it is first wanted: the window need not wait for it.
            pack = read_pack(info.folder, map_later=True)
            return from_ready(pack, pack.options[0], new_id(), when=now(), who=user())
    raise InputError("no pack is installed", remedy="install the program again")
