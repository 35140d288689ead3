"""The dialog that exports the chart: what it will look like, page by page, before it is written."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QRectF, QSettings, QSize, QStandardPaths, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QIntValidator,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressDialog,
    QRadioButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from db.errors import InputError
from db.identity import now
from model.chart import PostDetail
from model.pack import Tier
from model.rules.standing import Sign
from model.wording import counted
from ui.dialogs.common import PAD, TITLE, Dialog, Standard, announce, primary, theme_of
from ui.document import Document
from ui.export_settings import LAYOUTS, MAX_DPI, MAX_TITLE, MIN_DPI, PAPERS, ExportSettings
from ui.exporting import PDF, PNG, SVG, ExportStoppedError, check_picture, export
from ui.pages import Page, PageMaker, legibility_warning, smallest_pt
from ui.panels.parts import SMALL, Choice, Ink, Prose, SignLabel, breakable, capital, tip
from ui.theme import BODY

SLOW_MS = 500
"""An export that takes longer shows how far it is."""
_WAIT_MS = 60
_FORM_WIDTH = 300
_GROUP = "export"
_LONGEST_NAME = 80
_USUAL_DPI = (96, 150, 200, 300, 600)
_FORMATS = {
    PDF: ("P&DF", "Pages to print or to send", "PDF documents"),
    PNG: ("P&NG", "A picture made of dots", "PNG pictures"),
    SVG: ("S&VG", "A drawing that is sharp at any size and can be edited", "SVG drawings"),
}
"""What each is called on its button, what it is good for, and what many of them are called."""
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')


_POSTS = {
    PostDetail.OFF: "None",
    PostDetail.SUMMARY: "Summary of posts",
    PostDetail.TEAM: "Executive teams",
    PostDetail.FULL: "All posts and seats",
}


class Preview(QWidget):
    """One page as it will be on paper: white whatever the theme, drawn from the same pages."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page: Page | None = None
        self._drawn: QPixmap | None = None
        self.setMinimumSize(240, 240)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Preview")

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        return self._page

    def show_page(self, page: Page | None) -> None:
        """Show a page, or none."""
        self._page, self._drawn = page, None
        text = "" if page is None else f"Page {page.number} of {page.count}: {page.title}"
        self.setAccessibleDescription(text)
        self.update()

    def sheet(self) -> QRectF:
        """Return where the sheet of paper is."""
        if self._page is None:
            return QRectF()
        room = QRectF(self.rect()).adjusted(8, 8, -8, -8)
        scale = min(room.width() / self._page.width, room.height() / self._page.height)
        width, height = self._page.width * scale, self._page.height * scale
        x, y = room.center().x() - width / 2, room.center().y() - height / 2
        return QRectF(round(x), round(y), round(width), round(height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the page anew in its new size."""
        self._drawn = None
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the sheet on the ground."""
        del event
        theme = theme_of(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.ground)
        sheet = self.sheet()
        if self._page is not None and not sheet.isEmpty():
            if self._drawn is None:
                self._drawn = self._draw(self._page, sheet)
            painter.drawPixmap(sheet.topLeft(), self._drawn)
            painter.setPen(theme.band)
            painter.drawRect(sheet)
        painter.end()

    def _draw(self, page: Page, sheet: QRectF) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap((sheet.size() * ratio).toSize())
        pixmap.fill(Qt.GlobalColor.white)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(pixmap.width() / page.width, pixmap.height() / page.height)
        page.draw(painter)
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap


class ExportDialog(Dialog):
    """Asks how the chart is to be exported, shows it, and writes the file.

    The choices are remembered in the settings when something was exported.

    Parameters
    ----------
    when : str, optional
        ISO date and time of the export; now, if empty.
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
        when: str = "",
        posts: PostDetail = PostDetail.OFF,
    ) -> None:
        super().__init__("Export", parent)
        self._document = document
        self._store = settings
        self._when = when or now()
        self._maker = PageMaker(document.option, _source_name(document), self._when)
        self.pages: list[Page] = []
        theme = theme_of(parent if parent is not None else self)
        region = document.option.pack.kind_at(Tier.REGION).label
        self.formats = {suffix: QRadioButton(name) for suffix, (name, _, _) in _FORMATS.items()}
        for suffix, (_, good_for, _) in _FORMATS.items():
            self.formats[suffix].setToolTip(tip(good_for))
        self.landscape, self.portrait = QRadioButton("&Landscape"), QRadioButton("Po&rtrait")
        self.paper = Choice()
        self.paper.addItems(list(PAPERS))
        self.layout_ = Choice()
        for key, words in zip(
            LAYOUTS,
            ("Whole chart on one page", f"A page for each {region}"),
            strict=True,
        ):
            self.layout_.addItem(words, key)
        about = f"An overview and a page for each {region}; more, where one would be hard to read"
        self.layout_.setItemData(1, tip(about), Qt.ItemDataRole.ToolTipRole)
        self.posts = Choice()
        for detail, words in _POSTS.items():
            self.posts.addItem(words, detail.value)
        self.posts.setCurrentIndex(list(_POSTS).index(posts))
        self.posts.setToolTip("How much of the posts the cards show; an overview shows none")
        self.dpi = Choice()
        self.dpi.setEditable(True)
        self.dpi.addItems([str(number) for number in _USUAL_DPI])
        self.dpi.setInsertPolicy(Choice.InsertPolicy.NoInsert)
        self.dpi.setValidator(QIntValidator(0, 9 * MAX_DPI, self.dpi))
        self.size_label = Prose(theme, SMALL, Ink.QUIET)
        self.size_label.setToolTip("In memory, when it is looked at; the file is smaller")
        self.title = QLineEdit()
        self.title.setMaxLength(MAX_TITLE)
        self.title.setPlaceholderText(document.state.name)
        self.open_after = QCheckBox("&Open it when done")
        self.facts = Prose(theme, BODY, Ink.STRONG)
        self.warning = Prose(theme, SMALL)
        self._sign = SignLabel(theme)
        self.preview = Preview()
        self.back, self.forth = QToolButton(), QToolButton()
        self.page_label = QLabel()
        self.page_label.setTextFormat(Qt.TextFormat.PlainText)
        self.page_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.page_label.setMinimumWidth(240)
        self.buttons = QDialogButtonBox(Standard.Cancel)
        self.export_button = primary(
            self.buttons.addButton("&Export…", QDialogButtonBox.ButtonRole.AcceptRole)
        )
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._build()
        self._recall()
        self._connect()
        self._on_changed()
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
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow("Format", _side_by_side(*self.formats.values()))
        form.addRow("&Paper", self.paper)
        form.addRow("", _side_by_side(self.landscape, self.portrait))
        form.addRow("La&yout", self.layout_)
        form.addRow("Po&sts", self.posts)
        form.addRow("Dots per &inch", self.dpi)
        form.addRow("", self.size_label)
        form.addRow("&Title", self.title)
        form.addRow("", self.open_after)
        self._form = form
        said = QHBoxLayout()
        said.setSpacing(8)
        said.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self.warning, 1)
        left = QVBoxLayout()
        left.addLayout(form)
        left.addSpacing(12)
        left.addWidget(self.facts)
        left.addLayout(said)
        left.addStretch(1)
        left_side = QWidget()
        left_side.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        left_side.setFixedWidth(_FORM_WIDTH)
        for button, sign, words in (
            (self.back, "‹", "Previous page"),
            (self.forth, "›", "Next page"),
        ):
            button.setText(sign)
            button.setToolTip(words)
            button.setAccessibleName(words)
        pager = QHBoxLayout()
        pager.addStretch(1)
        pager.addWidget(self.back)
        pager.addWidget(self.page_label)
        pager.addWidget(self.forth)
        pager.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.preview, 1)
        right.addLayout(pager)
        both = QHBoxLayout()
        both.setSpacing(PAD)
        both.addWidget(left_side)
        both.addLayout(right, 1)
        heading = Prose(theme_of(self), TITLE, Ink.STRONG)
        heading.write("Export the chart")
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, 16)
        column.setSpacing(16)
        column.addWidget(heading)
        column.addLayout(both, 1)
        column.addWidget(self.buttons)
        for radios in (self.formats.values(), (self.landscape, self.portrait)):
            group = QButtonGroup(self)
            for radio in radios:
                group.addButton(radio)
        self.setAccessibleName("Export the chart")
        self.fit(980, 640)

    def _connect(self) -> None:
        for radio in (*self.formats.values(), self.landscape):
            radio.toggled.connect(self._on_changed)
        for box in (self.paper, self.layout_, self.posts):
            box.currentIndexChanged.connect(self._on_changed)
        self.dpi.currentTextChanged.connect(self._on_changed)
        self.title.textChanged.connect(self._on_changed)
        self._timer.timeout.connect(self.refresh)
        self.back.clicked.connect(lambda: self._turn(-1))
        self.forth.clicked.connect(lambda: self._turn(1))
        self.buttons.accepted.connect(self._on_export)
        self.buttons.rejected.connect(self.reject)

    # -- choices ---------------------------------------------------------------------------

    def _recall(self) -> None:
        """Set what was chosen the last time; what can't be used is passed over."""
        usual = ExportSettings("A4", layout=LAYOUTS[1])
        self.formats.get(self._remembered("format"), self.formats[PDF]).setChecked(True)
        paper, layout = self._remembered("paper"), self._remembered("layout")
        self.paper.setCurrentText(paper if paper in PAPERS else usual.paper)
        self.layout_.setCurrentIndex(LAYOUTS.index(layout if layout in LAYOUTS else usual.layout))
        self.portrait.setChecked(self._remembered("landscape") == "false")
        self.landscape.setChecked(not self.portrait.isChecked())
        dpi = self._remembered("dpi")
        self.dpi.setCurrentText(dpi if _is_number(dpi) else str(usual.dpi))
        self.open_after.setChecked(self._remembered("open") != "false")

    def _remembered(self, key: str) -> str:
        return str(self._store.value(f"{_GROUP}/{key}", ""))

    def _remember(self, folder: Path) -> None:
        settings = self.settings()
        for key, value in (
            ("format", self.suffix),
            ("paper", settings.paper),
            ("landscape", str(settings.landscape).lower()),
            ("layout", str(self.layout_.currentData())),
            ("dpi", str(settings.dpi)),
            ("open", str(self.open_after.isChecked()).lower()),
            ("folder", str(folder)),
        ):
            self._store.setValue(f"{_GROUP}/{key}", value)

    @property
    def suffix(self) -> str:
        """What the file's name will end in."""
        return next(suffix for suffix, radio in self.formats.items() if radio.isChecked())

    def settings(self) -> ExportSettings:
        """Return what is chosen.

        Raises
        ------
        InputError
            If the title or the resolution can't be used.
        """
        usual = ExportSettings()
        suffix, dpi = self.suffix, self.dpi.currentText()
        return ExportSettings(
            self.paper.currentText(),
            self.landscape.isChecked(),
            str(self.layout_.currentData()) if suffix == PDF else usual.layout,
            int(dpi or 0) if suffix == PNG or _is_number(dpi) else usual.dpi,
            self.title.text().strip(),
            str(self.posts.currentData()),
        )

    def _on_changed(self) -> None:
        suffix = self.suffix
        self._form.setRowVisible(self.layout_, suffix == PDF)  # a picture has one page
        self._form.setRowVisible(self.dpi, suffix == PNG)
        self._form.setRowVisible(self.size_label, suffix == PNG)
        self._timer.start()

    # -- the preview -----------------------------------------------------------------------

    def refresh(self) -> None:
        """Work out the pages for what is chosen and show them."""
        self._timer.stop()
        self.export_button.setEnabled(False)
        try:
            settings = self.settings()
        except InputError as error:
            self._say(str(error), Sign.CROSS)
            return
        at = self.preview.page.number if self.preview.page else 1
        self.pages = self._maker.pages(settings)
        self._show(min(at, len(self.pages)))
        pages = counted(len(self.pages), "page", "pages")
        self.facts.write(f"{pages} · smallest text {smallest_pt(self.pages):.1f} pt")
        width, height = settings.pixels
        megabytes = max(1, round(width * height * 4 / 1e6))
        self.size_label.write(f"{width:,} × {height:,} pixels · {megabytes:,} MB")
        small = legibility_warning(self.pages, settings, self._document.option)
        try:
            large = check_picture(settings) if self.suffix == PNG else ""
        except InputError as error:
            self._say(str(error), Sign.CROSS)
            return
        self.export_button.setEnabled(True)
        self._say(". ".join(capital(part) for part in (small, large) if part), Sign.ADVICE)

    def _say(self, text: str, sign: Sign) -> None:
        self._sign.show_sign(sign)
        self._sign.setVisible(bool(text))
        self.warning.write(breakable(text))
        announce(self, text)

    def _show(self, number: int) -> None:
        page = self.pages[number - 1]
        self.preview.show_page(page)
        several = page.count > 1
        text = f"{page.title} · {page.number} of {page.count}" if several else page.title
        metrics = self.page_label.fontMetrics()
        self.page_label.setText(metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, 420))
        for button, there in ((self.back, number > 1), (self.forth, number < page.count)):
            button.setEnabled(there)
            button.setVisible(several)

    def _turn(self, by: int) -> None:
        page = self.preview.page
        if page is not None and 1 <= page.number + by <= page.count:
            self._show(page.number + by)
            announce(self.preview, self.preview.accessibleDescription())

    # -- exporting -------------------------------------------------------------------------

    def _on_export(self) -> None:
        self.refresh()
        if not self.export_button.isEnabled():
            return
        path = self.ask_path()
        if path is not None:
            self.export_to(path)

    def ask_path(self) -> Path | None:
        """Let the user choose a file; None if they don't."""
        kind = f"{_FORMATS[self.suffix][2]} (*{self.suffix})"
        dialog = QFileDialog(self, "Export", str(self.suggested()), kind)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix(self.suffix)
        dialog.selectFile(self.suggested().name)
        names = dialog.selectedFiles() if dialog.exec() else []
        dialog.deleteLater()
        return Path(names[0]) if names else None

    def suggested(self) -> Path:
        """Return a file of the option's name in the folder used last, or beside the scenario."""
        words = " ".join(_NOT_IN_NAMES.sub(" ", self._document.state.name).split())
        name = words.strip(" .")[:_LONGEST_NAME].rstrip(" .") or "chart"
        used = self._remembered("folder")
        folders = [Path(used)] if used else []
        if self._document.path is not None:
            folders.append(self._document.path.parent)
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        folders.append(Path(QStandardPaths.writableLocation(documents)))
        return next((f for f in folders if f.is_dir()), Path()) / f"{name}{self.suffix}"

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
        self.setEnabled(False)
        try:
            report = export(
                document.scenario,
                document.option,
                path,
                self.settings(),
                source_name=_source_name(document),
                when=self._when,
                progress=progress,
                maker=self._maker,
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
        self._remember(path.parent)
        sentence = f"Exported {counted(report.pages, 'page', 'pages')} to {path.name}."
        if self.open_after.isChecked() and not QDesktopServices.openUrl(
            QUrl.fromLocalFile(str(path))
        ):
            sentence = f"{sentence} No program was found to open it."
        self.exported.emit(sentence)
        self.accept()
        return True

    def sizeHint(self) -> QSize:
        """Return the size that shows a page well."""
        return QSize(980, 640)


def _source_name(document: Document) -> str:
    """Return the name of the file, and whether what is exported differs from it."""
    if document.path is None:
        return "not saved yet"
    return (
        f"{document.path.name} (with unsaved changes)"
        if document.is_modified
        else (document.path.name)
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and MIN_DPI <= int(text[:5]) <= MAX_DPI


def _side_by_side(*widgets: QWidget) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return box
