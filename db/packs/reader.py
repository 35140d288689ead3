"""From a pack's folder to a `Pack`, and the list of packs that are installed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from db.errors import PackError
from db.packs.baseline import read_borders, read_links, read_organisations
from db.packs.boundaries import Boundaries
from db.packs.folder import PackFolder
from db.packs.outline import FILE, OptionHead, read_outline
from db.packs.plans import read_options
from db.packs.rulebook import Rulebook
from model.organisations import Organisations
from model.pack import Pack
from model.records import record


@record
class PackInfo:
    """What a list of packs shows of one.

    Attributes
    ----------
    heads : tuple of OptionHead
        Its ready-made options, in the pack's order; the first is the one to offer.
    problem : PackError or None
        Why the pack can't be used; its id and name are then those of its folder.
    """

    id: str
    name: str
    version: str
    folder: Path
    heads: tuple[OptionHead, ...] = ()
    problem: PackError | None = None

    @property
    def options(self) -> tuple[str, ...]:
        """Ids of its ready-made options, in the pack's order."""
        return tuple(head.id for head in self.heads)


def installed(folder: Path) -> Iterator[PackInfo]:
    """Iterate over the packs in a folder of packs, by folder name; a broken one has its problem.

    Only each pack.toml is read, when its turn comes: a fault in another file shows when the pack
    is used.
    """
    found = folder.iterdir() if folder.is_dir() else ()
    for path in sorted(path for path in found if (path / FILE).is_file()):
        yield _info(path)


def _info(path: Path) -> PackInfo:
    try:
        outline = read_outline(PackFolder(path))
    except PackError as error:
        return PackInfo(path.name, path.name, "", path, problem=error)
    return PackInfo(outline.id, outline.name, outline.version, path, outline.options)


def read_pack(folder: Path, *, map_later: bool = False) -> Pack:
    """Read a pack and check everything in it.

    Parameters
    ----------
    map_later : bool
        Read the boundaries when they are first asked for. Whoever asks may get a PackError then.

    Raises
    ------
    PackError
        At the first fault; it names file, line and column.
    """
    source = PackFolder(folder)
    outline = read_outline(source)
    files = outline.files
    baseline = read_organisations(source, outline)
    boundaries: Mapping[str, bytes] = {}
    if files.boundaries:
        boundaries = Boundaries(source, files.boundaries, baseline)
    pack = Pack(
        id=outline.id,
        name=outline.name,
        version=outline.version,
        as_of=outline.as_of,
        words=outline.words,
        kinds=outline.kinds,
        measures=outline.measures,
        roles=outline.roles,
        governances=outline.governances,
        destinations=outline.destinations,
        series=outline.series,
        regional=outline.regional,
        structures=outline.structures,
        organisations=Organisations.of(baseline.organisations.values()),
        links=read_links(source, files.links, baseline) if files.links else (),
        borders=read_borders(source, files.borders, baseline) if files.borders else (),
        boundaries=boundaries,
        facts=outline.facts,
        options=read_options(source, outline, baseline),
        credits=outline.credits,
        summary=outline.summary,
    )
    if not map_later:
        pack = replace(pack, boundaries=dict(boundaries))
    if not files.rules:
        return pack
    book = Rulebook(source, files.rules)
    pack = replace(pack, rules=book.rules)
    book.check(pack)
    return pack
