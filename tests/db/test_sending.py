"""Copies to send: what is left out is nowhere in the bytes, and they can be merged all the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from db.scenario_file import open_scenario
from db.sending import bytes_to_send
from model.changes import (
    Answer,
    Appoint,
    Change,
    Create,
    Detail,
    Enter,
    Field,
    Move,
    OptionField,
    Remove,
    SetField,
    SetOption,
    SetPost,
    Waive,
)
from model.errors import MergeRefusedError
from model.merge import Merge, Side, decided_by
from model.option import Option, Status
from model.scenario import Add, Scenario, SetStatus
from model.sending import LEFT_OUT, Level, contents, otherwise, reduced
from model.slots import departures
from tests.model.packs import ON, rich_pack

WHEN = "2026-03-01T09:00:00.000000+00:00"
NOW = "2026-11-22T07:00:00.000000+00:00"
ANN, BO, GONE, USER = "Ánn O'Léary", "Bo “Q” Diaz", "Former Hölder", "acct-ünique"
NOTE, WHY, POINT, WAIVED = (
    "Nöte on the group",
    "Becäuse of it",
    "Sënt to the board",
    "Waived, fôr now",
)
PAST, DELETED = "Päst name", "Deléted plan"
OWNER = "Owned by Zoë"


def scenario() -> Scenario:
    """Return a scenario in which every kind of text stands somewhere."""
    option = Option(rich_pack(), "A", PAST, ON)

    def do(change: Change, why: str = "", who: str = USER) -> None:
        option.commit(change, when=WHEN, who=who, why=why)

    do(SetOption(OptionField.NAME, "Plan"))
    do(Create("C01", "cluster", "C01", "East", "R1"), WHY)
    do(Move("T01", "C01"))
    do(Appoint("C01", "chief", GONE))
    do(Appoint("C01", "chief", ANN))
    do(Appoint("T01", "treasurer", ANN))
    do(Appoint("T02", "chief", BO))
    do(SetField("C01", Field.NOTE, f"{NOTE}, says {ANN.upper()}."))
    do(SetPost("C01", "chief", 1, Detail.NOTE, f"{NOTE} on a post"))
    do(SetPost("T02", "chief", 1, Detail.STATE, "interim"))
    do(Enter("T01", "population", 123_456))
    do(Waive("C01", "T-lone", WAIVED, BO, "2026-03-01"))
    do(Answer("C01", "T-asked", "owner", OWNER))
    do(Answer("C01", "T-asked", "agreed", "yes"))
    do(Create("X", "cluster", "X99", "Undone group", "R1"))
    do(Remove("X"))
    option.set_checkpoint(option.log.head, POINT, when=WHEN, who=USER)
    do(SetField("C01", Field.NAME, "Undone name"))
    option.undo()
    other = Option(option.pack, "B", DELETED, ON)
    whole = Scenario("5ce7", option.pack, WHEN, [option], "A")
    whole.apply(Add(other, 1))
    whole.apply(SetStatus("B", Status.DELETED))
    return whole


def found_in(data: bytes, text: str) -> bool:
    """Whether a text is in bytes, in any of the ways in which a database may hold it."""
    escaped = json.dumps(text)[1:-1]
    ways = [
        text.encode(c) for c in ("utf-8", "utf-16-le", "utf-16-be", "latin-1") if _fits(text, c)
    ]
    folded = data.lower()
    return any(way.lower() in folded for way in (*ways, escaped.encode()))


def _fits(text: str, codec: str) -> bool:
    try:
        text.encode(codec)
    except UnicodeError:
        return False
    return True


PLAN = {NOTE, WAIVED, OWNER, ANN, BO}
LEFT = {PAST, WHY, POINT, GONE, USER, DELETED, "Undone group", "Undone name", "X99"}
CASES = [
    (Level.WHOLE, True, PLAN | LEFT, set()),
    (Level.PLAN, True, PLAN, LEFT),
    (Level.PLAN, False, {ANN, BO, LEFT_OUT}, LEFT | {NOTE, WAIVED, OWNER}),
    (Level.NAMELESS, True, {NOTE, WAIVED, OWNER, "Person 1", "Person 2"}, LEFT | {ANN, BO}),
    (Level.NAMELESS, False, {"Person 1"}, LEFT | {ANN, BO, NOTE, WAIVED, OWNER}),
    (Level.TOTALS, True, {"East"}, LEFT | PLAN | {"Person 1", LEFT_OUT}),
]


@pytest.mark.parametrize(("level", "notes", "there", "gone"), CASES)
def test_what_is_left_out_is_nowhere_in_the_bytes(
    level: Level, notes: bool, there: set[str], gone: set[str], tmp_path: Path
) -> None:
    data = bytes_to_send(reduced(scenario(), level, when=NOW, notes=notes))
    assert {text for text in there if found_in(data, text)} == there
    assert {text for text in gone if found_in(data, text)} == set()
    path = tmp_path / "sent.footprint"
    path.write_bytes(data)
    read = open_scenario(path).scenario
    assert read.id == "5ce7"
    if level is not Level.WHOLE:
        assert [e.brings for e in read.option().log] == [scenario().option().log.head]


@pytest.mark.parametrize("level", [Level.PLAN, Level.NAMELESS, Level.TOTALS])
def test_a_reduced_copy_is_one_entry_that_nobody_signed(level: Level) -> None:
    whole = scenario()
    sent = reduced(whole, level, when=NOW)
    (option,) = sent.options
    (entry,) = option.log
    assert (entry.who, entry.why, entry.brings) == ("", "", whole.option().log.head)
    assert option.start == entry.id
    assert option.log.checkpoints == []
    assert option.first == ("Plan", ON)


def test_without_history_the_plan_is_the_same() -> None:
    whole = scenario()
    sent = reduced(whole, Level.PLAN, when=NOW)
    assert sent.option().state.snapshot() == whole.option().state.snapshot()


def test_without_names_one_person_is_one_person_still() -> None:
    whole = scenario()
    sent = reduced(whole, Level.NAMELESS, when=NOW)
    state, was = sent.option().state, whole.option().state
    assert state.holder("C01", "chief") == state.holder("T01", "treasurer") == "Person 1"
    assert len(state.people()) == len(was.people())
    assert state.totals("N") == was.totals("N")
    waiver = state.waiver("C01", "T-lone")
    assert waiver is not None
    assert waiver.who == state.holder("T02", "chief")
    assert state.field("C01", Field.NOTE) == f"{NOTE}, says Person 1."


def test_a_name_within_another_word_is_no_name() -> None:
    whole = scenario()
    option = whole.option()
    option.commit(Appoint("T03", "chief", "Lee"), when=WHEN, who="")
    option.commit(SetField("C01", Field.NOTE, "Leeds, Lee and Lee-Ann"), when=WHEN, who="")
    state = reduced(whole, Level.NAMELESS, when=NOW).option().state
    person = state.holder("T03", "chief")
    assert state.field("C01", Field.NOTE) == f"Leeds, {person} and {person}-Ann"


def test_totals_are_those_of_the_plan_but_for_what_is_said() -> None:
    whole = scenario()
    option, copy = whole.option(), reduced(whole, Level.TOTALS, when=NOW).option()
    for place in ("N", "R1", "C01"):
        one, other = option.state.totals(place), copy.state.totals(place)
        assert (one.units, one.sums, one.officers) == (other.units, other.sums, other.officers)
    assert copy.state.people() == []
    # One person holds two accountable posts here; there nobody is named.
    told = otherwise(option, copy)
    assert told.accountable[1] == told.accountable[0] + 1
    assert otherwise(option, option).breaks[0] == otherwise(option, option).breaks[1]


def test_what_travels_is_counted() -> None:
    whole = contents(scenario())
    assert (whole.options, whole.changes) == (2, 17)
    assert whole.people == tuple(sorted((ANN, BO, GONE)))
    assert whole.authors == tuple(sorted((USER, BO)))
    assert (whole.notes, whole.figures, whole.exceptions, whole.answers) == (3, 1, 1, 2)
    totals = contents(reduced(scenario(), Level.TOTALS, when=NOW))
    assert (totals.options, totals.changes, totals.people, totals.authors) == (1, 1, (), ())
    assert (totals.notes, totals.figures, totals.exceptions, totals.answers) == (0, 1, 0, 0)


@pytest.mark.parametrize("level", [Level.PLAN, Level.NAMELESS, Level.TOTALS])
def test_what_a_colleague_does_to_a_reduced_copy_can_be_merged(level: Level) -> None:
    whole = scenario()
    mine, theirs = whole.option(), reduced(whole, level, when=NOW).option()
    assert Merge(mine, theirs).is_nothing
    theirs.commit(Move("T02", "C01"), when=NOW, who="Anna")
    mine.commit(Move("T03", "C01"), when=NOW, who=USER)
    merge = Merge(mine, theirs)
    assert merge.conflicts == ()
    before = departures(mine.state)
    mine.commit(merge.change({}), when=NOW, who=USER, brings=merge.brings)
    # Nothing of what was left out of the copy is lost here.
    after = departures(mine.state)
    assert {s for s in after if after[s] != before.get(s)} == {
        s for s in after if s.key == ("T02",) and after[s] == "C01"
    }
    assert before.keys() <= after.keys()
    assert Merge(mine, theirs).is_nothing
    # The other way round, the colleague takes mine into the reduced copy.
    merge = Merge(theirs, mine)
    theirs.commit(merge.change(decided_by(merge.conflicts, Side.THEIRS)), when=NOW, who="Anna")
    assert theirs.state.parent("T03") == "C01"


def test_a_copy_of_a_version_that_mine_never_had_is_refused() -> None:
    whole = scenario()
    whole.option().commit(Move("T02", "C01"), when=NOW, who="Anna")
    theirs = reduced(whole, Level.PLAN, when=NOW).option()
    with pytest.raises(MergeRefusedError, match="the version that theirs was sent from"):
        Merge(scenario().option(), theirs)
