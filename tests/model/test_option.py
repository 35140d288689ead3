"""An option: its log, its events, its previews, and logs that are not what they should be."""

from __future__ import annotations

import dataclasses

import pytest

from model import edits
from model.changes import (
    Appoint,
    Arrange,
    Arrangement,
    Batch,
    Create,
    Field,
    Move,
    OptionField,
    Remove,
    SetField,
    SetOption,
)
from model.errors import ChangeRefusedError, LogError
from model.events import Changed
from model.log import Checkpoint, Entry, entry_id
from model.option import Option
from model.pack import ReadyOption, StartGroup
from model.rules.rule import Verdict
from tests.model.packs import ON, WHEN, rich_pack

PACK = rich_pack()


def new_option() -> Option:
    return Option(PACK, "A", "Option A", ON)


def do(option: Option, change: object, when: str = WHEN) -> Entry:
    return option.commit(change, when=when, who="me")


def with_groups() -> Option:
    """Return an option with the group C1 (Trusts 1 and 2) and an empty one, C2, in Middle."""
    option = new_option()
    do(option, edits.new_group(option.state, "R1", "C1", "First", ["T01", "T02"]))
    do(option, edits.new_group(option.state, "R2", "C2", "Second"))
    return option


# -- remarks -----------------------------------------------------------------------------------


def test_a_note_can_come_later() -> None:
    option = with_groups()
    before, first = option.state.snapshot(), next(iter(option.log))
    events: list[Changed] = []
    option.subscribe(events.append)
    option.annotate(first.id, "As agreed.")
    option.annotate(first.id, "As agreed.")
    assert option.log[first.id] == dataclasses.replace(first, why="As agreed.")
    assert events == [Changed(remarked=first.id)]
    assert option.state.snapshot() == before
    option.undo()
    option.redo()
    copy = new_option()
    copy.restore(list(option.log), option.log.head, option.log.checkpoints)
    assert [entry.why for entry in copy.log] == ["As agreed.", ""]


def test_a_checkpoint_is_set_renamed_and_taken_away() -> None:
    option = with_groups()
    first, second = option.log
    events: list[Changed] = []
    option.subscribe(events.append)
    for entry, name in ((second, "Sent out"), (first, "Draft"), (second, "Sent"), (second, "Sent")):
        option.set_checkpoint(entry.id, name, when=WHEN, who="Ann")
    assert option.log.checkpoints == [
        Checkpoint(first.id, "Draft", WHEN, "Ann"),
        Checkpoint(second.id, "Sent", WHEN, "Ann"),
    ]
    assert [event.remarked for event in events] == [second.id, first.id, second.id]
    option.set_checkpoint(first.id, "", when=WHEN, who="Ann")
    assert option.log.checkpoint(first.id) is None
    assert option.log.remarks == len(events) == 4


@pytest.mark.parametrize("name", ["two\nlines", "x" * 201, "  ", "a\0b"])
def test_a_checkpoint_has_a_name_of_one_line(name: str) -> None:
    option = with_groups()
    with pytest.raises(ChangeRefusedError, match="one line"):
        option.set_checkpoint(option.log.head, name, when=WHEN, who="Ann")
    with pytest.raises(ChangeRefusedError, match="characters"):
        option.annotate(option.log.head, "x" * 10_001)
    assert option.log.remarks == 0


def test_remarks_are_on_entries_that_are_there() -> None:
    option = with_groups()
    with pytest.raises(LogError, match="no entry"):
        option.annotate("nothing", "note")
    with pytest.raises(LogError, match="no entry"):
        option.set_checkpoint("nothing", "Sent", when=WHEN, who="Ann")
    with pytest.raises(LogError, match="no checkpoint"):
        option.log.remove_checkpoint(option.log.head)


# -- undo and redo -----------------------------------------------------------------------------


def test_undo_and_redo_go_back_and_forth_along_the_log() -> None:
    option = with_groups()
    after = option.state.snapshot()
    do(option, Move("T03", "C2"))
    assert option.undo().text == "Move Trust 3 to Second"
    assert option.state.snapshot() == after
    assert option.redo().change == Move("T03", "C2")
    assert option.state.group_of("T03") == "C2"


def test_redo_follows_the_line_that_was_written_last() -> None:
    option = with_groups()
    do(option, Move("T03", "C1"))
    option.undo()
    newer = do(option, Move("T03", "C2"))
    option.undo()
    assert option.redo() == newer


