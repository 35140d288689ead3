"""Exports of England that tests look at, and how they are read back."""

from __future__ import annotations

import csv
import subprocess
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import resources
from model.organisations import Organisations
from model.pack import Pack
from model.scenario import Scenario
from tests import england
from tests.england import installed_pack
from ui.export_file import ExportReport, export
from ui.export_settings import ExportSettings
from ui.pages import Page, PageMaker

FOLDER = resources.path("packs", "pct-2011")
WHEN = "2026-11-21T09:30:00.000000+00:00"
FILE = "north.footprint"
REGIONS = 10

A4, A3, A0 = (ExportSettings(paper) for paper in ("A4", "A3", "A0"))
PAGES = ExportSettings("A4", landscape=True, layout="pages")
LAYOUTS = ("one-page", "pages")


def pack() -> Pack:
    return installed_pack()


def started(of: Pack, ready: str = "june-2011") -> Scenario:
    return england.started(ready, of=of, who="nobody")


@cache
def scenario(ready: str = "june-2011") -> Scenario:
    """Return one that no test may alter."""
    return started(pack(), ready)


def written(
    out: Path, settings: ExportSettings = A3, of: Scenario | None = None, **more: object
) -> ExportReport:
    of = of or scenario()
    return export(of, of.option(), out, settings, source_name=FILE, **more)


@cache
def maker_of(ready: str) -> PageMaker:
    return PageMaker(scenario(ready).option(), FILE)


def pages_of(settings: ExportSettings, of: str | Scenario = "june-2011") -> list[Page]:
    maker = maker_of(of) if isinstance(of, str) else PageMaker(of.option(), FILE)
    return maker.pages(settings)


def names() -> list[str]:
    with (FOLDER / "organisations.csv").open(encoding="utf-8") as file:
        return [row["name"] for row in csv.DictReader(file) if row["kind"] == "pct"]


def poppler(program: str, *arguments: str | Path) -> str:
    done = subprocess.run([program, *arguments], capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def text_of(pdf: Path, *how: str) -> str:
    return poppler("pdftotext", *how, pdf, "-")


def texts_of(pdf: Path, *how: str) -> list[str]:
    """Return the text of each page."""
    return [plain(text) for text in text_of(pdf, *how).split("\f")[:-1]]


def info_of(pdf: Path) -> dict[str, str]:
    lines = (line.partition(":") for line in poppler("pdfinfo", pdf).splitlines())
    return {key: value.strip() for key, _, value in lines}


def plain(text: str) -> str:
    return " ".join(text.split())


@cache
def long_scenario(make: Callable[[str], str]) -> Scenario:
    """Return June 2011 with every name made by `make`."""
    organisations = Organisations.of(replace(o, name=make(o.name)) for o in pack().organisations)
    options = tuple(
        replace(o, name=make(o.name), groups=tuple(replace(g, name=make(g.name)) for g in o.groups))
        for o in pack().options
    )
    return started(replace(pack(), organisations=organisations, options=options))


def wordy(name: str) -> str:
    return (name + " and the Metropolitan Borough of Upper and Lower Wimbleford" * 5)[:200].strip()


def unbroken(name: str) -> str:
    return (name.replace(" ", "") + "MWwgjpqxyzÅÉ" * 20)[:200]


def units_on(page: Page) -> list[str]:
    """Return the units on a page, those that are on it twice too."""
    return [unit for stack in page.chart.chart.stacks for unit, _ in stack.rows]
