"""The export dialog: papers of any size, what travels with a PDF, and how much it will be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from PySide6.QtCore import QPoint, QRect, QSettings
from PySide6.QtWidgets import QApplication, QWidget

from model.report.parts import Part
from ui.dialogs.export import ExportDialog
from ui.document import Document
from ui.export_settings import CSV, HTML, PDF, PNG, PPTX, SVG, XLSX

Shown = Callable[[QWidget], None]


def test_paper_of_any_size_and_margins_are_chosen_and_remembered(
    small: ExportDialog, document: Document, store: QSettings, shown: Shown, tmp_path: Path
) -> None:
    form = small.form
    assert not form.width_.isVisible()
    form.paper.setCurrentIndex(form.paper.findData(""))
    small.refresh()
    assert "there is no paper 'xmm'" in small.warning.text()
    assert not small.export_button.isEnabled()
    assert form.width_.isVisible()
    assert not form.landscape.isVisible()  # it lies as its sides say
    form.width_.setText("300")
    form.height_.setText("600")
    form.margin.setText("30")
    small.refresh()
    (page, *_) = small.leaves.pages
    assert (page.width_mm, page.height_mm) == (300, 600)
    assert page.margin == pytest.approx(30 * 72 / 25.4)
    form.margin.setText("90")
    small.refresh()
    assert "a margin of 90 mm is out of range" in small.warning.text()
    form.margin.setText("30")
    assert small.export_to(tmp_path / "plan.pdf")
    again = ExportDialog(document, store)
    shown(again)
    assert (again.form.settings().paper, again.form.settings().margin_mm) == ("300x600mm", 30)
    again.form.choose(HTML)
    assert not again.form.margin.isVisible()


def test_a_board_paper_is_held_upright_as_soon_as_it_is_chosen(small: ExportDialog) -> None:
    form = small.form
    form.paper.setCurrentText("A3")
    form.choose_layout("board-paper")
    form.layout_.activated.emit(form.layout_.currentIndex())
    assert (form.settings().paper, form.settings().landscape) == ("A4", False)


def test_what_is_said_of_the_pages_is_in_view_however_little_room_there_is(
    small: ExportDialog,
) -> None:
    small.resize(700, 420)
    small.form.choose_layout("board-paper")
    small.refresh()
    QApplication.processEvents()
    assert small.left.verticalScrollBar().maximum() > 0
    for said in (small.facts, small.export_button):
        assert small.rect().contains(QRect(said.mapTo(small, QPoint()), said.size()))


def test_why_pictures_have_no_posters_is_said(small: ExportDialog) -> None:
    for suffix, is_said in ((PNG, True), (SVG, True), (PDF, False), (HTML, False)):
        small.form.choose(suffix)
        assert small.form.one_page.isVisible() is is_said
    small.form.choose(SVG)
    small.form.choose_layout("one-page")
    small.refresh()
    assert "a page for each" not in small.warning.text()


def test_what_travels_with_a_pdf_is_said_and_chosen(
    small: ExportDialog, document: Document, store: QSettings, shown: Shown, tmp_path: Path
) -> None:
    form = small.form
    assert form.settings().scenario == "whole"
    assert form.scenario_label.text() == "Names of 1 person, 1 change of history, by Ada, 2 notes"
    form.scenario.setCurrentIndex(form.scenario.findData("nameless"))
    assert "Person 1" in form.scenario_label.text()
    form.scenario.setCurrentIndex(form.scenario.findData(""))
    assert form.settings().scenario == ""
    assert small.export_to(tmp_path / "plan.pdf")
    assert b"EmbeddedFile" not in (tmp_path / "plan.pdf").read_bytes()
    again = ExportDialog(document, store)
    shown(again)
    assert again.form.settings().scenario == ""
    again.form.choose(PNG)
    assert not again.form.scenario.isVisible()


def test_how_much_it_will_be_is_said_of_every_format(small: ExportDialog, tmp_path: Path) -> None:
    small.form.choose(PPTX)
    small.refresh()
    assert small.facts.text() == "Counting slides…"
    small.later.finish()
    said = small.facts.text()
    assert said.endswith(" slides · no text under 10 pt")
    told: list[str] = []
    small.exported.connect(told.append)
    small.form.parts[Part.GROUPS].setChecked(False)
    small.refresh()
    small.later.finish()
    fewer = small.facts.text().split()[0]
    assert int(fewer) < int(said.split()[0])
    assert small.export_to(tmp_path / "plan.pptx")
    assert told == [f"Exported {fewer} slides to plan.pptx."]


@pytest.mark.parametrize(
    ("suffix", "extent"),
    [(HTML, "One page of 7 parts"), (XLSX, "11 sheets"), (CSV, "6 rows")],
)
def test_files_without_pages_say_how_much_is_in_them(
    small: ExportDialog, tmp_path: Path, suffix: str, extent: str
) -> None:
    small.form.choose(suffix)
    small.refresh()
    assert small.facts.text() == extent
    out = tmp_path / f"plan{suffix}"
    assert small.export_to(out)
    if suffix == XLSX:
        assert sum(name.startswith("xl/worksheets/sheet") for name in ZipFile(out).namelist()) == 11
    elif suffix == CSV:
        assert len(out.read_text(encoding="utf-8").splitlines()) == 1 + 6
