"""A deck in the making: planned slides become a presentation, the same bytes every time."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.util import Pt

from db.exports.arial import line_height, width_of, wrapped
from db.exports.slides import template
from db.exports.slides.cover import Cover
from db.exports.slides.drawing import (
    FLOOR,
    PLAIN,
    Box,
    Canvas,
    Ink,
    Paragraph,
    Run,
    Style,
    height_of,
    paragraph,
    plain,
)
from db.exports.slides.flow import Draw
from db.exports.slides.key import draw_key
from db.exports.slides.template import NAMES, TITLES, Holder, PptxDeck, PptxSlide
from model.report.imprint import Imprint

_TITLE_SIZES = (24.0, 20.0, 18.0, 16.0, 14.0, 12.0, FLOOR)
_COVER_SIZES = (36.0, 32.0, 28.0, 24.0, 20.0, 18.0, 16.0, 14.0, 12.0, FLOOR)
_FACT_SIZES = (18.0, 16.0, 14.0, 12.0, FLOOR)
_ENTRY_SIZES = (14.0, 13.0, 12.0, 11.0, FLOOR)
"""Of the contents."""
_HOUSE_FONT = 1.25
"""How much wider than Arial a house's font for titles may be."""
_INSET = (7.2, 3.6)
"""Room inside a placeholder, points; PowerPoint's own, unless a template says otherwise."""
_FIRST_ID = 100
"""Of what we draw; placeholders have lower ids."""
_NO_ONE = ""
_OLDEST = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
_DROPPED = (RT.THUMBNAIL, RT.EXTENDED_PROPERTIES, RT.CUSTOM_PROPERTIES)
"""Parts of a template about itself: its preview, its company and manager."""


@dataclass(frozen=True)
class Planned:
    """A slide to be.

    Attributes
    ----------
    notes : str
        What speakers see below it: sources.
    level : int
        How deep it stands in the contents, -1 for not at all.
    entry : str
        What it is called there; "" for its title.
    remark : str
        What stands beside the key to its signs, at its foot.
    explains : bool
        Whether it is the slide that says what signs mean.
    chapter : str
        The section of the presentation that it is in, "" for that of the slide before it.
    """

    title: str
    draw: Sequence[Draw]
    notes: str = ""
    level: int = -1
    entry: str = ""
    remark: str = ""
    explains: bool = False
    chapter: str = ""


@dataclass(frozen=True)
class Slides:
    """A finished deck."""

    data: bytes
    count: int
    smallest_pt: float


def series(planned: Planned, pages: Sequence[Sequence[Draw]]) -> list[Planned]:
    """Return a slide as one or more that go on under its title: "Mid (1 of 2)"."""
    if len(pages) == 1:
        return [replace(planned, draw=pages[0])]
    entry, many = planned.entry or planned.title, len(pages)
    return [
        replace(
            planned,
            title=f"{planned.title} ({number} of {many})",
            draw=draw,
            level=planned.level if number == 1 else -1,
            entry=entry,
        )
        for number, draw in enumerate(pages, 1)
    ]


