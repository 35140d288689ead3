"""Data that ships with the program: packs, fonts, icons, style and help.

This package holds files and this one accessor, so that no other module puts paths together.
"""

from __future__ import annotations

from pathlib import Path

FONT_FAMILY = "Footprint Inter"
"""The one type family that the program draws with, in the weights Normal and DemiBold."""

FONT_FILES = ("FootprintInter-Regular.ttf", "FootprintInter-SemiBold.ttf")
"""Its files, in the folder ``fonts``."""

_ROOT = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """Return where a bundled file or folder is.

    Parameters
    ----------
    *parts
        Names of folders and file below ``resources/``, for example ``"packs", "pct-2011"``.

    Returns
    -------
    pathlib.Path
        Absolute path; existing.

    Raises
    ------
    FileNotFoundError
        If nothing of that name is bundled.
    """
    return _ROOT.joinpath(*parts).resolve(strict=True)
