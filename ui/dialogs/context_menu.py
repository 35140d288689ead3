"""The menu of an organisation: what can be done with it, and why something can't."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from PySide6.QtWidgets import QMenu, QWidget

from db.identity import new_id
from model import edits
from model.changes import Change, Field
from model.errors import ChangeRefusedError
from model.mend import is_mendable
from model.pack import Tier
from model.rules.rule import Verdict
from model.state import State
from model.wording import capital, counted
from ui.dialogs.common import shortened
from ui.document import Document
from ui.panels.parts import on_button, tip
from ui.panels.why import BINDING

READ_ONLY = "This file is open read-only. Use Save As to work on a copy."
_MENDS = 3
"""How many findings of an organisation have an entry."""
_NAME = 48
"""How much of a name an entry shows, characters."""


def context_menu(
    document: Document,
    organisation: str,
    parent: QWidget | None = None,
    *,
    on_move: Callable[[list[str]], object],
    on_rename: Callable[[str], object],
    on_waive: Callable[[str], object],
) -> QMenu:
    """Return the menu of an organisation, or of the ground in a region; not opened yet.

    Parameters
    ----------
    organisation : str
        Id; "" or the root for what belongs to no region.
    on_move : callable
        Asks where to move those ids: units, or one group.
    on_rename : callable
        Asks for another name of that group.
    on_waive : callable
        Asks why findings of that organisation are accepted.
    """
    state = document.state
    entries = _Entries(document, parent)
    tier = state.tier(organisation) if organisation in state else Tier.ROOT
    match tier:
        case Tier.UNIT:
            _fill_unit(entries, organisation, on_move)
        case Tier.GROUP:
            _fill_group(entries, organisation, on_move, on_rename)
        case Tier.REGION:
            _fill_region(entries, organisation)
        case Tier.PART:
            _fill_part(entries, organisation)
        case Tier.SUCCESSOR:
            _fill_successor(entries, organisation, parent)
        case Tier.ROOT:
            _add_unplaced(entries, state.tray(), "Select all that wait")
    if tier in (Tier.UNIT, Tier.GROUP, Tier.SUCCESSOR):
        entries.separate()
        _add_waive(entries, organisation, on_waive)
    return entries.menu


class _Entries:
    """Adds entries to a menu: each with what it does, or why it can't."""

    def __init__(self, document: Document, parent: QWidget | None) -> None:
        self.document = document
        self.state: State = document.state
        self.menu = QMenu(parent)
        self.menu.setToolTipsVisible(True)
        self.menu.aboutToHide.connect(self.menu.deleteLater)

    def add(self, text: str, do: Callable[[], object], help_: str, why_not: str = "") -> None:
        """Add an entry; `why_not` is "" if it can be done."""
        action = self.menu.addAction(on_button(text))
        action.setEnabled(not why_not)
        action.setStatusTip(why_not or help_)
        action.setToolTip(tip(why_not or help_))
        action.triggered.connect(lambda _checked=False: do())

    def add_edit(
        self,
        text: str,
        make: Callable[[Sequence[str]], Change],
        organisations: Sequence[str],
        help_: str,
    ) -> None:
        """Add an entry that commits a change, worked out now and made when it is chosen.

        What a lock holds back is tried first: one by one, thousands would take seconds.
        """
        try:
            change = make(organisations)
            held = [o for o in organisations if self.is_held(o)] or organisations
            why_not = self.refusal(make(held[:1]) if len(organisations) > 1 else change)
        except ChangeRefusedError as error:
            self.add(text, lambda: None, help_, str(error))
            return
        self.add(text, lambda: self.document.commit(change), help_, why_not)

    def is_held(self, organisation: str) -> bool:
        """Whether a lock keeps an organisation, or something just below it, where it is."""
        state, above = self.state, self.state.parent(organisation)
        near = [organisation, *([above] if above is not None else ())]
        if state.tier(organisation) is Tier.GROUP:
            near += state.members(organisation)
        return any(state.is_locked(o) for o in near)

    def refusal(self, change: Change) -> str:
        """Return why a change can't be made, "" if it can."""
        if self.document.read_only:
            return READ_ONLY
        return self.document.option.preview(change).refused

    def separate(self) -> None:
        """Add a line."""
        self.menu.addSeparator()

    def chosen(self, organisation: str) -> list[str]:
        """Return the selected ones at its tier if it is one of them, else it alone."""
        state, selection = self.state, self.document.selection
        if organisation not in selection:
            return [organisation]
        tier = state.tier(organisation)
        found = [o for o in selection if o in state and state.tier(o) is tier]
        return sorted(found, key=lambda o: (o != organisation, state.code(o)))

    def name(self, organisation: str) -> str:
        """Return a name that does not make a menu wider than it can be."""
        return shortened(self.state.label(organisation), _NAME)

    def these(self, organisations: Sequence[str]) -> str:
        """Return " 3 units" if there are several, so that an entry says what it acts on."""
        if len(organisations) < 2:
            return ""
        kind = self.state.kind(organisations[0])
        return f" {counted(len(organisations), kind.label, kind.plural)}"


