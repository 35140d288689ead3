"""Plans whose changes are kept in a recovery file, as tests make and find them."""

from __future__ import annotations

from pathlib import Path

from db.recovered import Found, Recovered, find
from db.recovery import Recorder
from db.scenario_file import open_scenario
from model.changes import Move
from model.option import Option
from tests.sample_pack import WHEN, WHO


def opened(plan: Path, folder: Path) -> tuple[Option, Recorder]:
    """Open a file to be edited: all that it takes."""
    found = open_scenario(plan)
    recorder = Recorder(folder)
    recorder.watch(found.scenario, plan, found.sha256)
    return found.scenario.option(), recorder


def move(option: Option, unit: str, to: str) -> None:
    option.commit(Move(unit, to), when=WHEN, who=WHO, why="because")


def only(folder: Path) -> Found:
    """Return the one recovery file in a folder, which must be without a fault."""
    (found,) = find(folder)
    assert not found.problem
    return found


def recovered(folder: Path) -> Recovered:
    found = only(folder)
    assert found.claim()
    result = found.recover()
    assert not result.problem
    found.release()
    return result


def content(option: Option) -> object:
    log = option.log
    return option.state.snapshot(), log.head, list(log), log.checkpoints
