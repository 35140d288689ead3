"""A document shows one option of several, and undoes in each of them and in their list."""

from __future__ import annotations

import gc
from pathlib import Path
from weakref import ref

import pytest

from db.scenario_file import open_scenario, save
from model import edits
from model.changes import Move
from model.option import Option, Status
from model.scenario import Add, Place, Scenario, SetStatus, Take
from tests.sample_pack import WHEN, WHO, sample_scenario
from ui.document import Document


@pytest.fixture
def document(qapp: object) -> Document:
    return Document(sample_scenario())


def branch(document: Document, name: str) -> Option:
    """Branch from the option that is shown, and show the branch."""
    twin = document.option.branch(name, f"Plan {name}", when=WHEN, who=WHO)
    assert document.edit_list(Add(twin, len(document.scenario.options)), show=name)
    return twin


def ids(document: Document) -> str:
    return "".join(option.id for option in document.scenario.options)


def group_of(document: Document, unit: str) -> str | None:
    return document.state.group_of(unit)


def test_another_option_is_shown_with_its_own_undo(document: Document) -> None:
    heard: list[str] = []
    document.switched.connect(lambda: heard.append(document.option.id))
    document.commit(Move("U2", "G2"))
    branch(document, "B")
    document.commit(Move("U3", "G1"))
    document.show_option("A")
    assert heard == ["B", "A"]
    assert document.scenario.active == "A"
    assert group_of(document, "U3") != "G1"
    document.undo()
    assert group_of(document, "U2") == "G1"
    document.show_option("B")
    assert (group_of(document, "U2"), group_of(document, "U3")) == ("G2", "G1")
    document.show_option("B")
    document.show_option("nothing")
    assert heard == ["B", "A", "B"]


def test_what_is_selected_stays_so_where_it_is_there(document: Document) -> None:
    branch(document, "B")
    document.commit(Move("U3", "G3"))
    document.select(["U1", "G1"], "U1")
    document.show_option("A")
    assert document.selection == {"U1", "G1"}


def test_undoing_a_branch_goes_back_to_what_it_came_from(document: Document) -> None:
    document.commit(Move("U2", "G2"))
    branch(document, "B")
    assert document.stack.undoText() == "Branch to Plan B"
    document.undo()
    assert (ids(document), document.option.id) == ("A", "A")
    assert group_of(document, "U2") == "G2"
    assert document.redo_stack.redoText() == "Branch to Plan B"
    document.redo()
    assert (ids(document), document.option.id) == ("AB", "B")
    document.undo()
    document.undo()
    assert group_of(document, "U2") == "G1"
    document.redo()  # what was undone last is done first
    assert (ids(document), group_of(document, "U2")) == ("A", "G2")
    document.redo()
    assert (ids(document), document.option.id) == ("AB", "B")


def test_a_branch_is_redone_with_what_was_done_in_it(document: Document) -> None:
    branch(document, "B")
    document.commit(Move("U2", "G2"))
    document.undo()
    document.undo()
    document.redo()
    document.redo()
    assert (document.option.id, group_of(document, "U2")) == ("B", "G2")


def test_a_branch_that_was_undone_is_gone_after_another_edit(document: Document) -> None:
    branch(document, "B")
    document.undo()
    document.commit(Move("U2", "G2"))
    assert not document.redo_stack.canRedo()
    document.undo()
    document.redo()
    assert (ids(document), group_of(document, "U2")) == ("A", "G2")


def test_deleting_what_is_shown_shows_another(document: Document) -> None:
    branch(document, "B")
    assert document.edit_list(SetStatus("B", Status.DELETED))
    assert document.option.id == "A"
    document.undo()
    assert document.option.id == "B"
    document.redo()
    assert document.option.id == "A"
    assert document.scenario.option("B").status is Status.DELETED


def test_what_can_be_undone_is_told(document: Document) -> None:
    heard: list[str] = []
    document.stepped.connect(lambda: heard.append(document.stack.undoText()))
    document.commit(Move("U2", "G2"))
    branch(document, "B")
    assert heard[-1] == "Branch to Plan B"
    document.show_option("A")
    assert heard[-1] == document.option.log[document.option.log.head].text


def test_the_list_is_part_of_what_is_saved(document: Document) -> None:
    titled: list[bool] = []
    document.titled.connect(lambda: titled.append(document.is_modified))
    branch(document, "B")
    assert document.is_modified
    document.show_option("A")
    document.edit_list(Place("B", 0))
    document.undo()
    document.show_option("B")
    document.undo()
    assert not document.is_modified
    assert titled == [True, False]


def test_the_last_option_can_not_be_deleted(document: Document) -> None:
    said: list[str] = []
    document.refused.connect(said.append)
    assert not document.edit_list(SetStatus("A", Status.DELETED))
    assert "only option that is in use" in said[0]
    assert not document.stack.canUndo()