def _fill_unit(entries: _Entries, unit: str, on_move: Callable[[list[str]], object]) -> None:
    state, document = entries.state, entries.document
    units = entries.chosen(unit)
    these = entries.these(units)
    group, home = state.group_of(unit), state.home(unit)
    kind = state.pack.kind_at(Tier.GROUP)
    entries.add(
        f"Move{these} to…",
        lambda: on_move(units),
        f"Choose a {kind.label}",
        _why_stuck(entries, units),
    )
    entries.add_edit(
        f"{capital(f'{these} to the tray'.strip())}",
        lambda those: edits.to_tray(state, those),
        [u for u in units if state.group_of(u) is not None] or units,
        f"Take out of the {kind.label}",
    )
    _add_lock(entries, units, "It stays where it is")
    entries.separate()
    _add_mends(entries, unit)
    if group is None:
        why = f"{state.label(unit)} is in no {kind.label}."
        entries.add(f"Select all of its {kind.label}", lambda: None, "", why)
    else:
        members = state.members(group)
        entries.add(
            f"Select all {counted(len(members), state.kind(unit).label, state.kind(unit).plural)}"
            f" of {entries.name(group)}",
            lambda: document.select(members, unit),
            f"Select all of its {kind.label}",
        )
    if home is not None:
        region = state.kind(home).label
        entries.add(
            f"Show its home, {entries.name(home)}",
            lambda: document.reveal(home),
            f"Bring its home {region} into view",
        )


def _fill_group(
    entries: _Entries,
    group: str,
    on_move: Callable[[list[str]], object],
    on_rename: Callable[[str], object],
) -> None:
    state, document = entries.state, entries.document
    groups, members = entries.chosen(group), state.members(group)
    kind, region, unit = (state.pack.kind_at(t) for t in (Tier.GROUP, Tier.REGION, Tier.UNIT))
    read_only = READ_ONLY if document.read_only else ""
    entries.add("Rename…", lambda: on_rename(group), f"Give the {kind.label} a name", read_only)
    entries.add(
        f"Move to {region.label}…",
        lambda: on_move([group]),
        f"Hang the {kind.label} with all its {unit.plural} under another {region.label}",
        _why_group_stuck(entries, group),
    )
    _add_lock(entries, groups, "Nothing may enter or leave it")
    entries.separate()
    _add_mends(entries, group)
    entries.add(
        f"Select its {counted(len(members), unit.label, unit.plural)}",
        lambda: document.select(members),
        f"Select all {unit.plural} of the {kind.label}",
        "" if members else f"There is no {unit.label} in {state.label(group)}.",
    )
    entries.separate()
    _add_new_successor(entries, group)
    entries.add_edit(
        f"Dissolve{entries.these(groups)}",
        lambda those: edits.dissolve(state, those),
        groups,
        f"Its {unit.plural} go to the tray",
    )


def _fill_region(entries: _Entries, region: str) -> None:
    state, document = entries.state, entries.document
    kind = state.pack.kind_at(Tier.GROUP)
    identifier = new_id()
    change = edits.new_group(state, region, identifier)

    def make() -> None:
        if document.commit(change):
            document.reveal(identifier)

    entries.add(
        f"New {kind.label} here",
        make,
        f"Make an empty {kind.label} in {state.label(region)}",
        entries.refusal(change),
    )
    waiting = [o for o in state.children(region) if state.tier(o) is Tier.UNIT]
    _add_unplaced(entries, waiting, "Select those that wait here")


def _fill_part(entries: _Entries, part: str) -> None:
    state, document = entries.state, entries.document
    above = state.parent(part)
    if above is not None:
        entries.add(
            f"Select {entries.name(above)}",
            lambda: document.select((above,)),
            f"A {state.kind(part).label} goes where its {state.kind(above).label} goes",
        )


def _add_new_successor(entries: _Entries, group: str) -> None:
    """Add what makes a successor in a group, where the pack has such."""
    state, document = entries.state, entries.document
    kind = next((k for k in state.pack.kinds if k.tier is Tier.SUCCESSOR), None)
    if kind is None or not kind.creatable:
        return
    identifier = new_id()
    change = edits.new_successor(state, group, identifier)

    def make() -> None:
        if document.commit(change):
            document.reveal(identifier)

    entries.add(
        f"New {kind.label} here",
        make,
        f"Make a {kind.label}, which takes over from {state.pack.kind_at(Tier.UNIT).plural}",
        entries.refusal(change),
    )


