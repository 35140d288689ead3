"""Measure the program beside its peers and bare limits, and hold the targets against it.

    python -m tools.bench [--quick] [--only AREA,...] [--no-peers] [--rounds N] [--keep-peers]

Prints every target with the product's figure, the peer's, the limit, and whether it holds. What a
full measurement of an area finds is kept in .benchmarks/results, and docs/performance.md is written
from that. Ctrl-C ends it; areas that were finished are kept.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import IO

from tools import bench_doc, bench_results, bench_steps
from tools.bench_results import Line, Results, Verdict
from tools.bench_steps import AREAS, ROOT, WORK, Plan

HOT = ("tests/benchmarks/test_hot_paths.py", "tests/benchmarks/test_exports.py")
KEPT = WORK / "results"
NAMES = {
    "chart": "Interactive chart",
    "layout": "Layout",
    "start": "Start",
    "files": "Files",
    "export": "Export",
    "totals": "Totals",
}
"""Areas of the targets by the name on the command line."""
STOPPED = 130


def main(arguments: Sequence[str]) -> int:
    """Measure what is asked for; the exit code is 0, or 130 if it was stopped."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--quick", action="store_true", help="152 and 10,000, few runs")
    parser.add_argument(
        "--only", default="", metavar="AREA,...", help=f"of {', '.join((*AREAS, 'hot'))}"
    )
    parser.add_argument("--no-peers", action="store_true", help="use the stored peers' figures")
    parser.add_argument("--rounds", type=int, default=1, help="repeat and pool")
    parser.add_argument(
        "--keep-peers", action="store_true", help="store the peers' figures in the repository"
    )
    a = parser.parse_args(arguments)
    areas = a.only.split(",") if a.only else [*AREAS, "hot"]
    for area in areas:
        if area not in (*AREAS, "hot"):
            parser.error(f"there is no area {area!r}")
    kit, lacks = bench_steps.find_kit()
    plan = Plan(kit, peers=not a.no_peers, quick=a.quick)
    if kit is None:
        _say(f"without the kit: {lacks}")
    folder = KEPT / "quick" if a.quick else KEPT
    folder.mkdir(parents=True, exist_ok=True)
    try:
        _measure(plan, areas, folder, a.rounds)
    except KeyboardInterrupt:
        _say("stopped")
        return STOPPED
    kept = {area: k for area in AREAS if (k := _read(folder / f"{area}.json"))}
    results = Results(line for area in kept.values() for line in area["lines"])
    stored, peers = bench_results.stored_peers()
    verdicts = [bench_results.judge(t, results, stored) for t in bench_results.targets()]
    print(bench_results.table(_asked(verdicts, areas)))
    for sentence in bench_results.failures(results):
        print(f"failed: {sentence}")
    hot = bench_doc.hot_paths(_read(folder / "hot.json"))
    if "hot" in areas:
        print("\nhot paths, ms")
        print("\n".join(f"{bench_results.number(ms):>8}  {name}" for name, ms, _ in hot))
    if a.keep_peers and not a.quick:
        _keep_peers(results)
    if a.quick:
        _say("a quick run is not written to docs/performance.md")
        return 0
    measured = {area: k["measured"] for area, k in kept.items()}
    page = bench_doc.Page(verdicts, results, measured, machine(), peers, hot)
    bench_doc.write(page)
    _say("docs/performance.md is written")
    return 0


def _measure(plan: Plan, areas: Sequence[str], folder: Path, rounds: int) -> None:
    """Run the steps of all areas; each area is kept when it is finished."""
    start = time.monotonic()
    with (folder / "log.txt").open("w", encoding="utf-8") as log:
        for area in areas:
            if area == "hot":
                _say(f"{bench_steps.elapsed(start)} hot paths, by pytest-benchmark")
                _hot_paths(folder / "hot.json", log)
                continue
            lines: list[Line] = []
            steps = plan.steps(area) * rounds
            for number, step in enumerate(steps, 1):
                _say(f"{bench_steps.elapsed(start)} {area} {number}/{len(steps)}: {step.what}")
                lines += bench_steps.run(step, log, _say)
            kept = {"measured": _when(plan), "machine": machine(), "lines": lines}
            (folder / f"{area}.json").write_text(json.dumps(kept), encoding="utf-8")


def _hot_paths(report: Path, log: IO[str]) -> None:
    report.unlink(missing_ok=True)
    command = (
        *(sys.executable, "-m", "pytest", *HOT, "-q"),
        *("--benchmark-enable", "--benchmark-columns=median,rounds", f"--benchmark-json={report}"),
    )
    log.flush()
    code = subprocess.run(command, cwd=ROOT, stdout=log, stderr=log).returncode
    if code:
        _say(f"pytest-benchmark ended with exit code {code}; {log.name} has its words")


def _asked(verdicts: Sequence[Verdict], areas: Sequence[str]) -> list[Verdict]:
    """Return the verdicts of the areas that were measured; all, if all were."""
    named = {NAMES[area] for area in areas if area in NAMES}
    if set(areas) >= set(AREAS):
        return list(verdicts)
    return [
        v for v in verdicts if v.area in named or (v.id.startswith("stall") and "stall" in areas)
    ]


def _read(path: Path) -> Line:
    if not path.is_file():
        return {}
    kept: Line = json.loads(path.read_text(encoding="utf-8"))
    return kept


def _keep_peers(results: Results) -> None:
    """Store the peers' figures for machines on which they are not installed."""
    figures: dict[tuple[str, str, str, int], Line] = {}
    for target in bench_results.targets():
        if "against" not in target:
            continue
        bench, metric, case, n = target["against"]
        median = results.median((bench, metric, case, n))
        if median is None:
            _say(f"peers are not stored: {case} of {n:,} was not measured")
            return
        line = {"bench": bench, "metric": metric, "case": case, "n": n}
        unit = target.get("unit", "ms")
        figures[bench, metric, case, n] = {**line, "median": float(f"{median:.4g}"), "unit": unit}
    head = {"measured": datetime.date.today().isoformat(), "machine": machine()}
    lines = ",\n".join(f"  {json.dumps(figure)}" for figure in figures.values())
    text = f'{json.dumps(head, indent=1)[:-2]},\n "figures": [\n{lines}\n ]\n}}\n'
    bench_results.PEERS.write_text(text, encoding="utf-8", newline="\n")
    _say(f"{len(figures)} figures of peers are stored in {bench_results.PEERS.name}")


def _when(plan: Plan) -> str:
    found = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True
    )
    of = f" at commit {found.stdout.strip()}" if found.returncode == 0 else ""
    kit = "with the kit" if plan.kit is not None and plan.peers else "without the kit's programs"
    inputs = "its stored inputs" if bench_steps.has_inputs() else "our own inputs"
    return f"{datetime.date.today().isoformat()}{of}, {kit}, on {inputs}"


def machine() -> str:
    """Return what the figures depend on, in a line."""
    processor = platform.processor() or platform.machine()
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                processor = line.partition(":")[2].strip()
                break
    except OSError:
        pass
    return (
        f"{processor}, {os.cpu_count()} cores, {platform.system()}, Python"
        f" {platform.python_version()}, Qt {version('PySide6-Essentials')}"
    )


def _say(text: str) -> None:
    """Print progress to stderr: stdout is for the table."""
    print(f"bench: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
