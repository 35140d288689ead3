"""The product in the benchmark kit: its hooks, over the program's own code paths.

The kit (`docs/performance.md` says which) times peers and bare limits, and calls these functions in
between. They are thin: the window is the program's, files are written by `db`, charts are exported
by `ui.export_file`. A tree of columns is turned into a scenario by `convert.scenario_of`; where the
scenario is what a user would have in memory before (saving, exporting), that is done once, as the
kit does for the peers, and where it is part of showing data (`open_chart`), every time.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:  # the kit loads this file by its path
    sys.path.insert(0, str(ROOT))

from tests.benchmarks.inputs import Tree  # noqa: E402  the path is made above

if TYPE_CHECKING:
    import numpy as np

    from db.recovery import Recorder
    from db.scenario_file import Source
    from model.option import Option
    from model.scenario import Scenario
    from tests.benchmarks.accounts import Account
    from tests.benchmarks.window import Window

_scenarios: list[tuple[Tree, Scenario]] = []


def _scenario(cols: Tree) -> Scenario:
    """Return a tree's scenario, made at the first call."""
    from tests.benchmarks.convert import scenario_of

    for tree, scenario in _scenarios:
        if tree is cols:
            return scenario
    made = scenario_of(cols)
    _scenarios.append((cols, made))
    del _scenarios[:-2]
    return made


# -- layout ------------------------------------------------------------------------------------


def layout(parent: np.ndarray, w: np.ndarray, h: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return centres and tops of a tree's boxes."""
    from model.tidy import tidy

    drawn = tidy(parent, w, h)
    return drawn.x, drawn.top


# -- the window --------------------------------------------------------------------------------


def open_chart(cols: Tree, width: int, height: int) -> Window:
    """Show a tree in the program's window; returns when its chart, of that size, is painted."""
    from tests.benchmarks.window import the_window

    window = the_window(width, height)
    window.open(cols)
    return window


def close_chart(window: Window) -> None:
    """Forget the tree; the window stays for the next."""
    window.close()


def frame_1to1(window: Window, run: int) -> None:
    """Paint the fullest spot of the chart at 100%."""
    window.frame(1.0)


def frame_mid(window: Window, run: int) -> None:
    """Paint it at 10%."""
    window.frame(0.1)


def frame_fit(window: Window, run: int) -> None:
    """Paint the whole chart; the first call arranges it for that."""
    window.frame_fit(fresh=run == 0)


def dense_frame(window: Window, run: int) -> int:
    """Paint some 700 labelled rows; returns how many."""
    return window.dense()[1]


def move_one(window: Window, run: int) -> None:
    """Move the box of a held unit by 40 pixels, over one cluster."""
    window.follow(run, over_targets=False)


def move_one_onto(window: Window, run: int) -> None:
    """Move it every time onto another cluster, so that what a drop would bring is shown anew."""
    window.follow(run, over_targets=True)


def pan(window: Window, run: int) -> None:
    """Scroll the chart by 64 pixels."""
    window.pan(run)


def reparent(window: Window, run: int) -> None:
    """Drop a unit into another cluster; returns when the chart is painted."""
    window.reparent(run)


# -- start -------------------------------------------------------------------------------------


def __getattr__(name: str) -> Any:
    """Give STARTUP to whoever asks for it: making England's file takes a moment."""
    if name != "STARTUP":
        raise AttributeError(name)
    # The kit's own Python has more in it than the program asks for, which makes imports slower.
    python = os.environ.setdefault("FOOTPRINT_BENCH_PYTHON", sys.executable)
    file = england(python)
    return ("PySide6", "footprint_start:start", [str(file)], str(Path(__file__).parent / "start"))


def england(python: str = sys.executable) -> Path:
    """Return a scenario file of England, just made by the program."""
    file = ROOT / ".benchmarks" / "england.footprint"
    file.parent.mkdir(exist_ok=True)
    new = ["new", str(file), "--force", "--pack", "pct-2011", "--option", "june-2011"]
    subprocess.run([python, str(ROOT / "main.py"), *new], check=True, capture_output=True)
    return file


# -- files -------------------------------------------------------------------------------------


def save(cols: Tree, path: str) -> None:
    """Write a scenario to a new file."""
    from db import scenario_file

    scenario_file.save(_scenario(cols), Path(path))


def load(path: str) -> Scenario:
    """Open a scenario file."""
    from db.scenario_file import open_scenario

    return open_scenario(Path(path)).scenario


class Opened(NamedTuple):
    """A scenario that is being edited; what is done is kept in a recovery file."""

    scenario: Scenario
    option: Option
    recorder: Recorder
    source: Source


def open_for_edit(cols: Tree, path: str) -> Opened:
    """Save a scenario, and keep its changes from then on."""
    from db import recovery, scenario_file
    from tests.benchmarks.convert import scenario_of

    scenario, file = scenario_of(cols), Path(path)
    sha256 = scenario_file.save(scenario, file)
    recorder = recovery.Recorder(file.with_name("recovery"))
    recorder.watch(scenario, file, sha256)
    source = scenario_file.Source.of(scenario, file, sha256)
    return Opened(scenario, scenario.option(), recorder, source)


def commit_move(opened: Opened, row: int, to: int) -> None:
    """Move an organisation; the change is durable when this returns."""
    from model.changes import Move
    from tests.benchmarks.convert import WHEN, WHO, node

    option = opened.option
    if option.state.parent(node(row)) == node(to):
        to += 1  # what is there already would not be written
    option.commit(Move(node(row), node(to)), when=WHEN, who=WHO)
    if opened.recorder.fault:
        raise OSError(opened.recorder.fault)


def save_as(opened: Opened, path: str) -> None:
    """Write a copy of an open scenario, as Save As does."""
    from db import scenario_file

    scenario_file.save_copy(opened.scenario, Path(path), opened.source)


# -- exports -----------------------------------------------------------------------------------


def _export(cols: Tree, path: str) -> None:
    from ui.export_file import export
    from ui.export_settings import ExportSettings

    scenario = _scenario(cols)
    export(
        scenario,
        scenario.option(),
        Path(path),
        ExportSettings(scenario=""),  # peers draw the chart alone
        source_name="bench.footprint",
    )


export_pdf = export_png = export_svg = _export

# -- totals ------------------------------------------------------------------------------------


def aggregate(part: np.ndarray, val: np.ndarray, k: int) -> list[np.ndarray]:
    """Return the totals of all groups, added up by what the model's books add up with."""
    from model.totals import sums_by

    return [sums_by(part, val[:, column], k) for column in range(val.shape[1])]


def aggregate_state(part: np.ndarray, val: np.ndarray, k: int) -> Account:
    """Return units in groups with all totals worked out."""
    from tests.benchmarks.accounts import account

    made = account(part, val, k)
    made.count_anew()
    return made


def aggregate_move(state: Account) -> None:
    """Move a unit into the next group and keep all totals right."""
    state.move_next()
