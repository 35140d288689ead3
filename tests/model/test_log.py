"""The log: a tree of entries whose ids come from what they say."""

from __future__ import annotations

import pytest

from model.changes import Move
from model.errors import LogError
from model.log import Entry, Log, entry_id


def entry(parent: str, to: str, when: str = "2011-05-01T09:00:00+00:00") -> Entry:
    change, inverse = Move("T01", to), Move("T01", "R1")
    own = entry_id(parent, when, "me", f"to {to}", change)
    return Entry(own, parent, when, "me", f"to {to}", change, inverse)


def chain(*targets: str) -> Log:
    log = Log()
    for to in targets:
        log.add(entry(log.head, to))
    return log


def test_an_id_is_the_same_on_every_machine() -> None:
    assert entry("", "C").id == "f21196e27b405f62"


@pytest.mark.parametrize(
    "other",
    [
        entry("x", "C"),
        entry("", "D"),
        entry("", "C", "2011-05-01T09:00:01+00:00"),
    ],
)
def test_an_id_differs_with_the_past_the_content_and_the_time(other: Entry) -> None:
    assert other.id != entry("", "C").id


def test_the_path_leads_from_the_first_entry_to_the_head() -> None:
    log = chain("A", "B", "C")
    assert [e.text for e in log.path()] == ["to A", "to B", "to C"]
    assert [e.text for e in log.path(log.path()[1].id)] == ["to A", "to B"]
    assert log.path("") == []


def test_what_was_undone_stays_and_comes_after_the_head() -> None:
    log = chain("A", "B", "C")
    log.head = log.path()[0].id
    assert [e.text for e in log.after_head()] == ["to B", "to C"]
    assert len(log) == 3


def test_the_line_written_last_comes_after_the_head() -> None:
    log = chain("A", "B")
    log.head = log.path()[0].id
    log.add(entry(log.head, "D"))
    log.head = ""
    assert [e.text for e in log.after_head()] == ["to A", "to D"]


def test_an_entry_whose_past_is_not_there_is_refused() -> None:
    with pytest.raises(LogError, match="not in the log"):
        chain("A").add(entry("0123456789abcdef", "B"))


def test_an_entry_that_is_not_there_is_named() -> None:
    log = chain("A")
    with pytest.raises(LogError, match="no entry 'x'"):
        log.path("x")
    assert "x" not in log
    assert log.head in log
