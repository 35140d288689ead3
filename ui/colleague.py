"""Opening a colleague's copy of the scenario that is open: view, merge, take over, or open it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from db.identity import new_id, now, user
from db.scenario_file import Opened
from model.errors import ModelError
from model.merge import Merge, added, beside, check_related
from model.option import Option, Status
from model.scenario import Add, Scenario, after
from model.wording import listed
from ui.dialogs.common import LONG, shortened, theme_of
from ui.dialogs.copy_found import BESIDE, COMPARE, MERGE, OPEN, VIEW, CopyFound
from ui.dialogs.merge import MergeDialog
from ui.dialogs.send import SendDialog
from ui.document import Document

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
        merge, reason = self._merge_with(opened)
        known = {o.id for o in document.scenario.options}
        own = "" if merge is None or merge.is_nothing else document.live.id
        theirs = self._usable(opened)
        extra = [o for o in theirs if o.id not in known or o.id == own]
        others = (o for o in theirs if o.id != document.live.id)
        news = [option.state.name for option in others if not self._has(option)]
        sheet = CopyFound(
            path.name,
            merge,
            reason,
            extra,
            self._window,
            news=news,
            can_compare=bool(theirs),
            read_only=document.read_only,
        )
        sheet.chosen.connect(lambda what, o: self._do(what, o, path, opened, merge))
        sheet.open()
        return sheet

    def _usable(self, opened: Opened) -> list[Option]:
        """Return their options that can stand beside one's own; none of a stranger's."""
        try:
            check_related(self._document.scenario, opened.scenario)
        except ModelError:
            return []
        usable = [o for o in opened.scenario.options if o.status is not Status.DELETED]
        return [] if opened.read_only else usable

    def _merge_with(self, opened: Opened) -> tuple[Merge | None, str]:
        """Return what there is to merge, or why nothing can be."""
        mine = self._document.live
        theirs = next((o for o in opened.scenario.options if o.id == mine.id), None)
        if opened.read_only:
            return None, "It was written by a newer Footprint, and can only be looked at here."
        try:
            check_related(self._document.scenario, opened.scenario)
            if theirs is None:
                return None, f"It has no copy of the option that you look at, {mine.state.name}."
            return Merge(mine, theirs), ""
        except ModelError as error:
            return None, f"It can't be merged. {error}"

    def _do(self, what: str, option: str, path: Path, opened: Opened, merge: Merge | None) -> None:
        if what in (MERGE, BESIDE) and self._document.refuses():
            return
        if what == MERGE and merge is not None:
            if not merge.is_current:  # altered in another window while this one asked
                merge = Merge(merge.mine, merge.theirs)
            self._merge(merge, path, opened)
        elif what == COMPARE:
            self._compare(merge.theirs if merge is not None else opened.scenario.option(), path)
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

        Options that only they have are added. Of those with something new one is merged, the one
        that is shown if it is one of them.
        """
        document = self._document
        is_usable = bool(self._usable(opened))
        if is_usable:
            self._add_missing(opened.scenario)
        news = self._news(opened)
        if news and document.live not in news:
            document.show_option(news[0].id)
        merge, reason = self._merge_with(opened)
        if is_usable and not news:
            self._note_taken(path, opened)
            left = self._left(opened)
            done = f"{path.name} has nothing more that yours has not: save again."
            self._tell(left or done, "refused" if left else "done")
        elif merge is None:
            self._tell(reason, "refused")
        else:
            self._merge(merge, path, opened)

    def _add_missing(self, theirs: Scenario) -> None:
        """Add the options that only they have, under a name that no other has."""
        document = self._document
        scenario = document.scenario
        for option in theirs.options:
            if option.id not in {o.id for o in scenario.options}:
                ours = added(scenario, option, when=now(), who=user())
                document.edit_list(Add(ours, len(scenario.options)))

    def _news(self, opened: Opened) -> list[Option]:
        """Return one's own options in use, in whose copies there is something new."""
        lacking = {o.id for o in opened.scenario.options if not self._has(o)}
        return [o for o in self._document.scenario.with_status() if o.id in lacking]

    def _left(self, opened: Opened) -> str:
        """Say which of one's own options are still to be merged, "" if none are."""
        names = [o.state.name for o in self._news(opened)]
        if names:
            return f"There is something new in {listed(names, 4)} too: save again to merge it."
        lacking = {o.id for o in opened.scenario.options if not self._has(o)}
        aside = [o.state.name for o in self._document.scenario.options if o.id in lacking]
        if aside:
            return f"There is something new in {listed(aside, 4)}: restore that here to merge it."
        return ""

    def _merge(self, merge: Merge, path: Path, opened: Opened) -> None:
        self._document.look_at_now()  # nothing can be merged into the past
        dialog = MergeDialog.ask(
            self._document, merge, path.name, theme_of(self._window), self._window
        )
        is_own = path.absolute() == self._document.path

        def tell(text: str) -> None:
            self._note_taken(path, opened)
            left = self._left(opened) if is_own else ""
            self._tell(f"{text} {left}".rstrip(), "done")

        dialog.merged.connect(tell)

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
