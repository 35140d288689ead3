"""What an export of the chart is to look like: paper, layout, resolution, title.

Plain data, shared by the command line and the export dialog; no Qt, so that the command line can
refuse a wrong value at once. `ui.exporting` draws by it.
"""

from __future__ import annotations

from dataclasses import dataclass

from db.errors import InputError
from model.chart import PostDetail

PAPERS = {"A4": (210, 297), "A3": (297, 420), "A2": (420, 594), "A1": (594, 841), "A0": (841, 1189)}
"""Short and long side by name, millimetres (ISO 216)."""

FORMATS = (".pdf", ".png", ".svg")
"""What files may end in."""

LAYOUTS = ("one-page", "pages")
"""The whole chart on one page, or an overview and a page for each region."""

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
    return f"{', '.join(FORMATS[:-1])} or {FORMATS[-1]}"


@dataclass(frozen=True, slots=True)
class ExportSettings:
    """How to put a chart on paper or into a picture.

    Attributes
    ----------
    paper : str
        Key of `PAPERS`.
    layout : str
        One of `LAYOUTS`.
    dpi : int
        Pixels per inch of a picture; a PDF is drawn in lines and has none.
    title : str
        Heading; "" for the name of the option.
    posts : str
        How much of the posts is shown: a value of `PostDetail`. An overview has none.

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

    def __post_init__(self) -> None:
        """Check every value."""
        if self.paper not in PAPERS:
            raise InputError(
                f"there is no paper {self.paper!r}", remedy=f"choose one of {', '.join(PAPERS)}"
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
        if len(self.title) > MAX_TITLE or not self.title.isprintable():
            raise InputError(f"the title must be one line of at most {MAX_TITLE} characters")

    @property
    def size_mm(self) -> tuple[int, int]:
        """Width and height of a page, millimetres."""
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
        if self.layout != "one-page":
            raise InputError(
                f"a picture has one page, so the layout {self.layout!r} is for PDF only",
                remedy="export a PDF, or choose the layout one-page",
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
