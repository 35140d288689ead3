"""`docs/performance.md` and its picture, from what was measured.

Everything is written anew but what stands between the marks of the section "Missed, and why", which
is kept by hand.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools import bench_picture
from tools.bench_picture import Series
from tools.bench_results import Key, Line, Results, Verdict, number

ROOT = Path(__file__).resolve().parents[1]
DOC = ROOT / "docs" / "performance.md"
PICTURE = ROOT / "docs" / "pictures" / "growth.svg"
BEGIN, END = "<!-- kept by hand: begin -->", "<!-- kept by hand: end -->"

GROWTH = (
    ("Drop in the window, painted", "drop in the window", ("interactive_qt", "reparent")),
    ("The same in the model, with findings and log", "move, findings", ("model", "move_full")),
    ("The same in the state alone", "move in the state", ("model", "move_in_state")),
    ("All books of the plan anew: totals, intervals, posts", "books anew", ("model", "books_anew")),
    ("Tidy layout", "tidy layout", ("layout", "layout")),
)

MORE = (
    ("Drop in the window until all panels are still", "reparent_settled"),
    ("Undo it, painted", "undo"),
    ("Held box moved 40 px, every time onto another cluster, with preview", "move_one_onto"),
    ("Held box moved 40 px over one cluster", "move_one"),
    ("Scrolled 64 px", "pan"),
    ("Chart at 100%, fullest spot", "frame_1to1"),
    ("Chart at 10%", "frame_mid"),
    ("Whole chart in the window", "frame_fit"),
    ("Some 700 labelled rows", "dense_036"),
    ("Data to first painted chart", "build"),
)

METHOD = """\
`make bench` measures and writes this page. Where the benchmark kit is installed (beside the
project, or where `FOOTPRINT_BENCH_KIT` says), its scripts time the peers and bare limits that the
targets name, and the program through `tests/benchmarks/adapter.py` in the same run; elsewhere
`tests/benchmarks/harness.py` measures the program and what limits its own environment allows, and
the rest is held against stored figures (`tests/benchmarks/peers.json`), which the table marks.
`--quick`, `--only chart` and `--no-peers` measure less.

- Figures are medians of at least five runs after a warm-up, on the offscreen platform; drawing is
  done by the processor. *Painted* means that the chart's paint event has run through the event
  loop.
- Inputs are made-up trees shaped like England's of 2011: a root, ten regions, clusters, PCTs and,
  from 1,000 organisations on, practices below them, which then carry the figures. They become a
  scenario over the installed pack's words, kinds, roles and rules, 21 of them.
- The window is the program's main window with all its panels, its chart 1280 by 800 pixels. It is
  made once a process; opening, moving and drawing go through the same calls as a user's. Its cards
  don't slide (the system's setting for less motion), so the first frame after a drop is the final
  one.
- *Drop* commits a move as a drag does: state, totals, findings, log, undo step, layout, all panels.
- *The dragged box* is a real drag whose box moves 40 pixels over one cluster, as it does with most
  moves of a mouse. What a step onto another cluster costs, with the preview in the chart and in all
  panels, which no peer has, is in the table below.
- *All totals anew* are three sums for each group by the function that the books add up with; the
  whole books of a plan, with intervals, missing figures and posts, are in the table of growth.
  *Totals after one move* are the books alone; with checks, findings and log, see that table too.
- *One move durable* is a move in the model and its line on the disk, before totals and findings.
- *Save*, *copy* and the exports begin with the scenario in memory. The copy is of a plan that is
  as it is in its file; one that was changed is saved anew. *Open* checks everything that the
  program checks in a file from outside and replays the log.
- Memory is the most that the process had while a chart was opened several times, drawn, dragged
  and edited, less what the window alone needs.
