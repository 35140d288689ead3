"""What came of the measurements, and whether each target holds.

Lines of results are those of the benchmark kit: one JSON object each, with `bench`, `metric`,
`case`, `n` and `median`, or with `error` in place of figures. `tests/benchmarks/targets.json` lists
what we aim at, `tests/benchmarks/peers.json` the peers' figures of our last full run, for machines
on which they are not installed.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "benchmarks"
TARGETS, PEERS = FOLDER / "targets.json", FOLDER / "peers.json"

Key = tuple[str, str, str, int]
"""Bench, metric, case, number of organisations."""
Line = dict[str, Any]


@dataclass(slots=True)
class Figure:
    """All that was measured of one case; rounds are pooled."""

    unit: str = "ms"
    values: list[float] = field(default_factory=list)
    error: str = ""
    note: Line = field(default_factory=dict)

    @property
    def median(self) -> float | None:
        """The median of all runs, None if there are none."""
        return statistics.median(self.values) if self.values else None


class Results:
    """Figures by case."""

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        self.figures: dict[Key, Figure] = {}
        for line in lines:
            self.add(line)

    def add(self, line: Line) -> None:
        """Take a line of results in; other lines (machine, noise, checks) are passed over."""
        if "case" not in line or line.get("role") in (None, "machine", "noise", "check"):
            return
        metric = line["metric"]
        if line["bench"] == "startup" and "platform" in line:
            metric = f"{metric} ({line['platform']})"
        figure = self.figures.setdefault(
            (line["bench"], metric, line["case"], line["n"]), Figure(line.get("unit", "ms"))
        )
        if "error" in line:
            figure.error = line["error"]
            return
        figure.values += line.get("values") or [line["median"]]
        figure.note |= {k: v for k, v in line.items() if k in ("boxes", "zoom", "seen")}

    def median(self, key: Key) -> float | None:
        """Return the median of a case, None if it was not measured."""
        found = self.figures.get(key)
        return None if found is None else found.median


@dataclass(frozen=True, slots=True)
class Limit:
    """How good a figure has to be."""

    ratio: float | None
    most: float | None

    def holds(self, value: float, peer: float | None) -> bool | None:
        """Whether it is met; None if there is no peer's figure to tell by."""
        if self.most is not None and value > self.most:
            return False
        if self.ratio is None:
            return True
        return None if peer is None else value <= self.ratio * peer

    def text(self, unit: str) -> str:
        """Return it in words."""
        parts = []
        if self.ratio is not None:
            parts.append(f"{self.ratio:g}x")
        if self.most is not None:
            parts.append(f"{self.most:g} {unit}")
        return " and ".join(parts)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A target held against what was measured.

    Attributes
    ----------
    peer : str
        Whose figure it is compared with, "" for an absolute limit alone.
    is_stored : bool
        The peer's figure is of another run than the product's.
    holds : str
        "yes", "no", or why neither can be said.
    issue : bool or None
        Whether the looser limit in the issue is met, where it has one.
    """

    id: str
    area: str
    what: str
    unit: str
    limit: Limit
    product: float | None
    peer: str
    peer_value: float | None
    is_stored: bool
    holds: str
    issue: bool | None = None

    @property
    def ratio(self) -> float | None:
        """The product's figure by the peer's."""
        if self.product is None or not self.peer_value:
            return None
        return self.product / self.peer_value


def targets(area: str = "") -> list[Line]:
    """Return the targets of an area, or all."""
    listed: list[Line] = json.loads(TARGETS.read_text(encoding="utf-8"))
    return [t for t in listed if area in ("", t["area"])]


def stored_peers() -> tuple[Results, str]:
    """Return the peers' figures of the last full run, and when and where that was."""
    kept = json.loads(PEERS.read_text(encoding="utf-8"))
    results = Results({"role": "peer", **line} for line in kept["figures"])
    return results, f"{kept['measured']}, {kept['machine']}"


def judge(target: Line, results: Results, stored: Results) -> Verdict:
    """Hold a target against what was measured."""
    said = (target["id"], target["area"], target["what"], target.get("unit", "ms"))
    limit = Limit(target.get("ratio_max"), target.get("abs_max"))
    if target.get("later"):
        return Verdict(*said, limit, None, "", None, False, "not in the product yet (later issue)")
    product = results.median(_key(target["product"]))
    peer, value, is_stored = "", None, False
    if "against" in target:
        key = _key(target["against"])
        peer, value = key[2], results.median(key)
        if value is None:
            value = stored.median(key)
            is_stored = value is not None
    if product is None:
        found = results.figures.get(_key(target["product"]))
        word = "failed" if found and found.error else "not measured"
        return Verdict(*said, limit, None, peer, value, is_stored, word)
    met = limit.holds(product, value)
    issue = None
    if "issue" in target:
        asked = Limit(target["issue"].get("ratio_max"), target["issue"].get("abs_max"))
        issue = asked.holds(product, value)
    word = {True: "yes", False: "no", None: "no figure of the peer"}[met]
    return Verdict(*said, limit, product, peer, value, is_stored, word, issue)


def _key(parts: list[Any]) -> Key:
    bench, metric, case, n = parts
    return bench, metric, case, n


def failures(results: Results) -> list[str]:
    """Return what the product could not do, in sentences."""
    return [
        f"{bench} {metric} of {n:,}: {figure.error}"
        for (bench, metric, case, n), figure in results.figures.items()
        if figure.error and case.startswith("product")
    ]


def number(value: float | None) -> str:
    """Return a figure with three digits that count."""
    if value is None:
        return "–"
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value >= 0.001 else f"{value:.2g}"


def table(verdicts: Iterable[Verdict]) -> str:
    """Return verdicts as a table for a terminal."""
    rows = [("target", "product", "against", "limit", "ratio", "holds", "what")]
    for v in verdicts:
        peer = f"{v.peer} {number(v.peer_value)}" + (" (stored)" if v.is_stored else "")
        holds = v.holds + (" (the issue's limit: yes)" if v.holds == "no" and v.issue else "")
        product = "–" if v.product is None else f"{number(v.product)} {v.unit}"
        ratio = "–" if v.ratio is None else f"{number(v.ratio)}x"
        row = (v.id, product, peer.strip(" –"), v.limit.text(v.unit), ratio, holds, v.what)
        rows.append(row)
    widths = [max(len(row[i]) for row in rows) for i in range(6)]
    lines = (
        "  ".join([*(f"{cell:{w}}" for cell, w in zip(row, widths, strict=False)), row[6]])
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)
