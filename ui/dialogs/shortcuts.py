"""The sheet of all keys and gestures: made from the window's own actions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from model.pack import Pack, Tier
from model.wording import capital
from ui.dialogs.common import PAD, TITLE, Dialog, Standard
from ui.panels.parts import (
    SMALL,
    Heading,
    Ink,
    Prose,
    breakable,
    face,
)
from ui.theme import Theme

_SIZE = QSize(860, 690)
_KEYS_WIDTH = 148
_SAME = 4
"""Fewer lines than this by which a column is the longer are no matter."""
_NATIVE = QKeySequence.SequenceFormat.NativeText

_MOVED = (Tier.UNIT, Tier.GROUP)

Line = tuple[str, str]
"""Keys or gesture, and what they do."""
Part = tuple[str, list[Line]]


def lines_of(sections: Sequence[tuple[str, QAction]]) -> list[Part]:
    """Return the actions that have a key, by section, in their order."""
    found: dict[str, list[Line]] = {}
    for section, action in sections:
        keys = [k.toString(_NATIVE) for k in action.shortcuts()]
        shown = " or ".join(dict.fromkeys(k for k in keys if k))
        if shown:
            found.setdefault(section, []).append((shown, what_it_does(action)))
    return list(found.items())


def what_it_does(action: QAction) -> str:
    """Return an action in a few words."""
    text = action.text().replace("&&", "\0").replace("&", "").replace("\0", "&")
    text = text.rstrip("… ")
    help_ = action.statusTip()
    if not help_:
        # The undo stack's actions carry what they would undo: "Undo Move Manchester to ...".
        return text.split(" ")[0]
    return text if len(text) > 1 and any(c.isalpha() for c in text) else help_


def gestures(pack: Pack | None) -> list[Part]:
    """Return what mouse and keys do on the chart, in the pack's words."""
    tiers = (Tier.UNIT, Tier.GROUP, Tier.REGION)
    unit, group, region = ((t.value if pack is None else pack.kind_at(t).label) for t in tiers)
    units = "units" if pack is None else pack.kind_at(Tier.UNIT).plural
    keys = [
        ("Arrow keys", f"Walk: {units}, {group}, {region}"),
        ("Shift+arrow keys", "Walk and select on the way"),
        ("Home, End", "To the top, to the end"),
        ("Esc", "Call off a drag; select nothing"),
        ("Menu or Shift+F10", "Menu of what is selected"),
        ("Space, held", "Drag the chart itself"),
    ]
    mouse = [
        ("Click", "Select"),
        ("Ctrl+click", "Add to the selection, or take out"),
        ("Shift+click", f"Select all {units} up to there"),
        ("Drag over the ground", "Select what the frame touches"),
        (f"Drag a {unit}", f"To a {group}; to the tray to take it out"),
        ("… to the ground", f"New {group} in that {region}"),
        ("Right button or Esc", "Call off a drag"),
        (f"Double-click a {group}", "Rename it"),
        (f"Double-click a {unit}", "Choose where it goes"),
        ("Right-click", "Menu of what is there"),
        ("Wheel", "Scroll; with Shift sideways"),
        ("Ctrl+wheel or pinch", "Zoom to the pointer"),
        ("Middle button, drag", "Drag the chart itself"),
    ]
    return [("Keys on the chart", keys), ("Mouse on the chart", mouse)]


def gestures_elsewhere(pack: Pack | None) -> list[Part]:
    """Return what mouse and keys do on the map and on plots, in the pack's words."""
    unit, group = (t.value if pack is None else pack.kind_at(t).label for t in _MOVED)
    units = "units" if pack is None else pack.kind_at(Tier.UNIT).plural
    on_map = [
        ("Arrow keys", f"To the {unit} that lies there; with Shift select it too"),
        ("Ctrl+arrow keys", "Scroll; with the middle button, or Space, drag the map about"),
        ("V, O, B", "Select, lasso, paint"),
        ("+, −, 0", "Zoom in, zoom out, show all"),
        ("Drag the sea, or Alt+drag", f"Select the {units} in a frame"),
        (f"Drag a {unit}", f"To the ground of another {group}, or to the tray"),
    ]
    painting = [
        ("G; Shift+G", f"Choose what to paint into; a new {group}"),
        ("I or Alt+click", f"Paint into the {group} of that {unit}"),
        ("Press and drag, or Space", f"Sweep {units}; once more puts them back"),
        ("Backspace", f"Put the last {unit} back"),
        ("Enter", "Accept what is swept, as one step"),
        ("Esc", "Call it off"),
    ]
    on_plots = [
        ("Arrow keys, Home, End", "Walk from bar to bar, or point to point"),
        ("Enter", "Go to it in all views"),
        ("Ctrl+C; Ctrl+Shift+C", "Copy the picture; its figures as text"),
        ("Ctrl+Shift+T", "Show the figures as a table, or the plot again"),
        ("Ctrl+Shift+E", "Export it"),
        ("+, −, 0", "Zoom in, zoom out, show all"),
    ]
    return [("On the map", on_map), ("Painting on the map", painting), ("On plots", on_plots)]


