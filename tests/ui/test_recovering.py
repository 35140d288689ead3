"""The window after the program was killed: what was on the screen is offered, and comes back."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from db import recovery_file
from db.recovered import find
from db.scenario_file import open_scenario, save
from model import edits
from model.option import Option
from tests.sample_pack import sample_pack, sample_scenario
from ui import app
from ui.dialogs import messages
from ui.dialogs.recover import RecoverDialog
from ui.main_window import MainWindow
from ui.settings import recent_files, recovery_folder

ROOT = Path(__file__).resolve().parent.parent.parent
MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "recovery"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.footprint"
    save(sample_scenario(), path)
    return path


@pytest.fixture
def errors(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what error boxes would have said."""
    said: list[str] = []
    monkeypatch.setattr(messages, "show_error", lambda *a, **_: said.append(a[2]))
    return said


@pytest.fixture
def start(
    qtbot,
    folder: Path,
    errors: list[str],
    monkeypatch: pytest.MonkeyPatch,
    store: QSettings,
) -> Iterator[MakeWindow]:
    """Return what starts the program's window, as `main.py` does."""
    monkeypatch.setattr(app, "settings", lambda: store)
    monkeypatch.setattr(app, "recovery_folder", lambda: folder)
    monkeypatch.setattr(app, "first_scenario", sample_scenario)
    monkeypatch.setattr(messages, "ask_save", lambda *_: messages.Answer.DISCARD)
    windows = []

    def make(path: Path | None = None) -> MainWindow:
        window = app.make_window(path)
        qtbot.addWidget(window)
        windows.append(window)
        window.show()
        qtbot.waitExposed(window)
        return window

    yield make
    for window in windows:
        window.close()


def move(window: MainWindow, unit: str, to: str) -> None:
    assert window.document.commit(edits.move(window.document.state, [unit], to))


def kill(window: MainWindow) -> None:
    """Leave all on the disk as if the program had been killed."""
    window.files._recorder.close(keep=True)
    window.close()


def offered(qtbot, window: MainWindow) -> RecoverDialog:
    qtbot.waitUntil(lambda: window.findChild(RecoverDialog) is not None)
    dialog = window.findChild(RecoverDialog)
    qtbot.waitExposed(dialog)
    return dialog


def content(window: MainWindow) -> object:
    return content_of(window.document.option)


def content_of(option: Option) -> object:
    log = option.log
    return option.state.snapshot(), log.head, list(log), log.checkpoints


# -- while the program runs --------------------------------------------------------------------


def test_every_change_undo_and_redo_is_kept_at_once(start: MakeWindow, plan: Path, folder: Path):
    window = start(plan)
    assert not folder.exists()
    sizes = []
    for do in (
        lambda: move(window, "U2", "G2"),
        lambda: move(window, "U3", "G1"),
        window.document.stack.undo,
        window.document.stack.redo,
    ):
        do()
        (path,) = folder.glob("*.changes")
        sizes.append(path.stat().st_size)
    assert sizes == sorted(set(sizes))
    assert find(folder) == []  # it is ours, and we are alive


def test_nothing_is_kept_after_saving(start: MakeWindow, plan: Path, folder: Path) -> None:
    window = start(plan)
    move(window, "U2", "G2")
    assert window.files.save()
    assert os.listdir(folder) == []
    move(window, "U3", "G1")
    assert len(os.listdir(folder)) == 2
    kill(window)
    (found,) = find(folder)
    assert found.changes == 1


@pytest.mark.parametrize("undone", [False, True])
def test_nothing_is_kept_after_a_clean_end(
    undone: bool, start: MakeWindow, plan: Path, folder: Path
) -> None:
    window = start(plan)
    move(window, "U2", "G2")
    if undone:
        window.document.stack.undo()
    assert window.close()
    assert os.listdir(folder) == []


