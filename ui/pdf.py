"""What Qt's PDF writer leaves out: bookmarks, links, dates, names of fonts, the scenario as a file.

Qt writes a plain file: every object by itself, then a table of where each begins. So objects are
added and altered here and the table is written anew; nothing is read that Qt did not just write.
A library that reads any PDF takes longer to load than the chart takes to draw.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from db.carried import Carried, about_object, catalogue_entry, file_object, names_entry
from ui.pages.page import Mark, Page

_DATE = re.compile(rb"/(CreationDate|ModDate) \(D:[^)]*\)")
_XMP_DATE = re.compile(rb'(xmp:\w+Date=")[^"]*(")')
_KIDS = re.compile(rb"/Kids\s*\[(.*?)\]", re.DOTALL)
_FONT_NAME = re.compile(rb"(/(?:BaseFont|FontName) /)(?:[A-Z]{6}\+)?")
_WHEN = "%Y%m%d%H%M%SZ"
_STREAM = rb"(?s)stream\n(.*)endstream"
_FONT = b"<< /Type /Font"
"""How an object begins that is a font."""
_REFERENCE = re.compile(rb"(\d+) 0 R")


@dataclass(slots=True)
class _Item:
    """A bookmark."""

    mark: Mark
    page: int
    top: float
    number: int = 0
    items: list[_Item] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A scenario to attach: its bytes, and what the pages say of it."""

    data: bytes
    carried: Carried


def finished(
    data: bytes,
    pages: Sequence[Page],
    changed: datetime.datetime,
    attachment: Attachment | None = None,
) -> bytes:
    """Return a PDF of Qt's with bookmarks and links, dated as its plan.

    Parameters
    ----------
    pages : sequence of Page
        What was drawn.
    changed : datetime.datetime
        When the plan was last changed, UTC.
    attachment : Attachment, optional
        The scenario, if it is to travel with the pages.
    """
    return _File(data).finished(pages, changed, attachment)


