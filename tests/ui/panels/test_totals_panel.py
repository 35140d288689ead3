"""The table of totals: cells, sorting, selecting both ways, previews, copying."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication

from model import edits
from model.changes import Field, Move, OptionField, SetField, SetOption
from ui import theme
from ui.document import Document
from ui.panels.totals import TotalsPanel
from ui.panels.totals_cells import Bar, What
from ui.panels.totals_model import BAR, ID, NEW

Make = Callable[[Document], TotalsPanel]
RISING, FALLING = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@pytest.fixture
def panel_of(qtbot) -> Make:
    def make(document: Document) -> TotalsPanel:
        panel = TotalsPanel(document, theme.LIGHT)
        qtbot.addWidget(panel)
        panel.resize(1200, 400)
        panel.show()
        return panel

    return make


def place(panel: TotalsPanel, what: What) -> int:
    return [c.what for c in panel.model.columns].index(what)


def ids(panel: TotalsPanel) -> list[str]:
    return [str(panel.sort.index(row, 0).data(ID)) for row in range(panel.sort.rowCount())]


def cell(panel: TotalsPanel, organisation: str, what: What) -> QModelIndex:
    return panel.model.index(panel.model.row_of(organisation), place(panel, what))


def texts(panel: TotalsPanel, organisation: str) -> list[str]:
    row = panel.model.row_of(organisation)
    return [str(panel.model.index(row, c).data()) for c in range(panel.model.columnCount())]


def choose(panel: TotalsPanel, *organisations: str) -> None:
    """Select rows as a user does."""
    selection = panel.table.selectionModel()
    flags = selection.SelectionFlag
    for number, organisation in enumerate(organisations):
        index = panel.sort.mapFromSource(cell(panel, organisation, What.NAME))
        how = flags.Select if number else flags.ClearAndSelect
        selection.setCurrentIndex(index, how | flags.Rows)


def test_rows_are_the_nation_regions_and_clusters_in_order(
    document: Document, panel_of: Make
) -> None:
    panel = panel_of(document)
    assert ids(panel) == ["N", "R1", "G1", "G2", "R2", "G3"]
    assert [panel.model.index(r, 0).data(Qt.ItemDataRole.FontRole).bold() for r in range(6)] == [
        panel.model.tier(r) != "group" for r in range(6)
    ]


def test_england_has_full_digits_and_stars(england: Document, panel_of: Make) -> None:
    panel = panel_of(england)
    assert texts(panel, "C07") == [
        *("Greater Manchester", "North West", "10", "2,715,618", "115,618 over"),
        *("£4,995,562,000*", "15", england.option.findings.standing("C07").text),
    ]
    assert texts(panel, "C07")[-1].startswith("1 broken, ")
    assert [c.title for c in panel.model.columns] == [
        *("Cluster", "SHA", "PCTs", "Population", "Planning norm 530k–2.60m"),
        *("Budget 2011-12", "Officers", "Rules, with all below"),
    ]


def test_a_tooltip_says_how_sure_a_sum_is_and_who_says_so(
    england: Document, panel_of: Make
) -> None:
    panel = panel_of(england)
    column = next(
        i for i, c in enumerate(panel.model.columns) if c.measure and c.measure.id == "allocation"
    )
    index = panel.model.index(panel.model.row_of("C07"), column)
    tip = str(index.data(Qt.ItemDataRole.ToolTipRole))
    assert "£774m of it (15%) is estimated" in tip
    assert "Source: " in tip


def test_missing_figures_are_a_dash_and_never_zero(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    document.commit(edits.new_group(document.state, "R2", "X", units=["U6"]))
    population = panel.model.index(panel.model.row_of("X"), 3)
    assert population.data() == "–"
    assert cell(panel, "X", What.NORM).data() == "–"
    assert population.siblingAtColumn(4).data(BAR) is None


@pytest.mark.parametrize("order", [RISING, FALLING])
def test_numbers_sort_as_numbers_and_missing_ones_last(
    document: Document, panel_of: Make, order: Qt.SortOrder
) -> None:
    panel = panel_of(document)
    document.commit(edits.new_group(document.state, "R2", "X", units=["U6"]))
    panel.table.sortByColumn(3, order)
    clusters = ["G2", "G1", "G3"]  # 230,000*, 480,000 and 505,000
    shown = [i for i in ids(panel) if i in ("X", *clusters)]
    assert shown == [*(clusters if order is RISING else clusters[::-1]), "X"]


def test_verdicts_sort_worst_first(england: Document, panel_of: Make) -> None:
    panel = panel_of(england)
    panel.tiers.setCurrentIndex(1)
    panel.table.sortByColumn(place(panel, What.VERDICT), RISING)
    # A law broken in a PCT stands before a norm broken by its cluster.
    assert ids(panel)[:4] == ["C06", "C39", "C07", "C50"]


def test_an_arrow_marks_the_sorted_column(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    across = Qt.Orientation.Horizontal
    panel.table.sortByColumn(3, FALLING)
    assert panel.sort.headerData(3, across) == "Population ↓"
    assert panel.sort.headerData(2, across) == "units"
    panel.table.sortByColumn(-1, RISING)
    assert panel.sort.headerData(3, across) == "Population"
    assert ids(panel)[0] == "N"


def test_the_rows_can_be_those_of_one_tier(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    document.select(["G1"])
    panel.tiers.setCurrentIndex(2)
    assert ids(panel) == ["R1", "R2"]
    assert document.selection == {"G1"}
    panel.tiers.setCurrentIndex(1)
    assert ids(panel) == ["G1", "G2", "G3"]
    assert panel.selected() == ["G1"]


def test_choosing_a_row_selects_and_shows_it(document: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(document)
    with qtbot.waitSignal(document.revealed) as shown:
        choose(panel, "G2")
    assert shown.args == ["G2"]
    assert document.selection == {"G2"}


def test_choosing_many_rows_selects_them_all(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    choose(panel, "G2", "G3")
    assert document.selection == {"G2", "G3"}
    assert document.current == "G3"


def test_the_document_selects_rows(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    document.select(["G1", "G3", "U1"])
    assert panel.selected() == ["G1", "G3"]
    document.reveal("R2")
    assert panel.selected() == ["R2"]
    assert panel.table.currentIndex().data(ID) == "R2"
    document.select(())
    assert panel.selected() == []


def test_enter_and_double_click_show_again(document: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(document)
    choose(panel, "G1")
    with qtbot.waitSignal(document.revealed):
        qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    at = panel.table.visualRect(panel.sort.mapFromSource(cell(panel, "G3", What.NAME))).center()
    qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    with qtbot.waitSignal(document.revealed) as shown:
        qtbot.mouseDClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert shown.args == ["G3"]


def test_an_edit_changes_only_its_rows(document: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(document)
    changed: list[int] = []
    panel.model.dataChanged.connect(lambda first, _: changed.append(first.row()))
    with qtbot.assertNotEmitted(panel.model.modelReset):
        document.commit(Move("U1", "G2"))
    rows = {panel.model.row_of(o) for o in ("N", "R1", "G1", "G2")}
    assert set(changed) == rows
    assert cell(panel, "G2", What.UNITS).data() == "2"
    document.stack.undo()
    assert cell(panel, "G2", What.UNITS).data() == "1"


def test_rows_come_and_go_with_clusters(document: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(document)
    document.select(["G3"])
    with qtbot.assertNotEmitted(panel.model.modelReset):
        document.commit(edits.new_group(document.state, "R1", "X", "Anew", ["U1"]))
        assert ids(panel) == ["N", "R1", "G1", "G2", "X", "R2", "G3"]
        assert panel.selected() == ["G3"]
        document.commit(edits.dissolve(document.state, ["G3"]))
        assert ids(panel) == ["N", "R1", "G1", "G2", "X", "R2"]
        document.stack.undo()
        document.stack.undo()
    assert ids(panel) == ["N", "R1", "G1", "G2", "R2", "G3"]


def test_a_cluster_moved_to_another_region_keeps_its_selection(
    document: Document, panel_of: Make, qtbot
) -> None:
    panel = panel_of(document)
    document.select(["G1"])
    with qtbot.assertNotEmitted(panel.model.modelReset):
        document.commit(Move("G1", "R2"))
    assert ids(panel) == ["N", "R1", "G2", "R2", "G1", "G3"]
    assert panel.selected() == ["G1"]
    assert document.selection == {"G1"}
    assert cell(panel, "G1", What.REGION).data() == "South"


def test_a_new_name_is_shown(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    document.commit(SetField("G1", Field.NAME, "Far North"))
    assert cell(panel, "G1", What.NAME).data() == "Far North"


def test_a_preview_shows_what_would_be_in_accent(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    population = panel.model.index(panel.model.row_of("G2"), 3)
    document.preview(Move("U1", "G2"))
    assert population.data() == "530,000*"
    assert population.data(NEW) is True
    assert population.data(Qt.ItemDataRole.ForegroundRole).color() == theme.LIGHT.accent
    assert cell(panel, "G3", What.UNITS).data(NEW) is False
    assert "breaks → " in str(cell(panel, "G2", What.VERDICT).data())
    document.preview(None)
    assert population.data() == "230,000*"
    assert population.data(Qt.ItemDataRole.ForegroundRole) is None


def test_a_bar_has_both_values_during_a_preview(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    index = cell(panel, "G2", What.NORM)
    before = index.data(BAR)
    assert isinstance(before, Bar)
    assert (before.is_within, before.new) == (False, None)
    document.preview(Move("U1", "G2"))
    during = index.data(BAR)
    assert during.value == before.value < during.new
    assert during.is_new_within


def test_a_cluster_that_would_be_dissolved_says_so(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    before = texts(panel, "G2")
    assert document.state.members("G2")
    document.preview(edits.dissolve(document.state, ["G2"]))
    verdict = cell(panel, "G2", What.VERDICT)
    assert (verdict.data(), verdict.data(NEW)) == ("dissolved", True)
    assert texts(panel, "G2") == ["Mid", "North", "", "", "", "", "dissolved"]
    assert cell(panel, "G2", What.NORM).data(BAR) is None
    document.preview(None)
    assert texts(panel, "G2") == before


def test_a_verdict_without_findings_is_a_dash_alone(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    document.preview(Move("U3", document.state.region_of("G2") or ""))
    assert cell(panel, "G2", What.VERDICT).data() == "breaks → –"


def test_rows_do_not_jump_during_a_preview(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    panel.table.sortByColumn(3, FALLING)
    order = ids(panel)
    document.preview(Move("U1", "G2"))
    assert ids(panel) == order
    document.preview(None)
    document.commit(Move("U1", "G2"))
    assert ids(panel) != order


def test_copying_gives_rows_with_tabs(document: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(document)
    document.commit(SetField("G1", Field.NAME, "=1+1"))
    choose(panel, "G1", "G2")
    qtbot.keyClick(panel.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert [line.split("\t")[:4] for line in lines] == [
        ["Cluster", "Region", "units", "Population"],
        ["'=1+1", "North", "2", "480,000"],
        ["Mid", "North", "1", "230,000*"],
    ]


def test_names_are_plain_text(document: Document, panel_of: Make) -> None:
    document.commit(SetField("G1", Field.NAME, "<b>x</b>"))
    panel = panel_of(document)
    index = cell(panel, "G1", What.NAME)
    assert index.data() == "<b>x</b>"
    assert "&lt;b&gt;x" in str(index.data(Qt.ItemDataRole.ToolTipRole))


def test_another_scenario_is_read_anew(
    document: Document, england: Document, panel_of: Make
) -> None:
    panel = panel_of(england)
    panel.tiers.setCurrentIndex(1)
    england.replace(document.scenario)
    assert ids(panel) == ["G1", "G2", "G3"]
    assert panel.model.columns[0].title == "Cluster"


def test_without_a_norm_in_force_there_is_no_bar(england: Document, panel_of: Make) -> None:
    panel = panel_of(england)
    england.select(["C07"])
    england.commit(SetOption(OptionField.ON, "2010-06-01"))
    assert What.NORM not in [c.what for c in panel.model.columns]
    assert panel.selected() == ["C07"]
    england.stack.undo()
    assert What.NORM in [c.what for c in panel.model.columns]


def test_widths_and_sorting_can_be_kept(document: Document, panel_of: Make) -> None:
    first, second = panel_of(document), panel_of(document)
    first.table.horizontalHeader().resizeSection(0, 333)
    first.table.sortByColumn(3, FALLING)
    assert second.restore_layout(first.layout_state())
    assert second.table.columnWidth(0) == 333
    assert second.table.horizontalHeader().sortIndicatorSection() == 3


def test_a_name_is_spoken_with_its_verdict(england: Document, panel_of: Make) -> None:
    panel = panel_of(england)
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert cell(panel, "C07", What.NAME).data(spoken) == "Greater Manchester, over the norm"
    assert "115,618 over the planning norm" in str(cell(panel, "C07", What.NORM).data(spoken))


def test_the_models_are_sound(document: Document, panel_of: Make, qtmodeltester) -> None:
    panel = panel_of(document)
    qtmodeltester.check(panel.model)
    qtmodeltester.check(panel.sort)
    panel.table.sortByColumn(3, FALLING)
    document.commit(edits.new_group(document.state, "R1", "X", "Anew", ["U1"]))
    document.commit(Move("G1", "R2"))
    document.commit(edits.dissolve(document.state, ["G3"]))
    document.stack.undo()
    qtmodeltester.check(panel.model)
    qtmodeltester.check(panel.sort)


def test_both_themes_are_drawn(england: Document, panel_of: Make) -> None:
    panel = panel_of(england)
    england.preview(edits.move(england.state, ["5NT"], "C08"))
    light = panel.grab().toImage()
    panel.set_theme(theme.DARK)
    assert panel.grab().toImage() != light
