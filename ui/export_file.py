"""One export, of any format: what is checked first, what writes it, and how it gets its place.

A file is made whole in memory and then put in the place of the old one: if anything fails, or the
user stops it, the old file is as it was. What writes a format is loaded when it is asked for, so
that the command line draws nothing, and loads no Qt, for what has no pictures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import SaveError
from db.replace import replace_file
from model.option import Option
from model.pack import Tier
from model.report.imprint import imprint
from model.scenario import Scenario
from model.wording import counted
from ui.export_settings import (
    CSV,
    HTML,
    PDF,
    PNG,
    PPTX,
    SVG,
    XLSX,
    ExportSettings,
    Format,
    format_of,
)
from ui.version import PROGRAM

if TYPE_CHECKING:  # only some formats load them; the last loads Qt
    from db.scenario_file import Source
    from model.report.outline import Section
    from ui.pages import PageMaker

Progress = Callable[[int, int], bool]
"""Told how many steps are done, and of how many, 0 if nobody knows; returns False to stop."""


class ExportStoppedError(Exception):
    """The user stopped the export; nothing was written."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be exported.

    Attributes
    ----------
    source_name : str
        Name of the scenario file.
    maker : PageMaker, optional
        One that has made pages of the option as it is.
    source : Source, optional
        The file that has the scenario as it is.
    """

    scenario: Scenario
    option: Option
    out: Path
    format: Format
    settings: ExportSettings
    source_name: str
    progress: Progress | None = None
    maker: PageMaker | None = None
    source: Source | None = None

    @property
    def title(self) -> str:
        """Heading."""
        return self.settings.title or self.option.state.name

    def step(self, done: int, total: int) -> None:
        """Say how far it is.

        Raises
        ------
        ExportStoppedError
            If the user wants no more.
        """
        if self.progress is not None and not self.progress(done, total):
            raise ExportStoppedError


@dataclass(frozen=True, slots=True)
class Made:
    """What a writer made.

    Attributes
    ----------
    size : str
        How much it is, in words: "11 pages".
    pages : int
        0 of what has none.
    smallest_pt : float
        Size of the smallest text on a page, 0 of what has none.
    warnings : tuple of str
        Sentences without a full stop; empty ones are passed over.
    carries : str
        What travels in it beside what it shows, in words; "" for nothing.
    """

    data: bytes
    size: str
    pages: int = 0
    smallest_pt: float = 0.0
    warnings: tuple[str, ...] = ()
    carries: str = ""


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What came of an export; see `Made`."""

    size: str
    pages: int
    smallest_pt: float
    bytes: int
    warnings: tuple[str, ...]
    carries: str


def _drawn(job: Job) -> Made:
    from ui.exporting import draw

    return draw(job)


def _html(job: Job) -> Made:
    from db.exports.html import to_html
    from ui.exporting import charts

    sections, about = _sections(job), imprint(job.option, job.title, job.source_name, PROGRAM)
    data = to_html(job.option, sections, about, *charts(job)).encode()
    return Made(data, f"a report of {counted(len(sections), 'part', 'parts')}")


def _xlsx(job: Job) -> Made:
    from db.exports.xlsx import to_xlsx

    about = imprint(job.option, job.title, job.source_name, PROGRAM)
    return Made(to_xlsx(job.option, job.settings.parts, about, job.step), "a workbook")


def _csv(job: Job) -> Made:
    from db.placements import to_csv

    state = job.option.state
    kind, units = state.pack.kind_at(Tier.UNIT), len(state.at_tier(Tier.UNIT))
    size = f"the placements of {counted(units, kind.label, kind.plural)}"
    return Made(to_csv(state), size)


def _sections(job: Job) -> list[Section]:
    """Return the sections of a report, a part at a time, so that it can be stopped between."""
    from model.report.outline import outline

    parts = job.settings.parts
    found: list[Section] = []
    for done, part in enumerate(parts):
        job.step(done, len(parts) + 1)
        found += outline(job.option, (part,))
    job.step(len(parts), len(parts) + 1)
    return found


def _slides(job: Job) -> Made:
    from db.exports.slides.report import to_pptx

    settings = job.settings
    made = to_pptx(
        job.option,
        imprint(job.option, job.title, job.source_name, PROGRAM),
        settings.parts,
        line=settings.line,
        template=Path(settings.template) if settings.template else None,
        step=job.step,
    )
    size = counted(made.count, "slide", "slides")
    return Made(made.data, size, made.count, made.smallest_pt)


WRITERS: dict[str, Callable[[Job], Made]] = {
    PDF: _drawn,
    PNG: _drawn,
    SVG: _drawn,
    HTML: _html,
    XLSX: _xlsx,
    CSV: _csv,
    PPTX: _slides,
}
"""What writes each format, by suffix."""


def export(
    scenario: Scenario,
    option: Option,
    out: Path,
    settings: ExportSettings,
    *,
    source_name: str,
    progress: Progress | None = None,
    maker: PageMaker | None = None,
    source: Source | None = None,
) -> ExportReport:
    """Write an option to a file; its suffix, one of `FORMATS`, says as what.

    Parameters
    ----------
    source_name : str
        Name of the scenario file, for the footer.
    progress : callable, optional
        Called between steps.
    maker : PageMaker, optional
        One that has made pages of the option as it is, for a preview, from the same file on the
        same day.
    source : Source, optional
        The file that has the scenario as it is: attached are its bytes then, and none made anew.

    Raises
    ------
    InputError
        If the suffix is another one, or such a file can't be made.
    SaveError
        If the file can't be written; the old one is as it was.
    ExportStoppedError
        If `progress` returned False; the old file is as it was.
    """
    made_as = format_of(out.name)
    _check_folder(out)
    job = Job(scenario, option, out, made_as, settings, source_name, progress, maker, source)
    made = WRITERS[made_as.suffix](job)
    replace_file(out, made.data)
    said = tuple(filter(None, made.warnings))
    size = len(made.data)
    return ExportReport(made.size, made.pages, made.smallest_pt, size, said, made.carries)


def _check_folder(out: Path) -> None:
    """Say that there is no such folder before anything is made."""
    folder = out.parent
    if not folder.is_dir():
        what = "is a file" if folder.exists() else "is not there"
        raise SaveError(
            out,
            f"could not be exported: the folder {folder} {what}",
            remedy="choose another folder",
        )