class _File:
    """The objects of a file, by number."""

    def __init__(self, data: bytes) -> None:
        table = int(data[data.rindex(b"startxref") + 9 :].split()[0])
        lines = data[table:].split(b"\n", 2)
        count = int(lines[1].split()[1])
        begin = table + len(lines[0]) + len(lines[1]) + 2
        entries = [data[begin + 20 * i : begin + 20 * i + 20] for i in range(count)]
        used = {i: int(entry[:10]) for i, entry in enumerate(entries) if entry[17:18] == b"n"}
        ends = [*sorted(used.values())[1:], table]
        by_begin = dict(zip(sorted(used.values()), ends, strict=True))
        self._head = data[: min(by_begin)]
        self._objects = {number: data[at : by_begin[at]] for number, at in used.items()}
        trailer = data[begin + 20 * count : data.rindex(b"startxref")]
        self._trailer = trailer
        self._root, self._info = (
            int(_group(rb"/" + name + rb" (\d+) 0 R", trailer)) for name in (b"Root", b"Info")
        )
        kids = _group(rb"/Pages (\d+) 0 R", self._objects[self._root])
        found = _KIDS.search(self._objects[int(kids)])
        self._pages = [int(n) for n in _REFERENCE.findall(found[1])] if found else []

    def finished(
        self,
        pages: Sequence[Page],
        changed: datetime.datetime,
        attachment: Attachment | None,
    ) -> bytes:
        self._date(changed)
        self._tag_fonts()
        for number, page in zip(self._pages, pages, strict=True):
            self._link(number, page)
        entries = b"/Lang (en-GB)\n/ViewerPreferences << /DisplayDocTitle true >>\n"
        if top := self._outline(pages):
            entries += b"/Outlines %d 0 R\n/PageMode /UseOutlines\n" % top
        if attachment is not None:
            entries += self._attach(attachment, changed)
        self._extend(self._root, entries)
        return self._written()

    def _attach(self, attachment: Attachment, changed: datetime.datetime) -> bytes:
        """Attach a scenario; return what the catalogue says of it."""
        when = changed.strftime(_WHEN)
        file = self._add(file_object(attachment.data, when))
        about = self._add(about_object(attachment.carried, file))
        names = int(_group(rb"/Names (\d+) 0 R", self._objects[self._root]))
        self._objects[names] = self._object(names, f"<<\n{names_entry(about)}>>")
        self._head = self._head.replace(b"%PDF-1.4", b"%PDF-1.7")  # what knows of such files
        return catalogue_entry(about).encode()

    def _date(self, changed: datetime.datetime) -> None:
        when = changed.strftime(_WHEN).encode()
        self._objects[self._info] = _DATE.sub(rb"/\1 (D:" + when + rb")", self._objects[self._info])
        metadata = re.search(rb"/Metadata (\d+) 0 R", self._objects[self._root])
        if metadata is not None:
            written = changed.strftime("%Y-%m-%dT%H:%M:%S+00:00").encode()
            number = int(metadata[1])
            self._objects[number] = _XMP_DATE.sub(
                rb"\g<1>" + written + rb"\2", self._objects[number]
            )

    def _tag_fonts(self) -> None:
        """Say in each font's name that only what is used of it is here (ISO 32000-1, 9.6.4).

        Qt says so in the descriptor alone, and numbers its fonts for that. Here the tag is made of
        the font's bytes, so that two parts of one font have two names wherever pages are joined.
        """
        fonts = {
            number: content
            for number, content in self._objects.items()
            if content.split(b"\n", 2)[1] == _FONT
        }
        outer = {
            int(found[1]): number
            for number, content in fonts.items()
            if (found := re.search(rb"/DescendantFonts \[(\d+) 0 R\]", content))
        }
        for number in outer:
            described = re.search(rb"/FontDescriptor (\d+) 0 R", fonts[number])
            if described is None:
                continue
            about = int(described[1])
            file = int(_group(rb"/FontFile[23]? (\d+) 0 R", self._objects[about]))
            digest = hashlib.sha256(_group(_STREAM, self._objects[file])).digest()
            name = rb"\1" + bytes(ord("A") + byte % 26 for byte in digest[:6]) + b"+"
            for named in (outer[number], number, about):
                self._objects[named] = _FONT_NAME.sub(name, self._objects[named], count=1)

    def _link(self, number: int, page: Page) -> None:
        links = []
        for link in page.links:
            left, right = link.x, link.x + link.width
            top, foot = page.height - link.y, page.height - link.y - link.height
            links.append(
                self._add(
                    "<< /Type /Annot /Subtype /Link /Border [0 0 0] "
                    f"/Rect [{left:.2f} {foot:.2f} {right:.2f} {top:.2f}] "
                    f"/Dest {self._place(link.page, page.height - link.down)} >>"
                )
            )
        if links:
            references = " ".join(f"{link} 0 R" for link in links)
            kept = int(_group(rb"/Annots (\d+) 0 R", self._objects[number]))
            self._objects[kept] = self._object(kept, f"[ {references} ]")

    def _place(self, page: int, top: float) -> str:
        """Return a destination: a page, from so far above its foot."""
        return f"[{self._pages[page - 1]} 0 R /XYZ null {top:.2f} null]"

    def _outline(self, pages: Sequence[Page]) -> int:
        """Write the bookmarks; return the number of their root, 0 if there is none."""
        top: list[_Item] = []
        for page in pages:
            for mark in page.marks:
                above = top[-1].items if mark.level and top else top
                above.append(_Item(mark, page.number, page.height - mark.y))
        if not top:
            return 0
        root = self._add("")
        for item in _all(top):
            item.number = self._add("")
        self._objects[root] = self._object(
            root, f"<< /Type /Outlines {_ends(top)} /Count {len(top)} >>"
        )
        self._write(top, root)
        return root

    def _write(self, items: Sequence[_Item], parent: int) -> None:
        for at, item in enumerate(items):
            title = ("\ufeff" + item.mark.title).encode("utf-16-be").hex()
            parts = [f"/Title <{title}>", f"/Parent {parent} 0 R"]
            if at:
                parts.append(f"/Prev {items[at - 1].number} 0 R")
            if at + 1 < len(items):
                parts.append(f"/Next {items[at + 1].number} 0 R")
            if item.items:  # folded up
                parts += [_ends(item.items), f"/Count -{len(item.items)}"]
            parts.append(f"/Dest {self._place(item.page, item.top)}")
            self._objects[item.number] = self._object(item.number, f"<< {' '.join(parts)} >>")
            self._write(item.items, item.number)

    # -- objects ---------------------------------------------------------------------------

    def _object(self, number: int, content: str | bytes) -> bytes:
        raw = content if isinstance(content, bytes) else content.encode()
        return b"%d 0 obj\n%s\nendobj\n" % (number, raw)

    def _add(self, content: str | bytes) -> int:
        number = max(self._objects) + 1
        self._objects[number] = self._object(number, content)
        return number

    def _extend(self, number: int, entries: bytes) -> None:
        """Add entries to an object that is a dictionary."""
        before, _, after = self._objects[number].rpartition(b">>")
        self._objects[number] = before + entries + b">>" + after

    def _written(self) -> bytes:
        size = max(self._objects) + 1
        out = [self._head]
        at = len(self._head)
        table = [b"%010d %05d f \n" % (0, 65535)]
        for number in range(1, size):
            content = self._objects.get(number)
            if content is None:
                table.append(b"%010d %05d f \n" % (0, 0))
                continue
            table.append(b"%010d %05d n \n" % (at, 0))
            out.append(content)
            at += len(content)
        trailer = re.sub(rb"/Size \d+", b"/Size %d" % size, self._trailer)
        out += [b"xref\n0 %d\n" % size, *table, trailer, b"startxref\n%d\n%%%%EOF\n" % at]
        return b"".join(out)


def _all(items: Sequence[_Item]) -> Iterator[_Item]:
    for item in items:
        yield item
        yield from _all(item.items)


def _ends(items: Sequence[_Item]) -> str:
    return f"/First {items[0].number} 0 R /Last {items[-1].number} 0 R"


def _group(pattern: bytes, text: bytes) -> bytes:
    found = re.search(pattern, text)
    assert found is not None, "Qt writes PDF differently now"
    return found[1]