def test_an_older_line_can_be_named() -> None:
    option = with_groups()
    older = do(option, Move("T03", "C1"))
    option.undo()
    do(option, Move("T03", "C2"))
    option.undo()
    assert option.redo(older.id) == older
    assert option.state.group_of("T03") == "C1"


def test_what_users_may_make_but_not_remove_can_be_undone() -> None:
    kinds = tuple(dataclasses.replace(kind, deletable=False) for kind in PACK.kinds)
    option = Option(dataclasses.replace(PACK, kinds=kinds), "A", "Option A", ON)
    first = option.state.snapshot()
    do(option, edits.new_group(option.state, "R1", "C1", "First"))
    with pytest.raises(ChangeRefusedError, match="First can't be removed: a cluster stays"):
        edits.dissolve(option.state, ["C1"])
    option.undo()
    assert option.state.snapshot() == first


def test_there_is_an_end_to_undo_and_redo() -> None:
    option = new_option()
    with pytest.raises(LogError, match="nothing to undo"):
        option.undo()
    with pytest.raises(LogError, match="nothing to redo"):
        option.redo()
    with pytest.raises(LogError, match="no entry 'x'"):
        option.redo("x")


def test_redo_of_an_entry_that_follows_another_is_refused() -> None:
    option = with_groups()
    first, second = option.log.path()
    option.undo()
    option.undo()
    with pytest.raises(LogError, match="does not follow"):
        option.redo(second.id)
    assert option.redo(first.id) == first


def test_the_same_edit_in_the_same_second_is_one_entry() -> None:
    option = with_groups()
    first = do(option, Move("T03", "C1"))
    option.undo()
    again = do(option, Move("T03", "C1"))
    assert (again.id, len(option.log)) == (first.id, 3)
    copy = new_option()
    copy.restore(list(option.log), option.log.head)
    assert copy.state.snapshot() == option.state.snapshot()


# -- logs from outside -------------------------------------------------------------------------


def forged(entry: Entry, **changes: object) -> Entry:
    """Return an entry with other content under an id that fits it."""
    new = dataclasses.replace(entry, **changes)
    own = entry_id(new.parent, new.when, new.who, new.text, new.change)
    return dataclasses.replace(new, id=own)


def test_a_log_whose_entries_were_altered_is_refused() -> None:
    first, second = with_groups().log.path()
    altered = dataclasses.replace(second, who="somebody else")
    with pytest.raises(LogError, match="not what was written"):
        new_option().restore([first, altered], altered.id)


def test_a_log_with_an_entry_twice_is_refused() -> None:
    entries = with_groups().log.path()
    with pytest.raises(LogError, match="not what was written"):
        new_option().restore([*entries, entries[0]], entries[-1].id)


def test_a_log_without_its_beginning_is_refused() -> None:
    _, second = with_groups().log.path()
    with pytest.raises(LogError, match="which is not in the log"):
        new_option().restore([second], second.id)


def test_a_head_that_is_not_in_the_log_is_refused() -> None:
    with pytest.raises(LogError, match="no entry 'nowhere'"):
        new_option().restore(with_groups().log.path(), "nowhere")


def test_a_log_that_asks_for_what_can_not_be_is_refused() -> None:
    first, second = with_groups().log.path()
    bad = forged(second, change=Move("T01", "R2"))
    with pytest.raises(LogError, match="can't wait under"):
        new_option().restore([first, bad], bad.id)


def test_a_log_whose_inverses_are_wrong_is_refused() -> None:
    first, second = with_groups().log.path()
    bad = dataclasses.replace(second, inverse=Batch(()))
    with pytest.raises(LogError, match="another state before"):
        new_option().restore([first, bad], bad.id)


@pytest.mark.parametrize(
    ("change", "inverse"),
    [(Move("T01", "R2"), Move("T01", "C1")), (Move("T03", "C1"), Move("T03", "C2"))],
)
def test_an_undone_entry_that_lies_can_not_be_made_again(change: Move, inverse: Move) -> None:
    first, second = with_groups().log.path()
    bad = forged(second, change=change, inverse=inverse)
    option = new_option()
    option.restore([first, bad], first.id)
    before = option.state.snapshot()
    with pytest.raises(LogError):
        option.redo()
    assert (option.state.snapshot(), option.log.head) == (before, first.id)


