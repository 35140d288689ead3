"""Export of the chart to PDF, PNG and SVG, from the page model that the preview shows too.

A file is made whole in memory and then put in the place of the old one: if anything fails, or the
user stops it, the old file is as it was. PDF holds all pages; a picture holds one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF, QUuid
from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QApplication

from db.errors import InputError, SaveError
from db.replace import replace_file
from model.option import Option
from model.scenario import Scenario
from ui import pages as page_model
from ui import png
from ui.export_settings import FORMATS, ExportSettings, endings
from ui.pages import Page, PageMaker
from ui.svg import SvgPainter
from ui.version import VERSION

PDF, PNG, SVG = FORMATS
MOST_PIXELS = 400_000_000
"""More than any program can be trusted to open."""

_DPI = 1200
"""Resolution of what a PDF gives in whole dots (positions of letters)."""
_BAND = 8_000_000
"""Pixels of a picture that are held at a time."""
_NAMESPACE = QUuid("{4b1f6c52-0a58-5c1e-9d0e-3d8f0c1b7a44}")

Progress = Callable[[int, int], bool]
"""Told how many steps are done, and of how many; returns False to stop."""


class ExportStoppedError(Exception):
    """The user stopped the export; nothing was written."""


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What came of an export.

    Attributes
    ----------
    warnings : tuple of str
        Sentences without a full stop.
    """

    pages: int
    smallest_pt: float
    bytes: int
    warnings: tuple[str, ...]


def ensure_application() -> QGuiApplication:
    """Return the application, made here if there is none: Qt's fonts need one."""
    application = QApplication.instance()
    if isinstance(application, QGuiApplication):
        return application
    displays = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in displays):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return QApplication([])


def export(
    scenario: Scenario,
    option: Option,
    out: Path,
    settings: ExportSettings,
    *,
    source_name: str,
    when: str,
    progress: Progress | None = None,
    maker: PageMaker | None = None,
) -> ExportReport:
    """Write the chart of an option to a file; its suffix, one of `FORMATS`, says as what.

    Parameters
    ----------
    source_name : str
        Name of the scenario file, for the footer.
    when : str
        ISO date, or date and time, of the export.
    progress : callable, optional
        Called between steps.
    maker : PageMaker, optional
        One that has made pages of the option as it is, for a preview, from the same file on the
        same day.

    Raises
    ------
    InputError
        If the suffix is another one, or such a picture can't be made.
    SaveError
        If the file can't be written; the old one is as it was.
    ExportStoppedError
        If `progress` returned False; the old file is as it was.
    """
    suffix = out.suffix.lower()
    if suffix not in FORMATS:
        raise InputError(
            "is not the name of a file that can be exported",
            where=out.name,
            remedy=f"end it in {endings()}",
        )
    if suffix == SVG:
        settings.check_one_page()
    warnings = [check_picture(settings)] if suffix == PNG else []
    _check_folder(out)
    application = ensure_application()
    sheets = (maker or PageMaker(option, source_name, when)).pages(settings)
    warnings.append(page_model.legibility_warning(sheets, settings, option))
    step = partial(_step, progress)
    title = settings.title or option.state.name
    if suffix == PDF:
        identity = f"{scenario.id}/{option.id}/{option.log.head}/{settings!r}"
        data = _pdf(sheets, settings, title, identity, step)
    elif suffix == SVG:
        data = _svg(sheets[0], title, step)
    else:
        data = _png(sheets[0], settings, title, step, out)
    del application  # not before all is drawn
    replace_file(out, data)
    said = tuple(warning for warning in warnings if warning)
    return ExportReport(len(sheets), page_model.smallest_pt(sheets), len(data), said)


def check_picture(settings: ExportSettings) -> str:
    """Return a warning about the size of a picture, "" if there is nothing to say.

    Raises
    ------
    InputError
        If such a picture can't be made.
    """
    width, height = settings.pixels
    if width * height > MOST_PIXELS and settings.layout == "one-page":
        most = int(settings.dpi * (MOST_PIXELS / (width * height)) ** 0.5)
        raise InputError(
            f"{settings.paper} at {settings.dpi} dots per inch is {width:,} × {height:,} pixels, "
            "more than most programs can open",
            remedy=f"choose {most} dots per inch or fewer, or export a PDF",
        )
    return settings.check_picture()


def _step(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None and not progress(done, total):
        raise ExportStoppedError


def _check_folder(out: Path) -> None:
    """Say that there is no such folder before anything is drawn."""
    folder = out.parent
    if not folder.is_dir():
        what = "is a file" if folder.exists() else "is not there"
        raise SaveError(
            out,
            f"could not be exported: the folder {folder} {what}",
            remedy="choose another folder",
        )


def _pdf(
    sheets: Sequence[Page],
    settings: ExportSettings,
    title: str,
    identity: str,
    step: Callable[[int, int], None],
) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
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
    return bytes(buffer.data().data())


def _page_layout(settings: ExportSettings) -> QPageLayout:
    short, long = sorted(settings.size_mm)
    size = QPageSize(
        QSizeF(short, long),
        QPageSize.Unit.Millimeter,
        settings.paper,
        QPageSize.SizeMatchPolicy.ExactMatch,
    )
    lies = QPageLayout.Orientation
    layout = QPageLayout(
        size, lies.Landscape if settings.landscape else lies.Portrait, QMarginsF(0, 0, 0, 0)
    )
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout


def _svg(sheet: Page, title: str, step: Callable[[int, int], None]) -> bytes:
    step(0, 1)
    painter = SvgPainter(
        sheet.width,
        sheet.height,
        width_mm=sheet.width_mm,
        height_mm=sheet.height_mm,
        title=title,
    )
    # All that is drawn on paper is drawn by calls that this painter has as well.
    sheet.draw(cast("QPainter", painter))
    step(1, 1)
    return painter.finish()


def _png(
    sheet: Page,
    settings: ExportSettings,
    title: str,
    step: Callable[[int, int], None],
    out: Path,
) -> bytes:
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
