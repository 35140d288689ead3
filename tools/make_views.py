"""Draw the window with its map and plots as people see it: light, dark, enlarged, with fewer hues.

    python -m tools.make_views FOLDER [--theme light dark] [--scale 1 2]
                               [--sight usual protan deutan tritan] [--size 1440x900]

Writes a PNG for each scene, theme, scale and sight, for somebody to look at; no screen is needed.
How colours look to people with a colour vision deficiency is worked out by `tools.colour_vision`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.main_window import MainWindow
    from ui.map.view import MapView

ROOT = Path(__file__).resolve().parents[1]
THEMES = ("light", "dark")
SIGHTS = ("usual", "protan", "deutan", "tritan")
_SWEPT = 5
"""How many units are swept in the scene that paints."""


def main(arguments: Sequence[str]) -> None:
    """Draw what is asked for, in a process for each scale: Qt takes it when it is loaded."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--theme", nargs="+", choices=THEMES, default=THEMES)
    parser.add_argument("--scale", nargs="+", default=["1", "2"], help="how large, 1 is 100%%")
    parser.add_argument("--sight", nargs="+", choices=SIGHTS, default=SIGHTS)
    parser.add_argument("--size", default="1440x900", help="of the window, pixels at 100%%")
    asked = parser.parse_args(arguments)
    asked.folder.mkdir(parents=True, exist_ok=True)
    if len(asked.scale) == 1:
        width, height = (int(part) for part in asked.size.split("x"))
        _draw(asked.folder, asked.theme, asked.scale[0], asked.sight, (width, height))
        return
    for scale in asked.scale:
        command = [sys.executable, "-m", "tools.make_views", str(asked.folder), "--scale", scale]
        command += ["--theme", *asked.theme, "--sight", *asked.sight, "--size", asked.size]
        subprocess.run(command, check=True, cwd=ROOT)


def _draw(
    folder: Path, themes: Sequence[str], scale: str, sights: Sequence[str], size: tuple[int, int]
) -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = scale
    # After the platform is set, which Qt reads when it is loaded.
    from PySide6.QtCore import QEventLoop, QSettings

    from tools.colour_vision import Sight, simulate
    from ui.app import application, first_scenario
    from ui.main_window import MainWindow

    app = application()
    scenario = first_scenario()
    for name in themes:
        with tempfile.TemporaryDirectory() as place:
            store = QSettings(str(Path(place, "settings.ini")), QSettings.Format.IniFormat)
            store.setValue("theme", name)
            window = MainWindow(scenario, store)
            window.resize(*size)
            window.show()
            window.later.finish()
            for scene, prepare in _SCENES.items():
                for _ in prepare(window):
                    app.processEvents()
                app.processEvents()
                while not _map(window).picture.is_sharp:
                    app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
                picture = window.grab().toImage()
                for sight in sights:
                    path = folder / f"{scene}-{name}-{scale}-{sight}.png"
                    simulate(picture, Sight(sight)).save(str(path))
                    print(path)
            window.document.stack.setClean()
            window.hide()
            window.deleteLater()


# -- scenes -------------------------------------------------------------------------------


def _map(window: MainWindow) -> MapView:
    view: MapView = window.docks.late("map").panel.view
    return view


def _fills(window: MainWindow) -> Iterator[None]:
    """Show the map beside the chart, with a group selected."""
    window.docks.late("map").bring()
    yield
    group = next(iter(_map(window).scheme.group_of.values()))
    window.document.reveal(group)
    yield


def _painting(window: MainWindow) -> Iterator[None]:
    """Sweep some units that lie beside each other into a new group."""
    from PySide6.QtCore import QPointF

    from model.contiguity import Contiguity
    from model.stroke import Place
    from ui.map.brush import Paint

    view = _map(window)
    view.use(Paint.id)
    view.painting.choose(Place.NEW)
    near = Contiguity(view.land.pack.borders)
    found = [next(iter(view.scheme.group_of))]
    for unit in found:
        found += [u for u in sorted(near.beside(unit)) if u not in found]
        if len(found) >= _SWEPT:
            break
    view.painting.sweep(found[:_SWEPT])
    view.painting.finish()
    place = view.land.sheet.main.to_sheet(*view.land.atlas.shapes[found[0]].label)
    view.tool.hover(view.to_view(QPointF(*place)))
    yield


def _figures(window: MainWindow) -> Iterator[None]:
    """Leave painting, and shade by the figure that may be below 0, else by the first."""
    view, panel = _map(window), window.docks.late("map").panel
    view.painting.discard()
    view.use_first_tool()
    window.document.select(())
    found = [n for n in range(panel.shade_box.count()) if "urplus" in panel.shade_box.itemText(n)]
    _shade(window, found[0] if found else panel.shade_box.count() - 1)
    yield


def _verdicts(window: MainWindow) -> Iterator[None]:
    """Shade by what the rules say."""
    _shade(window, 1)
    yield


def _shade(window: MainWindow, number: int) -> None:
    panel = window.docks.late("map").panel
    panel.shade_box.setCurrentIndex(number)
    panel.shade_box.activated.emit(number)


def _plots(window: MainWindow) -> Iterator[None]:
    """Show plots, too."""
    _shade(window, 0)
    window.docks.late("plots").bring()
    yield


_SCENES: dict[str, Callable[[MainWindow], Iterator[None]]] = {
    "fills": _fills,
    "painting": _painting,
    "figures": _figures,
    "verdicts": _verdicts,
    "plots": _plots,
}


if __name__ == "__main__":
    main(sys.argv[1:])
