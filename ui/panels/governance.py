"""How the boards of a group's members decide together, of one group or of several at once."""

from __future__ import annotations

from model.changes import Field
from model.pack import Tier
from model.wording import capital
from ui.document import Document
from ui.panels.parts import SMALL, Ink, Picker, Prose, tip
from ui.panels.post_rows import DIFFER, THEY_DIFFER
from ui.panels.section import Section
from ui.theme import Theme

_ABOUT = "How the boards decide"


class Governance(Section):
    """The arrangement between the boards of a group's members."""

    def __init__(self, document: Document, theme: Theme) -> None:
        super().__init__(document, theme, _ABOUT)
        self.choice = Picker()
        self.choice.setAccessibleName(_ABOUT)
        self.text = Prose(theme, SMALL, Ink.QUIET)
        self.column.addWidget(self.choice)
        self.column.addWidget(self.text)
        self.add_editor(self.choice)
        self.choice.activated.connect(self._on_chosen)

    def refresh(self) -> None:
        """Read anew what is shown."""
        state = self.state
        pack = state.pack
        are_groups = all(state.tier(o) is Tier.GROUP for o in self.shown)
        self.setVisible(bool(pack.governances) and are_groups)
        if not pack.governances or not are_groups:
            return
        unit = pack.kind_at(Tier.UNIT)
        # A single board has nobody to decide with, whatever is set.
        alone = all(state.count(o) == 1 for o in self.shown)
        self.choice.setVisible(not alone)
        if alone:
            group = pack.kind_at(Tier.GROUP).label
            text = f"{capital(group)} of one {unit.label}: its board decides alone."
            self.text.write(text)
            return
        found = {g.id for o in self.shown if (g := state.governance(o)) is not None}
        ways = [
            # The pack's first is what holds where nothing is set.
            (g.id if place else "", f"{g.label} (model {g.number})" if g.number else g.label)
            for place, g in enumerate(pack.governances)
        ]
        if len(found) > 1:
            self.choice.offer([*ways, (DIFFER, THEY_DIFFER)], DIFFER)
            self.text.write(f"The {pack.kind_at(Tier.GROUP).plural} decide in different ways.")
        else:
            chosen = pack.governance(found.pop())
            if chosen is not None:
                self.choice.offer(ways, chosen.id if chosen is not pack.governances[0] else "")
                self.text.write(chosen.text)
        self.choice.setToolTip(tip(f"{_ABOUT}\n{self.choice.currentText()}"))

    def _on_chosen(self) -> None:
        value = str(self.choice.currentData() or "")
        if value == DIFFER:
            return
        there = [o for o in self.shown if o in self.state]
        if any(self.state.field(o, Field.GOVERNANCE) != value for o in there):
            self.set_all(Field.GOVERNANCE, value)
