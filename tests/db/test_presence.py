"""Who has a file open: told to others, and never longer than it is true."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from db import presence, recovery_file
from db.identity import host, user
from db.presence import STALE, Presence, note_of

ROOT = Path(__file__).resolve().parent.parent.parent
SINCE = "2026-03-01T09:00:00.000000+00:00"

CHILD = """
import sys
from pathlib import Path
from db.presence import Presence

mine = Presence(Path(sys.argv[1]))
assert mine.take() is None
print(mine.is_noted, flush=True)
sys.stdin.readline()
mine.release()
print("gone", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def other(plan: Path):
    """Return another process that has the plan open."""
    process = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(plan)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stdout.readline() == "True\n"
            yield process
        finally:
            process.kill()


def write(plan: Path, **said: object) -> Path:
    """Leave a note as somebody else would."""
    about = {"user": "Ann", "host": "PC7", "since": SINCE, "pid": 1} | said
    note = note_of(plan)
    note.write_text(json.dumps(about))
    return note


def names(plan: Path) -> list[str]:
    return sorted(os.listdir(plan.parent))


def test_the_second_is_told_who_has_it(other, plan: Path) -> None:
    mine = Presence(plan)
    holder = mine.take()
    assert holder is not None
    assert (holder.user, holder.host, holder.pid) == (user(), host(), other.pid)
    assert not holder.is_here
    assert not mine.is_noted
    mine.release()  # which is not ours to take away
    assert note_of(plan).exists()


def test_who_asks_anyway_still_hears_of_a_process_of_this_machine(other, plan: Path) -> None:
    assert Presence(plan).take(anyway=True) is not None


def test_nothing_is_left_when_it_is_closed(other, plan: Path) -> None:
    other.stdin.write("\n")
    other.stdin.flush()
    assert other.stdout.readline() == "gone\n"
    assert names(plan) == [plan.name]


def test_a_killed_process_has_nothing_open(other, plan: Path) -> None:
    other.kill()
    other.wait()
    assert note_of(plan).exists()
    mine = Presence(plan)
    assert mine.take() is None
    assert json.loads(note_of(plan).read_text())["pid"] == os.getpid()
    mine.release()
    assert names(plan) == [plan.name]


def test_what_this_process_has_open_is_known_as_such(plan: Path) -> None:
    first, second = Presence(plan), Presence(plan)
    assert first.take() is None
    assert first.take() is None
    holder = second.take()
    assert holder is not None
    assert holder.is_here
    first.release()


@pytest.mark.parametrize(
    ("age", "counts"), [(0, True), (STALE - 60, True), (STALE + 60, False), (-STALE - 60, False)]
)
def test_a_note_of_another_machine_counts_while_it_is_renewed(
    age: float, counts: bool, plan: Path
) -> None:
    """Whatever the clocks say: one that was set back does not make it count for ever."""
    note = write(plan)
    os.utime(note, (time.time() - age,) * 2)
    mine = Presence(plan)
    holder = mine.take()
    assert (holder is not None) is counts
    if holder is not None:
        assert (holder.user, holder.host, holder.since) == ("Ann", "PC7", SINCE)
    mine.release()


def test_a_note_of_another_machine_can_be_replaced(plan: Path) -> None:
    write(plan)
    mine = Presence(plan)
    assert mine.take() is not None
    assert mine.take(anyway=True) is None
    assert mine.is_noted
    assert json.loads(note_of(plan).read_text())["host"] == host()
    mine.release()
    assert names(plan) == [plan.name]


def test_renewing_makes_it_new(plan: Path) -> None:
    mine = Presence(plan)
    mine.take()
    os.utime(note_of(plan), (0, 0))
    mine.renew()
    assert abs(note_of(plan).stat().st_mtime - time.time()) < STALE
    mine.release()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[" * 4000,
        b'{"user": 1}',
        b"9" * 5000,
        json.dumps({"user": "a", "host": "b", "since": "yesterday", "pid": 1}).encode(),
    ],
)
def test_a_note_that_says_nothing_stops_nobody(content: bytes, plan: Path) -> None:
    note_of(plan).write_bytes(content)
    mine = Presence(plan)
    assert mine.take() is None
    assert mine.is_noted
    mine.release()


def test_names_in_a_note_are_one_line(plan: Path) -> None:
    write(plan, user="A\nnn\u202e" + "x" * 900, host="P\tC")
    holder = Presence(plan).take()
    assert holder is not None
    assert holder.user == "Ann" + "x" * 197
    assert holder.host == "PC"


def test_where_nothing_can_be_written_nobody_is_told(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = os.open

    def refuse(path: Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_CREAT:  # root may write anywhere, so the refusal is played
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return make(path, flags, mode)

    monkeypatch.setattr(presence.os, "open", refuse)
    mine = Presence(plan)
    assert mine.take() is None
    assert not mine.is_noted
    mine.renew()
    mine.release()
    assert names(plan) == [plan.name]
    write(plan)  # one that we may not write, but read
    assert mine.take() is not None


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of POSIX")
def test_what_is_no_file_is_left_alone(plan: Path, tmp_path: Path) -> None:
    os.mkfifo(note_of(plan))
    assert Presence(plan).take() is None
    note_of(plan).unlink()
    target = tmp_path / "precious"
    target.write_text("x")
    note_of(plan).symlink_to(target)
    mine = Presence(plan)
    assert mine.take() is None
    mine.release()
    assert target.read_text() == "x"


@pytest.mark.skipif(sys.platform == "win32", reason="links of POSIX")
def test_a_link_leads_to_the_same_note(plan: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.footprint"
    link.symlink_to(plan)
    first, second = Presence(plan), Presence(link)
    first.take()
    assert second.take() is not None
    first.release()


@pytest.mark.parametrize("name", ["x" * 240, "🏥" * 60, "with spaces"])
def test_names_of_all_sorts(name: str, tmp_path: Path) -> None:
    mine = Presence(tmp_path / name)
    assert mine.take() is None
    assert mine.is_noted
    mine.release()
    assert os.listdir(tmp_path) == []


def test_where_the_disk_knows_no_locks_the_process_is_looked_for(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "hold", lambda _: None)
    monkeypatch.setattr(recovery_file.sys, "platform", "linux")
    write(plan, host=host(), pid=os.getpid())
    assert Presence(plan).take() is not None
    write(plan, host=host(), pid=2**40)  # no system has that many
    mine = Presence(plan)
    assert mine.take() is None
    mine.release()


def test_a_note_that_was_taken_away_meanwhile_is_made_anew(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who had it removes it between our opening and our holding it."""
    hold, removed = presence.hold, []

    def late(descriptor: int) -> bool | None:
        if not removed:
            removed.append(note_of(plan).unlink())
        return hold(descriptor)

    monkeypatch.setattr(presence, "hold", late)
    mine = Presence(plan)
    assert mine.take() is None
    assert mine.is_noted
    assert note_of(plan).exists()
    mine.release()
