"""Frames of the map in the real window: a stroke over all of England, pan and zoom of practices.

    python -m tests.benchmarks.map_frames [--pictures FOLDER]

Opens the program's window, offscreen and of 1600 by 1000 pixels, with the map beside the chart, and
plays a user 60 times a second, as `tests.benchmarks.stall` does: sweeps all 151 units into a new
group, row by row over the map, until all that it would bring is known; discards it; sweeps some
into a group that is there and accepts. Then, with every GP practice of England as a point, drags
the map about and zooms. A *frame* is one stretch in which the event loop is busy: nothing is
handled or painted before it ends. Findings that are not known within a frame come with a later one;
`until known` is how long the last of them took after the last unit; `a_second` is how often the map
was painted a second while the gesture went on.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from math import cos, sin, tau
from pathlib import Path
from statistics import median

from PySide6.QtCore import QEvent, QObject

from tests.benchmarks import inputs
from tests.benchmarks.stall import FRAME_S, Player, practices
from tests.benchmarks.timing import result

GROUP = "C08"
WIDTH = 760
"""Of the map, pixels; the chart has the rest."""


def main(arguments: Sequence[str]) -> int:
    """Measure each part in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("part", nargs="?", choices=["stroke", "points"])
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--pictures", type=Path, help="folder for a picture of each gesture")
    a = parser.parse_args(arguments)
    if a.part:
        play(a.part, a.file, a.pictures)
    with tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        files = {"stroke": england(Path(home)), "points": practices(Path(home))}
        for part, file in files.items():
            for name in ("CONFIG", "DATA", "STATE", "CACHE"):  # what one leaves unsaved is its own
                env[f"XDG_{name}_HOME"] = str(Path(home, part, name.lower()))
            command = [sys.executable, "-m", "tests.benchmarks.map_frames", part, str(file)]
            if a.pictures:
                command += ["--pictures", str(a.pictures)]
            code = subprocess.run(command, env=env, cwd=inputs.ROOT).returncode
            if code:
                return code
    return 0


def england(folder: Path) -> Path:
    """Return a scenario file with the clusters of June 2011, made in a folder."""
    file = folder / "england.footprint"
    new = ["new", str(file), "--pack", "pct-2011", "--option", "june-2011"]
    command = [sys.executable, str(inputs.ROOT / "main.py"), *new]
    subprocess.run(command, check=True, capture_output=True)
    return file


def play(part: str, file: Path, pictures: Path | None) -> None:
    """Open a file in the window, play a user and print how long frames took."""
    from ui import app as program

    app = program.application()
    window = program.make_window(file)
    window.later.done.connect(program.settle)  # as the program does
    program.keep_late_panels(window)
    window.resize(1600, 1000)
    window.show()
    player = Painter(app, window)
    player.rest(1.0)
    if part == "stroke":
        player.stroke()
    else:
        player.pan_and_zoom()
    if pictures is not None:
        pictures.mkdir(parents=True, exist_ok=True)
        window.grab().save(str(pictures / f"{part}.png"))
    for name, frames in player.frames.items():
        number = 151 if part == "stroke" else 8234
        tell(name, number, frames, player)
    sys.stdout.flush()
    os._exit(0)  # unsaved, and nobody is to be asked


def tell(name: str, number: int, frames: list[float], player: Painter) -> None:
    """Print the frames of a gesture."""
    ordered, busy = sorted(frames), player.busy[name]
    result(
        *("map", "product", "product", name, number, [median(frames)]),
        frames=len(frames),
        p95=round(ordered[int(len(ordered) * 0.95)], 2),
        longest=round(ordered[-1], 2),
        a_second=player.a_second.get(name),
        busy_median=round(median(busy), 2),
        busy_p95=round(sorted(busy)[int(len(busy) * 0.95)], 2),
        over_a_60th=sum(f > FRAME_S * 1e3 for f in frames),
        busy_over_a_60th=sum(f > FRAME_S * 1e3 for f in busy),
    )


