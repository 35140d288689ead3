"""What holds for every test: no display, no folder of the user's, the same examples each time."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from hypothesis import settings

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

# quick: the same examples on every run, so that a red run is red for everyone. thorough: new ones
# each time, many (HYPOTHESIS_PROFILE=thorough make test). No deadline: the machines are shared.
settings.register_profile("quick", max_examples=50, deadline=None, derandomize=True)
settings.register_profile("thorough", max_examples=2000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_unconfigure() -> None:
    """Remove the folders that stood in for the user's."""
    shutil.rmtree(_HOME, ignore_errors=True)
