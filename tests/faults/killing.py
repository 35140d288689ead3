"""Kill the program at random moments, and look at what is left: not one change may be lost.

What a killed program acknowledged is compared with what can be had afterwards: its files, and what
is offered for recovery. One that was killed goes on from there with the next job, so that a plan
lives through many kills, also while it is being recovered.
"""

from __future__ import annotations

import hashlib
import json
import os
import queue
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Thread
from typing import Any

from db.errors import InputError
from db.recovered import Found, find
from db.scenario_file import open_scenario
from model.scenario import Scenario
from tests.faults.editor import FORKS, KILL, Job, state

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 600.0
"""How long a child may say nothing until it counts as hanging, seconds."""
LIFE = 25
"""After how many kills another plan is begun."""

State = dict[str, list[object]]
Line = dict[str, Any]


class Nursery:
    """The process that makes the children."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, job: Job) -> Iterator[Line]:
        """Begin a job; gives what its process says, first its pid, until it ended."""
        process = self._process
        if process is None or process.poll() is not None:
            process = self._process = self._open()
        assert process.stdin is not None
        process.stdin.write(json.dumps(job).encode() + b"\n")
        process.stdin.flush()
        while True:
            line = self._lines.get(timeout=PATIENCE)
            if line is None and FORKS:
                raise RuntimeError("the nursery has ended; run tests.faults.editor to see why")
            if line is None:
                process.wait()  # the next job has another one
            if line is None or "ended" in line:
                return
            yield line

    def _open(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.editor"],
            cwd=ROOT,
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._lines: queue.Queue[Line | None] = queue.Queue()
        Thread(target=_read, args=(process, self._lines), daemon=True).start()
        return process

    def close(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()


def _read(process: subprocess.Popen[bytes], lines: queue.Queue[Line | None]) -> None:
    assert process.stdout is not None
    for text in process.stdout:
        lines.put(json.loads(text))
    lines.put(None)


@contextmanager
def nursery() -> Iterator[Nursery]:
    """Have a nursery, and end it at last."""
    made = Nursery()
    try:
        yield made
    finally:
        made.close()


@dataclass
class Tally:
    """What came of some kills.

    Attributes
    ----------
    kills : int
        How many processes were killed; others had done all they should.
    changes : int
        How many changes, undos and redos were acknowledged.
    saves, recoveries : int
        How often a plan was saved, and made again from what was left.
    moments : dict of str to int
        What was being done when they were killed.
    lost : list of str
        Each change that is nowhere any more, or another fault, with the seed to see it again.
    """

    kills: int = 0
    changes: int = 0
    saves: int = 0
    recoveries: int = 0
    moments: dict[str, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)


@dataclass
class _Known:
    """What a plan must be like, by what its process said last."""

    now: State
    first: State
    shown: str = ""
    path: str | None = None
    saved: dict[str, State] = field(default_factory=dict)
    will: str = "start"
    target: str = ""

    def hear(self, line: Line) -> None:
        """Take a line of a child's in."""
        if "will" in line:
            self.will, self.target = line["will"], line.get("path", "")
        elif "state" in line:
            self.now, self.shown, self.path = line["state"], line["shown"], line["path"]
            if line["did"] == "save":
                self.saved[line["path"]] = line["state"]
            self.will = ""

    def is_had(self, scenario: Scenario) -> bool:
        """Whether nothing that was acknowledged is missing in a scenario."""
        found = state(scenario)
        if found == self.now:
            return True
        # What was about to be done may have been done already.
        if found.keys() != self.now.keys():
            common = found.keys() & self.now.keys()
            is_one = len(found.keys() ^ self.now.keys()) == 1
            same = all(found[key] == self.now[key] for key in common)
            return self.will in ("branch", "undo", "redo") and is_one and same
        others = [key for key in found if key != self.shown]
        if any(found[key] != self.now[key] for key in others) or self.shown not in found:
            return False
        (head, entries, _), log = self.now[self.shown], scenario.option(self.shown).log
        follows = bool(log.head) and log[log.head].parent == head
        match self.will:
            case "edit":
                return len(log) == int(str(entries)) + 1 and follows
            case "redo":
                return len(log) == entries and follows
            case "undo":
                return len(log) == entries and log.head == log[str(head)].parent
        return False

    def may_have(self, path: str, scenario: Scenario) -> bool:
        """Whether a file has what it should."""
        found = state(scenario)
        is_new = self.will == "save" and self.target == path and found == self.now
        return is_new or found == self.saved.get(path)


