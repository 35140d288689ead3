"""What a file that shows no chart will hold, in words: a preview of reports and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from model.option import Option
from model.pack import Tier
from model.placements import placements
from model.report.parts import Part
from model.report.sheets import sheets_told
from model.wording import capital, counted
from ui.dialogs.common import PAD, theme_of
from ui.export_settings import CSV, HTML, PPTX, XLSX, ExportSettings, Format
from ui.panels.parts import SMALL, Ink, Prose
from ui.theme import BODY

Line = tuple[str, str]
"""A heading and what is below it."""


class Contents(QScrollArea):
    """Headings with a line about each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setAccessibleName("What the file will hold")

    def write(self, lines: Iterable[Line]) -> None:
        """Show other lines."""
        self.lines = list(lines)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(PAD, 4, PAD, 4)
        column.setSpacing(2)
        theme = theme_of(self)
        for heading, text in self.lines:
            title, about = Prose(theme, BODY, Ink.STRONG), Prose(theme, SMALL, Ink.QUIET)
            title.write(heading)
            about.write(text)
            column.addWidget(title)
            column.addWidget(about)
            column.addSpacing(10)
        column.addStretch(1)
        self.setWidget(page)
        self.setAccessibleDescription("; ".join(f"{h}: {t}" for h, t in self.lines))


_MAP = "Map"


def contents(option: Option, made_as: Format, settings: ExportSettings) -> list[Line]:
    """Return what a file will hold."""
    return _CONTENTS[made_as.suffix](option, settings)


def extent(option: Option, made_as: Format, settings: ExportSettings) -> str:
    """Return how much a file will be that has no pages, in words."""
    if made_as.suffix == CSV:
        return counted(sum(1 for _ in placements(option.state)), "row", "rows")
    if made_as.suffix == XLSX:
        return counted(1 + len(_workbook(option, settings)), "sheet", "sheets")
    return f"One page of {counted(len(_report(option, settings)), 'part', 'parts')}"


def _report(option: Option, settings: ExportSettings) -> list[Line]:
    state = option.state
    region, group, unit = (state.pack.kind_at(t) for t in (Tier.REGION, Tier.GROUP, Tier.UNIT))
    regions, groups = len(state.at_tier(Tier.REGION)), len(state.at_tier(Tier.GROUP))
    about = {
        Part.OVERVIEW: (
            "Overview",
            f"Totals of {counted(regions, region.label, region.plural)}, how many rules are met "
            "and broken, posts and boards before and after",
        ),
        Part.MAP: (_MAP, f"Where the {group.plural} lie"),
        Part.REGIONS: (
            capital(region.plural),
            f"{regions:,}, each with its {group.plural} and their totals",
        ),
        Part.GROUPS: (
            capital(group.plural),
            f"{groups:,}, each with its {unit.plural}, findings and posts",
        ),
        Part.FINDINGS: (
            "Rule findings",
            "What is broken, accepted or not yet known, with the sources of the rules",
        ),
        Part.CHANGES: ("Changes", f"{len(option.log.path()):,}: when, who, what and why"),
        Part.SOURCES: ("Sources", "Rules and where they are from, estimates, credits"),
    }
    parts = settings.parts if option.pack.boundaries else set(settings.parts) - {Part.MAP}
    return [line for part, line in about.items() if part in parts]


def _workbook(option: Option, settings: ExportSettings) -> list[Line]:
    return list(sheets_told(option, settings.parts).values())


def _placements(option: Option, settings: ExportSettings) -> list[Line]:
    del settings  # it has none
    state = option.state
    group, unit = (state.pack.kind_at(t) for t in (Tier.GROUP, Tier.UNIT))
    waiting = len(state.tray())
    left = f", {waiting:,} of them not placed yet" if waiting else ""
    units = counted(len(state.at_tier(Tier.UNIT)), unit.label, unit.plural)
    return [
        (
            "Placements",
            f"A row for each {unit.label} with its {group.label} and region: {units}{left}",
        ),
        ("To read back", "Alter it in a sheet or a script, then File > Place from a table…"),
    ]


def _slides(option: Option, settings: ExportSettings) -> list[Line]:
    first = "What the plan comes to, its date and data; then links to all that follows"
    told = _report(option, settings)
    signs = ("How to read these slides", "What the signs mean")
    return [("Title and contents", first), signs, *(line for line in told if line[0] != _MAP)]


_CONTENTS: dict[str, Callable[[Option, ExportSettings], list[Line]]] = {
    HTML: _report,
    XLSX: _workbook,
    CSV: _placements,
    PPTX: _slides,
}
"""What tells it of each format that is not drawn, by suffix."""
