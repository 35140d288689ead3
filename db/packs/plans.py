"""The ready-made options of a pack."""

from __future__ import annotations

from db.packs.baseline import Baseline
from db.packs.folder import PackFolder
from db.packs.outline import OptionHead, Outline
from db.packs.table import Row, Sheet
from model.pack import ReadyOption, StartGroup, Tier

_REQUIRED = ("id", "code", "name", "parent", "members")
_OPTIONAL = ("leader", "leader_source", "note")


def read_options(
    folder: PackFolder, outline: Outline, baseline: Baseline
) -> tuple[ReadyOption, ...]:
    """Read every option that pack.toml names."""
    return tuple(
        ReadyOption(
            id=head.id,
            name=head.name,
            on=head.on,
            groups=_read_groups(folder, outline, head, baseline),
            summary=head.summary,
            source=head.source,
        )
        for head in outline.options
    )


def _read_groups(
    folder: PackFolder, outline: Outline, head: OptionHead, baseline: Baseline
) -> tuple[StartGroup, ...]:
    if head.arrangement == "listed":
        return _read_listed(folder, outline, head, baseline)
    if head.arrangement == "alone":
        return _one_each(outline, head, baseline)
    return ()


def _one_each(outline: Outline, head: OptionHead, baseline: Baseline) -> tuple[StartGroup, ...]:
    """Make a group of its own for each unit, under the unit's home region."""
    groups = []
    parents = outline.kind_at(Tier.GROUP).parents
    for unit in baseline.units():
        own_id = f"A-{unit.id}"
        if own_id in baseline.organisations or own_id.casefold() in baseline.codes:
            raise head.table.fault(f"{own_id!r} is taken by an organisation", "arrangement")
        if unit.parent is None or baseline.kind_of(unit.parent).id not in parents:
            raise head.table.fault(f"a group can't stand beside {unit.id}", "arrangement")
        groups.append(StartGroup(own_id, own_id, unit.name, unit.parent, (unit.id,)))
    return tuple(groups)


def _read_listed(
    folder: PackFolder, outline: Outline, head: OptionHead, baseline: Baseline
) -> tuple[StartGroup, ...]:
    parents = outline.kind_at(Tier.GROUP).parents
    groups: dict[str, StartGroup] = {}
    codes: dict[str, str] = {}
    placed: dict[str, str] = {}
    for row in Sheet(folder, head.file, _REQUIRED, _OPTIONAL):
        group = StartGroup(
            id=row.identifier("id"),
            code=row.name("code"),
            name=row.name("name"),
            parent=_read_parent(row, parents, baseline),
            members=_read_members(row, placed, baseline),
            leader=row.text("leader"),
            leader_source=row.text("leader_source"),
            note=row.text("note"),
        )
        if group.id in groups or group.id in baseline.organisations:
            raise row.fault("id", f"{group.id!r} is there twice")
        other = codes.get(group.code.casefold()) or baseline.codes.get(group.code.casefold())
        if other:
            raise row.fault("code", f"{group.code!r} is the code of {other!r} too")
        groups[group.id] = group
        codes[group.code.casefold()] = group.id
    return tuple(groups.values())


def _read_parent(row: Row, kinds: tuple[str, ...], baseline: Baseline) -> str:
    parent = row.identifier("parent")
    if parent not in baseline.organisations:
        raise row.fault("parent", f"there is no organisation {parent!r}")
    kind = baseline.kind_of(parent)
    if kind.id not in kinds:
        labels = ", ".join(baseline.kinds[k].label for k in kinds)
        raise row.fault("parent", f"{parent!r} is a {kind.label}; it must be a {labels}")
    return parent


def _read_members(row: Row, placed: dict[str, str], baseline: Baseline) -> tuple[str, ...]:
    members = row.parts("members")
    for member in members:
        baseline.need_unit(row, "members", member)
        if member in placed:
            raise row.fault("members", f"{member} is placed twice: in {placed[member]} already")
        placed[member] = row.text("id")
    return members
