"""A plot on a sheet of paper, as a picture and as a table of numbers, for other programs.

The sheet is drawn by what draws the screen, and written by what writes charts, so that texts stay
texts; no name is shortened on it.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from db.errors import InputError
from db.replace import replace_file
from model.option import Option
from model.plots.plot import Shape, cells, headings
from model.report.imprint import imprint
from model.wording import day
from ui.chart.paper import wrapped
from ui.export_settings import CSV, PDF, PNG, SVG, ExportSettings
from ui.letters import letters, writing
from ui.pages.page import POINTS_PER_MM, Page
from ui.panels.parts import cell_text
from ui.plots.axes import Axis
from ui.plots.drawing import Drawer, name_lines
from ui.plots.figure import Figure
from ui.plots.frames import EDGE, FOOT, INDENT, NAME_GAP, names_width, point_frame, row_frame
from ui.plots.legend import legend_height
from ui.plots.table import rows_of
from ui.theme import CAPTION, LIGHT
from ui.version import PROGRAM

if TYPE_CHECKING:
    from ui.letters import Letters

FILTERS = {
    f"PDF document (*{PDF})": PDF,
    f"PNG picture (*{PNG})": PNG,
    f"SVG drawing (*{SVG})": SVG,
    f"Table of the numbers (*{CSV})": CSV,
}
"""What a plot may be exported as: words for the dialog, and the endings of such files."""

_POINT = 0.75
"""Points a pixel: what is 12 pixels high on screen is 9 points high on paper."""
_MARGIN_MM = 12
_NARROW_MM, _WIDE_MM = 210, 297
_TITLE = 16
_LOWEST, _HIGHEST, _AIRIEST = 0.75, 1.3, 1.9
"""How much lower and higher than on screen rows may be on paper, and in a picture."""
_LEAST_MM = 100
"""The least side of a sheet that we write."""
_LINE = 16.0
_PLANE = 460.0
"""Height of a plane of points, pixels."""
_SHARPER = 2
"""Pixels of a copied picture for each of the screen's."""
_DPI = 192


def file_name(title: str) -> str:
    """Return a name for a file with a plot of some title, without an ending."""
    return re.sub(r"[^\w]+", "-", title.casefold()).strip("-")[:60] or "plot"


@dataclass(frozen=True, slots=True)
class PlotPage(Page):
    """A sheet with a plot."""

    sheet: Sheet | None = None
    highest: float = _HIGHEST

    def draw(self, painter: QPainter, part: QRectF | None = None) -> None:
        """Draw it with a painter that takes points."""
        del part
        if self.sheet is not None:
            painter.save()
            painter.scale(_POINT, _POINT)
            self.sheet.draw(painter, self.height / _POINT, self.highest)
            painter.restore()


