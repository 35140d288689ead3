"""The bar over the map while one paints: into what, from where, and what it would bring."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from model.pack import Tier
from model.stroke import Place
from model.wording import capital
from ui.map import stroke_words
from ui.map.painting import Painting
from ui.panels.parts import GAP, MARGIN, SMALL, Choice, Elided, Hairline, on_button, tip

ANYWHERE, TRAY = "", "tray "
"""What stands for those sources; ids have no space at their end."""
_LEAST_TARGET = 120


class PaintBar(QWidget):
    """Shows what is painted, and takes what is decided.

    Signals
    -------
    target_wanted()
        The user wants to choose what is painted into.
    accepted(), discarded()
        What its buttons say.
    """

    target_wanted = Signal()
    accepted = Signal()
    discarded = Signal()

    def __init__(self, painting: Painting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._painting = painting
        self.setAccessibleName("Painting")
        self.target = QToolButton()
        self.target.setMinimumWidth(_LEAST_TARGET)
        self.target.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.target.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.target.setObjectName("option")  # dressed as the button that names the option
        self.target.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.target.clicked.connect(self.target_wanted)
        self.source = Choice()
        self.source.setAccessibleName("Paint from")
        self.source.setToolTip("Which units are taken; the others stay where they are")
        self.source.activated.connect(self._on_source)
        # Of one line whatever it says: the map must not move under the pointer.
        self.text = Elided(SMALL)
        self.accept = QPushButton("Accept")
        self.accept.setToolTip("Put what is swept where it goes, as one step (Enter)")
        self.accept.setProperty("primary", True)
        self.accept.clicked.connect(self.accepted)
        self.discard = QPushButton("Discard")
        self.discard.setToolTip("Leave everything as it is (Esc)")
        self.discard.clicked.connect(self.discarded)
        into, from_ = QLabel("Into"), QLabel("From")
        into.setBuddy(self.target)
        from_.setBuddy(self.source)
        choices = QHBoxLayout()
        choices.setSpacing(6)
        choices.addWidget(into)
        choices.addWidget(self.target, 3)
        choices.addSpacing(6)
        choices.addWidget(from_)
        choices.addWidget(self.source, 2)
        grid = QGridLayout(self)
        grid.setContentsMargins(MARGIN - 4, 6, MARGIN - 4, 6)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(6)
        grid.addWidget(Hairline(), 0, 0, 1, 3)
        grid.addLayout(choices, 1, 0, 1, 3)
        grid.addWidget(self.text, 2, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.accept, 2, 1, Qt.AlignmentFlag.AlignBottom)
        grid.addWidget(self.discard, 2, 2, Qt.AlignmentFlag.AlignBottom)
        grid.setColumnStretch(0, 1)
        painting.chosen.connect(self._on_chosen)
        painting.previewed.connect(self._show_stroke)
        self._on_chosen()

    def _on_chosen(self) -> None:
        """Show target and source; the bar itself, while one paints or has to decide."""
        painting = self._painting
        self.setVisible(painting.is_on or painting.stroke is not None)
        if self.isHidden():
            return
        name = capital(painting.target_name)
        room = self.target.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, 220)
        self.target.setText(on_button(f"{room}…"))
        self.target.setToolTip(tip(f"{name}: choose what is painted into (G)"))
        self.target.setAccessibleName(f"Paint into: {name}")
        self._offer_sources()
        self._show_stroke()

    def _offer_sources(self) -> None:
        state, source = self._painting.document.state, self._painting.source
        groups = sorted(state.at_tier(Tier.GROUP), key=lambda g: state.label(g).casefold())
        found = [(ANYWHERE, "anywhere"), (TRAY, "the tray only")]
        found += [(g, f"{state.label(g)} only") for g in groups]
        key = source if isinstance(source, str) else TRAY if source is Place.TRAY else ANYWHERE
        self.source.offer(found, key)

    def _on_source(self) -> None:
        key = str(self.source.currentData())
        self._painting.take_only(Place.TRAY if key == TRAY else key or None)

    def _show_stroke(self) -> None:
        """Say what the stroke would bring, in one line."""
        if self.isHidden():
            return
        painting = self._painting
        has_units = painting.stroke is not None
        self.accept.setEnabled(has_units)
        self.discard.setEnabled(has_units)
        if not has_units:
            words = painting.document.option.pack.kind_at(Tier.UNIT)
            hint = f"Sweep {words.plural}, then accept"
            more = f"Sweep {words.plural} over the map: nothing moves before you accept"
            self.text.write(painting.refusal or hint, painting.refusal or more)
            return
        said = [stroke_words.number_of(painting.document.state, painting.units)]
        said += ["".join(text for text, _ in line) for line in stroke_words.lines(painting)[:1]]
        self.text.write(" · ".join(said))
