"""Programs that are not ours, asked what they think of a file that we wrote.

Each function asks one program and returns its complaints, as sentences; none if all is well.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tests.db.exports.workbooks import Sheet, place_of, read

PATIENCE = 3600
"""Seconds that a program may take; more is a complaint."""
_NEVER_MIND = ("failed to launch javaldx",)
"""Of LibreOffice on a machine without Java, which it does not need for our files."""
_AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""Every sheet in a file of its own, commas, UTF-8, numbers in full."""
_CLOSE = 1e-9
AXE = "FOOTPRINT_AXE"
"""Names a folder into which `npm install axe-core puppeteer-core` has put both."""

AXE_SCRIPT = """
const [, file, chromium] = process.argv;
const puppeteer = require('puppeteer-core');
const source = require('fs').readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
(async () => {
  const browser = await puppeteer.launch(
    {executablePath: chromium, args: ['--no-sandbox'], protocolTimeout: 3600000});
  const page = await browser.newPage();
  for (const scheme of ['light', 'dark']) {
    await page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: scheme}]);
    await page.goto('file://' + file);
    await page.evaluate(source);
    const found = await page.evaluate(() => axe.run(document, {resultTypes: ['violations']}));
    for (const v of found.violations)
      console.log(`${scheme}: ${v.id} (${v.impact}), ${v.nodes.length} times: ${v.help}`);
  }
  await browser.close();
})();
"""


@dataclass(frozen=True)
class Answer:
    """What a program said, and with which code it ended."""

    code: int
    out: str
    err: str

    @property
    def complaints(self) -> list[str]:
        """What it said on its stream for complaints, and that it failed, if it did."""
        said = [line.strip() for line in self.err.splitlines() if line.strip()]
        said = [line for line in said if not any(words in line for words in _NEVER_MIND)]
        return [*said, *([f"ended with {self.code}"] if self.code else [])]


def ask(program: str, *arguments: str | Path, **environment: str) -> Answer:
    """Run a program to its end."""
    try:
        done = subprocess.run(
            [program, *map(str, arguments)],
            capture_output=True,
            timeout=PATIENCE,
            env=os.environ | environment,
        )
    except subprocess.TimeoutExpired:
        return Answer(0, "", f"not done within {PATIENCE} s")
    return Answer(
        done.returncode, *(s.decode("utf-8", "replace") for s in (done.stdout, done.stderr))
    )


def version(program: str, *how: str) -> str:
    """Return the number in what a program says of its version, "" if it is not there."""
    if shutil.which(program) is None:
        return ""
    said = ask(program, *how)
    found = re.search(r"\d+(\.\d+)+", said.out + said.err)
    return found[0] if found else "?"


# -- PDF ----------------------------------------------------------------------------------------


def checked(pdf: Path) -> list[str]:
    """Ask qpdf whether a PDF is sound."""
    return ask("qpdf", "--check", pdf).complaints


def fonts(pdf: Path) -> list[str]:
    """Ask pdffonts whether all fonts are embedded, each as the subset that is needed."""
    said = ask("pdffonts", pdf)
    rows = said.out.splitlines()[2:]
    loose = [
        row.split()[0] for row in rows if re.search(r" yes\s+yes\s+(yes|no)\s+\d+", row) is None
    ]
    return [*said.complaints, *(f"{name} is not embedded as a subset" for name in loose)]


def pages(pdf: Path) -> int:
    """Ask pdfinfo how many pages there are."""
    found = re.search(r"^Pages:\s+(\d+)", ask("pdfinfo", pdf).out, re.MULTILINE)
    return int(found[1]) if found else 0


def missing(pdf: Path, names: Iterable[str]) -> list[str]:
    """Ask pdftotext for the text, and say which names are not in it."""
    said = ask("pdftotext", "-raw", pdf, "-")
    text = squeezed(said.out)
    lost = [name for name in names if squeezed(name) not in text]
    return [*said.complaints, *(f"{name[:60]!r} is not found" for name in lost)]


def squeezed(text: str) -> str:
    """Return a text without spaces, for names that are long are broken anywhere.

    Pictures among the letters are left out too: a machine may have no font for them, and where
    there is one, it is another than that of the letters, and may be told before or after them.
    """
    said = unicodedata.normalize("NFC", text)
    kept = (letter for letter in said if unicodedata.category(letter) not in ("So", "Cf"))
    return re.sub(r"\s+", "", "".join(kept))


# -- pictures -----------------------------------------------------------------------------------


def drawn(svg: Path) -> list[str]:
    """Ask rsvg-convert to draw an SVG."""
    with tempfile.TemporaryDirectory() as folder:
        png = Path(folder, "drawn.png")
        said = ask("rsvg-convert", "--width", "1200", svg, "--output", png)
        return [*said.complaints, *(blank(png) if not said.code else [])]


