"""Measures the program, and the limits that need nothing but its own environment.

    python -m tests.benchmarks.harness AREA [SIZE ...] [--runs N] [--product]

It stands in for the benchmark kit where that is not installed, and adds what the kit's hooks leave
out: memory, the dense frame, what a drop costs beyond its first frame, what a change costs in the
model alone. Prints a JSON object a line, in the kit's form. With --product, the limits and what the
kit measures itself are left out.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.benchmarks import adapter, inputs
from tests.benchmarks.inputs import Tree
from tests.benchmarks.timing import Rounds, result

PRODUCT = "product"
COLUMNS = ("id", "parent_id", "kind", "name", "population", "budget", "officers")
TABLE = (
    "CREATE TABLE node (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES node(id), kind TEXT,"
    " name TEXT, population INTEGER, budget INTEGER, officers INTEGER)"
)
COMMITS = 200


# -- the window --------------------------------------------------------------------------------


def peak_mib() -> float:
    """Return the most memory this process has had, MiB."""
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def window(size: int, runs: int, *, product_only: bool) -> None:
    """Measure one tree in the program's window; needs a process of its own for the memory."""
    from tests.benchmarks.window import the_window

    cols = inputs.load(size)
    the_window().settle()
    empty = peak_mib()

    def timed(call: Callable[[int], object], count: int, skip: int) -> list[float]:
        values = []
        for run in range(count + skip):
            start = time.perf_counter()
            call(run)
            values.append((time.perf_counter() - start) * 1e3)
        return values[skip:]

    def say(metric: str, values: Sequence[float], unit: str = "ms", **more: object) -> None:
        result("interactive_qt", PRODUCT, PRODUCT, metric, size, values, unit, **more)

    build = []
    for run in range(runs + 1):
        start = time.perf_counter()
        shown = adapter.open_chart(cols, 1280, 800)
        build.append((time.perf_counter() - start) * 1e3)
        if run < runs:
            adapter.close_chart(shown)
    if not product_only:
        say("build", build[1:])
    say("memory_shown", [peak_mib() - empty], "MiB", note="opened several times, painted")
    for name in ("frame_1to1", "frame_mid", "frame_fit", "move_one", "pan", "reparent"):
        values = timed(partial(getattr(adapter, name), shown), runs, 2)
        if name == "frame_fit":
            say("frame_fit_zoom", [shown.view.zoom], "x", whole=shown.fits())
        if not product_only:
            say(name, values)
    say("memory", [peak_mib() - empty], "MiB", before=round(empty))
    say("reparent_settled", timed(partial(shown.reparent, settled=True), runs, 2))
    say("undo", timed(lambda _: shown.undo(), runs, 2))
    say("move_one_onto", timed(partial(adapter.move_one_onto, shown), runs, 2))
    adapter.pan(shown, 0)
    values = timed(partial(adapter.dense_frame, shown), runs, 2)
    say("dense_036", values, boxes=adapter.dense_frame(shown, 0), zoom=round(shown.view.zoom, 3))


def scene(size: int, runs: int) -> None:
    """Measure one tree in a bare scene."""
    from tests.benchmarks.scene import measure

    measure(inputs.load(size), runs)


# -- layout and the model ----------------------------------------------------------------------


def layout(size: int, runs: int) -> None:
    """Measure the tidy layout."""
    import numpy as np

    cols = inputs.load(size)
    parent = np.array(cols["parent"])
    wide, high = np.array(cols["w"], float), np.array(cols["h"], float)
    rounds = Rounds("layout", "layout", size, runs)
    rounds.add(PRODUCT, PRODUCT, lambda: adapter.layout(parent, wide, high))
    rounds.go()


