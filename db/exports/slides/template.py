"""The presentation that slides are put into: ours, or a house template with its own look.

Of a house template we take the masters and layouts; its slides, its preview picture and what its
properties say of people are left out. A template (.potx) differs from a presentation in one word.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.util import Emu

from db.errors import InputError
from db.exports.arial import FONT
from db.exports.slides.drawing import EMU, Box, Canvas, Ink, Style, plain

_TEMPLATE_TYPE = b"application/vnd.openxmlformats-officedocument.presentationml.template.main+xml"
_SLIDES_TYPE = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
_CONTENT_TYPES = "[Content_Types].xml"
_MOST_BYTES, _MOST_INSIDE, _MOST_FILES = 100_000_000, 400_000_000, 10_000
_REMEDY = "choose a presentation (.pptx) or a template (.potx) that PowerPoint opens"

_WIDE = (960.0, 540.0)
_MARGIN = 24.0
_TITLE = Box(_MARGIN, 16.0, 912.0, 58.0)
_BODY = Box(_MARGIN, 86.0, 912.0, 412.0)
_FOOT = 506.0
_COVER_TITLE = Box(60.0, 60.0, 840.0, 130.0)
_COVER_BODY = Box(60.0, 206.0, 840.0, 150.0)
COVER_FIGURES = Box(60.0, 372.0, 840.0, 120.0)
"""Where our own cover has room for figures."""
_LEAST = (400.0, 240.0)
"""Width and height of the room that slides can be drawn in, points."""
TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_BODIES = (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT)
_FEET = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
_ACCENTS = {
    b'<a:srgbClr val="1F497D"/>': b'<a:srgbClr val="17212B"/>',
    b'<a:srgbClr val="4F81BD"/>': b'<a:srgbClr val="005EB8"/>',
    b'<a:srgbClr val="0000FF"/>': b'<a:srgbClr val="005EB8"/>',
    b'<a:srgbClr val="800080"/>': b'<a:srgbClr val="004B93"/>',
    b'typeface="Calibri"': f'typeface="{FONT}"'.encode(),
}
"""What our deck has instead of the colours and the font of the library's own template."""

# What the library's classes give for elements and placeholders has no useful types.
PptxDeck = Any
PptxSlide = Any
Layout = Any
Master = Any
Holder = Any
Theme = Any
NAMES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
}
"""What prefixes stand for in paths of elements."""


