"""Shapes, tables and connectors of a slide, as PowerPoint's own XML.

Lengths are points, from the slide's top left corner. A slide's shapes are written as text and read
in one go: python-pptx has no calls for the lines of a table's cells, for what is said to those who
can't see a shape, or for what is only decoration, and needs some twenty calls for any other shape.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from xml.sax.saxutils import escape

from db.exports.arial import FONT, LEADING, line_height, wrapped
from model.records import record
from model.report.table import MARKS
from model.rules.standing import Sign
from model.wording import DASH, MINUS, STAR

EMU = 12_700
"""Units of the file for a point."""
FLOOR = 10.0
"""No text on a slide is smaller, points."""


class Ink(StrEnum):
    """Colours: those of the window's light theme, and those of the deck's own theme."""

    TEXT = "17212B"
    QUIET = "4F5F6D"
    LINE = "C9D2DB"
    PAPER = "FFFFFF"
    GROUND = "EEF1F4"
    GOOD = "007A4D"
    WARNING = "A05A00"
    BROKEN = "B3261E"
    ACCENT = "accent1"
    PALE = "accent1 pale"
    THEME = "tx1"
    """What is legible on the deck's ground, whichever that is."""


_SIGN_INKS = {
    Sign.CROSS: Ink.BROKEN,
    Sign.TICK: Ink.GOOD,
    Sign.OPEN: Ink.QUIET,
    Sign.NONE: Ink.QUIET,
}


def sign_ink(sign: Sign) -> Ink:
    """Return the colour of a sign; on paper, for its contrast is measured there."""
    return _SIGN_INKS.get(sign, Ink.WARNING)


