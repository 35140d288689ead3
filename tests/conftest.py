"""What holds for every test: no display, no folder of the user's, the same examples each time."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

LONGEST_MS = 300_000
"""How long a test waits for what must come: on a machine with ten other things to do, too."""

# Set while pytest reads this file, before it or any test imports Qt or asks for a folder.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_HOME = Path(tempfile.mkdtemp(prefix="footprint-tests-"))
_FOLDERS = ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"]
_FOLDERS += ["XDG_RUNTIME_DIR", "APPDATA", "LOCALAPPDATA"]
if sys.platform == "darwin":  # where nothing but HOME says where the user's folders are
    _FOLDERS += ["HOME"]
for _name in _FOLDERS:
    _folder = _HOME / _name.lower()
    _folder.mkdir(mode=0o700)
    os.environ[_name] = str(_folder)

# Else each worker, and each program that a test starts, would translate all sources anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# quick: the same examples on every run, so that a red run is red for everyone. thorough: new ones
# each time, many (HYPOTHESIS_PROFILE=thorough make test). No deadline: the machines are shared.
settings.register_profile("quick", max_examples=25, deadline=None, derandomize=True)
settings.register_profile("thorough", max_examples=2000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Spare Python's collector what never goes: all that was loaded to find the tests.

    It would look through all of it again and again. What tests leave behind it looks through more
    rarely than usual: a tenth of the suite's time went that way.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(50_000, 20, 20)
        gc.enable()


@pytest.fixture
def qtbot(qtbot: QtBot) -> QtBot:
    """Wait longer than usual: a machine that is shared is slow at times, and nothing is lost."""
    for name in ("waitUntil", "waitSignal", "waitExposed", "waitActive"):
        setattr(qtbot, name, partial(getattr(qtbot, name), timeout=LONGEST_MS))
    return qtbot


@pytest.fixture(autouse=True)
def _windows_are_gone_after_each_test() -> Iterator[None]:
    """Delete the windows that a test leaves behind, and do what `deleteLater` promised.

    Without a running event loop nobody else does. A window left over would be dressed again by
    every later test that sets the style sheet; and one that nobody holds would go when Python's
    collector comes by, in the middle of whatever, with its parts in no particular order.
    """
    before = _windows()
    yield
    for window in _windows() - before - _kept():
        window.deleteLater()
    if "PySide6.QtCore" in sys.modules:
        from PySide6.QtCore import QCoreApplication, QEvent

        if QCoreApplication.instance() is not None:
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _windows() -> set[QWidget]:
    """Return the windows that belong to no other."""
    if "PySide6.QtWidgets" not in sys.modules:
        return set()
    from PySide6.QtWidgets import QApplication

    return {window for window in QApplication.topLevelWidgets() if window.parent() is None}


def _kept() -> set[QWidget]:
    """Return the windows that all benchmarks share."""
    benchmarks = sys.modules.get("tests.benchmarks.window")
    return {window.main for window in benchmarks._windows} if benchmarks else set()


def pytest_unconfigure() -> None:
    """Remove the folders that stood in for the user's."""
    shutil.rmtree(_HOME, ignore_errors=True)