def our_deck() -> PptxDeck:
    """Return an empty presentation of ours: wide, Arial, one accent."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = (Emu(round(side * EMU)) for side in _WIDE)
    master = deck.slide_master
    for part in master.part.rels.values():
        if part.reltype == RT.THEME:
            _recolour(part.target_part)
    kept = {"title": (_COVER_TITLE, _COVER_BODY), "titleOnly": (_TITLE, None)}
    for layout in list(deck.slide_layouts):
        if layout.element.get("type") not in kept:
            deck.slide_layouts.remove(layout)
    for holder in master.placeholders:
        _place_of_master(holder)
    for layout in deck.slide_layouts:
        title, body = kept[layout.element.get("type")]
        _place_in(layout, title, body)
    _set_title_style(master)
    _add_lines(master, deck.slide_layouts)
    return deck


def _recolour(theme: Theme) -> None:
    blob = theme.blob
    for old, new in _ACCENTS.items():
        blob = blob.replace(old, new)
    theme.blob = blob


def _place_of_master(holder: Holder) -> None:
    match holder.placeholder_format.type:
        case PP_PLACEHOLDER.TITLE:
            _put(holder, _TITLE)
        case PP_PLACEHOLDER.BODY:
            _put(holder, _BODY)
        case PP_PLACEHOLDER.FOOTER:
            _put(holder, Box(_MARGIN, _FOOT, 780.0, 22.0))
        case PP_PLACEHOLDER.SLIDE_NUMBER:
            _put(holder, Box(836.0, _FOOT, 100.0, 22.0))
        case PP_PLACEHOLDER.DATE:
            holder.element.getparent().remove(holder.element)


def _place_in(layout: Layout, title: Box, body: Box | None) -> None:
    for holder in list(layout.placeholders):
        kind = holder.placeholder_format.type
        if kind in TITLES:
            _put(holder, title)
        elif kind is PP_PLACEHOLDER.SUBTITLE and body is not None:
            _put(holder, body)
            for level in holder.element.iterfind(".//a:lstStyle/a:lvl1pPr", NAMES):
                _set_level(level, "l", "1800")
                for fill in level.iterfind("a:defRPr/a:solidFill", NAMES):
                    fill.getparent().remove(fill)
        elif kind is PP_PLACEHOLDER.DATE:
            holder.element.getparent().remove(holder.element)
        elif kind in _FEET:
            for shape in holder.element.iterfind("p:spPr", NAMES):
                for transform in shape.findall("a:xfrm", NAMES):
                    shape.remove(transform)


def _put(holder: Holder, box: Box) -> None:
    holder.left, holder.top = Emu(round(box.x * EMU)), Emu(round(box.y * EMU))
    holder.width, holder.height = Emu(round(box.width * EMU)), Emu(round(box.height * EMU))


def _set_title_style(master: Master) -> None:
    """Set titles to the left, bold, in the size of a working paper; feet in small grey."""
    for level in master.element.iterfind("p:txStyles/p:titleStyle/a:lvl1pPr", NAMES):
        _set_level(level, "l", "2400")
        for face in level.iterfind("a:defRPr", NAMES):
            face.set("b", "1")
    for holder in master.placeholders:
        sides = {PP_PLACEHOLDER.FOOTER: "l", PP_PLACEHOLDER.SLIDE_NUMBER: "r"}
        side = sides.get(holder.placeholder_format.type)
        for level in holder.element.iterfind(".//a:lstStyle/a:lvl1pPr", NAMES):
            if side is not None:
                _set_level(level, side, "1000")


def _set_level(level: Holder, side: str, size: str) -> None:
    level.set("algn", side)
    for face in level.iterfind("a:defRPr", NAMES):
        face.set("sz", size)


def _add_lines(master: Master, layouts: Iterable[Layout]) -> None:
    """Add the accent: a line below titles, a bar beside the cover."""
    cover = next(layout for layout in layouts if layout.element.get("type") == "title")
    cover.element.set("showMasterSp", "0")
    for owner, box in (
        (master, Box(_MARGIN, 76.0, 912.0, 1.5)),
        (cover, Box(0.0, 0.0, 18.0, _WIDE[1])),
    ):
        tree = owner.shapes.element
        number = 1 + max(int(shape.get("id")) for shape in tree.iter(f"{{{NAMES['p']}}}cNvPr"))
        canvas = Canvas(number)
        canvas.shape(box, (), Style(Ink.ACCENT), name="Accent")
        # Behind all else, where its group's own properties end.
        tree.insert(2, parse_xml(canvas.xml())[0])


# -- house templates ---------------------------------------------------------------------------


def house_deck(path: Path) -> PptxDeck:
    """Return a house template as an empty presentation.

    Raises
    ------
    InputError
        If it is none, has macros, or can't be read.
    """
    name = path.name
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise _too_large(name)
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"can't be read ({error.strerror})", where=name, remedy=_REMEDY) from error
    try:
        deck = Presentation(io.BytesIO(_as_slides(data, name)))
        _empty(deck)
        layouts = list(deck.slide_layouts)
    except (
        *(PythonPptxError, zipfile.BadZipFile, OSError, RuntimeError, SyntaxError),
        *(KeyError, ValueError, AttributeError, IndexError, TypeError, NotImplementedError),
    ) as error:
        raise InputError("can't be read as a template", where=name, remedy=_REMEDY) from error
    if not any(_title_of(layout) is not None for layout in layouts):
        raise InputError(
            "has no layout with a title", where=name, remedy="choose a template that has one"
        )
    return deck


def _too_large(name: str) -> InputError:
    return InputError("is too large for a template", where=name, remedy=_REMEDY)


def _as_slides(data: bytes, name: str) -> bytes:
    """Return a template as a presentation, after a look at what is inside."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        inside = archive.infolist()
        if len(inside) > _MOST_FILES or sum(file.file_size for file in inside) > _MOST_INSIDE:
            raise _too_large(name)
        if any(file.filename.lower().endswith("vbaproject.bin") for file in inside):
            raise InputError(
                "has macros", where=name, remedy="save it as a template without macros (.potx)"
            )
        types = archive.read(_CONTENT_TYPES)
        if _TEMPLATE_TYPE not in types:
            return data
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
            for file in inside:
                blob = archive.read(file)
                if file.filename == _CONTENT_TYPES:
                    blob = types.replace(_TEMPLATE_TYPE, _SLIDES_TYPE)
                out.writestr(file.filename, blob)
    return made.getvalue()


