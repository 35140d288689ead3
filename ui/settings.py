"""What the program remembers between starts: layout, recent files, theme, choices."""

from __future__ import annotations

from pathlib import Path

import platformdirs
from PySide6.QtCore import QSettings

RECENT = 9
"""How many recent files are remembered."""


def settings() -> QSettings:
    """Return the settings, in a file of the user's configuration folder on every system."""
    folder = Path(platformdirs.user_config_dir("footprint", appauthor=False))
    return QSettings(str(folder / "footprint.ini"), QSettings.Format.IniFormat)


def recovery_folder() -> Path:
    """Return where changes are kept that are in no file yet; it may not be there."""
    return Path(platformdirs.user_data_dir("footprint", appauthor=False), "recovery")


def recent_files(store: QSettings) -> list[Path]:
    """Return the files opened last, the newest first."""
    value = store.value("recent", [])
    names = [value] if isinstance(value, str) else value
    return [Path(str(name)) for name in names] if isinstance(names, list) else []


def remember_file(store: QSettings, path: Path) -> None:
    """Put a file at the head of the recent ones."""
    path = path.absolute()
    others = [p for p in recent_files(store) if p != path]
    store.setValue("recent", [str(p) for p in [path, *others][:RECENT]])


def forget_file(store: QSettings, path: Path) -> None:
    """Take a file that is gone off the recent ones."""
    store.setValue("recent", [str(p) for p in recent_files(store) if p != path])
