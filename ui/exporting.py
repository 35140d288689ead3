"""The chart as PDF, PNG and SVG, from the page model that the preview shows too.

PDF holds all pages; a picture holds one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import QBuffer, QHashSeed, QIODevice, QMarginsF, QSizeF, QUuid
from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QApplication

from db.carried import Carried
from db.errors import InputError, SaveError
from db.scenario_file import bytes_as_saved
from db.sending import bytes_to_send
from model.report.imprint import Imprint
from model.report.parts import Part
from model.sending import Level, contents, contents_line, reduced
from model.wording import counted
from ui import pages as page_model
from ui import png
from ui.export_file import Job, Made
from ui.export_settings import PDF, PICTURED, PNG, SVG, ExportSettings
from ui.pages import Page, PageMaker
from ui.pages.figures import dark_style, figures
from ui.pdf import Attachment, finished
from ui.svg import SvgPainter
from ui.version import PROGRAM, VERSION

MOST_PIXELS = 400_000_000
"""More than any program can be trusted to open."""

_DPI = 1200
"""Resolution of what a PDF gives in whole dots (positions of letters)."""
_BAND = 8_000_000
"""Pixels of a picture that are held at a time."""
_NAMESPACE = QUuid("{4b1f6c52-0a58-5c1e-9d0e-3d8f0c1b7a44}")


def ensure_application() -> QGuiApplication:
    """Return the application, made here if there is none: Qt's fonts need one."""
    application = QApplication.instance()
    if isinstance(application, QGuiApplication):
        return application
    displays = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in displays):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return QApplication([])


def draw(job: Job) -> Made:
    """Return the chart of an option as the bytes of a file.

    Raises
    ------
    InputError
        If such a picture can't be made.
    ExportStoppedError
        If the user stopped it.
    """
    option, settings, suffix = job.option, job.settings, job.format.suffix
    if suffix == SVG:
        settings.check_one_page()
    warnings = [check_picture(settings)] if suffix == PNG else []
    application = ensure_application()
    maker = job.maker or PageMaker(option, job.source_name)
    for done, _ in enumerate(maker.steps(settings)):
        job.step(done, 0)  # nobody knows yet how many pages there will be
    sheets = maker.pages(settings)
    can_divide = suffix == PDF
    warnings.append(
        page_model.legibility_warning(sheets, settings, option, can_divide=can_divide, typed=True)
    )
    if suffix != SVG:  # its texts are set by who shows it
        warnings.append(page_model.glyph_warning(sheets, settings, option))
    carries = ""
    if suffix == PDF:
        identity = f"{job.scenario.id}/{option.id}/{option.at}/{settings!r}"
        drawn = to_pdf(sheets, settings, job.title, identity, job.step)
        attachment, carries = _attachment(job, maker.imprint) if settings.scenario else (None, "")
        data = finished(drawn, sheets, maker.imprint.changed, attachment)
    elif suffix == SVG:
        data = to_svg(sheets[0], job.title, job.step)
    else:
        data = to_png(sheets[0], settings, job.title, job.step, job.out)
    del application  # not before all is drawn
    pages = len(sheets)
    return Made(
        data,
        counted(pages, "page", "pages"),
        pages,
        page_model.smallest_pt(sheets),
        tuple(warnings),
        carries,
    )


def _attachment(job: Job, imprint: Imprint) -> tuple[Attachment, str]:
    """Return the scenario to attach, and what travels in it, in words."""
    level = Level(job.settings.scenario)
    copy = reduced(job.scenario, level, when=imprint.changed.isoformat())
    carried = Carried(job.option.id, imprint.stamp, level)
    data = None
    if level is Level.WHOLE and job.source is not None:
        data = bytes_as_saved(job.scenario, job.source)
    if data is None:
        data = bytes_to_send(copy, program=PROGRAM)
    return Attachment(data, carried), contents_line(contents(copy), level)


def charts(job: Job) -> tuple[dict[str, list[str]], str]:
    """Return the charts of a report as elements of HTML, by the section that they stand in.

    With them comes what of a style sheet they need.
    """
    wanted = {Part.OVERVIEW, Part.MAP, Part.REGIONS}.intersection(job.settings.parts)
    if not wanted:
        return {}, ""
    application = ensure_application()
    found: dict[str, list[str]] = {}
    for section, chart in figures(job.maker or PageMaker(job.option, job.source_name), wanted):
        found.setdefault(section, []).append(chart)
        job.step(len(job.settings.parts), len(job.settings.parts) + 1)
    del application  # not before all is drawn
    return found, dark_style()


