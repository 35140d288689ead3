"""The dialog for a copy to send: how much of the scenario a colleague gets, and what that is."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialogButtonBox,
    QFileDialog,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from db.errors import InputError
from db.identity import now
from db.replace import replace_file
from db.sending import bytes_to_send
from model.pack import Tier
from model.scenario import Scenario
from model.sending import Contents, Level, contents, contents_lines, otherwise, reduced
from model.wording import counted, grouped
from ui.chart.ahead import Ahead
from ui.dialogs.common import LONG, PAD, TITLE, Dialog, Standard, announce, primary, shortened
from ui.document import Document
from ui.files import FILTER, SUFFIX
from ui.panels.fields import Box
from ui.panels.parts import SMALL, Hairline, Ink, Prose, breakable, tip
from ui.theme import BODY, Theme
from ui.version import PROGRAM

log = logging.getLogger(__name__)

_SIZE = QSize(600, 620)
_INDENT = 24
_LINE = "\u2028"
"""Begins another line in a text."""
_LEVELS = {
    Level.WHOLE: (
        "&Everything, with its history",
        "All options, deleted ones too, and every change, undone ones too",
    ),
    Level.PLAN: (
        "Without &history",
        "The options in use as they are now; nobody sees what was tried before",
    ),
    Level.NAMELESS: (
        "Without people's &names",
        "As above, with Person 1, Person 2… for everybody who is named",
    ),
    Level.TOTALS: (
        "&Totals only",
        "Who is in which {group}, and what that comes to: no people and no terms of posts, no "
        "notes, answers or accepted exceptions. How many posts there are stays",
    ),
}


@dataclass(frozen=True)
class _Made:
    """A copy as its file, what is in it, what the plan comes to there, and why it can't be."""

    data: bytes
    contents: Contents
    differs: str
    fault: str


