"""Timing as the benchmark kit does it, and its lines of results: one JSON object each.

At least five counted runs after a warm-up, the cases in turn (A B C, A B C, ...), so that all see
the same drift of the machine; very short calls are repeated inside one reading of the clock.
"""

from __future__ import annotations

import gc
import json
import math
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

SHORT_MS = 0.3
"""A call below this is repeated for about a millisecond."""
SLOW_MS = 4_000.0
"""A case above this gets fewer runs."""
FEW = 5


def result(
    bench: str,
    case: str,
    role: str,
    metric: str,
    n: int,
    values: Sequence[float],
    unit: str = "ms",
    **more: object,
) -> None:
    """Print what came of a case."""
    ordered = sorted(values)
    line: dict[str, Any] = {"bench": bench, "case": case, "role": role, "metric": metric, "n": n}
    line |= {
        "unit": unit,
        "median": round(statistics.median(ordered), 6),
        "min": round(ordered[0], 6),
        "max": round(ordered[-1], 6),
        "p95": round(ordered[math.ceil(0.95 * len(ordered)) - 1], 6),
        "runs": len(ordered),
        "spin_ms": spin_ms(),
    }
    if len(values) <= 25:
        line["values"] = [round(v, 6) for v in values]
    _print(line | more)


def failure(bench: str, case: str, role: str, metric: str, n: int, error: object) -> None:
    """Print that a case could not finish, and why."""
    line = {"bench": bench, "case": case, "role": role, "metric": metric, "n": n}
    _print(line | {"error": str(error)[:300]})


def _print(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def spin_ms() -> float:
    """Return how long a fixed loop takes, the best of three: how fast the machine is just now."""

    def spin() -> float:
        start, total = time.perf_counter(), 0
        for i in range(200_000):
            total += i & 7
        return (time.perf_counter() - start) * 1e3

    return round(min(spin() for _ in range(3)), 2)


def time_ms(call: Callable[..., object], setup: Callable[[], object] | None, inner: int) -> float:
    """Return how long a call takes, in milliseconds; `setup` makes its argument beforehand."""
    given = () if setup is None else (setup(),)
    gc.collect()
    start = time.perf_counter()
    for _ in range(inner):
        call(*given)
    return (time.perf_counter() - start) * 1e3 / inner


@dataclass(slots=True)
class Case:
    """What is timed."""

    name: str
    role: str
    call: Callable[..., object]
    setup: Callable[[], object] | None = None
    inner: int = 1
    runs: int = 0
    values: list[float] = field(default_factory=list)
    error: str = ""

    def warm_up(self, runs: int) -> None:
        """Call once, uncounted, and decide how often to call later."""
        took = time_ms(self.call, self.setup, 1)
        if took < 50:
            took = time_ms(self.call, self.setup, 1)
        if took < SHORT_MS and self.inner == 1 and self.setup is None:
            self.inner = max(1, min(10_000, int(1.0 / max(took, 1e-4))))
        self.runs = min(runs, FEW) if took > SLOW_MS else runs


class Rounds:
    """Times cases in turn and prints what came of them."""

    def __init__(self, bench: str, metric: str, n: int, runs: int) -> None:
        self._bench, self._metric, self._n, self._runs = bench, metric, n, runs
        self._cases: list[Case] = []

    def add(
        self,
        name: str,
        role: str,
        call: Callable[..., object],
        setup: Callable[[], object] | None = None,
        inner: int = 1,
    ) -> None:
        """Add a case; `setup` makes the argument of each call, outside the clock."""
        self._cases.append(Case(name, role, call, setup, inner))

    def go(self) -> None:
        """Time all of them."""
        for case in self._cases:
            self._attempt(case, lambda case=case: case.warm_up(self._runs))
        for run in range(self._runs):
            for case in self._cases:
                if not case.error and run < case.runs:
                    self._attempt(case, lambda case=case: self._once(case))
        for case in self._cases:
            of = (self._bench, case.name, case.role, self._metric, self._n)
            if case.values and not case.error:
                result(*of, case.values, inner=case.inner)
            else:
                failure(*of, case.error)

    @staticmethod
    def _once(case: Case) -> None:
        case.values.append(time_ms(case.call, case.setup, case.inner))

    @staticmethod
    def _attempt(case: Case, do: Callable[[], None]) -> None:
        try:
            do()
        except Exception as error:  # noqa: BLE001 - one case that fails must not end the others
            case.error = f"{type(error).__name__}: {error}"
