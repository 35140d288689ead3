"""Workbooks read by the standard library: values, formulas and what they come to."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass
class Sheet:
    """Cells by reference: texts and numbers, formulas, and the number of their look."""

    values: dict[str, str | float] = field(default_factory=dict)
    formulas: dict[str, str] = field(default_factory=dict)
    looks: dict[str, int] = field(default_factory=dict)
    xml: str = ""

    def row(self, number: int) -> list[str | float | None]:
        refs = sorted((r for r in self.values if int(re.sub(r"\D", "", r)) == number), key=place_of)
        width = max(map(place_of, refs), default=-1) + 1
        found: list[str | float | None] = [None] * width
        for ref in refs:
            found[place_of(ref)] = self.values[ref]
        return found

    def column(self, title: str) -> list[str | float | None]:
        """Return the cells below a title, as far down as the sheet goes."""
        letter = next(re.sub(r"\d", "", r) for r, v in self.values.items() if v == title)
        last = max(int(re.sub(r"\D", "", r)) for r in self.values)
        return [self.values.get(f"{letter}{row}") for row in range(2, last + 1)]


def place_of(ref: str) -> int:
    """Return the column of a cell, from 0."""
    number = 0
    for letter in re.sub(r"\d", "", ref):
        number = number * 26 + ord(letter) - 64
    return number - 1


def read(data: bytes) -> dict[str, Sheet]:
    """Return the sheets of a workbook, in their order."""
    book = zipfile.ZipFile(io.BytesIO(data))
    strings = [
        "".join(t.text or "" for t in item.iter(f"{MAIN}t"))
        for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    ]
    names = ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
    found = {}
    for number, name in enumerate(names, 1):
        sheet = found[name.attrib["name"]] = Sheet()
        assert name.attrib[RELATION] == f"rId{number}"
        raw = book.read(f"xl/worksheets/sheet{number}.xml")
        sheet.xml = raw.decode()
        for cell in ElementTree.fromstring(raw).iter(f"{MAIN}c"):
            ref, value = cell.attrib["r"], cell.find(f"{MAIN}v")
            sheet.looks[ref] = int(cell.attrib.get("s", 0))
            formula = cell.find(f"{MAIN}f")
            if formula is not None:
                sheet.formulas[ref] = formula.text or ""
            if value is not None and value.text is not None:
                is_text = cell.attrib.get("t") == "s"
                sheet.values[ref] = strings[int(value.text)] if is_text else float(value.text)
    return found


# -- working out ---------------------------------------------------------------------------------

_RANGE = r"(?:'([^']+)'!)?\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)"


def work_out(book: dict[str, Sheet], at: str, formula: str) -> float:
    """Return what a formula of ours comes to: SUM of a range, SUMPRODUCT of tests and a range."""

    def cells(words: tuple[str, ...]) -> list[str | float | None]:
        name, first, top, last, bottom = words
        assert first == last
        values = book[name or at].values
        return [values.get(f"{first}{row}") for row in range(int(top), int(bottom) + 1)]

    name, inside = _parts(r"(SUM|SUMPRODUCT)\((.*)\)", formula)
    if name == "SUM":
        return sum(v for v in cells(_parts(_RANGE, inside)) if isinstance(v, float))
    rest = inside
    factors: list[list[float]] = []
    test = re.compile(rf"--\({_RANGE}=(?:([A-Z]+\d+)|\"([^\"]*)\")\),?")
    while found := test.match(rest):
        *words, ref, text = found.groups()
        wanted = book[at].values.get(ref, "") if ref else text
        column = cells(tuple(words))
        said = ["" if v is None else str(v) for v in column]
        factors.append([float(v.casefold() == str(wanted).casefold()) for v in said])
        rest = rest[found.end() :]
    if rest:
        column = cells(_parts(_RANGE, rest))
        factors.append([v if isinstance(v, float) else 0.0 for v in column])
    total = 0.0
    for row in zip(*factors, strict=True):
        product = 1.0
        for factor in row:
            product *= factor
        total += product
    return total


def _parts(pattern: str, text: str) -> tuple[str, ...]:
    found = re.fullmatch(pattern, text)
    assert found is not None
    return found.groups()
