"""What the search box has found: a list over the window, below the field."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.dialogs.choice_list import ROW, ChoiceList
from ui.dialogs.common import announce
from ui.theme import Theme

_NARROWEST = 440


class Results(QFrame):
    """What was found, over the window below the field; it never takes the focus."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.list = ChoiceList(theme)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName("What was found")
        self.setObjectName("results")
        self.setStyleSheet(
            "#results { background: palette(base); border: 1px solid palette(mid);"
            " border-radius: 4px; }"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self.list)
        self.hide()

    def place(self, field: QWidget) -> None:
        """Stand below a field, within its window."""
        window = self._window
        at = field.mapTo(window, QPoint(0, field.height() + 2))
        width = min(max(_NARROWEST, field.width()), window.width() - 16)
        height = min(ROW * len(self.list.rows) + 4, window.height() - at.y() - 8)
        left = max(8, min(at.x(), window.width() - width - 8))
        self.setGeometry(QRect(left, at.y(), width, max(ROW + 4, height)))
        self.raise_()

    def say(self, text: str, field: QWidget) -> None:
        """Have a screen reader say what is found while the focus stays in the field."""
        announce(field, text)
