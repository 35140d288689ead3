"""Hostile and damaged inputs through all that reads them, with limits, and what came of each.

A worker takes many mutants one after the other in one process and watches: how it ended, how long
it took (of the processor's time: machines are shared), what was written and where, what is printed.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from db.boundaries import read_atlas
from db.carried import Carried
from db.errors import InputError
from db.identity import now
from db.packs import read_pack
from db.presence import Presence
from db.recovered import Found
from db.recovery import CHANGES, COPY, Recorder
from db.scenario_file import open_scenario, save, to_bytes
from model.option import Option
from model.pack import Pack
from model.pasting import Sheet, keys_of
from model.report.imprint import stamp
from model.scenario import Add, Scenario, from_ready
from model.sending import Level
from tests.db.edits import edit_at_random
from tests.db.pdfs import pdf_with
from tests.faults import mutants
from tests.sample_pack import sample_scenario
from ui import cli

try:
    import resource
except ImportError:  # Windows, where memory is not measured
    resource = None  # type: ignore[assignment] - there is no such module

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 2.0
"""Time of the processor from which on a mutant counts as hanging."""
MEMORY = 300_000_000
"""Memory that a worker may have while the program works, bytes."""
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass
class Tally:
    """What came of some mutants.

    Attributes
    ----------
    tried, refused, opened : dict of str to int
        By what was tried.
    crashes, hangs, accepted, written, printed : list of str
        Faults of ours: each with what made it. Accepted are those that must have been refused,
        written what was written elsewhere, printed what is no plain text.
    slowest : float
        Seconds of the processor for one mutant.
    memory : int
        The most that a worker had while the program worked, bytes.
    """

    tried: dict[str, int] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)
    opened: dict[str, int] = field(default_factory=dict)
    crashes: list[str] = field(default_factory=list)
    hangs: list[str] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    slowest: float = 0.0
    memory: int = 0

    @property
    def faults(self) -> list[str]:
        """All that must not be."""
        return [*self.crashes, *self.hangs, *self.accepted, *self.written, *self.printed]


class Watch:
    """Sees what is written outside of a folder, and whether anything else is started."""

    def __init__(self) -> None:
        self.home = ""
        self.seen: list[str] = []
        sys.addaudithook(self._on_event)

    def _on_event(self, event: str, args: tuple[Any, ...]) -> None:
        if not self.home:
            return
        if event == "open":
            path, mode, flags = args
            writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) if flags else "w" in str(mode)
            if writes and isinstance(path, str | bytes):
                self._note(event, path)
        elif event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.symlink", "os.link"):
            self._note(event, args[0])
        elif event in ("subprocess.Popen", "os.system", "os.exec", "socket.connect"):
            self.seen.append(f"{event} {args!r}"[:300])

    def _note(self, event: str, path: object) -> None:
        name = os.path.abspath(os.fsdecode(path))  # type: ignore[arg-type] - a path, in any form
        if not name.startswith(self.home):
            self.seen.append(f"{event} {name}")


_watches: list[Watch] = []


@contextmanager
def watched(home: Path) -> Iterator[Watch]:
    """Watch while the body runs; a hook can't be taken out again, so there is one for good."""
    if not _watches:
        _watches.append(Watch())
    watch = _watches[0]
    writes_none, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # Python's own files
    watch.home, watch.seen = os.path.abspath(home), []
    try:
        yield watch
    finally:
        watch.home = ""
        sys.dont_write_bytecode = writes_none


def _peak() -> int:
    """Return the most memory that this process had, bytes; 0 where that is not known."""
    status = Path("/proc/self/status")
    if status.exists():
        # Linux counts for the other figure what the process had that started this one.
        words = next(line.split() for line in status.read_text().splitlines() if "VmHWM" in line)
        return int(words[1]) * 1024
    if resource is None:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak * (1 if sys.platform == "darwin" else 1024)