class Life:
    """One plan, its folder, and those who edit it one after the other.

    Parameters
    ----------
    home : Path
        An empty folder.
    """

    def __init__(self, home: Path, made: Nursery, tally: Tally, random: Random) -> None:
        self._home = home
        self._nursery = made
        self._tally = tally
        self._random = random
        self._known: _Known | None = None
        self._plan: str | None = None
        self._recover: str | None = None
        self._seen: dict[str, str] = {}  # the hash of each file that was looked at

    def kill_at_random(self, *, window: bool) -> None:
        """Have somebody edit, and kill the process after some steps, or after some time."""
        random = self._random
        lines, moment = random.choice([0, 1, *range(2, 60)]), None
        if random.random() < 0.5:
            lines, moment = random.randrange(20), random.random() * 0.03
        self._run(self._job(window=window), lines, moment)

    def die_at(self, call: int, seed: int, steps: int) -> bool:
        """Have somebody edit until the disk is asked for the n-th time; False if it never is."""
        job = self._job(window=False) | {"seed": seed, "die": call, "steps": steps}
        return self._run(job, sys.maxsize, None)

    def _job(self, *, window: bool) -> Job:
        return {
            "home": str(self._home),
            "plan": self._plan,
            "recover": self._recover,
            "seed": self._random.randrange(2**32),
            "window": window,
            "die": None,
            "steps": 200,
        }

    def _run(self, job: Job, lines: int, moment: float | None) -> bool:
        """Do a job and kill its process after that many lines, or that many seconds after them."""
        said = self._nursery.start(job)
        told: list[Line] = []
        pid = 0
        for line in said:
            pid = line.get("pid", pid)  # a fast child may say something before it
            told.append(line)
            if pid and len(told) > lines:
                break
        if moment is not None:
            self._hear_for(said, told, moment)
        is_killed = not (told and "all" in told[-1].values())
        if is_killed and job["die"] is None:
            with suppress(ProcessLookupError):  # it has just done all that it should
                os.kill(pid, KILL)
        told += said  # what it had said until then
        self._look(job, told)
        self._tally.kills += is_killed
        return is_killed

    @staticmethod
    def _hear_for(said: Iterator[Line], told: list[Line], seconds: float) -> None:
        end = time.monotonic() + seconds
        for line in said:
            told.append(line)
            if time.monotonic() > end or "all" in line.values():
                break

    # -- what is left ----------------------------------------------------------------------

    def _look(self, job: Job, told: Sequence[Line]) -> None:
        tally = self._tally
        for line in told:
            if "fault" in line:
                self._report(job, f"a fault of ours: {line['fault']}")
            if self._known is None and "state" in line:
                self._known = _Known(line["state"], first=line["state"])
            if self._known is not None:
                self._known.hear(line)
            tally.changes += line.get("did") in ("edit", "undo", "redo", "branch")
            tally.saves += line.get("did") == "save"
        if self._known is None:  # it was killed before it had anything
            return
        will = self._known.will or "between"
        tally.moments[will] = tally.moments.get(will, 0) + 1
        self._check_files(job)
        self._take_up(job)

    def _check_files(self, job: Job) -> None:
        known = self._known
        assert known is not None
        for path in self._home.glob("*.footprint"):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            if self._seen.get(path.name) == content and known.target != str(path):
                continue
            self._seen[path.name] = content
            try:
                scenario = open_scenario(path).scenario
            except InputError as error:
                self._report(job, f"a damaged file: {error}")
                continue
            if known.may_have(str(path), scenario):
                known.saved[str(path)] = state(scenario)
            else:
                self._report(job, f"{path.name} has not what was saved in it")

    def _take_up(self, job: Job) -> None:
        """See where the plan is now, and go on with that next time."""
        known = self._known
        assert known is not None
        self._recover, self._plan = None, known.path
        left = find(self._home / "recovery")
        for found in left:
            scenario = self._recovered(job, found)
            if scenario is not None and known.is_had(scenario):
                self._recover, known.now = found.path.name, state(scenario)
                self._tally.recoveries += 1
                break
        else:
            paths = (known.path, known.target if known.will == "save" else None)
            for path in filter(None, paths):
                if known.saved.get(path) == known.now:
                    self._plan = path
                    break
            else:
                if known.path is not None or known.now != known.first:
                    self._report(job, f"a change is lost: {known.now}, killed at {known.will!r}")
                self._known = None
        known.will = ""
        for found in left:
            if found.path.name != self._recover:
                found.remove()

    def _recovered(self, job: Job, found: Found) -> Scenario | None:
        try:
            if found.claim():
                recovered = found.recover()
                if found.problem:
                    self._report(job, f"not all can be recovered: {found.problem}")
                return recovered.scenario
            self._report(job, f"{found.path.name} is held by nobody who lives")
        except InputError as error:
            self._report(job, f"can't be recovered: {error}")
        finally:
            found.release()
        return None

    def _report(self, job: Job, what: str) -> None:
        self._tally.lost.append(f"{what} (job {json.dumps(job)})")


def kill_many(home: Path, kills: int, seed: int, *, every: int = 0) -> Tally:
    """Kill the program so many times.

    Parameters
    ----------
    home : Path
        An empty folder.
    every : int
        Each how-many-th has a window; 0 for none.
    """
    tally, random = Tally(), Random(seed)
    with nursery() as made:
        number = 0
        while tally.kills < kills and len(tally.lost) < 20:
            folder = home / f"plan {number}"
            folder.mkdir()
            number += 1
            life = Life(folder, made, tally, random)
            for one in range(min(LIFE, kills - tally.kills)):
                life.kill_at_random(window=bool(every) and one % every == every - 1)
    return tally


def die_everywhere(home: Path, seed: int, steps: int, *, each: int = 1) -> Tally:
    """Have the program die at every call to the disk that one script makes, or each n-th."""
    tally = Tally()
    with nursery() as made:
        call, goes_on = 0, True
        while goes_on:
            folder = home / f"call {call}"
            folder.mkdir()
            life = Life(folder, made, tally, Random(seed))
            goes_on = life.die_at(call, seed, steps)
            call += each
    return tally


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        count, start = int(sys.argv[2]), int(sys.argv[3])
        if sys.argv[1] == "moments":
            result = kill_many(Path(made), count, start, every=10)
        else:
            result = die_everywhere(Path(made), start, count)
    print(json.dumps(vars(result)))  # noqa: T201 - what it is run for
