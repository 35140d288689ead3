"""Names that look like markup, wherever a file has texts: nothing in the window renders them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QSettings, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLabel, QTextEdit, QWidget

from db.scenario_file import open_scenario, save
from model.changes import Field, Move, OptionField, SetField, SetOption
from model.option import Option
from model.organisations import Organisations
from model.scenario import Scenario
from tests.sample_pack import WHEN, sample_pack
from ui.main_window import MainWindow

EVIL = "<b>evil</b><img src='x'>=1+1"
RENDERED = re.compile(r"<(b|img)\b[^>]*>")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Return a file in which all that has a name has an evil one."""
    pack = sample_pack()
    organisations = [replace(o, name=f"{EVIL} {o.id}") for o in pack.organisations]
    pack = replace(pack, name=EVIL, organisations=Organisations.of(organisations))
    option = Option.from_ready(pack, pack.options[0], "A", when=WHEN, who=EVIL)
    for change in (
        SetOption(OptionField.NAME, EVIL),
        SetOption(OptionField.NOTE, EVIL),
        *(SetField(g, Field.NOTE, EVIL) for g in ("G1", "G2")),
        *(SetField(g, Field.NAME, f"{EVIL} {g}") for g in ("G1", "G2")),
        Move("U2", "G2"),
    ):
        option.commit(change, when=WHEN, who=EVIL, why=EVIL)
    path = tmp_path / "plan.footprint"
    save(Scenario("evil", pack, WHEN, [option], "A"), path)
    return path


@pytest.fixture
def window(qtbot, plan: Path, store: QSettings) -> MainWindow:
    opened = open_scenario(plan)
    window = MainWindow(opened.scenario, store)
    qtbot.addWidget(window)
    window.files.adopt(plan, opened)
    window.show()
    qtbot.waitExposed(window)
    window.later.finish()
    return window


def texts(widget: QWidget) -> Iterator[tuple[str, str]]:
    """Yield what a widget would take for markup if it looked like it, and where that is."""
    yield widget.toolTip(), f"tool tip of {widget!r}"
    if isinstance(widget, QLabel) and widget.textFormat() is not Qt.TextFormat.PlainText:
        yield widget.text(), f"{widget!r}"
    if isinstance(widget, QTextEdit):
        yield widget.toHtml().partition("<body")[2], f"{widget!r}"
    if isinstance(widget, QAbstractButton) and widget.actions():
        yield from ((action.toolTip(), repr(action)) for action in widget.actions())
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from _tips(widget.model())


def _tips(model: QAbstractItemModel) -> Iterator[tuple[str, str]]:
    for row in range(min(model.rowCount(QModelIndex()), 40)):
        for column in range(model.columnCount(QModelIndex())):
            said = model.index(row, column).data(Qt.ItemDataRole.ToolTipRole)
            yield str(said or ""), f"tip of cell {row}, {column} of {model!r}"


@pytest.mark.parametrize("selected", ["U1", "G1", "G2", "R1", "N"])
def test_no_widget_takes_a_name_for_markup(window: MainWindow, selected: str) -> None:
    window.document.reveal(selected)
    window.docks.inspector.raise_()
    window.docks.posts.show()
    shown = [pair for widget in window.findChildren(QWidget) for pair in texts(widget)]
    shown += [(a.toolTip(), f"{a!r}") for _, a in window.actions_.sections()]
    assert sum("evil" in text for text, _ in shown) > 0  # or nothing was looked at
    assert [where for text, where in shown if RENDERED.search(text)] == []


def test_no_picture_has_markup_in_it(plan: Path, tmp_path: Path, run) -> None:
    out = tmp_path / "chart.svg"
    assert run("export", plan, out).code == 0
    root = ElementTree.parse(out).getroot()
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not names & {"b", "img", "script", "foreignObject"}
    assert "evil" in "".join(root.itertext())
