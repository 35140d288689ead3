"""Export hard plans as everything, and ask programs that are not ours what they think of it.

    python -m tools.foreign [PLAN...] [--only SUFFIX] [--keep FOLDER]

The plans and the questions are in `tests/foreign`. What came of all plans is written to
`docs/exports.md`; the exit code is 1 if any program had a complaint. A program that is not there is
passed over with a sentence: qpdf, pdftotext, pdffonts and pdfinfo, ImageMagick, rsvg-convert,
LibreOffice (`soffice`) and Chromium. Reports are asked of axe-core where `FOOTPRINT_AXE` names a
folder into which `npm install axe-core puppeteer-core` has put it; nothing is fetched here.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from db.scenario_file import save
from model.option import Option
from model.pack import Tier
from model.wording import capital, counted
from tests.foreign import programs
from tests.foreign.plans import PLANS, blank_of

ROOT = Path(__file__).resolve().parents[1]
DOC = ROOT / "docs" / "exports.md"
BEGIN, END = "<!-- foreign: begin -->\n", "<!-- foreign: end -->"
_BEGINS = 16
"""Letters of a name by which a reader of the map knows it."""
SHOWN = 12
"""How many complaints are printed of each export."""


@dataclass(frozen=True)
class Way:
    """A way to export: what it is called, the name of its file, and the options of `export`.

    Attributes
    ----------
    is_legible : bool
        Whether all of it can be read, however much there is; a chart on one page is as large as
        the paper lets it, and that is told.
    """

    name: str
    file: str
    options: tuple[str, ...] = ()
    is_legible: bool = False

    @property
    def suffix(self) -> str:
        """What the file's name ends in."""
        return Path(self.file).suffix


WAYS = (
    Way("PDF, one page", "one-page.pdf"),
    Way(
        "PDF, all posts, map and changes",
        "posts.pdf",
        ("--posts", "full", "--include", "map,changes"),
    ),
    Way("PDF, a page for each region", "pages.pdf", ("--layout", "pages"), is_legible=True),
    Way("PDF, board paper", "board.pdf", ("--layout", "board-paper"), is_legible=True),
    Way("PDF, poster", "poster.pdf", ("--layout", "poster", "--paper", "A4", "--tiles", "3x2")),
    Way("PDF, map", "map.pdf", ("--layout", "map"), is_legible=True),
    Way("PNG", "one-page.png"),
    Way("PNG, map", "map.png", ("--layout", "map")),
    Way("SVG", "one-page.svg"),
    Way("SVG, map", "map.svg", ("--layout", "map")),
    Way("HTML", "report.html"),
    Way("XLSX", "sheets.xlsx"),
    Way("CSV", "placements.csv"),
    Way("PowerPoint", "slides.pptx"),
)


@dataclass
class Plan:
    """A plan in its file, and what must be found in what it is exported as."""

    name: str
    file: Path
    option: Option
    totals: dict[str, dict[str, int | None]]

    def groups(self, *, with_units: bool = False) -> list[str]:
        """Return the names of its groups: all, or those that are somewhere on the ground."""
        state = self.option.state
        groups = state.at_tier(Tier.GROUP)
        return [state.label(g) for g in groups if state.members(g) or not with_units]


@dataclass
class Result:
    """What came of one export.

    Attributes
    ----------
    size : str
        How much it is, in words.
    asked : dict of str to list of str
        Complaints, by who was asked what.
    """

    plan: str
    way: Way
    size: str = ""
    asked: dict[str, list[str]] = field(default_factory=dict)


Question = Callable[[Plan, Path], tuple[list[str], str]]
"""Asks about a file; returns complaints, and how much it is, in words, "" for no matter."""


def _pdf(plan: Plan, file: Path) -> tuple[list[str], str]:
    count = programs.pages(file)
    return [] if count else ["has no pages"], counted(count, "page", "pages")


def _names(plan: Plan, file: Path) -> tuple[list[str], str]:
    if file.stem == "map":  # its list shortens names that leave it no room: docs/exports.md
        return programs.missing(file, (g[:_BEGINS] for g in plan.groups(with_units=True))), ""
    return programs.missing(file, plan.groups()), ""


