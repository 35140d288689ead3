"""A board paper: all of it is there, in reading order, legible, and nothing runs into anything."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from model import edits
from model.changes import Field, Move
from model.option import Option
from model.pack import Tier
from model.report.parts import Part
from model.scenario import Scenario
from tests.sample_pack import sample_scenario
from tests.ui.commands import Run
from tests.ui.exported import (
    info_of,
    plain,
    poppler,
    scenario,
    text_of,
    texts_of,
)
from tests.ui.exported import (
    pages_of as made_of,
)
from ui.export_file import export
from ui.export_settings import ExportSettings
from ui.pages import FLOOR, Page, PageMaker
from ui.pages.contents import Entry, columns
from ui.pages.furniture import Hairline, Words

BOARD = ExportSettings("A4", landscape=False, layout="board-paper")
WHEN = "2026-11-21T09:30:00+00:00"
LONG = "Wissenschaftsgesellschaft" * 8
WORDY = " ".join(f"word{i}" for i in range(1200))


@pytest.fixture(autouse=True)
def _application(qapp: QApplication) -> None:
    """All of these need Qt's fonts."""


def pages_of(option: Option, settings: ExportSettings = BOARD) -> list[Page]:
    return PageMaker(option, "plan.footprint").pages(settings)


def words_of(page: Page) -> list[Words]:
    return [item for item in page.items if isinstance(item, Words)]


def said(page: Page) -> str:
    return " ".join(words.text for words in words_of(page))


def nasty() -> Scenario:
    """Return a scenario with the longest names and notes."""
    scenario = sample_scenario()
    option = scenario.option()
    for group in option.state.at_tier(Tier.GROUP):
        change = edits.set_field(option.state, [group], Field.NAME, f"{LONG[:199]}{group[-1]}")
        option.commit(change, when=WHEN, who=LONG)
    option.commit(Move("U1", "G2"), when=WHEN, who="Ann", why=WORDY)
    return scenario


def assert_set_well(page: Page) -> None:
    """Nothing is outside the margins, too small, or on top of something else."""
    left, right = page.margin - 0.01, page.width - page.margin + 0.01
    texts = words_of(page)
    for words in texts:
        assert words.text.isspace() is False
        assert words.x >= left, words
        assert words.x + words.width <= right, words
        assert page.margin - 0.01 <= words.y, words
        assert words.y + words.height <= page.height - page.margin + 0.01, words
        assert words.size >= FLOOR - 0.01, words
    for line in page.items:
        if isinstance(line, Hairline):
            assert line.x + line.width <= right
    boxes = sorted(texts, key=lambda words: words.y)
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            if other.y >= one.y + one.height - 0.01:
                break
            apart = other.x >= one.x + one.width - 0.01 or one.x >= other.x + other.width - 0.01
            assert apart, (one, other)


@pytest.mark.parametrize(("paper", "lies"), [("A4", 0), ("A4", 1), ("A3", 1)])
@pytest.mark.parametrize("make", [sample_scenario, nasty])
def test_every_page_is_set_well(make: Callable[[], Scenario], paper: str, lies: int) -> None:
    settings = ExportSettings(paper, bool(lies), "board-paper")
    for page in pages_of(make().option(), settings):
        assert_set_well(page)


def test_it_has_every_part_in_order_and_what_is_left_out_is_not_there() -> None:
    option = sample_scenario().option()
    state = option.state
    regions, groups = state.at_tier(Tier.REGION), state.at_tier(Tier.GROUP)
    pack = option.pack
    plural = [pack.kind_at(tier).plural for tier in (Tier.REGION, Tier.GROUP)]
    heads = [f"{name[:1].upper()}{name[1:]}" for name in plural]
    marks = [mark.title for page in pages_of(option) for mark in page.marks]
    assert marks == [
        state.name,
        "Overview",
        "Map",
        heads[0],
        *(state.label(region) for region in regions),
        heads[1],
        *(f"{state.code(group)} {state.label(group)}" for group in groups),
        "Rule findings",
        "Changes",
        "Sources",
    ]
    some = ExportSettings("A4", False, "board-paper", parts=(Part.OVERVIEW, Part.SOURCES))
    marks = [mark.title for page in pages_of(option, some) for mark in page.marks]
    assert marks == [state.name, "Overview", "Sources"]


def test_every_unit_and_every_open_finding_is_on_the_page_of_its_group() -> None:
    option = sample_scenario().option()
    state = option.state
    group = state.at_tier(Tier.GROUP)[0]
    pages = pages_of(option)
    title = f"{state.code(group)} {state.label(group)}"
    own = " ".join(said(page) for page in pages if page.title.startswith(title))
    for unit in state.members(group):
        assert state.code(unit) in own
        assert state.label(unit) in own
    open_ = [f for f in option.findings.of(group) if f.verdict.value == "breaks"]
    for finding in open_:
        assert finding.sentence.split(",")[0] in own


def test_a_row_higher_than_a_page_goes_on_and_loses_nothing() -> None:
    option = nasty().option()
    pages = pages_of(option)
    begins = next(p.number for p in pages if any(m.title == "Changes" for m in p.marks))
    told = " ".join(said(page) for page in pages[begins - 1 :])
    numbers = [int(n) for n in re.findall(r"word(\d+)", told)]
    assert numbers == list(range(1200))


