"""What an option can be exported as, and what the file is to look like: paper, layout, parts...

Plain data, shared by the command line and the export dialog; no Qt, so that the command line can
refuse a wrong value at once. `ui.export_file` writes by it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import PurePath

from db.errors import InputError
from model.chart import PostDetail
from model.report.parts import Part
from model.sending import Level

PAPERS = {
    "A4": (210, 297),
    "A3": (297, 420),
    "A2": (420, 594),
    "A1": (594, 841),
    "A0": (841, 1189),
    "Letter": (216, 279),
}
"""Short and long side by name, millimetres: ISO 216, and ANSI A in whole ones."""

LEAST_SIDE, MOST_SIDE = 100, 5_000
"""Of other papers, millimetres; no PDF has a longer side."""
MOST_TILES = 10
"""Sheets of a poster, across and down."""
MIN_MARGIN, MAX_MARGIN = 5, 50
"""Millimetres."""
MAX_LINE = 120
"""Characters of the line on every page."""
_SIZE = re.compile(r"(\d{3,4})x(\d{3,4})mm", re.IGNORECASE)
_TILES = re.compile(r"(\d{1,2})x(\d{1,2})", re.IGNORECASE)

PDF, PNG, SVG = ".pdf", ".png", ".svg"
HTML, XLSX, CSV, PPTX = ".html", ".xlsx", ".csv", ".pptx"


class Setting(Enum):
    """A setting that some formats have and others don't."""

    PAPER = auto()
    LAYOUT = auto()
    DPI = auto()
    TITLE = auto()
    POSTS = auto()
    PARTS = auto()
    CHANGES = auto()
    TILES = auto()
    LINE = auto()
    LOGO = auto()
    TEMPLATE = auto()
    SCENARIO = auto()


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that an option can be exported as.

    Attributes
    ----------
    suffix : str
        What the names of such files end in.
    name : str
        What people call it.
    good_for : str
        What it is good for, as the rest of a line that begins with its name.
    files : str
        What many of them are called.
    settings : frozenset of Setting
        Those that tell something about it.
    is_drawn : bool
        Whether it shows the chart, by the painter that draws on screen too.
    """

    suffix: str
    name: str
    good_for: str
    files: str
    settings: frozenset[Setting]
    is_drawn: bool = False

    @property
    def layouts(self) -> tuple[str, ...]:
        """The layouts that it can have."""
        if Setting.LAYOUT not in self.settings:
            return ()
        return LAYOUTS if self.suffix == PDF else PICTURED


_DRAWN = frozenset({Setting.PAPER, Setting.TITLE, Setting.POSTS, Setting.LINE, Setting.LOGO})

FORMATS = {
    made.suffix: made
    for made in (
        Format(
            PDF,
            "PDF",
            "pages to print or to send",
            "PDF documents",
            _DRAWN | {Setting.LAYOUT, Setting.CHANGES, Setting.SCENARIO},
            is_drawn=True,
        ),
        Format(
            PNG,
            "PNG",
            "a picture made of dots",
            "PNG pictures",
            _DRAWN | {Setting.LAYOUT, Setting.DPI},
            is_drawn=True,
        ),
        Format(
            SVG,
            "SVG",
            "a drawing to be edited",
            "SVG drawings",
            _DRAWN | {Setting.LAYOUT},
            is_drawn=True,
        ),
        Format(
            HTML,
            "HTML",
            "a report for any screen",
            "web pages",
            frozenset({Setting.TITLE, Setting.PARTS}),
        ),
        Format(
            XLSX,
            "XLSX",
            "sheets to check and sort",
            "Excel workbooks",
            frozenset({Setting.TITLE, Setting.PARTS}),
        ),
        Format(
            CSV,
            "CSV",
            "placements, to read back",
            "tables of placements",
            frozenset(),
        ),
        Format(
            PPTX,
            "PowerPoint",
            "slides to be edited",
            "presentations",
            frozenset({Setting.TITLE, Setting.PARTS, Setting.LINE, Setting.TEMPLATE}),
        ),
    )
}
"""All formats by suffix, in the order in which they are offered.

