"""How wide texts are in Arial, and how they break into lines.

Slides and sheets are set in Arial: every PowerPoint and Excel has it, and where it is missing
(Linux, LibreOffice) what stands in for it, Liberation Sans, has the same widths. So what a text
takes is known without the font, the same on each machine and without Qt, and neither slide nor row
depends on what happens to be installed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

FONT = "Arial"
LEADING = 1.2
"""Height of a line, for one of the font's size."""

_EM = 2048
_ALLOWANCE = 0.97
"""Share of a line that we fill: programs round widths, each in its own way."""

_PLAIN = {
    0: "\N{WORD JOINER}",
    391: "'",
    455: "ijlįĵĺļłſ‘’‚",
    532: "|¦",
    569: " !,./:;I[\\]ft\xa0·ÌÍÎÏìíîïĨĩĪīĬĭĮİıţŧț",
    597: "ľ",
    682: "()-`r¡¨²³´¸¹ŕŗř“”„‹›",
    684: "{}ŀ",
    717: "•",
    727: '"',
    768: "ťºª",
    819: "*°",
    961: "^ĳ",
    1024: "JcksvxyzçýÿćĉċčĴķĸśŝşšŷźżžș◊",
    1131: "¯¶±÷≠≤≥√",
    1139: "#$0123456789?L_abdeghnopqu¢£¤¥§«»àáâãäåèéêëðñòóôõöùúûüþ"
    "āăąđēĕėęěĝğġģĥħĹĻĽĿŁńņňŋōŏőũūŭůűų–†‡€",
    1196: "+<=>~¬×−µ",
    1251: "FTZ¿ßøŢŤŦŹŻŽȚŉ",
    1366: "&ABEKPSVXYÀÁÂÃÄÅÈÉÊËÝÞĀĂĄĒĔĖĘĚĶŚŜŞŠŶŸȘď",
    1481: "CDHNRUwÇÐÑÙÚÛÜĆĈĊČĎĐĤĦŃŅŇŔŖŘŨŪŬŮŰŲŵŊ",
    1509: "©®Ĳ",
    1593: "GOQÒÓÔÕÖØĜĞĠĢŌŎŐ",
    1708: "Mm¼½¾",
    1821: "%æ",
    1933: "WœŴ",
}
_BOLD = {
    0: "\N{WORD JOINER}",
    487: "'",
    569: " ,./I\\ijl\xa0·ÌÍÎÏìíîïĨĩĪīĬĭĮįİıĵĺļłſ‘’‚",
    573: "|¦",
    682: "!()-:;[]`ft¡¨²³´¸¹ţŧ‹›ț",
    717: "•",
    797: "*r{}ŕŗřºªľ",
    819: "°",
    981: 'ŀť"',
    1024: "zźżž“”„◊",
    1131: "±÷≠≤≥√¯",
    1139: "#$0123456789J_aceksvxy¢£¤¥§«¶»àáâãäåçèéêëýÿāăąćĉċčēĕėęěĳĴķĸśŝşšŷ–†‡€ș",
    1196: "+<=>^~¬×−µ",
    1251: "?FLTZbdghnopqu¿ßðñòóôõöøùúûüþđĝğġģĥħĹĻĽĿŁńņňŋōŏőŢŤŦũūŭůűųŹŻŽȚ",
    1366: "EPSVXYÈÉÊËÝÞĒĔĖĘĚŚŜŞŠŶŸȘ",
    1481: "&ABCDHKNRUÀÁÂÃÄÅÇÐÑÙÚÛÜĀĂĄĆĈĊČĎĐĤĦĶŃŅŇŔŖŘŨŪŬŮŰŲŉďŊ",
    1509: "©®",
    1607: "GOQwÒÓÔÕÖØĜĞĠĢŌŎŐŵĲ",
    1708: "M¼½¾",
    1821: "%mæ",
    1933: "WœŴ",
}
"""Characters by their width, 2048ths of the size; others are taken for as wide as high."""

_WIDTHS = tuple(
    {ord(character): width for width, characters in table.items() for character in characters}
    for table in (_PLAIN, _BOLD)
)
_WIDEST = 2080


@lru_cache(maxsize=16_384)
def _units(text: str, bold: bool) -> int:
    """Return how wide a text is, 2048ths of the size."""
    widths = _WIDTHS[bold]
    return sum(widths.get(ord(character), _WIDEST) for character in text)


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return how much room a line of text needs, points, with an allowance."""
    return _units(text, bold) * size / _EM / _ALLOWANCE


def word_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how much room the widest word of a text needs, points."""
    return max((width_of(w, size, bold=bold) for w in _words(text)), default=0.0)


def line_height(size: float) -> float:
    """Return how high a line is, points."""
    return size * LEADING


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """Return the lines that a text breaks into within a width.

    It breaks after spaces and hyphens, and within a word only where the word is wider than a line,
    as PowerPoint and LibreOffice do. A line has one character at least.
    """
    return _wrapped(text, int(width * _ALLOWANCE * _EM / size), bold)


@lru_cache(maxsize=16_384)
def _wrapped(text: str, room: int, bold: bool) -> tuple[str, ...]:
    lines = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for word in _words(paragraph):
            wide = _units(word, bold)
            bare = _units(word.rstrip(" "), bold)
            if used + bare > room and line:
                lines.append(line)
                line, used = "", 0
            if bare > room:
                *whole, word = _broken(word, room, bold)
                lines.extend(whole)
                wide = _units(word, bold)
            line += word
            used += wide
        lines.append(line)
    return tuple(line.rstrip(" ") for line in lines)


def _words(text: str) -> Iterator[str]:
    """Split a text after each space, and after each hyphen between letters."""
    start = 0
    for at in range(1, len(text)):
        before, after = text[at - 1], text[at]
        if (before == " " and after != " ") or (
            before == "-" and after.isalpha() and at - start > 1
        ):
            yield text[start:at]
            start = at
    if start < len(text):
        yield text[start:]


def _broken(word: str, room: int, bold: bool) -> list[str]:
    pieces, piece, used = [], "", 0
    for character in word:
        wide = _units(character, bold)
        if piece and used + wide > room:
            pieces.append(piece)
            piece, used = "", 0
        piece += character
        used += wide
    return [*pieces, piece]