def browsed(file: Path) -> list[str]:
    """Ask Chromium to show a file."""
    with tempfile.TemporaryDirectory() as folder:
        png = Path(folder, "shown.png")
        said = ask(*_chromium(folder), f"--screenshot={png}", "--window-size=1600,1200", _url(file))
        return blank(png) if png.is_file() else said.complaints or ["nothing was shown"]


def _chromium(profile: str) -> list[str]:
    return ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}"]


def _url(file: Path) -> str:
    return file.resolve().as_uri()


def blank(png: Path) -> list[str]:
    """Ask ImageMagick whether there is anything on a picture."""
    said = ask("identify", "-regard-warnings", "-format", "%k", png)
    if said.complaints:
        return said.complaints
    return [] if int(said.out) > 16 else [f"a picture of {said.out} colours"]


# -- HTML ---------------------------------------------------------------------------------------


def printed(html: Path, names: Iterable[str]) -> list[str]:
    """Ask Chromium to print a report, and pdftotext for the names on paper."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder, "printed.pdf")
        said = ask(*_chromium(folder), f"--print-to-pdf={pdf}", _url(html))
        return missing(pdf, names) if pdf.is_file() else said.complaints or ["nothing was printed"]


def accessible(html: Path) -> list[str]:
    """Ask axe-core, in Chromium, in a light and in a dark setting."""
    modules = Path(os.environ[AXE], "node_modules")
    chromium = shutil.which("chromium") or ""
    said = ask("node", "-e", AXE_SCRIPT, "--", html, chromium, NODE_PATH=str(modules))
    return [*said.complaints, *said.out.splitlines()]


# -- LibreOffice --------------------------------------------------------------------------------


def converted(file: Path, to: str, folder: Path) -> list[str]:
    """Ask LibreOffice to convert a file; what comes of it is in the folder."""
    profile = folder / "profile"
    how = f"-env:UserInstallation={_url(profile)}", "--headless"
    said = ask("soffice", *how, "--convert-to", to, "--outdir", folder, file)
    told = [line for line in said.out.splitlines() if re.search("warn|error", line, re.IGNORECASE)]
    shutil.rmtree(profile, ignore_errors=True)
    return [*said.complaints, *told]


def as_pages(file: Path, expected: int = 0) -> tuple[list[str], int]:
    """Ask LibreOffice for a PDF of slides or sheets; say how many pages came, and were missing."""
    with tempfile.TemporaryDirectory() as name:
        faults = converted(file, "pdf", Path(name))
        made = pages(Path(name, f"{file.stem}.pdf"))
    if expected and made != expected:
        faults.append(f"{made} pages of {expected} slides")
    return faults if made else [*faults, "no page"], made


def recalculated(book: Path, totals: Totals) -> tuple[list[str], int]:
    """Ask LibreOffice what formulas come to; say where that is not what we say, and how many.

    Our results are taken out before, so that none can pass for a calculated one.

    Parameters
    ----------
    totals
        What the command `show` says: of each column's title numbers by an organisation's code.
    """
    ours = read(book.read_bytes())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bare = folder / "bare.xlsx"
        _without_results(book, bare)
        faults = converted(bare, _AS_CSV, folder)
        count = 0
        for title, sheet in ours.items():
            if not sheet.formulas:
                continue
            theirs = _table(folder / f"bare-{title}.csv")
            for ref in sheet.formulas:
                count += 1
                faults += _unlike(f"{title}!{ref}", sheet.values.get(ref), _at(theirs, ref))
            faults += [f"{title}: {fault}" for fault in _unlike_totals(sheet, theirs, totals)]
    return faults, count


Totals = Mapping[str, Mapping[str, int | None]]


def _without_results(book: Path, to: Path) -> None:
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(to, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename.startswith("xl/worksheets/sheet"):
                data = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", data)
            new.writestr(entry, data)


def _table(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.reader(text))


def _at(table: Sequence[Sequence[str]], ref: str) -> str:
    return table[int(re.sub(r"\D", "", ref)) - 1][place_of(ref)]


def _unlike(where: str, ours: str | float | None, theirs: str) -> list[str]:
    try:
        same = abs(float(theirs or 0) - float(ours or 0)) <= _CLOSE * max(
            1.0, abs(float(ours or 0))
        )
    except ValueError:
        same = False
    return [] if same else [f"{where} is {theirs!r}, and we say {ours!r}"]


def _unlike_totals(sheet: Sheet, table: Sequence[Sequence[str]], totals: Totals) -> Iterator[str]:
    """Iterate over what is not as `show` says it, of the columns that have a formula."""
    heads = table[0]
    if "Code" not in heads:
        return
    live = {place_of(ref) for ref in sheet.formulas}
    for row in islice(table, 1, None):
        code = row[heads.index("Code")]
        for place in live:
            wanted = totals.get(heads[place], {})
            if code in wanted:
                yield from _unlike(f"{heads[place]} of {code}", wanted[code], row[place])
