"""The longest time that the window does not answer, with every GP practice of England in it.

    python -m tests.benchmarks.stall [FILE]

Opens a scenario in the program's window on a virtual display (Xvfb; without one on the display
there is) and plays a user: scrolls, zooms, drags a unit over other clusters, drops it, takes it
back. Input comes through the window system's queue, as a mouse's does, 60 times a second; cards
slide and panels follow as they do for anybody. A *frame* is one stretch in which the event loop is
busy: nothing is handled or painted before it ends.

The same is played several times, each time in a process of its own. What is given for each event
is the median of the longest frames that followed it, so that a machine that stops for a moment, now
here and now there, is told from a program that does; the longest of single plays are given too.

Without FILE, the clusters of June 2011 of the pack with all practices are taken.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from math import cos, sin, tau
from pathlib import Path
from statistics import median
from typing import TypedDict

from tests.benchmarks import inputs
from tests.benchmarks.timing import result

FRAME_S = 1 / 60
PLAYS = 5
TIMES = 5
"""How many units are dragged, dropped and taken back."""
LARGE = "1600x1000x24"


class Play(TypedDict):
    """What one play gave: the number of practices, and `Player.steps`."""

    number: int
    steps: list[tuple[str, float]]


def main(arguments: Sequence[str]) -> int:
    """Measure, on a display of its own."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--on-this-display", action="store_true")
    parser.add_argument("--pictures", type=Path, help="folder for a picture of each gesture")
    a = parser.parse_args(arguments)
    if a.on_this_display:
        play(a.file, a.pictures)
        return 0
    with tempfile.TemporaryDirectory() as home:
        file = a.file or practices(Path(home))
        env = {**os.environ, "QT_QPA_PLATFORM": "xcb"}
        server, env["DISPLAY"] = start_display()
        command = [sys.executable, "-m", "tests.benchmarks.stall", str(file), "--on-this-display"]
        if a.pictures:
            command += ["--pictures", str(a.pictures)]
        try:
            plays = [_played(command, env, Path(home, str(i))) for i in range(PLAYS)]
        finally:
            if server is not None:
                server.terminate()
                server.wait()
    tell(plays)
    return 0


def _played(command: Sequence[str], env: Mapping[str, str], home: Path) -> Play:
    """Play once, by a user who has never played before: what the last one left is no matter."""
    folders = ("CONFIG", "DATA", "STATE", "CACHE")
    env = {**env, **{f"XDG_{name}_HOME": str(home / name.lower()) for name in folders}}
    done = subprocess.run(command, env=env, cwd=inputs.ROOT, stdout=subprocess.PIPE, check=True)
    played: Play = json.loads(done.stdout.splitlines()[-1])
    return played


def tell(plays: Sequence[Play]) -> None:
    """Print, for each gesture, the longest frame that comes back, and those of single plays."""
    names = [name for name, _ in plays[0]["steps"]]
    assert all([n for n, _ in p["steps"]] == names for p in plays), "one play differs from another"
    longest: dict[str, float] = {}
    seen: dict[str, list[float]] = {}
    for place, name in enumerate(names):
        frames = [play["steps"][place][1] for play in plays]
        longest[name] = max(longest.get(name, 0.0), median(frames))
    for name in longest:
        seen[name] = [max(ms for n, ms in play["steps"] if n == name) for play in plays]
    longest["longest_frame"] = max(longest.values())
    seen["longest_frame"] = [max(ms for _, ms in play["steps"]) for play in plays]
    for name, ms in longest.items():
        single = [round(one, 1) for one in sorted(seen[name])]
        number = plays[0]["number"]
        result("stall", "product", "product", name, number, [ms], seen=single)


def practices(folder: Path) -> Path:
    """Return a scenario file with all practices, made in a folder."""
    file = folder / "practices.footprint"
    new = ["new", str(file), "--pack", "pct-2011-practices", "--option", "june-2011"]
    command = [sys.executable, str(inputs.ROOT / "main.py"), *new]
    subprocess.run(command, check=True, capture_output=True)
    return file


