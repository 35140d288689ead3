"""Presets in the export dialog: kept in the file or for the user, chosen, and removed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QWidget

from model.report.parts import Part
from model.scenario import SetPreset
from ui.dialogs.export import ExportDialog
from ui.document import Document
from ui.export_settings import PDF, PNG, PPTX

Shown = Callable[[QWidget], None]


@pytest.fixture
def store(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings" / "footprint.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def dialog(document: Document, store: QSettings, shown: Shown) -> ExportDialog:
    dialog = ExportDialog(document, store)
    shown(dialog)
    return dialog


def keep(dialog: ExportDialog, qtbot, name: str, *, in_file: bool) -> None:
    field = dialog.form.preset
    field.fill_menu()
    field.menu.actions()[0 if in_file else 1].trigger()
    field.name.setText(name)
    qtbot.keyClick(field.name, Qt.Key.Key_Return)


def take(dialog: ExportDialog, key: tuple[bool, str]) -> None:
    field = dialog.form.preset
    keys = [field.list_.itemData(i) for i in range(field.list_.count())]
    field.list_.setCurrentIndex(keys.index(key))
    field.list_.activated.emit(field.list_.currentIndex())


def offered(dialog: ExportDialog) -> list[str]:
    names = dialog.form.preset.list_
    return [names.itemText(i) for i in range(names.count())]


def test_what_is_chosen_is_kept_in_the_file_as_one_step_and_shown_again(
    dialog: ExportDialog, document: Document, qtbot
) -> None:
    form = dialog.form
    assert offered(dialog) == ["None"]
    assert not form.preset.list_.isEnabled()
    form.choose_layout("board-paper")
    form.paper.setCurrentText("A3")
    form.parts[Part.FINDINGS].setChecked(False)
    form.line.setText("In confidence")
    form.scenario.setCurrentIndex(form.scenario.findData("nameless"))
    wanted = form.settings()
    keep(dialog, qtbot, " For the board ", in_file=True)
    assert offered(dialog) == ["None", "For the board (in this file)"]
    assert form.preset.key == (True, "For the board")
    assert document.is_modified
    assert dialog.isVisible()  # Enter kept it, and exported nothing
    form.choose(PNG)
    form.line.setText("")
    assert form.preset.key is None  # it is altered
    take(dialog, (True, "For the board"))
    assert form.format.suffix == PDF
    assert form.settings() == wanted
    assert form.preset.key == (True, "For the board")
    document.undo()
    assert document.scenario.presets == {}
    assert not document.is_modified


def test_ones_own_are_there_for_other_files(
    dialog: ExportDialog, nasty: Document, store: QSettings, shown: Shown, qtbot
) -> None:
    dialog.form.choose(PPTX)
    dialog.form.template.edit.setText("/house/look.potx")
    keep(dialog, qtbot, "Slides", in_file=False)
    again = ExportDialog(nasty, store)
    shown(again)
    assert offered(again) == ["None", "Slides (yours)"]
    take(again, (False, "Slides"))
    assert again.form.format.suffix == PPTX
    assert again.form.template.path == "/house/look.potx"
    assert not nasty.is_modified


def test_one_is_replaced_and_removed(
    dialog: ExportDialog, document: Document, store: QSettings, qtbot
) -> None:
    for in_file in (True, False):
        keep(dialog, qtbot, "Mine", in_file=in_file)
        dialog.form.landscape.setChecked(False)
        dialog.form.portrait.setChecked(True)
        keep(dialog, qtbot, "Mine", in_file=in_file)
    assert offered(dialog) == ["None", "Mine (in this file)", "Mine (yours)"]
    assert document.scenario.presets["Mine"]["landscape"] is False
    for in_file in (True, False):
        take(dialog, (in_file, "Mine"))
        dialog.form.preset.fill_menu()
        (remove,) = (a for a in dialog.form.preset.menu.actions() if a.text() == "Remove Mine")
        remove.trigger()
    assert offered(dialog) == ["None"]
    assert document.scenario.presets == {}


def test_a_logo_elsewhere_is_left_out_of_the_file_and_that_is_said(
    dialog: ExportDialog, document: Document, qtbot
) -> None:
    dialog.form.logo.edit.setText("/somewhere/else/logo.png")
    keep(dialog, qtbot, "Board", in_file=True)
    assert document.scenario.presets["Board"]["logo"] == ""
    said = dialog.form.preset.said.text().replace("\u200b", "")
    assert said == "Left out, for it is not in the file's folder: /somewhere/else/logo.png"


def test_esc_gives_up_naming_and_leaves_the_dialog(dialog: ExportDialog, qtbot) -> None:
    field = dialog.form.preset
    field.ask_name(for_file=True)
    assert field.naming.isVisible()
    qtbot.keyClick(field.name, Qt.Key.Key_Escape)
    assert not field.naming.isVisible()
    assert dialog.isVisible()
    assert offered(dialog) == ["None"]


def test_a_name_that_can_not_be_is_said(dialog: ExportDialog, qtbot) -> None:
    for in_file in (True, False):
        keep(dialog, qtbot, "   ", in_file=in_file)
        assert "one line" in dialog.form.preset.said.text()
        assert dialog.form.preset.naming.isVisible()
    assert offered(dialog) == ["None"]


def test_nothing_is_kept_in_a_file_that_is_read_only(
    dialog: ExportDialog, document: Document
) -> None:
    document.open_read_only()
    dialog.form.preset.fill_menu()
    in_file, for_me = dialog.form.preset.menu.actions()[:2]
    assert not in_file.isEnabled()
    assert "read-only" in in_file.toolTip()
    assert for_me.isEnabled()


def test_one_that_can_not_be_used_is_said_and_alters_nothing(
    document: Document, store: QSettings, shown: Shown
) -> None:
    bad = {"format": ".pdf", "logo": "../../x.png"}
    document.edit_list(SetPreset("<b>Bad</b>", bad))
    dialog = ExportDialog(document, store)
    shown(dialog)
    before = dialog.form.settings()
    take(dialog, (True, "<b>Bad</b>"))
    assert "its logo is not in the scenario's folder" in dialog.form.preset.said.text()
    assert dialog.form.settings() == before
    assert dialog.form.preset.key is None
