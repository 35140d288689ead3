"""The question about changes that were kept when the program was killed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from db.errors import RecoveryError
from db.recovered import Found, find
from db.recovery import Recorder
from db.scenario_file import open_scenario, save
from model.changes import Move
from tests.sample_pack import WHEN, WHO, sample_scenario
from ui.dialogs import messages, recover
from ui.dialogs.recover import RecoverDialog

Key = Qt.Key
Leave = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "recovery"


@pytest.fixture
def leave(tmp_path: Path, folder: Path) -> Leave:
    """Return what leaves changes to a file behind, as if the program had been killed."""

    def leave(name: str = "plan.footprint", when: str = WHEN) -> Path:
        path = tmp_path / name
        save(sample_scenario(), path)
        found = open_scenario(path)
        recorder = Recorder(folder)
        recorder.watch(found.scenario, path, found.sha256)
        for unit, to in (("U2", "G2"), ("U3", "G1")):
            found.scenario.option().commit(Move(unit, to), when=when, who=WHO)
        recorder.close(keep=True)
        return path

    return leave


@pytest.fixture
def taken() -> list[Found]:
    return []


@pytest.fixture
def ask(shown, folder: Path, taken: list[Found]) -> Callable[[], RecoverDialog]:
    def ask() -> RecoverDialog:
        dialog = RecoverDialog(find(folder), taken.append)
        shown(dialog)
        return dialog

    return ask


def names(dialog: RecoverDialog) -> list[str]:
    return [row.name for row in dialog.list.rows]


@pytest.mark.parametrize(
    ("press", "number"),
    [
        (lambda d, bot: bot.keyClick(d, Key.Key_Return), 1),
        (lambda d, bot: bot.keyClick(d, Key.Key_Escape), 0),
        (lambda d, bot: bot.keyClick(d.later, Key.Key_Space), 0),
        (lambda d, bot: d.close(), 0),
    ],
)
def test_each_key_gives_its_answer(qtbot, leave, ask, folder, taken, press, number) -> None:
    leave()
    press(ask(), qtbot)
    assert len(taken) == number
    assert len(find(folder)) == 1


def test_what_was_kept_is_named_counted_and_dated(leave, ask) -> None:
    leave(when="2011-05-03T12:00:00+00:00")
    dialog = ask()
    assert dialog.title.text() == "Recover the changes to “plan.footprint”?"
    assert "2 changes were made, the last on 3 May 2011 at " in dialog.text.text()
    assert dialog.accessibleDescription() == dialog.text.text()
    assert dialog._frame.isHidden()


def test_a_moment_that_no_clock_shows_is_a_day(leave, ask) -> None:
    leave(when="0001-01-01T00:00:00+23:00")
    assert "the last on 1 January 1." in ask().text.text()


def test_where_it_was_done_is_said_if_it_was_elsewhere(leave, ask, monkeypatch) -> None:
    leave()
    monkeypatch.setattr(recover, "host", lambda: "another")
    assert "Footprint ended on the computer " in ask().text.text()


def test_of_several_one_is_chosen(qtbot, leave, ask, taken) -> None:
    for name in ("one.footprint", "two.footprint", "three.footprint"):
        leave(name)
    dialog = ask()
    assert sorted(names(dialog)) == ["one.footprint", "three.footprint", "two.footprint"]
    assert dialog.focusWidget() is dialog.list
    assert dialog.rect().contains(dialog.buttons.geometry())
    qtbot.keyClick(dialog.list, Key.Key_Down)
    second = dialog.list.rows[1].name
    qtbot.keyClick(dialog.list, Key.Key_Return)
    assert [found.name for found in taken] == [second]


def test_discarding_goes_on_to_the_next(leave, ask, folder) -> None:
    for name in ("one.footprint", "two.footprint"):
        leave(name)
    dialog = ask()
    first, second = names(dialog)
    dialog.discard.click()
    assert names(dialog) == [second]
    assert dialog.isVisible()
    assert [found.name for found in find(folder)] == [second]
    dialog.discard.click()
    assert find(folder) == []
    assert len(os.listdir(folder / "discarded")) == 4
    assert first != second


def test_what_another_window_has_by_now_is_not_discarded(leave, ask, folder) -> None:
    leave()
    (other,) = find(folder)
    dialog = ask()
    assert other.claim()
    dialog.discard.click()
    other.release()
    assert len(find(folder)) == 1


def test_what_can_not_be_discarded_says_so(leave, ask, monkeypatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(messages, "show_error", lambda *a: said.append(a[2]))

    def fail(found: Found) -> None:
        raise RecoveryError(found.path, "can't be moved")

    monkeypatch.setattr(Found, "discard", fail)
    leave()
    dialog = ask()
    dialog.discard.click()
    assert "can't be moved" in said[0]
    assert dialog.isVisible()


def test_what_can_not_be_read_can_be_discarded_only(qtbot, leave, ask, folder, taken) -> None:
    leave()
    (path,) = folder.glob("*.changes")
    path.write_bytes(b"0" * 9 + path.read_bytes()[9:])
    dialog = ask()
    assert dialog.title.text() == "Changes that were not saved can't be read"
    assert "line 1: is damaged" in dialog.text.text()
    assert not dialog.recover.isEnabled()
    dialog.accept()
    assert taken == []
    dialog.discard.click()
    assert find(folder) == []


def test_a_damaged_one_among_several_has_a_sign(leave, ask, folder) -> None:
    leave("one.footprint")
    leave("two.footprint")
    path = sorted(folder.glob("*.changes"))[0]
    path.write_bytes(b"0" * 9 + path.read_bytes()[9:])
    dialog = ask()
    row = next(row for row in dialog.list.rows if row.aside == "can't be read")
    dialog.list.highlight_key(row.key)
    assert not dialog.recover.isEnabled()
    other = next(r for r in dialog.list.rows if r is not row)
    dialog.list.highlight_key(other.key)
    assert dialog.recover.isEnabled()


def test_names_are_shown_as_they_are(leave, ask) -> None:
    leave("<b>x & y.footprint")
    dialog = ask()
    labels = [x for x in dialog.findChildren(QLabel) if x.text()]
    assert any("<b>x & y" in x.text() for x in labels)
    assert all(x.textFormat() is Qt.TextFormat.PlainText for x in labels)


def test_it_is_gone_when_closed(
    qapp, leave, folder, assert_freed: Callable[[list[QWidget]], None]
) -> None:
    leave()
    handed_over: list[QWidget] = [RecoverDialog(find(folder), print)]
    handed_over[0].show()
    assert_freed(handed_over)
