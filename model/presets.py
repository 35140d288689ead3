"""Presets: ways to export that a scenario keeps by name.

What a setting means, and whether it can be used, is for those who export to say. Here it is plain
values, few enough that any file can hold them.
"""

from __future__ import annotations

from collections.abc import Mapping

from model.errors import ListRefusedError
from model.texts import MAX_TEXT, is_line

Value = str | int | list[str]
"""What a setting is; True and False are numbers here as everywhere."""
Settings = Mapping[str, Value]
"""Settings by name."""

MAX_PRESETS = 100
"""Most presets in a scenario."""
MAX_SETTINGS = 40
"""Most settings of a preset, and most texts in one of them."""
_MOST = 1_000_000


def check_preset(name: str, settings: Settings) -> None:
    """Check that something can be kept as a preset.

    Raises
    ------
    ListRefusedError
        If it can't.
    """
    if not is_line(name) or name != name.strip():
        raise ListRefusedError(f"A preset's name is one line of at most {MAX_TEXT} characters.")
    if len(settings) > MAX_SETTINGS or not all(
        _is_word(key) and _is_value(value) for key, value in settings.items()
    ):
        raise ListRefusedError(f"The settings of the preset {name[:60]} can't be kept in a file.")


def _is_word(text: object) -> bool:
    return isinstance(text, str) and text.isascii() and text.isidentifier() and len(text) <= 40


def _is_value(value: object) -> bool:
    if isinstance(value, str):
        return len(value) <= MAX_TEXT and value.isprintable()
    if isinstance(value, int):
        return abs(value) <= _MOST
    return (
        isinstance(value, list)
        and len(value) <= MAX_SETTINGS
        and all(isinstance(text, str) and _is_value(text) for text in value)
    )
