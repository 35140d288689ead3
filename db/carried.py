"""A scenario inside a PDF: how it is put in as an attached file, and how it is taken out again.

Any PDF reader shows the attached file and lets people save it. Read here is only what is written
here: the file's table of objects at its end, the catalogue, what that says of the attachment, and
its bytes, each in the very form in which `ui.pdf` writes them. Whatever else a PDF may hold or a
program may make of it is refused; what is taken out is then checked as any scenario is that comes
from outside (`db.scenario_file`).
"""

from __future__ import annotations

import datetime
import hashlib
import re
import zlib
from pathlib import Path

from db.defence import MAX_SIZE, damaged
from db.errors import NotAScenarioError
from model.log import Log
from model.records import record
from model.report.imprint import stamp
from model.scenario import Scenario
from model.sending import Level
from model.wording import day

NAME = "scenario.footprint"
"""What the attached file is called, whatever the scenario's own file is."""

_LEVEL = 3
"""How hard to pack: a fifth of its size is left; more takes twice the time for a twentieth."""
_LONGEST = 20_000
"""Of an object that is read, but for the scenario itself; bytes."""


@record
class Carried:
    """What a PDF says of the scenario that it carries.

    Attributes
    ----------
    option : str
        Id of the option that is on its pages.
    state : str
        Which state of it that is, as in the footer of the pages: `model.report.imprint.stamp`.
    level : Level
        How much of the scenario it is.
    """

    option: str
    state: str
    level: Level

    def fault(self, scenario: Scenario) -> str:
        """Say how what is on the pages differs from what was taken out, "" if it does not.

        A copy without history says which state it stands for, unless nothing was done to the plan.
        """
        log = next((o.log for o in scenario.options if o.id == self.option), None)
        if log is None:
            return "its pages show an option that is not in the scenario that it carries"
        if self.state in self._known(log):
            return ""
        earlier = next((e for e in log if self.state and stamp(e.id) == self.state), None)
        if earlier is not None:
            when = day(datetime.datetime.fromisoformat(earlier.when).date())
            return f"its pages show an earlier state of the plan, no. {self.state} of {when}"
        shown = f"plan no. {self.state}" if self.state else "the plan as published"
        return (
            f"its pages show {shown}, which is not that of the scenario that it carries "
            f"({stamp(log.head) or 'as published'}): they may not belong together"
        )

    def _known(self, log: Log) -> tuple[str, ...]:
        """Return what may stand on the pages."""
        if self.level is Level.WHOLE:
            return (stamp(log.head),)
        return (stamp(log[log.head].brings),) if log.head else (self.state,)


# -- putting in --------------------------------------------------------------------------------


def file_object(data: bytes, when: str) -> bytes:
    """Return the object of a PDF that holds a file.

    Parameters
    ----------
    when : str
        When it was last changed, as a PDF says it: "20110601093000Z".
    """
    packed = zlib.compress(data, _LEVEL)
    check = hashlib.md5(data, usedforsecurity=False).hexdigest()
    head = (
        f"<< /Type /EmbeddedFile /Subtype /application#2Fvnd.sqlite3 /Filter /FlateDecode "
        f"/Length {len(packed)} /Params << /Size {len(data)} /CheckSum <{check}> "
        f"/ModDate (D:{when}) >> >>\nstream\n"
    )
    return head.encode() + packed + b"\nendstream"


def about_object(carried: Carried, file: int) -> str:
    """Return the object that says what a file is whose number is given."""
    state = f"plan no. {carried.state}" if carried.state else "as published"
    return (
        f"<< /Type /Filespec /F ({NAME}) /UF ({NAME}) /AFRelationship /Source "
        f"/EF << /F {file} 0 R /UF {file} 0 R >> /Desc (The plan on these pages: {state}) "
        f"/Footprint << /Option <{carried.option.encode().hex()}> /State ({carried.state}) "
        f"/Level /{carried.level.value} >> >>"
    )


def names_entry(about: int) -> str:
    """Return what the catalogue's names say of the file."""
    return f"/EmbeddedFiles << /Names [ ({NAME}) {about} 0 R ] >>\n"


def catalogue_entry(about: int) -> str:
    """Return what the catalogue says of the file."""
    return f"/AF [ {about} 0 R ]\n"