@record
class Box:
    """A rectangle, points."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """X of the right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Y of the lower side."""
        return self.y + self.height

    @property
    def middle(self) -> float:
        """X halfway."""
        return self.x + self.width / 2


@record
class Run:
    """A piece of text in one face.

    Attributes
    ----------
    link : str
        Id of the relation to the slide that it leads to, "" for none.
    """

    text: str
    size: float = 12.0
    bold: bool = False
    ink: Ink = Ink.TEXT
    link: str = ""


@record
class Paragraph:
    """Text of one or more runs.

    Attributes
    ----------
    align : str
        "l", "ctr" or "r".
    before : float
        Room above it, points.
    indent : float
        Room to the left of it, points.
    """

    runs: tuple[Run, ...]
    align: str = "l"
    before: float = 0.0
    indent: float = 0.0

    @property
    def size(self) -> float:
        """Size of its largest letters, points."""
        return max((run.size for run in self.runs), default=FLOOR)

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(run.text for run in self.runs)

    def lines(self, width: float) -> tuple[str, ...]:
        """Return the lines it breaks into; no program makes more of them."""
        is_bold = any(run.bold for run in self.runs)
        return wrapped(self.text, width - self.indent, self.size, bold=is_bold)

    def height(self, width: float) -> float:
        """Return how much room it takes, points."""
        return self.before + len(self.lines(width)) * line_height(self.size)


def paragraph(
    text: str,
    size: float = 12.0,
    *,
    bold: bool = False,
    ink: Ink = Ink.TEXT,
    align: str = "l",
    before: float = 0.0,
) -> Paragraph:
    """Return a paragraph of one run."""
    return Paragraph((Run(text, size, bold, ink),), align, before)


def height_of(paragraphs: Iterable[Paragraph], width: float) -> float:
    """Return how much room paragraphs take below each other, points."""
    return sum(p.height(width) for p in paragraphs)


@record
class Style:
    """How a shape looks.

    Attributes
    ----------
    fill, line : Ink or None
        None for none.
    inset : tuple of float
        Room between its sides and its text, points: left and right, above and below.
    anchor : str
        "t", "ctr" or "b".
    """

    fill: Ink | None = None
    line: Ink | None = None
    weight: float = 0.75
    dashed: bool = False
    inset: tuple[float, float] = (6.0, 4.0)
    anchor: str = "t"

    def height(self, paragraphs: Iterable[Paragraph], width: float) -> float:
        """Return how high a shape of a width must be for its text, points."""
        aside, above = self.inset
        return height_of(paragraphs, width - 2 * aside) + 2 * above


PLAIN = Style(inset=(0.0, 0.0))


@record
class TableCell:
    """One cell."""

    paragraphs: tuple[Paragraph, ...]


@record
class TableRow:
    """One row.

    Attributes
    ----------
    fill : Ink
        Ground of its cells.
    rule : float
        Weight of the line below it, points.
    """

    cells: tuple[TableCell, ...]
    height: float
    fill: Ink = Ink.PAPER
    rule: float = 0.5


CELL_INSET = (6.0, 3.0)

_NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    "</a:ext></a:extLst>"
)
_TABLE = "http://schemas.openxmlformats.org/drawingml/2006/table"
_JOINER = "\N{WORD JOINER}"
"""No line is broken here; it takes no room."""
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
TOP, LEFT, BOTTOM = 0, 1, 2
"""Where a connector is tied to a rectangle."""


class Canvas:
    """Collects what is drawn on one slide, in reading order.

    Parameters
    ----------
    first_id : int
        From here on, ids are free on the slide.

    Attributes
    ----------
    smallest : float
        Size of the smallest letters, points.
    bottom : float
        Where what is drawn ends.
    marks : set of str
        Signs that were drawn.
    """

    def __init__(self, first_id: int) -> None:
        self._next = first_id
        self._shapes: list[str] = []
        self._boxes: dict[int, Box] = {}
        self.smallest = 100.0
        self.bottom = 0.0
        self.marks: set[str] = set()

    def xml(self) -> str:
        """Return all shapes in one element."""
        return f"<p:spTree {_NAMESPACES}>{''.join(self._shapes)}</p:spTree>"

    def _new_id(self) -> int:
        self._next += 1
        return self._next - 1

    def shape(
        self,
        box: Box,
        paragraphs: Sequence[Paragraph],
        style: Style = PLAIN,
        *,
        name: str,
        about: str = "",
    ) -> int:
        """Draw a rectangle with text and return its id.

        Parameters
        ----------
        about : str
            Alternative text; "" where the text says it all.
        """
        number = self._new_id()
        self._boxes[number] = box
        self.bottom = max(self.bottom, box.bottom)
        aside, above = (round(length * EMU) for length in style.inset)
        is_text = style.fill is None and style.line is None
        kind = ' txBox="1"' if is_text else ""
        self._shapes.append(
            f"<p:sp><p:nvSpPr>{_properties(number, name, about)}"
            f"<p:cNvSpPr{kind}/><p:nvPr/></p:nvSpPr><p:spPr>{_transform(box, 'a:xfrm')}"
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
            f"{_fill(style.fill)}{_line('a:ln', style.line, style.weight, dashed=style.dashed)}"
            f'</p:spPr><p:txBody><a:bodyPr wrap="square" lIns="{aside}" rIns="{aside}" '
            f'tIns="{above}" bIns="{above}" rtlCol="0" anchor="{style.anchor}"><a:noAutofit/>'
            f"</a:bodyPr><a:lstStyle/>{self._paragraphs(paragraphs)}</p:txBody></p:sp>"
        )
        return number

    def table(
        self,
        place: tuple[float, float],
        widths: Sequence[float],
        rows: Sequence[TableRow],
        *,
        name: str,
        about: str,
    ) -> None:
        """Draw a table; its first row is its head."""
        height = sum(row.height for row in rows)
        box = Box(*place, sum(widths), height)
        self.bottom = max(self.bottom, box.bottom)
        columns = "".join(f'<a:gridCol w="{_emu(width)}"/>' for width in widths)
        lines = "".join(self._row(row) for row in rows)
        self._shapes.append(
            f"<p:graphicFrame><p:nvGraphicFramePr>{_properties(self._new_id(), name, about)}"
            '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/>'
            f"</p:nvGraphicFramePr>{_transform(box, 'p:xfrm')}<a:graphic>"
            f'<a:graphicData uri="{_TABLE}"><a:tbl><a:tblPr firstRow="1"/>'
            f"<a:tblGrid>{columns}</a:tblGrid>{lines}</a:tbl></a:graphicData></a:graphic>"
            "</p:graphicFrame>"
        )

    def _row(self, row: TableRow) -> str:
        aside, above = (round(length * EMU) for length in CELL_INSET)
        none = "".join(_line(f"a:{side}", None, 0) for side in ("lnL", "lnR", "lnT"))
        end = (
            f'<a:tcPr marL="{aside}" marR="{aside}" marT="{above}" marB="{above}">'
            f"{none}{_line('a:lnB', Ink.LINE, row.rule)}{_fill(row.fill)}</a:tcPr>"
        )
        cells = "".join(
            "<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>"
            f"{self._paragraphs(cell.paragraphs)}</a:txBody>{end}</a:tc>"
            for cell in row.cells
        )
        return f'<a:tr h="{_emu(row.height)}">{cells}</a:tr>'

    def joint(self, above: int, y: float) -> int:
        """Return a joint below a shape, tied to its foot, that lines can go on from.

        Programs draw lines anew as they see fit when a shape is moved, and some at once; only what
        begins at a place of its own stays there.
        """
        at = Box(self._boxes[above].middle - 0.75, y, 1.5, 1.5)
        joint = self.shape(at, (), Style(Ink.THEME, inset=(0.0, 0.0)), name="Joint")
        self.connect(above, joint)
        return joint

    def connect(self, above: int, below: int) -> None:
        """Tie the top of a shape to the foot of another by a line in three strokes."""
        start, end = self._boxes[above], self._boxes[below]
        wide, high = end.middle - start.middle, end.y - start.bottom
        middle = ((start.middle + end.middle) / 2, (start.bottom + end.y) / 2)
        if abs(wide) < 1:
            box = Box(start.middle, start.bottom, 0.0, high)
            self._connector(box, "straightConnector1", "", (above, BOTTOM), (below, TOP))
            return
        # The strokes lie level, down, level; so it is turned by a quarter.
        box = Box(middle[0] - high / 2, middle[1] - abs(wide) / 2, high, abs(wide))
        turn = ' rot="16200000" flipH="1"' if wide > 0 else ' rot="5400000"'
        self._connector(box, "bentConnector3", turn, (above, BOTTOM), (below, TOP))

    def hang(self, above: int, below: int, spine: float) -> None:
        """Tie the left sides of two shapes by a line that goes down at `spine`."""
        start, end = self._boxes[above], self._boxes[below]
        y, other = start.y + start.height / 2, end.y + end.height / 2
        box = Box(start.x, y, end.x - start.x, other - y)
        share = round((spine - start.x) / box.width * 100_000)
        self._connector(box, "bentConnector3", "", (above, LEFT), (below, LEFT), share)

    def _connector(
        self,
        box: Box,
        shape: str,
        turn: str,
        start: tuple[int, int],
        end: tuple[int, int],
        share: int = 50_000,
    ) -> None:
        number = self._new_id()
        guide = f'<a:gd name="adj1" fmla="val {share}"/>' if shape.startswith("bent") else ""
        self._shapes.append(
            f'<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="{number}" name="Line {number}">{_DECORATIVE}'
            f'</p:cNvPr><p:cNvCxnSpPr><a:stCxn id="{start[0]}" idx="{start[1]}"/>'
            f'<a:endCxn id="{end[0]}" idx="{end[1]}"/></p:cNvCxnSpPr><p:nvPr/></p:nvCxnSpPr>'
            f"<p:spPr>{_transform(box, 'a:xfrm', turn)}"
            f'<a:prstGeom prst="{shape}"><a:avLst>{guide}</a:avLst></a:prstGeom>'
            f"{_line('a:ln', Ink.THEME, 0.75)}</p:spPr></p:cxnSp>"
        )

    def _paragraphs(self, paragraphs: Sequence[Paragraph]) -> str:
        for each in paragraphs:
            self.smallest = min([self.smallest, *(run.size for run in each.runs if run.text)])
            self.marks |= marks_in(each)
        return "".join(map(paragraph_xml, paragraphs)) or "<a:p/>"


_SIGNS = frozenset(filter(None, MARKS.values()))
_STARRED = re.compile(rf"\d[a-z%]*{re.escape(STAR)}")


def marks_in(told: Paragraph) -> set[str]:
    """Return the signs in a text that somebody must explain: of verdicts, and at numbers."""
    found = {text for run in told.runs if (text := run.text.strip()) in _SIGNS or text == DASH}
    return found | ({STAR} if _STARRED.search(told.text) else set())


def paragraph_xml(paragraph: Paragraph) -> str:
    """Return a paragraph with lines of a set height, so that every program gives it that room."""
    spacing = round(paragraph.size * LEADING * 100)
    above = f'<a:spcBef><a:spcPts val="{round(paragraph.before * 100)}"/></a:spcBef>'
    runs = "".join(map(_run, paragraph.runs))
    end = f'<a:endParaRPr lang="en-GB" sz="{round(paragraph.size * 100)}"/>'
    return (
        f'<a:p><a:pPr marL="{_emu(paragraph.indent)}" indent="0" algn="{paragraph.align}">'
        f'<a:lnSpc><a:spcPts val="{spacing}"/></a:lnSpc>{above}'
        f'<a:spcAft><a:spcPts val="0"/></a:spcAft><a:buNone/></a:pPr>{runs}'
        f"{'' if runs else end}</a:p>"
    )


def _run(run: Run) -> str:
    link = ""
    if run.link:
        link = f'<a:hlinkClick r:id="{run.link}" action="ppaction://hlinksldjump"/>'
    face = (
        f'<a:rPr lang="en-GB" sz="{round(run.size * 100)}" b="{int(run.bold)}">'
        f'{_fill(run.ink)}<a:latin typeface="{FONT}"/><a:cs typeface="{FONT}"/>{link}</a:rPr>'
    )
    lines = (f"<a:r>{face}<a:t>{plain(line)}</a:t></a:r>" for line in run.text.split("\n"))
    return "<a:br/>".join(lines) if run.text else ""


def plain(text: str) -> str:
    """Return a text for XML, without the characters that it can't hold.

    A minus stays with what it stands before; programs take it for the end of a word.
    """
    tied = text.replace(f"{MINUS}£", f"{MINUS}{_JOINER}£")
    return escape(_NOT_IN_XML.sub("", tied.replace("\t", " ")), {'"': "&quot;"})


def _properties(number: int, name: str, about: str) -> str:
    told = f' descr="{plain(about)}"' if about else ""
    return f'<p:cNvPr id="{number}" name="{plain(name)}"{told}/>'


def _transform(box: Box, tag: str, turn: str = "") -> str:
    return (
        f'<{tag}{turn}><a:off x="{_emu(box.x)}" y="{_emu(box.y)}"/>'
        f'<a:ext cx="{_emu(box.width)}" cy="{_emu(box.height)}"/></{tag}>'
    )


def _emu(points: float) -> int:
    return round(points * EMU)


def _fill(ink: Ink | None) -> str:
    return "<a:noFill/>" if ink is None else f"<a:solidFill>{_colour(ink)}</a:solidFill>"


def _colour(ink: Ink) -> str:
    match ink:
        case Ink.PALE:
            pale = '<a:lumMod val="12000"/><a:lumOff val="88000"/>'
            return f'<a:schemeClr val="accent1">{pale}</a:schemeClr>'
        case Ink.ACCENT | Ink.THEME:
            return f'<a:schemeClr val="{ink.value}"/>'
        case _:
            return f'<a:srgbClr val="{ink.value}"/>'


def _line(tag: str, ink: Ink | None, weight: float, *, dashed: bool = False) -> str:
    dash = '<a:prstDash val="dash"/>' if dashed else ""
    return f'<{tag} w="{_emu(weight)}">{_fill(ink)}{dash}</{tag}>'
