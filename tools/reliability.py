"""Kill the program, fail its disk, feed it hostile files; write what came of it to a page.

    python -m tools.reliability faults [--kills N] [--seed N]
    python -m tools.reliability fuzz [--mutants N] [--seed N]

`make faults` and `make fuzz` call it. The kits are in `tests/faults`; each part of the run is a
process of its own, one for each processor at a time. `docs/reliability.md` keeps the figures of the
last run of each, with its command; the exit code is 1 if anything was lost, or went wrong.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DOC = ROOT / "docs" / "reliability.md"
A_PART = {"faults": 100, "fuzz": 500}
"""How many kills or mutants one process gets: what it keeps in memory is measured over that."""
STEPS = 40
"""Length of the script that is killed at each of its calls to the disk."""

Result = dict[str, Any]


def main(arguments: Sequence[str]) -> int:
    """Run what is asked for; return 1 if there was any fault."""
    parser = argparse.ArgumentParser(prog="tools.reliability", description=__doc__)
    parser.add_argument("what", choices=["faults", "fuzz"])
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--mutants", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=2011)
    given = parser.parse_args(arguments)
    command = f"make {given.what}"
    if arguments[1:]:
        command += f' ARGS="{" ".join(arguments[1:])}"'
    if given.what == "faults":
        rows, faults = _faults(given.kills, given.seed)
    else:
        rows, faults = _fuzz(given.mutants, given.seed)
    _write(given.what, command, rows, faults)
    for fault in faults:
        print(fault)
    print("\n".join(f"{name}: {value}" for name, value in rows))
    return 1 if faults else 0


def _faults(kills: int, seed: int) -> tuple[list[tuple[str, str]], list[str]]:
    parts = [["tests.faults.killing", "moments", *p] for p in _parts("faults", kills, seed)]
    parts.append(["tests.faults.killing", "calls", str(STEPS), str(seed)])
    parts.append(["tests.faults.disks"])
    *moments, calls, disks = _run(parts)
    lost = [fault for one in (*moments, calls) for fault in one["lost"]]
    when: dict[str, int] = {}
    for one in moments:
        _add(when, one["moments"])
    during = ", ".join(f"{number:,} {_DURING.get(k, k)}" for k, number in sorted(when.items()))
    rows = [
        ("Killed at random moments", _n(one["kills"] for one in moments)),
        ("… while or between", during),
        ("Killed at each call to the disk of one script", _n([calls["kills"]])),
        (
            "Changes, undos and redos acknowledged before",
            _n(one["changes"] for one in (*moments, calls)),
        ),
        ("Saves among them", _n(one["saves"] for one in (*moments, calls))),
        ("Plans recovered", _n(one["recoveries"] for one in (*moments, calls))),
        ("**Changes lost, files damaged**", f"**{len(lost)}**"),
        ("Faults of the disk tried, one at each call", _n([disks["faults"]])),
        ("**Faults not survived**", f"**{len(disks['wrong'])}**"),
    ]
    return rows, [*lost, *disks["wrong"]]


_DURING = {
    "between": "between two edits",
    "edit": "in an edit",
    "undo": "in an undo",
    "redo": "in a redo",
    "branch": "in branching an option",
    "save": "in a save",
    "recover": "in recovering",
    "start": "at the start",
}


def _fuzz(number: int, seed: int) -> tuple[list[tuple[str, str]], list[str]]:
    results = _run([["tests.faults.fuzzing", *part] for part in _parts("fuzz", number, seed)])
    tried: dict[str, int] = {}
    opened: dict[str, int] = {}
    for one in results:
        _add(tried, one["tried"])
        _add(opened, one["opened"])
    rows = [("Mutants tried", _n(tried.values()))]
    rows += [
        (f"… {sort}", f"{count:,}, of which {opened.get(sort, 0):,} were sound all the same")
        for sort, count in sorted(tried.items())
    ]
    for name, key in (
        ("Crashes", "crashes"),
        ("Hangs (over 2 s of the processor) or too much memory", "hangs"),
        ("Wrongly accepted", "accepted"),
        ("Files written elsewhere", "written"),
        ("Printed what is no plain line", "printed"),
    ):
        rows.append((f"**{name}**", f"**{sum(len(one[key]) for one in results)}**"))
    rows.append(("Slowest", f"{max(one['slowest'] for one in results):.2f} s"))
    rows.append(("Most memory of a process", f"{max(one['memory'] for one in results) >> 20} MiB"))
    return rows, [fault for one in results for fault in one["faults"]]


def _parts(what: str, number: int, seed: int) -> list[list[str]]:
    """Return how many and with which seed, for each process."""
    each = A_PART[what]
    return [[str(min(each, number - begun)), str(seed + begun)] for begun in range(0, number, each)]


def _run(parts: list[list[str]]) -> list[Result]:
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return list(pool.map(_run_one, parts))


def _run_one(part: list[str]) -> Result:
    done = subprocess.run(
        [sys.executable, "-m", *part],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(part)} ended with {done.returncode}: {done.stderr[-3000:]}")
    result: Result = json.loads(done.stdout)
    print(f"{' '.join(part)}: done", flush=True)
    return result


def _add(to: dict[str, int], more: dict[str, int]) -> None:
    for key, number in more.items():
        to[key] = to.get(key, 0) + number


def _n(numbers: Iterable[int]) -> str:
    return f"{sum(numbers):,}"


def _write(what: str, command: str, rows: list[tuple[str, str]], faults: list[str]) -> None:
    """Put the figures into the page, between the marks of their section."""
    day = datetime.datetime.now(datetime.UTC).date().isoformat()
    machine = (
        f"{os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}"
    )
    table = "\n".join(f"| {name} | {value} |" for name, value in rows)
    new = f"`{command}` on {day} ({machine}):\n\n| | |\n| --- | --- |\n{table}\n"
    if faults:
        new += f"\nNot all is well; the first fault: `{faults[0][:300]}`\n".replace("\n`", " `")
    text = DOC.read_text(encoding="utf-8")
    begin, end = f"<!-- {what}: begin -->\n", f"<!-- {what}: end -->"
    before, rest = text.split(begin)
    _, after = rest.split(end)
    DOC.write_text(f"{before}{begin}{new}{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