class Fuzz:
    """Makes mutants of sound inputs, and has them read.

    Parameters
    ----------
    home : Path
        An empty folder, in which all happens.
    """

    def __init__(self, home: Path, seed: int) -> None:
        self.tally = Tally()
        self._home = home
        self._random = Random(seed)
        self._seed = seed
        self._sending = Random(f"send {seed}")  # of its own: what is sent alters no mutant
        self._sound = [_sample(home / "sound sample.footprint", seed)]
        self._sound.append(_england(home / "sound england.footprint", seed))
        inside = self._sound[0].read_bytes()
        self._sound_sha256 = hashlib.sha256(inside).hexdigest()
        head = open_scenario(self._sound[0]).scenario.option().log.head
        self._carried = Carried("A", stamp(head), Level.WHOLE)
        self._sound_pdf = pdf_with(inside, self._carried)
        self._kept = _kept(home / "kept", self._sound[0])
        self._pack = ROOT / "resources" / "packs" / "pct-2011"
        self._sheet = _sheet(open_scenario(self._sound[0]).scenario.pack)
        self._path = home / "mutant.footprint"

    def run(self, number: int) -> Tally:
        """Try so many mutants: files, as a rule, and one in six of all else that is read."""
        with watched(self._home) as watch:
            self._watch = watch
            for one in range(number):
                kind = self._random.choices(
                    [self._file, self._pdf, self._packs, self._changes, self._paste, self._note],
                    [75, 8, 7, 5, 4, 1],
                )[0]
                self._try(one, kind)
            self.tally.written += watch.seen
        if self.tally.memory > MEMORY:
            self.tally.hangs.append(f"memory of {self.tally.memory >> 20} MiB")
        return self.tally

    def _try(self, number: int, kind: Callable[[], str]) -> None:
        tally, state = self.tally, f"seed {self._seed}, mutant {number}"
        begun = time.process_time()
        self._begun = begun
        try:
            kind()
        except Exception:  # noqa: BLE001 - whatever it is, it is a finding
            tally.crashes.append(f"{state}: {traceback.format_exc()[-2500:]}")
            self._keep(number)
        took = time.process_time() - self._begun
        tally.memory = max(tally.memory, _peak())
        tally.slowest = max(tally.slowest, took)
        if took > SECONDS:
            tally.hangs.append(f"{state}: {took:.1f} s in {kind.__name__}")
            self._keep(number)

    def _forget_peak(self) -> None:
        """Have the most memory counted from now on, where that is possible.

        Making a mutant with a name of 10 MB in a long history takes more than reading it ever does.
        """
        home, self._watch.home = self._watch.home, ""  # it is told without this
        with suppress(OSError):
            Path("/proc/self/clear_refs").write_text("5")
        self._watch.home = home

    def _keep(self, number: int) -> None:
        """Keep what made a fault, if somebody wants it."""
        folder = os.environ.get("FOOTPRINT_FUZZ_KEEP")
        if folder and self._path.exists():
            Path(folder, f"{self._seed}-{number}.footprint").write_bytes(self._path.read_bytes())

    def _count(self, table: dict[str, int], what: str) -> None:
        table[what] = table.get(what, 0) + 1

    def _refused(self, what: str, error: InputError) -> None:
        self._count(self.tally.refused, what)
        self._look(str(error), what)
        if "\n" in str(error):
            self.tally.printed.append(f"not one line: {error!r}"[:500])

    def _look(self, text: str, what: str) -> None:
        """See that a text can be shown as it is."""
        found = UNPRINTABLE.search(text)
        if found:
            self.tally.printed.append(f"{what}: U+{ord(found[0]):04X} in {text[:200]!r}")

    # -- files -----------------------------------------------------------------------------

    def _file(self) -> str:
        random, path = self._random, self._path
        sound = self._sound[random.random() < 0.15]
        sort = mutants.mutate(sound, path, random)
        self._count(self.tally.tried, f"file, {sort}")
        self._begun = time.process_time()  # what making it took is none of the program's time,
        self._forget_peak()  # and what memory that took none of its memory
        try:
            opened = open_scenario(path)
        except InputError as error:
            self._refused(f"file, {sort}", error)
            if random.random() < 0.05:
                self._command(2, random.choice(["show", "check"]), str(path))
                self._command(2, "compare", str(sound), str(path))
                self._merge(sound, path)
            return sort
        self._count(self.tally.opened, f"file, {sort}")
        if sort == "as it is" and _counted(path.read_bytes()) != _counted(sound.read_bytes()):
            self.tally.accepted.append(f"seed {self._seed}: a damaged file with its old checksum")
        self._use(sound, path, opened.scenario, is_whole=not opened.read_only)
        return sort

    def _use(self, sound: Path, path: Path, scenario: Scenario, *, is_whole: bool) -> None:
        """Do all with a file that was opened that is done with any."""
        for option in scenario.options:
            option.findings.worst_first()
        self._look_at_map(scenario.pack)
        if is_whole:
            path.write_bytes(to_bytes(scenario))
            again = open_scenario(path).scenario
            if _content(again) != _content(scenario):
                self.tally.accepted.append(f"seed {self._seed}: it is another one when saved")
        random = self._random
        as_json = ["--json"] * (random.random() < 0.5)
        self._command(None, random.choice(["show", "check"]), str(path), *as_json)
        if random.random() < 0.4:
            self._command(None, "compare", str(sound), str(path), *as_json)
        if random.random() < 0.4:
            self._merge(sound, path)
        self._send(path)

    def _send(self, path: Path) -> None:
        """Make a copy to send of some: it must be a sound file."""
        random = self._sending
        if random.random() > 0.3:
            return
        out = self._home / "sent.footprint"
        out.unlink(missing_ok=True)
        notes = ["--no-notes"] * (random.random() < 0.5)
        code = self._command(
            None, "send", str(path), "-o", str(out), "--what", random.choice([*Level]), *notes
        )
        if code == 0:
            open_scenario(out)

    def _look_at_map(self, pack: Pack) -> None:
        try:
            atlas = read_atlas(pack)
        except InputError as error:
            self._look(str(error), "map")
            return
        for shape in atlas.shapes.values():
            atlas.at(*shape.label)

    def _merge(self, sound: Path, path: Path) -> None:
        out = self._home / "merged.footprint"
        out.unlink(missing_ok=True)
        code = self._command(
            None, "merge", str(sound), str(path), "-o", str(out), "--prefer", "mine"
        )
        if code == 0 and out.exists():
            open_scenario(out)

    def _command(self, wanted: int | None, *arguments: str) -> int:
        """Run a command as `main.py` does; what it prints must be plain, its faults one line."""
        said, complained = io.StringIO(), io.StringIO()
        with redirect_stdout(said), redirect_stderr(complained):
            code = cli.main(list(arguments))
        what = " ".join(arguments[:1])
        for text in (said.getvalue(), complained.getvalue()):
            self._look(text, what)
        if code not in (0, 1, 2) or (wanted is not None and code != wanted):
            self.tally.crashes.append(f"seed {self._seed}: {what} ended with {code}")
        if code == 2 and complained.getvalue().count("\n") != 1:
            self.tally.printed.append(f"{what}: {complained.getvalue()[:300]!r}")
        if "--json" in arguments and code != 2:
            json.loads(said.getvalue())
        return code

    def _pdf(self) -> str:
        """Open what a PDF carries: a mutant of the PDF, or a mutant that a sound one carries."""
        random, path = self._random, self._home / "mutant.pdf"
        sound = self._sound[0]
        if random.random() < 0.3:
            sort = "file in a PDF"
            mutants.mutate(sound, self._path, random)
            path.write_bytes(pdf_with(self._path.read_bytes(), self._carried))
        else:
            sort = "PDF"
            path.write_bytes(mutants.mutate_pdf(self._sound_pdf, random))
        self._count(self.tally.tried, sort)
        self._begun = time.process_time()
        try:
            opened = open_scenario(path)
        except InputError as error:
            self._refused(sort, error)
            if random.random() < 0.2:
                self._command(2, random.choice(["show", "check"]), str(path))
            return sort
        self._count(self.tally.opened, sort)
        if sort == "PDF" and opened.sha256 != self._sound_sha256:
            self.tally.accepted.append(f"seed {self._seed}: a PDF with another scenario in it")
        if opened.carried is not None:
            self._look(opened.carried.fault(opened.scenario), "what a PDF says")
        self._command(None, random.choice(["show", "check"]), str(path))
        return sort

    # -- all else that is read -------------------------------------------------------------

    def _packs(self) -> str:
        folder = self._home / f"pack {self._random.randrange(10**9)}"
        mutants.mutate_folder(self._pack, folder, self._random)
        self._count(self.tally.tried, "pack")
        self._begun = time.process_time()
        try:
            pack = read_pack(folder)
            read_atlas(pack)
            for ready in pack.options:
                from_ready(pack, ready, "s", when=now(), who="")
            self._count(self.tally.opened, "pack")
        except InputError as error:
            self._refused("pack", error)
        home, self._watch.home = self._watch.home, ""  # it is told without its folders
        shutil.rmtree(folder)
        self._watch.home = home
        return "pack"

    def _changes(self) -> str:
        """Take what a killed program left, and have it recovered."""
        target = self._home / "recovery" / self._kept.name
        target.parent.mkdir(exist_ok=True)
        copy = self._kept.with_suffix(COPY).read_bytes()
        if self._random.random() < 0.2:
            copy = mutants.damaged(copy, self._random)
        target.with_suffix(COPY).write_bytes(copy)
        target.write_bytes(mutants.mutate_text(self._kept.read_bytes(), self._random))
        self._count(self.tally.tried, "kept changes")
        self._begun = time.process_time()
        found = Found(target)
        found.read()
        try:
            to_bytes(found.recover().scenario)
            self._count(self.tally.opened, "kept changes")
        except InputError as error:
            self._refused("kept changes", error)
        return "kept"

    def _paste(self) -> str:
        names = self._random.sample(sorted(self._sheet.keys), 5)
        figures = ["1", "41", "=1", "1,000", "1e9", "", "-7"]
        lines = [f"{name}\t{self._random.choice(figures)}" for name in names]
        text = mutants.mutate_text("\n".join(lines).encode(), self._random)
        self._count(self.tally.tried, "pasted figures")
        pasted = self._sheet.understand(text.decode("utf-8", "replace"))
        self._count(self.tally.opened if pasted.figures else self.tally.refused, "pasted figures")
        for (organisation, _), figure in pasted.figures.items():
            if organisation not in self._sheet.rows or not -(10**15) <= figure <= 10**15:
                self.tally.accepted.append(f"seed {self._seed}: {figure} for {organisation!r}")
        return "paste"

    def _note(self) -> str:
        """Leave a note beside a file that says who has it open."""
        random, presence = self._random, Presence(self._home / "noted.footprint")
        sound = json.dumps({"user": "A", "host": "B", "since": now(), "pid": 1}).encode()
        (self._home / ".~lock.noted.footprint#").write_bytes(mutants.mutate_text(sound, random))
        self._count(self.tally.tried, "note of who has a file")
        holder = presence.take()
        self._count(self.tally.opened if holder else self.tally.refused, "note of who has a file")
        if holder is not None:
            self._look(f"{holder.user} {holder.host} {holder.since}", "note")
        presence.release()
        return "note"