def model(size: int, runs: int) -> None:
    """Measure a move in the model alone: its state, and with log and findings."""
    from model.changes import Move
    from model.state import State
    from tests.benchmarks.convert import WHEN, WHO, node, rows_of_kind, scenario_of

    cols = inputs.load(size)
    option = scenario_of(cols).option()
    units, clusters = rows_of_kind(cols, "pct"), rows_of_kind(cols, "cluster")
    count = iter(range(1 << 30))

    def next_move() -> Move:
        run = next(count)
        unit, to = node(units[(37 * run + 5) % len(units)]), 17 * run + 29
        if option.state.parent(unit) == node(clusters[to % len(clusters)]):
            to += 1
        return Move(unit, node(clusters[to % len(clusters)]))

    books = Rounds("model", "books_anew", size, runs)
    books.add(
        PRODUCT,
        PRODUCT,
        lambda s: s.totals(s.root),
        lambda: State(option.pack, "", option.pack.as_of),
    )
    books.go()
    option.state.totals(option.state.root)  # from here on the books are kept
    state = Rounds("model", "move_in_state", size, 3 * runs)
    state.add(PRODUCT, PRODUCT, lambda: option.state.apply(next_move()), inner=50)
    state.go()
    assert len(list(option.findings)) > 0
    whole = Rounds("model", "move_full", size, 3 * runs)
    whole.add(PRODUCT, PRODUCT, lambda: option.commit(next_move(), when=WHEN, who=WHO), inner=10)
    whole.add("product_preview", PRODUCT, lambda: option.preview(next_move()), inner=10)
    whole.go()


# -- files -------------------------------------------------------------------------------------


class Disk:
    """A folder on the disk for files that are made anew for each run."""

    def __init__(self) -> None:
        # Beside the inputs: a system's folder for temporary files may be in memory.
        parent = inputs.ROOT / ".benchmarks"
        parent.mkdir(exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix="files-", dir=parent))

    def fresh(self, name: str) -> Callable[[], str]:
        """Return what gives the path of a file that is not there."""

        def path() -> str:
            for old in self.folder.glob(f"{name}*"):
                old.unlink()
            return str(self.folder / name)

        return path

    def remove(self) -> None:
        """Take it away."""
        shutil.rmtree(self.folder, ignore_errors=True)


def rows_of(cols: Tree) -> list[tuple[object, ...]]:
    """Return a tree as rows of a table."""
    above = [None if p < 0 else p for p in cols["parent"]]
    names = ("kind", "name", "population", "budget", "officers")
    return list(zip(range(cols["n"]), above, *(cols[c] for c in names), strict=True))


