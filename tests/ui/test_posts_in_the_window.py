"""Posts in the whole window, with real mouse and keys: done, undone, redone, saved and reopened."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt

from model.changes import Arrangement, PostState
from tests.england import judged
from tests.ui.in_the_window import (
    CITY,
    CONTROL,
    LANCASHIRE,
    LEFT,
    MANCHESTER,
    SALFORD,
    choose,
    enter,
    form_of,
    post,
    row_of,
)
from ui.app import first_scenario
from ui.main_window import MainWindow
from ui.panels.governance import Governance

ALT = Qt.KeyboardModifier.AltModifier


def is_kept(qtbot, window: MainWindow, path: Path, holds: Callable[[], bool]) -> bool:
    """Whether what was done goes and comes back with the keys, and with the file."""
    chart, state = window.chart, window.document.state
    done = state.snapshot()
    steps = window.document.stack.index()
    assert holds()
    for _ in range(steps):
        qtbot.keyClick(chart, Qt.Key.Key_Z, CONTROL)
    assert not holds()
    for _ in range(steps):
        qtbot.keyClick(chart, Qt.Key.Key_Y, CONTROL)
    assert holds()
    assert window.files.save_as(path)
    assert window.files.open(path)
    return window.document.state is not state and window.document.state.snapshot() == done


def test_a_vacancy_is_made(qtbot, window: MainWindow, tmp_path: Path) -> None:
    form = form_of(qtbot, window, MANCHESTER, "chief-executive")
    enter(qtbot, form.holder, "Ann Lee")
    choose(qtbot, form.state, "Vacant")
    assert window.document.stack.index() == 2
    assert form.holder.text() == ""

    def is_vacant() -> bool:
        found = post(window, MANCHESTER, "chief-executive")
        return (found.state, found.holder) == (PostState.VACANT, "")

    assert is_kept(qtbot, window, tmp_path / "plan.footprint", is_vacant)


def test_a_director_is_shared_by_two_clusters(qtbot, window: MainWindow, tmp_path: Path) -> None:
    enter(qtbot, form_of(qtbot, window, MANCHESTER, "medical").holder, "Ann Lee")
    form = form_of(qtbot, window, LANCASHIRE, "medical")
    enter(qtbot, form.holder, "Ann Lee")
    assert form.holder_entry.about.text() == "also medical director of Greater Manchester"
    state = window.document.state
    assert window.document.stack.index() == 2

    def is_shared() -> bool:
        held = window.document.state.posts_held("Ann Lee")
        return [o for o, _, _ in held] == [MANCHESTER, LANCASHIRE]

    assert state.totals(MANCHESTER).officers == 15
    assert is_kept(qtbot, window, tmp_path / "plan.footprint", is_shared)


def test_a_director_of_public_health_is_merged_and_given_back(
    qtbot, window: MainWindow, tmp_path: Path
) -> None:
    officers = window.document.state.totals(MANCHESTER).officers
    row = row_of(qtbot, window, MANCHESTER, "dph")
    choose(qtbot, row.arrangement, "Shared by the cluster")
    assert window.document.state.totals(MANCHESTER).officers == officers - 9
    # One keeps its own.
    row = row_of(qtbot, window, CITY, "dph")
    choose(qtbot, row.arrangement, "Its own")
    assert row.posts[0].form is not None
    enter(qtbot, row.posts[0].form.holder, "Di Fo")
    # Another is given back, which is what is usual.
    row = row_of(qtbot, window, SALFORD, "dph")
    choose(qtbot, row.arrangement, "Usual: its own")

    def is_kept_local() -> bool:
        state = window.document.state
        how = [state.arrangement(unit, "dph") for unit in (CITY, SALFORD, "5HG")]
        chosen = state.chosen_arrangement(SALFORD, "dph")
        own, shared = Arrangement.OWN, Arrangement.SHARED
        return (how, chosen) == ([own, own, shared], None) and (
            post(window, CITY, "dph").holder == "Di Fo"
        )

    assert is_kept(qtbot, window, tmp_path / "plan.footprint", is_kept_local)


def test_a_common_board_has_one_chair(qtbot, window: MainWindow, tmp_path: Path) -> None:
    window.document.reveal(MANCHESTER)
    window.docks.inspector.raise_()
    assert window.inspector.page is not None
    section = next(s for s in window.inspector.page.sections if isinstance(s, Governance))
    choose(qtbot, section.choice, "Single common board (model 2)")

    def is_common() -> bool:
        chairs = [p for p in window.document.state.posts(MANCHESTER) if p.role.id == "chair"]
        return [len(p.boards) for p in chairs] == [10]

    assert is_kept(qtbot, window, tmp_path / "plan.footprint", is_common)


def test_the_table_opens_by_key_and_leads_to_a_post(qtbot, window: MainWindow) -> None:
    assert not window.docks.made
    qtbot.keyClick(window.chart, Qt.Key.Key_O, CONTROL | ALT)
    dock = window.docks.posts
    table = dock.panel
    assert table.isVisible()
    assert table.table.hasFocus()
    qtbot.keyClicks(table.search, "greater manchester director of nursing")
    qtbot.mouseClick(
        table.table.viewport(), LEFT, pos=table.table.visualRect(table.model.index(0, 0)).center()
    )
    assert window.document.selection == {MANCHESTER}
    row = row_of(qtbot, window, MANCHESTER, "nursing")
    form = row.posts[0].form
    assert form is not None
    qtbot.waitUntil(lambda: form.holder.visibleRegion().boundingRect().height() > 10)
    assert not form.holder.hasFocus()
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.keyClick(table.table, Qt.Key.Key_Return)
    assert form.holder.hasFocus()
    table.table.setFocus()
    qtbot.keyClick(table.table, Qt.Key.Key_O, CONTROL | ALT)
    assert dock.isHidden()


def test_the_table_is_open_again_at_the_next_start(qtbot, window: MainWindow) -> None:
    window.actions_.panels.late["posts"].trigger()
    window.docks.posts.panel.table.horizontalHeader().resizeSection(3, 333)
    window.close()
    again = MainWindow(judged(first_scenario()), window._store)
    qtbot.addWidget(again)
    again.show()
    again.later.finish()
    assert not again.docks.made["posts"].isHidden()
    assert again.docks.posts.panel.table.columnWidth(3) == 333
    again.layout_.reset(again)
    assert again.docks.posts.isHidden()
    again.choose_theme("dark")
    assert again.docks.posts.panel.delegate.theme is again.theme
    again.close()
