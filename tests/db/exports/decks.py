"""Decks that tests look at: how they are made, read back and measured."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Emu, Pt

from db.exports.arial import width_of
from db.exports.slides.report import to_pptx
from model.option import Option
from model.report.imprint import imprint

POINT = 12_700
NAMES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
SLIDES = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
TEMPLATE = b"application/vnd.openxmlformats-officedocument.presentationml.template.main+xml"
ROOM = (60.0, 150.0, 600.0, 320.0)
"""Where the house template has its body, points."""


def deck_of(option: Option, **more: object):
    """Return the deck of an option, read back."""
    about = imprint(option, "", "plan.footprint", "Footprint 1")
    return Presentation(io.BytesIO(to_pptx(option, about, **more).data))


# -- what is on a slide ------------------------------------------------------------------------


@dataclass(frozen=True)
class Placed:
    """A shape and the rectangle that it takes, points."""

    name: str
    x: float
    y: float
    right: float
    bottom: float
    shape: object

    def overlaps(self, other: Placed) -> bool:
        """Whether more than a hair of them is at the same place."""
        wide = min(self.right, other.right) - max(self.x, other.x)
        high = min(self.bottom, other.bottom) - max(self.y, other.y)
        return wide > 0.1 and high > 0.1


def placed(slide) -> list[Placed]:
    """Return all shapes of a slide; turned ones by the rectangle that they take when turned."""
    return [_placed(shape, slide.slide_layout.part) for shape in slide.shapes]


def _placed(shape, layout) -> Placed:
    transform = shape.element.find(".//a:xfrm", NAMES)
    if transform is None:
        transform = shape.element.find("p:xfrm", NAMES)  # a table has its own
    if transform is None:
        place = _place_in(layout, shape.placeholder_format.idx)
    else:
        off, extent = transform.find("a:off", NAMES), transform.find("a:ext", NAMES)
        place = *(off.get(k) for k in "xy"), *(extent.get(k) for k in ("cx", "cy"))
    x, y, width, height = (int(v) / POINT for v in place)
    turn = int(transform.get("rot", "0")) / 60_000 if transform is not None else 0.0
    if round(turn) % 180 == 90:
        middle = x + width / 2, y + height / 2
        width, height = height, width
        x, y = middle[0] - width / 2, middle[1] - height / 2
    return Placed(shape.name, x, y, x + width, y + height, shape)


@cache
def _place_in(layout, number: int) -> tuple[int, ...]:
    """Return where a layout has a placeholder, for all slides that leave it there."""
    holders = layout.slide_layout.placeholders
    holder = next(h for h in holders if h.placeholder_format.idx == number)
    return holder.left, holder.top, holder.width, holder.height


def is_connector(shape) -> bool:
    """Whether a shape is a line between others."""
    return shape.element.tag.endswith("}cxnSp")


def needed(paragraphs, width: float) -> float:
    """Return how high paragraphs are within a width, points, broken word by word."""
    total = 0.0
    for paragraph in paragraphs:
        runs = paragraph.findall("a:r", NAMES)
        if not runs and paragraph.find("a:pPr", NAMES) is None:
            continue  # of a shape without a text
        size = max((int(r.find("a:rPr", NAMES).get("sz")) / 100 for r in runs), default=10.0)
        bold = any(r.find("a:rPr", NAMES).get("b") == "1" for r in runs)
        text = "".join(r.find("a:t", NAMES).text or "" for r in runs)
        properties = paragraph.find("a:pPr", NAMES)
        spacing = int(properties.find("a:lnSpc/a:spcPts", NAMES).get("val")) / 100
        before = int(properties.find("a:spcBef/a:spcPts", NAMES).get("val")) / 100
        room = width - int(properties.get("marL", "0")) / POINT
        total += before + _lines(text, room, size, bold) * spacing
    return total


def _lines(text: str, width: float, size: float, bold: bool) -> int:
    lines, used = 1, 0.0
    # Lines break at spaces, and after a hyphen between letters.
    for word in re.findall(r"\S+?(?:(?<=[A-Za-z])-(?=[A-Za-z])|\s+|$)", text):
        bare = 0.97 * width_of(word.rstrip(), size, bold=bold)
        if used and used + bare > width:
            lines, used = lines + 1, 0.0
        while bare > width:  # broken within
            lines, bare = lines + 1, bare - width
        used += bare + 0.97 * width_of(word[len(word.rstrip()) :], size, bold=bold)
    return lines


def texts(slide) -> list[str]:
    """Return all texts of a slide, a paragraph each, in reading order."""
    found = []
    for paragraph in slide.shapes.element.iter(f"{{{NAMES['a']}}}p"):
        runs = paragraph.iter(f"{{{NAMES['a']}}}t")
        found.append("".join(run.text or "" for run in runs).replace("\N{NO-BREAK SPACE}", " "))
    return found


def tables(deck) -> Iterator[list[list[str]]]:
    """Iterate over the tables of a deck, as texts."""
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_table:
                yield [
                    [cell.text.replace("\N{NO-BREAK SPACE}", " ") for cell in row.cells]
                    for row in shape.table.rows
                ]


# -- a house template --------------------------------------------------------------------------


def house(path: Path, *, room: tuple[float, ...] = ROOM, layouts: str = "all") -> Path:
    """Write a template of 4 to 3 with a slide in it, as a house might have it."""
    deck = Presentation()
    master = deck.slide_master
    for holder in master.placeholders:
        if holder.placeholder_format.type is PP_PLACEHOLDER.BODY:
            holder.left, holder.top, holder.width, holder.height = map(Pt, room)
    for layout in list(deck.slide_layouts):
        if layouts == "blank" and layout.name != "Blank":
            deck.slide_layouts.remove(layout)
        for holder in layout.placeholders:
            if holder.placeholder_format.type is PP_PLACEHOLDER.OBJECT:
                holder.left, holder.top, holder.width, holder.height = map(Pt, room)
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    box = slide.shapes.add_textbox(Emu(0), Emu(0), Pt(100), Pt(20))
    box.text_frame.text = "How to use this template"
    deck.core_properties.author = "Somebody of the house"
    deck.core_properties.last_modified_by = "Somebody else"
    made = io.BytesIO()
    deck.save(made)
    with zipfile.ZipFile(made) as archive, zipfile.ZipFile(path, "w") as out:
        for entry in archive.infolist():
            blob = archive.read(entry)
            if entry.filename == "[Content_Types].xml" and path.suffix == ".potx":
                blob = blob.replace(SLIDES, TEMPLATE)
            out.writestr(entry, blob)
    return path
