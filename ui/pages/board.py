"""The layout "board-paper": what a board gets, to read page by page and to look things up in.

A cover, contents, the nation, a page for each region and for each group, and behind them what the
rules find, what was changed and where everything comes from. What is said is `model.report`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from model.option import Option
from model.pack import Tier
from model.report.outline import Section, facts
from model.report.parts import Part
from ui.pages import furniture
from ui.pages.around import Around
from ui.pages.book import Sheet, marked, unmarked
from ui.pages.by_region import ByRegion
from ui.pages.contents import Entry, columns
from ui.pages.flow import BODY, TITLE
from ui.pages.furniture import Block
from ui.pages.page import Mark

_CONTENTS = "Contents"
_RUNNING = 8.0
"""Size of the heading that all pages share, points on A4."""
_COVER = 26.0
_TEXTS = (Part.FINDINGS, Part.CHANGES, Part.SOURCES)
"""What follows the charts, one below the other."""


class _Around(Around):
    """Gives each page its own heading, and the paper's in small above it."""

    def header(self, page_title: str, notes: Sequence[Sequence[str]]) -> Block:
        """Return the heading of a page."""
        k = self.k
        running = furniture.prose(self.title, _RUNNING * k, self.room, tone="quiet")
        own = furniture.prose(page_title, TITLE * k, self.room, bold=True)
        notes_block = furniture.paragraphs(notes, 8.5 * k, self.room)
        gap = Block((), 3 * k)
        return furniture.below([self.line(), running, gap, own, notes_block, gap, gap])


class BoardPaper(ByRegion):
    """Lays out a board paper."""

    around_of: ClassVar[type[Around]] = _Around

    def beforehand(self) -> Iterator[None]:
        """Lay out what is behind the contents, which name its pages."""
        self._inner: list[Sheet] = []
        makers = {
            Part.OVERVIEW: self._overview,
            Part.MAP: self._map,
            Part.REGIONS: self._regions,
            Part.GROUPS: self._groups,
        }
        for part, make in makers.items():
            for section in self.material.sections(part) if part in self.settings.parts else ():
                yield
                for sheet in make(section):
                    self._inner.append(sheet)
                    yield
        for sheet in self._texts():
            self._inner.append(sheet)
            yield

    def sheets(self) -> Iterator[Sheet]:
        """Iterate over the pages: cover and contents, then the parts that were asked for."""
        option = self.material.option
        front = list(self._front(option, self._inner, 0))
        yield from self._front(option, self._inner, len(front))
        yield from self._inner

    @property
    def logo(self) -> Block:
        """What stands above the overview: nothing, for the logo is on the cover."""
        return furniture.NOTHING

    # -- cover and contents ----------------------------------------------------------------

    def _front(self, option: Option, inner: Sequence[Sheet], before: int) -> Iterator[Sheet]:
        """Iterate over cover and contents; `before` is how many pages these are."""
        entries = [
            Entry(mark.level, mark.title, number, mark.y)
            for number, sheet in enumerate(inner, before + 1)
            for mark in sheet.marks
        ]
        cover = self._cover(option)
        heading = furniture.prose(_CONTENTS, TITLE * self.k, self.room, bold=True)
        gap = Block((), 6 * self.k)
        free = self.area((cover, heading, gap), ()).height
        later = self.area((self.around.header(_CONTENTS, []),), ()).height
        first, *others = columns(entries, self.room, free, later, self.k)
        blocks = (cover, heading, gap, first) if first.items else (cover,)
        yield Sheet(self.around.title, blocks, (), marks=(Mark(0, self.around.title),))
        for block in others:
            yield Sheet(_CONTENTS, (self.around.header(_CONTENTS, []), block), ())

    def _cover(self, option: Option) -> Block:
        k, room = self.k, self.room
        size = _COVER * k if len(self.around.title) <= 90 else TITLE * k
        title = furniture.prose(self.around.title, size, room, bold=True)
        said = [f"{caption}: {text}" for caption, text in facts(option)]
        told = furniture.prose(said, BODY * k, room, tone="quiet")
        gap = Block((), 12 * k)
        note = furniture.paragraphs(self.state.note.splitlines(), BODY * k, room)
        rest = (note, gap) if note.height else ()
        summary = self.around.summary()
        line, logo = self.around.line(), self.around.logo()
        return furniture.below([line, logo, gap, gap, title, gap, told, gap, *rest, summary, gap])

    # -- chapters --------------------------------------------------------------------------

    def _overview(self, section: Section) -> Iterator[Sheet]:
        yield self.overview()
        yield from unmarked(self.flowed((f"{section.title}, figures", section)))

    def _map(self, section: Section) -> Iterator[Sheet]:
        told = [[paragraph] for paragraph in section.paragraphs]
        header = self.around.header(section.title, told)
        is_credited = Part.SOURCES in self.settings.parts
        sheets = self.ground(section.title, (header,), with_credits=not is_credited, goes_on=True)
        yield from marked(sheets, Mark(0, section.title))

    def _regions(self, section: Section) -> Iterator[Sheet]:
        regions = self.state.at_tier(Tier.REGION)
        for number, (region, own) in enumerate(zip(regions, section.sections, strict=True)):
            marks = () if number else (Mark(0, section.title),)
            yield from marked(self._region(region, own), *marks, Mark(1, own.title))

    def _region(self, region: str, section: Section) -> Iterator[Sheet]:
        """Iterate over the pages of a region: its chart, and its figures, below it if they fit."""
        title = f"{section.title}, figures"
        leaf, *more = self.leaves((title, section))
        together = self.together(region, leaf.block) if not more else []
        yield from together or self.region(region, with_credits=False)
        if not together:
            yield from unmarked(self.flowed((title, section)))

    def _groups(self, section: Section) -> Iterator[Sheet]:
        groups = [(group.title, group) for group in section.sections]
        if groups:
            yield from marked(self.flowed(*groups, level=1), Mark(0, section.title))

    def _texts(self) -> Iterator[Sheet]:
        wanted = (part for part in _TEXTS if part in self.settings.parts)
        sections = [section for part in wanted for section in self.material.sections(part)]
        if sections:
            yield from self.flowed(*((section.title, section) for section in sections))
