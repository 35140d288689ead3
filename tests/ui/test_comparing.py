"""Comparing in the real window, with mouse and keys: what is told, marked, shown and gone again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QGraphicsOpacityEffect,
    QLabel,
    QTreeWidgetItem,
)

from model.changes import Field, Move, OptionField, SetField, SetOption
from model.comparison_words import Line
from model.edits import dissolve
from model.scenario import Add
from tests.ui import mouse
from tests.ui.commands import WHEN, Run, edit
from ui import theme
from ui.chart import tips
from ui.chart.arranging import Arrangement
from ui.comparing import Comparing, comparing
from ui.main_window import MainWindow

MANCHESTER, LANCASHIRE, TEES, CITY, LEEDS = "C07", "C08", "C04", "5NT", "C10"
LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
ENTRY = Qt.ItemDataRole.UserRole


@pytest.fixture
def begun(window: MainWindow, qtbot) -> Comparing:
    """Return what compares, begun by its key."""
    qtbot.keyClick(window.chart, Qt.Key.Key_D, CONTROL)
    return comparing(window)


@pytest.fixture
def found(begun: Comparing) -> Comparing:
    """Return what compares, with the published data."""
    begun.finish()
    return begun


@pytest.fixture
def copied(window: MainWindow, begun: Comparing, qtbot) -> Comparing:
    """Return what compares with a copy of the option as it was at first."""
    document = window.document
    twin = document.option.branch("B", "As it was", when=WHEN, who="me")
    document.edit_list(Add(twin, 1), show=document.option.id)
    choose(qtbot, begun, "As it was")
    return begun


def choose(qtbot, compares: Comparing, name: str) -> None:
    box = compares.panel.other
    at = next(i for i in range(box.count()) if box.itemText(i).startswith(name))
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Home)
    for _ in range(at):
        qtbot.keyClick(box, Qt.Key.Key_Down)
    compares.finish()


def rows(compares: Comparing) -> list[tuple[str, ...]]:
    """Return what is listed: each section with its differences."""
    told: list[tuple[str, ...]] = []
    for i in range(compares.panel.list.topLevelItemCount()):
        head = compares.panel.list.topLevelItem(i)
        told.append((head.text(0),))
        told += [
            tuple(filter(None, (head.child(k).text(c) for c in range(4))))
            for k in range(head.childCount())
        ]
    return told


def row(compares: Comparing, text: str) -> QTreeWidgetItem:
    (found,) = (
        item
        for item in compares.panel.list.findItems(
            text, Qt.MatchFlag.MatchStartsWith | Qt.MatchFlag.MatchRecursive
        )
        if isinstance(item.data(0, ENTRY), Line)
    )
    return found


def click(qtbot, compares: Comparing, text: str) -> None:
    tree, item = compares.panel.list, row(compares, text)
    tree.scrollToItem(item)
    qtbot.mouseClick(tree.viewport(), LEFT, pos=tree.visualItemRect(item).center())


def test_a_key_lists_what_differs_from_the_published_data(found: Comparing) -> None:
    told = rows(found)
    assert told[0] == ("Added (50)",)
    assert ("5NT Manchester Teaching", "no cluster (North West)", "Greater Manchester") in told
    assert found.panel.summary.text().startswith("50 added, 151 moved")


def test_the_same_key_ends_it_and_takes_the_marks_away(
    window: MainWindow, found: Comparing, qtbot
) -> None:
    assert window.chart.overlays
    qtbot.keyClick(found.panel.list, Qt.Key.Key_D, CONTROL)
    assert not found.is_on
    assert not window.chart.overlays
    assert "was in" not in window.chart.accessibleDescription()
    qtbot.keyClick(window.chart, Qt.Key.Key_D, CONTROL)
    qtbot.mouseClick(found.panel.close_button, LEFT)
    assert not found.is_on


def test_it_follows_edits_and_says_when_the_two_are_the_same(
    window: MainWindow, copied: Comparing
) -> None:
    assert copied.panel.message.text().startswith("The two are the same: nothing")
    assert not copied.panel.list.isVisible()
    window.document.commit(Move(CITY, LANCASHIRE))
    copied.finish()
    told = rows(copied)
    assert ("Moved (1)",) in told
    assert ("5NT Manchester Teaching", "Greater Manchester", "Lancashire") in told
    assert copied.panel.list.isVisible()
    window.document.undo()
    copied.finish()
    assert copied.panel.message.text().startswith("The two are the same: nothing")


def test_going_to_a_difference_shows_it_on_the_chart(
    window: MainWindow, copied: Comparing, qtbot
) -> None:
    window.document.commit(Move(CITY, LANCASHIRE))
    window.document.commit(SetField(TEES, Field.NAME, "Teesside"))
    copied.finish()
    click(qtbot, copied, "5NT")
    assert window.document.current == CITY
    qtbot.keyClick(copied.panel.list, Qt.Key.Key_Up)
    qtbot.keyClick(copied.panel.list, Qt.Key.Key_Up)
    assert window.document.current == TEES


def test_what_is_only_in_the_other_plan_is_shown_there(
    window: MainWindow, copied: Comparing, qtbot
) -> None:
    window.document.commit(dissolve(window.document.state, [LEEDS]))
    copied.finish()
    click(qtbot, copied, "C10")
    other = copied.other_view
    assert other is not None
    assert other.isVisible()
    assert other.document.current == LEEDS
    box = other.chart.box(LEEDS)
    assert other.viewport().rect().contains(other.to_view(QPointF(*box[:2])).toPoint())


def test_totals_stand_side_by_side(window: MainWindow, copied: Comparing, qtbot) -> None:
    window.document.commit(Move(CITY, LANCASHIRE))
    copied.finish()
    model, table = copied.panel.model, copied.panel.totals
    texts = [[model.index(r, c).data() for c in range(7)] for r in range(model.rowCount())]
    assert texts == [
        ["C07 Greater Manchester", "10", "9", "−1", "2,715,618", "2,212,491", "−503,127"],
        ["C08 Lancashire", "5", "6", "+1", "1,460,893", "1,964,020", "+503,127"],
    ]
    at = table.visualRect(model.index(1, 0)).center()
    qtbot.mouseClick(table.viewport(), LEFT, pos=at)
    assert window.document.current == LANCASHIRE
    copied.panel.differing.click()
    assert model.rowCount() == 61


def test_words_filter_differences_and_totals(window: MainWindow, copied: Comparing, qtbot) -> None:
    window.document.commit(Move(CITY, LANCASHIRE))
    window.document.commit(SetField(TEES, Field.NAME, "Teesside"))
    copied.finish()
    qtbot.keyClicks(copied.panel.search, "teesside")
    assert rows(copied) == [
        ("Renamed or matched (1)",),
        ("C04 Teesside", "C04 Tees", "C04 Teesside"),
    ]
    qtbot.keyClicks(copied.panel.search, " xyz")
    assert copied.panel.message.text().startswith("No difference has these words.")
    copied.panel.search.clear()
    assert ("Moved (1)",) in rows(copied)


def test_everything_is_copied_as_tables(window: MainWindow, copied: Comparing, qtbot) -> None:
    window.document.commit(Move(CITY, LANCASHIRE))
    copied.finish()
    qtbot.mouseClick(copied.panel.copy, LEFT)
    text = QApplication.clipboard().text()
    assert "Moved\t5NT Manchester Teaching\t\tGreater Manchester\tLancashire\t" in text
    assert "C08 Lancashire\t5\t6\t1\t1460893\t1964020\t503127" in text


# -- the chart -----------------------------------------------------------------------------------


def colours_at(window: MainWindow, box: tuple[float, ...], dx: float, dy: float) -> QColor:
    """Return the colour on the chart so far from the corner of a box, scene units."""
    chart = window.chart
    at = chart.to_view(QPointF(box[0] + dx, box[1] + dy)).toPoint()
    return chart.viewport().grab().toImage().pixelColor(at)


def test_what_moved_bears_a_mark_and_words(window: MainWindow, copied: Comparing) -> None:
    window.document.commit(Move(CITY, LANCASHIRE))
    window.document.reveal(LANCASHIRE)
    window.chart.set_zoom(1.0)
    window.document.reveal(LANCASHIRE)
    copied.finish()
    chart, document = window.chart, window.document
    document.select(())
    box = chart.chart.box(CITY)
    assert colours_at(window, box, 3, 6) == theme.LIGHT.accent
    assert colours_at(window, chart.chart.box("5NG"), 3, 6) != theme.LIGHT.accent
    at = chart.to_view(QPointF(box[0] + 60, box[1] + 10))
    assert "was in Greater Manchester" in tips.tip(chart, at)
    document.select((CITY,))
    assert "was in Greater Manchester" in chart.accessibleDescription()
    document.select((LANCASHIRE,))
    assert "1 came" in chart.accessibleDescription()


def test_a_new_group_bears_a_flag_from_near_and_far(window: MainWindow, copied: Comparing) -> None:
    chart = window.chart
    window.document.select((CITY,))
    window.actions_.new_group.trigger()
    made = window.document.current
    copied.finish()
    assert "new: not in the other plan" in chart.accessibleDescription()
    for zoom, dx, from_foot in ((1.0, 12, False), (0.3, 40, True), (0.1, 3, False)):
        chart.set_zoom(zoom)
        box = chart.chart.box(made)
        chart.scroll_by(*(chart.to_view(QPointF(*box[:2])) - QPointF(200, 200)).toTuple())
        dy = box[3] - 14 if from_foot else -3.0 if zoom == 1.0 else 3.0
        assert colours_at(window, box, dx, dy) == theme.LIGHT.accent, zoom


# -- the other plan in place of this one ---------------------------------------------------------


def test_a_key_flips_to_the_other_plan_and_back(
    window: MainWindow, copied: Comparing, qtbot
) -> None:
    window.document.commit(Move(CITY, LANCASHIRE))
    window.chart.setFocus()
    copied.finish()
    before = window.document.state.snapshot()
    qtbot.keyClick(window.chart, Qt.Key.Key_X)
    other = copied.other_view
    assert other is not None
    assert other.isVisible()
    assert other.hasFocus()
    assert other.document.state.group_of(CITY) == MANCHESTER
    band = other.findChild(QLabel)
    assert band.text() == "You look at As it was: nothing can be edited. X or Esc goes back."
    assert not band.geometry().intersects(other.viewport().geometry())
    assert other.viewport().y() == window.chart.viewport().y()
    assert copied.panel.flip.isChecked()
    qtbot.keyClick(other, Qt.Key.Key_X)
    assert not other.isVisible()
    assert window.chart.hasFocus()
    qtbot.mouseClick(copied.panel.flip, LEFT)
    assert other.isVisible()
    qtbot.keyClick(other, Qt.Key.Key_Escape)
    assert not other.isVisible()
    assert not copied.panel.flip.isChecked()
    assert window.document.state.snapshot() == before


def test_a_slider_brings_the_other_plan_up_and_stays_at_one_of_them(
    window: MainWindow, copied: Comparing, qtbot
) -> None:
    slider, view = copied.panel.slider, copied.other_view
    assert view is not None
    middle = slider.height() // 2
    for to, is_other in ((0.4, False), (0.7, True)):
        at = QPoint(int(slider.width() * to), middle)
        mouse.press(slider, QPoint(8, middle))
        mouse.move(slider, at, LEFT)
        effect = view.graphicsEffect()
        assert isinstance(effect, QGraphicsOpacityEffect)
        assert 0.2 < effect.opacity() < 0.9
        assert not window.document.commit(Move(CITY, TEES))
        mouse.release(slider, at)
        assert view.isVisible() is is_other
        assert view.graphicsEffect() is None
        assert slider.value() == (100 if is_other else 0)
    qtbot.keyClick(slider, Qt.Key.Key_Left)
    assert not view.isVisible()
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert copied.panel.flip.isChecked()
    qtbot.keyClick(view, Qt.Key.Key_X)
    assert slider.value() == 0


def test_from_the_other_plan_esc_leads_back_to_the_past_that_was_shown(
    window: MainWindow, copied: Comparing, qtbot
) -> None:
    window.document.commit(Move(CITY, TEES))
    qtbot.keyClick(window.chart, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    copied.finish()
    qtbot.keyClick(window.chart, Qt.Key.Key_X)
    view = copied.other_view
    assert view is not None
    assert view.viewport().y() == window.chart.viewport().y()
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not view.isVisible()
    assert window.document.past is not None
    qtbot.keyClick(window.chart, Qt.Key.Key_Escape)
    assert window.document.past is None


@pytest.mark.parametrize("arrangement", ["read", "fit", "tree"])
def test_what_is_at_the_top_stays_there(
    window: MainWindow, copied: Comparing, qtbot, arrangement: str
) -> None:
    window.document.commit(dissolve(window.document.state, [MANCHESTER]))
    copied.finish()
    chart = window.chart
    getattr(chart, arrangement)()
    chart.set_zoom(0.7)
    chart.scroll_by(0, 700)
    place = (chart.zoom, chart.verticalScrollBar().value(), chart.horizontalScrollBar().value())
    qtbot.keyClick(chart, Qt.Key.Key_X)
    other = copied.other_view
    assert other is not None
    assert other.zoom == 0.7
    view = chart.viewport().rect()
    seen = [
        region
        for region in chart.chart.regions
        if view.contains(chart.to_view(QPointF(*chart.chart.box(region)[:2])).toPoint())
    ]
    if seen:
        here = chart.to_view(QPointF(*chart.chart.box(seen[0])[:2]))
        there = other.to_view(QPointF(*other.chart.box(seen[0])[:2]))
        assert (here - there).manhattanLength() <= 2
    qtbot.keyClick(other, Qt.Key.Key_X)
    assert place == (
        *(chart.zoom, chart.verticalScrollBar().value()),
        chart.horizontalScrollBar().value(),
    )


def test_nothing_can_be_edited_while_the_other_plan_is_shown(
    window: MainWindow, copied: Comparing, qtbot
) -> None:
    window.document.commit(Move(CITY, LANCASHIRE))
    copied.finish()
    qtbot.keyClick(window.chart, Qt.Key.Key_X)
    told: list[str] = []
    window.document.refused.connect(told.append)
    before = window.document.state.snapshot()
    assert not window.document.commit(Move(CITY, MANCHESTER))
    qtbot.keyClick(copied.other_view, Qt.Key.Key_Z, CONTROL)
    assert window.document.state.snapshot() == before
    other = copied.other_view
    assert other is not None
    other.document.select((CITY,))
    qtbot.keyClick(other, Qt.Key.Key_Delete)
    assert other.document.state.group_of(CITY) == MANCHESTER
    assert window.document.state.snapshot() == before
    assert len(told) == 3
    assert all("Go back (X) to edit." in text for text in told)
    qtbot.keyClick(other, Qt.Key.Key_X)
    qtbot.keyClick(window.chart, Qt.Key.Key_Z, CONTROL)
    assert window.document.state.group_of(CITY) == MANCHESTER


def test_a_drag_in_the_other_plan_alters_neither(
    window: MainWindow, copied: Comparing, qtbot
) -> None:
    qtbot.keyClick(window.chart, Qt.Key.Key_X)
    other = copied.other_view
    assert other is not None
    told: list[str] = []
    window.document.refused.connect(told.append)
    other.reveal(CITY)
    mouse.drag(other.viewport(), mouse.pixel_of(other, CITY), mouse.pixel_of(other, "C06"))
    assert other.document.state.group_of(CITY) == MANCHESTER
    assert window.document.state.group_of(CITY) == MANCHESTER
    assert told == ["You look at As it was. Go back (X) to edit."]


def test_selecting_in_the_one_selects_in_the_other(window: MainWindow, copied: Comparing) -> None:
    window.document.select((CITY, TEES), CITY)
    other = copied.other_view
    assert other is not None
    assert other.document.selection == {CITY, TEES}
    other.document.select((LEEDS,))
    assert window.document.selection == {LEEDS}


def test_commands_for_the_chart_reach_the_other_plan_while_it_is_shown(
    window: MainWindow, copied: Comparing, qtbot
) -> None:
    qtbot.keyClick(window.chart, Qt.Key.Key_X)
    other = copied.other_view
    assert other is not None
    window.actions_.overview.trigger()
    assert (other.arrangement, other.zoom) == (window.chart.arrangement, window.chart.zoom)
    assert other.arrangement is Arrangement.FIT
    window.document.reveal(CITY)
    assert other.document.current == CITY
    at = other.to_view(QPointF(*other.chart.box(CITY)[:2])).toPoint()
    assert other.viewport().rect().contains(at)


def test_the_past_is_compared_with_the_plan_as_it_is_now(
    window: MainWindow, found: Comparing, qtbot
) -> None:
    document = window.document
    head = document.option.log.head
    document.commit(Move(CITY, LANCASHIRE))
    document.look_at(head)
    choose(qtbot, found, "Clusters of June 2011 as it is now")
    assert ("5NT Manchester Teaching", "Lancashire", "Greater Manchester") in rows(found)
    document.look_at_now()
    found.finish()
    assert found.panel.other.currentText() == "The published data"


def test_what_was_compared_with_is_edited_as_before_when_that_has_ended(
    window: MainWindow, copied: Comparing, qtbot
) -> None:
    other = copied.other_view
    assert other is not None
    with qtbot.waitSignal(other.destroyed):
        copied.end()
    window.document.show_option("B")
    window.document.commit(Move(CITY, LANCASHIRE))
    qtbot.keyClick(window.chart, Qt.Key.Key_Z, CONTROL)
    assert window.document.state.group_of(CITY) == MANCHESTER


# -- what is compared with -----------------------------------------------------------------------


def test_an_option_of_another_file_is_compared_and_not_altered(
    window: MainWindow,
    found: Comparing,
    plan: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot,
) -> None:
    theirs = Path(shutil.copy(plan, tmp_path / "theirs.footprint"))
    edit(theirs, Move(CITY, LANCASHIRE))
    content = theirs.read_bytes()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(theirs), ""))
    choose(qtbot, found, "Another file…")
    assert found.panel.other.currentText() == "Clusters of June 2011 — theirs.footprint"
    assert ("5NT Manchester Teaching", "Lancashire", "Greater Manchester") in rows(found)
    assert theirs.read_bytes() == content


def test_a_file_of_another_pack_is_refused_in_a_sentence(
    window: MainWindow, found: Comparing, tmp_path: Path, run: Run, qtbot
) -> None:
    other = tmp_path / "practices.footprint"
    assert run("new", other, "--pack", "pct-2011-practices").code == 0
    found.open(other)
    found.finish()
    reason = "They can't be compared: one is of the pack pct-2011-practices"
    assert found.panel.message.text().startswith(reason)
    assert not window.chart.overlays
    qtbot.keyClicks(found.panel.search, "x")
    assert found.panel.message.text().startswith(reason)


def test_a_file_that_is_none_leaves_the_choice_as_it_was(
    window: MainWindow, found: Comparing, tmp_path: Path
) -> None:
    told: list[str] = []
    window.document.refused.connect(told.append)
    bad = tmp_path / "bad.footprint"
    bad.write_bytes(b"not ours")
    found.open(bad)
    assert found.panel.other.currentText() == "The published data"
    assert len(told) == 1
    assert told[0].startswith("bad.footprint can't be compared with: ")


def test_the_published_data_are_as_on_the_day_of_the_plan(
    window: MainWindow, found: Comparing
) -> None:
    window.document.commit(SetOption(OptionField.ON, "2011-07-01"))
    found.finish()
    assert not [told for told in rows(found) if told[0] == "The plan as a whole (1)"]


def test_showing_the_option_that_was_compared_with_compares_with_another(
    window: MainWindow, copied: Comparing
) -> None:
    window.document.commit(Move(CITY, LANCASHIRE))
    copied.finish()
    window.document.show_option("B")
    copied.finish()
    assert copied.panel.other.currentText() == "Clusters of June 2011"
    assert ("5NT Manchester Teaching", "Lancashire", "Greater Manchester") in rows(copied)
