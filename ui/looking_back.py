"""Looking back from the window: the band that says what is shown, and what can be done from there.

While a past state is shown nothing can be edited: `model.past.Past` refuses it, and undo waits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QHBoxLayout, QPushButton

from model.errors import ModelError
from model.option import Option
from model.taking_back import DependedOnError, taken_back, taking_back_text
from model.wording import counted
from ui.dialogs.common import announce, moment, theme_of
from ui.panels.parts import GAP, MARGIN, Elided
from ui.theme import BODY

if TYPE_CHECKING:
    from ui.main_window import MainWindow

HEIGHT = 40
"""Of the band, pixels."""


class PastBand(QFrame):
    """A band over the head of the chart, whose viewport gets that much less room.

    Signals
    -------
    now_wanted(), branch_wanted()
        What its buttons ask.
    """

    now_wanted = Signal()
    branch_wanted = Signal()

    def __init__(self, chart: QAbstractScrollArea) -> None:
        super().__init__(chart)
        self._viewport = chart.viewport()
        self.label = Elided(BODY, bold=True)
        self.now = QPushButton("Back to &now")
        self.now.setToolTip("Show the plan as it is now (Esc)")
        self.branch = QPushButton("&Branch from here")
        self.branch.setToolTip("Make a new option that goes on from what is shown")
        self.now.clicked.connect(self.now_wanted)
        self.branch.clicked.connect(self.branch_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 4, MARGIN, 4)
        row.setSpacing(GAP)
        row.addWidget(self.label, 1)
        row.addWidget(self.now)
        row.addWidget(self.branch)
        self.setAccessibleName("The past is shown")
        self._viewport.installEventFilter(self)

    def say(self, text: str) -> None:
        """Say what is shown."""
        self.label.write(text)
        self.setAccessibleDescription(text)
        self.place()
        announce(self, text)

    def place(self) -> None:
        """Stand over the head of the chart, beside its scroll bar."""
        self.setGeometry(0, 0, self._viewport.width(), HEIGHT)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the width of the viewport."""
        if watched is self._viewport and event.type() is QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a band that is seen at once, with an edge below."""
        del event
        theme = theme_of(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.tint))
        painter.fillRect(0, self.height() - 2, self.width(), 2, QColor(theme.accent))
        painter.end()


class LookingBack:
    """What one window does with history; made when it is first looked at."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        document = window.document
        self.band = PastBand(window.chart)
        self.band.hide()
        self.band.now_wanted.connect(self.end)
        self.band.branch_wanted.connect(lambda: self.branch(document.at))
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), window)
        self._escape.activated.connect(self.end)
        self._escape.setEnabled(False)

    def follow(self) -> None:
        """Say what is shown, or that it is the present again: by the band's absence."""
        window, document = self._window, self._window.document
        is_past = document.past is not None
        if is_past is self.band.isHidden():
            # Protected in C++; the band takes the room that the viewport gives up.
            window.chart.setViewportMargins(0, HEIGHT if is_past else 0, 0, 0)
        self._escape.setEnabled(is_past)
        self.band.branch.setEnabled(not document.read_only)
        self.band.setVisible(is_past)
        if is_past:
            self.band.say(place_text(document.live, document.at))
            self.band.raise_()

    def end(self) -> None:
        """Go back to the present."""
        self._window.document.look_at_now()
        self._window.chart.setFocus()

    def take_back(self, entry: str) -> None:
        """Take one old change back out of the plan as it is now, if nothing depends on it."""
        document = self._window.document
        done = document.live.log[entry]
        try:
            change = taken_back(document.live, done)
        except ModelError as error:
            if isinstance(error, DependedOnError):
                self._window.docks.history.panel.mark(error.entries)
            document.refused.emit(str(error))
            return
        document.look_at_now()
        document.commit(change, text=taking_back_text(done))

    def ask_checkpoint(self, entry: str = "") -> None:
        """Ask for the name of a checkpoint at an entry, or at what is shown."""
        from ui.dialogs.checkpoint import CheckpointDialog

        document = self._window.document
        at = entry or document.at
        if at:
            CheckpointDialog.ask(document, at, self._window)
        else:
            document.refused.emit("There is no change yet to set a checkpoint at.")

    def ask_reason(self) -> None:
        """Let the user write why the last change was made, or the one that is shown."""
        document = self._window.document
        if not document.at:
            document.refused.emit("There is no change yet to write a reason for.")
        elif not document.refuses():
            history = self._window.docks.history
            history.bring()
            history.panel.edit_note(document.at)

    def branch(self, entry: str) -> None:
        """Make a new option that goes on from an entry, and show it."""
        self._window.options.branch(entry)


def place_text(option: Option, at: str) -> str:
    """Say which point of an option's history something is."""
    if not at:
        return "You look at the plan before its first change"
    log = option.log
    path = [entry.id for entry in log.path()]
    entry, named = log[at], log.checkpoint(at)
    if at in path:
        ago = f"{counted(len(path) - 1 - path.index(at), 'change', 'changes')} ago"
    else:
        ago = "undone since"
    name = f"“{named.name}”, " if named else ""
    return f"You look at {name}{moment(entry.when)} ({ago}), after: {entry.text}"
