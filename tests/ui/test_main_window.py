"""The whole window: the job that it is for, from opening to reopening."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, QSettings, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QWidget

from db.scenario_file import open_scenario
from model import edits
from model.changes import OptionField, SetOption, Waive
from model.chart import PostDetail
from model.pack import Tier
from model.rules.rule import Verdict
from tests.england import judged
from tests.ui.in_the_window import drag
from ui import faults
from ui.app import first_scenario, make_window
from ui.chart.arranging import Arrangement
from ui.dialogs import messages
from ui.dialogs.before_after import BeforeAfterDialog
from ui.later import Later
from ui.main_window import MainWindow
from ui.settings import recent_files

BURY = "5JX"
WIRRAL, CHESHIRE, MANCHESTER = "5NK", "C05", "C07"
LEFT = Qt.MouseButton.LeftButton


def test_england_is_there_when_the_window_opens(window: MainWindow) -> None:
    assert window.document.state.count("ENG") == 151
    assert "Clusters of June 2011" in window.windowTitle()
    assert not window.isWindowModified()
    assert not window.document.stack.canUndo()


def test_drag_undo_drag_save_and_reopen(qtbot, window: MainWindow, tmp_path: Path) -> None:
    state = window.document.state
    drag(window, WIRRAL, MANCHESTER)
    assert state.group_of(WIRRAL) == MANCHESTER
    assert window.isWindowModified()
    qtbot.keyClick(window.chart, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert state.group_of(WIRRAL) == CHESHIRE
    assert not window.isWindowModified()
    drag(window, WIRRAL, MANCHESTER)
    path = tmp_path / "plan.footprint"
    assert window.files.save_as(path)
    assert not window.isWindowModified()
    saved = state.snapshot()
    assert window.files.open(path)
    assert window.document.state is not state
    assert window.document.state.snapshot() == saved
    window.document.stack.undo()
    assert window.document.state.group_of(WIRRAL) == CHESHIRE


def test_save_as_of_what_was_not_changed_copies_the_file(
    window: MainWindow, tmp_path: Path
) -> None:
    first, second, third = (tmp_path / f"{n}.footprint" for n in "abc")
    window.new_group("Q31")
    assert window.files.save_as(first)
    window.document.stack.undo()
    window.document.stack.redo()
    assert window.files.save_as(second)
    assert second.read_bytes() == first.read_bytes()
    assert window.document.path == second
    window.document.stack.undo()
    assert window.files.save_as(third)
    assert third.read_bytes() != first.read_bytes()
    assert window.files.open(third)
    assert window.document.stack.canRedo()


def test_a_failed_save_says_so_and_keeps_the_star(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(messages, "show_error", lambda *a, **_: said.append(a[2]))
    window.new_group("Q31")
    assert not window.files.save_as(tmp_path / "missing" / "plan.footprint")
    assert "missing" in said[0]
    assert window.isWindowModified()


def test_a_file_that_is_not_ours_leaves_the_open_one_alone(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(messages, "show_error", lambda *a, **_: said.append(a[2]))
    other = tmp_path / "letter.footprint"
    other.write_text("Dear all,")
    state = window.document.state
    assert not window.files.open(other)
    assert window.document.state is state
    assert "letter.footprint" in said[0]


def test_a_file_given_at_the_start_is_in_the_window(
    qtbot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(messages, "show_error", lambda *a, **_: said.append(a[2]))
    path = tmp_path / "plan.footprint"
    window.new_group("Q31")
    assert window.files.save_as(path)
    started = make_window(path)
    qtbot.addWidget(started)
    assert started.document.path == path
    assert started.document.state.snapshot() == window.document.state.snapshot()
    path.write_bytes(b"gone")
    failed = make_window(path)
    qtbot.addWidget(failed)
    qtbot.waitUntil(lambda: bool(said))
    assert "plan.footprint" in said[0]
    assert failed.document.state.count("ENG") == 151


def test_a_fault_of_ours_is_told_in_the_window(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faults, "_told", [])
    faults.also_tell(window.tell_fault)
    error = ValueError("oops")
    faults._on_uncaught(ValueError, error, None)
    assert "oops" in window.messages.text
    assert "Your plan is still here" in window.messages.text


def test_staying_keeps_unsaved_changes(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    window.new_group("Q31")
    with monkeypatch.context() as patch:
        patch.setattr(messages, "ask_save", lambda *_: messages.Answer.CANCEL)
        assert not window.close()
    assert window.isVisible()
    assert window.document.is_modified


def test_saving_when_asked_asks_for_a_name(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "named"
    monkeypatch.setattr(messages, "ask_save", lambda *_: messages.Answer.SAVE)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    window.new_group("Q31")
    assert window.files.may_go_on()
    assert open_scenario(path.with_suffix(".footprint")).scenario.option().log.head


def test_a_file_dropped_on_the_window_is_opened(window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "plan.footprint"
    window.new_group("Q31")
    assert window.files.save_as(path)
    window.document.stack.undo()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(10, 10), Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier
    )
    window.dropEvent(event)
    assert len(window.document.state.children("Q31")) == 6


def test_recent_files_are_remembered(window: MainWindow, store: QSettings, tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert window.files.save_as(tmp_path / f"{name}.footprint")
    assert [p.name for p in recent_files(store)] == ["b.footprint", "a.footprint"]


def test_the_layout_is_remembered(qtbot, window: MainWindow, store: QSettings) -> None:
    window.docks.tray.hide()
    window.close()
    again = MainWindow(judged(first_scenario()), store)
    qtbot.addWidget(again)
    assert again.docks.tray.isHidden()
    assert not again.docks.problems.isHidden()
    again.layout_.reset(again)
    assert not again.docks.tray.isHidden()


def test_keys_choose_how_much_of_the_posts_is_shown_and_it_is_remembered(
    qtbot, window: MainWindow, store: QSettings
) -> None:
    alt = Qt.KeyboardModifier.AltModifier
    for key, detail in zip("1230", [*list(PostDetail)[1:], PostDetail.OFF], strict=True):
        qtbot.keyClick(window.chart, key, alt)
        assert window.chart.posts is detail
        assert [a.isChecked() for a in window.actions_.posts] == [d is detail for d in PostDetail]
    qtbot.keyClick(window.chart, "2", alt)
    window.close()
    again = MainWindow(judged(first_scenario()), store)
    qtbot.addWidget(again)
    assert again.chart.posts is PostDetail.TEAM
    assert again.actions_.posts[2].isChecked()


def test_a_double_click_on_a_post_leads_to_its_form(qtbot, window: MainWindow) -> None:
    window.chart.show_posts(PostDetail.TEAM)
    window.document.select([CHESHIRE])
    window.chart.post_requested.emit(WIRRAL, "dph", 1)
    assert window.document.selection == {WIRRAL}
    holder = QApplication.focusWidget()
    assert isinstance(holder, QLineEdit)
    assert holder.accessibleName() == "Holder: Director of public health"
    qtbot.waitUntil(lambda: not holder.visibleRegion().isEmpty())
    qtbot.keyClicks(holder, "Jo Bell")
    qtbot.keyClick(holder, Qt.Key.Key_Return)
    assert window.document.state.holder(WIRRAL, "dph") == "Jo Bell"


def test_zoom_and_arrangement_are_remembered(qtbot, window: MainWindow, store: QSettings) -> None:
    window.chart.fit()
    window.chart.set_zoom(0.42)
    window.close()
    again = MainWindow(judged(first_scenario()), store)
    qtbot.addWidget(again)
    again.show()
    qtbot.waitExposed(again)
    assert again.chart.zoom == pytest.approx(0.42)
    assert again.chart.arrangement is Arrangement.FIT


def test_keys_do_what_gestures_do(window: MainWindow) -> None:
    state, chart = window.document.state, window.chart
    chart.setFocus()
    window.document.reveal(WIRRAL)
    window.actions_.to_tray.trigger()
    assert state.tray() == [WIRRAL]
    assert "1 to place" in window._counts.text()
    window.actions_.new_group.trigger()
    group = state.group_of(WIRRAL)
    assert group is not None
    assert state.label(group) == "Wirral"
    window.document.select([group])
    window.actions_.lock.trigger()
    assert state.is_locked(group)
    window.actions_.lock.trigger()
    window.actions_.dissolve.trigger()
    assert state.tray() == [WIRRAL]
    for _ in range(5):
        window.document.stack.undo()
    assert state.group_of(WIRRAL) == CHESHIRE
    assert not window.isWindowModified()


def test_problems_step_through_the_chart(window: MainWindow) -> None:
    window.actions_.next_problem.trigger()
    first = window.document.current
    window.actions_.next_problem.trigger()
    assert window.document.current != first
    window.actions_.previous_problem.trigger()
    assert window.document.current == first


def test_a_finding_is_mended_by_keys_undone_and_redone(qtbot, window: MainWindow) -> None:
    from ui.dialogs.mend import MendDialog

    document = window.document
    document.mend_wanted.emit(MANCHESTER, "DH-32")
    first = window.findChild(MendDialog)
    document.reveal(BURY)  # nothing to mend itself; its cluster has
    qtbot.keyClick(window.chart, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChildren(MendDialog)[-1]
    assert dialog is not first
    assert not first.isVisible()
    assert document.current == dialog.organisation == MANCHESTER
    rule = dialog.rule
    qtbot.waitUntil(lambda: not dialog.is_searching)
    before = document.state.snapshot()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    after = document.state.snapshot()
    assert after != before
    assert rule not in broken(window, MANCHESTER)
    window.actions_.undo.trigger()
    assert document.state.snapshot() == before
    assert rule in broken(window, MANCHESTER)
    window.actions_.redo.trigger()
    assert document.state.snapshot() == after


def broken(window: MainWindow, organisation: str) -> list[str]:
    found = window.document.option.findings.of(organisation)
    return [f.rule.id for f in found if f.verdict is Verdict.BREAKS]


def test_where_nothing_can_be_mended_it_is_said(window: MainWindow) -> None:
    window.document.select([])
    window.actions_.mend.trigger()
    assert window.messages.text == "Select what to mend."
    window.document.select(["Q30"])
    window.actions_.mend.trigger()
    assert window.messages.text == "There is nothing here that could be mended."


def test_every_action_has_help_and_no_two_share_a_key(window: MainWindow) -> None:
    keys: dict[str, str] = {}
    for _, action in window.actions_.sections():
        assert action.toolTip()
        for shortcut in action.shortcuts():
            assert keys.setdefault(shortcut.toString(), action.text()) == action.text()


def test_the_theme_is_changed_and_remembered(window: MainWindow, store: QSettings) -> None:
    window.choose_theme("dark")
    assert window.theme.name == "dark"
    assert store.value("theme") == "dark"
    window.choose_theme("light")
    assert window.chart.theme.name == "light"


def test_panels_that_wait_to_be_filled_again_take_the_theme(window: MainWindow) -> None:
    window.later.finish()
    window.document.replace(first_scenario())
    assert not window.totals.is_filled
    assert not window.problems.is_filled
    window.choose_theme("dark")
    window.later.finish()
    assert window.totals.delegate.theme is window.problems.list.delegate.theme is window.theme
    window.choose_theme("light")


# -- what comes after the first paint --------------------------------------------------------------


@pytest.fixture
def fresh(qtbot, store: QSettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """A window that was not painted yet."""
    monkeypatch.setattr(messages, "ask_save", lambda *_: messages.Answer.DISCARD)
    window = MainWindow(judged(first_scenario()), store)
    qtbot.addWidget(window)
    yield window
    window.close()


def test_what_can_wait_comes_with_the_first_paint(qtbot, fresh: MainWindow) -> None:
    assert not fresh.problems.is_filled
    assert fresh.problems.heading.text() == "Problems"
    with qtbot.waitSignal(fresh.later.done):
        fresh.show()
    assert fresh.problems.heading.text() == "Problems · 10"
    assert "2 law or instruction broken" in fresh._counts.text()
    assert fresh.tray.before_and_after.rows[0][1].text() == "906 → 401"


def test_nothing_moves_when_the_rest_comes(
    qtbot, fresh: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Later, "start", lambda _: None)
    fresh.show()
    qtbot.waitExposed(fresh)
    widgets = [w for w in fresh.findChildren(QWidget) if w.isVisible()]
    blank = {w for w in widgets if isinstance(w, QLabel) and not w.text()}

    def places() -> list[QRect]:
        QApplication.processEvents()
        return [QRect(w.mapTo(fresh, QPoint()), w.size()) for w in widgets]

    before = places()
    fresh.later.finish()
    moved = [
        (w.metaObject().className(), old, new)
        for w, old, new in zip(widgets, before, places(), strict=True)
        # A text takes the width that it needs.
        if w not in blank and (old.top() != new.top() if isinstance(w, QLabel) else old != new)
    ]
    assert moved == []


def test_an_inspector_behind_another_tab_reads_nothing_until_it_is_raised(
    qtbot, window: MainWindow
) -> None:
    window.later.finish()
    window.document.reveal(WIRRAL)
    assert window.inspector._page is None
    window.docks.inspector.raise_()
    qtbot.waitUntil(lambda: window.inspector._page is not None)
    assert "Wirral" in [label.text() for label in window.inspector.findChildren(QLabel)]


def test_a_key_pressed_before_the_rest_came_works(fresh: MainWindow) -> None:
    fresh.actions_.next_problem.trigger()
    assert fresh.document.selection == {"5NE"}
    assert fresh.inspector.page is not None


def test_an_edit_made_before_the_rest_came_is_counted(fresh: MainWindow) -> None:
    fresh.document.commit(edits.to_tray(fresh.document.state, [WIRRAL]))
    assert "1 to place" in fresh._counts.text()
    assert fresh.tray.list.isVisibleTo(fresh.tray)
    fresh.later.finish()
    assert fresh.problems.model.rowCount()


def test_the_tray_counts_what_an_edit_sends_there(window: MainWindow) -> None:
    window.later.finish()
    assert window.tray.number.text() == "0"
    window.document.commit(edits.to_tray(window.document.state, [WIRRAL]))
    assert window.tray.number.text() == "1"
    assert "is in no cluster" in window.tray.sentence.text()
    assert window.tray.list.isVisible()
    assert window.tray.model.count == 1
    window.document.stack.undo()
    assert window.tray.number.text() == "0"
    assert not window.tray.list.isVisible()


def test_another_file_opened_before_the_rest_came_is_shown(
    fresh: MainWindow, tmp_path: Path
) -> None:
    assert fresh.files.save_as(tmp_path / "plan.footprint")
    assert fresh.files.open(tmp_path / "plan.footprint")
    fresh.later.finish()
    assert fresh.problems.count == 10
    assert "2 law or instruction broken" in fresh._counts.text()


@pytest.mark.parametrize("way", ["key", "link"])
def test_before_and_after_follows_a_drag(qtbot, window: MainWindow, way: str) -> None:
    if way == "key":
        qtbot.keyClick(window.chart, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    else:
        qtbot.mouseClick(window.tray.before_and_after.details, LEFT)
    dialog = window.findChild(BeforeAfterDialog)
    assert dialog is not None
    drag(window, WIRRAL, MANCHESTER)
    window.document.select([MANCHESTER])
    assert dialog.check.text() == (
        "Officers: before = 66, merged = 5, kept = 11, after = 5 + 11 = 16"
    )


def test_something_takes_over_from_the_selected_ones_by_key(
    qtbot, window: MainWindow, tmp_path: Path
) -> None:
    document = window.document
    document.select(["5NT", "5F5"])
    window.chart.setFocus()
    qtbot.keyClick(window.chart, Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    (made,) = document.state.at_tier(Tier.SUCCESSOR)
    assert document.state.joined(made) == ["5F5", "5NT"]
    assert document.state.parent(made) == MANCHESTER
    assert window.files.save_as(tmp_path / "plan.footprint")
    again = open_scenario(tmp_path / "plan.footprint").scenario.option().state
    assert again.snapshot() == document.state.snapshot()
    document.stack.undo()
    assert made not in document.state
    document.stack.redo()
    assert document.state.joined(made) == ["5F5", "5NT"]


@pytest.mark.parametrize(
    ("structure", "said"),
    [("outposts", "1 board to come"), ("statutory-clusters", "51 boards to come")],
)
def test_the_status_bar_counts_the_boards_to_come(
    window: MainWindow, structure: str, said: str
) -> None:
    window.document.commit(SetOption(OptionField.STRUCTURE, structure))
    window.later.finish()
    assert said in window._counts.text()
    assert "layers" in window._counts.toolTip()
    window.document.stack.undo()
    assert "to come" not in window._counts.text()
    assert "layers" not in window._counts.toolTip()


def test_the_status_bar_says_what_is_outside_and_is_quiet_on_what_is_open(
    window: MainWindow,
) -> None:
    window.later.finish()
    shown = "× 2 law or instruction broken · ◆ 8 outside guidance or a norm"
    rest = "   … some not yet known   * contains estimates"
    assert window._counts.text() == f"{shown} · ◇ 4 accepted exceptions{rest}"
    counts = window.problems.counts
    assert f"{counts.incomplete:,} findings are not yet known" in window._counts.toolTip()
    window.document.commit(
        Waive(MANCHESTER, "DH-32", "Agreed in March", "A. Board", "2011-05-20"),
    )
    assert "◆ 7 outside guidance or a norm · ◇ 5 accepted exceptions" in window._counts.text()
