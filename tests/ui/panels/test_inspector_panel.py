"""The inspector: what it shows of one organisation or many, and every field that edits."""

from collections.abc import Callable

from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from model import edits
from model.changes import Appoint, Batch, Enter, Field, Move, SetField
from model.rules.standing import Sign
from tests.ui.panels.inspecting import part, type_into
from ui import theme
from ui.document import Document
from ui.panels.about import Head, Leader, ManyHead, Note, Settings
from ui.panels.below import Below
from ui.panels.figures import Figures
from ui.panels.inspector import NOTHING, InspectorPanel
from ui.panels.links import Links
from ui.panels.margin import ToBreak
from ui.panels.posts import Posts
from ui.panels.verdicts import Verdicts

Make = Callable[[Document], InspectorPanel]


def figures(panel: InspectorPanel) -> dict[str, str]:
    section = part(panel, Figures)
    rows = [r for r in section.rows.rows if not r.isHidden()]
    entries = [e for e in section.entries.values() if not e.isHidden() and e.field.text()]
    shown = {row.label.text(): row.number.text() for row in rows}
    return {e.label.text(): e.field.text() for e in entries} | shown


def sources(panel: InspectorPanel) -> dict[str, str]:
    section = part(panel, Figures)
    rows = [*section.rows.rows, *section.entries.values()]
    return {row.label.text(): row.source.text() for row in rows if not row.isHidden()}


# -- what is shown -------------------------------------------------------------------------