class Deck:
    """A presentation that slides are added to.

    Attributes
    ----------
    room : Box
        Where slides are drawn.
    """

    def __init__(self, house: Path | None) -> None:
        self._is_ours = house is None
        self._file = template.our_deck() if house is None else template.house_deck(house)
        self._plain = template.plain_layout(self._file)
        self.room = template.room_of(self._file, house.name if house else "")
        self._smallest = 100.0
        self._feet: list[str] = []
        self._entry_size = FLOOR
        self._headings: dict[int, str] = {}

    def write(
        self,
        imprint: Imprint,
        line: str,
        cover: Cover,
        planned: Sequence[Planned],
        step: Callable[[int, int], None],
    ) -> Slides:
        """Write the cover, the contents and the slides that are planned.

        Parameters
        ----------
        line : str
            A line for the cover and every foot, "" for none.
        """
        self._feet = [*self._feet_with(" · ".join(filter(None, (line, imprint.line))))]
        slides = _with_unique_titles(planned)
        columns = self._contents(slides)
        total = 1 + len(columns) + len(slides)
        self._cover(imprint.title, line, cover)
        blank = series(Planned("Contents", ()), [()] * len(columns))
        contents = [self._add(page) for page in blank]
        made = []
        for number, slide in enumerate(slides, 1):
            step(number, total)
            made.append(self._add(slide))
        for slide, page in zip(contents, columns, strict=True):
            self._fill_contents(slide, page, made, first=2 + len(columns))
        step(total, total)
        template.add_sections(self._file, _chapters(1 + len(columns), slides))
        self._say_of_itself(imprint)
        data = _packed(self._file, imprint.changed)
        return Slides(data, total, self._smallest)

    def count(self, planned: Sequence[Planned]) -> int:
        """Return how many slides it takes, with the cover and the contents."""
        return 1 + len(self._contents(_with_unique_titles(planned))) + len(planned)

    # -- slides ----------------------------------------------------------------------------

    def _add(self, planned: Planned) -> PptxSlide:
        slide = self._file.slides.add_slide(self._plain)
        for holder in list(slide.placeholders):
            if holder.shape_id != slide.shapes.title.shape_id:
                _remove(holder)
        self._set_title(slide.shapes.title, planned.title, template.title_box(self._plain))
        canvas = Canvas(_FIRST_ID)
        for draw in planned.draw:
            draw(canvas)
        if not planned.explains:
            draw_key(canvas, self.room, planned.remark)
        self._put(slide, canvas)
        for foot in self._feet:
            slide.shapes.element.append(parse_xml(foot))
        if planned.notes:
            frame = slide.notes_slide.notes_text_frame
            if frame is not None:  # a template's notes may have no room for text
                frame.text = planned.notes
        return slide

    def _put(self, slide: PptxSlide, canvas: Canvas) -> None:
        tree = slide.shapes.element
        for shape in list(parse_xml(canvas.xml())):
            tree.append(shape)
        self._smallest = min(self._smallest, canvas.smallest)

    def _set_title(
        self, holder: Holder, text: str, box: Box, sizes: Sequence[float] = _TITLE_SIZES
    ) -> None:
        """Write a title in the layout's own size, or in the largest that fits."""
        aside, above = _INSET
        widen = 1.0 if self._is_ours else _HOUSE_FONT
        width, height = (box.width - 2 * aside) / widen, box.height - 2 * above
        own = sizes[0] if self._is_ours else _own_size(holder)
        fitting = [
            size
            for size in sizes
            if size <= own
            and len(wrapped(text, width, size, bold=True)) * line_height(size) <= height
        ]
        size = fitting[0] if fitting else FLOOR
        frame = holder.text_frame
        frame.text = plain_text(text)
        self._smallest = min(self._smallest, size)
        for paragraph_ in holder.element.txBody.p_lst:
            properties = paragraph_.get_or_add_pPr()
            for spacing in (
                '<a:lnSpc xmlns:a="{0}"><a:spcPct val="100000"/></a:lnSpc>',
                '<a:spcBef xmlns:a="{0}"><a:spcPts val="0"/></a:spcBef>',
            ):
                properties.append(parse_xml(spacing.format(_A)))
        for run in frame.paragraphs[0].runs:
            run.font.size = Pt(size)

    def _feet_with(self, foot: str) -> Iterator[str]:
        """Iterate over the layout's number and footer, as each slide has them."""
        for holder in self._plain.placeholders:
            kind = holder.placeholder_format.type
            number = 10 + holder.placeholder_format.idx
            if kind is PP_PLACEHOLDER.SLIDE_NUMBER:
                text = (
                    '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
                    '<a:rPr lang="en-GB"/><a:t>‹#›</a:t></a:fld>'
                )
                yield _holder_xml(holder, "sldNum", number, text)
            elif kind is PP_PLACEHOLDER.FOOTER and foot:
                box = template.box_of(holder)
                words = _shortened(foot, box.width - 2 * _INSET[0], FLOOR)
                text = (
                    f'<a:r><a:rPr lang="en-GB" sz="{round(FLOOR * 100)}"/>'
                    f"<a:t>{plain(words)}</a:t></a:r>"
                )
                yield _holder_xml(holder, "ftr", number, text)

    def _cover(self, heading: str, line: str, cover: Cover) -> None:
        layout = template.cover_layout(self._file)
        slide = self._file.slides.add_slide(layout)
        title = slide.shapes.title
        self._set_title(title, heading, template.title_box(layout), _COVER_SIZES)
        holders = [h for h in slide.placeholders if h.shape_id != title.shape_id]
        kinds = (PP_PLACEHOLDER.SUBTITLE, PP_PLACEHOLDER.BODY)
        below = next((h for h in holders if h.placeholder_format.type in kinds), None)
        for holder in holders:
            if holder is not below:
                _remove(holder)
        canvas = Canvas(_FIRST_ID)
        facts = cover.lines(with_figures=not self._is_ours)
        if below is None:
            box = self._below(template.title_box(layout))
            canvas.shape(box, _fitting(line, facts, box), Style(inset=_INSET), name="Facts")
            self._put(slide, canvas)
            return
        said = _fitting(line, facts, template.box_of(below))
        frame = below.text_frame
        frame.text = "\n".join(plain_text(fact.text) for fact in said)
        for shown, fact in zip(frame.paragraphs, said, strict=True):
            shown.line_spacing = Pt(line_height(fact.size))
            shown.space_before = shown.space_after = Pt(0)
            shown.font.size = Pt(fact.size)
            shown.font.bold = fact.runs[0].bold
        self._smallest = min(self._smallest, *(fact.size for fact in said))
        if self._is_ours:
            cover.draw_figures(canvas, template.COVER_FIGURES)
            self._put(slide, canvas)

    def _below(self, title: Box) -> Box:
        """Return the room below a cover's title, or the slides' room if there is none."""
        high = self._file.slide_height / 12_700 - 24.0 - title.bottom
        return Box(title.x, title.bottom + 6.0, title.width, high) if high > 120 else self.room

    # -- contents --------------------------------------------------------------------------

    def _contents(self, slides: Sequence[Planned]) -> list[list[list[tuple[int, Planned]]]]:
        """Share the entries among columns and slides: for each slide its columns.

        In the largest letters that need the fewest slides; they are told apart by `_entry_size`.
        """
        self._headings = _headings(slides)
        shared = {size: self._shared(slides, size) for size in _ENTRY_SIZES}
        self._entry_size = min(shared, key=lambda size: len(shared[size]))
        return shared[self._entry_size]

    def _shared(
        self, slides: Sequence[Planned], size: float
    ) -> list[list[list[tuple[int, Planned]]]]:
        listed = [(n, slide) for n, slide in enumerate(slides) if slide.level >= 0]
        count = max(1, int(self.room.width // 290))
        width = self._column(count).width
        pages: list[list[list[tuple[int, Planned]]]] = [[[]]]
        used = 0.0
        for number, slide in listed:
            heading = self._headings.get(number, "")
            high = height_of(_entry(number + 1_000, slide, "", size, width, heading), width)
            if used + high > self.room.height and used:
                if len(pages[-1]) == count:
                    pages.append([])
                pages[-1].append([])
                used = 0.0
            pages[-1][-1].append((number, slide))
            used += high
        return pages

    def _column(self, count: int, place: int = 0) -> Box:
        gap = 18.0
        width = (self.room.width - gap * (count - 1)) / count
        return Box(self.room.x + place * (width + gap), self.room.y, width, self.room.height)

    def _fill_contents(
        self,
        slide: PptxSlide,
        columns: Sequence[Sequence[tuple[int, Planned]]],
        made: Sequence[PptxSlide],
        first: int,
    ) -> None:
        count = max(1, int(self.room.width // 290))
        canvas = Canvas(_FIRST_ID)
        for place, entries in enumerate(columns):
            box = self._column(count, place)
            said: list[Paragraph] = []
            for number, planned in entries:
                link = slide.part.relate_to(made[number].part, RT.SLIDE)
                heading = self._headings.get(number, "")
                said += _entry(first + number, planned, link, self._entry_size, box.width, heading)
            high = height_of(said, box.width)
            shown = Box(box.x, box.y, box.width, high)
            canvas.shape(shown, said, PLAIN, name=f"Contents, column {place + 1}")
        tree = slide.shapes.element
        feet = [shape for shape in tree.iterfind("p:sp", NAMES) if _is_foot(shape)]
        self._put(slide, canvas)
        for foot in feet:  # what stands last is read last
            tree.append(foot)

    # -- the file --------------------------------------------------------------------------

    def _say_of_itself(self, imprint: Imprint) -> None:
        properties = self._file.core_properties
        properties.title = imprint.title[:255]
        properties.author = properties.last_modified_by = _NO_ONE
        properties.subject = properties.keywords = properties.category = _NO_ONE
        properties.comments = f"Written by {imprint.program} from {imprint.source}"[:255]
        properties.content_status = properties.identifier = properties.version = _NO_ONE
        properties.language = "en-GB"
        properties.revision = 1
        naive = imprint.changed.astimezone(datetime.UTC).replace(tzinfo=None, microsecond=0)
        properties.created = properties.modified = naive
        part = self._file.part
        for relation in list(part.package.iter_rels()):
            if relation.reltype in _DROPPED:
                part.package.drop_rel(relation.rId)
        for key, relation in list(part.rels.items()):
            if relation.reltype == RT.PRINTER_SETTINGS:
                part.drop_rel(key)


_A, _P = NAMES["a"], NAMES["p"]


def plain_text(text: str) -> str:
    """Return a text on one line, without what XML can't hold."""
    return " ".join("".join(c for c in text if c.isprintable() or c == " ").split())


def _holder_xml(holder: Holder, kind: str, number: int, text: str) -> str:
    index = holder.placeholder_format.idx
    return (
        f'<p:sp xmlns:p="{_P}" xmlns:a="{_A}"><p:nvSpPr>'
        f'<p:cNvPr id="{number}" name="{plain(holder.name)}"/>'
        '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="{kind}" sz="quarter" idx="{index}"/></p:nvPr></p:nvSpPr><p:spPr/>'
        f"<p:txBody><a:bodyPr/><a:lstStyle/><a:p>{text}</a:p></p:txBody></p:sp>"
    )


def _own_size(holder: Holder) -> float:
    """Return the size that a title has by its layout or master, points."""
    layout = holder.part.slide_layout
    faces = "a:lvl1pPr/a:defRPr"
    for owner in (layout, layout.slide_master):
        for title in owner.placeholders:
            if title.placeholder_format.type in TITLES:
                for face in title.element.iterfind(f"p:txBody/a:lstStyle/{faces}", NAMES):
                    if face.get("sz"):
                        return int(face.get("sz")) / 100
    for face in layout.slide_master.element.iterfind(f"p:txStyles/p:titleStyle/{faces}", NAMES):
        if face.get("sz"):
            return int(face.get("sz")) / 100
    return _TITLE_SIZES[0]


def _is_foot(shape: Holder) -> bool:
    kinds = (kind.get("type") for kind in shape.iterfind("p:nvSpPr/p:nvPr/p:ph", NAMES))
    return any(kind in ("ftr", "sldNum") for kind in kinds)


def _shortened(text: str, width: float, size: float) -> str:
    """Return a line's text, cut where the line ends; what it says is in the cover in full."""
    first, *more = wrapped(text, width / _HOUSE_FONT, size)
    return f"{first.rstrip(' ·')}…" if more else first


def _remove(holder: Holder) -> None:
    holder.element.getparent().remove(holder.element)


def _fitting(line: str, facts: Sequence[str], box: Box) -> list[Paragraph]:
    """Return a cover's lines in the largest letters that fit."""
    aside, above = _INSET
    # A house's font may be wider than ours.
    for size in _FACT_SIZES:
        said = [paragraph(fact, size, ink=Ink.THEME) for fact in facts]
        if line:
            said.insert(0, paragraph(line, size, bold=True, ink=Ink.THEME))
        if height_of(said, box.width - 2 * aside) <= box.height - 2 * above:
            break
    while len(said) > 1 and height_of(said, box.width - 2 * aside) > box.height - 2 * above:
        said.pop()
    return said


def _entry(
    number: int, slide: Planned, link: str, size: float, width: float, heading: str = ""
) -> list[Paragraph]:
    """Return an entry of the contents, a paragraph a line: some programs break links badly.

    A heading stands above it if it is the first of a chapter in which none is a head itself.
    """
    is_head, end = slide.level == 0, f"  {number}"
    indent = 12.0 * slide.level
    title = plain_text(slide.entry or slide.title)
    room = width - indent - width_of(end, size, bold=is_head)
    *lines, last = wrapped(title, room, size, bold=is_head)
    above = 5.0 if is_head else 1.0
    face = partial(Run, size=size, ink=Ink.THEME)
    # Lines without a number end in a space: a link that is all of a line looks otherwise in some.
    pairs = [*((line, " ") for line in lines), (last, end)]
    told = [(face(line, bold=is_head, link=link), face(rest)) for line, rest in pairs]
    head = [paragraph(heading, size, bold=True, before=5.0)] if heading else []
    return head + [
        Paragraph(runs, before=0.0 if place else above, indent=indent)
        for place, runs in enumerate(told)
    ]


def _headings(slides: Sequence[Planned]) -> dict[int, str]:
    """Return what stands above entries, by number: chapters of which no slide is a head."""
    heads = {slide.chapter for slide in slides if slide.level == 0}
    found: dict[str, int] = {}
    for number, slide in enumerate(slides):
        if slide.level > 0 and slide.chapter not in heads:
            found.setdefault(slide.chapter, number)
    return {number: chapter for chapter, number in found.items()}


def _chapters(before: int, slides: Sequence[Planned]) -> list[tuple[str, int]]:
    """Return the sections of a presentation: what each is called, and how many slides it has."""
    found: list[tuple[str, int]] = [("Title and contents", before)]
    for slide in slides:
        name, count = found[-1]
        if slide.chapter in ("", name):
            found[-1] = (name, count + 1)
        else:
            found.append((slide.chapter, 1))
    return found


def _with_unique_titles(planned: Sequence[Planned]) -> list[Planned]:
    """Return slides of which no two have one title, for those who find their way by titles."""
    taken = {"Contents"}
    found = []
    for slide in planned:
        title, number = slide.title, 2
        while title in taken:
            title, number = f"{slide.title} – {number}", number + 1
        taken.add(title)
        found.append(replace(slide, title=title))
    return found


def _packed(file: PptxDeck, moment: datetime.datetime) -> bytes:
    """Return a presentation whose archive bears the scenario's time, not the clock's."""
    made, out = io.BytesIO(), io.BytesIO()
    file.save(made)
    at = max(moment.astimezone(datetime.UTC), _OLDEST).timetuple()[:6]
    with (
        zipfile.ZipFile(made) as archive,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for entry in archive.infolist():
            info = zipfile.ZipInfo(entry.filename, at)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            info.external_attr = 0
            packed.writestr(info, archive.read(entry))
    return out.getvalue()
