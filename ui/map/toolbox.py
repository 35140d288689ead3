"""The map's tools, in the order in which they are offered."""

from __future__ import annotations

from ui.map.brush import Paint
from ui.map.tools import Lasso, Select, Tool

TOOLS: tuple[type[Tool], ...] = (Select, Lasso, Paint)
"""The first is the one that a map begins with."""