class SendDialog(Dialog):
    """Asks how much is sent, says what that is and how large, and writes the copy.

    Parameters
    ----------
    name : str
        What the scenario is called.

    Signals
    -------
    sent(str)
        A copy was written; the sentence says where.
    """

    sent = Signal(str)

    def __init__(
        self, document: Document, name: str, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__("Save a copy to send", parent)
        self._document = document
        self._name = name
        self._theme = theme
        self.levels: dict[Level, QRadioButton] = {}
        self.notes = Box("Leave out notes and free texts", "")
        self.gets = Prose(theme, BODY)
        self.lacks = Prose(theme, SMALL, Ink.QUIET)
        self.warning = Prose(theme, SMALL, Ink.WARNING)
        self.fault = Prose(theme, SMALL, Ink.BROKEN)
        self.buttons = QDialogButtonBox(Standard.Cancel, parent=self)
        self.buttons.button(Standard.Cancel).setAutoDefault(False)
        self.save_button = primary(
            self.buttons.addButton("&Save copy…", QDialogButtonBox.ButtonRole.AcceptRole)
        )
        self._made: dict[tuple[Level, bool], _Made] = {}
        self._ahead = Ahead(self, self._steps)
        self._build()
        self.levels[Level.WHOLE].setChecked(True)
        for button in self.levels.values():
            button.toggled.connect(lambda is_on: self._work_out() if is_on else None)
        self.notes.edited.connect(self._work_out)
        self.buttons.accepted.connect(self.ask_where)
        self.buttons.rejected.connect(self.reject)
        document.switched.connect(self.reject)
        document.logged.connect(self._forget)
        self._work_out()

    @classmethod
    def ask(cls, document: Document, name: str, theme: Theme, parent: QWidget | None) -> SendDialog:
        """Open the dialog over its window."""
        dialog = cls(document, name, theme, parent)
        dialog.open()
        return dialog

    def _build(self) -> None:
        theme = self._theme
        heading = Prose(theme, TITLE, Ink.STRONG)
        heading.write("What does your colleague get?")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(4)
        group = QButtonGroup(self)
        label = self._document.live.pack.kind_at(Tier.GROUP).label
        for level, (text, form) in _LEVELS.items():
            about = form.format(group=label)
            button = QRadioButton(text)
            button.setToolTip(tip(about))
            button.setAccessibleDescription(about)
            told = Prose(theme, SMALL, Ink.QUIET)
            told.write(about)
            self.levels[level] = button
            group.addButton(button)
            column.addWidget(button)
            column.addLayout(_indented(told))
        self.notes.describe(
            "Leave out notes and free texts",
            "Notes on the plan, clusters and posts, reasons of exceptions, and answers in words",
        )
        column.addSpacing(4)
        column.addWidget(self.notes)
        column.addSpacing(8)
        column.addWidget(Hairline())
        column.addSpacing(8)
        for prose in (self.gets, self.lacks, self.warning):
            column.addWidget(prose)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName("What is sent")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(PAD, PAD, PAD, 16)
        outer.setSpacing(12)
        outer.addWidget(heading)
        outer.addWidget(scroll, 1)
        outer.addWidget(self.fault)
        outer.addWidget(self.buttons)
        self.fit(_SIZE.width(), _SIZE.height())

    # -- what is sent ----------------------------------------------------------------------

    @property
    def level(self) -> Level:
        """How much is sent."""
        return next(level for level, button in self.levels.items() if button.isChecked())

    @property
    def has_notes(self) -> bool:
        """Whether notes are sent."""
        return self.level is Level.WHOLE or not (
            self.notes.isChecked() or self.level is Level.TOTALS
        )

    @property
    def is_worked_out(self) -> bool:
        """Whether it is said what is in the copy that is asked for."""
        return (self.level, self.has_notes) in self._made

    def _work_out(self) -> None:
        """Say what is in the copy; if it is not made yet, as soon as that is painted."""
        self.notes.setEnabled(self.level in (Level.PLAN, Level.NAMELESS))
        if self.is_worked_out:
            self._tell()
        else:
            self.gets.write(("They get", Ink.STRONG), ": working it out…")
            for prose in (self.lacks, self.warning, self.fault):
                prose.hide()
            self.save_button.setEnabled(False)
        self._ahead.look((self.level, self.has_notes))

    def _forget(self) -> None:
        """Begin anew: the plan was altered in another window."""
        self._made.clear()
        self._ahead.stop()
        self._work_out()

    def _steps(self) -> Iterator[object]:
        """Make the copy that is asked for, then those that may be asked for next."""
        wanted = self.level, self.has_notes
        others = (
            *((level, True) for level in (Level.WHOLE, Level.PLAN, Level.NAMELESS)),
            (Level.TOTALS, False),
        )
        for key in dict.fromkeys((wanted, *others)):
            if key in self._made:
                continue
            level, has_notes = key
            copy = reduced(self._document.scenario, level, when=now(), notes=has_notes)
            yield key
            data, fault = b"", ""
            try:
                data = bytes_to_send(copy, program=PROGRAM)
            except InputError as error:
                fault = str(error)
            yield key
            self._made[key] = _Made(data, contents(copy), self._differs(copy, level), fault)
            if key == wanted:
                self._tell()
                announce(self, self.gets.text())
            yield key

    def _tell(self) -> None:
        """Say what is in the copy and how large it is."""
        level, made = self.level, self._made[self.level, self.has_notes]
        self.fault.write(breakable(made.fault))
        self.save_button.setEnabled(bool(made.data))
        found = made.contents
        size = f"{grouped(max(1, len(made.data) // 1000))} KB"
        self.gets.write(
            ("They get", Ink.STRONG), f": a file of {size}{_LINE}{_listed(found, level)}"
        )
        self.lacks.write(made.differs)
        is_risky = level is Level.NAMELESS and found.notes and self.has_notes
        self.warning.write(
            f"{counted(found.notes, 'note', 'notes')} may name people in other words: read them, "
            "or leave them out."
            if is_risky
            else ""
        )
        for prose in (self.lacks, self.warning, self.fault):
            prose.setVisible(bool(prose.text()))

    def _differs(self, copy: Scenario, level: Level) -> str:
        """Say what the plan comes to in the copy, where that is something else."""
        if level is not Level.TOTALS:
            return ""
        here = self._document.live
        told = otherwise(here, copy.option(here.id))
        words = here.pack.words
        parts = []
        if told.accountable[0] != told.accountable[1]:
            people = counted(told.accountable[1], words.accountable, words.accountables)
            parts.append(f"{people}, not {grouped(told.accountable[0])}, for nobody is named")
        if told.breaks[0] != told.breaks[1]:
            found = counted(told.breaks[1], "problem", "problems")
            parts.append(f"{found}, not {grouped(told.breaks[0])}, for what was said is left out")
        return f"In the copy: {'; '.join(parts)}." if parts else "Totals and verdicts are as here."

    # -- saving ----------------------------------------------------------------------------

    def ask_where(self) -> None:
        """Let the user choose a file and write the copy."""
        folder = self._document.path.parent if self._document.path else Path.home()
        stem = Path(self._name).stem if self._name.endswith(SUFFIX) else self._name
        start = folder / f"{stem} (to send){SUFFIX}".replace("/", "-")
        name, _ = QFileDialog.getSaveFileName(self, "Save a copy to send", str(start), FILTER)
        if name:
            path = Path(name)
            self.save_to(path if path.suffix else path.with_suffix(SUFFIX))

    def save_to(self, path: Path) -> None:
        """Write the copy; never over the scenario's own file."""
        own = self._document.path
        if own is not None and path.absolute() == own.absolute():
            self._say("That is the file that you work on: choose another name.")
            return
        try:
            replace_file(path, self._made[self.level, self.has_notes].data)
        except InputError as error:
            log.warning("send %s: %s", path, error)
            self._say(str(error))
            return
        self.sent.emit(f"{shortened(path.name, LONG)} is ready to send.")
        self.accept()

    def _say(self, fault: str) -> None:
        self.fault.write(breakable(fault))
        self.fault.show()
        announce(self, fault)


def _indented(widget: QWidget) -> QVBoxLayout:
    layout = QVBoxLayout()
    layout.setContentsMargins(_INDENT, 0, 0, 6)
    layout.addWidget(widget)
    return layout


def _listed(found: Contents, level: Level) -> str:
    return breakable(_LINE.join(f"•  {line}" for line in contents_lines(found, level)))