def check_picture(settings: ExportSettings) -> str:
    """Return a warning about the size of a picture, "" if there is nothing to say.

    Raises
    ------
    InputError
        If such a picture can't be made.
    """
    width, height = settings.pixels
    if width * height > MOST_PIXELS and settings.layout in PICTURED:
        most = int(settings.dpi * (MOST_PIXELS / (width * height)) ** 0.5)
        raise InputError(
            f"{settings.paper} at {settings.dpi} dots per inch is {width:,} × {height:,} pixels, "
            "more than most programs can open",
            remedy=f"choose {most} dots per inch or fewer, or export a PDF",
        )
    return settings.check_picture()


def to_pdf(
    sheets: Sequence[Page],
    settings: ExportSettings,
    title: str,
    identity: str,
    step: Callable[[int, int], None],
) -> bytes:
    """Return pages as a PDF; bookmarks and links are added by `ui.pdf`.

    Parameters
    ----------
    settings : ExportSettings
        Says how large a page is.
    identity : str
        What tells the document from others.
    step : callable
        Told how many pages are drawn, and of how many; may raise.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # The writer numbers its fonts in the order of a hash table, another one in each process.
    QHashSeed.setDeterministicGlobalSeed()
    # The writer must outlive its painter, so both stay in variables.
    writer = QPdfWriter(buffer)
    writer.setResolution(_DPI)
    writer.setTitle(title)
    writer.setCreator(f"Footprint {VERSION}")
    writer.setDocumentId(QUuid.createUuidV5(_NAMESPACE, identity.encode()))
    writer.setPageLayout(_page_layout(settings))
    painter = QPainter(writer)
    if not painter.isActive():
        raise MemoryError
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    try:
        for number, sheet in enumerate(sheets):
            step(number, len(sheets))
            if number:
                writer.newPage()
            painter.resetTransform()
            painter.scale(_DPI / 72, _DPI / 72)
            sheet.draw(painter)
        step(len(sheets), len(sheets))
    finally:
        painter.end()
        QHashSeed.resetRandomGlobalSeed()
    return bytes(buffer.data().data())


def _page_layout(settings: ExportSettings) -> QPageLayout:
    width, height = settings.size_mm
    short, long = sorted((width, height))
    size = QPageSize(
        QSizeF(short, long),
        QPageSize.Unit.Millimeter,
        settings.paper,
        QPageSize.SizeMatchPolicy.ExactMatch,
    )
    lies = QPageLayout.Orientation
    layout = QPageLayout(
        size, lies.Landscape if width > height else lies.Portrait, QMarginsF(0, 0, 0, 0)
    )
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


def to_svg(sheet: Page, title: str, step: Callable[[int, int], None]) -> bytes:
    """Return a page as an SVG drawing."""
    step(0, 1)
    painter = SvgPainter(
        sheet.width,
        sheet.height,
        title=title,
        millimetres=(sheet.width_mm, sheet.height_mm),
    )
    # All that is drawn on paper is drawn by calls that this painter has as well.
    sheet.draw(cast("QPainter", painter))
    step(1, 1)
    return painter.finish()


def to_png(
    sheet: Page,
    settings: ExportSettings,
    title: str,
    step: Callable[[int, int], None],
    out: Path,
) -> bytes:
    """Return a page as a PNG picture.

    Raises
    ------
    SaveError
        If there is no memory for it.
    """
    width, height = settings.pixels

    def draw(painter: QPainter) -> None:
        painter.scale(width / sheet.width, height / sheet.height)
        sheet.draw(painter)

    try:
        return png.picture(
            width,
            height,
            settings.dpi,
            draw,
            texts={"Title": title, "Software": f"Footprint {VERSION}"},
            band_pixels=_BAND,
            step=step,
        )
    except MemoryError as error:
        raise SaveError(
            out,
            f"could not be exported: there is no memory for {width:,} × {height:,} pixels",
            remedy="choose fewer dots per inch, or export a PDF",
        ) from error
