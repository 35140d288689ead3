"""The areas of a scenario in the window: read when a map is first wanted, and once for all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

import resources
from db import packs
from db.errors import InputError, PackError
from db.packs import boundaries
from db.packs.reader import read_pack
from model.scenario import Scenario
from tests.sample_pack import sample_scenario
from ui import app
from ui.app import first_scenario, make_window
from ui.document import Document
from ui.later import Later


def broken(_reader: object) -> Iterator[tuple[str, bytes]]:
    raise PackError("pct-2011", "is at fault", file="boundaries.geojson")


def test_a_start_without_a_file_does_not_read_the_map(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs, "read_pack", read_pack)  # the tests' own keeps what it has read
    monkeypatch.setattr(boundaries._Reader, "outlines", broken)
    scenario = first_scenario()
    assert scenario.options[0].state.sum(scenario.options[0].state.root, "population").value > 0
    with pytest.raises(PackError, match="is at fault"):
        len(scenario.pack.boundaries)
    with pytest.raises(PackError, match="is at fault"):
        read_pack(resources.path("packs", "pct-2011"))


@pytest.fixture
def parent(qtbot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_all_windows_of_a_scenario_have_one_atlas(parent: QWidget) -> None:
    document = Document(sample_scenario(), parent)
    beside = Document(document.open, parent)
    assert document.open.atlas() is beside.open.atlas()
    assert list(document.open.atlas().shapes) == ["U1", "U2", "U3", "U4", "U5"]
    assert document.open.outlines() is beside.open.outlines()
    assert len(document.open.outlines().of(["U1", "U2"])) == 1
    parts = document.open.parts()
    assert parts is beside.open.parts()
    assert parts.of(document.state, "G3") == [("U4",), ("U5",)]

    document.replace(_with(U1=b"broken"))
    with pytest.raises(InputError, match="Ashford"):
        beside.open.outlines()
    assert document.open.parts() is not parts


def _with(**outlines: bytes) -> Scenario:
    scenario = sample_scenario()
    scenario.pack = replace(scenario.pack, boundaries=outlines)
    return scenario


def test_a_map_that_is_at_fault_keeps_no_change_from_being_made(
    parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What can't be kept is told, once; the plan can be edited on."""
    from db.recovery import Recorder
    from model.changes import Move

    monkeypatch.setattr(packs, "read_pack", read_pack)
    monkeypatch.setattr(boundaries._Reader, "outlines", broken)
    document = Document(first_scenario(), parent)
    told: list[str] = []
    recorder = Recorder(tmp_path / "recovery", tell=told.append)
    recorder.watch(document.scenario)
    unit = document.state.members(document.state.group_of("5NT") or "")[0]
    document.commit(Move(unit, document.state.home(unit)))
    assert document.state.group_of(unit) is None
    assert len(told) == 1
    assert "boundaries.geojson: is at fault" in told[0]


@pytest.mark.parametrize("is_broken", [False, True])
def test_after_a_start_without_a_file_the_map_is_read_before_anybody_asks(
    is_broken: bool, qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: QSettings
) -> None:
    """What is wrong with it is told to those who ask, and to nobody before."""
    monkeypatch.setattr(app, "settings", lambda: store)
    monkeypatch.setattr(app, "recovery_folder", lambda: tmp_path / "recovery")
    monkeypatch.setattr(packs, "read_pack", read_pack)
    if is_broken:
        monkeypatch.setattr(boundaries._Reader, "outlines", broken)
    window = make_window(None)
    qtbot.addWidget(window)
    found = window.document.option.pack.boundaries
    assert isinstance(found, boundaries.Boundaries)
    assert not found.is_read
    window.later.finish()
    (reading,) = [later for later in window.findChildren(Later) if later is not window.later]
    qtbot.waitUntil(lambda: reading.is_done)
    assert found.is_read is not is_broken
