"""Opening a colleague's copy of the scenario that is open: view, merge, take over, or open it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from db.identity import new_id, now, user
from db.scenario_file import Opened
from model.errors import ModelError
from model.merge import Merge, beside, check_related
from model.merging import Merging
from model.option import Option, Status
from model.scenario import Add, after
from ui.dialogs.common import LONG, shortened, theme_of
from ui.dialogs.copy_found import BESIDE, COMPARE, MERGE, OPEN, VIEW, CopyFound
from ui.dialogs.merge import MergeDialog
from ui.dialogs.send import SendDialog
from ui.document import Document
from ui.merging import put_in

if TYPE_CHECKING:
    from ui.files import Files
    from ui.main_window import MainWindow


class Colleague:
    """Asks what to do with another copy of what a window shows, and does it.

    Parameters
    ----------
    files : Files
        Opens what was read in place of what is shown, and says something in passing.
    """

    def __init__(self, document: Document, window: QWidget, files: Files) -> None:
        self._document = document
        self._window = window
        self._files = files
        self._tell = files.told.emit

    def offer(self, path: Path, opened: Opened) -> CopyFound:
        """Ask what to do with a copy."""
        document = self._document
        merging, reason = self._merging_with(path, opened)
        known = {o.id for o in document.scenario.options}
        shown = self._of_shown(merging)
        theirs = self._usable(opened)
        extra = [o for o in theirs if o.id not in known or (shown and o.id == document.live.id)]
        others = (o for o in theirs if o.id != document.live.id)
        news = [option.state.name for option in others if not self._has(option)]
        merge, why = self._merge_with(opened)
        sheet = CopyFound(
            path.name,
            merge,
            reason or why,
            extra,
            self._window,
            news=news,
            kept=merging.kept if merging is not None else (),
            can_merge=merging is not None and not merging.is_nothing,
            can_compare=bool(theirs),
            read_only=document.read_only,
        )
        sheet.chosen.connect(lambda what, o: self._do(what, o, path, opened))
        sheet.open()
        return sheet

    def _of_shown(self, merging: Merging | None) -> Merge | None:
        """Return what there is to merge into the option that is shown, None if nothing."""
        found = merging.merges if merging is not None else ()
        return next((m for m in found if m.mine is self._document.live), None)

    def _usable(self, opened: Opened) -> list[Option]:
        """Return their options that can stand beside one's own; none of a stranger's."""
        try:
            check_related(self._document.scenario, opened.scenario)
        except ModelError:
            return []
        usable = [o for o in opened.scenario.options if o.status is not Status.DELETED]
        return [] if opened.read_only else usable

    def _merging_with(self, path: Path, opened: Opened) -> tuple[Merging | None, str]:
        """Return what there is to merge, or why nothing can be."""
        if opened.read_only:
            return None, "It was written by a newer Footprint, and can only be looked at here."
        document = self._document
        # What was saved to one's own file since comes from what one read there oneself.
        base = document.open.saved if path.absolute() == document.path else None
        try:
            return Merging(document.scenario, opened.scenario, base), ""
        except ModelError as error:
            return None, f"It can't be merged. {error}"

    def _merge_with(self, opened: Opened) -> tuple[Merge | None, str]:
        """Return how the option that is shown stands to their copy of it, or why it can't be."""
        mine = self._document.live
        theirs = next((o for o in opened.scenario.options if o.id == mine.id), None)
        if theirs is None:
            return None, f"It has no copy of the option that you look at, {mine.state.name}."
        try:
            check_related(self._document.scenario, opened.scenario)
            return Merge(mine, theirs), ""
        except ModelError as error:
            return None, f"It can't be merged. {error}"

    def _do(self, what: str, option: str, path: Path, opened: Opened) -> None:
        if what in (MERGE, BESIDE) and self._document.refuses():
            return
        if what == MERGE:
            self.merge(path, opened)
        elif what == COMPARE:
            usable = self._usable(opened)
            same = [o for o in usable if o.id == self._document.live.id]
            self._compare((same or [opened.scenario.option()])[0], path)
        elif what == BESIDE:
            self._take_over(next(o for o in opened.scenario.options if o.id == option))
        elif what == VIEW:
            if self._files.view(path, opened):
                text = "is shown, and can't be altered. Open your own file to go on with that."
                self._tell(f"{shortened(path.name, LONG)} {text}", "info")
        elif what == OPEN:
            self._files.show(path, opened)

    def merge(self, path: Path, opened: Opened) -> None:
        """Merge a copy into what is open, without asking what else to do with it.

        Where nothing of it is in options that both have, there is nothing to decide.
        """
        merging, reason = self._merging_with(path, opened)
        if merging is None:
            self._tell(reason, "refused")
        elif merging.merges:
            dialog = MergeDialog.ask(
                self._document, merging, path.name, theme_of(self._window), self._window
            )
            dialog.merged.connect(lambda text: self._on_merged(text, path, opened))
        elif put_in(self._document, merging, ()):
            name = shortened(path.name, LONG)
            done = f"{name} has nothing more that yours has not."
            self._on_merged(" ".join([done, *merging.kept, *merging.faults]), path, opened)

    def _on_merged(self, text: str, path: Path, opened: Opened) -> None:
        self._note_taken(path, opened)
        is_own = path.absolute() == self._document.path
        self._tell(f"{text} Save again." if is_own else text, "done")

    def _note_taken(self, path: Path, opened: Opened) -> None:
        """Let the file be saved over, if it is one's own and all that is in it is here too."""
        document = self._document
        if path.absolute() == document.path and all(map(self._has, opened.scenario.options)):
            document.note_file(path.absolute(), sha256=opened.sha256, read_only=False)

    def _has(self, theirs: Option) -> bool:
        """Whether one's own scenario has all that is in an option of theirs."""
        mine = next((o for o in self._document.scenario.options if o.id == theirs.id), None)
        try:
            return mine is not None and Merge(mine, theirs).is_nothing
        except ModelError:
            return False

    def _compare(self, theirs: Option, path: Path) -> None:
        from ui.comparing import comparing  # with all of its panel, where it is asked for
        from ui.main_window import MainWindow

        assert isinstance(self._window, MainWindow)  # who else opens files
        comparing(self._window).compare_with(theirs, path.name)

    def _take_over(self, theirs: Option) -> None:
        document = self._document
        scenario = document.scenario
        option = beside(scenario, theirs, new_id(), when=now(), who=user())
        document.edit_list(Add(option, after(scenario, document.live.id)), show=option.id)


def ask_send(window: MainWindow) -> SendDialog:
    """Ask what of the scenario is to be sent, and write the copy."""
    window.inspector.flush()
    dialog = SendDialog.ask(window.document, window.files.name, window.theme, window)
    dialog.sent.connect(lambda text: window.files.told.emit(text, "done"))
    return dialog
