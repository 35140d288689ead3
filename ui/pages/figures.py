"""Charts that stand in a page of HTML: the nation with its groups, and each region."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import cast

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from model.pack import Tier
from model.report.outline import MAP, OVERVIEW, region_section
from model.report.parts import Part
from model.wording import counted
from ui import theme
from ui.export_settings import ExportSettings
from ui.pages.by_region import ByRegion
from ui.pages.furniture import Block
from ui.pages.material import Material
from ui.pages.page import Placed
from ui.svg import SvgPainter

_PAPER = ExportSettings("A4", landscape=False)
"""Charts are as they are on this, so that a page that is printed has room for each."""
_CHART = f"section:not(#{MAP}) .chart"
_TABLE = 320.0
"""Height that a chart of a region leaves to the figures below it, if it can, points."""
_MAP = 780.0
_MAP_HEIGHTS = 880.0, 1500.0, 3000.0
"""Heights of a map with its list, points: of the first it stays on one page of A4 with its heading;
the others are tried if the list is too long for that."""
_MAP_TEXT = 1.45
"""How large its texts are: printed on A4, which makes all of it smaller, they are still legible."""


def figures(material: Material, parts: Collection[Part]) -> Iterator[tuple[str, str]]:
    """Iterate over the charts of a report's parts, each with the id of the section it stands in.

    A section may have several: a region that would be too small to read in one.
    """
    state = material.option.state
    book = ByRegion(material, _PAPER)
    regions = state.at_tier(Tier.REGION)
    group, unit = (state.pack.kind_at(tier) for tier in (Tier.GROUP, Tier.UNIT))
    if Part.OVERVIEW in parts:
        groups = counted(len(state.at_tier(Tier.GROUP)), group.label, group.plural)
        told = f"Chart of {state.label(state.root)}: {groups}; the tables below have them in words."
        whole = book.overview().chart
        if whole is not None:
            yield OVERVIEW, _drawn(whole, told)
    if Part.MAP in parts and material.option.pack.boundaries:
        from ui.map.paper import placed_map  # few reports have a map

        for height in _MAP_HEIGHTS:
            box = QRectF(0, 0, _MAP, height)
            ground = placed_map(material.option, material.land, box, _MAP_TEXT, is_fixed=True)
            if ground.arrangement.is_spacious:
                break
        told = f"Map of {state.label(state.root)}. {ground.words}. The tables have all in words."
        painter = SvgPainter(_MAP, ground.bottom, title=told)
        ground.draw(cast("QPainter", painter))
        yield MAP, painter.finish().decode()
    for number, region in enumerate(regions if Part.REGIONS in parts else (), 1):
        inside = [o for o in state.children(region) if state.tier(o) is Tier.GROUP]
        below = Block((), _TABLE)
        sheets = book.together(region, below) or book.region(region, with_credits=False)
        charts = [sheet.chart for sheet in sheets if sheet.chart is not None]
        for place, chart in enumerate(charts, 1):
            of = f" ({place} of {len(charts)})" if len(charts) > 1 else ""
            told = (
                f"Chart of {state.label(region)}{of}: "
                f"{counted(len(inside), group.label, group.plural)} with their {unit.plural}; "
                "the tables have them in words."
            )
            yield region_section(number), _drawn(chart, told)


def dark_style() -> str:
    """Return the style sheet that gives charts in a page the colours of the dark theme.

    Every colour of a chart is the theme's; a map keeps its own, which belong on white.
    """
    both = zip(vars(theme.LIGHT).values(), vars(theme.DARK).values(), strict=True)
    colours = [pair for pair in both if isinstance(pair[0], QColor)]
    # The last of those with the same light colour counts: a chart has the panel's white.
    darker = {light.name(): dark.name() for light, dark in reversed(colours)}
    rules = [
        f'{_CHART} [{name}="{light}"] {{ {name}: {dark}; }}'
        for light, dark in darker.items()
        for name in ("fill", "stroke")
    ]
    ground = f"{_CHART} {{ background: {theme.DARK.panel.name()}; }}"
    return f"@media screen and (prefers-color-scheme: dark) {{ {ground} {' '.join(rules)} }}"


def _drawn(placed: Placed, told: str) -> str:
    """Return a chart as an element of HTML, with what is said of it to those who don't see it."""
    painter = SvgPainter(placed.width, placed.height, title=told)
    replace(placed, x=0.0, y=0.0).draw(cast("QPainter", painter))
    return painter.finish().decode()