- The PNG is of A3 at 150 dots per inch, the PDF of one A3 page; no scenario is attached to it.
"""


@dataclass(frozen=True, slots=True)
class Page:
    """What the page is made of.

    Attributes
    ----------
    measured : mapping of area to sentence
        When, and of which commit.
    hot : sequence of (name, milliseconds, bytes)
        From pytest-benchmark; 0 bytes of what writes no file.
    """

    verdicts: Sequence[Verdict]
    results: Results
    measured: Mapping[str, str]
    machine: str
    peers: str
    hot: Sequence[tuple[str, float, int]]


def write(page: Page) -> None:
    """Write the page and the picture."""
    series = growth_series(page.results)
    if series:
        PICTURE.write_text(bench_picture.growth(series), encoding="utf-8", newline="\n")
    DOC.write_text(text(page, by_hand(), has_picture=bool(series)), encoding="utf-8", newline="\n")


def by_hand() -> str:
    """Return what was written by hand into the page as it is."""
    old = DOC.read_text(encoding="utf-8") if DOC.is_file() else ""
    kept = old.partition(BEGIN)[2].partition(END)[0].strip("\n")
    return kept or "Nothing was written here yet."


def text(page: Page, kept: str, *, has_picture: bool) -> str:
    """Return the page."""
    missed = [v.id for v in page.verdicts if v.holds == "no"]
    unknown = [v.id for v in page.verdicts if v.holds not in ("yes", "no") and v.product is None]
    held = sum(v.holds == "yes" for v in page.verdicts)
    parts = [
        "# Performance",
        f"{held} of {len(page.verdicts)} targets hold, {len(missed)} are missed,"
        f" {len(unknown)} are not measured or of a later issue. Machine: {page.machine}.",
        *_measured(page.measured),
        "## Targets",
        *_targets(page),
        "## How it is measured",
        METHOD.strip(),
        "## In the window, beyond the targets",
        _more(page.results),
        "## Growth",
        _growth(page.results),
        *(["![Cost by the number of organisations](pictures/growth.svg)"] if has_picture else []),
        *_stall(page.results),
        "## Hot paths",
        "Medians of `tests/benchmarks/test_hot_paths.py` and `test_exports.py` by pytest-benchmark,"
        " milliseconds, and how large the files are. As tests they run once each and assert no"
        " times.",
        _table(
            ("", "ms", "KB"),
            (
                (name, number(ms), f"{size / 1000:,.0f}" if size else "")
                for name, ms, size in page.hot
            ),
        ),
        "## Missed, and why",
        f"{BEGIN}\n\n{kept}\n\n{END}",
    ]
    return "\n\n".join(parts) + "\n"


def _measured(measured: Mapping[str, str]) -> list[str]:
    """Return when areas were measured: one sentence if all are of one run."""
    said = sorted(set(measured.values()))
    if len(said) == 1:
        return [f"Measured {said[0]}."]
    return ["\n".join(f"- {area}: measured {when}" for area, when in measured.items())]


def _targets(page: Page) -> Iterator[str]:
    for area in dict.fromkeys(v.area for v in page.verdicts):
        rows = []
        for v in page.verdicts:
            if v.area != area:
                continue
            peer = f"{v.peer} {number(v.peer_value)}" if v.peer else "–"
            product = "–" if v.product is None else f"{number(v.product)} {v.unit}"
            ratio = "–" if v.ratio is None else f"{number(v.ratio)}x"
            holds = {"yes": "yes", "no": "**no**"}.get(v.holds, v.holds)
            holds += " (the issue's own limit: yes)" if v.holds == "no" and v.issue else ""
            stored = " ¹" if v.is_stored else ""
            row = (f"`{v.id}`", v.what, product, peer + stored, v.limit.text(v.unit), ratio, holds)
            rows.append(row)
        yield f"### {area}"
        yield _table(("target", "what", "product", "against", "limit", "ratio", "holds"), rows)
    if any(v.is_stored for v in page.verdicts):
        yield f"¹ Not of the same run: stored, measured {page.peers}."


def _more(results: Results) -> str:
    sizes = (152, 1_000, 10_000, 100_000)
    rows = []
    for label, metric in MORE:
        figures = [results.median(("interactive_qt", metric, "product", n)) for n in sizes]
        rows.append((label, *map(number, figures)))
    dense = results.figures.get(("interactive_qt", "dense_036", "product", 10_000))
    note = ""
    if dense is not None and "boxes" in dense.note:
        note = (
            f"\n\nThe dense frame of 10,000 has {dense.note['boxes']} labelled rows in view, at"
            f" {dense.note['zoom']:.0%}."
        )
    heads = ("milliseconds", *(f"{n:,}" for n in sizes))
    memory = [results.median(("interactive_qt", "memory", "product", n)) for n in sizes]
    rows.append(("Memory over the empty window, MiB", *map(number, memory)))
    return _table(heads, rows) + note


def growth_series(results: Results) -> list[Series]:
    """Return what the picture shows."""
    return [
        Series(short, points)
        for _, short, (bench, metric) in GROWTH
        if len(points := _points(results, bench, metric)) > 1
    ]


def _points(results: Results, bench: str, metric: str) -> list[tuple[int, float]]:
    keys: list[Key] = [
        key for key in results.figures if key[:2] == (bench, metric) and key[2] == "product"
    ]
    return sorted((k[3], value) for k in keys if (value := results.median(k)) is not None)


def _growth(results: Results) -> str:
    rows = []
    sizes = (152, 1_000, 10_000, 100_000)
    for label, _, (bench, metric) in GROWTH:
        points = _points(results, bench, metric)
        at = dict(points)
        rows.append((label, *(number(at.get(n)) for n in sizes), _slope(points)))
    heads = ("milliseconds", *(f"{n:,}" for n in sizes), "grows like")
    words = (
        "The tree of 152 has four levels, the others five: between 152 and 100,000 organisations"
        " the depth grows by a quarter, the number 658 times. The last column is the slope between"
        " the first and the last figure: N^0 is a cost that does not grow, N^1 one that grows like"
        " the number."
    )
    return f"{words}\n\n{_table(heads, rows)}"


def _slope(points: Sequence[tuple[int, float]]) -> str:
    if len(points) < 2:
        return "–"
    (n, cost), (most, last) = points[0], points[-1]
    slope = math.log(last / cost) / math.log(most / n)
    return f"N^{slope:.2f}"


def _stall(results: Results) -> list[str]:
    keys = [key for key in results.figures if key[0] == "stall"]
    if not keys:
        return []
    n = keys[0][3]
    rows = []
    for key in keys:
        seen = results.figures[key].note.get("seen") or []
        name = key[1].replace("_", " ")
        rows.append((name, number(results.median(key)), ", ".join(map(number, seen))))
    words = (
        f"The real window on a virtual display (Xvfb), with {n:,} practices under their PCTs, moved"
        " by events as a mouse sends them; cards slide as they do for a user. A frame is the time"
        " from an event to the event loop's next rest. The same is played five times in processes"
        " of their own: *comes back* is the longest of all events' medians over the plays, a stall"
        " of the program; *single plays* are the longest frames of each, in which the machine's"
        " own pauses are too."
    )
    heads = ("longest frame, ms", "comes back", "single plays")
    return ["## Stalls", words, _table(heads, rows)]


def _table(heads: Sequence[str], rows: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines)


def hot_paths(report: Line) -> list[tuple[str, float, int]]:
    """Return names, medians and sizes of files of a report of pytest-benchmark."""
    return sorted(
        (_name(b["name"]), b["stats"]["median"] * 1e3, b.get("extra_info", {}).get("bytes", 0))
        for b in report.get("benchmarks", [])
    )


def _name(test: str) -> str:
    """Return what a test is called: its cases follow in brackets."""
    name, _, cases = test.removeprefix("test_").partition("[")
    name = name.replace("_", " ")
    return f"{name[:1].upper()}{name[1:]}{': ' if cases else ''}{cases.rstrip(']')}"
