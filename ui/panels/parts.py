"""The small pieces that panels are made of.

Every text may have come from a file of somebody else's: each piece shows it as it is, never as
rich text, and none lets a long name widen its panel.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from model.rules.standing import SIGN_WORDS, Sign
from ui import signs
from ui.escape import escape
from ui.theme import BODY, CAPTION, Theme, font

MARGIN = 12
"""Space between a panel's edge and what is in it."""
GAP = 8
SECTION = 20
"""Space above a heading."""
SMALL = 12
"""Size of explaining text, pixels."""
ARROW = "→"


def tip(text: str) -> str:
    """Return a tooltip that shows `text` as it is, wrapped where it is long."""
    if len(text) <= 60 and not any(mark in text for mark in "<&\n"):
        return text
    return f"<qt>{escape(text).replace(chr(10), '<br>')}</qt>"


def on_button(text: str) -> str:
    """Return a text for a button, a box or a menu, where a lone ampersand is a shortcut's mark."""
    return text.replace("&", "&&")


def cell_text(text: str) -> str:
    """Return a text for a cell of a spreadsheet: one line, never a formula."""
    text = " ".join(text.split())
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


_LONG_WORD = re.compile(r"[^\s\u200b]{24}")


def breakable(text: str) -> str:
    """Return a text in which a word of any length can be broken over lines."""
    return _LONG_WORD.sub("\\g<0>\u200b", text)


class Ink(Enum):
    """How a piece of a text is written."""

    PLAIN = "plain"
    QUIET = "quiet"
    STRONG = "strong"
    ACCENT = "accent"
    """Bold, in the accent colour: a value that something would have."""
    OK = "ok"
    WARNING = "warning"
    BROKEN = "broken"


Span = tuple[str, Ink]
"""A piece of a text and how it is written."""

_ONE_LINE = 1_000_000
_WIDTHS = 8
"""Widths for which a text's lines are kept."""

BOLD = (Ink.STRONG, Ink.ACCENT, Ink.OK, Ink.WARNING, Ink.BROKEN)
"""Inks that are written in bold."""


def colour_of(ink: Ink, theme: Theme) -> QColor:
    """Return the colour of an ink in a theme."""
    return {
        Ink.PLAIN: theme.text,
        Ink.STRONG: theme.text,
        Ink.QUIET: theme.quiet,
        Ink.ACCENT: theme.accent,
        Ink.OK: theme.ok,
        Ink.WARNING: theme.warning,
        Ink.BROKEN: theme.broken,
    }[ink]


@lru_cache(maxsize=32)
def face(pixels: int, *, bold: bool = False) -> QFont:
    """Return the program's font at a size; the same object each time, not to be altered."""
    return font(pixels, bold=bold)


@lru_cache(maxsize=32)
def metrics(pixels: int, *, bold: bool = False) -> QFontMetricsF:
    """Return the measures of the program's font at a size."""
    return QFontMetricsF(face(pixels, bold=bold))


def lay_out(
    layout: QTextLayout, width: float, *, first: float = 0.0, leading: float = 3.0
) -> float:
    """Break a text into lines; return its height.

    Parameters
    ----------
    first : float
        How far the first line starts to the right.
    leading : float
        Space between lines.
    """
    height = 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        indent = first if height == 0 else 0.0
        line.setLineWidth(max(1.0, width - indent))
        line.setPosition(QPointF(indent, height))
        height += line.height() + leading
    layout.endLayout()
    return max(0.0, height - leading)


