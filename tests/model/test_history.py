"""A log in words: from what to what, with the names of the time, and whom it concerned."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import edits
from model.changes import (
    Appoint,
    Arrange,
    Arrangement,
    Batch,
    Change,
    Detail,
    Enter,
    Field,
    KeepLink,
    Move,
    OptionField,
    SetField,
    SetOption,
    SetPost,
    Staff,
)
from model.history import SEVERAL, History, concerns
from model.option import Option
from tests.model.packs import ON, WHEN, rich_pack
from tests.model.test_past import busy_option


def with_groups() -> Option:
    option = Option(rich_pack(), "A", "Option A", ON)
    for group, name, region, units in (
        ("C", "Coast", "R1", ["T01", "T02"]),
        ("D", "Downs", "R2", []),
    ):
        do(option, edits.new_group(option.state, region, group, name, units))
    return option


def do(option: Option, change: Change) -> str:
    return option.commit(change, when=f"{WHEN} {len(option.log)}", who="me").id


def told(option: Option, entry: str) -> tuple[str, str]:
    found = History(option).told(option.log[entry])
    return found.before, found.after


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        (Move("T01", "D"), "Coast", "Downs"),
        (Move("T01", "R1"), "Coast", "no cluster (North)"),
        (Batch((Move("T01", "D"), Move("T02", "D"))), "Coast", "Downs"),
        (Batch((Move("T01", "D"), Move("T03", "D"))), "Coast and no cluster (North)", "Downs"),
        (Move("D", "R1"), "Middle", "North"),
        (SetField("C", Field.NAME, "Shore"), "Coast", "Shore"),
        (SetField("C", Field.LOCKED, "yes"), "not locked", "locked"),
        (SetOption(OptionField.ON, "2012-01-01"), "1 May 2011", "1 January 2012"),
        (Appoint("C", "chief", "Ann Lee"), "nobody named", "Ann Lee"),
        (SetPost("C", "chief", 1, Detail.STATE, "vacant"), "as usual", "vacant"),
        (Staff("C", "nursing", 2), "as usual", "2 posts"),
        (Arrange("T01", "chief", Arrangement.OWN), "as usual", "its own"),
        (Enter("T01", "population", 12_345), "as published", "12,345"),
        (KeepLink("T01", "L1", kept=False), "kept", "dropped"),
        (Batch((Appoint("C", "chief", "Ann"), Staff("C", "lead", 1))), SEVERAL, SEVERAL),
    ],
)
def test_from_what_to_what(change: Change, before: str, after: str) -> None:
    option = with_groups()
    assert told(option, do(option, change)) == (before, after)


def test_a_new_group_says_where_its_units_come_from_and_one_without_where_it_is() -> None:
    option = with_groups()
    first, second = option.log
    assert told(option, first.id) == ("no cluster (North)", "Coast")
    assert told(option, second.id) == ("–", "Middle")
    gone = do(option, edits.dissolve(option.state, ["C"]))
    assert told(option, gone) == ("Coast", "no cluster (North)")


def test_names_are_those_of_the_time_also_of_what_is_gone_or_undone() -> None:
    option = with_groups()
    moved = do(option, Move("T01", "D"))
    do(option, SetField("C", Field.NAME, "Shore"))
    back = do(option, Move("T01", "C"))
    do(option, edits.dissolve(option.state, ["C"]))
    assert told(option, moved) == ("Coast", "Downs")
    assert told(option, back) == ("Downs", "Shore")
    for _ in range(3):
        option.undo()
    other = do(option, Move("T01", "C"))
    assert told(option, other) == ("Downs", "Coast")
    assert told(option, back) == ("Downs", "Shore")
    history = History(option)
    done = [history.is_done(entry) for entry in option.log]
    assert done == [True, True, True, False, False, False, True]


def test_what_comes_later_is_read() -> None:
    option = with_groups()
    history = History(option)
    entry = option.log[do(option, SetField("C", Field.NAME, "Shore"))]
    assert entry not in history.entries
    history.read()
    assert history.entries[-1] is entry
    assert history.told(entry).after == "Shore"
    option.undo()
    history.read()
    assert not history.told(entry).is_done


def test_whom_an_entry_concerned() -> None:
    option = with_groups()
    left = do(option, Move("T01", "D"))
    named = do(option, Appoint("T02", "health", "Ann Lee"))
    dated = do(option, SetOption(OptionField.ON, "2012-01-01"))
    history = History(option)

    def found(group: str) -> list[str]:
        entries = (option.log[entry] for entry in (left, named, dated))
        return [e.id for e in entries if concerns(option, history.told(e), group)]

    assert found("C") == [left, named]
    assert found("D") == [left]
    assert history.told(option.log[left]).concerned == {"T01", "C", "D"}


@given(st.integers(0, 10**6))
def test_anything_in_any_log_can_be_told(seed: int) -> None:
    option = busy_option(seed)
    history = History(option)
    for entry in history.entries:
        found = history.told(entry)
        assert found.before
        assert found.after
        assert found.is_done == (entry in option.log.path())
