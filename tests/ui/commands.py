"""Running the command line in this process, and changing a plan as a colleague would."""

from __future__ import annotations

import json
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