class Sheet:
    """A plot, ready for paper.

    Parameters
    ----------
    figure : Figure
        What is drawn, as things are.
    scenario : str
        Id of the scenario; with the option's, it tells files apart.
    """

    def __init__(self, figure: Figure, option: Option, scenario: str) -> None:
        self._option, self._scenario = option, scenario
        plot = figure.plot
        self._is_plane = plot.shape is Shape.POINTS
        is_wide = self._is_plane or plot.shape in (Shape.DOTS, Shape.STACKS)
        self.width_mm = _WIDE_MM if is_wide else _NARROW_MM
        self._margin = _MARGIN_MM * POINTS_PER_MM / _POINT
        self._width = self.width_mm * POINTS_PER_MM / _POINT - 2 * self._margin
        self.figure = Figure(
            plot, figure.items, figure.order, heights=_heights(figure, self._width)
        )
        self._across = Axis(plot, 0, figure.extent(0))
        self._up = Axis(plot, 1, figure.extent(1)) if self._is_plane else None
        on = f"{option.state.name}, as on {day(option.state.on)}"
        self._title = wrapped(plot.title, letters(_TITLE, bold=True).width, self._width)
        self._under = wrapped(on, letters(CAPTION).width, self._width)
        about = plot.about(figure.items)
        self._about = wrapped(about, letters(CAPTION).width, self._width) if about else []
        legend = legend_height(self.figure, self._width)
        self._top = len(self._title) * 22 + len(self._under) * _LINE + 12 + legend
        self._around = self._top + FOOT + 8 + len(self._about) * _LINE + 2 * self._margin

    def _least(self) -> float:
        """Return the least height of rows or of the plane, pixels."""
        return _PLANE if self._is_plane else max(40.0, self.figure.height * _LOWEST)

    def page(self, *, is_paper: bool) -> PlotPage:
        """Return the sheet: at least A4 for paper, else no higher than what is on it."""
        height = self._around + (self._least() if is_paper else self.figure.height or _PLANE)
        height_mm = ceil(height * _POINT / POINTS_PER_MM)
        if is_paper:
            height_mm = max(height_mm, _WIDE_MM + _NARROW_MM - self.width_mm)
        margin = _MARGIN_MM * POINTS_PER_MM
        return PlotPage(
            self.figure.plot.title,
            1,
            1,
            self.width_mm,
            max(_LEAST_MM, height_mm),
            margin,
            (),
            None,
            sheet=self,
            highest=_HIGHEST if is_paper else _AIRIEST,
        )

    def draw(self, painter: QPainter, height: float, highest: float) -> None:
        """Draw it on a sheet of a height, with a painter that takes pixels of the screen.

        Parameters
        ----------
        highest : float
            How much higher than on screen rows may be.
        """
        left, y = self._margin, self._margin
        y = self._lines(painter, self._title, letters(_TITLE, bold=True), y, 22)
        y = self._lines(painter, self._under, letters(CAPTION), y, _LINE) + 6
        figure, width, right = self.figure, self._width, self._margin + self._width
        tallest = _PLANE * 1.6 if self._is_plane else self.figure.height * highest
        room = min(max(40.0, height - self._around), tallest)
        top = self._margin + self._top
        if self._up is not None:
            frame = point_frame(figure, self._up, left - EDGE, top, width + EDGE, room)
        else:
            frame = row_frame(figure, left - EDGE, top, width + EDGE, room, is_whole=True)
        drawer = Drawer(painter, figure, frame, LIGHT, right, is_whole=True)
        drawer.legend(left, y, width)
        drawer.ground(self._across, self._up)
        if self._up is not None:
            drawer.points()
            drawer.side(self._up)
        else:
            drawer.rows(frame.area.top(), frame.area.bottom())
        drawer.foot(self._across)
        self._lines(painter, self._about, letters(CAPTION), top + room + FOOT + 8, _LINE)

    def _lines(
        self, painter: QPainter, lines: list[str], of: Letters, y: float, step: float
    ) -> float:
        write = writing(painter, at_scale=False)
        painter.setPen(LIGHT.text if of.bold else LIGHT.quiet)
        for line in lines:
            write(of, self._margin, y, line)
            y += step
        return y

    def image(self) -> QImage:
        """Return it as a picture."""
        page = self.page(is_paper=False)
        scale = _SHARPER / _POINT
        width, height = round(page.width * scale), round(page.height * scale)
        image = QImage(width, height, QImage.Format.Format_RGB32)
        image.fill(LIGHT.panel)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale, scale)
        page.draw(painter)
        painter.end()
        image.setDevicePixelRatio(_SHARPER)
        return image

    def write(self, path: Path) -> None:
        """Write it to a file; its ending says as what.

        Raises
        ------
        InputError
            If the ending is none that we write.
        SaveError
            If the file can't be written; the old one is as it was.
        """
        suffix = path.suffix.lower()
        if suffix not in FILTERS.values():
            raise InputError(
                "is not the name of a file that a plot can be exported to",
                where=path.name,
                remedy=f"end it in {', '.join(FILTERS.values())}",
            )
        replace_file(path, to_csv(self.figure) if suffix == CSV else self._drawn(suffix, path))

    def _drawn(self, suffix: str, path: Path) -> bytes:
        from ui import exporting
        from ui.pdf import finished

        page = self.page(is_paper=suffix == PDF)
        size = f"{round(page.width_mm)}x{round(page.height_mm)}mm"
        settings = ExportSettings(paper=size, dpi=_DPI)
        if suffix == SVG:
            return exporting.to_svg(page, page.title, _no_step)
        if suffix == PNG:
            return exporting.to_png(page, settings, page.title, _no_step, path)
        option = self._option
        identity = f"{self._scenario}/{option.id}/{option.at}/{self.figure.plot.kind}/{size}"
        data = exporting.to_pdf([page], settings, page.title, identity, _no_step)
        about = imprint(option, page.title, "", PROGRAM)
        return finished(data, [page], about.changed)


def _no_step(done: int, total: int) -> None:
    """Do nothing: a plot is written at once."""


def _heights(figure: Figure, width: float) -> dict[str, float]:
    """Return how high the rows are whose names take several lines, by key."""
    if figure.plot.shape is Shape.DOTS:
        return {}
    names = names_width(figure, width, is_whole=True)
    room = names - NAME_GAP - (INDENT if figure.has_headings else EDGE)
    lines = {item.key: len(name_lines(item.name, room)) for item in figure.items}
    return {key: (n * _LINE + 6) / _LOWEST for key, n in lines.items() if n > 1}


def to_csv(figure: Figure) -> bytes:
    """Return the numbers of a figure as a table that spreadsheets open."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([cell_text(heading) for heading in headings(figure.plot)])
    for item in rows_of(figure):
        row = cells(figure.plot, item, bare=True)
        writer.writerow([t if t.removeprefix("-").isdecimal() else cell_text(t) for t in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()
