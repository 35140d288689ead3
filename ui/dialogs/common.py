"""What all dialogs share: they are deleted when closed and are never larger than their screen."""

from __future__ import annotations

import datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QWidget

from model.wording import day
from ui.theme import DARK, LIGHT, Theme

PAD = 20
"""Space between a dialog's edge and what is in it."""
TITLE = 15
"""Size of the line that says what a dialog is for, pixels."""
LONG = 72
"""How much of a name is shown where it must not push everything else away, characters."""
TAIL = 20
"""How much of an option's name is shown from its end, where those of branches differ."""
_ROOM_AROUND = 48
"""What a window's frame, a task bar and the like take of a screen, pixels."""

Standard = QDialogButtonBox.StandardButton


class Dialog(QDialog):
    """A dialog that is gone when it is closed."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def fit(self, width: int, height: int) -> None:
        """Take a size, or as much of it as the screen has: half as much at 200%."""
        room = self.screen().availableGeometry().size() - QSize(_ROOM_AROUND, _ROOM_AROUND)
        self.resize(QSize(width, height).boundedTo(room))


def primary(button: QPushButton) -> QPushButton:
    """Make a button the one that Enter presses."""
    button.setDefault(True)
    button.setProperty("primary", True)
    return button


def theme_of(widget: QWidget) -> Theme:
    """Return the theme that a widget is dressed in."""
    return DARK if widget.palette().window().color().lightness() < 128 else LIGHT


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader say something that is shown elsewhere than where the focus is."""
    if text and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


def shortened(text: str, most: int, *, tail: int = 0) -> str:
    """Return a text, or as much of it as may be shown and an ellipsis.

    Parameters
    ----------
    tail : int
        How many characters at its end are shown: names of branches differ there.
    """
    if len(text) <= most:
        return text
    return f"{text[: most - 1 - tail].rstrip()}…{text[-tail:].lstrip() if tail else ''}"


def moment(when: str) -> str:
    """Return an ISO date and time in words, in the time of this machine."""
    found = datetime.datetime.fromisoformat(when)
    try:
        found = found.astimezone()
    except (OverflowError, OSError):  # a year that no clock shows
        return day(found)
    return f"{day(found)} at {found:%H:%M}"
