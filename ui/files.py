"""New, open, save: what happens between the window and the disk, and what is said of it."""

from __future__ import annotations

import logging
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QWidget

from db.errors import ChangedError, InputError
from db.identity import new_id, now, user
from db.recovery import Recorder
from db.scenario_file import Opened, Source, open_scenario, save, save_copy
from model.pack import Pack, ReadyOption
from model.records import altered
from model.scenario import Scenario, from_ready
from model.wording import counted
from ui.document import Document
from ui.settings import forget_file, remember_file
from ui.version import PROGRAM

if TYPE_CHECKING:
    from PySide6.QtGui import QDropEvent

    from db.recovered import Found, Recovered
    from ui.colleague import Colleague
    from ui.main_window import MainWindow
    from ui.presence import Others
    from ui.windows import Windows

log = logging.getLogger(__name__)

SUFFIX = ".footprint"

UNTITLED = "Untitled"
"""What a scenario is called that was never saved."""

FILTER = f"Footprint scenarios (*{SUFFIX});;All files (*)"
OPEN_FILTER = (
    f"Scenarios, and PDFs that carry one (*{SUFFIX} *.pdf);;"
    f"Footprint scenarios (*{SUFFIX});;PDF documents (*.pdf);;All files (*)"
)


class Files(QObject):
    """Opens and saves a document's scenario, and asks before anything is lost.

    Parameters
    ----------
    recovery : Path, optional
        Folder in which every change is kept until it is saved; None to keep none.

    Signals
    -------
    opened()
        Another scenario is shown.
    compare_wanted(QWidget, Path)
        What is on screen in that window is to be compared with that file.
    saved()
        The scenario is in its file.
    leaving()
        The scenario is about to be saved or left: what is still being typed should be taken.
    told(str, str)
        Something to be said in passing, and its kind (`ui.dialogs.messages.MessageBar`).
    """

    opened = Signal()
    compare_wanted = Signal(object, object)
    saved = Signal()
    leaving = Signal()
    told = Signal(str, str)

    def __init__(
        self,
        document: Document,
        store: QSettings,
        window: QWidget,
        recovery: Path | None = None,
    ) -> None:
        super().__init__(window)
        self._document = document
        self._store = store
        self._window = window
        self._recovery = recovery
        self.windows: Windows | None = None
        self._recorder: Recorder | None = None
        self._source: Source | None = None
        self._beside: Path | None = None
        self._viewed: Scenario | None = None
        if recovery is not None:
            self._recorder = Recorder(recovery, PROGRAM, lambda text: self.told.emit(text, "error"))
        self._watch()

    def _watch(self) -> None:
        """Keep the changes that are made from now on; those until now are saved, or given up."""
        document = self._document
        scenario, path, sha256 = document.scenario, document.path, document.sha256
        is_saved = not (document.is_modified or document.read_only)
        self._source = Source.of(scenario, path, sha256) if path and sha256 and is_saved else None
        if self._recorder is not None:
            self._recorder.watch(scenario, path, sha256, document.name)

    def use(self, document: Document, window: QWidget) -> None:
        """Ask over another window on the same scenario from now on."""
        self._document, self._window = document, window
        if "others" in self.__dict__:
            self.others.use(document, window)

    def beside(self, window: MainWindow) -> Windows:
        """Return the windows on the scenario, of which that is one."""
        if self.windows is None:
            from ui.windows import Windows  # most scenarios are in one window

            self.windows = Windows(window, self._store)
        return self.windows

    @property
    def has_more_windows(self) -> bool:
        """Whether the scenario is still open when a window is closed."""
        return self.windows is not None and len(self.windows.all) > 1

    def may_close(self) -> bool:
        """Ask about unsaved changes before the last window closes; False if the user stays."""
        if self.has_more_windows:
            self.leaving.emit()
            return True
        return self.may_go_on()

    def leave(self, window: MainWindow) -> None:
        """Do without a window; with the last one, the user has saved the changes, or wants none."""
        if self.windows is not None and self.has_more_windows:
            self.windows.remove(window)
        else:
            self.close()

    def close(self) -> None:
        """Keep changes no longer: the user has saved them, or wants none of them."""
        if self._recorder is not None:
            self._recorder.close()
        if "others" in self.__dict__:
            self.others.release()

    @cached_property
    def others(self) -> Others:
        """Who else has the file open; a start does without until its window is painted."""
        from ui.presence import Others

        return Others(self._document, self._window, self)

    @property
    def name(self) -> str:
        """What the scenario is called: its file's name, or that it has none yet."""
        path = self._document.path
        return path.name if path is not None else self._document.name or UNTITLED

    def may_go_on(self) -> bool:
        """Ask what to do with unsaved changes; False if the user wants to stay."""
        self.leaving.emit()
        if not self._document.is_modified:
            return True
        from ui.dialogs import messages

        answer = messages.ask_save(self._window, self.name)
        if answer is messages.Answer.SAVE:
            return self.save()
        return answer is messages.Answer.DISCARD

    def new(self, pack: Pack, ready: ReadyOption) -> bool:
        """Start a scenario from an option that a pack offers."""
        if not self.may_go_on():
            return False
        self._document.replace(from_ready(pack, ready, new_id(), when=now(), who=user()))
        self._beside = None
        self._watch()
        self.opened.emit()
        return True

    def ask_open(self) -> bool:
        """Let the user choose a file and open it."""
        folder = str(self._document.path.parent) if self._document.path else self._folder()
        from PySide6.QtWidgets import QFileDialog

        name, _ = QFileDialog.getOpenFileName(self._window, "Open", folder, OPEN_FILTER)
        return bool(name) and self.open(Path(name))

    def open(self, path: Path) -> bool:
        """Open a file, or what a PDF carries; what was open stays if it can't be read.

        If it is another copy of what is open, the user is asked what to do with it; not if that is
        a copy that is only viewed: nothing of one's own is open then.
        """
        document = self._document
        self.leaving.emit()
        try:
            opened = open_scenario(path)
        except InputError as error:
            self.tell_not_opened(path, str(error))
            return False
        is_copy = opened.scenario.id == document.scenario.id
        is_viewing = document.read_only and document.scenario is self._viewed
        is_same = opened.sha256 == document.sha256
        if not is_copy or is_viewing or (is_same and opened.carried is None):
            return self.show(path, opened)
        if is_same and not document.is_modified:
            self.told.emit(f"{path.name} carries just what is open.", "info")
            return False
        self._colleague().offer(path, opened)
        return False

    def show(self, path: Path, opened: Opened) -> bool:
        """Show what was read in place of what is open; False if the user wants to stay."""
        if not self.may_go_on():
            return False
        self.adopt(path, opened)
        self.tell_carried(path, opened)
        return True

    def view(self, path: Path, opened: Opened) -> bool:
        """Show a copy in place of what is open, to be looked at; False if the user stays."""
        is_shown = self.show(path, altered(opened, read_only=True))
        if is_shown:
            self._viewed = opened.scenario
        return is_shown

    def adopt(self, path: Path, opened: Opened) -> None:
        """Show what was read from a file; the window may have been made for it already.

        What a PDF carries is then in no file: a PDF is never saved to.
        """
        if opened.carried is not None:
            if opened.scenario is not self._document.scenario:
                self._document.replace(opened.scenario)
            self._document.read_only = opened.read_only
            self._document.note_unfiled(opened.scenario.mark, path.stem)
            self._beside = path.absolute().parent
            self._watch()
            self.opened.emit()
            return
        path = path.absolute()
        if opened.scenario is self._document.scenario:
            self._document.note_file(path, sha256=opened.sha256, read_only=opened.read_only)
        else:
            self._document.replace(
                opened.scenario, path, sha256=opened.sha256, read_only=opened.read_only
            )
        self._watch()
        remember_file(self._store, path)
        self.opened.emit()

    def tell_carried(self, path: Path, opened: Opened) -> None:
        """Say that what is open comes from a PDF, and whether that is what its pages show."""
        if opened.carried is None:
            return
        fault = opened.carried.fault(opened.scenario)
        if fault:
            text = f"This is what {path.name} carries, but {fault}."
            self.told.emit(text, "refused")
            return
        state = opened.carried.state
        shown = f"plan no. {state}" if state else "as published"
        text = f"This is a copy of the plan on the pages of {path.name} ({shown}), in no file yet."
        self.told.emit(text, "info")

    def tell_not_opened(self, path: Path, fault: str) -> None:
        """Say why a file could not be opened."""
        log.warning("open %s: %s", path, fault)
        forget_file(self._store, path.absolute())
        self._say(f"{path.name} can't be opened", fault)

    def save(self) -> bool:
        """Save to the scenario's file; ask for one if it has none or may not be written."""
        document = self._document
        if document.path is None or document.read_only:
            return self.ask_save_as()
        return self._write(document.path, document.sha256)

    def ask_save_as(self, name: str = "") -> bool:
        """Let the user choose a file and save to it.

        Parameters
        ----------
        name : str
            What is proposed, without suffix; what it is called now, if empty.
        """
        document = self._document
        if document.path is not None:
            start = document.path.with_name(f"{name}{SUFFIX}") if name else document.path
        else:
            name = name or document.name or document.state.name
            start = Path(self._beside or self._folder()) / f"{name}{SUFFIX}".replace("/", "-")
        from PySide6.QtWidgets import QFileDialog

        chosen, _ = QFileDialog.getSaveFileName(self._window, "Save as", str(start), FILTER)
        if not chosen:
            return False
        path = Path(chosen)
        return self.save_as(path if path.suffix else path.with_suffix(SUFFIX))

    def save_as(self, path: Path) -> bool:
        """Save to a file, whatever is in it now."""
        return self._write(path, None)

    def _write(self, path: Path, expected: str | None) -> bool:
        self.leaving.emit()
        scenario = self._document.scenario
        try:
            if expected is None and self._source is not None:
                sha256 = save_copy(scenario, path, self._source, program=PROGRAM)
            else:
                sha256 = save(scenario, path, expected_sha256=expected, program=PROGRAM)
        except ChangedError as error:
            log.warning("save %s: %s", path, error)
            return self._settle(path)
        except InputError as error:
            log.warning("save %s: %s", path, error)
            self._say(f"{path.name} was not saved", _why_not_saved(error))
            return False
        self._document.mark_saved(path.absolute(), sha256)
        self._watch()
        self.others.look()
        remember_file(self._store, path)
        self.saved.emit()
        return True

    def _settle(self, path: Path) -> bool:
        """Ask what to do, since somebody else saved to the file meanwhile."""
        from ui.dialogs import others

        answer = others.ask_clash(self._window, path.name)
        if answer is others.Clash.COMPARE:
            self.compare_wanted.emit(self._window, path)
            return False
        if answer is others.Clash.MERGE:
            self._merge(path)
            return False
        if answer is others.Clash.COPY:
            return self.ask_save_as(f"{path.stem} (copy)")
        return answer is others.Clash.OVERWRITE and self.save_as(path)

    def _merge(self, path: Path) -> None:
        """Merge what somebody else saved to a file into what is open."""
        try:
            opened = open_scenario(path)
        except InputError as error:
            self._say(f"{path.name} can't be merged", str(error))
            return
        self._colleague().merge(path, opened)

    def _colleague(self) -> Colleague:
        from ui.colleague import Colleague  # few sessions have one

        return Colleague(self._document, self._window, self)

    # -- recovering ------------------------------------------------------------------------

    def offer_recovered(self, *, asked: bool = False) -> None:
        """Offer what programs that were killed left behind, if there is any.

        Parameters
        ----------
        asked : bool
            The user wants to know: that there is nothing is said too.
        """
        from db.recovered import find  # of no use on most starts

        found = find(self._recovery) if self._recovery is not None else []
        if found:
            from ui.dialogs.recover import RecoverDialog

            RecoverDialog.ask(found, self.recover, self._window)
        elif asked:
            self.told.emit("There is nothing to recover: all that was changed is saved.", "info")

    def recover(self, found: Found) -> bool:
        """Show a plan with the changes that were made when the program was killed."""
        if not self.may_go_on():
            return False
        try:
            recovered = found.recover() if found.claim() else None
        except InputError as error:
            found.release()
            log.warning("recover %s: %s", found.path, error)
            self._say("Nothing can be recovered", str(error))
            return False
        if recovered is None:
            fault = "Another window has it by now, or it was removed."
            self._say("Nothing can be recovered", fault)
            return False
        document = self._document
        document.replace(recovered.scenario, recovered.path, sha256=recovered.sha256)
        document.note_unfiled(recovered.saved, recovered.name)
        self._beside = None
        if recovered.path is not None:
            remember_file(self._store, recovered.path)
        self.opened.emit()
        self.told.emit(_told(recovered), "refused" if recovered.problem else "done")
        self._watch()
        self._source = None  # there may be more in the plan than in its file, even if undone
        if self._recorder is not None:  # after what was recovered was told: it may fail
            self._recorder.resume(recovered.changes, found)
        return True

    def _say(self, title: str, fault: str) -> None:
        """Say what went wrong and wait until it was read."""
        from ui.dialogs import messages

        messages.show_error(self._window, title, fault)

    def _folder(self) -> str:
        return str(self._store.value("folder", str(Path.home())))


def _why_not_saved(error: InputError) -> str:
    """Say what went wrong, and what to do about it, below a title that says what it is about."""
    said = [error.what.removeprefix("could not be saved: "), *error.remedy.split("; ")]
    return " ".join(f"{text[0].upper()}{text[1:]}." for text in said if text)


def dropped_files(event: QDropEvent) -> list[Path]:
    """Return the files that are dragged over a window, or dropped on it."""
    return [Path(u.toLocalFile()) for u in event.mimeData().urls() if u.isLocalFile()]


def _told(recovered: Recovered) -> str:
    """Say what was recovered, and where it is now."""
    made = f"{counted(recovered.changes, 'change', 'changes')} recovered"
    if recovered.path is not None:
        where = f"{made}. Save to have them in {recovered.path.name}."
    elif recovered.name:
        where = f"{made} in a copy, {recovered.name}. Save it as a file of its own."
    else:
        where = f"{made}. The plan is in no file yet: save it."
    return f"{where} Not all of it: {recovered.problem}." if recovered.problem else where
