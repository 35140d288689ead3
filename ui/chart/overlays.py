"""What may be drawn over a chart, and said of what is under the pointer."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter


class Overlay(Protocol):
    """Something that a view of the chart draws over its cards."""

    def draw(self, painter: QPainter, exposed: QRectF, zoom: float) -> None:
        """Draw what a rectangle of the scene shows, in scene units."""

    def words(self, organisation: str) -> str:
        """Return what is drawn of an organisation, in words; "" for nothing."""
