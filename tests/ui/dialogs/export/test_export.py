"""The export dialog: it shows the very pages that it writes, remembers, and says what is wrong."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.util import Pt
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSettings, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from model import edits
from model.changes import Field
from model.chart import PostDetail
from model.report.parts import Part
from tests.ui.dialogs.export.choosing import chosen, offered
from ui.dialogs import export as module
from ui.dialogs.export import ExportDialog
from ui.document import Document
from ui.export_settings import HTML, PDF, PNG, PPTX, SVG, ExportSettings
from ui.pages import PageMaker, glyphs
from ui.pages.furniture import Logo

WHEN = "2026-11-21T09:30:00+00:00"
Shown = Callable[[QWidget], None]


# -- what it shows ---------------------------------------------------------------------------------


def test_it_offers_at_first_what_is_legible_on_usual_paper(dialog: ExportDialog) -> None:
    assert dialog.form.settings() == ExportSettings("A4", landscape=True, layout="pages")
    assert dialog.form.format.suffix == ".pdf"
    assert dialog.facts.text() == "11 pages · smallest text 7.0 pt"
    assert dialog.warning.text() == ""
    assert dialog.export_button.isEnabled()


def test_it_shows_as_much_of_the_posts_as_the_window_until_something_else_is_chosen(
    document: Document, store: QSettings, shown: Shown
) -> None:
    dialog = ExportDialog(document, store, posts=PostDetail.TEAM)
    shown(dialog)
    chosen(dialog, "A3", "one-page")
    assert dialog.form.settings().posts == "team"
    with_team = dialog.leaves.preview.grab().toImage()
    dialog.form.posts.setCurrentIndex(0)
    dialog.refresh()
    assert dialog.form.settings().posts == "off"
    assert dialog.leaves.preview.grab().toImage() != with_team


def test_the_preview_is_the_page_model(dialog: ExportDialog, england: Document) -> None:
    expected = PageMaker(england.option, "not saved yet").pages(dialog.form.settings())
    assert [page.title for page in dialog.leaves.pages] == [page.title for page in expected]
    assert [page.items for page in dialog.leaves.pages] == [page.items for page in expected]
    assert dialog.leaves.preview.page is dialog.leaves.pages[0]


def test_the_preview_is_a_white_sheet_of_the_papers_shape_in_either_theme(
    dialog: ExportDialog,
) -> None:
    for landscape in (True, False):
        (dialog.form.landscape if landscape else dialog.form.portrait).setChecked(True)
        dialog.refresh()
        sheet = dialog.leaves.preview.sheet()
        assert (sheet.width() / sheet.height() > 1) is landscape
        assert dialog.leaves.preview.rect().contains(sheet.toRect())
        picture = dialog.leaves.preview.grab().toImage()
        at = (sheet.topLeft().toPoint() + QPoint(3, 3)) * picture.devicePixelRatio()
        assert picture.pixelColor(at).name() == "#ffffff"
        colours = {
            picture.pixelColor(x, y).name()
            for x in range(int(sheet.left()) + 8, int(sheet.right()) - 8, 2)
            for y in range(int(sheet.top()) + 8, int(sheet.bottom()) - 8, 3)
        }
        assert len(colours) > 20


def test_many_pages_are_laid_out_in_turns_and_the_last_choice_counts(
    dialog: ExportDialog, monkeypatch: pytest.MonkeyPatch, qtbot
) -> None:
    pages = dialog.facts.text()
    monkeypatch.setattr(module, "PATIENCE_S", 0.0)
    dialog.form.choose_layout("board-paper")
    dialog.refresh()
    assert dialog.facts.text() == "Laying out pages…"
    assert not dialog.export_button.isEnabled()
    dialog.form.choose_layout("pages")
    dialog.refresh()
    qtbot.waitUntil(lambda: dialog.later.is_done)
    assert dialog.facts.text() == pages
    assert dialog.export_button.isEnabled()


def test_pages_are_leafed_through(dialog: ExportDialog, qtbot) -> None:
    assert not dialog.leaves.back.isEnabled()
    for _ in range(20):
        qtbot.mouseClick(dialog.leaves.forth, Qt.MouseButton.LeftButton)
    assert dialog.leaves.preview.page is dialog.leaves.pages[-1]
    assert dialog.leaves.page_label.text() == "South West · 11 of 11"
    assert dialog.leaves.preview.accessibleDescription() == "Page 11 of 11: South West"
    assert not dialog.leaves.forth.isEnabled()
    qtbot.mouseClick(dialog.leaves.back, Qt.MouseButton.LeftButton)
    assert dialog.leaves.preview.page is dialog.leaves.pages[-2]
    chosen(dialog, "A4", "one-page")
    assert dialog.leaves.preview.page is dialog.leaves.pages[0]
    assert not dialog.leaves.forth.isVisible()


def test_the_map_is_offered_where_there_is_one(dialog: ExportDialog, tmp_path: Path) -> None:
    form = dialog.form
    chosen(dialog, "A3", "one-page")
    assert form.map.isVisible()
    form.map.setChecked(True)
    dialog.refresh()
    assert [page.map is not None for page in dialog.leaves.pages] == [False, True]
    form.choose(PPTX)  # slides show none
    assert not form.parts[Part.MAP].isVisible()
    form.choose(PNG)
    form.choose_layout("map")
    dialog.refresh()
    (page,) = dialog.leaves.pages
    assert page.map is not None
    assert not form.map.isVisible()
    assert not form.posts.isVisible()
    form.choose(PDF)
    form.choose_layout("board-paper")
    form.choose(SVG)  # what a picture can't be is not chosen any more
    assert form.settings().layout == "one-page"


def test_text_that_is_too_small_is_warned_of(dialog: ExportDialog) -> None:
    chosen(dialog, "A4", "one-page")
    assert dialog.warning.text().startswith("The smallest text is ")
    assert "a larger paper or a page for each SHA makes it larger" in dialog.warning.text()
    assert dialog.export_button.isEnabled()
    chosen(dialog, "A0", "one-page")
    assert dialog.warning.text() == ""
    assert not dialog.divide.isVisible()


def test_a_character_that_no_font_has_is_warned_of(
    small: ExportDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(glyphs, "_is_known", lambda char: char != "Σ")
    small.form.title.setText("Σ for the board")
    small.refresh()
    told = "No font of this computer has “Σ” (U+03A3) in the title, which is an empty box on paper"
    assert told in small.warning.text().replace("\u200b", "")
    assert small.export_button.isEnabled()
    small.form.choose(SVG)  # its texts are set by who shows it
    small.refresh()
    assert small.warning.text() == ""


def test_a_page_that_is_too_small_is_divided_by_a_link(dialog: ExportDialog, qtbot) -> None:
    chosen(dialog, "A4", "one-page")
    assert dialog.divide.isVisible()
    qtbot.mouseClick(dialog.divide, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(dialog.leaves.pages) > 1)
    assert dialog.form.settings().layout == "pages"
    assert dialog.warning.text() == ""
    assert not dialog.divide.isVisible()
    dialog.form.choose(PNG)  # a picture can't be divided
    dialog.refresh()
    assert not dialog.divide.isVisible()


def test_a_logo_that_can_not_be_read_is_said_and_one_that_can_is_shown(
    small: ExportDialog, tmp_path: Path
) -> None:
    small.form.logo.edit.setText(str(tmp_path / "none.png"))
    small.refresh()
    assert "can't be read" in small.warning.text()
    assert not small.export_button.isEnabled()
    logo = tmp_path / "logo.png"
    image = QImage(90, 30, QImage.Format.Format_RGB32)
    image.fill(0xFF005EB8)
    image.save(str(logo))
    small.form.logo.edit.setText(str(logo))
    small.refresh()
    assert small.export_button.isEnabled()
    assert any(isinstance(item, Logo) for item in small.leaves.pages[0].items)


def test_what_is_chosen_shows_what_it_needs(small: ExportDialog) -> None:
    form = small.form
    for layout, tiles, parts, changes in (
        ("one-page", False, False, True),
        ("pages", False, False, True),
        ("board-paper", False, True, False),
        ("poster", True, False, False),
    ):
        form.choose_layout(layout)
        part = next(iter(form.parts.values()))
        seen = (form.tiles.isVisible(), part.isVisible(), form.changes.isVisible())
        assert seen == (tiles, parts, changes)
    form.tiles.setCurrentText("3x2")
    form.line.setText(" For the board ")
    small.refresh()
    assert len(small.leaves.pages) == 7
    assert form.settings().tiles == (3, 2)
    assert form.settings().line == "For the board"


def test_changes_are_shown_soon_without_asking(dialog: ExportDialog, qtbot) -> None:
    dialog.form.layout_.setCurrentIndex(0)
    qtbot.waitUntil(lambda: len(dialog.leaves.pages) == 1)
    dialog.form.title.setText("For the board")
    qtbot.waitUntil(lambda: dialog.leaves.pages[0].items[0].text == "For the board")


def test_a_picture_has_its_size_and_one_page(dialog: ExportDialog) -> None:
    assert not dialog.form.dpi.isVisible()
    dialog.form.choose(PNG)
    dialog.form.paper.setCurrentText("A3")
    dialog.refresh()
    assert dialog.form.dpi.isVisible()
    assert dialog.form.settings().layout == "one-page"
    assert offered(dialog.form) == ["one-page", "map"]
    assert len(dialog.leaves.pages) == 1
    assert dialog.form.size_label.text() == "2,480 × 1,754 pixels · 17 MB"
    dialog.form.paper.setCurrentText("A0")
    dialog.form.dpi.setCurrentText("300")
    dialog.refresh()
    assert "a PDF stays sharp at any size" in dialog.warning.text()
    for wrong, why in (("700", "more than most programs can open"), ("", "out of range")):
        dialog.form.dpi.setCurrentText(wrong)
        dialog.refresh()
        assert why in dialog.warning.text()
        assert not dialog.export_button.isEnabled()
    dialog.form.choose(PDF)  # which has no dots
    dialog.refresh()
    assert dialog.export_button.isEnabled()
    assert len(dialog.leaves.pages) == 11


def test_a_report_is_told_in_words_and_holds_what_is_chosen(
    small: ExportDialog, document: Document, store: QSettings, shown: Shown, tmp_path: Path
) -> None:
    form = small.form
    form.choose(HTML)
    small.refresh()
    assert small.contents.isVisible()
    assert not small.leaves.isVisible()
    assert not form.paper.isVisible()
    assert [heading for heading, _ in small.contents.lines][-2:] == ["Changes", "Sources"]
    for box in form.parts.values():
        box.setChecked(False)
    small.refresh()
    assert not small.export_button.isEnabled()
    assert "a report must have a part" in small.warning.text()
    form.parts[Part.CHANGES].setChecked(True)
    small.refresh()
    assert [heading for heading, _ in small.contents.lines] == ["Changes"]
    assert small.export_to(tmp_path / "plan.html")
    page = (tmp_path / "plan.html").read_text(encoding="utf-8")
    assert "<h2>Changes</h2>" in page
    assert "<h2>Overview</h2>" not in page
    again = ExportDialog(document, store)
    shown(again)
    assert again.form.settings().parts == (Part.CHANGES,)


def test_slides_take_a_line_and_a_template(
    small: ExportDialog,
    document: Document,
    store: QSettings,
    shown: Shown,
    tmp_path: Path,
) -> None:
    form = small.form
    form.choose(HTML)
    small.refresh()
    assert not form.template.isVisible()
    form.choose(PPTX)
    small.refresh()
    assert small.contents.lines[0][0] == "Title and contents"
    house = Presentation()
    house.slide_width = Pt(800)
    house.save(str(tmp_path / "house.pptx"))
    form.template.browse.click()
    asked = form.findChild(QFileDialog)
    asked.fileSelected.emit(str(tmp_path / "house.pptx"))
    asked.close()
    assert form.template.edit.text() == str(tmp_path / "house.pptx")
    form.line.setText("In confidence")
    said: list[str] = []
    small.exported.connect(said.append)
    assert small.export_to(tmp_path / "plan.pptx")
    made = Presentation(str(tmp_path / "plan.pptx"))
    assert said == [f"Exported {len(made.slides)} slides to plan.pptx."]
    assert made.slide_width == Pt(800)
    assert any("In confidence" in shape.text_frame.text for shape in made.slides[0].placeholders)
    again = ExportDialog(document, store)
    shown(again)
    assert again.form.line.text() == "In confidence"
    assert again.form.template.edit.text() == str(tmp_path / "house.pptx")


def test_a_template_that_can_not_be_read_is_told(small: ExportDialog, tmp_path: Path) -> None:
    small.form.choose(PPTX)
    small.form.template.edit.setText(str(tmp_path / "gone.potx"))
    (tmp_path / "plan.pptx").write_text("the old one")
    assert not small.export_to(tmp_path / "plan.pptx")
    assert "gone.potx: can't be read" in small.warning.text().replace("\u200b", "")
    assert (tmp_path / "plan.pptx").read_text() == "the old one"
    small.form.choose(HTML)  # which has none
    assert small.export_to(tmp_path / "plan.html")


def test_names_are_shown_as_they_are(nasty: Document, store: QSettings, shown: Shown) -> None:
    nasty.commit(edits.set_field(nasty.state, ["G1"], Field.NAME, "<i>&amp;</i>"))
    dialog = ExportDialog(nasty, store)
    shown(dialog)
    assert dialog.width() < 1100
    assert dialog.leaves.pages


# -- around ----------------------------------------------------------------------------------------


def test_every_field_has_a_name_to_be_heard_and_keys_reach_all(small: ExportDialog) -> None:
    form = small.form
    for field in (
        form.format_,
        form.paper,
        form.layout_,
        form.dpi,
        form.posts,
        form.title,
        form.line,
        form.tiles,
    ):
        assert small.form._form.labelForField(field).buddy() is field
    for button in (small.leaves.back, small.leaves.forth):
        assert button.accessibleName() == button.toolTip() != ""
    texts = [form.landscape, form.portrait, form.open_after]
    labels = [
        form._form.labelForField(f)
        for f in (
            form.format_,
            form.paper,
            form.layout_,
            form.posts,
            form.title,
            form.line,
            form.tiles,
        )
    ]
    words = [w.text() for w in [*texts, *labels, small.export_button]]
    keys = [text[text.index("&") + 1].lower() for text in words]
    assert len(keys) == len(set(keys))


def test_it_is_opened_over_its_window_and_gone_when_closed(
    document: Document, store: QSettings, qtbot
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    dialog = ExportDialog.ask(document, store, window)
    assert dialog.isVisible()
    assert dialog.windowModality() is Qt.WindowModality.WindowModal
    gone = weakref.ref(dialog)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    del dialog
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert gone() is None
