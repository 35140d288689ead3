"""What all tests of the window share."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

import resources
from db import boundaries, packs
from model.geography.outlines import Outlines
from model.geography.shapes import Atlas
from model.option import Option
from model.organisations import Organisations
from model.pack import Pack
from model.scenario import Scenario
from tests.england import installed_atlas, installed_pack, judged, started
from tests.sample_pack import WHEN, WHO, sample_pack, sample_scenario
from tests.ui.commands import Ran, Run
from ui import cli
from ui.app import first_scenario
from ui.dialogs import messages
from ui.document import Document
from ui.main_window import MainWindow
from ui.map import panel
from ui.map.land import Land

NASTY = "<b>x</b> & " + "W" * 189

_read_pack, _read_atlas = packs.read_pack, boundaries.read_atlas


def is_installed(pack: Pack) -> bool:
    return (resources.path("packs") / pack.id).is_dir() and installed_pack(pack.id) is pack


@cache
def installed_land(name: str) -> Land:
    """Return a pack's map that ships with the program, as views of it share one."""
    return Land(installed_pack(name), installed_atlas(name))


@pytest.fixture(autouse=True)
def _installed_packs_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every window the same pack: it never alters, and takes longer to read than to show."""
    installed = resources.path("packs")

    def read_pack(folder: Path, *, map_later: bool = False) -> Pack:
        if folder.parent == installed:
            return installed_pack(folder.name)
        return _read_pack(folder, map_later=map_later)

    def read_atlas(pack: Pack) -> Atlas:
        return installed_atlas(pack.id) if is_installed(pack) else _read_atlas(pack)

    def land(pack: Pack, atlas: Atlas, outlines: Outlines) -> Land:
        return installed_land(pack.id) if is_installed(pack) else Land(pack, atlas, outlines)

    monkeypatch.setattr(packs, "read_pack", read_pack)
    monkeypatch.setattr(boundaries, "read_atlas", read_atlas)
    monkeypatch.setattr(panel, "Land", land)


@pytest.fixture(scope="session")
def pack() -> Pack:
    return installed_pack()


@pytest.fixture
def document(qapp: QApplication) -> Document:
    """Return three clusters: G1 (U1, U2), G2 (U3) and G3 (U4, U5); U6 is in the tray."""
    return Document(sample_scenario())


@pytest.fixture
def nasty(qapp: QApplication) -> Document:
    """Return three clusters in which unit U1 has a long name that looks like HTML."""
    pack = sample_pack()
    organisations = [replace(o, name=NASTY) if o.id == "U1" else o for o in pack.organisations]
    pack = replace(pack, organisations=Organisations.of(organisations))
    option = Option.from_ready(pack, pack.options[0], "A", when=WHEN, who=WHO)
    return Document(Scenario("s", pack, WHEN, [option], "A"))


@pytest.fixture
def england_with(qapp: QApplication) -> Callable[[str], Document]:
    """Return a maker of England's document from one of the pack's options."""
    return lambda option: Document(judged(started(option)))


@pytest.fixture
def england(england_with: Callable[[str], Document]) -> Document:
    """Return England's PCTs in the clusters of June 2011."""
    return england_with("june-2011")


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
def store(tmp_path: Path) -> QSettings:
    """Return what a window remembers, in a file of this test's own."""
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def window(qtbot, store: QSettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """Return the whole window with England's clusters of June 2011, in front."""
    monkeypatch.setattr(messages, "ask_save", lambda *_: messages.Answer.DISCARD)
    window = MainWindow(judged(first_scenario()), store)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    with qtbot.waitExposed(window):
        window.show()
    with qtbot.waitActive(window):
        window.activateWindow()
    yield window
    window.close()
