"""The presets of the export dialog: choosing one, and keeping what is chosen as one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.errors import InputError
from model.errors import ListRefusedError
from model.presets import Settings
from model.scenario import SetPreset
from model.texts import MAX_TEXT
from ui.dialogs.common import LONG, shortened
from ui.document import Document
from ui.export_settings import ExportSettings, Format
from ui.panels.parts import SMALL, Choice, Ink, Prose, breakable, on_button, tip
from ui.presets import for_file, from_data, keep_own, of_file, own, to_data
from ui.theme import Theme

Key = tuple[bool, str]
"""Whether a preset is in the scenario (else it is the user's own), and its name."""
_NONE = "None"
_NARROW = 40
"""Width of the button with the menu, pixels."""


class _NameField(QLineEdit):
    """Enter keeps, Esc gives up; neither closes the dialog."""

    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter and Esc before the dialog does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.returnPressed.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)


class PresetField(QWidget):
    """A list of presets with a menu that keeps and removes them.

    Parameters
    ----------
    chosen : callable
        Returns the format and the settings that the form shows.

    Signals
    -------
    taken(object, object)
        A preset was chosen: its format and its settings.
    """

    taken = Signal(object, object)

    def __init__(
        self,
        document: Document,
        store: QSettings,
        theme: Theme,
        chosen: Callable[[], tuple[Format, ExportSettings]],
    ) -> None:
        super().__init__()
        self._document, self._store, self._chosen = document, store, chosen
        self._is_for_file = True
        self.list_ = Choice()
        self.list_.setToolTip(tip("A way to export that was kept by name"))
        self.list_.activated.connect(self._on_activated)
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        self.more = QPushButton("⋯")
        self.more.setAutoDefault(False)
        self.more.setFixedWidth(_NARROW)
        self.more.clicked.connect(self._on_more)
        self.more.setToolTip("Keep what is chosen as a preset, or remove one")
        self.more.setAccessibleName("Keep or remove presets")
        self.name = _NameField()
        self.name.setMaxLength(MAX_TEXT)
        self.name.setPlaceholderText("Name of the preset")
        self.name.setAccessibleName("Name of the preset")
        self.keep = QPushButton("Keep")
        self.keep.setAutoDefault(False)
        self.said = Prose(theme, SMALL, Ink.QUIET)
        self.naming = QWidget()
        self._build()
        self.name.returnPressed.connect(self._on_named)
        self.keep.clicked.connect(self._on_named)
        self.name.given_up.connect(self._stop_naming)
        self.setFocusProxy(self.list_)
        self.offer()
        self._stop_naming()

    def _build(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(6)
        above.addWidget(self.list_, 1)
        above.addWidget(self.more)
        below = QHBoxLayout(self.naming)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(6)
        below.addWidget(self.name, 1)
        below.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(above)
        column.addWidget(self.naming)
        column.addWidget(self.said)

    # -- choosing --------------------------------------------------------------------------

    @property
    def key(self) -> Key | None:
        """The preset that is chosen, None for none."""
        found: Key | None = self.list_.currentData()
        return found

    def offer(self, key: Key | None = None) -> None:
        """Show the presets that there are, and one as chosen."""
        self.list_.clear()
        self.list_.addItem(_NONE, None)
        kept, mine = self._document.scenario.presets, own(self._store)
        for is_in_file, names in ((True, kept), (False, mine)):
            where = "in this file" if is_in_file else "yours"
            for name in sorted(names, key=str.casefold):
                self.list_.addItem(f"{shortened(name, LONG)} ({where})", (is_in_file, name))
        self.list_.setEnabled(self.list_.count() > 1)
        keys = [self.list_.itemData(i) for i in range(self.list_.count())]
        self.list_.setCurrentIndex(keys.index(key) if key in keys else 0)

    def let_go(self) -> None:
        """Show that what is chosen is no preset any more."""
        self.list_.setCurrentIndex(0)
        if self.naming.isHidden():
            self._say("")

    def _on_activated(self) -> None:
        self._say("")
        key = self.key
        if key is None:
            return
        is_in_file, name = key
        try:
            data = (self._document.scenario.presets if is_in_file else own(self._store))[name]
            if is_in_file:
                data = of_file(name, data, self._folder)
            made_as, settings = from_data(name, data)
        except (InputError, KeyError) as error:
            self.offer()
            self._say(str(error) if isinstance(error, InputError) else "That preset is gone")
            return
        self.taken.emit(made_as, settings)

    @property
    def _folder(self) -> Path | None:
        path = self._document.path
        return path.parent if path is not None else None

    # -- keeping ---------------------------------------------------------------------------

    def _on_more(self) -> None:
        self.fill_menu()
        self.menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def fill_menu(self) -> None:
        """Have the menu offer what can be done now."""
        self.menu.clear()
        read_only = self._document.read_only
        held = "The file is open read-only" if read_only else self._document.held
        self._act("Keep in this &file…", lambda: self.ask_name(for_file=True), held)
        self._act("Keep for &me…", lambda: self.ask_name(for_file=False))
        key = self.key
        if key is not None:
            name, why = on_button(shortened(key[1], LONG)), held if key[0] else ""
            self.menu.addSeparator()
            self._act(f"Remove {name}", lambda: self.remove(key), why)

    def _act(self, text: str, do: Callable[[], None], why_not: str = "") -> None:
        action = QAction(text, self.menu)
        action.setEnabled(not why_not)
        action.setToolTip(tip(why_not or text.replace("&", "")))
        action.triggered.connect(do)
        self.menu.addAction(action)

    def ask_name(self, *, for_file: bool) -> None:
        """Ask under which name to keep what is chosen."""
        self._is_for_file = for_file
        key = self.key
        self.name.setText(key[1] if key is not None else "")
        self.naming.show()
        where = "in this file: it travels with it" if for_file else "for you, on this computer"
        self._say(f"It is kept {where}. One of the same name is replaced.")
        self.name.selectAll()
        self.name.setFocus()

    def _stop_naming(self) -> None:
        self.naming.hide()
        self._say("")

    def _on_named(self) -> None:
        name = self.name.text().strip()
        try:
            data: Settings = to_data(*self._chosen())
        except InputError as error:
            self._say(str(error))
            return
        said = ""
        try:
            if self._is_for_file:
                data, left_out = for_file(data, self._folder)
                if left_out:
                    said = f"Left out, for it is not in the file's folder: {', '.join(left_out)}"
                if not self._document.edit_list(SetPreset(name, data)):
                    self._say("It could not be kept: a name is one line of text")
                    return
            else:
                keep_own(self._store, name, data)
        except ListRefusedError as error:
            self._say(str(error))
            return
        self.naming.hide()
        self.offer((self._is_for_file, name))
        self._say(said)
        self.list_.setFocus()

    def remove(self, key: Key) -> None:
        """Remove a preset; from a file that can be undone."""
        is_in_file, name = key
        if is_in_file:
            self._document.edit_list(SetPreset(name, None))
        else:
            keep_own(self._store, name, None)
        self.offer()

    def _say(self, text: str) -> None:
        self.said.write(breakable(text))
        self.said.setVisible(bool(text))
