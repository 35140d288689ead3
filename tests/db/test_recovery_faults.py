"""Killed programs, torn and altered files, two windows: what was on the screen is not lost."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import recovered, recovery_file, recovery_lines
from db.errors import RecoveryError
from db.pack_checks import MAX_LEVELS
from db.recovered import Found, find
from db.recovery import Recorder
from db.scenario_file import open_scenario
from model.changes import Create, Move
from model.option import Option
from tests.sample_pack import WHEN, WHO

ROOT = Path(__file__).resolve().parent.parent.parent
MOVES = (("U2", "G2"), ("U3", "G1"), ("U6", "G3"), ("U2", "G1"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "recovery"


@pytest.fixture
def states(plan: Path, folder: Path) -> list[object]:
    """Leave a list of four changes and an undo behind; return what the plan was after each."""
    found = open_scenario(plan)
    option = found.scenario.option()
    recorder = Recorder(folder)
    recorder.watch(found.scenario, plan, found.sha256)
    states = [content(option)]
    for unit, to in MOVES:
        option.commit(Move(unit, to), when=WHEN, who=WHO)
        states.append(content(option))
    option.undo()
    states.append(content(option))
    recorder.close(keep=True)
    return states


def content(option: Option) -> object:
    log = option.log
    return option.state.snapshot(), log.head, list(log), log.checkpoints


def list_in(folder: Path) -> Path:
    (path,) = folder.glob("*.changes")
    return path


def read(path: Path) -> Found:
    found = Found(path)
    found.read()
    return found


# -- killed programs ---------------------------------------------------------------------------

CHILD = """
import sys
from pathlib import Path
from db.recovery import Recorder
from db.scenario_file import open_scenario
from model.changes import Create, Move

plan, folder = map(Path, sys.argv[1:3])
found = open_scenario(plan)
option = found.scenario.option()
recorder = Recorder(folder)
recorder.watch(found.scenario, plan, found.sha256)
for n in range(1000):
    sys.stdin.readline()
    option.commit(Move("U2", "G1" if n % 2 else "G2"), when=sys.argv[3], who="child")
    print(option.log.head, flush=True)
"""


@contextmanager
def child(plan: Path, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Run a program that makes a change for every line it gets, and says which."""
    process = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(plan), str(folder), WHEN],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def one_more(process: subprocess.Popen[str]) -> str:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n")
    process.stdin.flush()
    return process.stdout.readline().strip()


@pytest.mark.parametrize("changes", [1, 2, 7])
def test_a_program_that_is_killed_loses_nothing(changes: int, plan: Path, folder: Path) -> None:
    with child(plan, folder) as process:
        heads = [one_more(process) for _ in range(changes)]
        process.kill()
        process.wait()
    (found,) = find(folder)
    assert (found.changes, found.problem) == (changes, "")
    option = found.recover().scenario.option()
    assert option.log.head == heads[-1]
    assert [e.id for e in option.log][-changes:] == heads


def test_what_another_window_writes_is_left_alone(plan: Path, folder: Path) -> None:
    with child(plan, folder) as process:
        one_more(process)
        before = sorted(os.listdir(folder))
        assert find(folder) == []
        assert not Found(list_in(folder)).claim()
        one_more(process)
        assert sorted(os.listdir(folder)) == before
        process.kill()
        process.wait()
    (found,) = find(folder)
    assert found.changes == 2


def test_two_windows_have_a_list_each(plan: Path, folder: Path) -> None:
    with child(plan, folder) as one, child(plan, folder) as other:
        one_more(one)
        one_more(other)
        head = one_more(other)
        other.kill()
        other.wait()
        (found,) = find(folder)
        assert found.recover().scenario.option().log.head == head
        one.kill()
        one.wait()
    assert {f.changes for f in find(folder)} == {1, 2}


def test_only_one_window_recovers(states: list[object], folder: Path) -> None:
    (first,), (second,) = find(folder), find(folder)
    assert first.claim()
    assert first.claim()
    assert not second.claim()
    assert find(folder) == []
    first.release()
    assert second.claim()
    second.remove()
    assert not first.claim()
    assert os.listdir(folder) == []


def no_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (recovered, recovery_file):
        monkeypatch.setattr(module, "hold", lambda _: None)


