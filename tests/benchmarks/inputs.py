"""Inputs of the benchmarks: made-up trees of organisations, shaped like England's of 2011.

A root, ten regions, clusters, units ("pct") and, from 1,000 organisations on, practices below them.
Parents have uneven numbers of children, populations are log-normal, budgets about 1,600 a head.
A tree is a dict of columns in breadth-first order, the shape that the benchmark kit stores:
`n`, `parent`, `kind`, `name`, `population`, `budget`, `officers`, and `w`, `h`, the size of a box.

Where the kit's own trees are stored, they are used; else ours are made and kept.
"""

from __future__ import annotations

import json
import os
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
SIZES = (152, 214, 1_000, 10_000, 100_000)
"""214 is England without practices; 10,000 about England with every practice."""

KEPT = ROOT / ".benchmarks" / "inputs"
SEED = 20_110_601
REGIONS = 10
HEIGHTS = {"root": 64, "region": 56, "cluster": 48, "pct": 44, "practice": 36}
HEADS = [
    "alder",
    "birch",
    "brook",
    "cedar",
    "cliff",
    "dell",
    "elm",
    "fern",
    "glen",
    "hazel",
    "heath",
    "holm",
    "ivy",
    "larch",
    "lime",
    "marl",
    "mill",
    "moss",
    "oak",
    "orchard",
    "pine",
    "reed",
    "ridge",
    "rowan",
    "sedge",
    "stone",
    "thorn",
    "vale",
    "willow",
    "yew",
]
TAILS = [
    "bank",
    "bourne",
    "bridge",
    "by",
    "croft",
    "den",
    "end",
    "fold",
    "gate",
    "hurst",
    "lea",
    "stead",
    "thorpe",
    "ville",
    "worth",
]

Tree = dict[str, Any]


def folder_of_the_kit() -> Path:
    """Return where the kit stores its inputs."""
    return Path(os.environ.get("PERF_DATA", Path(tempfile.gettempdir(), "perf-data")))


def load(size: int) -> Tree:
    """Return a tree of that size: the kit's if it is stored, else one of ours, kept when made."""
    stored = folder_of_the_kit() / f"tree_{size}.json"
    if stored.is_file():
        return read(stored)
    kept = KEPT / f"tree_{size}.json"
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(make(size)), encoding="utf-8")
    return read(kept)


def read(path: Path) -> Tree:
    """Return a stored tree."""
    tree: Tree = json.loads(path.read_text(encoding="utf-8"))
    return tree


def make(size: int) -> Tree:
    """Return a new tree; the same size gives the same tree everywhere.

    Parameters
    ----------
    size : int
        Number of organisations, 60 or more.
    """
    random = np.random.default_rng([SEED, size])
    counts = level_counts(size)
    starts = np.concatenate([[0], np.cumsum(list(counts.values()))])
    kinds = np.repeat(np.array(list(counts)), list(counts.values()))
    parent = np.full(size, -1)
    for level in range(1, len(counts)):
        first, last = starts[level], starts[level + 1]
        above = starts[level - 1]
        parent[first:last] = above + _uneven(random, last - first, first - above)
    lowest = np.arange(starts[-2], size)
    has_practices = "practice" in counts
    people = random.lognormal(np.log(6_600 if has_practices else 340_000), 0.5, len(lowest))
    people = np.maximum(people, 200).astype(np.int64)
    budget = (people * random.normal(1_600, 120, len(lowest))).astype(np.int64)
    officers = random.integers(*((0, 3) if has_practices else (3, 25)), len(lowest))
    names = _names(random, kinds.tolist())
    tree: Tree = {"n": size, "parent": parent.tolist(), "kind": kinds.tolist(), "name": names}
    for name, own in (("population", people), ("budget", budget), ("officers", officers)):
        column = np.zeros(size, dtype=np.int64)
        column[lowest] = own
        for first, last in reversed(list(pairwise(starts[1:].tolist()))):
            np.add.at(column, parent[first:last], column[first:last])
        tree[name] = column.tolist()
    tree["w"] = [min(220, max(90, 30 + 6 * len(name))) for name in names]
    tree["h"] = [HEIGHTS[kind] for kind in tree["kind"]]
    return tree


def level_counts(size: int) -> dict[str, int]:
    """Return how many organisations of each kind a tree of that size has, from the top down."""
    below = size - 1 - REGIONS
    if size < 1_000:  # without practices, three units to a cluster
        clusters = round(below / 4)
        return {"root": 1, "region": REGIONS, "cluster": clusters, "pct": below - clusters}
    england = max(1, size // 10_000)
    clusters, units = 51 * england, 152 * england
    return {
        "root": 1,
        "region": REGIONS,
        "cluster": clusters,
        "pct": units,
        "practice": below - clusters - units,
    }


def _uneven(random: np.random.Generator, children: int, parents: int) -> np.ndarray:
    """Return the parent of each child, ascending: everyone has one, some have many."""
    weight = random.lognormal(0.0, 0.45, parents)
    rest = random.choice(parents, children - parents, p=weight / weight.sum())
    return np.sort(np.concatenate([np.arange(parents), rest]))


def _names(random: np.random.Generator, kinds: list[str]) -> list[str]:
    words = {"root": "Land", "region": "Region", "cluster": "Group", "pct": "Trust"}
    heads = random.integers(0, len(HEADS), len(kinds)).tolist()
    tails = random.integers(0, len(TAILS), len(kinds)).tolist()
    return [
        f"{(HEADS[head] + TAILS[tail]).title()} {words.get(kind, 'Surgery')} {number}"
        for number, (kind, head, tail) in enumerate(zip(kinds, heads, tails, strict=True))
    ]
