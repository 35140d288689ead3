"""The benchmarks' inputs are well formed, and the kit's hooks do what they say: at N=152."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from model.pack import Tier
from tests.benchmarks import adapter, inputs
from tests.benchmarks.accounts import account
from tests.benchmarks.convert import node, rows_of_kind, scenario_of
from tests.benchmarks.window import Window

SIZES = [152, 214, 1_000]


# -- inputs ------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
def test_trees_are_breadth_first(size: int) -> None:
    tree = inputs.make(size)
    parent = np.array(tree["parent"])

    assert tree["n"] == size
    assert {len(column) for column in tree.values() if isinstance(column, list)} == {size}
    assert parent[0] == -1
    assert (parent[1:] < np.arange(1, size)).all()
    assert (np.diff(parent) >= 0).all()
    assert len(set(tree["name"])) == size


@pytest.mark.parametrize("size", SIZES)
def test_figures_add_up(size: int) -> None:
    tree = inputs.make(size)
    for column in ("population", "budget", "officers"):
        below = [0] * size
        for row in range(size - 1, 0, -1):
            below[tree["parent"][row]] += tree[column][row]
        for row, kind in enumerate(tree["kind"]):
            assert kind == tree["kind"][-1] or tree[column][row] == below[row]


def test_trees_are_shaped_like_england() -> None:
    assert Counter(inputs.make(1_000)["kind"]) == {
        "root": 1,
        "region": 10,
        "cluster": 51,
        "pct": 152,
        "practice": 786,
    }
    assert "practice" not in inputs.make(214)["kind"]


def test_the_same_tree_is_made_again() -> None:
    assert inputs.make(152) == inputs.make(152)


def test_a_tree_is_kept_where_the_kit_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PERF_DATA", str(tmp_path / "none"))
    monkeypatch.setattr(inputs, "KEPT", tmp_path)
    assert inputs.load(152) == inputs.make(152)
    assert inputs.load(152) == json.loads((tmp_path / "tree_152.json").read_text())


# -- conversion --------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [152, 1_000])
def test_a_scenario_has_the_trees_places_and_totals(size: int) -> None:
    tree = inputs.make(size)
    state = scenario_of(tree).option().state

    for row, parent in enumerate(tree["parent"]):
        assert state.parent(node(row)) == (None if parent < 0 else node(parent))
        for measure, column in (("population", "population"), ("allocation", "budget")):
            assert state.sum(node(row), measure).value == tree[column][row]
    assert state.tray() == []
    assert len(state.at_tier(Tier.PART)) == tree["kind"].count("practice")


# -- hooks -------------------------------------------------------------------------------------


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path) -> Iterator[Window]:
    made = Window(800, 600, tmp_path)
    made.open(inputs.make(152))
    yield made
    made.dispose()


def test_the_chart_has_the_size_that_was_asked_for(window: Window) -> None:
    size = window.view.viewport().size()
    assert (size.width(), size.height()) == (800, 600)


def test_frames_are_painted(window: Window) -> None:
    for hook in (adapter.frame_1to1, adapter.frame_mid, adapter.frame_fit):
        before = window.paints.count
        hook(window, 0)
        assert window.paints.count > before
    assert window.fits()
    assert adapter.dense_frame(window, 0) > 50


def test_a_held_box_follows_and_is_put_back(window: Window) -> None:
    state = window.main.document.state
    before = state.snapshot()
    for hook in (adapter.move_one, adapter.move_one_onto):
        for run in range(3):
            hook(window, run)
        assert not window.view.ghost.rect.isNull()
    adapter.pan(window, 0)
    assert window.view.ghost.rect.isNull()
    assert state.snapshot() == before


def test_every_move_of_a_held_box_is_onto_another_cluster(window: Window) -> None:
    targets = []
    for run in range(4):
        adapter.move_one_onto(window, run)
        targets.append(window.view.marks.target)
    assert targets[0] == targets[2] != targets[1] == targets[3]


def test_pan_scrolls(window: Window) -> None:
    adapter.pan(window, 0)
    bar = window.view.verticalScrollBar()
    first = bar.value()
    adapter.pan(window, 1)
    assert abs(bar.value() - first) == 64


def test_reparent_moves_and_is_undone(window: Window) -> None:
    document = window.main.document
    before = document.state.snapshot()
    for run in range(3):
        adapter.reparent(window, run)
    assert len(document.option.log) == 4  # the first entry makes the clusters
    for _ in range(3):
        window.undo()
    assert document.state.snapshot() == before


def test_layout_keeps_boxes_apart() -> None:
    tree = inputs.make(152)
    parent, wide, high = (np.array(tree[c]) for c in ("parent", "w", "h"))
    x, top = adapter.layout(parent, wide.astype(float), high.astype(float))
    for level in np.unique(top):
        at = np.flatnonzero(top == level)
        gaps = (x[at] - wide[at] / 2)[1:] - (x[at] + wide[at] / 2)[:-1]
        assert (gaps > 0).all()


def test_files_are_written_read_and_kept_up(tmp_path: Path) -> None:
    tree = inputs.make(152)
    adapter.save(tree, str(tmp_path / "a.footprint"))
    read = adapter.load(str(tmp_path / "a.footprint"))
    unit, other = rows_of_kind(tree, "pct")[0], rows_of_kind(tree, "cluster")[5]
    assert read.option().state.parent(node(unit)) == node(tree["parent"][unit])

    opened = adapter.open_for_edit(tree, str(tmp_path / "b.footprint"))
    adapter.save_as(opened, str(tmp_path / "same.footprint"))
    adapter.commit_move(opened, unit, other)
    kept = list((tmp_path / "recovery").glob("*.changes"))
    adapter.save_as(opened, str(tmp_path / "c.footprint"))
    copy = adapter.load(str(tmp_path / "c.footprint"))
    opened.recorder.close()

    one, other_file = (tmp_path / f"{name}.footprint" for name in ("b", "same"))
    assert one.read_bytes() == other_file.read_bytes()
    assert len(kept) == 1
    assert copy.option().state.parent(node(unit)) == node(other)


@pytest.mark.parametrize("kind", ["pdf", "png", "svg"])
def test_charts_are_exported(tmp_path: Path, qapp: QApplication, kind: str) -> None:
    path = tmp_path / f"a.{kind}"
    getattr(adapter, f"export_{kind}")(inputs.make(152), str(path))
    assert path.stat().st_size > 10_000


def test_totals_are_those_of_a_plain_count() -> None:
    random = np.random.default_rng(1)
    n, k = 3_000, 1_000
    part = np.concatenate([np.arange(k), random.integers(0, k, n - k)])
    val = random.integers(0, 10**9, (n, 3)).astype(float)

    made = account(part, val, k)
    made.count_anew()
    assert made.totals() == [np.bincount(part, column, k).tolist() for column in val.T]
    sums = [column.tolist() for column in adapter.aggregate(part, val, k)]
    assert sums == made.totals()

    state = adapter.aggregate_state(part, val, k)
    for _ in range(50):
        adapter.aggregate_move(state)
    now = np.array(state.parents[1 + k :]) - 1
    assert (now != part).sum() > 40
    assert state.totals() == [np.bincount(now, column, k).tolist() for column in val.T]


def test_the_program_starts_as_the_kit_starts_it(tmp_path: Path) -> None:
    probe = Path(adapter.__file__).with_name("first_paint.py")
    binding, target, arguments, venv = adapter.STARTUP
    assert (binding, target) == ("PySide6", "footprint_start:start")
    assert Path(venv, "bin", "python").is_file()

    command = [sys.executable, probe, "main.py", *arguments]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    times = json.loads(done.stdout.splitlines()[-1])
    assert 0 < times["paint"] <= times["idle"], done.stderr
