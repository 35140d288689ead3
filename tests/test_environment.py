"""The ground that the program stands on: the interpreter with Qt in it, and the pinned versions."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent

VOID_CALLS = """
from PySide6.QtCore import QRectF
set_width = QRectF().setWidth
for _ in range(2_000_000):
    set_width(1.0)
print("survived")
"""


def test_interpreter_survives_two_million_void_qt_calls() -> None:
    """PySide6 6.12.0 on Python 3.11 loses a reference to None at each, and aborts.

    In a process of its own, so that an abort is a failed test and not the end of the run.
    """
    done = subprocess.run(
        [sys.executable, "-c", VOID_CALLS], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stdout, done.stderr) == ("survived\n", "")


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split("==", 1) for line in lines if not line.startswith("#"))


def test_constraints_are_names_and_versions_only() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pin = re.compile(r'[A-Za-z0-9._-]+==[0-9.]+( ; [a-z_]+ == "[a-z0-9]+")?')
    assert [x for x in lines if not (x.startswith("#") or pin.fullmatch(x))] == []
    assert "://" not in "".join(lines)


def test_everything_that_gets_installed_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pinned = {canonicalize_name(name) for name in pins()}
    waiting = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    seen = {"pip"}  # wanted by sqlite-utils; an environment comes with one
    while waiting:
        requirement = Requirement(waiting.pop())
        name = canonicalize_name(requirement.name)
        applies = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if applies and name not in seen:
            seen.add(name)
            waiting += requires(name) or []
    assert seen - pinned == {"pip"}