def _sheets(plan: Plan, file: Path) -> tuple[list[str], str]:
    faults, count = programs.recalculated(file, plan.totals)
    return faults, counted(count, "formula", "formulas")


def _slides(plan: Plan, file: Path) -> tuple[list[str], str]:
    from pptx import Presentation

    expected = len(Presentation(str(file)).slides)
    faults, _ = programs.as_pages(file, expected)
    return faults, counted(expected, "slide", "slides")


def _placed(plan: Plan, file: Path) -> tuple[list[str], str]:
    """Place the units of a blank plan by the table, and export that again."""
    blank, again = file.with_suffix(".footprint"), file.with_name(f"again-{file.name}")
    blank.unlink(missing_ok=True)
    save(blank_of(plan.option), blank)
    faults = [*_run("place", blank, file), *_run("export", blank, again)]
    if not faults and again.read_bytes() != file.read_bytes():
        faults.append("what was read back is another plan")
    rows = len(file.read_bytes().splitlines()) - 1
    return faults, counted(rows, "row", "rows")


def _bare(ask: Callable[[Path], list[str]]) -> Question:
    return lambda plan, file: (ask(file), "")


QUESTIONS: dict[str, tuple[tuple[str, str, str, Question], ...]] = {
    ".pdf": (
        ("qpdf", "qpdf", "`qpdf --check`: the file is sound", _bare(programs.checked)),
        (
            "poppler",
            "pdffonts",
            "`pdffonts`: all fonts are embedded, as subsets",
            _bare(programs.fonts),
        ),
        ("poppler", "pdfinfo", "`pdfinfo`: how many pages", _pdf),
        ("poppler", "pdftotext", "`pdftotext`: each cluster's name is in the text", _names),
    ),
    ".png": (
        ("ImageMagick", "identify", "opens the picture; it is not blank", _bare(programs.blank)),
    ),
    ".svg": (
        ("librsvg", "rsvg-convert", "draws it without a word", _bare(programs.drawn)),
        ("Chromium", "chromium", "shows it", _bare(programs.browsed)),
    ),
    ".html": (
        (
            "Chromium",
            "chromium",
            "prints it; each cluster's name is on paper",
            lambda plan, file: (programs.printed(file, plan.groups()), ""),
        ),
        ("axe-core", "axe", "in light and dark: no violation", _bare(programs.accessible)),
    ),
    ".xlsx": (
        (
            "LibreOffice",
            "soffice",
            "works out all formulas; they come to what we and `show` say",
            _sheets,
        ),
        (
            "LibreOffice",
            "soffice",
            "prints the workbook without a warning",
            _bare(lambda file: programs.as_pages(file)[0]),
        ),
    ),
    ".csv": (("Footprint", "", "read into a blank plan, it gives the same table again", _placed),),
    ".pptx": (("LibreOffice", "soffice", "as many pages as slides, without a warning", _slides),),
}
"""By suffix: whose program, its name, what it is asked, and who asks it."""


def main(arguments: Sequence[str]) -> int:
    """Export and ask; return 1 if there was any complaint."""
    parser = argparse.ArgumentParser(prog="tools.foreign", description=__doc__)
    parser.add_argument("plans", nargs="*", choices=[[], *PLANS], help="all, if none is named")
    parser.add_argument("--only", default="", help="files whose names end so: .pptx, board.pdf")
    parser.add_argument("--keep", type=Path, help="a folder in which the exports stay")
    given = parser.parse_args(arguments)
    here = _installed()
    for absent in sorted({who for who, ok in here.items() if not ok}):
        print(f"{absent} is not installed here: it was not asked.")
    with tempfile.TemporaryDirectory() as folder:
        keep = given.keep or Path(folder)
        plans = [_plan(name, keep) for name in given.plans or PLANS]
        jobs = [(p, w) for p in plans for w in WAYS if w.file.endswith(given.only)]
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            results = list(pool.map(lambda job: _held(job[0], job[1], here), jobs))
    faults = [f for r in results for said in r.asked.values() for f in said]
    if not given.plans and not given.only:
        _write(results, here, " ".join(arguments))
    return 1 if faults else 0


