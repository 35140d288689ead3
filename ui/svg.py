"""Pictures as SVG files, written by what draws the screen and the paper.

`SvgPainter` takes the calls that our painters make of a `QPainter` and makes an element of each.
Qt's own generator takes four times as long and writes fonts that only Qt finds again.

Text stays text, to be searched and edited. It names the bundled family; where that is not installed
a fallback is squeezed or stretched to the width that the text has with us, so that nothing runs
into its neighbour.
"""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QImageWriter, QPainterPath, QPen

import resources
from ui.letters import Letters

_FAMILIES: Final = f"'{resources.FONT_FAMILY}',Inter,'Segoe UI','Helvetica Neue',Arial,sans-serif"
_SPECIAL: Final = re.compile(r'[&<>"]|[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]')
"""What XML writes otherwise, and what it can't have at all."""
_WRITTEN: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_CAPS: Final = {Qt.PenCapStyle.FlatCap: "butt", Qt.PenCapStyle.RoundCap: "round"}
_JOINS: Final = {Qt.PenJoinStyle.MiterJoin: "miter", Qt.PenJoinStyle.RoundJoin: "round"}
"""Other ends and corners than a pen's usual ones, which the whole picture has."""
_USUAL: Final = 'fill="none" fill-rule="evenodd" stroke-linecap="square" stroke-linejoin="bevel"'


def escaped(text: str) -> str:
    """Return a text as XML has it; a character that can't be in XML becomes U+FFFD."""
    if _SPECIAL.search(text) is None:
        return text
    return _SPECIAL.sub(lambda found: _WRITTEN.get(found[0], "\N{REPLACEMENT CHARACTER}"), text)


class _Numbers(dict[float, str]):
    """Numbers as they are written, kept: most of them come again, in a row or in a column."""

    def __missing__(self, number: float) -> str:
        written = self[number] = f"{number:.6g}"
        return written


def _colour(colour: QColor, name: str) -> str:
    """Return a colour as the attribute `fill` or `stroke`."""
    alpha = colour.alpha()
    faint = f' {name}-opacity="{alpha / 255:.3g}"' if alpha < 255 else ""
    return f' {name}="{colour.name()}"{faint}'


@dataclass(frozen=True, slots=True)
class _Style:
    """What `save` keeps: where and how large the next thing is drawn, and with what."""

    scale: float
    dx: float
    dy: float
    opacity: str
    pen: QPen
    brush: QBrush
    clips: int


