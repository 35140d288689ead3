"""Draw `docs/pictures/window.png`: the window in the middle of a drag, as the program draws it now.

    python -m tools.make_picture

No screen is needed. Whoever alters how the window looks runs it, and looks at the picture.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_SCALE_FACTOR"] = "1"

# After the platform is set, which Qt reads when it is loaded.
from PySide6.QtCore import QPoint, QPointF, QSettings, Qt
from PySide6.QtTest import QTest

from ui.app import application, first_scenario
from ui.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "pictures" / "window.png"
UNIT, TO = "5HQ", "C05"
"""What is dragged, and the group that it hovers over."""
_INTO = QPoint(20, 50)
"""How far right of the middle and below the top of the group's card the pointer is, pixels."""


def main() -> None:
    """Draw the picture."""
    app = application()
    with tempfile.TemporaryDirectory() as folder:
        store = QSettings(str(Path(folder, "settings.ini")), QSettings.Format.IniFormat)
        store.setValue("theme", "light")
        window = MainWindow(first_scenario(), store)
        window.resize(1440, 900)
        window.show()
        QTest.qWaitForWindowExposed(window)
        window.later.finish()
        window.chart.reveal(UNIT)
        app.processEvents()
        start, end = _middle(window, UNIT), _middle(window, TO) + _INTO
        port, left = window.chart.viewport(), Qt.MouseButton.LeftButton
        QTest.mousePress(port, left, pos=start)
        QTest.mouseMove(port, start + QPoint(12, 12))
        QTest.mouseMove(port, end)
        app.processEvents()
        assert window.problems.dropped.texts  # shown now, not after the glance that a user has
        app.processEvents()
        window.grab().save(str(PICTURE))
        QTest.keyClick(window.chart, Qt.Key.Key_Escape)
        window.close()
    print(PICTURE.relative_to(ROOT))


def _middle(window: MainWindow, organisation: str) -> QPoint:
    """Return the middle of an organisation's head or row, in pixels of the chart."""
    box = window.chart.chart.box(organisation)
    assert box is not None
    x, y, width, height = box
    return window.chart.to_view(QPointF(x + width / 2, y + min(height, 20) / 2)).toPoint()


if __name__ == "__main__":
    main()