def test_the_contents_lead_to_the_pages_they_name(tmp_path: Path) -> None:
    scenario = sample_scenario()
    pdf = tmp_path / "board.pdf"
    report = export(scenario, scenario.option(), pdf, BOARD, source_name="plan.footprint")
    pages = pages_of(scenario.option())
    assert report.pages == len(pages)
    marks = [(m.title, page.number) for page in pages for m in page.marks]
    links = [link.page for page in pages for link in page.links]
    assert links == [number for _, number in marks[1:]]
    contents = texts_of(pdf)[0]
    for title, number in marks[1:]:
        assert re.search(rf"{re.escape(title)}.*\b{number}\b", contents)
    xml = poppler("pdftohtml", "-xml", "-i", "-stdout", pdf)
    outline = xml[xml.index("<outline>") :]
    found = re.findall(r'<item page="(\d+)">(.*?)</item>', outline)
    assert [(title, int(number)) for number, title in found] == marks


def test_the_figures_of_a_region_are_directly_below_its_chart() -> None:
    option = sample_scenario().option()
    name = option.state.label(option.state.at_tier(Tier.REGION)[0])
    page = next(page for page in pages_of(option) if page.title == name)
    assert page.chart is not None
    foot = page.chart.y + page.chart.height
    heading = next(w for w in words_of(page) if w.text.endswith(f"of {name}") and w.y > foot)
    assert heading.y - foot < 30


def test_no_page_is_near_empty_and_each_group_has_one_of_its_own() -> None:
    # England: the only plan at hand whose pages differ as much as real ones do.
    parts = (Part.REGIONS, Part.GROUPS)
    pages = made_of(ExportSettings("A4", False, "board-paper", parts=parts))
    state = scenario().option().state
    assert len(pages) == 1 + len(state.at_tier(Tier.REGION)) + len(state.at_tier(Tier.GROUP))
    for page in pages:
        deepest = max(w.y for w in words_of(page) if w.y < page.height * 0.9 and w.size > 7.5)
        assert deepest > page.height / 2, page.title


def test_the_marks_at_numbers_are_explained_on_the_page_where_they_are() -> None:
    for page in pages_of(sample_scenario().option()):
        texts = [words.text for words in words_of(page)]
        stars = any(text.endswith("*") and len(text) > 1 for text in texts)
        told = "contains an estimate" in texts or any(text.startswith("* ") for text in texts)
        assert told >= stars, page.title


def test_chapters_of_text_share_a_page_and_contents_lead_to_where_they_begin() -> None:
    pages = pages_of(sample_scenario().option())
    marks = {mark.title: (page, mark) for page in pages for mark in page.marks}
    page, mark = marks["Changes"]
    assert page.title != "Changes"
    heading = next(words for words in words_of(page) if words.text == "Changes")
    assert 0 < mark.y <= heading.y
    places = [(link.page, link.down) for page in pages for link in page.links]
    assert (page.number, mark.y) in places


def test_a_long_name_in_the_contents_goes_on_further_in() -> None:
    # A name that just fits, and one that does not.
    entries = [Entry(1, "word " * count, 7) for count in (2, 40)]
    (page,) = columns(entries, 400.0, 500.0, 500.0, 1.0)
    short, first, *more = [i for i in page.items if isinstance(i, Words) and i.text != "7"]
    assert short.x == first.x
    assert more
    assert {words.x for words in more} == {first.x + 10.0}
    assert [words.y for words in more] == sorted({words.y for words in more})
    number = [i for i in page.items if isinstance(i, Words) and i.text == "7"][-1]
    assert number.y == more[-1].y
    assert all(words.x + words.width < number.x for words in (first, *more))


def test_page_numbers_run_through() -> None:
    pages = pages_of(sample_scenario().option())
    for number, (page, after) in enumerate(pairwise(pages), 1):
        assert (page.number, after.number) == (number, number + 1)
        assert f"page {number} of {len(pages)}" in said(page)


def test_two_processes_write_the_same_bytes(tmp_path: Path, plan: Path) -> None:
    written = []
    for seed, zone in (("1", "UTC"), ("2", "Asia/Kathmandu")):
        out = tmp_path / f"{seed}.pdf"
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        arguments = [
            "export",
            plan,
            out,
            "--layout",
            "board-paper",
            "--include",
            "overview,changes",
        ]
        subprocess.run([sys.executable, "main.py", *arguments], check=True, env=environment)
        written.append(out.read_bytes())
    assert written[0] == written[1]


def test_the_command_line_makes_one_upright_on_a4(tmp_path: Path, plan: Path, run: Run) -> None:
    out = tmp_path / "board.pdf"
    ran = run("export", plan, out, "--layout", "board-paper", "--include", "overview,changes")
    assert (ran.code, ran.err) == (0, "")
    assert info_of(out)["Page size"].startswith("595 x 842 pts")
    text = plain(text_of(out))
    assert "Changes" in text
    assert "Rules and their sources" not in text