_FILE = re.compile(
    rb"<< /Type /EmbeddedFile /Subtype /application#2Fvnd\.sqlite3 /Filter /FlateDecode "
    rb"/Length (\d{1,9}) /Params << /Size (\d{1,9}) /CheckSum <([0-9a-f]{32})> "
    rb"/ModDate \(D:\d{14}Z\) >> >>\nstream\n"
)
_ABOUT = re.compile(
    rb"<< /Type /Filespec /F \(scenario\.footprint\) /UF \(scenario\.footprint\) "
    rb"/AFRelationship /Source /EF << /F (\d{1,7}) 0 R /UF \1 0 R >> "
    rb"/Desc \(The plan on these pages: (?:plan no\. [0-9a-f]{8}|as published)\) "
    rb"/Footprint << /Option <([0-9a-f]{0,4000})> /State \(([0-9a-f]{8}|)\) "
    rb"/Level /(whole|plan|nameless|totals) >> >>"
)
_END = re.compile(rb"startxref\n(\d{1,10})\n%%EOF\n")
_TABLE = re.compile(rb"xref\n0 (\d{1,7})\n")
_ENTRY = re.compile(rb"(\d{10}) 00000 n \n")
_ROOT = re.compile(rb"/Root (\d{1,7}) 0 R")
_NAMES = re.compile(rb"/Names (\d{1,7}) 0 R")
_ATTACHED = re.compile(rb"/AF \[ (\d{1,7}) 0 R \]\n")


# -- taking out --------------------------------------------------------------------------------


def scenario_in(path: Path, data: bytes) -> tuple[bytes, Carried]:
    """Return the scenario file that a PDF carries, not yet checked, and what the PDF says of it.

    Raises
    ------
    NotAScenarioError
        If it carries none that Footprint put there.
    DamagedError
        If what it carries is not whole.
    """
    try:
        said, begin = _found(_Objects(data))
    except _ForeignError:
        raise _refusal(path, data) from None
    try:
        option = bytes.fromhex(said[2].decode()).decode()
    except ValueError as error:
        raise damaged(path, "it does not say which option is on its pages") from error
    carried = Carried(option, said[3].decode(), Level(said[4].decode()))
    return _unpacked(path, data, begin), carried


class _ForeignError(Exception):
    """Something in a PDF is not as we write it."""


class _Objects:
    """Where the objects of a PDF are, by the table at its end."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        end = data.rfind(b"startxref\n")
        found = _END.fullmatch(data, end) if end >= 0 else None
        table = _TABLE.match(data, int(found[1])) if found else None
        if table is None:
            raise _ForeignError
        self._count, self._table = int(table[1]), table.end()
        self.trailer = data[self._table + 20 * self._count : end]
        if not self.trailer.startswith(b"trailer\n") or len(self.trailer) > _LONGEST:
            raise _ForeignError

    def begin(self, number: int) -> int:
        """Return where the content of an object begins."""
        if not 0 < number < self._count:
            raise _ForeignError
        entry = _ENTRY.match(self._data, self._table + 20 * number)
        head = b"%d 0 obj\n" % number
        if entry is None or not self._data.startswith(head, int(entry[1])):
            raise _ForeignError
        return int(entry[1]) + len(head)

    def small(self, number: int) -> bytes:
        """Return the content of an object that is no file."""
        begin = self.begin(number)
        end = self._data.find(b"\nendobj\n", begin, begin + _LONGEST)
        if end < 0:
            raise _ForeignError
        return self._data[begin:end]


def _found(objects: _Objects) -> tuple[re.Match[bytes], int]:
    """Return what is said of the attached file, and where that is."""
    root = objects.small(_only(_ROOT, objects.trailer))
    about = _only(_ATTACHED, root)
    names = objects.small(_only(_NAMES, root))
    said = _ABOUT.fullmatch(objects.small(about))
    if said is None or names != f"<<\n{names_entry(about)}>>".encode():
        raise _ForeignError
    return said, objects.begin(int(said[1]))


def _only(pattern: re.Pattern[bytes], text: bytes) -> int:
    found = pattern.findall(text)
    if len(found) != 1:
        raise _ForeignError
    return int(found[0])


def _refusal(path: Path, data: bytes) -> NotAScenarioError:
    if NAME.encode() in data:
        what = "was altered by another program after Footprint wrote it"
        remedy = f"save the attached {NAME} with a PDF reader, and open that"
    else:
        what = "carries no scenario"
        remedy = (
            "choose a PDF that Footprint exported with its scenario, or save the one that a PDF "
            "reader shows as attached, and open that"
        )
    return NotAScenarioError(path, what, remedy=remedy)


def _unpacked(path: Path, data: bytes, begin: int) -> bytes:
    head = _FILE.match(data, begin)
    if head is None:
        raise _refusal(path, data)
    length, size = int(head[1]), int(head[2])
    packed = data[head.end() : head.end() + length]
    tail = b"\nendstream\nendobj\n"
    if size > MAX_SIZE or not data.startswith(tail, head.end() + length):
        raise damaged(path, "the attached scenario is not as long as the PDF says")
    unpacker = zlib.decompressobj()
    try:
        found = unpacker.decompress(packed, size + 1)  # never more than it says
    except zlib.error as error:
        raise damaged(path, "the attached scenario can't be unpacked") from error
    is_all = unpacker.eof and not unpacker.unused_data and len(found) == size
    check = hashlib.md5(found, usedforsecurity=False).hexdigest()
    if not is_all or check != head[3].decode():
        raise damaged(path, "the attached scenario is not the one that was put in")
    return found
