"""Which programs a benchmark starts, with the kit or without, and how they are run.

The kit's scripts are asked for just the peers, limits and sizes that our targets name; the product
is measured by them in the same run, through `tests/benchmarks/adapter.py`. What their hooks leave
out is measured by `tests/benchmarks/harness.py`, which also stands in where there is no kit.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from tools.bench_results import Line

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / ".benchmarks"
ADAPTER = ROOT / "tests" / "benchmarks" / "adapter.py"
AREAS = ("chart", "layout", "start", "files", "export", "totals", "model", "stall")
SIZES = (152, 1_000, 10_000, 100_000)
QUICK_SIZES = (152, 10_000)
_PATIENCE_S = 1_800


@dataclass(frozen=True, slots=True)
class Step:
    """A process that prints results.

    Attributes
    ----------
    what : str
        For the progress line.
    """

    what: str
    command: tuple[str, ...]
    folder: Path = ROOT


@dataclass(frozen=True, slots=True)
class Kit:
    """The benchmark kit as it is installed on this machine."""

    folder: Path
    python: str

    def step(self, what: str, script: str, *options: str, with_product: bool = True) -> Step:
        """Return a step that runs one of its scripts."""
        product = ("--product", str(ADAPTER)) if with_product else ()
        command = (self.python, str(self.folder / script), *options, *product)
        return Step(what, command, self.folder)


def find_kit() -> tuple[Kit | None, str]:
    """Return the kit, or None and what it lacks."""
    beside = ROOT.parent / "shared" / "bench"
    folder = Path(os.environ.get("FOOTPRINT_BENCH_KIT", beside))
    if not (folder / "common.py").is_file():
        return None, "the kit is not there (FOOTPRINT_BENCH_KIT says where to look)"
    places = _places()
    python = places["PERF_VENV"] / "bin" / "python"
    for needed in (python, places["PERF_NODE"] / "node_modules", places["PERF_DATA"]):
        if not needed.exists():
            return None, f"its set-up is not complete: {needed} is missing (sh setup.sh makes it)"
    limits = places["PERF_DATA"] / "limits.so"
    if not limits.exists() and not _build_limits(folder / "limits.c", limits):
        return None, f"its set-up is not complete: {limits} is missing (sh setup.sh makes it)"
    return Kit(folder, str(python)), ""


def _places() -> dict[str, Path]:
    """Return where the kit's environments and inputs are."""
    temporary = Path(tempfile.gettempdir())
    names = {"PERF_VENV": "perf-venv", "PERF_NODE": "perf-node", "PERF_DATA": "perf-data"}
    return {
        name: Path(os.environ.get(name, temporary / default)) for name, default in names.items()
    }


def has_inputs() -> bool:
    """Whether the kit's own inputs are stored here; else our generator's are used."""
    return (_places()["PERF_DATA"] / "tree_152.json").is_file()


