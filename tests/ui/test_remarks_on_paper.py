"""What users said of rules goes on paper with the chart: limits of their own, waivers."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from db.scenario_file import open_scenario
from model.changes import SetLimit, Waive
from model.option import Option
from tests.ui.commands import edit
from tests.ui.exported import WHEN
from ui.export_settings import ExportSettings
from ui.pages import Page, PageMaker
from ui.pages.furniture import Words

A3, PAGES = ExportSettings("A3"), ExportSettings("A4", landscape=True, layout="pages")


@pytest.fixture(autouse=True)
def _application(qtbot: QtBot) -> None:
    """All of these need Qt's fonts."""


@pytest.fixture
def judged(plan: Path) -> Option:
    """Return June 2011 with limits of its own, and Manchester, Cumbria and Tees accepted."""
    small = ("Small, but agreed", "A. Board", "2011-05-20")
    edit(
        plan,
        SetLimit("DH-32", "low", "600000"),
        SetLimit("DH-02", "deadline", "2011-06-30"),
        Waive("C07", "DH-32", "Stays whole.", "A. Board", "2011-05-21"),
        Waive("C06", "DH-32", *small),
        Waive("C04", "DH-32", *small),
    )
    return open_scenario(plan).scenario.option()


def pages_of(option: Option, settings: ExportSettings) -> list[Page]:
    return PageMaker(option, "plan.footprint").pages(settings)


def text_of(page: Page) -> str:
    return " ".join(item.text for item in page.items if isinstance(item, Words))


LIMITS_TEXT = (
    "limits set for this plan: DH-02 Clusters in place by the deadline: deadline 30 June "
    "2011, changed from 1 June 2011 · DH-32 Cluster population: low limit 600,000, changed from "
    "530,000"
)
MANCHESTER_TEXT = (
    "DH-32 Cluster population, accepted for Greater Manchester by A. Board on 21 May 2011: "
    "Stays whole."
)


def test_limits_and_waivers_are_printed_with_the_chart(judged: Option) -> None:
    (page,) = pages_of(judged, A3)
    text = text_of(page)
    assert LIMITS_TEXT in text
    assert "planning norm 600k–2.60m ≠ changed" in text
    assert MANCHESTER_TEXT in text
    assert (
        "DH-32 Cluster population, accepted for Tees, Cumbria by A. Board on 20 May 2011: "
        "Small, but agreed." in text
    )


def test_a_region_has_the_waivers_of_what_is_in_it(judged: Option) -> None:
    texts = {page.title: text_of(page) for page in pages_of(judged, PAGES)}
    assert LIMITS_TEXT in texts["Overview"]
    assert [title for title, text in texts.items() if MANCHESTER_TEXT in text] == ["North West"]
    assert "accepted for Cumbria by" in texts["North West"]
    assert "accepted for Tees by" in texts["North East"]


@pytest.mark.parametrize("settings", [A3, PAGES])
def test_departures_too_many_for_the_page_are_counted(
    judged: Option, settings: ExportSettings
) -> None:
    long = "The hospital, the council and both boards want it so, as they said in March. " * 120
    for group in ("C07", "C06"):
        judged.commit(Waive(group, "DH-32", long, "A. Board", "2011-05-21"), when=WHEN, who="Ada")
    pages = pages_of(judged, settings)
    texts = [text_of(page) for page in pages]
    assert not any("as they said in March" in text for text in texts)
    counted = 3 if settings is A3 else 2
    (at,) = (n for n, text in enumerate(texts) if f"accepted for {counted} clusters" in text)
    assert "The rule findings of a whole board paper" in texts[at]
    assert pages[at].chart.smallest_pt >= (7.0 if settings is PAGES else 4.5)


def test_where_nothing_was_said_nothing_of_it_is_printed(plan: Path) -> None:
    option = open_scenario(plan).scenario.option()
    for settings in (A3, PAGES):
        text = " ".join(map(text_of, pages_of(option, settings)))
        assert "accepted for" not in text
        assert "set for this plan" not in text