def test_a_step_that_leads_nowhere_any_more_is_dropped(document: Document) -> None:
    said: list[str] = []
    document.refused.connect(said.append)
    branch(document, "B")
    document.show_option("A")
    document.edit_list(SetStatus("B", Status.DELETED))
    document.remove_for_good([document.scenario.option("B")])
    assert ids(document) == "A"
    document.undo()
    assert said == ["That option is not there any more."]
    assert not document.stack.canUndo()
    assert not document.stack.canRedo()


def test_nothing_is_done_to_the_list_of_a_file_that_is_read_only(document: Document) -> None:
    said: list[str] = []
    document.refused.connect(said.append)
    branch(document, "B")
    document.open_read_only()
    assert not document.edit_list(SetStatus("A", Status.DELETED))
    document.remove_for_good([document.scenario.option("A")])
    assert (ids(document), len(said)) == ("AB", 2)
    document.show_option("A")
    assert document.option.id == "A"


def test_nothing_is_undone_in_a_file_that_is_read_only(document: Document) -> None:
    said: list[str] = []
    document.refused.connect(said.append)
    document.commit(Move("U2", "G2"))
    document.commit(Move("U3", "G1"))
    document.undo()
    document.open_read_only()
    document.undo()
    document.redo()
    assert [document.state.parent(u) for u in ("U2", "U3")] == ["G2", "G2"]
    assert len(said) == 2
    assert "read-only" in said[0]


def test_undo_works_after_opening_in_every_option(document: Document, tmp_path: Path) -> None:
    document.commit(Move("U2", "G2"))
    branch(document, "B")
    document.commit(Move("U3", "G1"))
    save(document.scenario, tmp_path / "plan.footprint")
    document.replace(open_scenario(tmp_path / "plan.footprint").scenario)
    assert document.option.id == "B"
    document.undo()
    assert not document.stack.canUndo()  # what was done in A before is undone there
    document.show_option("A")
    document.undo()
    assert group_of(document, "U2") == "G1"
    document.show_option("B")
    document.redo()
    assert (group_of(document, "U2"), group_of(document, "U3")) == ("G2", "G1")


def test_two_windows_share_what_is_open(document: Document) -> None:
    second = Document(document.open)
    branch(document, "B")
    assert (document.option.id, second.option.id) == ("B", "A")
    second.commit(Move("U2", "G2"))
    assert document.is_modified
    document.show_option("A")
    document.undo()
    assert group_of(second, "U2") == "G1"
    second.show_option("B")
    document.edit_list(SetStatus("B", Status.ARCHIVED))
    assert second.option.id == "A"
    second.replace(sample_scenario())
    assert document.scenario is second.scenario
    assert document.option is second.option


def test_what_is_taken_away_in_a_document_is_shown_by_none(document: Document) -> None:
    branch(document, "B")
    scenario: Scenario = document.scenario
    scenario.apply(Take("B"))
    assert document.option.id == "A"


def test_a_file_without_an_option_gets_an_empty_one(qapp: object) -> None:
    sample = sample_scenario()
    document = Document(Scenario("none", sample.pack, WHEN))
    assert (ids(document), document.state.name) == ("A", "Option A")
    assert not document.is_modified
    assert document.state.tray()
    assert not document.stack.canUndo()


def test_a_document_is_collected_with_its_steps_and_nothing_is_deleted_twice(qapp) -> None:
    """Qt and Python have both had a say in who deletes a step: the second one crashed."""
    gc.freeze()  # what is there already need not be looked through
    gone = []
    for undone in (False, True) * 3:
        document = Document(sample_scenario())
        assert document.commit(Move("U1", "G2"))
        assert document.commit(Move("U2", "G2"))
        if undone:
            document.undo()
            assert document.commit(Move("U3", "G1"))
        gone += [ref(document), ref(document.option)]
        del document
        gc.collect()
    assert [one() for one in gone] == [None] * len(gone)


def test_what_the_mouse_is_over_is_told_once_and_forgotten_with_the_option(
    document: Document,
) -> None:
    heard: list[str] = []
    document.hovered.connect(heard.append)
    document.hover("U2")
    document.hover("U2")
    document.hover("nothing that is there")
    document.hover("U3")
    branch(document, "B")
    assert heard == ["U2", "", "U3", ""]
    assert document.pointed == ""


def test_the_mouse_is_over_nothing_that_is_gone(document: Document) -> None:
    assert document.commit(edits.new_group(document.state, "R1", "G9", "Ninth"))
    heard: list[str] = []
    document.hover("G9")
    document.hovered.connect(heard.append)
    document.undo()
    assert heard == [""]


def test_what_is_foreseen_is_what_was_announced_last(document: Document) -> None:
    unit = document.state.members("G1")[0]
    pending = document.option.preview(Move(unit, "G2"))
    document.keep_preview(pending)
    assert document.foreseen is pending
    other = document.preview(Move(document.state.members("G2")[0], "G1"))
    assert document.foreseen is other
    document.preview(None)
    assert document.foreseen is pending
    assert document.commit(Move(unit, "G2"))
    assert document.foreseen is None