def test_where_the_disk_knows_no_locks_the_process_is_looked_for(
    plan: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_locks(monkeypatch)
    with child(plan, folder) as process:
        one_more(process)
        assert find(folder) == []
        with monkeypatch.context() as patch:
            patch.setattr(recovered, "host", lambda: "another machine")
            assert len(find(folder)) == 1
        process.kill()
        process.wait()
        (found,) = find(folder)
        assert found.claim()
        found.release()


@pytest.mark.parametrize(
    ("error", "alive"),
    [(ProcessLookupError, False), (PermissionError, True), (OverflowError, False)],
)
def test_what_the_system_says_of_a_process(
    error: type[Exception],
    alive: bool,
    states: list[object],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise error

    no_locks(monkeypatch)
    monkeypatch.setattr(recovery_file.sys, "platform", "linux")
    monkeypatch.setattr(recovery_file.os, "kill", fail)
    assert len(find(folder)) == (0 if alive else 1)


# -- a power cut -------------------------------------------------------------------------------


def test_a_list_that_breaks_off_anywhere_is_read_up_to_there(
    states: list[object], folder: Path
) -> None:
    path = list_in(folder)
    data = path.read_bytes()
    first = data.index(b"\n") + 1
    for end in range(first, len(data) + 1):
        path.write_bytes(data[:end])
        found = read(path)
        assert found.problem == ""
        assert found.changes == data[:end].count(b"\n") - 1


@pytest.mark.parametrize("changes", range(6))
def test_what_is_read_is_what_was_done(changes: int, states: list[object], folder: Path) -> None:
    path = list_in(folder)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[: changes + 1]) + b"00000000 [" + b"\0" * 100)
    result = read(path).recover()
    assert result.changes == changes
    assert content(result.scenario.option()) == states[changes]


def test_a_list_without_any_change_is_removed(states: list[object], folder: Path) -> None:
    path = list_in(folder)
    data = path.read_bytes()
    path.write_bytes(data[: data.index(b"\n") + 20])
    assert find(folder) == []
    assert os.listdir(folder) == []


def test_a_list_that_breaks_off_at_its_start_is_moved_aside(
    states: list[object], folder: Path
) -> None:
    path = list_in(folder)
    path.write_bytes(path.read_bytes()[:30])
    assert find(folder) == []
    assert os.listdir(folder) == ["discarded"]
    assert len(os.listdir(folder / "discarded")) == 2


def test_a_list_that_was_begun_a_moment_ago_is_left_alone(plan: Path, folder: Path) -> None:
    folder.mkdir()
    (folder / "20260301-090000-0123abcd.changes").touch()
    (folder / "20260301-090000-0123abcd.footprint").touch()
    assert find(folder) == []
    assert len(os.listdir(folder)) == 2


def test_a_copy_without_a_list_is_removed_and_nothing_else(folder: Path) -> None:
    folder.mkdir()
    (folder / "20260301-090000-0123abcd.footprint").touch()
    (folder / "mine.footprint").touch()
    assert find(folder) == []
    assert os.listdir(folder) == ["mine.footprint"]


# -- damage ------------------------------------------------------------------------------------


def test_a_flipped_bit_anywhere_is_found(states: list[object], folder: Path) -> None:
    path = list_in(folder)
    data = path.read_bytes()
    for at in range(len(data)):
        altered = bytearray(data)
        altered[at] ^= 1 << at % 8
        path.write_bytes(altered)
        line = data[:at].count(b"\n") + 1
        found = read(path)
        if at == len(data) - 1:  # the end of the last line: as if it had been torn
            assert (found.problem, found.changes) == ("", 4)
        else:
            assert f"{path.name}, line {line}: is damaged" in found.problem
            assert len(found.events) == max(0, line - 2)
            assert (found.header is None) == (line == 1)


def test_what_comes_before_the_damage_is_recovered(states: list[object], folder: Path) -> None:
    path = list_in(folder)
    path.write_bytes(path.read_bytes().replace(b'"U6"', b'"U5"', 1))
    (found,) = find(folder)
    assert "line 4: is damaged (its checksum is another); what comes before" in found.problem
    result = found.recover()
    assert result.problem == found.problem
    assert (result.changes, content(result.scenario.option())) == (2, states[2])
    found.remove()
    assert os.listdir(folder) == ["discarded"]


def test_lines_that_are_missing_or_changed_places_are_found(
    states: list[object], folder: Path
) -> None:
    path = list_in(folder)
    lines = path.read_bytes().splitlines(keepends=True)
    for others in (lines[:2] + lines[3:], [*lines[:2], lines[3], lines[2], *lines[4:]]):
        path.write_bytes(b"".join(others))
        assert "line 3: is damaged" in read(path).problem


def test_a_copy_that_is_damaged_is_not_used(states: list[object], folder: Path) -> None:
    (copy,) = folder.glob("*.footprint")
    data = copy.read_bytes()
    copy.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    (found,) = find(folder)
    assert content(found.recover().scenario.option()) == states[-1]  # from the file itself
    Path(found.header.path).unlink()
    with pytest.raises(RecoveryError, match="is not there any more"):
        found.recover()


