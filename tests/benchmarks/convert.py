"""From a benchmark's tree of columns to a scenario such as the program opens.

Everything but the organisations is that of the installed pack: its words, kinds, roles and rules.
The tree's root, regions and units are published, each unit under its region; its clusters are the
groups of a ready-made option; its practices hang below the units. Population, budget and officers
are carried by the lowest kind there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import resources
from db.packs import read_pack
from model.errors import RuleError
from model.option import Option
from model.organisations import Citation, FigureColumn, Organisations
from model.pack import Measure, Pack, ReadyOption, StartGroup
from model.rules.checks import validate
from model.rules.rule import Rule
from model.scenario import Scenario
from tests.benchmarks.inputs import Tree

WHEN, WHO = "2011-06-01T09:00:00+00:00", "bench"
KINDS = {"root": "nation", "region": "sha", "cluster": "cluster", "pct": "pct"}
"""Kinds of the tree by the pack's names."""
FIGURES = {"population": "population", "allocation": "budget", "staff": "officers"}
"""Columns of the tree by the measures they fill."""


@cache
def outline(carrier: str) -> Pack:
    """Return the installed pack without its organisations; `carrier` has the tree's figures."""
    pack = read_pack(resources.path("packs", "pct-2011"))
    measures = (
        *(replace(m, carrier=carrier) if m.id in FIGURES else m for m in pack.measures),
        Measure("staff", "Staff", "staff", carrier),
    )
    nobody = Organisations([], [], [], [], [])
    empty = replace(
        pack, id="bench", name="Benchmark", organisations=nobody, measures=measures, links=(),
        borders=(), boundaries={}, options=(),
    )  # fmt: skip
    return replace(
        empty, rules=tuple(r for r in map(_without_names, pack.rules) if _fits(r, empty))
    )


def _without_names(rule: Rule) -> Rule:
    """Return a rule without the exceptions that it makes for organisations it names."""
    return replace(rule, params={k: v for k, v in rule.params.items() if k != "exceptions"})


def _fits(rule: Rule, pack: Pack) -> bool:
    try:
        validate(rule, pack)
    except RuleError:
        return False
    return True


def node(row: int) -> str:
    """Return the id of the organisation in a row of the tree."""
    return f"n{row}"


def rows_of_kind(cols: Tree, kind: str) -> list[int]:
    """Return the rows of the tree that are of a kind; they stand together, in order."""
    kinds: Sequence[str] = cols["kind"]
    if kind not in kinds:
        return []
    first = kinds.index(kind)
    rest = kinds[first:]
    other = next((i for i, k in enumerate(rest) if k != kind), len(rest))
    return list(range(first, first + other))


@dataclass(frozen=True, slots=True)
class Columns:
    """A tree in the program's words: its published organisations, and its clusters.

    The kit hands its peers rows with ids and labels that it made outside the clock; these are the
    same for the program. Everything that the program makes of them is made anew every time.
    """

    tree: Tree
    ids: list[str]
    kinds: list[str]
    codes: list[str]
    names: list[str]
    parents: list[int]
    figures: dict[str, FigureColumn]
    groups: tuple[StartGroup, ...]


_latest: list[Columns] = []


def columns_of(cols: Tree) -> Columns:
    """Return a tree's columns, made at the first call."""
    for known in _latest:
        if known.tree is cols:
            return known
    _latest.append(_columns(cols))
    del _latest[:-2]
    return _latest[-1]


def _columns(cols: Tree) -> Columns:
    clusters, units = rows_of_kind(cols, "cluster"), rows_of_kind(cols, "pct")
    first, after = clusters[0], clusters[-1] + 1
    parents, names, kinds = cols["parent"], cols["name"], cols["kind"]
    members: dict[int, list[str]] = {c: [] for c in clusters}
    for unit in units:
        members[parents[unit]].append(node(unit))
    # Clusters are not published: what comes after them moves up, units hang under their region.
    gone = after - first
    below = [p - gone for p in parents[units[-1] + 1 :]]
    rows = [*range(first), *range(after, cols["n"])]
    carriers = range(kinds.index(kinds[-1]) - gone, cols["n"] - gone)
    cited = [0] * len(carriers)
    return Columns(
        cols,
        [node(row) for row in rows],
        [KINDS.get(kind, kind) for kind in kinds[:first] + kinds[after:]],
        [f"N{row}" for row in rows],
        names[:first] + names[after:],
        parents[:first] + [parents[parents[u]] for u in units] + below,
        {
            measure: FigureColumn(carriers, cols[column][-len(carriers) :], cited)
            for measure, column in FIGURES.items()
        },
        tuple(
            StartGroup(node(c), f"C{c}", names[c], node(parents[c]), tuple(members[c]))
            for c in clusters
        ),
    )


def pack_of(cols: Tree) -> Pack:
    """Return the pack: what is published, and the option that makes the clusters."""
    c = columns_of(cols)
    figures = {m: FigureColumn(f.rows, f.values, f.cited) for m, f in c.figures.items()}
    organisations = Organisations(
        *(c.ids, c.kinds, c.codes, c.names, c.parents), figures=figures, citations=(Citation(),)
    )
    empty = outline(c.kinds[-1])
    option = ReadyOption("start", "As it is", empty.as_of, c.groups)
    return replace(empty, organisations=organisations, options=(option,))


def scenario_of(cols: Tree) -> Scenario:
    """Return a scenario with one option, in which every unit is in its cluster."""
    pack = pack_of(cols)
    first = Option.from_ready(pack, pack.options[0], "A", when=WHEN, who=WHO)
    return Scenario(f"bench-{cols['n']}", pack, WHEN, [first], "A")
