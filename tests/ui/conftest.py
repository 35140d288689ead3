"""What all tests of the window share."""

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

import resources
from db import packs
from model.pack import Pack
from tests.england import judged
from tests.ui.commands import Ran, Run
from ui import cli
from ui.app import first_scenario
from ui.dialogs import messages
from ui.main_window import MainWindow

_read_pack = packs.read_pack


@cache
def _read_once(folder: Path) -> Pack:
    return _read_pack(folder, map_later=True)


@pytest.fixture(autouse=True)
def _installed_packs_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every window the same pack: it never alters, and takes longer to read than to show."""
    installed = resources.path("packs")

    def read_pack(folder: Path, *, map_later: bool = False) -> Pack:
        if folder.parent == installed:
            return _read_once(folder)
        return _read_pack(folder, map_later=map_later)

    monkeypatch.setattr(packs, "read_pack", read_pack)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Return what runs the program in this process and gives back what came of it."""

    def run_here(*arguments: object) -> Ran:
        capsys.readouterr()
        code = cli.main([str(a) for a in arguments])
        return Ran(code, *capsys.readouterr())

    return run_here


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "plan.footprint"
    assert cli.main(["new", str(path), "--pack", "pct-2011", "--option", "june-2011"]) == 0
    return path


@pytest.fixture
def plan(made: Path, tmp_path: Path) -> Path:
    """Return a copy of the clusters of June 2011."""
    return Path(shutil.copy(made, tmp_path))


@pytest.fixture
def window(qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """Return the whole window with England's clusters of June 2011, in front."""
    monkeypatch.setattr(messages, "ask_save", lambda *_: messages.Answer.DISCARD)
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(judged(first_scenario()), store)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    with qtbot.waitExposed(window):
        window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    yield window
    window.close()