def test_what_nobody_sees_is_read_when_it_is_shown(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    document.select(["G1"])
    panel.hide()
    document.commit(SetField("G1", Field.NAME, "Far North"))
    name = part(panel, Head).name_field
    document.commit(SetField("G1", Field.NAME, "Farther North"))
    assert name.text() == "Far North"
    panel.show()
    assert name.text() == "Farther North"
    panel.hide()
    document.select(["U1"])
    document.select(())
    panel.show()
    assert panel.empty.isVisible()


def test_what_is_typed_is_taken_when_the_panel_is_hidden(
    document: Document, panel_of: Make, qtbot
) -> None:
    panel = panel_of(document)
    document.select(["G1"])
    type_into(qtbot, part(panel, Note).note, "Agreed")
    panel.hide()
    document.select(["U1"])
    assert document.state.field("G1", Field.NOTE) == "Agreed"


def test_what_goes_while_nobody_sees_it_is_not_asked_for(
    document: Document, panel_of: Make
) -> None:
    panel = panel_of(document)
    document.commit(edits.new_group(document.state, "R1", "X", "Anew", ["U1"]))
    panel.hide()
    document.select(["X"])
    document.stack.undo()
    assert panel.page is None
    panel.show()
    assert panel.empty.isVisible()


def test_with_nothing_selected_it_says_what_to_do(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    assert panel.page is None
    assert panel.empty.isVisible()
    assert panel.empty.text() == NOTHING


def test_a_units_figures_come_with_their_sources(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    document.select(["U4"])
    assert figures(panel) == {"Population": "410,000", "Surplus": "£2"}
    assert sources(panel) == {
        "Population": "As published, rounded. Source: Census 2011. To 10,000.",
        "Surplus": "Forecast. Source: A plan.",
    }


def test_an_estimate_has_a_star_and_an_interval(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    document.select(["U3"])
    assert figures(panel) == {"Population": "230,000*", "Ended the year in deficit": "no"}
    assert sources(panel)["Population"] == (
        "Estimate, 90% interval 210,000 to 250,000. Source: Our own. From two halves."
    )
    assert part(panel, Figures).missing.text() == "No figure: Surplus"


def test_sources_can_be_selected_and_are_plain(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    document.select(["U3"])
    source = part(panel, Figures).rows.rows[0].source
    assert source.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    assert {label.textFormat() for label in panel.findChildren(QLabel)} == {Qt.TextFormat.PlainText}


def test_a_cluster_shows_its_totals(england: Document, panel_of: Make) -> None:
    panel = panel_of(england)
    england.select(["C07"])
    assert figures(panel) == {
        "PCTs": "10",
        "Population": "2,715,618",
        "Budget 2011-12": "£4,995,562,000*",
        "Surplus or deficit 2010-11": "£668,000",
        "Officers": "15",
        "Board seats": "60",
        "Accountable chief executives": "1",
    }
    assert "(15%) is estimated" in sources(panel)["Budget 2011-12"]
    assert sources(panel)["Surplus or deficit 2010-11"] == "No figure for 8 of 10"


def test_the_head_says_where_a_unit_is_and_its_home(england: Document, panel_of: Make) -> None:
    panel = panel_of(england)
    england.select(["5ET"])
    head = part(panel, Head)
    assert head.name.text() == "Bassetlaw"
    assert head.where.text() == (
        "PCT 5ET in South Yorkshire and Bassetlaw, Yorkshire and the Humber; home East Midlands"
    )
    england.commit(edits.to_tray(england.state, ["5ET"]))
    assert head.where.text() == "PCT 5ET in East Midlands; in no cluster yet"


def test_regions_and_parts_have_pages_too(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    for organisation, name in (("R1", "North"), ("N", "Nation"), ("P1", "Ashford East")):
        document.select([organisation])
        assert part(panel, Head).name.text() == name


def test_findings_are_worst_first_and_say_why(england: Document, panel_of: Make) -> None:
    panel = panel_of(england)
    england.select(["C07"])
    rows = part(panel, Verdicts).rows.rows
    size = rows[0]
    assert size.sentence.text().startswith("DH-32 Population 2,715,618: over the planning norm")
    assert not size.reasons.isVisible()
    size.link.click()
    texts = [label.text() for label in size.reasons.findChildren(QLabel)]
    assert texts[0] == "Cluster population"
    assert any(text.startswith("Confidence: S, Q – stated in an article") for text in texts)
    england.commit(SetField("C07", Field.FORMED, "2011-05-01"))
    assert size.reasons.isVisible()
    size.link.click()
    assert not size.reasons.isVisible()


def test_what_breaks_below_a_cluster_is_its_sign_and_is_led_to(
    england: Document, panel_of: Make, qtbot
) -> None:
    """Surrey's cluster keeps all of its own rules; its one PCT does not balance."""
    panel = panel_of(england)
    england.select(["C39"])
    head, below = part(panel, Head), part(panel, Below)
    assert head.sign.sign is Sign.CROSS
    assert head.sign.toolTip() == "below it: breaks law or instruction"
    assert head.standing.text().startswith("Rules: 1 broken (below it), ")
    (row,) = [row for row in below.rows.rows if row.isVisible()]
    assert row.sentence.text().startswith("Surrey, DH-37 Surplus or deficit 2010-11")
    england.commit(Enter("5P5", "surplus", 1_000))
    assert head.sign.sign is Sign.TICK
    assert not below.isVisible()
    england.stack.undo()
    qtbot.mouseClick(row.link, Qt.MouseButton.LeftButton)
    assert england.current == "5P5"
    assert part(panel, Head).sign.sign is Sign.CROSS


def test_what_breaks_can_be_mended(england: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(england)
    england.select(["C07"])
    rows = part(panel, Verdicts).rows.rows
    with qtbot.waitSignal(england.mend_wanted) as wanted:
        next(r for r in rows if r.rule == "DH-32").mend.click()
    assert wanted.args == ["C07", "DH-32"]
    met = next(r for r in rows if r.rule == "DH-31")
    assert not met.mend.isVisible()
    england.select(["5NE"])  # a unit's own deficit, which no move mends
    assert not any(r.mend.isVisible() for r in part(panel, Verdicts).rows.rows if r.rule == "DH-37")


def test_how_near_a_cluster_is_to_a_break_is_worked_out_in_pauses(
    england: Document, panel_of: Make, qtbot
) -> None:
    panel = panel_of(england)
    england.select(["C04"])
    margin = part(panel, ToBreak)
    assert margin.text.text() == "Working it out…"
    near = (
        "Population is 27,227 over the planning norm of 530,000 (DH-32). "
        "Hartlepool (92,028) leaving would break that."
    )
    qtbot.waitUntil(lambda: margin.text.text() == near)
    england.commit(SetField("5D9", Field.LOCKED, "yes"))  # Hartlepool stays
    assert margin.text.text() == near
    qtbot.waitUntil(lambda: "Redcar and Cleveland" in margin.text.text())


# -- editing -------------------------------------------------------------------------------


def test_a_cluster_is_renamed_on_enter(document: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(document)
    document.select(["G1"])
    field = part(panel, Head).name_field
    type_into(qtbot, field, "Far North")
    assert document.state.label("G1") == "North"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert document.state.label("G1") == "Far North"
    document.stack.undo()
    assert field.text() == "North"
    document.stack.redo()
    assert field.text() == "Far North"


def test_escape_leaves_a_name_as_it_was(document: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(document)
    document.select(["G1"])
    field = part(panel, Head).name_field
    type_into(qtbot, field, "Mistake")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    panel.flush()
    assert field.text() == "North"
    assert not document.is_modified


def test_an_empty_name_is_refused_and_the_old_one_shown(
    document: Document, panel_of: Make, qtbot
) -> None:
    panel = panel_of(document)
    document.select(["G1"])
    field = part(panel, Head).name_field
    field.setFocus()
    field.clear()
    with qtbot.waitSignal(document.refused):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "North"


def test_published_names_can_not_be_edited(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    document.select(["U1"])
    assert part(panel, Head).name_field.isHidden()
    assert part(panel, Head).name.text() == "Ashford"


def test_the_leader_is_named_and_counts_as_one_person(
    document: Document, panel_of: Make, qtbot
) -> None:
    panel = panel_of(document)
    document.select(["G3"])
    leader = part(panel, Leader)
    assert leader.heading.text() == "Chief Officer"
    assert leader.boards.text() == "for 2 units"
    type_into(qtbot, leader.holder, "Bo Ek")
    qtbot.keyClick(leader.holder, Qt.Key.Key_Return)
    assert document.state.holder("G3", "chief") == "Bo Ek"
    assert document.stack.undoText() == "Name Bo Ek chief officer of South"


def test_what_is_typed_is_kept_when_something_else_is_selected(
    document: Document, panel_of: Make, qtbot
) -> None:
    panel = panel_of(document)
    document.select(["G1"])
    note = part(panel, Note).note
    type_into(qtbot, note, "Agreed in May")
    document.select(["G2"])
    assert document.state.field("G1", Field.NOTE) == "Agreed in May"
    assert part(panel, Note).note.toPlainText() == "For a year."
    assert document.state.field("G2", Field.NOTE) == "For a year."


def test_what_is_typed_about_a_removed_cluster_goes_with_it(
    document: Document, panel_of: Make, qtbot
) -> None:
    panel = panel_of(document)
    document.select(["G3"])
    type_into(qtbot, part(panel, Leader).holder, "Nobody")
    document.commit(edits.dissolve(document.state, ["G3"]))
    document.select(["G2"])
    assert part(panel, Leader).holder.text() == ""
    assert not document.state.holder("G2", "chief")


def test_flush_takes_what_is_being_typed(document: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(document)
    document.select(["U1"])
    type_into(qtbot, part(panel, Note).note, "x")
    panel.flush()
    assert document.state.field("U1", Field.NOTE) == "x"
    panel.flush()
    assert document.stack.count() == 1


def test_typing_goes_on_while_something_else_changes(
    document: Document, panel_of: Make, qtbot
) -> None:
    panel = panel_of(document)
    document.select(["G1"])
    note = part(panel, Note).note
    type_into(qtbot, note, "half a sen")
    document.commit(Move("U2", "G2"))
    assert note.toPlainText() == "half a sen"
    assert figures(panel)["Units"] == "1"


def test_a_date_is_set_changed_and_cleared(document: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(document)
    document.select(["G1"])
    formed = part(panel, Settings).formed
    assert formed.button.isVisible()
    qtbot.mouseClick(formed.button, Qt.MouseButton.LeftButton)
    assert document.state.field("G1", Field.FORMED) == "2011-06-01"
    assert formed.date.text() == "1 June 2011"
    formed.date.setDate(QDate(2011, 5, 9))
    qtbot.keyClick(formed.date, Qt.Key.Key_Return)
    assert document.state.field("G1", Field.FORMED) == "2011-05-09"
    qtbot.mouseClick(formed.clear_button, Qt.MouseButton.LeftButton)
    assert document.state.field("G1", Field.FORMED) == ""
    document.stack.undo()
    assert formed.date.date() == QDate(2011, 5, 9)


def test_a_day_in_the_calendar_is_taken_at_once(document: Document, panel_of: Make) -> None:
    document.commit(SetField("G1", Field.FORMED, "2011-05-01"))
    panel = panel_of(document)
    document.select(["G1"])
    date = part(panel, Settings).formed.date
    date.setDate(QDate(2011, 5, 2))
    date.calendarWidget().clicked.emit(QDate(2011, 5, 2))
    assert document.state.field("G1", Field.FORMED) == "2011-05-02"


def test_employers_are_members_first(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    document.select(["G3"])
    employer = part(panel, Settings).employer
    items = [employer.itemText(i) for i in range(employer.count())]
    assert items == [
        *("none entered", "Dunmere", "Eskdale", ""),
        *("Ashford", "Bexham", "Fenwick 'n' Fell", "Çalder"),
    ]
    employer.setCurrentIndex(2)
    employer.activated.emit(2)
    assert document.state.field("G3", Field.EMPLOYER) == "U5"
    document.stack.undo()
    assert employer.currentIndex() == 0


def test_keys_walk_the_employers_and_choose_one(document: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(document)
    document.select(["G3"])
    employer = part(panel, Settings).employer
    steps = document.stack.count()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_E):
        qtbot.keyClick(employer, key)
        listed = employer.view()
        assert listed.isVisible()
        qtbot.keyClick(listed, Qt.Key.Key_Down)
        qtbot.keyClick(listed, Qt.Key.Key_Escape)
        assert not listed.isVisible()
    assert (employer.currentIndex(), document.stack.count()) == (0, steps)
    qtbot.keyClick(employer, Qt.Key.Key_Down)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(employer.view(), key)
    assert document.state.field("G3", Field.EMPLOYER) == "U5"
    assert document.stack.count() == steps + 1


def test_employers_follow_who_comes_and_goes(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    document.select(["G3"])
    employer = part(panel, Settings).employer
    document.commit(SetField("G3", Field.EMPLOYER, "U5"))

    def items(shown: InspectorPanel) -> list[tuple[str, str]]:
        box = part(shown, Settings).employer
        return [(box.itemText(i), str(box.itemData(i) or "")) for i in range(box.count())]

    for change in (
        Move("U4", "R2"),
        Move("U1", "G3"),
        edits.to_tray(document.state, ["U5"]),
        Move("U2", "G3"),
        edits.dissolve(document.state, ["G1"]),
    ):
        document.commit(change)
        assert items(panel) == items(panel_of(document))
        assert employer.currentData() == "U5"
    for _ in range(4):
        document.stack.undo()
        assert items(panel) == items(panel_of(document))


def test_a_lock_is_set_and_undone(document: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(document)
    document.select(["U1"])
    lock = part(panel, Settings).lock
    qtbot.mouseClick(lock, Qt.MouseButton.LeftButton)
    assert document.state.is_locked("U1")
    document.stack.undo()
    assert not lock.isChecked()


def test_links_are_dropped_and_kept(document: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(document)
    document.select(["U1"])
    links = part(panel, Links)
    assert links.heading.text() == "Ties it keeps"
    boxes = [box for box in links.rows.rows if box.isVisible()]
    assert [box.accessibleName() for box in boxes] == ["Northtown", "Cité-du-Nord"]
    qtbot.mouseClick(boxes[1], Qt.MouseButton.LeftButton)
    assert not document.state.keeps_link("U1", "E2")
    document.stack.undo()
    assert boxes[1].isChecked()
    document.select(["U4"])
    assert [box.isVisible() for box in links.rows.rows] == [True, False]
    document.select(["U2"])
    assert not links.isVisible()


# -- many at once --------------------------------------------------------------------------


def test_many_are_summed_and_set_in_one_step(document: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(document)
    document.select(["G1", "G3"])
    assert part(panel, ManyHead).name.text() == "2 clusters selected"
    assert part(panel, ManyHead).names.text() == "North and South"
    assert figures(panel) == {
        "Units": "4",
        "Population": "985,000",
        "Surplus": "£2,500,002",
        "Officers": "8",
        "Board seats": "12",
    }
    qtbot.mouseClick(part(panel, Settings).formed.button, Qt.MouseButton.LeftButton)
    assert {document.state.field(g, Field.FORMED) for g in ("G1", "G3")} == {"2011-06-01"}
    assert document.stack.count() == 1
    document.stack.undo()
    assert document.state.field("G1", Field.FORMED) == ""


def test_what_lies_in_another_is_summed_once(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    document.select(["R1", "G1", "U1"])
    assert figures(panel)["Units"] == "3"
    assert part(panel, ManyHead).name.text() == "3 organisations selected"
    assert part(panel, Settings).isHidden()


def test_what_differs_is_shown_as_such(document: Document, panel_of: Make, qtbot) -> None:
    document.commit(
        Batch((SetField("G1", Field.LOCKED, "yes"), SetField("G1", Field.FORMED, "2011-05-01")))
    )
    panel = panel_of(document)
    document.select(["G1", "G2"])
    settings = part(panel, Settings)
    assert settings.lock.checkState() is Qt.CheckState.PartiallyChecked
    assert settings.formed.button.text() == "They differ: set a date…"
    qtbot.mouseClick(settings.formed.clear_button, Qt.MouseButton.LeftButton)
    assert document.state.field("G1", Field.FORMED) == ""
    qtbot.mouseClick(settings.lock, Qt.MouseButton.LeftButton)
    assert document.state.is_locked("G2")
    assert settings.lock.checkState() is Qt.CheckState.Checked


# -- keeping up ----------------------------------------------------------------------------


def test_a_read_only_file_disables_every_editor(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    document.select(["G1"])
    document.read_only = True
    document.titled.emit()
    settings = part(panel, Settings)
    editors = [part(panel, Head).name_field, part(panel, Leader).holder, part(panel, Note).note]
    editors += [settings.formed, settings.employer, settings.lock]
    assert not any(editor.isEnabled() for editor in editors)
    document.select(["U1"])
    assert not any(box.isEnabled() for box in part(panel, Links).rows.rows)
    document.read_only = False
    document.titled.emit()
    assert part(panel, Note).note.isEnabled()


def test_a_removed_cluster_leaves_nothing_selected(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    document.select(["G2"])
    document.commit(edits.dissolve(document.state, ["G2"]))
    assert panel.page is None
    document.stack.undo()
    document.select(["G2"])
    assert part(panel, Head).name_field.text() == "Mid"


def test_another_scenario_is_read_anew(
    document: Document, england: Document, panel_of: Make
) -> None:
    panel = panel_of(england)
    england.select(["5NT"])
    england.replace(document.scenario)
    assert panel.page is None
    england.select(["U1"])
    assert list(part(panel, Posts).roles) == [r.id for r in document.option.pack.roles]


def test_long_names_are_plain_and_do_not_widen(nasty: Document, panel_of: Make) -> None:
    nasty.commit(Appoint("G1", "finance", "<i>y</i>" + "W" * 190))
    panel = panel_of(nasty)
    for organisation in ("U1", "G1"):
        nasty.select([organisation])
        panel.resize(240, 700)
        assert panel.minimumSizeHint().width() <= 240
        assert panel.page is not None
        assert panel.page.minimumSizeHint().width() <= 240
    nasty.select(["U1"])
    assert part(panel, Head).name.text().startswith("<b>x</b> & WW")


def test_everything_to_edit_has_a_name_and_a_tooltip(document: Document, panel_of: Make) -> None:
    panel = panel_of(document)
    for organisation in ("G1", "U1"):
        document.select([organisation])
        assert panel.page is not None
        for section in panel.page.sections:
            for editor in section.findChildren(QWidget):
                if editor.focusPolicy() & Qt.FocusPolicy.TabFocus and editor.isVisible():
                    assert editor.accessibleName(), editor
                    assert editor.toolTip(), editor


def test_the_wheel_alters_nothing(document: Document, panel_of: Make) -> None:
    document.commit(SetField("G1", Field.FORMED, "2011-05-01"))
    panel = panel_of(document)
    document.select(["G1"])
    settings = part(panel, Settings)
    for widget in (settings.employer, settings.formed.date):
        turn = QWheelEvent(
            *(QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -240)),
            *(Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier),
            *(Qt.ScrollPhase.NoScrollPhase, False),
        )
        QApplication.sendEvent(widget, turn)
        assert not turn.isAccepted()
    assert settings.employer.currentIndex() == 0
    assert settings.formed.date.date() == QDate(2011, 5, 1)


def test_both_themes_are_drawn(england: Document, panel_of: Make) -> None:
    panel = panel_of(england)
    england.select(["C07"])
    light = panel.grab().toImage()
    panel.set_theme(theme.DARK)
    assert panel.grab().toImage() != light
