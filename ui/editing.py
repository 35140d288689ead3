"""Edits of what is selected in a window, as menus and keys ask for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from db.identity import new_id
from model import edits
from model.changes import Change, Field
from model.errors import ChangeRefusedError
from model.pack import Tier

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class Editing:
    """What one window does with what is selected in it; made when it is first asked for."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def move(self) -> None:
        """Let the user choose where the selected ones go."""
        window = self._window
        window.ask_move(window.selected_units() or window.selected_groups())

    def mend(self) -> None:
        """List what would mend the problem that keys act on, or what is selected."""
        window = self._window
        finding = window.problems.current
        if finding is not None:
            window.ask_mend([finding.organisation], finding.rule.id)
            return
        document, state = window.document, window.document.state
        chosen = [o for o in (document.current, *sorted(document.selection)) if o in state]
        window.ask_mend([*chosen, *(g for u in chosen if (g := state.group_of(u)) is not None)])

    def _commit(self, make: Callable[[], Change]) -> None:
        document = self._window.document
        try:
            change = make()
        except ChangeRefusedError as error:
            document.refused.emit(str(error))
            return
        document.commit(change)

    def to_tray(self) -> None:
        """Take the selected units out of their groups."""
        state = self._window.document.state
        units = self._window.selected_units()
        if units:
            self._commit(lambda: edits.to_tray(state, units))

    def rename(self) -> None:
        """Let the user rename the selected group."""
        groups = self._window.selected_groups()
        if len(groups) == 1:
            self._window.ask_rename(groups[0])

    def lock(self) -> None:
        """Lock what is selected, or unlock it if all of it is locked."""
        window = self._window
        state = window.document.state
        chosen = window.selected_groups() + window.selected_units()
        if chosen:
            value = "" if all(state.is_locked(o) for o in chosen) else "yes"
            self._commit(lambda: edits.set_field(state, chosen, Field.LOCKED, value))

    def ask_members(self) -> None:
        """Let the user choose whom the selected successor takes over from."""
        from ui.dialogs.members import MembersDialog

        successor = self._window.selected_successor()
        if successor:
            MembersDialog.ask(self._window.document, successor, self._window)

    def new_successor(self) -> None:
        """Make a successor of the selected units, in the group that the first of them is in."""
        window, document = self._window, self._window.document
        state = document.state
        chosen = [o for o in window.selected_units() if state.tier(o) in (Tier.UNIT, Tier.PART)]
        near = [*window.selected_groups(), *map(state.nearest_group, chosen)]
        group = next((g for g in near if g), "")
        if not group:
            document.refused.emit("Select a group, or what is in one, for something to take over.")
            return
        identifier = new_id()
        self._commit(lambda: edits.new_successor(state, group, identifier, members=chosen))
        if identifier in state:
            document.reveal(identifier)

    def dissolve(self) -> None:
        """Dissolve the selected groups; their members go to the tray."""
        state = self._window.document.state
        groups = self._window.selected_groups()
        if groups:
            self._commit(lambda: edits.dissolve(state, groups))

    def select_members(self) -> None:
        """Select all members of the selected groups, or of those that the selected units are in."""
        document = self._window.document
        state = document.state
        groups = set(self._window.selected_groups())
        groups |= {g for u in self._window.selected_units() if (g := state.group_of(u))}
        document.select([u for g in sorted(groups) for u in state.members(g)])