def in_columns(parts: Sequence[Part]) -> tuple[list[Part], list[Part]]:
    """Return parts as two columns about as even as can be; the later ones stand at the right."""
    heights = [len(lines) + 2 for _, lines in parts]
    whole = sum(heights)
    # By the height of the right column, its parts: bit i is part i's; never the first.
    found = {0: 0}
    for i, height in list(enumerate(heights))[1:]:
        for tall, right in list(found.items()):
            found[tall + height] = max(found.get(tall + height, 0), right | 1 << i)
    _, least = min((abs(whole - 2 * tall) // _SAME, -right) for tall, right in found.items())
    best = -least
    left = [part for i, part in enumerate(parts) if not best >> i & 1]
    return left, [part for i, part in enumerate(parts) if best >> i & 1]


class ShortcutSheet(Dialog):
    """All keys and gestures in two columns; the work can go on while it is open.

    Parameters
    ----------
    sections : sequence of (str, QAction)
        The window's actions, each with the menu that it is in.
    pack : Pack, optional
        Gives the words for what is dragged and to where.
    """

    def __init__(
        self,
        sections: Sequence[tuple[str, QAction]],
        theme: Theme,
        parent: QWidget | None = None,
        pack: Pack | None = None,
    ) -> None:
        super().__init__("Keys and gestures", parent)
        self._theme = theme
        self.parts = [*lines_of(sections), *gestures(pack), *gestures_elsewhere(pack)]
        heading = QLabel("Keys and gestures")
        heading.setFont(face(TITLE, bold=True))
        inside = QWidget()
        both = QHBoxLayout(inside)
        both.setContentsMargins(0, 0, 8, 0)
        both.setSpacing(2 * PAD)
        for part in in_columns(self.parts):
            both.addLayout(self._column(part), 1)
        self.area = QScrollArea()
        self.area.setWidget(inside)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName("Keys and gestures")
        buttons = QDialogButtonBox(Standard.Close, parent=self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, 16)
        column.setSpacing(12)
        column.addWidget(heading)
        column.addWidget(self.area, 1)
        column.addWidget(buttons)
        self.fit(_SIZE.width(), _SIZE.height())
        self.area.setFocus()

    @classmethod
    def ask(
        cls,
        sections: Sequence[tuple[str, QAction]],
        theme: Theme,
        parent: QWidget | None,
        pack: Pack | None = None,
    ) -> ShortcutSheet:
        """Open the sheet beside its window."""
        sheet = cls(sections, theme, parent, pack)
        sheet.show()
        return sheet

    def _column(self, parts: Sequence[Part]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        for number, (title, lines) in enumerate(parts):
            if number:
                column.addSpacing(12)
            column.addWidget(Heading(capital(title)))
            grid = QGridLayout()
            grid.setHorizontalSpacing(12)
            grid.setVerticalSpacing(3)
            grid.setColumnMinimumWidth(0, _KEYS_WIDTH)
            grid.setColumnStretch(1, 1)
            for row, (keys, what) in enumerate(lines):
                for place, (text, ink) in enumerate(((keys, Ink.STRONG), (what, Ink.PLAIN))):
                    label = Prose(self._theme, SMALL, ink)
                    label.write(breakable(text))
                    grid.addWidget(label, row, place, Qt.AlignmentFlag.AlignTop)
            column.addLayout(grid)
        column.addStretch(1)
        return column

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on the key that opened it, too."""
        if event.text() == "?" or event.key() == Qt.Key.Key_F1:
            self.reject()
            return
        super().keyPressEvent(event)
