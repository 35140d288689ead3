"""Presets: ways to export, kept by name in a scenario or among the user's own settings.

A preset is plain values (`model.presets`); here they are made from settings, and settings from
them, checked as if somebody had typed them. The title is left out, for it is one paper's own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any

from db.errors import InputError
from model.errors import ListRefusedError
from model.presets import MAX_PRESETS, Settings, Value, check_preset
from ui.export_settings import (
    FORMATS,
    LAYOUTS,
    ExportSettings,
    Format,
    Setting,
    paper_named,
    parts_named,
    settings_told,
    tiles_named,
    usual_paper,
)

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings

_FIELDS: Mapping[Setting, tuple[str, ...]] = {
    Setting.PAPER: ("paper", "landscape", "margin_mm"),
    Setting.LAYOUT: ("layout",),
    Setting.DPI: ("dpi",),
    Setting.POSTS: ("posts",),
    Setting.PARTS: ("parts",),
    Setting.CHANGES: ("changes", "map"),
    Setting.TILES: ("tiles",),
    Setting.LINE: ("line",),
    Setting.LOGO: ("logo",),
    Setting.TEMPLATE: ("template",),
    Setting.SCENARIO: ("scenario",),
}
"""The fields of settings that are kept, by what they tell."""
_FILES = ("logo", "template")
"""Those that are paths."""
_TYPES: Mapping[str, type] = {
    **dict.fromkeys(("landscape", "changes", "map"), bool),
    **dict.fromkeys(("margin_mm", "dpi"), int),
    "parts": list,
}
"""What a value must be, where it is no text."""
_GROUP = "presets"


# -- from settings and back ------------------------------------------------------------------


def to_data(made_as: Format, settings: ExportSettings) -> dict[str, Value]:
    """Return a way to export as plain values: what tells something about the format."""
    told = settings_told(made_as, settings.layout)
    data: dict[str, Value] = {"format": made_as.suffix}
    for setting, names in _FIELDS.items():
        for name in names if setting in told else ():
            data[name] = _plain(getattr(settings, name))
    return data


def _plain(value: object) -> Value:
    match value:
        case (int(across), int(down)):
            return f"{across}x{down}"
        case tuple():
            return [str(text) for text in value]
        case int():
            return value
    return str(value)


def from_data(name: str, data: Settings) -> tuple[Format, ExportSettings]:
    """Return what a preset says; what it does not say is as usual.

    Raises
    ------
    InputError
        If it can't be used.
    """
    try:
        made_as = FORMATS.get(str(data.get("format", "")))
        if made_as is None:
            raise InputError("it names no format that there is")  # noqa: TRY301 - told as the rest
        return made_as, _settings(data)
    except InputError as error:
        raise InputError(
            f"the preset {name!r} can't be used: {error.what}", remedy="choose another, or none"
        ) from error


def _settings(data: Settings) -> ExportSettings:
    layout = str(data.get("layout", LAYOUTS[0]))
    paper, lies = usual_paper(layout)
    values: dict[str, Any] = {"paper": paper, "landscape": lies, "layout": layout}
    for name in (name for names in _FIELDS.values() for name in names):
        if name in data:
            value = data[name]
            if type(value) is not _TYPES.get(name, str):
                raise InputError(f"its {name} is not of the right type")
            read = _READ.get(name)
            values[name] = read(value) if read else value
    return ExportSettings(**values)


_READ: Mapping[str, Callable[[Any], object]] = {
    "paper": paper_named,
    "tiles": tiles_named,
    "parts": lambda names: parts_named(",".join(names)),
}
"""What turns a value into that of a setting, where it is another."""


# -- in a scenario ---------------------------------------------------------------------------


def for_file(data: Settings, folder: Path | None) -> tuple[dict[str, Value], list[str]]:
    """Return a preset as a scenario may keep it, and the paths that had to be left out.

    A file beside the scenario, or in a folder below, is found there on another machine too. Other
    paths are left out: they lead nowhere there, and may tell whose machine it was.
    """
    kept, left_out = dict(data), []
    for name in _FILES:
        path = str(data.get(name, ""))
        if not path:
            continue
        whole = Path(path).absolute()
        if folder is not None and whole.is_relative_to(folder.absolute()):
            kept[name] = whole.relative_to(folder.absolute()).as_posix()
        else:
            kept[name] = ""
            left_out.append(path)
    return kept, left_out


def of_file(name: str, data: Settings, folder: Path | None) -> dict[str, Value]:
    """Return a preset that a scenario keeps, with paths as they are on this machine.

    Raises
    ------
    InputError
        If a path leads out of the scenario's folder: the file may come from anybody.
    """
    found = dict(data)
    for field in _FILES:
        path = str(data.get(field, ""))
        if not path:
            continue
        if not _stays_within(path) or folder is None:
            raise InputError(
                f"the preset {name!r} can't be used: its {field} is not in the scenario's folder",
                remedy="choose another, or none",
            )
        found[field] = str(folder / path)
    return found


def _stays_within(path: str) -> bool:
    windows, posix = PureWindowsPath(path), PurePosixPath(path)
    is_bare = not (windows.anchor or windows.drive or posix.anchor or ":" in path or "\\" in path)
    return is_bare and ".." not in posix.parts


# -- the user's own --------------------------------------------------------------------------


def own(store: QSettings) -> dict[str, Settings]:
    """Return the presets that the user keeps; what is none of ours is passed over."""
    found: dict[str, Settings] = {}
    try:
        data = json.loads(str(store.value(_GROUP, "{}")))
    except ValueError:
        return found
    for name, settings in data.items() if isinstance(data, dict) else ():
        if not isinstance(settings, dict):
            continue
        try:
            check_preset(name, settings)
        except ListRefusedError:
            continue
        found[name] = settings
    return found


def keep_own(store: QSettings, name: str, settings: Settings | None) -> None:
    """Keep a preset for the user, in place of what had that name; None takes it away.

    Raises
    ------
    ListRefusedError
        If it can't be kept.
    """
    presets = own(store)
    if settings is None:
        presets.pop(name, None)
    else:
        check_preset(name, settings)
        if len(presets) >= MAX_PRESETS and name not in presets:
            raise ListRefusedError(f"You have {MAX_PRESETS} presets: remove one first.")
        presets[name] = settings
    store.setValue(_GROUP, json.dumps({key: dict(value) for key, value in presets.items()}))


def preset_named(
    name: str, kept: Mapping[str, Settings], folder: Path, store: QSettings
) -> tuple[Format, ExportSettings]:
    """Return a preset of a scenario, or else one of the user's own, by its name in any case.

    Raises
    ------
    InputError
        If there is none, or it can't be used.
    """
    mine = own(store)
    for presets in (kept, mine):
        found = [key for key in presets if key.casefold() == name.strip().casefold()]
        if found:
            key = name.strip() if name.strip() in found else found[0]
            data = presets[key]
            return from_data(key, of_file(key, data, folder) if presets is kept else data)
    there = [*kept, *(key for key in mine if key not in kept)]
    raise InputError(
        f"there is no preset {name!r}",
        remedy=f"there is: {', '.join(there)}" if there else "there is none at all",
    )
