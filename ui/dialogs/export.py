"""The dialog that exports an option: what it will look like before it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QObject,
    QSettings,
    QSize,
    QStandardPaths,
    Qt,
    QTimer,
    QUrl,
    Signal,
)
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QProgressDialog,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from db.errors import InputError
from db.scenario_file import Source
from model.chart import PostDetail
from model.rules.standing import Sign
from model.wording import capital, counted
from ui.dialogs.common import PAD, TITLE, Dialog, Standard, announce, primary, theme_of
from ui.dialogs.export_contents import Contents, contents, extent
from ui.dialogs.export_form import ExportForm
from ui.dialogs.export_preview import Leaves
from ui.document import Document
from ui.export_file import ExportStoppedError, export
from ui.export_settings import PNG, PPTX, SVG, ExportSettings
from ui.exporting import check_picture
from ui.later import Later
from ui.pages import PageMaker, glyph_warning, legibility_warning, smallest_pt
from ui.panels.parts import (
    SMALL,
    Ink,
    LinkButton,
    Prose,
    SignLabel,
    breakable,
)
from ui.theme import BODY

if TYPE_CHECKING:
    from db.exports.slides.counting import SlideCount

SLOW_MS = 500
"""An export that takes longer shows how far it is."""
PATIENCE_S = 0.2
"""What takes longer to lay out is laid out in the turns of the event loop."""
_WAIT_MS = 60
_FORM_WIDTH = 340
_WIDE, _HIGH = 1020, 720
_BAR = 12
"""Room for the scroll bar, pixels."""
_LONGEST_NAME = 80
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')


class _Scrolled(QScrollArea):
    """As high as the form in it, or as there is room for: what is said below stays in view."""

    def __init__(self, form: QWidget) -> None:
        super().__init__()
        self._inside = inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, _BAR, 0)
        column.addWidget(form)
        column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        inside.installEventFilter(self)

    def sizeHint(self) -> QSize:
        """Return the size at which nothing has to be scrolled."""
        return self._inside.sizeHint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take another height when the form has other rows."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class ExportDialog(Dialog):
    """Asks how the chart is to be exported, shows it, and writes the file.

    The choices are remembered in the settings when something was exported.

    Parameters
    ----------
    posts : PostDetail
        How much of the posts to show at first: as much as the window shows.

    Signals
    -------
    exported(str)
        A file was written; the sentence says which.
    """

    exported = Signal(str)

    def __init__(
        self,
        document: Document,
        settings: QSettings,
        parent: QWidget | None = None,
        *,
        posts: PostDetail = PostDetail.OFF,
    ) -> None:
        super().__init__("Export", parent)
        self._document = document
        self._store = settings
        self._maker = PageMaker(document.option, _source_name(document))
        theme = theme_of(parent if parent is not None else self)
        self.form = ExportForm(document, settings, posts, self)
        self.leaves = Leaves()
        self.contents = Contents()
        self.facts = Prose(theme, BODY, Ink.STRONG)
        self.warning = Prose(theme, SMALL)
        self.divide = LinkButton(
            "Divide it into pages", "An overview, and pages of a legible size behind it"
        )
        self._sign = SignLabel(theme)
        self.buttons = QDialogButtonBox(Standard.Cancel)
        self.export_button = primary(
            self.buttons.addButton("&Export…", QDialogButtonBox.ButtonRole.AcceptRole)
        )
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._slides: dict[str, SlideCount] = {}
        self.later = Later(iter(()), self)
        self._build()
        self._connect()
        self.refresh()

    @classmethod
    def ask(
        cls,
        document: Document,
        settings: QSettings,
        parent: QWidget | None = None,
        posts: PostDetail = PostDetail.OFF,
    ) -> ExportDialog:
        """Open the dialog over its window."""
        dialog = cls(document, settings, parent, posts=posts)
        dialog.open()
        return dialog

    # -- building --------------------------------------------------------------------------

    def _build(self) -> None:
        said = QHBoxLayout()
        said.setSpacing(8)
        said.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self.warning, 1)
        self.left = _Scrolled(self.form)
        self.left.setAccessibleName("What is exported, and how")
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self.left)
        left.addSpacing(6)
        left.addWidget(self.facts)
        left.addLayout(said)
        left.addWidget(self.divide, 0, Qt.AlignmentFlag.AlignLeft)
        left.addStretch(1)
        left_side = QWidget()
        left_side.setLayout(left)
        left_side.setFixedWidth(_FORM_WIDTH)
        both = QHBoxLayout()
        both.setSpacing(PAD)
        both.addWidget(left_side)
        both.addWidget(self.leaves, 1)
        both.addWidget(self.contents, 1)
        heading = Prose(theme_of(self), TITLE, Ink.STRONG)
        heading.write("Export")
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, 16)
        column.setSpacing(16)
        column.addWidget(heading)
        column.addLayout(both, 1)
        column.addWidget(self.buttons)
        self.setAccessibleName("Export")
        self.fit(_WIDE, _HIGH)

    def _connect(self) -> None:
        self.form.changed.connect(self._timer.start)
        self._timer.timeout.connect(self.refresh)
        self.divide.clicked.connect(lambda: self.form.choose_layout("pages"))
        self.buttons.accepted.connect(self._on_export)
        self.buttons.rejected.connect(self.reject)

    # -- the preview -----------------------------------------------------------------------

    def refresh(self) -> None:
        """Work out the pages for what is chosen and show them."""
        self._timer.stop()
        self.later.begin_again(iter(()))
        self.export_button.setEnabled(False)
        self.divide.hide()
        try:
            settings = self.form.settings()
        except InputError as error:
            self._say(str(error), Sign.CROSS)
            return
        made_as = self.form.format
        self.leaves.setVisible(made_as.is_drawn)
        self.contents.setVisible(not made_as.is_drawn)
        if made_as.is_drawn:
            self._begin_pages(settings)
            return
        self.contents.write(contents(self._document.option, made_as, settings))
        self.export_button.setEnabled(True)
        self._say("", Sign.NONE)
        if made_as.suffix == PPTX:
            self.facts.write("Counting slides…")
            self.later.begin_again(self._count_slides(settings))
            self.later.start()
        else:
            self.facts.write(extent(self._document.option, made_as, settings))

    def _count_slides(self, settings: ExportSettings) -> Iterator[None]:
        """Plan the slides, one in each turn of the event loop, and say how many there will be."""
        counting = self._slides.get(settings.template)
        if counting is None:
            from db.exports.slides.counting import SlideCount  # slow to load

            template = Path(settings.template) if settings.template else None
            try:
                counting = SlideCount(self._document.option, template)
            except InputError as error:
                self.export_button.setEnabled(False)
                self.facts.write("")
                self._say(str(error), Sign.CROSS)
                return
            self._slides[settings.template] = counting
            yield
        yield from counting.steps(settings.parts)
        slides = counted(counting.count(settings.parts), "slide", "slides")
        self.facts.write(f"{slides} · no text under {counting.least_pt:.0f} pt")
        announce(self, self.facts.text())

    def _begin_pages(self, settings: ExportSettings) -> None:
        """Lay out pages at once, or go on in the turns of the event loop if there are many."""
        self._say("", Sign.NONE)
        self.facts.write("Laying out pages…")
        self.later.begin_again(self._lay_out(settings))
        until = perf_counter() + PATIENCE_S
        while not self.later.is_done and perf_counter() < until:
            self.later.step()
        if not self.later.is_done:
            self.later.start()

    def _lay_out(self, settings: ExportSettings) -> Iterator[None]:
        try:
            for done, _ in enumerate(self._maker.steps(settings), 1):
                self.facts.write(f"Laying out pages… {done:,}")
                yield
        except InputError as error:
            self.facts.write("")
            self._say(str(error), Sign.CROSS)
            return
        self._show_pages(settings)

    def _show_pages(self, settings: ExportSettings) -> None:
        try:
            pages = self._maker.pages(settings)
        except InputError as error:
            self._say(str(error), Sign.CROSS)
            return
        self.leaves.show_pages(pages)
        count = counted(len(pages), "page", "pages")
        self.facts.write(f"{count} · smallest text {smallest_pt(pages):.1f} pt")
        width, height = settings.pixels
        megabytes = max(1, round(width * height * 4 / 1e6))
        self.form.size_label.write(f"{width:,} × {height:,} pixels · {megabytes:,} MB")
        has_pages = "pages" in self.form.format.layouts
        option = self._document.option
        small = legibility_warning(pages, settings, option, can_divide=has_pages)
        self.divide.setVisible(bool(small) and has_pages and settings.layout == "one-page")
        odd = glyph_warning(pages, settings, option) if self.form.format.suffix != SVG else ""
        try:
            large = check_picture(settings) if self.form.format.suffix == PNG else ""
        except InputError as error:
            self._say(str(error), Sign.CROSS)
            return
        self.export_button.setEnabled(True)
        self._say(". ".join(capital(part) for part in (small, large, odd) if part), Sign.ADVICE)

    def _say(self, text: str, sign: Sign) -> None:
        self._sign.show_sign(sign)
        self._sign.setVisible(bool(text))
        self.warning.write(breakable(text))
        announce(self, text)

    # -- exporting -------------------------------------------------------------------------

    def _on_export(self) -> None:
        self.refresh()
        if self.form.format.is_drawn:
            self.later.finish()
        if not self.export_button.isEnabled():
            return
        path = self.ask_path()
        if path is not None:
            self.export_to(path)

    def ask_path(self) -> Path | None:
        """Let the user choose a file; None if they don't."""
        made_as = self.form.format
        kind = f"{made_as.files} (*{made_as.suffix})"
        dialog = QFileDialog(self, "Export", str(self.suggested()), kind)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix(made_as.suffix)
        dialog.selectFile(self.suggested().name)
        names = dialog.selectedFiles() if dialog.exec() else []
        dialog.deleteLater()
        return Path(names[0]) if names else None

    def suggested(self) -> Path:
        """Return a file of the option's name in the folder used last, or beside the scenario."""
        words = " ".join(_NOT_IN_NAMES.sub(" ", self._document.state.name).split())
        name = words.strip(" .")[:_LONGEST_NAME].rstrip(" .") or "chart"
        used = self.form.remembered("folder")
        folders = [Path(used)] if used else []
        if self._document.path is not None:
            folders.append(self._document.path.parent)
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        folders.append(Path(QStandardPaths.writableLocation(documents)))
        return next((f for f in folders if f.is_dir()), Path()) / f"{name}{self.form.format.suffix}"

    def export_to(self, path: Path) -> bool:
        """Write the file and close; say what is wrong and stay if that fails."""
        bar = QProgressDialog("Exporting…", "Cancel", 0, 1, self)
        bar.setWindowTitle("Export")
        bar.setWindowModality(Qt.WindowModality.WindowModal)
        bar.setMinimumDuration(SLOW_MS)
        bar.setAutoClose(False)

        def progress(done: int, total: int) -> bool:
            bar.setMaximum(total)
            bar.setValue(done)
            return not bar.wasCanceled()

        document = self._document
        self.later.begin_again(iter(()))
        self.setEnabled(False)
        try:
            report = export(
                document.scenario,
                document.option,
                path,
                self.form.settings(),
                source_name=_source_name(document),
                progress=progress,
                maker=self._maker,
                source=_source(document),
            )
        except ExportStoppedError:
            self._say("Nothing was exported: you stopped it", Sign.OPEN)
            return False
        except InputError as error:
            self._say(str(error), Sign.CROSS)
            return False
        finally:
            self.setEnabled(True)
            bar.close()
            bar.deleteLater()
        self.form.remember(path.parent)
        sentence = f"Exported {report.size} to {path.name}."
        if self.form.open_after.isChecked() and not QDesktopServices.openUrl(
            QUrl.fromLocalFile(str(path))
        ):
            sentence = f"{sentence} No program was found to open it."
        self.exported.emit(sentence)
        self.accept()
        return True

    def sizeHint(self) -> QSize:
        """Return the size that shows a page well."""
        return QSize(_WIDE, _HIGH)


def _source(document: Document) -> Source | None:
    """Return the file that has just what is exported, if there is one."""
    if document.path is None or document.sha256 is None or document.is_modified:
        return None
    return Source.of(document.scenario, document.path, document.sha256)


def _source_name(document: Document) -> str:
    """Return the name of the file, and whether what is exported differs from it."""
    if document.path is None:
        return "not saved yet"
    return (
        f"{document.path.name} (with unsaved changes)"
        if document.is_modified
        else (document.path.name)
    )