def start_display() -> tuple[subprocess.Popen[bytes] | None, str]:
    """Start a virtual display on a free number; return its server and its name."""
    if shutil.which("Xvfb") is None:
        return None, os.environ.get("DISPLAY", "")
    read, write = os.pipe()
    options = ("-displayfd", str(write), "-screen", "0", LARGE, "-nolisten", "tcp", "-noreset")
    server = subprocess.Popen(
        ["Xvfb", *options],
        pass_fds=[write],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    name = b""
    while not name.endswith(b"\n"):
        name += os.read(read, 20)
    return server, f":{name.decode().strip()}"  # `read` stays open: the server may write again


# -- the player --------------------------------------------------------------------------------


def play(file: Path, pictures: Path | None) -> None:
    """Open a file in the window, play a user and print the longest frame after each event."""
    from model.pack import Tier
    from ui import app as program

    app = program.application()
    window = program.make_window(file)
    window.later.done.connect(program.settle)  # as the program does
    window.resize(1600, 1000)
    window.show()
    state = window.document.state
    number = sum(state.tier(o) is Tier.PART for o in state)
    player = Player(app, window)
    player.rest(1.0)
    for name, gesture in (
        ("pan", player.pan),
        ("scroll", player.scroll),
        ("zoom", player.zoom),
        ("drag", player.drag_drop_undo),
    ):
        gesture()
        if pictures is not None:
            pictures.mkdir(parents=True, exist_ok=True)
            window.grab().save(str(pictures / f"{name}.png"))
    print(json.dumps(Play(number=number, steps=player.steps)))  # noqa: T201 - for `main`
    sys.stdout.flush()
    os._exit(0)  # unsaved, and nobody is to be asked


class Player:
    """Sends what a hand on mouse and keyboard would, and times how long the window is busy."""

    def __init__(self, app: object, window: object) -> None:
        from PySide6.QtCore import QEventLoop, Qt
        from PySide6.QtWidgets import QApplication

        from ui.main_window import MainWindow

        assert isinstance(app, QApplication)
        assert isinstance(window, MainWindow)
        self.window, self.view = window, window.chart
        self.frames: dict[str, list[float]] = {}
        self.busy: dict[str, list[float]] = {}
        """The processor's time in each frame: what is left when others keep it from us."""
        self.steps: list[tuple[str, float]] = []
        """For each event, what it was for and the longest frame that followed, milliseconds."""
        self._worked = self._due = 0.0
        self._held: object = Qt.MouseButton.NoButton
        dispatcher = app.eventDispatcher()
        flags = QEventLoop.ProcessEventsFlag.AllEvents
        self.work: Callable[[], bool] = lambda: dispatcher.processEvents(flags)

    # -- time ------------------------------------------------------------------------------

    def step(self, name: str, act: Callable[[], object]) -> None:
        """Send one event and let the rest of a 60th of a second pass."""
        self.steps.append((name, 0.0))
        start, self._worked = time.perf_counter(), time.thread_time()
        if start > self._due + FRAME_S:  # a hand does not make up for what was lost
            self._due = start
        act()
        self.work()
        self._note(name, start)
        self._due += FRAME_S
        self._pass(self._due, name)

    def rest(self, seconds: float, name: str = "") -> None:
        """Let time pass."""
        self._pass(time.perf_counter() + seconds, name)

    def _pass(self, until: float, name: str) -> None:
        while (start := time.perf_counter()) < until:
            self._worked = time.thread_time()
            if self.work():
                self._note(name, start)
            else:
                time.sleep(0.0005)

    def _note(self, name: str, start: float) -> None:
        if name:
            took = (time.perf_counter() - start) * 1e3
            if self.steps:
                what, longest = self.steps[-1]
                self.steps[-1] = (what, max(longest, took))
            self.frames.setdefault(name, []).append(took)
            self.busy.setdefault(name, []).append((time.thread_time() - self._worked) * 1e3)

    # -- hands -----------------------------------------------------------------------------

    def _press(self, x: float, y: float, button: object) -> None:
        from PySide6.QtCore import QEvent

        self._held = button
        self._mouse(QEvent.Type.MouseButtonPress, x, y, button)

    def _release(self, x: float, y: float, button: object) -> None:
        from PySide6.QtCore import QEvent, Qt

        self._held = Qt.MouseButton.NoButton
        self._mouse(QEvent.Type.MouseButtonRelease, x, y, button)

    def _move(self, x: float, y: float) -> None:
        from PySide6.QtCore import QEvent, Qt

        self._mouse(QEvent.Type.MouseMove, x, y, Qt.MouseButton.NoButton)

    def _mouse(self, kind: object, x: float, y: float, button: object) -> None:
        """Send the window an event of the mouse, which it hands on to whatever is there.

        QTest would have the event loop turn in between, and two frames look like one.
        """
        from PySide6.QtCore import QPoint, QPointF, Qt
        from PySide6.QtGui import QMouseEvent
        from PySide6.QtWidgets import QApplication

        at = self.view.viewport().mapTo(self.window, QPoint(round(x), round(y)))
        everywhere = QPointF(self.window.mapToGlobal(at))
        modifiers = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(kind, QPointF(at), everywhere, button, self._held, modifiers)
        QApplication.sendEvent(self.window.windowHandle(), event)

    def _wheel(self, x: float, y: float, turn: int, *, ctrl: bool) -> None:
        from PySide6.QtCore import QPoint, QPointF, Qt
        from PySide6.QtGui import QWheelEvent
        from PySide6.QtWidgets import QApplication

        viewport = self.view.viewport()
        key = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
        event = QWheelEvent(
            QPointF(x, y),
            QPointF(viewport.mapToGlobal(QPoint(round(x), round(y)))),
            QPoint(),
            QPoint(0, turn),
            Qt.MouseButton.NoButton,
            key,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(viewport, event)

    # -- gestures --------------------------------------------------------------------------

    def pan(self) -> None:
        """Drag the chart about with the middle button, at reading size and from afar."""
        from PySide6.QtCore import Qt

        middle = Qt.MouseButton.MiddleButton
        x, y = self._middle()
        for zoom in (1.0, 0.5, 0.2):
            self.view.set_zoom(zoom)
            self.rest(0.2)
            self.step("pan", lambda: self._press(x, y, middle))
            for i in range(90):
                angle = tau * i / 45
                self.step("pan", lambda a=angle: self._move(x + 220 * sin(a), y - 3 * 60 * cos(a)))
            self.step("pan", lambda: self._release(x, y, middle))

    def scroll(self) -> None:
        """Turn the wheel down to the end and up again."""
        x, y = self._middle()
        self.view.read()
        self.rest(0.2)
        for turn in [-240] * 60 + [240] * 60:
            self.step("scroll", lambda t=turn: self._wheel(x, y, t, ctrl=False))

    def zoom(self) -> None:
        """Zoom out until all is seen, and in again, at several places."""
        x, y = self._middle()
        for share in (0.3, 0.5, 0.8):
            self.view.read()
            self.rest(0.2)
            for turn in [-120] * 24 + [120] * 24:
                self.step("zoom", lambda t=turn, s=share: self._wheel(2 * x * s, y, t, ctrl=True))

    def drag_drop_undo(self) -> None:
        """Carry units over other clusters, drop them, take that back and make it again."""
        from PySide6.QtCore import Qt

        left = Qt.MouseButton.LeftButton
        self.view.read()
        for unit in self._units():
            self.window.document.reveal(unit)
            self.rest(0.3)
            places = self._places(unit)
            if places is None:
                continue
            (x, y), (to_x, to_y) = start, end = places
            self.step("drag", partial(self._press, *start, left))
            for i in range(1, 61):
                share = i / 60
                at = (x + (to_x - x) * share, y + (to_y - y) * share + 40 * sin(tau * share))
                self.step("drag", partial(self._move, *at))
            self.step("drop", partial(self._release, *end, left))
            self.rest(0.3, "drop")
            for action in (self.window.actions_.undo, self.window.actions_.redo):
                self.step("undo", action.trigger)
                self.rest(0.3, "undo")
        assert self.frames.get("drop"), "nothing could be dragged"
        assert self.window.document.is_modified, "nothing was dropped"

    def _middle(self) -> tuple[float, float]:
        size = self.view.viewport().size()
        return size.width() / 2, size.height() / 2

    def _units(self) -> Iterator[str]:
        from model.pack import Tier

        units = self.window.document.state.at_tier(Tier.UNIT)
        yield from units[:: max(1, len(units) // TIMES)][:TIMES]

    def _places(self, unit: str) -> tuple[tuple[float, float], tuple[float, float]] | None:
        """Return where a unit is taken up and where it is dropped, on the farthest other card."""
        from PySide6.QtCore import QPointF

        view = self.view
        box = view.chart.box(unit)
        if box is None:
            return None
        x, y, width, height = box
        start = view.to_view(QPointF(x + width / 2, y + height / 2))
        own = view.hit(start)
        if own.id != unit:
            return None
        size = view.viewport().size()
        found = [
            (abs(px - start.x()) + abs(py - start.y()), px, py)
            for px in range(60, size.width() - 60, 20)
            for py in range(60, size.height() - 60, 20)
            if view.hit(QPointF(px, py)).card not in (-1, own.card)
        ]
        if not found:
            return None
        _, px, py = max(found)
        return (start.x(), start.y()), (float(px), float(py))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