class SvgPainter:
    """Writes what is drawn with it.

    It stands in for a `QPainter` and has what our painters call on paper, no more: nothing is
    turned or made of pixels.

    Parameters
    ----------
    width, height : float
        Of the picture, in the unit that is drawn in.
    title : str
        What it shows, for those who don't see it.
    millimetres : pair of float, optional
        How large it is shown, as a file of its own; else it is an element for a page of HTML, which
        says how large, in points if nothing is said.
    """

    def __init__(
        self,
        width: float,
        height: float,
        *,
        title: str,
        millimetres: tuple[float, float] | None = None,
    ) -> None:
        box = f'viewBox="0 0 {width:.6g} {height:.6g}" font-family="{_FAMILIES}" {_USUAL}'
        if millimetres is None:
            said = f'role="img" aria-label="{escaped(title)}"'
            self._out = [f'<svg width="{width:.6g}pt" height="{height:.6g}pt" {box} {said}>']
        else:
            across, down = millimetres
            self._out = [
                '<?xml version="1.0" encoding="UTF-8"?>',
                f'<svg xmlns="http://www.w3.org/2000/svg" width="{across:g}mm" height="{down:g}mm"'
                f' {box} style="font-variant-numeric:tabular-nums">',
                f"<title>{escaped(title)}</title>",
            ]
        self._out.append(f'<path d="M0 0H{width:.6g}V{height:.6g}H0Z" fill="#ffffff"/>')
        self._scale, self._dx, self._dy = 1.0, 0.0, 0.0
        self._opacity = ""
        self._pen, self._brush = QPen(), QBrush()
        self._kept: list[_Style] = []
        self._clips, self._clip_count = 0, 0
        # By the object, which is kept as well: as long as it is there, no other has its id.
        self._pens: dict[tuple[int, float], tuple[QPen, str]] = {}
        self._types: dict[tuple[int, int, float], tuple[QPen, str]] = {}
        self._paths: dict[int, tuple[QPainterPath, str]] = {}
        self._numbers = _Numbers()

    def finish(self) -> bytes:
        """Return the whole file."""
        return "\n".join([*self._out, "</svg>\n"]).encode("utf-8")

    # -- where and with what ---------------------------------------------------------------

    def save(self) -> None:
        """Keep place, scale, pen, brush and opacity until `restore`."""
        self._kept.append(
            _Style(
                *(self._scale, self._dx, self._dy, self._opacity),
                *(self._pen, self._brush, self._clips),
            )
        )
        self._clips = 0

    def restore(self) -> None:
        """Take what was kept last."""
        self._out += ["</g>"] * self._clips
        kept = self._kept.pop()
        self._clips = kept.clips
        self._scale, self._dx, self._dy = kept.scale, kept.dx, kept.dy
        self._opacity, self._pen, self._brush = kept.opacity, kept.pen, kept.brush

    def translate(self, x: QPointF | float, y: float = 0.0) -> None:
        """Move what is drawn next."""
        if isinstance(x, QPointF):
            y = x.y()
            x = x.x()
        self._dx += x * self._scale
        self._dy += y * self._scale

    def scale(self, x: float, y: float) -> None:
        """Enlarge what is drawn next.

        Raises
        ------
        ValueError
            If it would be stretched.
        """
        if not math.isclose(x, y):
            raise ValueError(f"an SVG picture is not stretched, by {x} and {y}")
        self._scale *= x

    def setClipRect(self, box: QRectF, operation: Qt.ClipOperation) -> None:
        """Draw nothing outside a box, besides what is cut off already, until `restore`."""
        path = QPainterPath()
        path.addRect(box)
        self.setClipPath(path, operation)

    def setClipPath(self, path: QPainterPath, operation: Qt.ClipOperation) -> None:
        """Draw nothing outside a shape, besides what is cut off already, until `restore`.

        Raises
        ------
        ValueError
            If what is cut off already would be shown again.
        """
        if operation is not Qt.ClipOperation.IntersectClip or not self._kept:
            raise ValueError("an SVG picture is cut off more and more until the next restore")
        self._clip_count += 1
        self._clips += 1
        name = f"clip{self._clip_count}"
        self._out.append(
            f'<clipPath id="{name}"><path d="{_outline(path)}" clip-rule="evenodd"'
            f'{self._placed()}/></clipPath><g clip-path="url(#{name})">'
        )

    def setRenderHint(self, *_: object) -> None:
        """Do nothing: whoever shows the picture smooths it."""

    def setOpacity(self, opacity: float) -> None:
        """Draw what comes next so faint, from 0 to 1."""
        self._opacity = f' opacity="{opacity:.3g}"' if opacity < 1 else ""

    def setPen(self, pen: QPen | QColor | Qt.PenStyle) -> None:
        """Draw lines and texts with a pen."""
        self._pen = pen if isinstance(pen, QPen) else QPen(pen)

    def setBrush(self, brush: QBrush | QColor | Qt.BrushStyle) -> None:
        """Fill shapes with a brush."""
        self._brush = brush if isinstance(brush, QBrush) else QBrush(brush)

    # -- shapes ----------------------------------------------------------------------------

    def drawRect(self, box: QRectF) -> None:
        """Draw a rectangle."""
        self.drawRoundedRect(box, 0.0, 0.0)

    def drawRoundedRect(self, box: QRectF, x: float, y: float) -> None:
        """Draw a rectangle with round corners."""
        k = self._scale
        corner = f' rx="{x * k:.6g}" ry="{y * k:.6g}"' if x and y else ""
        style = f"{self._filled(self._brush)}{self._stroked(self._pen, k)}"
        self._box(box, f"{corner}{style}")

    def fillRect(self, box: QRectF, colour: QColor) -> None:
        """Fill a rectangle."""
        self._box(box, _colour(colour, "fill"))

    def _box(self, box: QRectF, rest: str, name: str = "rect") -> None:
        k, number = self._scale, self._numbers
        x, y = number[box.x() * k + self._dx], number[box.y() * k + self._dy]
        width, height = number[box.width() * k], number[box.height() * k]
        self._out.append(
            f'<{name} x="{x}" y="{y}" width="{width}" height="{height}"{rest}{self._opacity}/>'
        )

    def drawImage(self, box: QRectF, image: QImage) -> None:
        """Draw a picture, which is in the file as PNG."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(image)
        data = base64.b64encode(buffer.data().data()).decode("ascii")
        self._box(box, f' href="data:image/png;base64,{data}"', "image")

    def drawLine(self, line: QLineF) -> None:
        """Draw a line."""
        self.drawLines([line])

    def drawLines(self, lines: Sequence[QLineF]) -> None:
        """Draw lines, as one element."""
        k, dx, dy, number = self._scale, self._dx, self._dy, self._numbers
        parts = []
        for line in lines:
            x, y, u, v = line.x1(), line.y1(), line.x2(), line.y2()
            start = f"M{number[x * k + dx]} {number[y * k + dy]}"
            if y == v:
                parts.append(f"{start}H{number[u * k + dx]}")
            elif x == u:
                parts.append(f"{start}V{number[v * k + dy]}")
            else:
                parts.append(f"{start}L{number[u * k + dx]} {number[v * k + dy]}")
        if parts:
            self._shape("".join(parts), self._stroked(self._pen, k))

    def drawArc(self, box: QRectF, start: int, span: int) -> None:
        """Draw a part of an ellipse, from and by sixteenths of a degree, less than a whole one."""
        k = self._scale
        rx, ry = box.width() / 2 * k, box.height() / 2 * k
        x, y = box.center().x() * k + self._dx, box.center().y() * k + self._dy
        angles = (math.radians(at / 16) for at in (start, start + span))
        a, b = (f"{x + rx * math.cos(t):.6g} {y - ry * math.sin(t):.6g}" for t in angles)
        flags = f"{int(abs(span) > 180 * 16)} {int(span < 0)}"
        self._shape(f"M{a}A{rx:.6g} {ry:.6g} 0 {flags} {b}", self._stroked(self._pen, k))

    def fillPath(self, path: QPainterPath, brush: QBrush | QColor) -> None:
        """Fill a shape."""
        self._shape(self._outline(path), f"{self._filled(QBrush(brush))}{self._placed()}")

    def strokePath(self, path: QPainterPath, pen: QPen) -> None:
        """Draw along the edge of a shape."""
        self._shape(self._outline(path), f"{self._stroked(pen, 1.0)}{self._placed()}")

    def _shape(self, outline: str, rest: str) -> None:
        self._out.append(f'<path d="{outline}"{rest}{self._opacity}/>')

    def drawPath(self, path: QPainterPath) -> None:
        """Draw a shape: what is in it, and along its edge."""
        if filled := self._filled(self._brush):
            self._shape(self._outline(path), f"{filled}{self._placed()}")
        if stroked := self._stroked(self._pen, 1.0):
            self._shape(self._outline(path), f"{stroked}{self._placed()}")

    def _placed(self) -> str:
        if (self._scale, self._dx, self._dy) == (1.0, 0.0, 0.0):
            return ""
        return f' transform="matrix({self._scale:.6g} 0 0 {self._scale:.6g}' + (
            f' {self._dx:.6g} {self._dy:.6g})"'
        )

    def _outline(self, path: QPainterPath) -> str:
        """Return a shape in its own unit."""
        kept = self._paths.get(id(path))
        if kept is None or kept[0] != path:
            kept = self._paths[id(path)] = (path, _outline(path))
        return kept[1]

    # -- text ------------------------------------------------------------------------------

    def write(self, letters: Letters, x: float, y: float, text: str) -> None:
        """Write a text; x and y are its left and top."""
        bare = text.strip(" ")
        if not bare:
            return
        if bare != text:  # browsers drop spaces at an end
            x += letters.width(text[: text.index(bare[0])])
        is_plain = bare.isprintable() and "&" not in bare and "<" not in bare and ">" not in bare
        said = bare if is_plain else escaped(bare)
        k, pen, number = self._scale, self._pen, self._numbers
        key = (id(pen), id(letters), k)
        kept = self._types.get(key)
        if kept is None:
            kept = self._types[key] = (pen, _type(letters, k, pen.color()))
        left, foot = number[x * k + self._dx], number[(y + letters.ascent) * k + self._dy]
        self._out.append(
            f'<text x="{left}" y="{foot}" textLength="{number[letters.width(bare) * k]}"'
            f"{kept[1]}{self._opacity}>{said}</text>"
        )

    # -- how it looks ----------------------------------------------------------------------

    @staticmethod
    def _filled(brush: QBrush) -> str:
        """Return a brush as attributes.

        Raises
        ------
        ValueError
            If it is a pattern: none of our painters has one.
        """
        if brush.style() is Qt.BrushStyle.NoBrush:
            return ""
        if brush.style() is not Qt.BrushStyle.SolidPattern:
            raise ValueError(f"an SVG picture has no {brush.style()}")
        return _colour(brush.color(), "fill")

    def _stroked(self, pen: QPen, scale: float) -> str:
        """Return a pen as attributes."""
        kept = self._pens.get((id(pen), scale))
        if kept is None:
            kept = self._pens[id(pen), scale] = (pen, _stroke(pen, scale))
        return kept[1]


def _type(letters: Letters, scale: float, colour: QColor) -> str:
    weight = ' font-weight="600"' if letters.bold else ""
    size = f' font-size="{letters.pixels * scale:.6g}"'
    return f'{size}{weight}{_colour(colour, "fill")} lengthAdjust="spacingAndGlyphs"'


def _stroke(pen: QPen, scale: float) -> str:
    if pen.style() is Qt.PenStyle.NoPen:
        return ""
    # A pen of no width is one pixel wide, as a cosmetic one is of its width, at any size.
    width, is_fixed = pen.widthF() or 1.0, pen.isCosmetic()
    unit = width if is_fixed else width * scale
    parts = [_colour(pen.color(), "stroke"), f' stroke-width="{unit:.6g}"']
    if is_fixed:
        parts.append(' vector-effect="non-scaling-stroke"')
    if pen.style() is not Qt.PenStyle.SolidLine:
        dashes = " ".join(f"{dash * unit:.6g}" for dash in pen.dashPattern())
        parts.append(f' stroke-dasharray="{dashes}"')
    if (cap := _CAPS.get(pen.capStyle())) is not None:
        parts.append(f' stroke-linecap="{cap}"')
    if (join := _JOINS.get(pen.joinStyle())) is not None:
        parts.append(f' stroke-linejoin="{join}"')
    return "".join(parts)


def _outline(path: QPainterPath) -> str:
    letters = {
        QPainterPath.ElementType.MoveToElement: "M",
        QPainterPath.ElementType.LineToElement: "L",
        QPainterPath.ElementType.CurveToElement: "C",
        QPainterPath.ElementType.CurveToDataElement: " ",
    }
    elements = map(path.elementAt, range(path.elementCount()))
    return "".join(f"{letters[e.type]}{e.x:.6g} {e.y:.6g}" for e in elements)
