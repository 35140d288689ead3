"""Charts in a page of HTML: one for the nation, one for each region, all names in them as text."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from PySide6.QtWidgets import QApplication

from model.pack import Tier
from model.report.outline import MAP, OVERVIEW, outline
from model.report.parts import Part
from tests.sample_pack import sample_scenario
from tests.ui.pages.test_board_paper import nasty
from ui.export_file import export
from ui.export_settings import ExportSettings
from ui.pages import PageMaker
from ui.pages.figures import dark_style, figures

A4 = (210 / 25.4 * 72, 297 / 25.4 * 72)


@pytest.fixture(autouse=True)
def _application(qapp: QApplication) -> None:
    """All of these need Qt's fonts."""


@pytest.mark.parametrize("make", [sample_scenario, nasty, lambda: sample_scenario("blank")])
def test_each_section_has_the_chart_of_what_it_is_about(make) -> None:
    option = make().option()
    state = option.state
    made: dict[str, str] = {}
    for section, chart in figures(PageMaker(option, "plan.footprint"), tuple(Part)):
        made[section] = made.get(section, "") + chart
    sections = {s.id: s.title for part in outline(option) for s in (part, *part.sections)}
    assert set(made) <= set(sections)
    regions = state.at_tier(Tier.REGION)
    ground = made.pop(MAP)
    assert list(made) == [OVERVIEW, *[i for i in sections if i.startswith("region-")]]
    assert "Map of" in ElementTree.fromstring(ground).get("aria-label")
    for (place, svg), organisation in zip(made.items(), (state.root, *regions), strict=True):
        texts = []
        for root in ElementTree.fromstring(f"<all>{svg}</all>"):
            assert root.get("role") == "img"
            assert state.label(organisation) in root.get("aria-label")
            left, top, wide, high = map(float, root.get("viewBox").split())
            assert wide <= A4[0]
            assert high <= A4[1]
            own = [element for element in root.iter() if element.tag == "text"]
            for text in own:
                x, length = float(text.get("x")), float(text.get("textLength"))
                assert left <= x < x + length <= wide + 0.01
                assert top < float(text.get("y")) < high
            texts += own
        said = "".join(element.text for element in texts).replace(" ", "")
        if place != OVERVIEW:
            for unit in state.below(organisation):
                assert state.label(unit).replace(" ", "") in said


def test_only_parts_that_are_wanted_have_charts() -> None:
    maker = PageMaker(sample_scenario().option(), "plan.footprint")
    assert [place for place, _ in figures(maker, (Part.OVERVIEW, Part.CHANGES))] == [OVERVIEW]
    assert dict(figures(maker, (Part.CHANGES,))) == {}


def test_every_colour_of_a_chart_has_one_for_the_dark() -> None:
    style = dark_style()
    wanted = {Part.OVERVIEW, Part.REGIONS}
    made = "".join(svg for _, svg in figures(PageMaker(nasty().option(), "plan.footprint"), wanted))
    used = set(re.findall(r'(?:fill|stroke)="#[0-9a-f]{6}"', made))
    assert len(used) > 6
    for colour in used:
        assert f"[{colour}]" in style, colour
    assert '[fill="#ffffff"] { fill: #1b232c; }' in style  # the panel's white, not a text's


def test_the_report_holds_them(tmp_path) -> None:
    scenario = sample_scenario()
    out = tmp_path / "plan.html"
    export(scenario, scenario.option(), out, ExportSettings(), source_name="plan.footprint")
    text = out.read_text("utf-8")
    for place, svg in figures(PageMaker(scenario.option(), "plan.footprint"), tuple(Part)):
        at = text.index(f'id="{place}"')
        assert text.index(svg) > at
        assert "<h2" not in text[at : text.index(svg)].partition("</h2>")[2]