# -- made up -----------------------------------------------------------------------------------


def rewrite(path: Path, alter: Callable[[list[object]], None]) -> Found:
    """Alter what the lines hold, with checksums that fit, as one who means harm would."""
    values = [json.loads(line[9:]) for line in path.read_bytes().splitlines()]
    alter(values)
    crc, data = 0, b""
    for value in values:
        text = value if isinstance(value, bytes) else json.dumps(value).encode()
        crc = zlib.crc32(text, crc)
        data += b"%08x %s\n" % (crc, text)
    path.write_bytes(data)
    return read(path)


def put(line: int, *path: int | str, value: object) -> Callable[[list[object]], None]:
    def alter(values: list[object]) -> None:
        if path:
            values[line][path[0]] = value
        else:
            values[line] = value

    return alter


HEADERS = [
    put(0, "recovery", value="1"),
    put(0, "recovery", value=True),
    put(0, "scenario", value=7),
    put(0, "scenario", value="x" * 3000),
    put(0, "path", value="plan.footprint"),
    put(0, "path", value="/plan\0"),
    put(0, "path", value=""),
    put(0, "sha256", value=""),
    put(0, "sha256", value="x" * 64),
    put(0, "copy", value="0"),
    put(0, "changes", value=-1),
    put(0, "changes", value=True),
    put(0, "changes", value=1.5),
    put(0, "last", value="yesterday"),
    put(0, "pid", value="1"),
    put(0, "more", value="1"),
    lambda values: values[0].pop("host"),
    lambda values: values.__setitem__(0, []),
    lambda values: values.__setitem__(0, "x"),
    lambda values: values.__setitem__(0, b"[" * 100_000),
    lambda values: values.__setitem__(0, b'{"recovery": 1' + b"0" * 5000 + b"}"),
    lambda values: values.__setitem__(0, b"\xff"),
]


@pytest.mark.parametrize("alter", HEADERS)
def test_a_header_that_is_made_up(
    alter: Callable[[list[object]], None], states: list[object], folder: Path
) -> None:
    found = rewrite(list_in(folder), alter)
    assert found.header is None
    assert "line 1: is damaged" in found.problem
    assert (found.name, found.changes, found.last) == ("", 0, "")
    assert len(find(folder)) == 1
    with pytest.raises(RecoveryError, match="can't be read"):
        found.recover()


EVENTS = [
    put(2, 0, value="merge"),
    put(2, 0, value=["commit"]),
    put(2, 1, value=None),
    put(2, 1, value="x" * 201),
    put(2, 2, value="x"),
    put(2, 2, value="0" * 16),
    put(2, 3, value="noon"),
    put(2, 4, value=None),
    put(2, 5, value="x" * 201),
    put(2, 6, value=""),
    put(2, 6, value="two\nlines"),
    put(2, 7, value="\x1b[2J"),
    put(2, 8, value="move"),
    put(2, 8, value=["move", "U3"]),
    put(2, 8, value=["steal", "U3", "G1"]),
    put(2, 8, value=["batch", [["batch", [["batch", []]] * 3]] * 3]),
    put(2, value=["remark", "A", "0" * 16, WHEN, "why"]),
    put(2, value=["remark", "A", "0" * 16, WHEN, "\0", "", "", ""]),
    put(2, value=["remark", "A", "0" * 16, WHEN, "why", "", WHEN, "Ada"]),
    put(2, value=["remark", "A", "0" * 16, WHEN, "why", "two\nlines", WHEN, "Ada"]),
    put(2, value=["remark", "A", "0" * 16, WHEN, "why", "Sent", "noon", "Ada"]),
    put(2, value=["remark", "A", "0" * 16, WHEN, "why", "Sent", WHEN, "x" * 201]),
    put(2, value={"commit": 1}),
    put(2, value=[]),
    put(2, value=["undo", "A", "0" * 16]),
    put(2, value=["undo", "A", "0" * 16, WHEN, "more"]),
    put(2, value=["place", "A", -1, WHEN]),
    put(2, value=["place", "A", 1000, WHEN]),
    put(2, value=["place", "A", True, WHEN]),
    put(2, value=["place", "A", 0, "soon"]),
    put(2, value=["status", "A", "lost", WHEN]),
    put(2, value=["take", "A", "more", WHEN]),
    put(2, value=["take", "A" * 201, WHEN]),
    lambda values: values[2].append("more"),
    lambda values: values[2].pop(),
    lambda values: values.__setitem__(2, b"[" * 100_000),
]