def test_a_log_is_restored_once() -> None:
    option = with_groups()
    with pytest.raises(LogError, match="already"):
        option.restore([], "")


def test_findings_asked_for_before_restoring_are_not_kept() -> None:
    source, copy = with_groups(), new_option()
    assert list(copy.findings)
    copy.restore(list(source.log), source.log.head)
    assert sorted(f.order for f in copy.findings) == sorted(f.order for f in source.findings)


# -- events ------------------------------------------------------------------------------------


def test_listeners_find_the_edit_in_the_log_already() -> None:
    option = with_groups()
    heads = []
    option.subscribe(lambda _: heads.append(option.log.head))
    entry = do(option, Move("T03", "C1"))
    option.undo()
    option.redo()
    assert heads == [entry.id, entry.parent, entry.id]


def test_a_listener_that_fails_leaves_the_log_whole() -> None:
    option = with_groups()

    def fail(_: Changed) -> None:
        raise RuntimeError

    option.subscribe(fail)
    with pytest.raises(RuntimeError):
        do(option, Move("T03", "C1"))
    assert option.log[option.log.head].change == Move("T03", "C1")


def test_a_listener_can_stop_listening() -> None:
    option, events = new_option(), []
    stop = option.subscribe(events.append)
    stop()
    do(option, SetOption(OptionField.NOTE, "Why"))
    assert events == []


def test_an_event_says_what_changed_and_where() -> None:
    option, events = with_groups(), []
    assert list(option.findings)
    option.subscribe(events.append)
    do(option, Move("T03", "C1"))
    (event,) = events
    assert (event.structure, event.moved, event.totals) == (True, {"T03"}, {"C1", "R1", "N"})
    assert {"C1", "N"} <= event.findings


def test_dissolving_says_what_is_gone() -> None:
    option, events = with_groups(), []
    assert option.findings.of("C1")
    option.subscribe(events.append)
    do(option, edits.dissolve(option.state, ["C1"]))
    (event,) = events
    assert (event.removed, event.moved) == ({"C1"}, {"T01", "T02"})
    assert ("C1" in event.findings, option.findings.of("C1")) == (True, ())
    assert event.totals == {"R1", "N"}


def test_a_refused_change_tells_nobody() -> None:
    option, events = with_groups(), []
    option.subscribe(events.append)
    with pytest.raises(ChangeRefusedError):
        do(option, Move("T01", "R2"))
    with pytest.raises(ChangeRefusedError, match="The pack has no 'cook'"):
        do(option, Appoint("C1", "cook", "Ann Lee"))
    assert (events, len(option.log)) == ([], 2)


@pytest.mark.parametrize("why", ["half \ud800", "nothing \0 there", "x" * 10_001])
def test_a_reason_that_no_file_could_hold_is_refused(why: str) -> None:
    option = with_groups()
    with pytest.raises(ChangeRefusedError, match="note"):
        option.commit(Move("T03", "C1"), when=WHEN, who="me", why=why)
    assert (option.state.group_of("T03"), len(option.log)) == (None, 2)


# -- findings that an edit elsewhere reaches -----------------------------------------------------


def finding(option: Option, check: str, organisation: str) -> str:
    return next(f.sentence for f in option.findings.of(organisation) if f.rule.check == check)


def test_a_note_reaches_the_finding_that_asks_for_it() -> None:
    option = new_option()
    do(option, edits.new_group(option.state, "R1", "C1", "First", ["T01"]))
    assert "give the reason" in finding(option, "lone", "C1")
    do(option, SetField("C1", Field.NOTE, "An island."))
    assert "give the reason" not in finding(option, "lone", "C1")


def test_a_guest_reaches_the_findings_of_the_other_members() -> None:
    option = with_groups()
    assert "4 executive seats" in finding(option, "keeps-board", "T02")
    do(option, Arrange("T01", "health", Arrangement.EVERYWHERE))
    assert "5 executive seats" in finding(option, "keeps-board", "T02")
    do(option, Move("T01", "R1"))
    assert "4 executive seats" in finding(option, "keeps-board", "T02")


def test_a_new_date_reaches_every_finding() -> None:
    option = with_groups()
    assert "In force only from 1 June 2011." in {f.sentence for f in option.findings.of("C1")}
    do(option, SetOption(OptionField.ON, "2011-06-01"))
    assert all("In force" not in f.sentence for f in option.findings)


