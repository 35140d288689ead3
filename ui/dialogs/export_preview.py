"""Pages as they will be on paper, to leaf through before they are written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ui.dialogs.common import announce, theme_of
from ui.pages import Page

_LABEL_WIDTH = 420
"""Room for the title of a page, pixels."""


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


class Leaves(QWidget):
    """The preview of one page of many, with buttons to leaf through them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages: Sequence[Page] = ()
        self.preview = Preview()
        self.back, self.forth = QToolButton(), QToolButton()
        self.page_label = QLabel()
        self.page_label.setTextFormat(Qt.TextFormat.PlainText)
        self.page_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.page_label.setMinimumWidth(240)
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
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.preview, 1)
        column.addLayout(pager)
        self.back.clicked.connect(lambda: self._turn(-1))
        self.forth.clicked.connect(lambda: self._turn(1))

    def show_pages(self, pages: Sequence[Page]) -> None:
        """Show other pages, at the number that was shown, as far as there are so many."""
        at = self.preview.page.number if self.preview.page else 1
        self.pages = pages
        self._show(min(at, len(pages)))

    def _show(self, number: int) -> None:
        page = self.pages[number - 1]
        self.preview.show_page(page)
        several = page.count > 1
        text = f"{page.title} · {page.number} of {page.count}" if several else page.title
        metrics = self.page_label.fontMetrics()
        self.page_label.setText(
            metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, _LABEL_WIDTH)
        )
        for button, there in ((self.back, number > 1), (self.forth, number < page.count)):
            button.setEnabled(there)
            button.setVisible(several)

    def _turn(self, by: int) -> None:
        page = self.preview.page
        if page is not None and 1 <= page.number + by <= page.count:
            self._show(page.number + by)
            announce(self.preview, self.preview.accessibleDescription())