def _empty(deck: PptxDeck) -> None:
    """Take the slides out, and what refers to them."""
    slides = deck.element.get_or_add_sldIdLst()
    for slide in list(slides):
        deck.part.drop_rel(slide.rId)
        slides.remove(slide)
    for other in deck.element.xpath("p:custShowLst | p:extLst"):
        deck.element.remove(other)


def add_sections(deck: PptxDeck, chapters: Iterable[tuple[str, int]]) -> None:
    """Put slides into sections, which PowerPoint lists, folds and moves as a whole.

    Parameters
    ----------
    chapters : iterable of (str, int)
        What each is called, and how many slides it has.
    """
    ids = iter([slide.get("id") for slide in deck.element.get_or_add_sldIdLst()])
    sections = []
    for number, (name, count) in enumerate(chapters, 1):
        listed = "".join(f'<p14:sldId id="{next(ids)}"/>' for _ in range(count))
        sections.append(
            f'<p14:section name="{plain(name)}" id="{{{number:08X}-0000-4000-8000-000000000000}}">'
            f"<p14:sldIdLst>{listed}</p14:sldIdLst></p14:section>"
        )
    deck.element.append(
        parse_xml(
            f'<p:extLst xmlns:p="{NAMES["p"]}">'
            '<p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}">'
            '<p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">'
            f"{''.join(sections)}</p14:sectionLst></p:ext></p:extLst>"
        )
    )


def cover_layout(deck: PptxDeck) -> Layout:
    """Return the layout of a first slide."""
    return _layout(deck, "title")


def plain_layout(deck: PptxDeck) -> Layout:
    """Return the layout of a slide that has a title and room."""
    return _layout(deck, "titleOnly", "obj", "tx")


def _layout(deck: PptxDeck, *kinds: str) -> Layout:
    titled = [layout for layout in deck.slide_layouts if _title_of(layout) is not None]
    of_kind = {layout.element.get("type"): layout for layout in reversed(titled)}
    return next((of_kind[kind] for kind in kinds if kind in of_kind), titled[0])


def _title_of(layout: Layout) -> Holder:
    titles = (h for h in layout.placeholders if h.placeholder_format.type in TITLES)
    return next(titles, None)


def title_box(layout: Layout) -> Box:
    """Return where the title stands."""
    return box_of(_title_of(layout))


def box_of(holder: Holder) -> Box:
    """Return where a placeholder stands, points."""
    sides = (holder.left, holder.top, holder.width, holder.height)
    x, y, width, height = ((side or 0) / EMU for side in sides)
    return Box(x, y, width, height)


def room_of(deck: PptxDeck, name: str) -> Box:
    """Return where slides can be drawn: the body's room, below the title and above the foot.

    Raises
    ------
    InputError
        If that is too small.
    """
    width, height = deck.slide_width / EMU, deck.slide_height / EMU
    layout = plain_layout(deck)
    title = title_box(layout)
    bodies = [box_of(h) for h in _bodies(deck, layout)]
    body = next((b for b in bodies if b.width and b.height), Box(0, 0, width, height))
    x, right = max(body.x, 12.0), min(body.right, width - 12.0)
    y, bottom = max(body.y, title.bottom + 6.0, 6.0), min(body.bottom, height - 12.0)
    for holder in layout.placeholders:
        if holder.placeholder_format.type in _FEET:
            foot = box_of(holder)
            if foot.height and foot.y > height / 2:
                bottom = min(bottom, foot.y - 3.0)
    room = Box(x, y, right - x, bottom - y)
    if room.width < _LEAST[0] or room.height < _LEAST[1]:
        raise InputError(
            "leaves too little room for slides",
            where=name,
            remedy="choose one whose body is at least "
            f"{_LEAST[0]:.0f} by {_LEAST[1]:.0f} points large",
        )
    return room


def _bodies(deck: PptxDeck, layout: Layout) -> Iterator[Holder]:
    for owner in (layout, _layout(deck, "obj", "tx"), layout.slide_master):
        for holder in owner.placeholders:
            if holder.placeholder_format.type in _BODIES:
                yield holder