@pytest.mark.parametrize("alter", EVENTS)
def test_an_event_that_is_made_up(
    alter: Callable[[list[object]], None], states: list[object], folder: Path
) -> None:
    found = rewrite(list_in(folder), alter)
    assert "line 3: is damaged" in found.problem
    assert "\n" not in found.problem
    result = found.recover()
    assert content(result.scenario.option()) == states[1]


UNFIT = [
    put(3, value=["undo", "A", "0" * 16, WHEN]),
    put(3, value=["redo", "A", "0" * 16, WHEN]),
    put(3, value=["undo", "B", "0" * 16, WHEN]),
    put(3, value=["remark", "A", "0" * 16, WHEN, "why", "", "", ""]),
    put(3, value=["place", "B", 0, WHEN]),
    put(3, value=["status", "A", "deleted", WHEN]),
    put(3, value=["take", "A", WHEN]),
    lambda values: values.pop(2),
    lambda values: values.insert(3, values[2]),
]


@pytest.mark.parametrize("alter", UNFIT)
def test_an_event_that_does_not_follow(
    alter: Callable[[list[object]], None], states: list[object], folder: Path
) -> None:
    found = rewrite(list_in(folder), alter)
    assert not found.problem
    result = found.recover()
    assert "what was done can't be done again" in result.problem
    assert f"{found.path.name}, line " in result.problem
    assert content(result.scenario.option()) in (states[1], states[2])


@given(
    st.integers(1, 5),
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
        lambda inner: st.lists(inner, max_size=9) | st.dictionaries(st.text(), inner, max_size=2),
    ),
    st.integers(0, 9),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_anything_at_all_in_a_line_is_no_fault_of_ours(
    states: list[object], folder: Path, line: int, value: object, place: int
) -> None:
    path = list_in(folder)
    data = path.read_bytes()

    def alter(values: list[object]) -> None:
        if place < len(values[line]):
            values[line][place] = value
        else:
            values[line] = value

    rewrite(path, alter).recover()
    path.write_bytes(data)


def test_a_plan_that_could_not_be_saved_is_refused(plan: Path, folder: Path) -> None:
    found = open_scenario(plan)
    option = found.scenario.option()
    recorder = Recorder(folder)
    recorder.watch(found.scenario, plan, found.sha256)
    parent = "U1"
    for level in range(MAX_LEVELS):
        new = Create(f"n{level}", "part", f"X{level}", "Part", parent)
        option.commit(new, when=WHEN, who=WHO)
        parent = new.id
    recorder.close(keep=True)
    with pytest.raises(RecoveryError, match=r"leads to no plan: .* levels deep"):
        read(list_in(folder)).recover()


def test_a_later_version_of_the_format(states: list[object], folder: Path) -> None:
    found = rewrite(list_in(folder), put(0, "recovery", value=2))
    assert "was written by a later version of Footprint; open it with" in found.problem


def test_a_list_that_is_too_long(
    states: list[object], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recovery_lines, "LONGEST", 300)
    assert "is longer than" in read(list_in(folder)).problem


def test_a_list_that_can_not_be_read(
    states: list[object], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "no")

    path = list_in(folder)
    monkeypatch.setattr(Path, "open", refuse)
    assert "may not be read by you" in read(path).problem


def test_a_list_that_is_no_file(folder: Path) -> None:
    (folder / "20260301-090000-0123abcd.changes").mkdir(parents=True)
    assert find(folder) == []
    assert "is a folder" in read(list_in(folder)).problem
    list_in(folder).rmdir()
    with pytest.raises(RecoveryError, match="can't be read"):
        Found(folder / "x").recover()


def test_a_file_that_is_gone_a_moment_later(states: list[object], folder: Path) -> None:
    path = list_in(folder)
    (found,) = find(folder)
    path.unlink()
    assert not found.claim()
    assert list(recovered._look(path)) == []


@pytest.mark.skipif(not hasattr(os, "fsencode") or os.name == "nt", reason="names of POSIX")
def test_a_name_of_a_file_that_is_no_text(plan: Path, folder: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(str(plan.parent)) + b"/pl\xffn\n.footprint"))
    plan.rename(odd)
    found = open_scenario(odd)
    recorder = Recorder(folder)
    recorder.watch(found.scenario, odd, found.sha256)
    found.scenario.option().commit(Move("U2", "G2"), when=WHEN, who=WHO)
    recorder.close(keep=True)
    (left,) = find(folder)
    assert left.recover().path == odd
    odd.unlink()
    result = left.recover()
    again = Recorder(folder)
    again.watch(result.scenario, result.path, result.sha256, result.name)
    again.resume(result.changes, left)
    again.close(keep=True)
    (left,) = find(folder)
    assert (left.problem, left.name) == ("", result.name)