def _installed() -> dict[str, bool]:
    """Return which of the programs there are, by name."""
    wanted = {program for asked in QUESTIONS.values() for _, program, _, _ in asked} - {"", "axe"}
    here = {program: shutil.which(program) is not None for program in wanted}
    return here | {"axe": bool(os.environ.get(programs.AXE)) and here["chromium"]}


def _plan(name: str, folder: Path) -> Plan:
    """Make a plan and its file; ask `show` for its totals."""
    scenario = PLANS[name]()
    to = folder / name
    to.mkdir(parents=True, exist_ok=True)
    file = to / f"{name}.footprint"
    file.unlink(missing_ok=True)
    save(scenario, file)
    option = scenario.option()
    said = json.loads(_main("show", file, "--json", "--all").stdout)
    words = option.pack.words
    titles = {m.id: m.label for m in option.pack.measures}
    titles |= {
        "officers": capital(words.officers),
        "units": capital(option.pack.kind_at(Tier.UNIT).plural),
    }
    totals: dict[str, dict[str, int | None]] = {}
    for one in said["organisations"]:
        for key, value in one["totals"].items():
            totals.setdefault(titles.get(key, key), {})[one["code"]] = value
    return Plan(name, file, option, totals)


def _main(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command of the program as a user does."""
    command = [sys.executable, ROOT / "main.py", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")


def _run(*arguments: str | Path) -> list[str]:
    done = _main(*arguments)
    return [done.stderr.strip()] if done.returncode else []


def _held(plan: Plan, way: Way, here: dict[str, bool]) -> Result:
    """Export a plan in one way, and ask all who know that format."""
    result = Result(plan.name, way)
    file = plan.file.parent / way.file
    done = _main("export", plan.file, file, *way.options)
    if done.returncode:
        result.asked["Footprint: exports it"] = [done.stderr.strip()]
    else:
        if way.is_legible:
            small = [line for line in done.stderr.splitlines() if "smallest text" in line]
            result.asked["Footprint: no text is too small to be read"] = small
        for who, program, what, ask in QUESTIONS[way.suffix]:
            if program and not here[program]:
                continue
            faults, size = ask(plan, file)
            result.asked[f"{who}: {what}"] = faults
            result.size = result.size or size
    told = [f"{who}: {fault}" for who, faults in result.asked.items() for fault in faults]
    state = f"{len(told)} complaints" if told else "well"
    print(f"{plan.name}, {way.name}: {result.size} {state}", flush=True)
    for line in told[:SHOWN]:
        print(f"    {line[:300]}", flush=True)
    return result


# -- the page -----------------------------------------------------------------------------------


def _write(results: list[Result], here: dict[str, bool], arguments: str) -> None:
    """Put what came of it into the page, between its marks."""
    day = datetime.datetime.now(datetime.UTC).date().isoformat()
    command = " ".join(filter(None, ("python -m tools.foreign", arguments)))
    new = "\n".join((f"`{command}` on {day}:", "", *_sizes(results), "", *_answers(results), ""))
    before, rest = DOC.read_text(encoding="utf-8").split(BEGIN)
    DOC.write_text(f"{before}{BEGIN}{new}{END}{rest.split(END)[1]}", encoding="utf-8")


def _sizes(results: list[Result]) -> Iterator[str]:
    """Iterate over the rows of a table of ways and plans."""
    yield f"| Export | {' | '.join(f'`{plan}`' for plan in PLANS)} |"
    yield "|---" * (len(PLANS) + 1) + "|"
    for way in WAYS:
        cells = []
        for plan in PLANS:
            one = next(r for r in results if r.plan == plan and r.way is way)
            faults = sum(map(len, one.asked.values()))
            cells.append(one.size + (f" **{faults} faults**" if faults else "") or "sound")
        yield f"| {way.name} | {' | '.join(cells)} |"


def _answers(results: Iterable[Result]) -> Iterator[str]:
    """Iterate over the rows of a table of who was asked what, how often, and complained."""
    yield "| Asked | Files | Complaints |"
    yield "|---|---|---|"
    asked: dict[str, list[int]] = {}
    for result in results:
        for who, faults in result.asked.items():
            asked.setdefault(who, []).append(len(faults))
    for who, numbers in asked.items():
        yield f"| {who} | {len(numbers)} | {sum(numbers)} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
