"""Posts in the inspector: real keys and clicks in every field, each one step to undo."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from model import edits
from model.changes import Appoint, Arrange, Arrangement, Detail, Field, PostState, SetPost, Staff
from model.posts import Post
from tests.ui.panels.inspecting import part, type_into
from ui.document import Document
from ui.panels.about import Leader
from ui.panels.entries import Entry
from ui.panels.governance import Governance
from ui.panels.inspector import InspectorPanel
from ui.panels.many_posts import ManyPosts
from ui.panels.parts import Choice
from ui.panels.post_form import PostForm
from ui.panels.posts import Posts, RoleRow

Make = Callable[[Document], InspectorPanel]
LEFT = Qt.MouseButton.LeftButton


def lines(panel: InspectorPanel) -> dict[str, str]:
    rows = part(panel, Posts).roles.values()
    return {row.line.title: row.line.words for row in rows if not row.isHidden()}


def unfold(qtbot, panel: InspectorPanel, role: str) -> RoleRow:
    row = part(panel, Posts).roles[role]
    qtbot.mouseClick(row.line, LEFT)
    assert row.body is not None
    assert row.body.isVisible()
    return row


def form_of(qtbot, panel: InspectorPanel, role: str, number: int = 1) -> PostForm:
    line = unfold(qtbot, panel, role).posts[number - 1]
    if line.form is None:
        qtbot.mouseClick(line.line, LEFT)
    assert line.form is not None
    assert line.form.isVisible()
    return line.form


def enter(qtbot, field: QWidget, text: str) -> None:
    type_into(qtbot, field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def choose(qtbot, box: Choice, words: str) -> None:
    """Open a list by key and choose in it."""
    place = box.findText(words)
    assert place >= 0, [box.itemText(i) for i in range(box.count())]
    qtbot.keyClick(box, Qt.Key.Key_Down)
    view = box.view()
    assert view.isVisible()
    qtbot.keyClick(view, Qt.Key.Key_Home)
    for _ in range(place):
        qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert not view.isVisible()


def post(document: Document, organisation: str, role: str, number: int = 1) -> Post:
    there = document.state.posts(organisation)
    return next(p for p in there if (p.role.id, p.number) == (role, number))


# -- what is shown -------------------------------------------------------------------------


def test_a_units_board_is_a_line_for_each_role(document: Document, panel_of: Make) -> None:
    document.commit(Appoint("G1", "finance", "Cy Dee"))
    document.commit(Appoint("U1", "health", "Di Fo"))
    document.commit(SetPost("U1", "health", 1, Detail.STATE, "interim"))
    document.commit(SetPost("U1", "chair", 1, Detail.STATE, "vacant"))
    panel = panel_of(document)
    document.select(["U1"])
    assert lines(panel) == {
        "Chief Officer": "Ann Lee · shared",
        "Director of Finance": "Cy Dee · shared",
        "Director of Public Health": "Di Fo, interim",
        "Chair": "vacant",
        "Lay member": "2 posts",
    }
    assert part(panel, Posts).roles["chair"].line.is_hollow
    assert part(panel, Posts).summary.text() == (
        "6 seats on its board, 5 votes. Its own: 4 posts · 3 people · 1 vacant · "
        "1 interim or acting · 4.00 WTE · no cost entered"
    )


def test_a_clusters_posts_are_told_from_those_of_its_units(
    document: Document, panel_of: Make, qtbot
) -> None:
    panel = panel_of(document)
    document.select(["G1"])
    assert lines(panel) == {
        "Chief Officer": "Ann Lee",
        "Director of Finance": "no name",
        "Director of Public Health": "2 at the units",
        "Chair": "2 at the units",
        "Lay member": "4 at the units",
    }
    row = unfold(qtbot, panel, "health")
    assert row.shared.text() == "2 posts of the units themselves."
    assert part(panel, Posts).summary.text().startswith("With those of its units: 10 posts")


def test_a_line_unfolds_by_key_and_folds_again(document: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(document)
    document.select(["U1"])
    row = part(panel, Posts).roles["health"]
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        qtbot.keyClick(row.line, key)
        assert row.body is not None
        assert row.body.isVisible()
        qtbot.keyClick(row.line, key)
        assert row.body.isHidden()


def test_what_is_typed_is_taken_when_a_line_is_folded(
    document: Document, panel_of: Make, qtbot
) -> None:
    panel = panel_of(document)
    document.select(["U1"])
    type_into(qtbot, form_of(qtbot, panel, "health").holder, "Di Fo")
    part(panel, Posts).roles["health"].line.setChecked(False)
    assert document.state.holder("U1", "health") == "Di Fo"


def test_what_is_typed_for_one_is_never_shown_for_another(
    document: Document, panel_of: Make, qtbot
) -> None:
    panel = panel_of(document)
    document.select(["U1"])
    form = form_of(qtbot, panel, "health")
    type_into(qtbot, form.cost, "much")
    qtbot.keyClick(form.cost, Qt.Key.Key_Return)
    document.select(["U2"])
    assert form.cost.text() == ""
    assert not any(label.isVisible() for label in wrongs(form))


def wrongs(form: PostForm) -> list[QWidget]:
    return [entry.wrong for entry in form.findChildren(Entry)]


# -- naming --------------------------------------------------------------------------------


def test_a_holder_is_named_on_enter(document: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(document)
    document.select(["U1"])
    form = form_of(qtbot, panel, "health")
    enter(qtbot, form.holder, "Di Fo")
    assert document.state.holder("U1", "health") == "Di Fo"
    document.stack.undo()
    assert form.holder.text() == ""
    document.stack.redo()
    assert form.holder.text() == "Di Fo"


def test_names_in_the_plan_are_proposed_and_a_shared_person_is_told(
    document: Document, panel_of: Make, qtbot
) -> None:
    panel = panel_of(document)
    with qtbot.waitActive(panel):
        panel.activateWindow()
    document.select(["G3"])
    form = form_of(qtbot, panel, "chief")
    form.holder.setFocus()
    qtbot.keyClicks(form.holder, "lee")
    completer = form.holder.completer()
    assert completer.completionCount() == 1
    completer.activated.emit(completer.currentCompletion())
    assert document.state.holder("G3", "chief") == "Ann Lee"
    assert form.holder_entry.about.text() == "also chief officer of North"
    assert form.holder_entry.about.isVisible()
    document.stack.undo()
    assert not form.holder_entry.about.isVisible()


def test_a_vacancy_takes_the_name_and_a_name_ends_the_vacancy(
    document: Document, panel_of: Make, qtbot
) -> None:
    document.commit(Appoint("U1", "health", "Di Fo"))
    panel = panel_of(document)
    document.select(["U1"])
    form = form_of(qtbot, panel, "health")
    choose(qtbot, form.state, "Vacant")
    assert form.holder.text() == ""
    assert form.holder.placeholderText() == "vacant"
    assert post(document, "U1", "health").state is PostState.VACANT
    document.stack.undo()
    assert (form.holder.text(), form.state.currentText()) == ("Di Fo", "Filled")
    document.stack.redo()
    enter(qtbot, form.holder, "Ed Gee")
    assert form.state.currentText() == "Filled"
    document.stack.undo()
    assert (form.holder.text(), form.state.currentText()) == ("", "Vacant")


def test_the_leaders_field_says_vacant_and_a_name_there_ends_it(
    document: Document, panel_of: Make, qtbot
) -> None:
    panel = panel_of(document)
    document.select(["G1"])
    form = form_of(qtbot, panel, "chief")
    choose(qtbot, form.state, "Vacant")
    leader = part(panel, Leader).holder
    assert (leader.text(), leader.placeholderText()) == ("", "vacant")
    enter(qtbot, leader, "Ed Gee")
    assert post(document, "G1", "chief").state is PostState.FILLED


# -- terms ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "typed", "kept", "shown"),
    [
        ("wte", "0.6", {"wte": 60}, "0.60"),
        ("wte", "2", {"wte": 200}, "2.00"),
        ("cost", "95000", {"cost": 95_000}, "£95,000"),
        ("cost", "£ 95,000", {"cost": 95_000}, "£95,000"),
        ("employer", "bexham", {"employer": "U2"}, "Bexham"),
        ("employer", "5U2", {"employer": "U2"}, "Bexham"),
    ],
)
def test_a_term_is_entered_and_undone(
    document: Document, panel_of: Make, qtbot, field: str, typed: str, kept: dict, shown: str
) -> None:
    panel = panel_of(document)
    document.select(["U1"])
    form = form_of(qtbot, panel, "health")
    before, at_first = post(document, "U1", "health"), getattr(form, field).text()
    enter(qtbot, getattr(form, field), typed)
    after = post(document, "U1", "health")
    assert {name: getattr(after, name) for name in kept} == kept
    assert getattr(form, field).text() == shown
    document.stack.undo()
    assert post(document, "U1", "health") == before
    assert getattr(form, field).text() == at_first


@pytest.mark.parametrize(
    ("field", "typed", "why"),
    [
        ("wte", "half", "A number up to 10.00, such as 0.60."),
        ("wte", "0.605", "A number from 0 to 10.00, with two decimals at most."),
        ("wte", "11", "A number from 0 to 10.00, with two decimals at most."),
        ("wte", "NaN", "A number up to 10.00, such as 0.60."),
        ("wte", "1e999999", "A number up to 10.00, such as 0.60."),
        ("cost", "-5", "Whole pounds, such as 95,000."),
        ("cost", "95.50", "Whole pounds, such as 95,000."),
        ("cost", "12,5", "Whole pounds, such as 95,000."),
        ("cost", "9" * 30, "At most £1,000,000,000,000,000."),
        ("employer", "North", "Only a legal body can employ anybody: choose one from the list."),
    ],
)
def test_what_cannot_be_kept_says_why_beside_the_field(
    document: Document, panel_of: Make, qtbot, field: str, typed: str, why: str
) -> None:
    panel = panel_of(document)
    document.select(["U1"])
    form = form_of(qtbot, panel, "health")
    there = getattr(form, field)
    enter(qtbot, there, typed)
    said = [label for label in wrongs(form) if label.isVisible()]
    assert [label.text() for label in said] == [f"× {why}"]
    assert there.text() == typed
    assert not document.is_modified
    qtbot.keyClick(there, Qt.Key.Key_Escape)
    assert not said[0].isVisible()


def test_the_same_in_other_words_is_no_step(document: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(document)
    document.select(["U1"])
    form = form_of(qtbot, panel, "health")
    enter(qtbot, form.wte, "1")
    assert form.wte.text() == "1.00"
    assert not document.is_modified


def test_a_vote_is_given_and_taken(document: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(document)
    document.select(["U1"])
    form = form_of(qtbot, panel, "chair")
    assert form.vote.currentText() == "Usual: in attendance"
    choose(qtbot, form.vote, "Votes")
    assert post(document, "U1", "chair").votes
    document.stack.undo()
    assert not post(document, "U1", "chair").votes


def test_duties_go_to_one_place_or_in_shares_of_a_hundred(
    document: Document, panel_of: Make, qtbot
) -> None:
    panel = panel_of(document)
    document.select(["U1"])
    form = form_of(qtbot, panel, "health")
    field = form.destination
    choose(qtbot, field.where, "Councils")
    assert post(document, "U1", "health").destination == "council 100"
    choose(qtbot, field.where, "Several, in shares…")
    assert field.shares["council"].text() == "100"
    enter(qtbot, field.shares["council"], "60")
    wrong = form.destination_entry.wrong
    assert wrong.text() == "× The shares come to 60%: 40% more makes 100%."
    assert post(document, "U1", "health").destination == "council 100"
    enter(qtbot, field.shares["board"], "40")
    assert not wrong.isVisible()
    assert post(document, "U1", "health").destination == "council 60, board 40"
    document.stack.undo()
    assert field.where.currentText() == "Councils"
    assert not field.shares["council"].isVisible()


def test_a_note_is_taken_when_the_focus_leaves(document: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(document)
    document.select(["U1"])
    form = form_of(qtbot, panel, "health")
    type_into(qtbot, form.note, "Until the transfer")
    panel.flush()
    assert post(document, "U1", "health").note == "Until the transfer"


# -- how many, and how shared --------------------------------------------------------------


def test_posts_are_added_and_taken_away(document: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(document)
    document.select(["U1"])
    document.commit(Appoint("U1", "member", "Ann Lee", 2))
    row = unfold(qtbot, panel, "member")
    enter(qtbot, row.number, "3")
    assert document.state.number("U1", "member") == 3
    assert [line.isVisible() for line in row.posts] == [True] * 3
    qtbot.mouseClick(row.posts[0].line, LEFT)
    form = row.posts[0].form
    assert form is not None
    QApplication.processEvents()  # it has just been unfolded: everything finds its place
    qtbot.mouseClick(form.remove, LEFT)
    assert document.state.number("U1", "member") == 2
    assert document.state.holder("U1", "member", 1) == "Ann Lee"
    document.stack.undo()
    document.stack.undo()
    assert document.state.number("U1", "member") == 2
    assert document.state.holder("U1", "member", 2) == "Ann Lee"


def test_a_number_that_can_not_be_is_said(document: Document, panel_of: Make, qtbot) -> None:
    panel = panel_of(document)
    document.select(["U1"])
    row = unfold(qtbot, panel, "member")
    enter(qtbot, row.number, "31")
    assert row.number_entry.wrong.text() == "× A whole number from 0 to 30."
    assert not document.is_modified


def test_another_post_is_added_and_waits_for_a_name(
    document: Document, panel_of: Make, qtbot
) -> None:
    panel = panel_of(document)
    panel.activateWindow()
    document.select(["G1"])
    posts = part(panel, Posts)
    choose(qtbot, posts.add, "Lay member")
    assert document.state.number("G1", "member") == 1
    form = posts.roles["member"].posts[0].form
    assert form is not None
    assert form.holder.isVisible()
    assert form.focusWidget() is form.holder
    document.stack.undo()
    assert document.state.staff("G1", "member") is None


def test_a_post_is_kept_from_being_shared_and_given_back(
    document: Document, panel_of: Make, qtbot
) -> None:
    document.commit(Appoint("G1", "finance", "Cy Dee"))
    panel = panel_of(document)
    document.select(["U1"])
    row = unfold(qtbot, panel, "finance")
    assert row.arrangement.currentText() == "Usual: shared"
    assert row.shared.text() == "Filled by North, whose post it is."
    assert row.number_entry.isHidden()
    choose(qtbot, row.arrangement, "Its own")
    assert document.state.chosen_arrangement("U1", "finance") is Arrangement.OWN
    assert row.posts[0].form is not None
    assert row.posts[0].form.holder.isVisible()
    choose(qtbot, row.arrangement, "Its own, on every board")
    assert row.posts[0].form.facts.text() == "Customary; sits on 2 boards"
    choose(qtbot, row.arrangement, "Usual: shared")
    assert document.state.chosen_arrangement("U1", "finance") is None
    qtbot.mouseClick(row.show_group, LEFT)
    assert document.selection == {"G1"}


def test_a_cluster_arranges_a_role_for_all_its_members(
    document: Document, panel_of: Make, qtbot
) -> None:
    panel = panel_of(document)
    document.select(["G1"])
    row = unfold(qtbot, panel, "health")
    choose(qtbot, row.arrangement, "Shared by the cluster")
    assert [len(document.state.posts(u)) for u in ("U1", "U2")] == [3, 3]
    assert post(document, "G1", "health").boards == ("U1", "U2")
    document.stack.undo()
    assert document.state.number("G1", "health") == 0
    document.commit(Arrange("U2", "health", Arrangement.SHARED))
    assert row.arrangement.currentText() == "They differ"


def test_boards_decide_together_and_share_their_lay_members(
    document: Document, panel_of: Make, qtbot
) -> None:
    panel = panel_of(document)
    document.select(["G1"])
    governance = part(panel, Governance)
    choose(qtbot, governance.choice, "Board in common (model 2)")
    assert document.state.field("G1", Field.GOVERNANCE) == "common"
    assert lines(panel)["Lay member"] == "2 posts"
    document.stack.undo()
    assert lines(panel)["Lay member"] == "4 at the units"
    document.select(["G2"])
    assert governance.choice.isHidden()
    assert governance.text.text() == "Cluster of one unit: its board decides alone."


# -- many at once --------------------------------------------------------------------------


def many(qtbot, panel: InspectorPanel, role: str):
    row = part(panel, ManyPosts).roles[role]
    qtbot.mouseClick(row.line, LEFT)
    return row


def test_many_units_are_given_posts_at_once(document: Document, panel_of: Make, qtbot) -> None:
    document.commit(Staff("U1", "member", 5))
    panel = panel_of(document)
    document.select(["U1", "U2", "U4"])
    row = many(qtbot, panel, "member")
    assert row.line.words == "9 posts"
    assert (row.number.text(), row.number.placeholderText()) == ("", "they differ")
    enter(qtbot, row.number, "7")
    assert [document.state.number(u, "member") for u in ("U1", "U2", "U4")] == [7, 7, 7]
    assert row.number.text() == "7"
    document.stack.undo()
    assert [document.state.number(u, "member") for u in ("U1", "U2", "U4")] == [5, 2, 2]


def test_many_seats_votes_states_and_employers_are_set_at_once(
    document: Document, panel_of: Make, qtbot
) -> None:
    document.commit(SetPost("U1", "health", 1, Detail.VOTE, "no"))
    panel = panel_of(document)
    document.select(["U1", "U2", "U4"])
    row = many(qtbot, panel, "health")
    assert row.vote.currentText() == "They differ"
    choose(qtbot, row.vote, "In attendance")
    choose(qtbot, row.state, "Acting")
    enter(qtbot, row.employer, "Bexham")
    posts = [post(document, u, "health") for u in ("U1", "U2", "U4")]
    assert {(p.votes, p.state, p.employer) for p in posts} == {(False, PostState.ACTING, "U2")}
    steps = document.stack.index()
    choose(qtbot, row.arrangement, "Shared by the cluster")
    assert document.stack.index() == steps + 1
    assert [document.state.number(u, "health") for u in ("U1", "U2", "U4")] == [0, 0, 0]
    assert row.line.words == "no post"
    for _ in range(4):
        document.stack.undo()
    assert row.vote.currentText() == "They differ"
    assert [post(document, u, "health").votes for u in ("U1", "U2", "U4")] == [False, True, True]


def test_many_clusters_decide_alike_at_once(document: Document, panel_of: Make, qtbot) -> None:
    document.commit(edits.set_field(document.state, ["G1"], Field.GOVERNANCE, "joint"))
    panel = panel_of(document)
    document.select(["G1", "G3"])
    governance = part(panel, Governance)
    assert governance.choice.currentText() == "They differ"
    choose(qtbot, governance.choice, "Board in common (model 2)")
    assert {document.state.field(g, Field.GOVERNANCE) for g in ("G1", "G3")} == {"common"}
    document.stack.undo()
    assert governance.choice.currentText() == "They differ"


# -- limits of the page --------------------------------------------------------------------


def test_a_read_only_file_lets_no_post_be_altered(
    document: Document, panel_of: Make, qtbot
) -> None:
    panel = panel_of(document)
    document.select(["U1"])
    form = form_of(qtbot, panel, "health")
    document.read_only = True
    document.titled.emit()
    assert not any(editor.isEnabled() for editor in form.editors)
    assert not form.remove.isEnabled()
    assert not part(panel, Posts).add.isEnabled()


def test_long_names_do_not_widen_the_form_and_all_is_named(
    nasty: Document, panel_of: Make, qtbot
) -> None:
    nasty.commit(Appoint("U1", "health", "<i>y</i>" + "W" * 190))
    nasty.commit(SetPost("U1", "health", 1, Detail.EMPLOYER, "U1"))
    panel = panel_of(nasty)
    nasty.select(["U1"])
    form = form_of(qtbot, panel, "health")
    panel.resize(240, 700)
    assert panel.page is not None
    assert panel.page.minimumSizeHint().width() <= 240
    for editor in form.findChildren(QWidget):
        if editor.focusPolicy() & Qt.FocusPolicy.TabFocus and editor.isVisible():
            assert editor.accessibleName(), editor
            assert editor.toolTip(), editor