def write_rows(rows: list[tuple[object, ...]], path: str) -> None:
    """Write rows as a bare SQLite file."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("BEGIN")
    db.execute(TABLE)
    db.executemany("INSERT INTO node VALUES (?,?,?,?,?,?,?)", rows)
    db.execute("COMMIT")
    db.close()


def read_rows(path: str) -> list[tuple[object, ...]]:
    """Read all rows of it."""
    db = sqlite3.connect(path)
    rows = db.execute("SELECT * FROM node").fetchall()
    db.close()
    return rows


def write_raw(data: bytes, path: str) -> None:
    """Write bytes and bring them to the disk."""
    with open(path, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def write_with_sqlite_utils(dicts: list[dict[str, object]], path: str) -> None:
    """Write rows as a program that uses sqlite-utils plainly would."""
    import sqlite_utils

    db = sqlite_utils.Database(path)
    db["node"].insert_all(dicts, pk="id")  # type: ignore[union-attr]
    db.conn.commit()
    db.conn.close()


def files(size: int, runs: int, *, product_only: bool) -> None:
    """Measure saving and opening."""
    cols, disk = inputs.load(size), Disk()
    rows = rows_of(cols)
    dicts = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    try:
        write_rows(rows, bare := disk.fresh("bare.db")())
        data = Path(bare).read_bytes()
        opened = adapter.open_for_edit(cols, disk.fresh("open.footprint")())
        saving = Rounds("persist", "save", size, runs)
        if not product_only:
            saving.add("raw_write_fsync", "limit", partial(write_raw, data), disk.fresh("raw"))
            write = partial(write_with_sqlite_utils, dicts)
            saving.add("sqlite_utils_insert_all", "peer", write, disk.fresh("utils.db"))
        saving.add(PRODUCT, PRODUCT, partial(adapter.save, cols), disk.fresh("saved.footprint"))
        copy = partial(adapter.save_as, opened)
        saving.add("product_copy", PRODUCT, copy, disk.fresh("copy.footprint"))
        saving.go()
        saved = disk.folder / "saved.footprint"
        loading = Rounds("persist", "load", size, runs)
        if not product_only:
            loading.add("sqlite3_fetchall", "limit", lambda: read_rows(bare))
        loading.add(PRODUCT, PRODUCT, lambda: adapter.load(str(saved)))
        loading.go()
        opened.recorder.close()
    finally:
        disk.remove()


def commits() -> None:
    """Measure a move that is durable on the disk when it returns, beside a bare sync."""
    import sqlite_utils

    size = 10_000
    cols, disk = inputs.load(size), Disk()
    dicts = [dict(zip(COLUMNS, row, strict=True)) for row in rows_of(cols)]
    raw = os.open(disk.fresh("raw")(), os.O_RDWR | os.O_CREAT)
    block = os.urandom(4096)
    write_with_sqlite_utils(dicts, path := disk.fresh("utils.db")())
    db = sqlite_utils.Database(path)
    opened = adapter.open_for_edit(cols, disk.fresh("open.footprint")())

    def sync(i: int) -> None:
        os.pwrite(raw, block, i % 256 * 4096)
        os.fsync(raw)

    def update(i: int) -> None:
        db["node"].update(62 + i % 9000, {"parent_id": 11 + i % 50})  # type: ignore[union-attr]
        db.conn.commit()

    cases: dict[str, tuple[str, Callable[[int], object]]] = {
        "raw_fsync_4k": ("limit", sync),
        "sqlite_utils_update_default": ("peer", update),
        PRODUCT: (PRODUCT, lambda i: adapter.commit_move(opened, 62 + i % 100, 11 + i % 50)),
    }
    values: dict[str, list[float]] = {name: [] for name in cases}
    for i in range(COMMITS + 5):
        for name, (_, call) in cases.items():
            start = time.perf_counter()
            call(i)
            values[name].append((time.perf_counter() - start) * 1e3)
    for name, (role, _) in cases.items():
        result("persist", name, role, "commit", size, values[name][5:])
    opened.recorder.close()
    db.conn.close()
    os.close(raw)
    disk.remove()


# -- exports, totals, start --------------------------------------------------------------------


def export(size: int, runs: int) -> None:
    """Measure the exports that there are."""
    from ui.exporting import ensure_application

    application = ensure_application()
    cols, disk = inputs.load(size), Disk()
    rounds = Rounds("export", "in-process", size, runs)
    for kind in ("pdf", "png", "svg"):
        write = getattr(adapter, f"export_{kind}", None)
        if write is not None:
            rounds.add(f"product_{kind}", PRODUCT, partial(write, cols), disk.fresh(f"a.{kind}"))
    rounds.go()
    disk.remove()
    del application


def totals(size: int, runs: int, *, product_only: bool) -> None:
    """Measure all totals of units in groups of three anew, and after one move."""
    import numpy as np

    random = np.random.default_rng([3, size])
    k = size // 3
    part = np.concatenate([np.arange(k), random.integers(0, k, size - k)])
    people = random.lognormal(np.log(330_000), 0.4, size).astype(np.int64)
    budget = (people * random.normal(1600, 120, size)).astype(np.int64)
    officers = random.integers(3, 25, size)
    val = np.stack([people, budget, officers], 1).astype(float)
    anew = Rounds("aggregate", "recompute", size, 2 * runs)
    move = Rounds("aggregate", "move", size, 2 * runs)
    if not product_only:
        db = sqlite3.connect(":memory:")
        db.execute(
            "CREATE TABLE unit (id INTEGER PRIMARY KEY, grp INTEGER, population INTEGER,"
            " budget INTEGER, officers INTEGER)"
        )
        columns = (part.tolist(), people.tolist(), budget.tolist(), officers.tolist())
        db.executemany(
            "INSERT INTO unit VALUES (?,?,?,?,?)", zip(range(size), *columns, strict=True)
        )
        db.execute("CREATE INDEX grp ON unit(grp)")
        db.execute("CREATE INDEX cover ON unit(grp, population, budget, officers)")
        summed = "SELECT grp, SUM(population), SUM(budget), SUM(officers) FROM unit"
        group_by = f"{summed} INDEXED BY cover GROUP BY grp"
        anew.add("sqlite_group_by_covering", "peer", lambda: db.execute(group_by).fetchall())
        place = [0]

        def move_in_sql() -> None:
            i = place[0] = (place[0] * 7 + 11) % size
            db.execute("UPDATE unit SET grp = (grp + 1) % ? WHERE id = ?", (k, i))
            p = db.execute("SELECT grp FROM unit WHERE id = ?", (i,)).fetchone()[0]
            of_two = f"{summed} WHERE grp IN (?,?) GROUP BY grp"
            db.execute(of_two, (p, (p - 1) % k)).fetchall()

        move.add("sqlite_memory", "peer", move_in_sql, inner=100)
    anew.add(PRODUCT, PRODUCT, lambda: adapter.aggregate(part, val, k))
    anew.go()
    state = adapter.aggregate_state(part.copy(), val, k)
    move.add(PRODUCT, PRODUCT, lambda: adapter.aggregate_move(state), inner=1000)
    move.go()


def start(runs: int) -> None:
    """Measure from the start of the process to the painted window, beside a bare one."""
    probe = str(Path(__file__).with_name("first_paint.py"))
    file = str(adapter.england())
    cases = {"bare_pyside6": ("limit", ["bare"]), PRODUCT: (PRODUCT, ["main.py", file])}
    values: dict[str, list[float]] = {name: [] for name in cases}
    with tempfile.TemporaryDirectory() as home:
        folders = ("CONFIG", "DATA", "STATE", "CACHE")
        env = {
            **{k: v for k, v in os.environ.items() if not k.startswith("PYTHON")},
            **{f"XDG_{name}_HOME": str(Path(home, name.lower())) for name in folders},
            "HOME": home,
            "FOOTPRINT_BENCH_PYTHON": sys.executable,
        }
        for run in range(runs + 3):
            for name, (_, arguments) in cases.items():
                began = time.monotonic()
                done = subprocess.run(
                    [sys.executable, probe, *arguments],
                    env=env,
                    cwd=home,
                    capture_output=True,
                    text=True,
                    check=True,
                )
                line = next(t for t in done.stdout.splitlines() if t.startswith("{"))
                if run:
                    values[name].append((json_of(line)["idle"] - began) * 1e3)
    for name, (role, _) in cases.items():
        result("startup", name, role, "painted (offscreen)", 1, values[name])


def json_of(line: str) -> dict[str, float]:
    """Return a line of figures."""
    import json

    read: dict[str, float] = json.loads(line)
    return read


# -- which -------------------------------------------------------------------------------------


def main(arguments: Sequence[str]) -> None:
    """Measure one area."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("area")
    parser.add_argument("sizes", nargs="*", type=int)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--product", action="store_true")
    a = parser.parse_args(arguments)
    of_size: dict[str, Callable[[int], None]] = {
        "window": lambda n: window(n, a.runs, product_only=a.product),
        "scene": lambda n: scene(n, a.runs),
        "layout": lambda n: layout(n, a.runs + 2),
        "model": lambda n: model(n, a.runs),
        "files": lambda n: files(n, a.runs, product_only=a.product),
        "export": lambda n: export(n, a.runs),
        "totals": lambda n: totals(n, a.runs, product_only=a.product),
    }
    for size in a.sizes or (0,):
        if a.area in of_size:
            of_size[a.area](size)
        elif a.area == "commits":
            commits()
        else:
            {"start": start}[a.area](a.runs)
    sys.stdout.flush()
    if a.area in ("window", "scene"):
        os._exit(0)  # a window that goes down with the interpreter may still crash it


if __name__ == "__main__":
    main(sys.argv[1:])
