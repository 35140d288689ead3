"""The dialog for an option as a whole: what it looks ahead to, and that it is one undo step."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QDialog, QWidget

from model.changes import Field, OptionField, SetField, SetOption
from model.scenario import Add, Scenario, from_ready
from model.structures import counts_of, counts_text
from tests.sample_pack import WHEN, WHO, sample_pack
from ui.dialogs.option import OptionDialog
from ui.document import Document


def test_choosing_a_structure_is_one_step_with_the_name(document: Document, shown) -> None:
    dialog = OptionDialog(document)
    shown(dialog)
    dialog.name.setText("Afterwards")
    dialog.structure.setCurrentIndex(dialog.structure.findData("later"))
    dialog.legal.setChecked(True)
    dialog.accept()
    state = document.state
    assert (state.name, state.structure.id, state.are_legal) == ("Afterwards", "later", True)
    document.stack.undo()
    assert (state.structure, state.are_legal) == (None, False)
    document.stack.redo()
    assert state.structure.id == "later"


def test_a_name_that_another_option_has_is_refused_in_any_case(document: Document, shown) -> None:
    other = document.live.branch("B", "Plan B", when=WHEN, who=WHO)
    document.edit_list(Add(other, 1), show=document.live.id)
    dialog = OptionDialog(document)
    shown(dialog)
    dialog.name.setText(" plan b ")
    assert dialog.fault.text() == "There is an option called Plan B already."
    assert not dialog.ok.isEnabled()
    dialog.name.setText(document.state.name.upper())
    assert not dialog.fault.isVisible()
    assert dialog.ok.isEnabled()


def test_what_is_chosen_is_explained_with_its_counts(england: Document, shown) -> None:
    dialog = OptionDialog(england)
    shown(dialog)
    assert not dialog.counts.isVisible()
    choose(dialog, "statutory-clusters")
    assert "51 boards, 51 accountable officers, 3 layers" in dialog.counts.text()
    assert "sub-committees of a cluster" in dialog.about.text()
    assert not dialog.legal.isVisible()
    choose(dialog, "local-health-boards")
    assert dialog.legal.isVisible()
    assert dialog.legal.text() == "Consortia are &legal bodies"
    choose(dialog, "")
    assert not dialog.about.isVisible()


def test_its_counts_are_those_of_the_chart(england: Document, shown) -> None:
    england.commit(SetOption(OptionField.STRUCTURE, "outposts"))
    england.commit(SetField("C04", Field.BOARD, "yes"))
    dialog = OptionDialog(england)
    shown(dialog)
    counts = counts_of(england.state)
    assert counts is not None
    assert dialog.counts.text() == counts_text(counts)
    england.commit(SetField("C04", Field.BOARD, ""))
    fewer = counts_of(england.state)
    assert fewer is not None
    assert fewer.boards == counts.boards - 1


def choose(dialog: OptionDialog, structure: str) -> None:
    dialog.structure.setCurrentIndex(dialog.structure.findData(structure))


def test_a_pack_without_structures_has_nothing_to_choose(
    qapp: object, shown: Callable[[QWidget], None]
) -> None:
    pack = replace(sample_pack(), structures=())
    scenario: Scenario = from_ready(pack, pack.options[0], "s", when=WHEN, who=WHO)
    dialog = OptionDialog(Document(scenario))
    shown(dialog)
    assert not dialog.structure.isVisible()
    dialog.accept()
    assert dialog.result() == QDialog.DialogCode.Accepted