def _build_limits(source: Path, library: Path) -> bool:
    """Compile the kit's bounds in C as its set-up does."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        return False
    command = [compiler, "-O2", "-shared", "-fPIC", "-o", str(library), str(source)]
    return subprocess.run(command, capture_output=True).returncode == 0


# -- plans -------------------------------------------------------------------------------------


@dataclass(slots=True)
class Plan:
    """What is to be measured.

    Attributes
    ----------
    peers : bool
        Whether peers are run where they can be.
    """

    kit: Kit | None
    peers: bool = True
    quick: bool = False
    runs: int = field(init=False)
    sizes: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Choose sizes and runs."""
        self.runs = 3 if self.quick else 7
        self.sizes = QUICK_SIZES if self.quick else SIZES

    def steps(self, area: str) -> list[Step]:
        """Return the steps of an area."""
        kit = self.kit if self.peers else None
        planned: dict[str, Callable[[Kit | None], list[Step]]] = {
            "chart": self._chart,
            "layout": self._layout,
            "start": self._start,
            "files": self._files,
            "export": self._export,
            "totals": self._totals,
            "model": lambda _: [self._own("model", *map(str, self.sizes))],
            "stall": lambda _: [_module("tests.benchmarks.stall")],
        }
        return planned[area](kit)

    def _own(self, area: str, *arguments: str) -> Step:
        runs = ("--runs", str(self.runs))
        return _module("tests.benchmarks.harness", area, *arguments, *runs)

    def _runs_of(self, size: int) -> tuple[str, str]:
        """Return how often a window of that size is measured; the kit does so too."""
        return "--runs", str(self.runs if size <= 10_000 else min(self.runs, 5))

    def _of(self, *sizes: int) -> str:
        return ",".join(str(n) for n in sizes if n in self.sizes)

    def _chart(self, kit: Kit | None) -> list[Step]:
        scenes = [n for n in (10_000, 100_000) if n in self.sizes]
        harness = "tests.benchmarks.harness"
        if kit is None:
            steps = [_module(harness, "window", str(n), *self._runs_of(n)) for n in self.sizes]
            return steps + [_module(harness, "scene", str(n), *self._runs_of(n)) for n in scenes]
        script = "02_interactive_qt.py"
        steps = []
        for n in self.sizes:
            one = ("--n", str(n), *self._runs_of(n))
            if n in scenes:
                what = f"a bare scene of {n:,} items"
                steps.append(kit.step(what, script, "--child", "scene", *one, with_product=False))
            what = f"the window with {n:,} organisations"
            steps.append(kit.step(what, script, "--child", "product", *one))
            steps.append(_module(harness, "window", str(n), "--product", *self._runs_of(n)))
        if self.quick:
            return steps  # Chromium takes minutes: its stored figures do for a quick look
        only = ("--sizes", self._of(152, 10_000), "--only", "d3-org-chart,orgchart")
        what = "charts in Chromium"
        web = (*only, "--runs", str(self.runs))
        return [*steps, kit.step(what, "02_interactive_web.py", *web, with_product=False)]

    def _layout(self, kit: Kit | None) -> list[Step]:
        if kit is None:
            return [self._own("layout", *map(str, self.sizes))]
        small, script = self._of(152, 1_000, 10_000), "01_layout.py"
        only = "d3-flextree,d3-hierarchy"
        steps = [kit.step("layouts", script, "--sizes", small, "--only", only)]
        if 100_000 in self.sizes:
            large = ("--sizes", "100000", "--only", "d3-hierarchy")
            steps.append(kit.step("layouts of 100,000", script, *large))
        return steps

    def _start(self, kit: Kit | None) -> list[Step]:
        if kit is None:
            return [self._own("start")]
        only = ("--only", "bare_pyside6,novelwriter,labelme,chromium", "--no-xvfb")
        runs = ("--runs", str(self.runs + 2))
        return [kit.step("starts", "03_startup.py", *only, *runs)]

    def _files(self, kit: Kit | None) -> list[Step]:
        if kit is not None:
            sizes = ("--sizes", self._of(10_000, 100_000))
            return [kit.step("saving and opening", "04_persist.py", *sizes)]
        large = self._of(10_000, 100_000).split(",")
        return [self._own("files", *large), self._own("commits")]

    def _export(self, kit: Kit | None) -> list[Step]:
        sizes = self._of(152, 1_000)
        if kit is None:
            return [self._own("export", *sizes.split(","))]
        only = ("--sizes", sizes, "--only", "dot,chromium,product")
        return [kit.step("exports", "05_export.py", *only)]

    def _totals(self, kit: Kit | None) -> list[Step]:
        sizes = self._of(10_000, 100_000)
        if kit is None:
            return [self._own("totals", *sizes.split(","))]
        return [kit.step("totals", "06_aggregate.py", "--sizes", sizes)]


def _module(name: str, *arguments: str) -> Step:
    what = " ".join((name.rpartition(".")[2], *arguments))
    return Step(what, (sys.executable, "-m", name, *arguments))


# -- running -----------------------------------------------------------------------------------


def run(step: Step, log: IO[str], tell: Callable[[str], None]) -> list[Line]:
    """Run a step and return its lines of results; one that fails gives those it had.

    Parameters
    ----------
    tell : callable
        Gets a sentence when the step fails.
    """
    scratch = WORK / "scratch"
    scratch.mkdir(parents=True, exist_ok=True)
    env = {**os.environ, "FOOTPRINT_BENCH_PYTHON": sys.executable, "TMPDIR": str(scratch)}
    # Compiled modules are kept, as they are for every user: a start would wait for the compiler.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    for name, place in _places().items():
        env.setdefault(name, str(place))
    log.write(f"$ {' '.join(step.command)}\n")
    log.flush()
    process = subprocess.Popen(
        step.command, cwd=step.folder, env=env, stdout=subprocess.PIPE, stderr=log, text=True
    )
    try:
        out, _ = process.communicate(timeout=_PATIENCE_S)
    except subprocess.TimeoutExpired:
        _end(process)
        out, _ = process.communicate()
        tell(f"{step.what}: ended after {_PATIENCE_S // 60} minutes")
    except KeyboardInterrupt:
        _end(process)
        raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    if process.returncode:
        tell(f"{step.what}: failed (exit code {process.returncode}); {log.name} has its words")
    return lines_of(out)


def lines_of(text: str) -> list[Line]:
    """Return the results among what a step printed."""
    lines = []
    for line in text.splitlines():
        if line.startswith("{"):
            try:
                lines.append(json.loads(line))
            except ValueError:  # cut off when the step was ended
                continue
    return lines


def _end(process: subprocess.Popen[str]) -> None:
    """Let a process end what it started, then end it."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.terminate()
            process.wait(10)


def elapsed(start: float) -> str:
    """Return how long ago that was."""
    seconds = round(time.monotonic() - start)
    return f"{seconds // 60}:{seconds % 60:02}"