def _fill_successor(entries: _Entries, successor: str, parent: QWidget | None) -> None:
    state, document = entries.state, entries.document
    kind, read_only = state.kind(successor), READ_ONLY if document.read_only else ""
    successors = entries.chosen(successor)

    def ask_members() -> None:
        from ui.dialogs.members import MembersDialog

        MembersDialog.ask(document, successor, parent)

    entries.add("Members…", ask_members, "Choose whom it takes over from", read_only)
    value = "" if all(state.field(o, Field.AUTHORISED) for o in successors) else "yes"
    entries.add_edit(
        f"{'Authorise' if value else 'No longer authorise'}{entries.these(successors)}",
        lambda those: edits.set_field(state, those, Field.AUTHORISED, value),
        [o for o in successors if state.field(o, Field.AUTHORISED) != value],
        "Say whether it was found fit to take over",
    )
    entries.separate()
    entries.add_edit(
        f"Remove{entries.these(successors)}",
        lambda those: edits.remove_successors(state, those),
        successors,
        f"Take the {kind.label} away; its members stay where they are",
    )


def _add_unplaced(entries: _Entries, waiting: list[str], help_: str) -> None:
    kind = entries.state.pack.kind_at(Tier.UNIT)
    number = counted(len(waiting), kind.label, kind.plural)
    entries.add(
        f"Select {number} to place" if waiting else f"Select {kind.plural} to place",
        lambda: entries.document.select(waiting),
        help_,
        "" if waiting else f"Every {kind.label} is placed.",
    )


def _add_waive(entries: _Entries, organisation: str, on_waive: Callable[[str], object]) -> None:
    found = entries.document.option.findings.of(organisation)
    outside = [f for f in found if f.verdict in (Verdict.BREAKS, Verdict.WAIVED)]
    why = ""
    if entries.document.read_only:
        why = READ_ONLY
    elif not outside:
        why = f"{entries.state.label(organisation)} is not outside any rule."
    elif not any(f.is_waivable for f in outside):
        why = BINDING
    help_ = "Accept that guidance or a norm is not met, with reason, name and date"
    entries.add("Accept an exception…", lambda: on_waive(organisation), help_, why)


def _add_lock(entries: _Entries, organisations: list[str], help_: str) -> None:
    state = entries.state
    value = "" if all(state.is_locked(o) for o in organisations) else "yes"
    entries.add_edit(
        f"{'Lock' if value else 'Unlock'}{entries.these(organisations)}",
        lambda those: edits.set_field(state, those, Field.LOCKED, value),
        [o for o in organisations if state.field(o, Field.LOCKED) != value],
        help_ if value else "It can be moved again",
    )


def _add_mends(entries: _Entries, organisation: str) -> None:
    """Add an entry for each finding that breaks and may be mended, the worst first."""
    found = entries.document.option.findings.of(organisation)
    wanted = entries.document.mend_wanted
    broken = (f for f in found if f.verdict is Verdict.BREAKS and is_mendable(f))
    for finding in islice(broken, _MENDS):
        rule = finding.rule.id
        entries.add(
            f"Mend {rule}…",
            lambda rule=rule: wanted.emit(organisation, rule),  # type: ignore[misc]  # no type
            f"{finding.rule.title}: {finding.sentence}",
        )


def _why_stuck(entries: _Entries, units: list[str]) -> str:
    """Return why units can't be moved anywhere, "" if they can.

    Tried with a new group at home: nothing but what holds them where they are speaks against it.
    """
    state = entries.state
    if not all(state.kind(u).movable for u in units):
        return f"A {state.kind(units[0]).label} stays where it is."
    home = state.home(units[0])
    if home is None or not state.pack.kind_at(Tier.GROUP).creatable:
        return READ_ONLY if entries.document.read_only else ""
    held = [u for u in units if entries.is_held(u)] or units
    return entries.refusal(edits.new_group(state, home, new_id(), units=held[:1]))


def _why_group_stuck(entries: _Entries, group: str) -> str:
    """Return why a group can't be moved to another region, "" if it can."""
    state = entries.state
    others = [r for r in state.at_tier(Tier.REGION) if r != state.region_of(group)]
    if not state.kind(group).movable or not others:
        return f"A {state.kind(group).label} stays where it is."
    return entries.refusal(edits.move(state, [group], others[0]))