class Counter(QObject):
    """Counts how often a widget is painted."""

    paints = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count, and let it be painted."""
        self.paints += event.type() is QEvent.Type.Paint
        return False


class Painter(Player):
    """A player whose mouse is over the map."""

    def __init__(self, app: object, window: object) -> None:
        from PySide6.QtCore import Qt

        super().__init__(app, window)
        self.a_second: dict[str, float] = {}
        dock = self.window.docks.late("map")
        dock.bring()
        self.map = dock.panel.view
        self.view = self.map
        self.rest(0.5)
        while self.map.height() < 300 or not self.window.later.is_done:
            self.rest(0.1)
        self.window.resizeDocks([dock], [WIDTH], Qt.Orientation.Horizontal)
        self.rest(0.5)

    @contextmanager
    def counted(self, name: str) -> Iterator[None]:
        """Count how often the map is painted."""
        counter = Counter()
        self.map.viewport().installEventFilter(counter)
        began = time.perf_counter()
        yield
        took = time.perf_counter() - began
        self.map.viewport().removeEventFilter(counter)
        self.a_second[name] = round(counter.paints / took, 1)

    def stroke(self) -> None:
        """Sweep everything into a new group; discard; sweep some into one, and accept."""
        from PySide6.QtCore import QPointF, Qt

        from ui.map.brush import Paint

        left, view = Qt.MouseButton.LeftButton, self.map
        view.use(Paint.id)
        view.fit()
        self.rest(1.0)
        shapes, main = view.land.atlas.shapes, view.land.sheet.main
        places = {
            unit: view.to_view(QPointF(*main.to_sheet(*shape.label)))
            for unit, shape in shapes.items()
        }
        # Boustrophedon: rows of 40 pixels from the north to the south, to and fro.
        order = sorted(
            places,
            key=lambda u: (
                row := int(places[u].y() // 40),
                places[u].x() * (1 if row % 2 else -1),
            ),
        )
        first = places[order[0]]
        with self.counted("stroke"):
            self.step("stroke", partial(self._press, first.x(), first.y(), left))
            for unit in order[1:]:
                at = places[unit]
                self.step("stroke", partial(self._move, at.x(), at.y()))
        began = time.perf_counter()
        while not view.painting.is_settled:
            self.rest(FRAME_S, "after the stroke")
        result(
            *("map", "product", "product", "until known", len(view.painting.units)),
            [(time.perf_counter() - began) * 1e3],
        )
        assert len(view.painting.units) > 140, len(view.painting.units)
        self.step("discard", partial(self._release, at.x(), at.y(), left))
        self.step("discard", view.painting.discard)
        self.rest(0.3, "discard")
        view.painting.choose(GROUP)
        some = [u for u in order if self.window.document.state.group_of(u) != GROUP][:12]
        for unit in some:
            at = places[unit]
            self.step("clicks", partial(self._press, at.x(), at.y(), left))
            self.step("clicks", partial(self._release, at.x(), at.y(), left))
        self.rest(0.3, "clicks")
        self.step("accept", view.painting.accept)
        self.rest(0.5, "accept")
        self.step("undo", self.window.actions_.undo.trigger)
        self.rest(0.5, "undo")

    def pan_and_zoom(self) -> None:
        """Drag the map about with the middle button, whole and from near; turn the wheel."""
        from PySide6.QtCore import Qt

        middle, view = Qt.MouseButton.MiddleButton, self.map
        size = view.viewport().size()
        x, y = size.width() / 2, size.height() / 2
        view.fit()
        self.rest(1.0)
        for zoom in (2.0, 6.0):
            view.set_zoom(view.zoom * zoom)
            self.rest(1.0)
            self.step("pan", partial(self._press, x, y, middle))
            seen = set()
            with self.counted(f"pan at {zoom:.0f}"):
                for i in range(90):
                    east, south = 160 * sin(tau * i / 45), -160 * cos(tau * i / 45)
                    self.step(f"pan at {zoom:.0f}", partial(self._move, x + east, y + south))
                    seen.add((view.horizontalScrollBar().value(), view.verticalScrollBar().value()))
            self.step("pan", partial(self._release, x, y, middle))
            assert len(seen) > 20, f"the map was at {len(seen)} places only"
            view.fit()
            self.rest(1.0)
        with self.counted("zoom"):
            for turn in [120] * 24 + [-120] * 24:
                self.step("zoom", partial(self._wheel, x, y, turn, ctrl=True))
        self.rest(1.0, "sharp again")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
