"""The options of the scenario in a window: choosing, making and listing them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from db.identity import new_id, now, user
from model.errors import ModelError
from model.option import Option
from model.scenario import Add, after
from ui.dialogs.common import LONG, TAIL, shortened
from ui.panels.parts import on_button, tip

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class Options:
    """What one window offers to do with options."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def fill(self, menu: QMenu) -> None:
        """Put the options that are in use into a menu, then what can be done with them."""
        document, actions = self._window.document, self._window.actions_
        menu.clear()
        menu.setToolTipsVisible(True)
        for option in document.scenario.with_status():
            action = QAction(on_button(shortened(option.state.name, LONG, tail=TAIL)), menu)
            action.setCheckable(True)
            action.setChecked(option is document.live)
            action.setToolTip(tip(option.state.name))
            action.triggered.connect(partial(self._show, option.id))
            menu.addAction(action)
        menu.addSeparator()
        menu.addActions([actions.new_option, actions.branch])
        menu.addSeparator()
        menu.addActions([actions.option, actions.options])
        menu.addSeparator()
        menu.addActions([actions.previous_option, actions.next_option])

    def _show(self, identifier: str, _is_checked: bool = False) -> None:
        self._window.document.show_option(identifier)

    def step(self, by: int) -> None:
        """Show the option that comes so many places after this one; round the end of the list."""
        document = self._window.document
        usable = document.scenario.with_status()
        if len(usable) == 1:
            self._window.messages.show_message(
                "There is no other option. Branch from this one to try another plan.", "info"
            )
            return
        at = usable.index(document.live)
        document.show_option(usable[(at + by) % len(usable)].id)

    def branch(self, entry: str | None = None) -> Option | None:
        """Make an option that goes on from the active one, and show it.

        Parameters
        ----------
        entry : str, optional
            Id of the log's entry to go on from, "" for the baseline; what is shown, if not given.
        """
        document = self._window.document
        if document.refuses():
            return None
        option, scenario = document.live, document.scenario
        entry = document.at if entry is None else entry
        name = scenario.free_name(option.state.name)
        try:
            twin = option.branch(new_id(), name, when=now(), who=user(), entry=entry)
        except ModelError as error:
            document.refused.emit(str(error))
            return None
        if not document.edit_list(Add(twin, after(scenario, option.id)), show=twin.id):
            return None
        new, old = (shortened(n, LONG, tail=TAIL) for n in (name, option.state.name))
        text = f"You are in the new option {new}; {old} is as it was."
        self._window.messages.show_message(text, "done")
        return twin

    def ask_new(self) -> None:
        """Ask for the name of another option and what it starts from."""
        if not self._window.document.refuses():
            from ui.dialogs.new_option import NewOptionDialog

            NewOptionDialog.ask(self._window.document, self._window.theme, self._window)

    def show_list(self) -> None:
        """Show the list of all options beside the window."""
        from ui.dialogs.options import OptionsDialog

        OptionsDialog.ask(self._window)
