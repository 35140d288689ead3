"""Before and after at length: what is counted, how it follows, and what can be taken elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from model import edits
from model.changes import Field, OptionField, SetField, SetOption, Staff
from model.pack import Pack
from model.scenario import from_ready
from tests.sample_pack import WHEN, WHO, sample_scenario
from tests.ui.conftest import NASTY
from ui import theme
from ui.dialogs.before_after import BeforeAfterDialog
from ui.document import Document
from ui.panels.parts import Ink
from ui.panels.series_plot import Places, ticks
from ui.theme import DARK, LIGHT

MANCHESTER, TEES, NORTH_EAST = "C07", "C04", "Q30"

Make = Callable[[Document], BeforeAfterDialog]


@pytest.fixture
def dialog_of(shown: Callable[[QWidget], None]) -> Make:
    def make(document: Document) -> BeforeAfterDialog:
        dialog = BeforeAfterDialog(document, LIGHT)
        shown(dialog)
        return dialog

    return make


def rows(dialog: BeforeAfterDialog) -> dict[str, tuple[str, ...]]:
    """Return what the table shows, by the first cell of each row."""
    model = dialog.model
    cells = [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]
    return {first: tuple(rest) for first, *rest in cells}


# -- what is counted ---------------------------------------------------------------------------


def test_england_is_counted_when_nothing_is_selected(england: Document, dialog_of: Make) -> None:
    dialog = dialog_of(england)
    assert dialog.heading.text() == "England"
    assert dialog.size_line.text() == "151 PCTs, 50 clusters"
    assert dialog.check.text() == (
        "Officers: before = 906, merged = 250, kept = 151, after = 250 + 151 = 401"
    )
    found = rows(dialog)
    assert found["Officers"] == ("906", "250", "151", "401", "−505")
    assert found["Boards in law"] == ("151", "0", "151", "151", "")
    assert found["Non-executive director"] == ("906", "0", "906", "906", "")
    assert "Boards in practice" not in found
    assert "Joint committees" not in found
    assert not dialog.governances.isVisible()


def test_the_selection_is_followed(england: Document, dialog_of: Make) -> None:
    dialog = dialog_of(england)
    england.select([TEES])
    assert (dialog.heading.text(), dialog.size_line.text()) == ("Tees", "4 PCTs, 1 cluster")
    assert rows(dialog)["Officers"] == ("24", "5", "4", "9", "−15")
    england.select([england.state.members(MANCHESTER)[0]])
    assert dialog.heading.text() == "Greater Manchester"
    england.select([TEES, MANCHESTER])
    assert dialog.heading.text() == "Tees and Greater Manchester"
    assert rows(dialog)["Officers"] == ("84", "10", "14", "24", "−60")
    england.select([NORTH_EAST])
    assert (dialog.heading.text(), dialog.size_line.text()) == ("North East", "12 PCTs, 4 clusters")
    dialog.scope.setCurrentIndex(1)
    assert dialog.heading.text() == "England"
    dialog.scope.setCurrentIndex(0)
    england.select([england.state.root])
    assert dialog.heading.text() == "England"


def test_what_is_in_no_group_stands_for_all(document: Document, dialog_of: Make) -> None:
    dialog = dialog_of(document)
    document.select(["U6"])
    assert dialog.heading.text() == document.state.label("N")
    document.select(["P1"])
    assert dialog.heading.text() == "North"


def test_governance_shows_where_it_differs(england: Document, dialog_of: Make) -> None:
    dialog = dialog_of(england)
    england.commit(SetField(TEES, Field.GOVERNANCE, "common-board"))
    england.commit(SetField(MANCHESTER, Field.GOVERNANCE, "joint-committee"))
    assert dialog.governances.isVisible()
    assert "Single common board: 1 cluster" in dialog.governances.text()
    assert rows(dialog)["Boards in practice"] == ("151", "1", "147", "148", "−3")
    assert rows(dialog)["Joint committees"] == ("0", "1", "0", "1", "+1")
    assert rows(dialog)["Chair"] == ("151", "1", "147", "148", "−3")
    england.select([TEES])
    assert dialog.governances.text() == "Single common board: 1 cluster"
    assert "Joint committees" not in rows(dialog)
    england.stack.undo()
    england.stack.undo()
    assert "Boards in practice" not in rows(dialog)


def test_posts_that_are_added_are_counted_at_once(england: Document, dialog_of: Make) -> None:
    dialog = dialog_of(england)
    england.select([TEES])
    england.commit(Staff(england.state.members(TEES)[0], "local-lead", 1))
    assert rows(dialog)["Local lead"] == ("0", "0", "1", "1", "+1")
    england.stack.undo()
    assert "Local lead" not in rows(dialog)


def test_a_structure_that_is_looked_ahead_to_is_counted(england: Document, dialog_of: Make) -> None:
    dialog = dialog_of(england)
    assert not dialog.ahead.isVisible()
    structure = england.state.pack.structures[1]
    england.commit(SetOption(OptionField.STRUCTURE, structure.id))
    assert dialog.ahead.isVisible()
    assert dialog.ahead.text().startswith(f"{structure.label}: ")
    assert "51 boards, 51 accountable officers" in dialog.ahead.text()
    assert dialog.ahead.text() in dialog.text()
    england.stack.undo()
    assert not dialog.ahead.isVisible()


# -- what hovers -------------------------------------------------------------------------------


def test_what_is_pending_when_it_is_opened_is_counted(england: Document, dialog_of: Make) -> None:
    units = england.state.members(MANCHESTER)
    england.keep_preview(england.option.preview(edits.to_tray(england.state, units)))
    dialog = dialog_of(england)
    assert rows(dialog)["Officers"] == ("906", "245", "201", "446", "−460")
    england.keep_preview(None)
    assert rows(dialog)["Officers"][3] == "401"


def test_a_preview_shows_what_would_be_and_leaves_no_trace(
    england: Document, dialog_of: Make
) -> None:
    dialog = dialog_of(england)
    dialog.table.setCurrentIndex(dialog.model.index(2, 3))
    before, snapshot = rows(dialog), england.state.snapshot()
    units = england.state.members(MANCHESTER)
    england.preview(edits.to_tray(england.state, units))
    assert rows(dialog)["Officers"] == ("906", "245", "201", "446", "−460")
    assert dialog.check.spans[-1][1] is Ink.ACCENT
    after = dialog.model.index(0, 4)
    assert after.data(Qt.ItemDataRole.ForegroundRole) == LIGHT.accent
    assert after.data(Qt.ItemDataRole.AccessibleDescriptionRole) == ("401 now, 446 if dropped here")
    assert dialog.plot.series is not None
    assert (dialog.plot.series.option.total, dialog.plot.series.would.total) == (60, 69)
    assert dialog.plot_text.text().startswith("This option: 69 = 59 clusters and PCTs + 10 SHAs.")
    assert dialog.table.currentIndex().column() == 3
    england.preview(None)
    assert rows(dialog) == before
    assert dialog.check.spans[-1][1] is Ink.PLAIN
    assert dialog.plot.series.would is None
    assert england.state.snapshot() == snapshot
    england.select([TEES])
    assert rows(dialog)["Officers"] == ("24", "5", "4", "9", "−15")


def test_a_preview_that_is_refused_changes_nothing(england: Document, dialog_of: Make) -> None:
    dialog = dialog_of(england)
    before = rows(dialog)
    unit = england.state.members(TEES)[0]
    england.commit(SetField(TEES, Field.LOCKED, "yes"))
    preview = england.preview(edits.to_tray(england.state, [unit]))
    assert preview is not None
    assert preview.refused
    assert rows(dialog) == before


def test_a_drop_after_a_preview_is_counted_once(england: Document, dialog_of: Make) -> None:
    dialog = dialog_of(england)
    england.select([TEES])
    change = edits.move(england.state, [england.state.members(MANCHESTER)[0]], TEES)
    england.preview(change)
    would = rows(dialog)
    assert would["Officers"] == ("30", "5", "5", "10", "−20")
    england.preview(None)
    england.commit(change)
    assert rows(dialog) == would
    assert dialog.size_line.text() == "5 PCTs, 1 cluster"


# -- the plot ----------------------------------------------------------------------------------


def test_the_option_stands_among_the_years(england: Document, dialog_of: Make) -> None:
    dialog = dialog_of(england)
    series = dialog.plot.series
    assert series is not None
    assert [point.total for point in series.past] == [581, 331, 162, 62]
    assert dialog.plot_text.text() == (
        "This option: 60 = 50 clusters + 10 SHAs. "
        "That is 2 fewer than in 2011, and 89.7% less than in 1999."
    )
    england.commit(SetOption(OptionField.ON, "2011-10-03"))
    assert dialog.plot_text.text().startswith("This option: 54 = 50 clusters + 4 SHA clusters.")
    assert "1999: 581 = 481 primary care groups" in dialog.plot.accessibleDescription()


def test_the_pointer_on_a_point_tells_its_sum_and_source(
    england: Document, dialog_of: Make
) -> None:
    plot = dialog_of(england).plot
    assert plot.series is not None
    places = Places(plot.series, plot.size())
    first = places.past(plot.series.past[0])
    text = plot.text_at(first + QPointF(5, 5))
    assert text.startswith("1999: 581 = 481 primary care groups + 100 health authorities\nOn 1 Ap")
    assert "Source: HSJ" in text
    option = plot.text_at(places.option(plot.series.option))
    assert option == "This option, 1 June 2011: 60 = 50 clusters + 10 SHAs"
    assert plot.text_at(QPointF(plot.width() / 2, 0)) == ""


def test_later_years_lie_lower_and_further_right(england: Document, dialog_of: Make) -> None:
    plot = dialog_of(england).plot
    assert plot.series is not None
    places = Places(plot.series, plot.size())
    points = [*map(places.past, plot.series.past), places.option(plot.series.option)]
    assert [p.x() for p in points] == sorted({p.x() for p in points})
    assert [p.y() for p in points] == sorted({p.y() for p in points})
    assert all(places.area.contains(p) for p in points)


@pytest.mark.parametrize(
    ("most", "wanted"),
    [
        (0, [0, 1]),
        (5, [0, 1, 2, 3, 4, 5]),
        (62, [0, 20, 40, 60, 80]),
        (581, [0, 200, 400, 600]),
        (601, [0, 200, 400, 600, 800]),
        (10_000, [0, 2_000, 4_000, 6_000, 8_000, 10_000]),
    ],
)
def test_the_axis_has_a_few_round_numbers(most: int, wanted: list[int]) -> None:
    assert ticks(most) == wanted


def test_a_pack_without_a_series_has_no_plot(
    pack: Pack, dialog_of: Make, england: Document
) -> None:
    plain = replace(pack, series=())
    ready = next(o for o in pack.options if o.id == "june-2011")
    dialog = dialog_of(Document(from_ready(plain, ready, "s", when=WHEN, who=WHO)))
    for widget in (dialog.plot, dialog.plot_heading, dialog.picture_button, dialog.save_button):
        assert not widget.isVisible()
    assert rows(dialog)["Officers"][3] == "401"
    assert "in 1999" not in dialog.text()


# -- taking it elsewhere -----------------------------------------------------------------------


def test_the_key_for_copying_copies_it_all(england: Document, dialog_of: Make, qtbot) -> None:
    dialog = dialog_of(england)
    england.select([TEES])
    qtbot.keyClick(dialog.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0] == "Tees: before and after, Clusters of June 2011, as on 1 June 2011"
    assert "\tBefore\tMerged\tKept\tAfter\tChange" in lines
    assert "Officers\t24\t5\t4\t9\t-15" in lines
    assert "Officers: before = 24, merged = 5, kept = 4, after = 5 + 4 = 9" in lines
    assert any("581 in 1999, 331 in 2002, 162 in 2006, 62 in 2011" in line for line in lines)
    assert dialog.told.text() == "The counts are on the clipboard."


def test_the_plot_is_copied_as_a_picture(england: Document, dialog_of: Make, qtbot) -> None:
    dialog = dialog_of(england)
    qtbot.mouseClick(dialog.picture_button, Qt.MouseButton.LeftButton)
    image = QGuiApplication.clipboard().image()
    assert image.size() == dialog.plot.picture().size()
    assert {LIGHT.accent.rgb(), LIGHT.panel.rgb()} <= colours(image)


def colours(image: QImage) -> set[int]:
    step = 2
    return {
        QColor(image.pixelColor(x, y)).rgb()
        for x in range(0, image.width(), step)
        for y in range(0, image.height(), step)
    }


def test_the_plot_is_saved(england: Document, dialog_of: Make, tmp_path: Path, qtbot) -> None:
    dialog = dialog_of(england)
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    asked = dialog.findChild(QFileDialog)
    assert asked is not None
    asked.fileSelected.emit(str(tmp_path / "plot.png"))
    asked.reject()
    assert QImage(str(tmp_path / "plot.png")).size() == dialog.plot.picture().size()
    assert dialog.told.text() == "The plot is in plot.png."


def test_a_place_that_can_not_be_written_is_told(
    england: Document, dialog_of: Make, tmp_path: Path
) -> None:
    dialog = dialog_of(england)
    assert not dialog.save_picture(tmp_path / "nowhere" / "plot.png")
    assert dialog.told.text().startswith("plot.png can't be written: ")
    assert dialog.told.spans[0][1] is Ink.WARNING


# -- looks and life ----------------------------------------------------------------------------


def test_a_theme_is_taken(england: Document, dialog_of: Make, qapp) -> None:
    theme.apply(qapp, LIGHT)
    dialog = dialog_of(england)
    theme.apply(qapp, DARK)
    try:
        assert dialog.model.theme is DARK
        found = colours(dialog.plot.grab().toImage())
        assert DARK.accent.rgb() in found
        assert LIGHT.accent.rgb() not in found
        # What goes into a document stays on white.
        assert LIGHT.panel.rgb() in colours(dialog.plot.picture())
    finally:
        theme.apply(qapp, LIGHT)


def test_names_are_plain_text(nasty: Document, dialog_of: Make) -> None:
    nasty.commit(SetField("G1", Field.NAME, NASTY))
    dialog = dialog_of(nasty)
    nasty.select(["G1"])
    assert dialog.heading.text().replace("\u200b", "").startswith("<b>x</b> & WWW")
    assert dialog.width() <= 700


def test_another_scenario_is_read_anew(england: Document, dialog_of: Make) -> None:
    dialog = dialog_of(england)
    england.replace(sample_scenario())
    assert dialog.heading.text() == england.state.label("N")
    assert dialog.scope.itemText(1) == england.state.label("N")
    assert [p.total for p in dialog.plot.series.past] == [16, 8]


def test_it_is_opened_once(england: Document, qtbot, shown) -> None:
    window = QWidget()
    shown(window)
    first = BeforeAfterDialog.ask(england, LIGHT, window)
    assert BeforeAfterDialog.ask(england, LIGHT, window) is first
    close = next(b for b in first.findChildren(QPushButton) if b.text().endswith("Close"))
    with qtbot.waitSignal(first.destroyed):
        qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    england.commit(SetField(TEES, Field.GOVERNANCE, "common-board"))
    assert window.findChild(BeforeAfterDialog) is None


def test_a_closed_dialog_is_gone(england: Document, assert_freed) -> None:
    handed_over: list[QWidget] = [BeforeAfterDialog(england, LIGHT)]
    handed_over[0].show()
    assert_freed(handed_over)
