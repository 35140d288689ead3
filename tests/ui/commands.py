"""Running the command line in this process, and changing a plan as a colleague would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from db.scenario_file import open_scenario, save
from model.changes import Change

ROOT = Path(__file__).resolve().parents[2]
WHEN = "2011-07-01T09:00:00Z"
MANCHESTER, GREATER_MANCHESTER, TEES = "5NT", "C07", "C04"


@dataclass
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> dict:
        return json.loads(self.out)


Run = Callable[..., Ran]


def edit(path: Path, *changes: Change) -> None:
    """Make changes to the active option of a file."""
    scenario = open_scenario(path).scenario
    for change in changes:
        scenario.option().commit(change, when=WHEN, who="a colleague")
    save(scenario, path)


def run_apart(*arguments: object, **env: str | None) -> Ran:
    """Run main.py in a process of its own; a variable that is None is taken away."""
    variables = {**os.environ, **env}
    done = subprocess.run(
        [sys.executable, ROOT / "main.py", *map(str, arguments)],
        capture_output=True,
        env={name: value for name, value in variables.items() if value is not None},
        timeout=60,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def log_of(path: Path) -> list:
    return open_scenario(path).scenario.option().log.path()


def one_line(ran: Ran) -> str:
    """Return the sentence on stderr after checking that it is all that was printed."""
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("footprint: ")
    assert ran.err.count("\n") == 1
    return ran.err[len("footprint: ") : -1]


def by_code(document: dict) -> dict[str, dict]:
    return {o["code"]: o for o in document["organisations"]}