Who adds one gives it a line here and a writer in `ui.export_file.WRITERS`.
"""

LAYOUTS = ("one-page", "pages", "board-paper", "poster", "map")
"""The whole chart on one page; an overview and a page for each region; all that a board reads; the
whole chart over several sheets; the map."""
PICTURED = ("one-page", "map")
"""Those of one page, that a picture can hold."""


def usual_paper(layout: str) -> tuple[str, bool]:
    """Return the paper that suits a layout, and whether it lies: what is read is held upright."""
    return {"board-paper": ("A4", False), "map": ("A3", False)}.get(layout, ("A3", True))


def settings_told(made_as: Format, layout: str) -> frozenset[Setting]:
    """Return the settings that tell something about a format in a layout."""
    told = made_as.settings
    if Setting.LAYOUT not in told:
        return told
    if layout == "board-paper":
        return told - {Setting.CHANGES} | {Setting.PARTS}
    if layout == "poster":
        return told - {Setting.CHANGES} | {Setting.TILES}
    if layout == "map":
        return told - {Setting.POSTS}
    return told


def paper_named(text: str) -> str:
    """Return the paper that a text names: a name in any case, or width and height as 300x600mm.

    Raises
    ------
    InputError
        If there is none.
    """
    wanted = text.strip().casefold()
    named = next((name for name in PAPERS if name.casefold() == wanted), "")
    if named:
        return named
    size = _SIZE.fullmatch(wanted)
    if size is None or not all(LEAST_SIDE <= int(side) <= MOST_SIDE for side in size.groups()):
        raise InputError(
            f"there is no paper {text!r}",
            remedy=f"choose one of {', '.join(PAPERS)}, or width and height, as 300x600mm, from "
            f"{LEAST_SIDE} to {MOST_SIDE:,} mm",
        )
    return wanted


def tiles_named(text: str) -> tuple[int, int]:
    """Return how many sheets across and down a text says: "3x2".

    Raises
    ------
    InputError
        If it says none that can be used.
    """
    found = _TILES.fullmatch(text.strip())
    across, down = map(int, found.groups()) if found else (0, 0)
    if not (1 <= across <= MOST_TILES and 1 <= down <= MOST_TILES):
        raise InputError(
            f"{text!r} is no number of sheets",
            remedy=f"say how many across and how many down, as 3x2, at most {MOST_TILES} each",
        )
    return across, down


MIN_DPI, MAX_DPI = 30, 1200
MAX_SIDE = 32_767
"""Longest side of a picture that Qt can paint, pixels."""
LARGE = 100_000_000
"""From this many pixels on, a picture comes with a warning."""
MAX_TITLE = 200

_MM_PER_INCH = 25.4
_BYTES_PER_PIXEL = 4


def endings() -> str:
    """Return what files may end in, in words."""
    *others, last = FORMATS
    return f"{', '.join(others)} or {last}"


def format_of(name: str) -> Format:
    """Return what a file of a name is to be exported as.

    Raises
    ------
    InputError
        If its ending is none that we write.
    """
    found = FORMATS.get(PurePath(name).suffix.lower())
    if found is None:
        raise InputError(
            "is not the name of a file that can be exported",
            where=name,
            remedy=f"end it in {endings()}",
        )
    return found


def parts_named(names: str) -> tuple[Part, ...]:
    """Return the parts that are named, with commas between, in a report's order; all for "".

    Raises
    ------
    InputError
        If there is no such part.
    """
    if not names:
        return tuple(Part)
    wanted = {name.strip().lower() for name in names.split(",")}
    unknown = sorted(wanted - set(Part))
    if unknown:
        raise InputError(
            f"there is no part {unknown[0]!r} of a report",
            remedy=f"choose of {', '.join(Part)}, with commas between",
        )
    return tuple(part for part in Part if part in wanted)


@dataclass(frozen=True, slots=True)
class ExportSettings:
    """How to put a chart on paper or into a picture.

    Attributes
    ----------
    paper : str
        Key of `PAPERS`, or width and height: "300x600mm"; see `paper_named`.
    layout : str
        One of `LAYOUTS`.
    dpi : int
        Pixels per inch of a picture; a PDF is drawn in lines and has none.
    title : str
        Heading; "" for the name of the option.
    posts : str
        How much of the posts is shown: a value of `PostDetail`. An overview has none.
    parts : tuple of Part
        What a report holds, in its order.
    tiles : pair of int
        Sheets across and down that a poster has.
    margin_mm : int
        Nothing is drawn nearer to the edge; 0 for what is usual on the paper.
    line : str
        What stands on top of every page: who may read it.
    logo : str
        Path of a picture that stands on the first page; "" for none.
    changes, map : bool
        Whether the list of changes, and the map, follow the chart, on pages of their own.
    template : str
        Path of a presentation whose look slides take; "" for ours.
    scenario : str
        How much of the scenario is attached: a value of `Level`, "" for nothing.

    Raises
    ------
    InputError
        If a value is none that can be used; says which values can.
    """

    paper: str = "A3"
    landscape: bool = True
    layout: str = "one-page"
    dpi: int = 150
    title: str = ""
    posts: str = PostDetail.OFF.value
    parts: tuple[Part, ...] = tuple(Part)
    changes: bool = False
    tiles: tuple[int, int] = (2, 2)
    margin_mm: int = 0
    line: str = ""
    template: str = ""
    logo: str = ""
    scenario: str = Level.WHOLE.value
    map: bool = False

    def __post_init__(self) -> None:
        """Check every value."""
        paper_named(self.paper)
        tiles_named(f"{self.tiles[0]}x{self.tiles[1]}")
        if self.margin_mm and not MIN_MARGIN <= self.margin_mm <= MAX_MARGIN:
            raise InputError(
                f"a margin of {self.margin_mm} mm is out of range",
                remedy=f"choose a number from {MIN_MARGIN} to {MAX_MARGIN}, or 0 for the usual",
            )
        if len(self.line) > MAX_LINE or not self.line.isprintable():
            raise InputError(
                f"what stands on every page must be one line of at most {MAX_LINE} characters"
            )
        if self.layout not in LAYOUTS:
            raise InputError(
                f"there is no layout {self.layout!r}", remedy=f"choose {' or '.join(LAYOUTS)}"
            )
        if not MIN_DPI <= self.dpi <= MAX_DPI:
            raise InputError(
                f"{self.dpi} dots per inch is out of range",
                remedy=f"choose a number from {MIN_DPI} to {MAX_DPI}",
            )
        if self.posts not in list(PostDetail):
            raise InputError(
                f"posts are never shown as {self.posts!r}",
                remedy=f"choose {' or '.join(PostDetail)}",
            )
        if self.scenario and self.scenario not in list(Level):
            raise InputError(
                f"a scenario is never attached as {self.scenario!r}",
                remedy=f"choose {' or '.join(Level)}",
            )
        if not self.parts:
            raise InputError(
                "a report must have a part", remedy=f"choose one or more of {', '.join(Part)}"
            )
        if len(self.title) > MAX_TITLE or not self.title.isprintable():
            raise InputError(f"the title must be one line of at most {MAX_TITLE} characters")

    @property
    def size_mm(self) -> tuple[int, int]:
        """Width and height of a page, millimetres."""
        size = _SIZE.fullmatch(self.paper)
        if size is not None:  # as it is given
            return int(size[1]), int(size[2])
        short, long = PAPERS[self.paper]
        return (long, short) if self.landscape else (short, long)

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height of a picture of one page, pixels."""
        width, height = self.size_mm
        return round(width / _MM_PER_INCH * self.dpi), round(height / _MM_PER_INCH * self.dpi)

    def check_one_page(self) -> None:
        """Check that a picture can hold it.

        Raises
        ------
        InputError
            If it is laid out on several pages.
        """
        if self.layout not in PICTURED:
            raise InputError(
                f"a picture has one page, so the layout {self.layout!r} is for PDF only",
                remedy=f"export a PDF, or choose the layout {' or '.join(PICTURED)}",
            )

    def check_picture(self) -> str:
        """Return a warning about the size of a picture, "" if there is nothing to say.

        Raises
        ------
        InputError
            If such a picture can't be painted: too large, or of more than one page.
        """
        self.check_one_page()
        width, height = self.pixels
        if max(width, height) > MAX_SIDE:
            most = int(MAX_SIDE * _MM_PER_INCH / max(self.size_mm))
            raise InputError(
                f"{self.paper} at {self.dpi} dots per inch is {width:,} × {height:,} pixels, "
                "more than can be painted",
                remedy=f"choose {most} dots per inch or fewer, or export a PDF",
            )
        if width * height < LARGE:
            return ""
        memory = width * height * _BYTES_PER_PIXEL / 1e6
        return (
            f"the picture is {width:,} × {height:,} pixels and takes some {memory:,.0f} MB of "
            "memory to draw and to look at; a PDF stays sharp at any size"
        )