def test_a_new_name_reaches_the_members_findings() -> None:
    option = with_groups()
    do(option, Arrange("T01", "health", Arrangement.SHARED))
    do(option, SetField("C1", Field.NAME, "Coast"))
    assert "Coast has 2 for 2 trusts" in finding(option, "own-post", "T01")


def test_a_leaders_name_reaches_the_finding_and_the_totals() -> None:
    option, events = with_groups(), []
    assert "no name entered" in finding(option, "one-leader", "C1")
    option.subscribe(events.append)
    do(option, Appoint("C1", "chief", "Ann Lee"))
    assert finding(option, "one-leader", "C1") == "One chief executive for 2 trusts: Ann Lee."
    assert (events[0].edited, events[0].totals) == ({"C1"}, {"C1", "R1", "N"})


def test_a_new_name_reaches_findings_anywhere() -> None:
    option = with_groups()
    do(option, Create("V", "venture", "V1", "Venture", "R3"))
    do(option, SetField("C1", Field.EMPLOYER, "V"))
    assert finding(option, "employer", "C1").startswith("Venture employs")
    do(option, SetField("V", Field.NAME, "Enterprise"))
    assert finding(option, "employer", "C1").startswith("Enterprise employs")


def test_an_id_that_comes_back_as_another_kind_is_asked_the_rules_of_that_kind() -> None:
    option = with_groups()
    assert option.findings.of("C2")
    practice = Create("C2", "practice", "P9", "Practice", "T01")
    do(option, Batch((Remove("C2"), practice)))
    assert option.findings.of("C2") == ()
    option.undo()
    assert {f.rule.scope for f in option.findings.of("C2")} == {"group"}


# -- preview -----------------------------------------------------------------------------------


def test_a_preview_gives_totals_before_and_after() -> None:
    option = with_groups()
    before, after = option.preview(Move("T03", "C1")).totals["C1"]
    assert before is not None
    assert after is not None
    assert (before.units, after.units) == (2, 3)
    assert option.state.count("C1") == 2


def test_a_preview_of_a_new_group_has_nothing_before() -> None:
    option = with_groups()
    preview = option.preview(edits.new_group(option.state, "R3", "C3", units=["T11"]))
    before, after = preview.totals["C3"]
    assert (before, after and after.units) == (None, 1)
    old, new = preview.findings["C3"]
    assert (old, bool(new)) == ((), True)


def test_a_preview_of_dissolving_has_nothing_after() -> None:
    option = with_groups()
    preview = option.preview(edits.dissolve(option.state, ["C1"]))
    assert preview.totals["C1"][1] is None
    old, new = preview.findings["C1"]
    assert (bool(old), new) == (True, ())


def test_a_preview_shows_the_verdict_that_would_change() -> None:
    old, new = with_groups().preview(Move("T01", "R1")).findings["C1"]
    verdicts = [{f.rule.id: f.verdict for f in found}["T-range"] for found in (old, new)]
    assert verdicts == [Verdict.MEETS, Verdict.BREAKS]


def test_a_preview_of_what_is_refused_says_why() -> None:
    preview = with_groups().preview(Move("T01", "R2"))
    assert "can't wait under Middle" in preview.refused
    assert (preview.totals, preview.findings) == ({}, {})


# -- ready-made options ------------------------------------------------------------------------


def test_a_ready_made_option_is_the_first_entry_of_its_log() -> None:
    group = StartGroup("C1", "C01", "First", "R1", ("T01", "T02"), "Ann Lee", "A paper", "A note")
    ready = ReadyOption("june", "June", ON, (group,))
    option = Option.from_ready(PACK, ready, "A", when=WHEN, who="me")
    assert [e.text for e in option.log] == ["Start from June"]
    assert option.state.members("C1") == ["T02", "T01"]
    assert option.state.holder("C1", "chief") == "Ann Lee"
    assert option.state.field("C1", Field.NOTE) == "A note\nLeader: A paper"


def test_a_blank_option_has_an_empty_log_and_a_full_tray() -> None:
    option = Option.from_ready(PACK, ReadyOption("b", "Blank", ON), "A", when=WHEN, who="me")
    assert (len(option.log), len(option.state.tray()), option.is_complete) == (0, 12, False)
