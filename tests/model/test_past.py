"""What an option was: the same as its log replayed up to there, and the option stays as it is."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import edits
from model.changes import Batch, Field, Move, SetField
from model.errors import ChangeRefusedError, LogError
from model.events import Changed
from model.option import Option
from model.past import Past, shortened
from tests.model import reference
from tests.model.packs import ON, WHEN, rich_pack
from tests.model.test_edits_machine import edit_at_random

PACK = rich_pack()


def busy_option(seed: int, steps: int = 30) -> Option:
    option = Option(PACK, "A", "Option A", ON)
    random = Random(seed)
    for _ in range(steps):
        edit_at_random(option, random)
    return option


def replayed(option: Option, at: str) -> Option:
    copy = Option(option.pack, option.id, *option.first)
    copy.restore(option.log.path(at), at)
    return copy


def picture(option: Option) -> object:
    return (
        option.state.snapshot(),
        reference.totals(option.state),
        reference.findings(option.findings),
    )


@given(st.integers(0, 10**6), st.lists(st.integers(0, 99), min_size=1, max_size=6))
def test_any_point_is_what_the_log_leads_to(seed: int, points: list[int]) -> None:
    option = busy_option(seed)
    now, head, entries = picture(option), option.log.head, list(option.log)
    ids = ["", *(entry.id for entry in entries)]
    past = Past(option, ids[points[0] % len(ids)])
    events: list[Changed] = []
    past.subscribe(events.append)
    for point in points:
        at, before = ids[point % len(ids)], picture(past)
        events.clear()
        past.go_to(at)
        assert past.at == at
        assert picture(past) == picture(replayed(option, at))
        _, _, old = before
        _, _, new = picture(past)
        differ = {o for o in old.keys() | new.keys() if old.get(o) != new.get(o)}
        assert differ <= {o for event in events for o in event.findings}
    assert (picture(option), option.log.head, list(option.log)) == (now, head, entries)


def with_groups() -> Option:
    option = Option(PACK, "A", "Option A", ON)
    for group, region, units in (("C1", "R1", ["T01", "T02"]), ("C2", "R2", [])):
        change = edits.new_group(option.state, region, group, group, units)
        option.commit(change, when=WHEN, who="me")
    return option


def do(option: Option, change: object, when: str = WHEN) -> str:
    return option.commit(change, when=when, who="me").id


def test_a_step_is_one_event_that_says_what_moved() -> None:
    option = with_groups()
    before = option.log.head
    do(option, Move("T03", "C2"))
    past = Past(option, option.log.head)
    events: list[Changed] = []
    past.subscribe(events.append)
    past.go_to(before)
    assert [event.moved for event in events] == [{"T03"}]
    past.go_to(before)
    assert len(events) == 1


def test_what_comes_to_the_log_later_can_be_looked_at() -> None:
    option = with_groups()
    past = Past(option, option.log.head)
    last = do(option, Move("T03", "C2"))
    assert past.state.group_of("T03") is None
    past.go_to(last)
    assert past.state.group_of("T03") == "C2"


def test_nothing_can_be_done_to_what_is_past() -> None:
    option = with_groups()
    past = Past(option, option.log.head)
    before = picture(past)
    with pytest.raises(ChangeRefusedError, match="back to now"):
        do(past, Move("T03", "C2"))
    for step in (past.undo, past.redo):
        with pytest.raises(ChangeRefusedError, match="back to now"):
            step()
    assert "back to now" in past.preview(Move("T03", "C2")).refused
    assert picture(past) == before


def test_an_entry_that_is_not_there() -> None:
    with pytest.raises(LogError, match="no entry"):
        Past(with_groups(), "nothing")


def test_of_moves_to_and_fro_the_last_one_counts() -> None:
    lock = SetField("C1", Field.LOCKED, "yes")
    way = [
        *(Move("T01", "C2"), Batch((Move("T02", "C2"), Move("T01", "C1")))),
        *(lock, Move("T02", "C3"), Move("T02", "C4")),
    ]
    assert shortened(way) == [Move("T02", "C2"), Move("T01", "C1"), lock, Move("T02", "C4")]
