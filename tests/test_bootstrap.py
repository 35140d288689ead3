"""tools/bootstrap.py: what it says on a machine that lacks something, and when it installs again.

That it gets a bare Debian going is tried on a bare Debian; here no test installs anything.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tools import bootstrap

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MISSING = {"libEGL.so.1": "libegl1", "libgthread-2.0.so.0": "libglib2.0-0", "x": "libegl1"}


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Return the commands that would have been run; none is."""
    seen: list[list[str]] = []

    def note(command: list[str], **_options: object) -> subprocess.CompletedProcess[str]:
        seen.append([str(word) for word in command])
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(subprocess, "run", note)
    return seen


@pytest.fixture
def has(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that says which programs the machine has."""

    def set_programs(*programs: str) -> None:
        monkeypatch.setattr(shutil, "which", lambda name: name in programs or None)

    return set_programs


def test_one_command_is_printed_when_nothing_may_be_installed(
    commands: list[list[str]], has: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    has("apt-get")
    monkeypatch.setattr(bootstrap, "install_rights", lambda: None)
    with pytest.raises(bootstrap.SetupError) as caught:
        bootstrap.provide_system(MISSING)
    command = str(caught.value).splitlines()[-1]
    assert command.startswith("su -c '")
    assert command.endswith(" libegl1 libglib2.0-0'")
    assert commands == []


def test_missing_libraries_are_named_where_there_is_no_apt(
    commands: list[list[str]], has: Callable[..., None]
) -> None:
    has()
    with pytest.raises(bootstrap.SetupError, match=r"lacks libEGL\.so\.1, libgthread-2\.0\.so\.0"):
        bootstrap.provide_system(MISSING)
    assert commands == []


def test_packages_are_installed_once_each_with_rights(
    commands: list[list[str]], has: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    has("apt-get", "sudo")
    monkeypatch.setattr(bootstrap, "install_rights", lambda: ["sudo"])
    bootstrap.provide_system(MISSING)
    update, install = commands
    assert update[-1] == "update"
    assert install.count("libegl1") == 1
    bootstrap.provide_system({})
    assert len(commands) == 2


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of what decides whether the environment is up to date."""
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_bytes((bootstrap.ROOT / name).read_bytes())
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "python").touch()
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap, "VENV_PYTHON", tmp_path / ".venv" / "python")
    monkeypatch.setattr(bootstrap, "CONSTRAINTS", tmp_path / "constraints.txt")
    return tmp_path


def test_packages_are_installed_again_only_for_other_requirements_or_pins(
    tree: Path, commands: list[list[str]]
) -> None:
    bootstrap.provide_packages(development=True)
    assert commands[-1][-1].startswith("mypy")
    assert bootstrap.is_current(development=True)
    assert bootstrap.is_current(development=False)

    project = tree / "pyproject.toml"
    text = project.read_text(encoding="utf-8")
    project.write_text(text.replace("line-length = 100", "line-length = 80"), encoding="utf-8")
    assert bootstrap.is_current(development=True)
    project.write_text(text.replace('"mypy>=2"', '"mypy>=3"'), encoding="utf-8")
    assert bootstrap.is_current(development=False)
    assert not bootstrap.is_current(development=True)
    with (tree / "constraints.txt").open("a", encoding="utf-8") as pins:
        pins.write("another==1\n")
    assert not bootstrap.is_current(development=False)


def test_environment_of_another_python_is_made_anew(
    tree: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap.provide_packages(development=False)
    assert bootstrap.is_sound()
    assert not bootstrap.is_current(development=True)
    commands.clear()
    monkeypatch.setattr(bootstrap, "python_version", lambda: "3.99")
    assert not bootstrap.is_sound()
    bootstrap.provide_packages(development=False)
    assert commands[0][1:4] == ["-m", "venv", "--clear"]


def test_environment_that_pip_left_half_made_is_not_taken_for_whole(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap.stamp(development=False).write_text(f"{bootstrap.python_version()} old", "utf-8")
    monkeypatch.setattr(subprocess, "run", lambda command: subprocess.CompletedProcess(command, 1))
    with pytest.raises(bootstrap.SetupError):
        bootstrap.provide_packages(development=False)
    assert not bootstrap.is_sound()


@pytest.mark.parametrize(
    ("arguments", "for_window"),
    [
        ([], True),
        (["plan.footprint"], True),
        (["check", "plan.footprint"], False),
        (["--help"], False),
    ],
)
def test_commands_run_without_the_libraries_of_a_window(
    arguments: list[str], for_window: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    started: list[list[str]] = []
    monkeypatch.setattr(
        bootstrap, "provide", lambda development, for_window: asked.append(for_window)
    )
    monkeypatch.setattr(os, "execv", lambda _program, command: started.append(command))
    monkeypatch.setattr(subprocess, "run", lambda command: subprocess.CompletedProcess(command, 0))
    bootstrap.run(arguments)
    assert asked == [for_window]
    assert started[0][2:] == arguments


def test_a_task_that_does_not_exist_is_answered_with_those_that_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert bootstrap.main(["fly"]) == 2
    assert bootstrap.main([]) == 0
    assert capsys.readouterr().out.count("make test") == 2
