"""The export dialog writes the very pages that it shows, remembers, and says what went wrong."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QProgressDialog, QWidget

from db.errors import SaveError
from model import edits
from model.changes import Field
from tests.ui.dialogs.export.choosing import chosen, offered
from ui.dialogs import export as module
from ui.dialogs.export import ExportDialog
from ui.document import Document
from ui.export_settings import HTML, PDF, PNG, PPTX, SVG, ExportSettings

WHEN = "2026-11-21T09:30:00+00:00"
Shown = Callable[[QWidget], None]


# -- what it writes --------------------------------------------------------------------------------


def test_it_writes_what_it_shows(
    dialog: ExportDialog, tmp_path: Path, opened: list[str], qtbot
) -> None:
    target = tmp_path / "plan.pdf"
    with qtbot.waitSignal(dialog.exported) as told:
        assert dialog.export_to(target)
    assert told.args == ["Exported 11 pages to plan.pdf."]
    assert opened == [str(target)]
    assert not dialog.isVisible()
    done = subprocess.run(["pdfinfo", target], capture_output=True, text=True, check=True)
    assert "Pages:           11" in done.stdout


def test_it_writes_pictures(small: ExportDialog, tmp_path: Path, opened: list[str]) -> None:
    small.form.choose(PNG)
    small.form.dpi.setCurrentText("50")
    small.form.open_after.setChecked(False)
    assert small.export_to(tmp_path / "plan.png")
    assert QImage(str(tmp_path / "plan.png")).width() == 585
    assert opened == []


def test_the_list_of_changes_is_in_pdfs_only_and_remembered(
    small: ExportDialog, document: Document, store: QSettings, tmp_path: Path, shown: Shown
) -> None:
    assert not small.form.changes.isChecked()
    alone = len(small.leaves.pages)
    small.form.changes.setChecked(True)
    small.refresh()
    assert len(small.leaves.pages) == alone + 1
    assert small.leaves.pages[-1].title == "Changes"
    small.form.choose(SVG)
    small.refresh()
    assert not small.form.changes.isVisible()
    assert not small.form.settings().changes
    assert small.export_to(tmp_path / "out.svg")
    again = ExportDialog(document, store)
    shown(again)
    assert again.form.changes.isChecked()


def test_a_drawing_has_one_page_and_no_dots(small: ExportDialog, tmp_path: Path) -> None:
    small.form.dpi.setCurrentText("")  # as a picture it could not be made
    small.form.choose(SVG)
    small.refresh()
    assert not small.form.dpi.isVisible()
    assert offered(small.form) == ["one-page", "map"]
    assert len(small.leaves.pages) == 1
    assert small.suggested().name == "Three clusters.svg"
    assert small.export_to(tmp_path / "plan.svg")
    assert "Ashford</text>" in (tmp_path / "plan.svg").read_text(encoding="utf-8")


def test_what_was_laid_out_for_the_preview_is_not_laid_out_again(
    small: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.form.open_after.setChecked(False)
    for suffix in (PDF, PNG, SVG):
        small.form.choose(suffix)
        small.refresh()
        with monkeypatch.context() as patch:
            patch.setattr("ui.pages.material.Fitting", None)
            assert small.export_to(tmp_path / f"plan{suffix}")


@pytest.mark.parametrize("suffix", [PDF, PNG, SVG, HTML, PPTX])
def test_the_format_is_remembered(
    small: ExportDialog,
    document: Document,
    store: QSettings,
    shown: Shown,
    tmp_path: Path,
    suffix: str,
) -> None:
    small.form.choose(suffix)
    small.export_to(tmp_path / f"plan{suffix}")
    again = ExportDialog(document, store)
    shown(again)
    assert again.form.format.suffix == suffix


def test_the_button_asks_for_a_file(
    small: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot
) -> None:
    answers = [None, tmp_path / "asked.pdf"]
    monkeypatch.setattr(ExportDialog, "ask_path", lambda _: answers.pop(0))
    qtbot.mouseClick(small.export_button, Qt.MouseButton.LeftButton)
    assert small.isVisible()
    qtbot.mouseClick(small.export_button, Qt.MouseButton.LeftButton)
    assert (tmp_path / "asked.pdf").exists()


def test_the_file_dialog_adds_the_suffix_and_starts_where_it_was(
    small: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[QFileDialog] = []

    def accept(asking: QFileDialog) -> int:
        seen.append(asking)
        assert asking.acceptMode() is QFileDialog.AcceptMode.AcceptSave
        assert asking.defaultSuffix() == "pdf"
        assert asking.selectedFiles() == [str(tmp_path / "Three clusters.pdf")]
        asking.selectFile(str(tmp_path / "other"))
        return 1

    monkeypatch.setattr(QFileDialog, "exec", accept)
    small._document.open.path = tmp_path / "plan.footprint"
    assert small.ask_path() == tmp_path / "other.pdf"
    assert len(seen) == 1
    monkeypatch.setattr(QFileDialog, "exec", lambda _: 0)
    assert small.ask_path() is None


def test_a_name_for_the_file_is_made_of_any_options_name(
    document: Document, store: QSettings, shown: Shown, tmp_path: Path
) -> None:
    document.open.path = tmp_path / "plan.footprint"
    dialog = ExportDialog(document, store)
    shown(dialog)
    for name, wanted in (
        ("A/B: what? <1>", "A B what 1.pdf"),
        ("../../etc", "etc.pdf"),
        ("...", "chart.pdf"),
        ("x" * 200, f"{'x' * 80}.pdf"),
    ):
        document.state.name = name
        assert dialog.suggested() == tmp_path / wanted


def test_the_footer_says_which_file_and_whether_it_differs(
    england: Document, store: QSettings, shown: Shown, tmp_path: Path
) -> None:
    def footer() -> str:
        dialog = ExportDialog(england, store)
        shown(dialog)
        return " ".join(getattr(item, "text", "") for item in dialog.leaves.pages[0].items)

    assert "not saved yet · option" in footer()
    england.mark_saved(tmp_path / "plan.footprint", "")
    assert "plan.footprint · option" in footer()
    england.commit(edits.set_field(england.state, ["C07"], Field.NAME, "Greater"))
    assert "plan.footprint (with unsaved changes) · option" in footer()


@pytest.mark.parametrize("paper", ["A3", "A4"])
def test_choices_are_remembered(
    small: ExportDialog,
    document: Document,
    store: QSettings,
    shown: Shown,
    tmp_path: Path,
    paper: str,
) -> None:
    chosen(small, paper, "one-page")
    small.form.portrait.setChecked(True)
    small.form.dpi.setCurrentText("240")
    small.form.open_after.setChecked(False)
    small.export_to(tmp_path / "plan.pdf")
    store.sync()
    again = ExportDialog(document, QSettings(store.fileName(), QSettings.Format.IniFormat))
    shown(again)
    assert again.form.settings() == ExportSettings(
        paper, landscape=False, layout="one-page", dpi=240
    )
    assert not again.form.open_after.isChecked()
    assert again.suggested().parent == tmp_path


@pytest.mark.parametrize("rubbish", ["", "nonsense", "99999999999999999999", "²", "A9", "-5"])
def test_rubbish_in_the_settings_is_passed_over(
    document: Document, store: QSettings, shown: Shown, rubbish: str
) -> None:
    for key in ("format", "paper", "landscape", "layout", "dpi", "open", "folder"):
        store.setValue(f"export/{key}", rubbish)
    dialog = ExportDialog(document, store)
    shown(dialog)
    assert dialog.form.settings() == ExportSettings("A4", layout="pages")


# -- what goes wrong -------------------------------------------------------------------------------


def test_what_can_not_be_written_is_said_and_can_be_tried_again(
    small: ExportDialog, tmp_path: Path, opened: list[str]
) -> None:
    assert not small.export_to(tmp_path / "none" / "plan.pdf")
    assert small.isVisible()
    assert small.isEnabled()
    assert small.warning.text().startswith("plan.pdf: could not be exported: the folder")
    assert opened == []
    assert small.export_to(tmp_path / "plan.pdf")


def test_a_failure_leaves_the_old_file(
    small: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "plan.pdf"
    old.write_bytes(b"old")

    def fail(path: Path, _: bytes) -> None:
        raise SaveError(path, "could not be saved: the disk is full")

    monkeypatch.setattr("ui.export_file.replace_file", fail)
    assert not small.export_to(old)
    assert old.read_bytes() == b"old"
    assert "the disk is full" in small.warning.text()


def test_it_can_be_stopped(
    dialog: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: list[str]
) -> None:
    old = tmp_path / "plan.pdf"
    old.write_bytes(b"old")
    monkeypatch.setattr(QProgressDialog, "wasCanceled", lambda self: self.value() >= 3)
    assert not dialog.export_to(old)
    assert old.read_bytes() == b"old"
    assert list(tmp_path.glob("*.tmp")) == []
    assert dialog.isVisible()
    assert dialog.isEnabled()
    assert dialog.warning.text() == "Nothing was exported: you stopped it"
    assert opened == []


def test_progress_shows_only_when_it_takes_a_while(
    dialog: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[int, int]] = []
    real = QProgressDialog.setValue

    def note(self: QProgressDialog, value: int) -> None:
        seen.append((value, self.maximum()))
        assert self.minimumDuration() == module.SLOW_MS == 500
        real(self, value)

    monkeypatch.setattr(QProgressDialog, "setValue", note)
    dialog.export_to(tmp_path / "plan.pdf")
    assert seen == [(done, 11) for done in range(12)]


def test_that_no_program_opens_it_is_said(
    small: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot
) -> None:
    monkeypatch.setattr(module.QDesktopServices, "openUrl", lambda _: False)
    with qtbot.waitSignal(small.exported) as told:
        small.export_to(tmp_path / "plan.pdf")
    assert told.args[0].endswith("No program was found to open it.")
