"""Start a program and print when its main window was first painted, on the system's clock.

    python first_paint.py bare          an empty window of Qt
    python first_paint.py main.py FILE  the program, as its user starts it

The line it prints has, in seconds: `paint`, the first paint of a shown main window, and `idle`,
when the event loop had nothing left to do after it. The process ends there.
"""

import json
import os
import sys
import time

times: dict[str, float] = {}


def watch() -> None:
    """Have the application that is going to be made watched."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            is_paint = event.type() is QEvent.Type.Paint and isinstance(watched, QWidget)
            if "paint" not in times and is_paint:
                window = watched.window()
                if isinstance(window, QMainWindow) and window.isVisible():
                    times["paint"] = time.monotonic()
                    QTimer.singleShot(0, finish)
            return False

    def finish() -> None:
        times["idle"] = time.monotonic()
        sys.stdout.write(json.dumps(times) + "\n")
        sys.stdout.flush()
        os._exit(0)

    plain, kept = QApplication.__init__, []

    def made(self: QApplication, *arguments: object) -> None:
        plain(self, *arguments)
        kept.append(Watch())
        self.installEventFilter(kept[-1])

    QApplication.__init__ = made  # type: ignore[method-assign]


def bare() -> None:
    """Show an empty window."""
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    app = QApplication(sys.argv)
    window = QMainWindow()
    window.setCentralWidget(QLabel("hello"))
    window.resize(1280, 800)
    window.show()
    app.exec()


if __name__ == "__main__":
    watch()
    if sys.argv[1] == "bare":
        bare()
    else:
        sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "start"))
        sys.argv = sys.argv[1:]
        import footprint_start

        footprint_start.start()
