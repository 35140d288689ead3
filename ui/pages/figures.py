"""Charts that stand in a page of HTML: the nation with its groups, and each region."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import cast

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from model.pack import Tier
from model.report.outline import MAP, OVERVIEW, region_section
from model.report.parts import Part
from model.wording import counted
from ui.chart.fitting import Stacks
from ui.export_settings import ExportSettings
from ui.pages.by_region import ByRegion
from ui.pages.material import Material
from ui.pages.page import Area, Placed
from ui.svg import SvgPainter

_WIDTH, _HEIGHT = 780.0, 6000.0
"""Most that a chart takes of a page, points; a page of HTML may be as long as it likes."""
_SCALE = 9.0 / 12
"""Points a scene unit: names are as large as the text around the chart."""


def figures(material: Material, parts: Collection[Part]) -> Iterator[tuple[str, str]]:
    """Iterate over the charts of a report's parts, each with the id of the section it stands in."""
    state = material.option.state
    book = ByRegion(material, ExportSettings())
    area = Area(0.0, 0.0, _WIDTH, _HEIGHT)
    regions = state.at_tier(Tier.REGION)
    group, unit = (state.pack.kind_at(tier) for tier in (Tier.GROUP, Tier.UNIT))
    if Part.OVERVIEW in parts:
        whole: Stacks = {r: [replace(s, rows=()) for s in material.stacks(r)] for r in regions}
        groups = counted(len(state.at_tier(Tier.GROUP)), group.label, group.plural)
        told = f"Chart of {state.label(state.root)}: {groups}; the tables below have them in words."
        yield OVERVIEW, _drawn(book.fit(whole, area, cap=_SCALE), told)
    if Part.MAP in parts and material.option.pack.boundaries:
        from ui.map.paper import placed_map  # few reports have a map

        ground = placed_map(material.option, material.land, QRectF(0, 0, _WIDTH, _WIDTH), 1.0)
        told = f"Map of {state.label(state.root)}. {ground.words}. The tables have all in words."
        painter = SvgPainter(_WIDTH, ground.bottom, title=told)
        ground.draw(cast("QPainter", painter))
        yield MAP, painter.finish().decode()
    for number, region in enumerate(regions if Part.REGIONS in parts else (), 1):
        inside = [o for o in state.children(region) if state.tier(o) is Tier.GROUP]
        told = (
            f"Chart of {state.label(region)}: "
            f"{counted(len(inside), group.label, group.plural)} with their {unit.plural}; "
            "the tables have them in words."
        )
        placed = book.fit({region: material.stacks(region)}, area, cap=_SCALE)
        yield region_section(number), _drawn(placed, told)


def _drawn(placed: Placed, told: str) -> str:
    """Return a chart as an element of HTML, with what is said of it to those who don't see it."""
    painter = SvgPainter(placed.width, placed.height, title=told)
    replace(placed, x=0.0, y=0.0).draw(cast("QPainter", painter))
    return painter.finish().decode()
