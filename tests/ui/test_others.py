"""Two windows on one file, files that others saved meanwhile, and recovering later."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog

from db.presence import note_of
from db.recovered import find
from db.scenario_file import open_scenario, save
from model import edits
from model.option import Origin, Status
from model.scenario import Add, Place, SetStatus
from tests.sample_pack import sample_scenario
from ui.comparing import comparing
from ui.dialogs import messages, others
from ui.dialogs.merge import MergeDialog
from ui.dialogs.others import Clash, ClashQuestion, InUse
from ui.dialogs.recover import RecoverDialog
from ui.main_window import MainWindow

MakeWindow = Callable[[], MainWindow]
SINCE = "2026-03-01T09:00:00.000000+00:00"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.footprint"
    save(sample_scenario(), path)
    return path


@pytest.fixture
def note(plan: Path) -> Path:
    """Return a note that Ann left beside the plan just now, on another computer."""
    path = note_of(plan)
    path.write_text(json.dumps({"user": "Ann <b>Lee</b>", "host": "PC7", "since": SINCE, "pid": 1}))
    return path


@pytest.fixture
def errors(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []
    monkeypatch.setattr(messages, "show_error", lambda *a, **_: said.append(a[2]))
    return said


@pytest.fixture
def window(
    qtbot, tmp_path: Path, errors: list[str], monkeypatch: pytest.MonkeyPatch, store: QSettings
) -> MainWindow:
    monkeypatch.setattr(messages, "ask_save", lambda *_: messages.Answer.DISCARD)
    first = sample_scenario()
    first.id = "another"  # of which no file here is a copy
    window = MainWindow(first, store, tmp_path / "recovery")
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


def opened(window: MainWindow, path: Path) -> InUse | None:
    """Open a file and do what follows the first paint; return the question that is asked."""
    assert window.files.open(path)
    window.later.finish()
    return window.findChild(InUse)


def move(window: MainWindow, unit: str = "U2", to: str = "G2") -> bool:
    return window.document.commit(edits.move(window.document.state, [unit], to))


# -- two windows -------------------------------------------------------------------------------


def test_a_file_that_nobody_has_open_is_noted_until_it_is_closed(window, plan: Path) -> None:
    assert opened(window, plan) is None
    assert note_of(plan).exists()
    window.close()
    assert not note_of(plan).exists()


def test_the_second_is_told_who_has_it_and_looks_at_it(window, plan: Path, note: Path) -> None:
    question = opened(window, plan)
    assert "Ann <b>Lee</b> has it open on the computer PC7, since 1 March" in question.text.text()
    question.reject()
    assert window.document.read_only
    assert "read-only" in window.windowTitle()
    assert not move(window)
    window.close()
    assert note.exists()  # it is not ours


def test_the_second_may_edit_anyway(window, plan: Path, note: Path) -> None:
    opened(window, plan).edit.click()
    assert not window.document.read_only
    assert move(window)
    assert "Ann" not in note.read_text()
    assert window.files.save()
    assert window.findChild(InUse) is None or not window.findChild(InUse).isVisible()


def test_read_only_it_can_be_saved_as_another_file(window, plan: Path, note: Path) -> None:
    opened(window, plan).reject()
    copy = plan.with_name("mine.footprint")
    assert window.files.save_as(copy)
    assert not window.document.read_only
    assert note_of(copy).exists()
    assert move(window)


def test_another_file_takes_the_note_along(window, plan: Path) -> None:
    opened(window, plan)
    other = plan.with_name("other.footprint")
    save(sample_scenario(), other)
    opened(window, other)
    assert [note_of(p).exists() for p in (plan, other)] == [False, True]


def test_a_note_that_somebody_removed_costs_nothing(window, plan: Path) -> None:
    opened(window, plan)
    note_of(plan).unlink()  # somebody tidied up
    window.files.others.look()
    window.close()


# -- saved by somebody else meanwhile ----------------------------------------------------------


@pytest.fixture
def clash(window, plan: Path, monkeypatch: pytest.MonkeyPatch):
    """Return what saves where somebody else saved before; it takes the answer to the question."""

    def run(answer: Clash) -> bool:
        opened(window, plan)
        assert move(window)
        theirs = sample_scenario()
        edits_ = edits.move(theirs.options[0].state, ["U3"], "G1")
        theirs.options[0].commit(edits_, when=SINCE, who="Ann")
        save(theirs, plan)
        monkeypatch.setattr(others, "ask_clash", lambda *_: answer)
        return window.files.save()

    return run


def group_of(plan: Path, unit: str) -> str | None:
    return open_scenario(plan).scenario.options[0].state.group_of(unit)


def test_nothing_is_overwritten_unless_it_is_said(window, plan: Path, clash) -> None:
    assert not clash(Clash.CANCEL)
    assert group_of(plan, "U3") == "G1"
    assert window.document.is_modified
    assert find(plan.parent / "recovery") == []  # it is still kept, by us


def test_it_can_be_overwritten(window, plan: Path, clash) -> None:
    assert clash(Clash.OVERWRITE)
    assert (group_of(plan, "U2"), group_of(plan, "U3")) == ("G2", "G2")
    assert not window.document.is_modified
    assert move(window, "U6", "G3")
    assert window.files.save()  # from now on it is what we know


def test_it_can_be_saved_as_a_copy(
    window, plan: Path, clash, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed: list[str] = []
    copy = plan.with_name("plan (copy).footprint")

    def choose(_parent: object, _title: str, start: str, *_: object) -> tuple[str, str]:
        proposed.append(start)
        return start, ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    assert clash(Clash.COPY)
    assert proposed == [str(copy)]
    assert (group_of(plan, "U3"), group_of(copy, "U2")) == ("G1", "G2")
    assert window.document.path == copy


def test_it_can_be_compared_first(window, plan: Path, clash) -> None:
    assert not clash(Clash.COMPARE)
    found = comparing(window)
    found.finish()
    assert found.is_on
    assert any(plan.name in name for _, name in found.choices())
    assert group_of(plan, "U3") == "G1"


def test_it_can_be_merged_and_saved_again(window, plan: Path, clash) -> None:
    assert not clash(Clash.MERGE)
    (dialog,) = window.findChildren(MergeDialog)
    assert dialog.rows == []
    dialog.merge_button.click()
    assert (group_of(plan, "U2"), group_of(plan, "U3")) == ("G1", "G1")
    assert window.files.save()  # nobody asks again: what they saved is in it
    assert (group_of(plan, "U2"), group_of(plan, "U3")) == ("G2", "G1")


def test_an_option_that_they_added_meanwhile_is_there_after_a_merge(
    window, plan: Path, clash, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not clash(Clash.CANCEL)
    window.options.branch()  # of the name that they give to theirs
    theirs = open_scenario(plan).scenario
    twin = theirs.option().branch("B", "Three clusters (2)", when=SINCE, who="Ann")
    theirs.apply(Add(twin, 1))
    save(theirs, plan)
    monkeypatch.setattr(others, "ask_clash", lambda *_: Clash.MERGE)
    assert not window.files.save()
    (dialog,) = window.findChildren(MergeDialog)
    dialog.merge_button.click()
    assert window.files.save()
    saved = open_scenario(plan).scenario
    assert [o.state.name for o in saved.options] == [
        "Three clusters",
        "Three clusters (2)",
        "Three clusters (3)",
    ]
    (past, *_) = twin.log.path()
    assert saved.options[2].origin == Origin("A", past.id)
    assert group_of(plan, "U3") == "G1"


def test_what_is_new_in_an_archived_option_is_merged_too(
    window, plan: Path, clash, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not clash(Clash.CANCEL)
    window.options.branch()
    window.document.edit_list(SetStatus("A", Status.ARCHIVED))
    monkeypatch.setattr(others, "ask_clash", lambda *_: Clash.MERGE)
    assert not window.files.save()
    (dialog,) = window.findChildren(MergeDialog)
    dialog.merge_button.click()
    assert window.files.save()
    first, second = open_scenario(plan).scenario.options
    assert (first.status, first.state.group_of("U3")) == (Status.ARCHIVED, "G1")
    assert second.state.group_of("U3") == "G2"


def test_what_is_new_in_several_options_is_merged_in_one_go(
    window, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(window, plan)
    window.options.branch()
    assert window.files.save()
    theirs = open_scenario(plan).scenario
    for option in theirs.options:
        option.commit(edits.move(option.state, ["U3"], "G1"), when=SINCE, who="Ann")
    theirs.apply(Place(theirs.options[1].id, 0))
    save(theirs, plan)
    assert move(window)
    monkeypatch.setattr(others, "ask_clash", lambda *_: Clash.MERGE)
    told: list[str] = []
    window.files.told.connect(lambda text, _kind: told.append(text))
    assert not window.files.save()
    (dialog,) = window.findChildren(MergeDialog)
    dialog.merge_button.click()
    assert told[0].startswith("Merged in Three clusters")
    assert told[0].endswith("Undo takes it back in each. Save again.")
    assert window.files.save()
    saved = open_scenario(plan).scenario.options
    assert [o.state.group_of("U3") for o in saved] == ["G1", "G1"]
    assert [o.id for o in saved] == [o.id for o in theirs.options]  # in their order
    assert saved[0].state.group_of("U2") == "G2"


def test_what_they_only_did_to_the_list_is_taken_without_asking(
    window, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(window, plan)
    window.options.branch()
    assert window.files.save()
    theirs = open_scenario(plan).scenario
    theirs.apply(SetStatus("A", Status.ARCHIVED))
    save(theirs, plan)
    assert move(window)
    monkeypatch.setattr(others, "ask_clash", lambda *_: Clash.MERGE)
    assert not window.files.save()
    assert window.findChildren(MergeDialog) == []
    assert window.document.scenario.options[0].status is Status.ARCHIVED
    assert window.files.save()
    window.actions_.undo.trigger()
    assert window.document.scenario.options[0].status is Status.ACTIVE


@pytest.mark.parametrize(
    ("button", "answer"),
    [
        ("copy", Clash.COPY),
        ("merge", Clash.MERGE),
        ("compare", Clash.COMPARE),
        ("overwrite", Clash.OVERWRITE),
        ("cancel", Clash.CANCEL),
    ],
)
def test_each_button_gives_its_answer(qtbot, button: str, answer: Clash) -> None:
    question = ClashQuestion("<b>x</b>.footprint")
    question.open()
    getattr(question, button).click()
    assert question.answer is answer


# -- recovering later --------------------------------------------------------------------------


def test_what_was_put_off_is_offered_again_from_the_menu(qtbot, window, plan: Path) -> None:
    opened(window, plan)
    move(window)
    window.files._recorder.close(keep=True)  # as if it had been killed
    window.actions_.recover.trigger()
    window.findChild(RecoverDialog).later.click()
    qtbot.waitUntil(lambda: window.findChild(RecoverDialog) is None)
    window.actions_.recover.trigger()
    window.findChild(RecoverDialog).recover.click()
    assert window.document.state.group_of("U2") == "G2"
    assert window.document.path == plan


def test_the_menu_says_that_there_is_nothing(window, plan: Path) -> None:
    opened(window, plan)
    move(window)  # what is in this window needs no recovering
    window.actions_.recover.trigger()
    assert "nothing to recover" in window.messages.text
    assert window.findChild(RecoverDialog) is None
