"""Area and compactness of a group in the inspector: there once a map was shown."""

from __future__ import annotations

from collections.abc import Callable

from model.changes import Move
from tests.ui.panels.inspecting import part
from ui.document import Document
from ui.panels.compactness import OnTheMap
from ui.panels.inspector import InspectorPanel

Make = Callable[[Document], InspectorPanel]


def shown(panel: InspectorPanel) -> dict[str, str]:
    section = part(panel, OnTheMap)
    if not section.isVisibleTo(panel):
        return {}
    return {row.label.text(): row.number.text() for row in section.rows.rows if row.isVisible()}


def test_it_waits_for_a_map_and_follows_edits(england: Document, panel_of: Make) -> None:
    panel = panel_of(england)
    england.select(["C08"])
    assert shown(panel) == {}
    assert not england.open.is_mapped
    england.open.atlas()
    before = shown(panel)
    assert list(before) == [
        "Area",
        "Outline",
        "Compactness: Polsby-Popper",
        "Compactness: Reock",
    ]
    area = sum(england.open.atlas().shapes[u].area for u in england.state.members("C08")) / 1e6
    assert before["Area"] == f"{area:,.0f} km²"
    england.commit(Move("5QT", "C08"))  # an island far away
    after = shown(panel)
    assert float(after["Compactness: Reock"]) < float(before["Compactness: Reock"]) / 2
    england.undo()
    assert shown(panel) == before


def test_definitions_and_sources_are_in_the_tooltips(england: Document, panel_of: Make) -> None:
    england.open.atlas()
    panel = panel_of(england)
    england.select(["C08"])
    rows = part(panel, OnTheMap).rows.rows
    tips = [row.toolTip() for row in rows]
    assert "Yale Law" in tips[2]
    assert "smallest circle" in tips[3]
    assert all("no rule asks for it" in text for text in tips[2:])


def test_a_group_with_members_that_are_not_on_the_map_has_none(
    document: Document, panel_of: Make
) -> None:
    document.open.atlas()
    panel = panel_of(document)
    document.select(["G3"])
    assert shown(panel)["Area"] == "991 km²"
    document.commit(Move("U6", "G3"))
    assert shown(panel) == {}