def test_staying_in_the_window_keeps_what_is_kept(
    start: MakeWindow, plan: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = start(plan)
    move(window, "U2", "G2")
    with monkeypatch.context() as patch:
        patch.setattr(messages, "ask_save", lambda *_: messages.Answer.CANCEL)
        assert not window.close()
    assert len(os.listdir(folder)) == 2


def test_a_file_that_can_not_be_opened_costs_nothing(
    start: MakeWindow, plan: Path, folder: Path, errors: list[str], tmp_path: Path
) -> None:
    window = start(plan)
    move(window, "U2", "G2")
    (tmp_path / "letter.footprint").write_text("Dear all,")
    assert not window.files.open(tmp_path / "letter.footprint")
    assert len(errors) == 1
    move(window, "U3", "G1")
    wanted = content(window)
    kill(window)
    (found,) = find(folder)
    option = found.recover().scenario.option()
    assert content_of(option) == wanted


def test_another_plan_is_kept_in_place_of_the_one_before(
    start: MakeWindow, plan: Path, folder: Path
) -> None:
    window = start(plan)
    move(window, "U2", "G2")
    pack = sample_pack()
    assert window.files.new(pack, pack.options[0])
    assert os.listdir(folder) == []
    move(window, "U3", "G1")
    kill(window)
    (found,) = find(folder)
    assert (found.name, found.changes) == ("", 1)


def test_the_window_says_once_that_nothing_can_be_kept(
    start: MakeWindow, plan: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = start(plan)

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(recovery_file.os, "write", fail)
    move(window, "U2", "G2")
    assert window.document.state.group_of("U2") == "G2"
    assert "changes are not kept until you save: the disk is full" in window.messages.text
    window.messages.show_message("Something else.")
    move(window, "U3", "G1")
    assert window.messages.text == "Something else."
    window.document.stack.undo()
    window.document.stack.undo()
    assert window.document.state.group_of("U2") == "G1"


def test_a_window_without_a_folder_keeps_nothing(qtbot, plan: Path, store: QSettings) -> None:
    window = MainWindow(open_scenario(plan).scenario, store)
    qtbot.addWidget(window)
    move(window, "U2", "G2")
    window.files.offer_recovered()
    assert window.findChild(RecoverDialog) is None
    window.document.stack.undo()


# -- the next start ----------------------------------------------------------------------------


def test_what_was_on_the_screen_comes_back(
    qtbot, start: MakeWindow, plan: Path, folder: Path
) -> None:
    first = start(plan)
    saved = content(first)
    move(first, "U2", "G2")
    move(first, "U3", "G1")
    move(first, "U6", "G3")
    first.document.stack.undo()
    wanted = content(first)
    kill(first)
    window = start()
    dialog = offered(qtbot, window)
    assert "plan.footprint" in dialog.windowTitle() + dialog.title.text()
    assert "4 changes were made" in dialog.text.text()
    dialog.recover.click()
    assert content(window) == wanted
    assert window.windowTitle() == "plan.footprint[*] — Three clusters"
    assert window.isWindowModified()
    assert window.document.path == plan
    assert window.messages.text.startswith("4 changes recovered. Save to have them in plan")
    stack = window.document.stack
    assert (stack.canUndo(), stack.canRedo()) == (True, True)
    stack.undo()
    stack.undo()
    assert not window.isWindowModified()
    assert content(window)[0] == saved[0]
    stack.redo()
    stack.redo()
    assert content(window) == wanted
    assert window.files.save()
    assert open_scenario(plan).scenario.option().state.snapshot() == wanted[0]
    assert os.listdir(folder) == []
    assert plan in recent_files(window._store)


def test_what_came_back_survives_being_killed_again(
    qtbot, start: MakeWindow, plan: Path, folder: Path
) -> None:
    window = start(plan)
    for count, (unit, to) in enumerate([("U2", "G2"), ("U3", "G1"), ("U6", "G3")], 1):
        move(window, unit, to)
        wanted = content(window)
        kill(window)
        assert len(os.listdir(folder)) == 2
        window = start()
        dialog = offered(qtbot, window)
        assert f"{count} change" in dialog.text.text()
        dialog.recover.click()
        assert content(window) == wanted
        assert window.document.path == plan


def test_a_plan_that_was_never_saved_comes_back(qtbot, start: MakeWindow, folder: Path) -> None:
    first = start()
    move(first, "U2", "G2")
    wanted = content(first)
    kill(first)
    window = start()
    dialog = offered(qtbot, window)
    assert dialog.title.text() == "Recover the plan that was not saved?"
    dialog.recover.click()
    assert content(window) == wanted
    assert window.windowTitle() == "Untitled[*] — Three clusters"
    assert window.isWindowModified()
    window.document.stack.undo()
    assert window.isWindowModified()  # it is in no file, whatever is undone
    assert window.messages.text.endswith("The plan is in no file yet: save it.")


@pytest.mark.parametrize("gone", [True, False])
def test_changes_to_a_file_that_is_another_by_now_open_in_a_copy(
    gone: bool,
    qtbot,
    start: MakeWindow,
    plan: Path,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = start(plan)
    move(first, "U2", "G2")
    wanted = content(first)
    kill(first)
    if gone:
        plan.unlink()
    else:
        save(sample_scenario("blank"), plan)
    window = start()
    dialog = offered(qtbot, window)
    said = "can't be found in" if gone else "was changed since by somebody else"
    assert said in dialog.text.text()
    before = None if gone else plan.read_bytes()
    dialog.recover.click()
    assert content(window) == wanted
    assert window.document.path is None
    assert window.windowTitle() == "plan (recovered)[*] — Three clusters"
    assert window.isWindowModified()
    asked: list[str] = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *a: (asked.append(a[2]), ("", ""))[1]
    )
    assert not window.files.save()
    assert Path(asked[0]).name == "plan (recovered).footprint"
    assert (None if gone else plan.read_bytes()) == before
    assert window.files.save_as(plan.with_name("other.footprint"))
    assert window.windowTitle() == "other.footprint[*] — Three clusters"
    assert os.listdir(folder) == []


def test_not_now_asks_again_at_the_next_start(
    qtbot, start: MakeWindow, plan: Path, folder: Path
) -> None:
    first = start(plan)
    move(first, "U2", "G2")
    kill(first)
    before = sorted(os.listdir(folder))
    window = start(plan)
    offered(qtbot, window).later.click()
    assert sorted(os.listdir(folder)) == before
    assert not window.isWindowModified()
    window.close()
    offered(qtbot, start())


def test_what_is_discarded_is_not_offered_again(
    qtbot, start: MakeWindow, plan: Path, folder: Path
) -> None:
    first = start(plan)
    move(first, "U2", "G2")
    kill(first)
    window = start()
    dialog = offered(qtbot, window)
    dialog.discard.click()
    assert not isValid(dialog) or not dialog.isVisible()
    assert os.listdir(folder) == ["discarded"]
    window.files.offer_recovered()
    assert window.findChild(RecoverDialog) in (None, dialog)


def test_another_window_of_this_program_is_left_alone(
    qtbot, start: MakeWindow, plan: Path, folder: Path
) -> None:
    first = start(plan)
    move(first, "U2", "G2")
    second = start(plan)
    second.files.offer_recovered()
    assert second.findChild(RecoverDialog) is None
    move(second, "U3", "G1")
    assert len(list(folder.glob("*.changes"))) == 2


def test_what_another_window_took_meanwhile_is_not_taken_twice(
    qtbot, start: MakeWindow, plan: Path, errors: list[str]
) -> None:
    first = start(plan)
    move(first, "U2", "G2")
    kill(first)
    one, other = start(), start()
    dialogs = [offered(qtbot, window) for window in (one, other)]
    before = content(other)
    for dialog in dialogs:
        dialog.recover.click()
    assert one.isWindowModified()
    assert content(other) == before
    assert errors == ["Another window has it by now, or it was removed."]


def test_what_can_not_be_recovered_says_so_and_stays(
    qtbot, start: MakeWindow, plan: Path, folder: Path, errors: list[str]
) -> None:
    first = start(plan)
    move(first, "U2", "G2")
    kill(first)
    window = start()
    dialog = offered(qtbot, window)
    (copy,) = folder.glob("*.footprint")
    copy.unlink()
    plan.unlink()
    dialog.recover.click()
    assert "is not there any more" in errors[0]
    assert not window.isWindowModified()
    assert len(find(folder)) == 1


def test_a_part_of_the_changes_comes_back(
    qtbot, start: MakeWindow, plan: Path, folder: Path
) -> None:
    first = start(plan)
    move(first, "U2", "G2")
    move(first, "U3", "G1")
    kill(first)
    (path,) = folder.glob("*.changes")
    path.write_bytes(path.read_bytes().replace(b'"U3"', b'"U4"', 1))
    window = start()
    dialog = offered(qtbot, window)
    assert "Not all of it can be read" in dialog.text.text()
    dialog.recover.click()
    assert window.document.state.group_of("U2") == "G2"
    assert window.document.state.group_of("U3") == "G2"
    assert "1 change recovered" in window.messages.text
    assert "Not all of it" in window.messages.text
    assert path.name in os.listdir(folder / "discarded")


def test_unsaved_changes_are_asked_about_before_others_come_back(
    qtbot, start: MakeWindow, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = start(plan)
    move(first, "U2", "G2")
    kill(first)
    window = start(plan)
    dialog = offered(qtbot, window)
    move(window, "U3", "G1")
    with monkeypatch.context() as patch:
        patch.setattr(messages, "ask_save", lambda *_: messages.Answer.CANCEL)
        dialog.recover.click()
    assert window.document.state.group_of("U3") == "G1"
    assert window.document.state.group_of("U2") == "G1"


def test_a_fault_with_the_file_is_told_before_anything_is_offered(
    qtbot, start: MakeWindow, plan: Path, errors: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = start(plan)
    move(first, "U2", "G2")
    kill(first)
    plan.write_bytes(b"gone")
    offers: list[object] = []
    monkeypatch.setattr(
        messages, "show_error", lambda parent, *_: offers.append(parent.findChild(RecoverDialog))
    )
    window = start(plan)
    offered(qtbot, window).recover.click()
    assert offers == [None]
    assert window.windowTitle().startswith("plan (recovered)")
    assert window.document.state.group_of("U2") == "G2"


# -- the program itself ------------------------------------------------------------------------

CHILD = """
import sys
from pathlib import Path
from model import edits
from ui.app import application, make_window

application()
window = make_window(Path(sys.argv[1]))
window.show()
loaded = {"db.recovered", "db.recovery_file", "ui.dialogs.recover"} & set(sys.modules)
for unit, to in (("U2", "G2"), ("U3", "G1")):
    assert window.document.commit(edits.move(window.document.state, [unit], to))
print(window.document.option.log.head, sorted(loaded), flush=True)
sys.stdin.read()
"""


def test_the_program_is_killed_and_started_again(
    qtbot, start: MakeWindow, plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also, that a start with nothing to recover loads nothing for it."""
    names = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA", "APPDATA", "HOME")
    with monkeypatch.context() as patch:
        for name in names:
            patch.setenv(name, str(tmp_path / "home"))
        folder = recovery_folder()
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(plan)],
        cwd=ROOT,
        env=os.environ | dict.fromkeys(names, str(tmp_path / "home")),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            head, _, loaded = process.stdout.readline().strip().partition(" ")
        finally:
            process.kill()
    assert loaded == "[]"
    monkeypatch.setattr(app, "recovery_folder", lambda: folder)
    window = start()
    offered(qtbot, window).recover.click()
    assert window.document.option.log.head == head
    assert window.document.path == plan