def wrapping(alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> QTextOption:
    """Return the option that wraps at words and, where one is too long, within it."""
    option = QTextOption(alignment)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


class Prose(QLabel):
    """A text that wraps at any width and may be written in several inks.

    Its colours are the theme's; `set_theme` must be called when that changes.
    """

    def __init__(
        self,
        theme: Theme,
        pixels: int = BODY,
        ink: Ink = Ink.PLAIN,
        *,
        right: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pixels = pixels
        self._ink = ink
        self._spans: tuple[Span, ...] = ()
        self._laid: dict[int, tuple[QTextLayout, float]] = {}
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self._option = wrapping(side)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(face(pixels))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def write(self, *spans: Span | str) -> None:
        """Show a text; pieces without an ink are in the label's own."""
        new = tuple((s, self._ink) if isinstance(s, str) else s for s in spans)
        if new == self._spans:
            return
        self._spans = new
        self._laid.clear()
        self.setText("".join(text for text, _ in new))
        self.updateGeometry()
        self.update()

    @property
    def spans(self) -> tuple[Span, ...]:
        """What is shown, piece by piece."""
        return self._spans

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._laid.clear()
        self.update()

    def _lay_out(self, width: int) -> tuple[QTextLayout, float]:
        """Return the text in lines of a width, and its height; kept, for layouts ask often."""
        if width not in self._laid:
            if len(self._laid) > _WIDTHS:
                self._laid.clear()
            self._laid[width] = self._lay_out_anew(width)
        return self._laid[width]

    def _lay_out_anew(self, width: int) -> tuple[QTextLayout, float]:
        layout = QTextLayout(self.text(), face(self._pixels))
        layout.setTextOption(self._option)
        ranges = []
        start = 0
        for text, ink in self._spans:
            style = QTextCharFormat()
            style.setForeground(colour_of(ink, self._theme))
            if ink in BOLD:
                style.setFont(face(self._pixels, bold=True))
            part = QTextLayout.FormatRange()
            # Counted as Qt counts: in units of UTF-16.
            part.start, part.length = start, len(text) + sum(c > "\uffff" for c in text)
            part.format = style
            start += part.length
            ranges.append(part)
        layout.setFormats(ranges)
        return layout, lay_out(layout, width)

    def hasHeightForWidth(self) -> bool:
        """Whether the height depends on the width: always."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that the text takes at a width."""
        height = int(self._lay_out(width)[1] + 0.99) if self.text() else 0
        return height + self.contentsMargins().top()

    def sizeHint(self) -> QSize:
        """Return the size of the text on one line."""
        layout, height = self._lay_out(_ONE_LINE)
        top = self.contentsMargins().top()
        return QSize(int(layout.maximumWidth() + 1.99), int(height + 0.99) + top)

    def minimumSizeHint(self) -> QSize:
        """Return the least size: no text may widen a panel."""
        return QSize(0, int(metrics(self._pixels).height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text."""
        del event
        painter = QPainter(self)
        layout, _ = self._lay_out(self.width())
        layout.draw(painter, QPointF(0, self.contentsMargins().top()))
        painter.end()


class Heading(QLabel):
    """A quiet heading in small capitals."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        style = QFont(face(CAPTION, bold=True))
        style.setCapitalization(QFont.Capitalization.AllUppercase)
        style.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.5)
        self.setFont(style)
        self.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)


class Elided(QLabel):
    """A text on one line that ends in an ellipsis where it is too long; the tooltip has it all."""

    def __init__(
        self, pixels: int = BODY, *, bold: bool = False, quiet: bool = False, right: bool = False
    ) -> None:
        super().__init__()
        self._own_tip = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(face(pixels, bold=bold))
        if quiet:
            self.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        if right:
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def write(self, text: str, more: str = "") -> None:
        """Show a text; `more` is its tooltip in place of the text itself."""
        self.setText(text)
        self.setToolTip(tip(more or text))

    def minimumSizeHint(self) -> QSize:
        """Return the least size: no text may widen a panel."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much of the text as there is room for."""
        del event
        painter = QPainter(self)
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(QRectF(room), text, QTextOption(self.alignment()))
        painter.end()


class Citation(QLabel):
    """Small quiet text that can be selected and copied: sources and notes."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(face(SMALL))
        self.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setText(breakable(text))

    def write(self, text: str) -> None:
        """Show a text, nothing at all if it is empty."""
        self.setText(breakable(text))
        self.setVisible(bool(text))

    def set_quiet(self, is_quiet: bool) -> None:
        """Write it quietly, as a source, or as plain text."""
        role = QPalette.ColorRole
        self.setForegroundRole(role.PlaceholderText if is_quiet else role.WindowText)


class SignLabel(QLabel):
    """A verdict's sign, with its meaning as tooltip and for those who can't see it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.sign = Sign.NONE
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFixedSize(16, 16)

    def show_sign(self, sign: Sign, words: str = "") -> None:
        """Show a sign; `words` say what it means here, if that is more than usual."""
        self.sign = sign
        self.setToolTip(words or SIGN_WORDS[sign])
        self.setAccessibleName(words or SIGN_WORDS[sign])
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sign."""
        del event
        painter = QPainter(self)
        signs.draw(painter, self.sign, QRectF(2, 2, signs.BOX, signs.BOX), self._theme)
        painter.end()


class LinkButton(QPushButton):
    """A button that looks like a link: for what shows or unfolds, never for what alters."""

    def __init__(self, text: str, about: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(on_button(text))
        self.setFlat(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFont(face(SMALL, bold=True))
        self.setStyleSheet(
            "QPushButton { border: 0; padding: 1px 0; background: transparent; text-align: left;"
            " color: palette(link); }"
            "QPushButton:hover, QPushButton:focus { text-decoration: underline; }"
        )
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if about:
            self.setToolTip(tip(about))
            self.setAccessibleName(f"{text} {about}")


_WIDEST_LIST = 440
"""Width of an open list at most, pixels, unless what it opens from is wider."""
_BESIDE = 48
"""What frame, padding and arrow of a list take at most, pixels: with more room nothing is cut."""


class Choice(QComboBox):
    """A list to choose from that a turn of the wheel over it does not alter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setMaxVisibleItems(16)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it, with an ellipsis in a text that there is no room for."""
        if self.fontMetrics().horizontalAdvance(self.currentText()) < self.width() - _BESIDE:
            super().paintEvent(event)
        else:
            self._paint_cut()

    def _paint_cut(self) -> None:
        # Loaded where it is needed: Qt's styles take 3 hundredths of a start.
        from PySide6.QtWidgets import QStyle, QStyleOptionComboBox, QStylePainter

        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        box = QStyle.ComplexControl.CC_ComboBox
        room = self.style().subControlRect(box, option, part, self).width()
        text, elide = self.currentText(), Qt.TextElideMode.ElideRight
        option.currentText = self.fontMetrics().elidedText(text, elide, room)
        painter = QStylePainter(self)
        painter.drawComplexControl(box, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def offer(self, found: Sequence[tuple[str, str]], chosen: str) -> None:
        """Show ways to choose among as (value, words); what is there already is left alone."""
        there = [(self.itemData(i), self.itemText(i)) for i in range(self.count())]
        if there != list(found):
            self.clear()
            for value, words in found:
                self.addItem(words, value)
        self.setCurrentIndex(max(0, self.findData(chosen)))

    def showPopup(self) -> None:
        """Open the list, as wide as its texts; of very long ones both ends are seen."""
        view = self.view()
        view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        wanted = view.sizeHintForColumn(0) + view.verticalScrollBar().sizeHint().width() + _BESIDE
        view.setMinimumWidth(max(self.width(), min(_WIDEST_LIST, wanted)))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to whatever scrolls."""
        event.ignore()


_STEPS = (
    *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End),
    *(Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
)
"""Keys that step through a list without opening it."""


class Picker(Choice):
    """A list to choose from that keys open, too: each choice is an edit, so none is walked over."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumContentsLength(6)  # it stands beside its label in a narrow panel

    def showPopup(self) -> None:
        """Open the list at what is chosen, not at what keys were last on before Esc."""
        self.view().setCurrentIndex(self.model().index(self.currentIndex(), self.modelColumn()))
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list on the keys that would step through it, or search in it."""
        if event.key() in _STEPS or event.text().strip():
            self.showPopup()
            event.accept()
        else:
            super().keyPressEvent(event)


class Hairline(QFrame):
    """A thin line between parts of a panel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Midlight)


def is_seen(widget: QWidget) -> bool:
    """Whether a panel is shown. Behind another tab Qt keeps it "visible", beside the window."""
    window = widget.window()
    place = QRect(widget.mapTo(window, QPoint()), widget.size())
    return widget.isVisible() and window.rect().intersects(place)


def set_theme_below(widget: QWidget, theme: Theme) -> None:
    """Give a theme to all pieces in a widget that draw with its colours."""
    for prose in widget.findChildren(Prose):
        prose.set_theme(theme)
    for sign in widget.findChildren(SignLabel):
        sign.set_theme(theme)