def _counted(data: bytes) -> bytes:
    """Return a file's bytes without the version and what SQLite counts."""
    return data[:24] + data[28:60] + data[64:92] + data[100:]


def _content(scenario: Scenario) -> object:
    options = [(o.id, o.state.snapshot(), o.log.head, list(o.log)) for o in scenario.options]
    return scenario.id, scenario.pack, options


# -- sound inputs ------------------------------------------------------------------------------


def _sample(path: Path, seed: int) -> Path:
    scenario = sample_scenario()
    first = scenario.options[0]
    edit_at_random(first, Random(seed), 40)
    first.set_checkpoint(first.log.head, "As agreed", when=now(), who="Bo")
    scenario.apply(Add(first.branch("B", "Another", when=now(), who="Bo"), 1))
    edit_at_random(scenario.options[1], Random(seed + 1), 20)
    save(scenario, path)
    return path


def _england(path: Path, seed: int) -> Path:
    pack = read_pack(ROOT / "resources" / "packs" / "pct-2011")
    option = Option.from_ready(pack, pack.options[0], "A", when=now(), who="")
    edit_at_random(option, Random(seed), 20)
    save(Scenario("england", pack, now(), [option], "A"), path)
    return path


def _kept(folder: Path, plan: Path) -> Path:
    """Leave what a killed program leaves."""
    opened = open_scenario(plan)
    recorder = Recorder(folder)
    recorder.watch(opened.scenario, plan, opened.sha256)
    edit_at_random(opened.scenario.options[0], Random(1), 60)
    recorder.close(keep=True)
    (path,) = folder.glob(f"*{CHANGES}")
    return path


def _sheet(pack: Pack) -> Sheet:
    units = [o for o in pack.organisations if o.id.startswith("U")]
    keys = keys_of([(o.id, o.code, o.name) for o in units])
    columns = [m for m in pack.measures if m.enterable]
    return Sheet([o.id for o in units], columns, keys, "unit")


def fuzz(home: Path, number: int, seed: int) -> Tally:
    """Try so many mutants in this process."""
    return Fuzz(home, seed).run(number)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        result = fuzz(Path(made), int(sys.argv[1]), int(sys.argv[2]))
    print(json.dumps(vars(result) | {"faults": result.faults}))  # noqa: T201 - what it is run for
