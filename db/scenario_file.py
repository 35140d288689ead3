"""The scenario file: one SQLite database, whole in itself, saved as a new file and opened warily.

`docs/file-format.md` describes what is in it. `db.tables` has the tables, `db.pack_tables` and
`db.plan_tables` what goes into them and comes out, `db.defence` how a file from outside is read,
`db.replace` how a new one takes its place.
"""

from __future__ import annotations

import gc
import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from db import defence, schema
from db.errors import SaveError, ScenarioFileError
from db.pack_checks import check_pack, check_texts
from db.pack_tables import META, pack_rows, read_pack
from db.plan_tables import (
    check_list,
    check_time,
    log_rows,
    preset_rows,
    read_options,
    read_presets,
    state_rows,
)
from db.replace import replace_file
from db.schema import APPLICATION_ID, FORMAT, BrokenPromiseError, Rows
from db.seal import blank, is_whole, seal
from db.tables import TABLES
from model.option import Option, Status
from model.records import altered, record
from model.scenario import Scenario

if TYPE_CHECKING:
    from db.carried import Carried

__all__ = [
    "APPLICATION_ID",
    "FORMAT",
    "Opened",
    "Source",
    "bytes_as_saved",
    "open_scenario",
    "save",
    "save_copy",
    "to_bytes",
]


_PDF = b"%PDF-"
_META = ("scenario", "created", "active", "program", "checksum")


@record
class Opened:
    """A scenario as a file had it.

    Attributes
    ----------
    sha256 : str
        Of the file's bytes; what `save` takes as `expected_sha256`.
    read_only : bool
        The file is of a later minor version: saving over it would lose what we don't know.
    size : int
        Bytes.
    carried : Carried or None
        What the PDF says of it that it was taken out of; None if it was in a file of its own. A
        PDF is never saved to.
    """

    scenario: Scenario
    sha256: str
    read_only: bool
    size: int
    carried: Carried | None = None


# -- saving ------------------------------------------------------------------------------------


def save(
    scenario: Scenario,
    path: Path,
    *,
    expected_sha256: str | None = None,
    program: str = "Footprint",
) -> str:
    """Write a scenario as a complete new file and put it in the place of the old one.

    The same scenario gives the same bytes.

    Parameters
    ----------
    expected_sha256 : str, optional
        SHA256 of the file as it was opened or last saved: if it is another one by now, the file
        is left alone. None where whatever is there may be replaced.
    program : str
        What writes it, with its version, for those who wonder later.

    Returns
    -------
    str
        SHA256 of the new file.

    Raises
    ------
    ChangedError
        If the file is not the one that was expected; it is untouched.
    SaveError
        If it can't be written; what was there before is untouched.
    """
    try:
        data = to_bytes(scenario, program)
    except (BrokenPromiseError, sqlite3.IntegrityError, sqlite3.DataError, UnicodeError) as error:
        raise SaveError(
            path,
            f"could not be saved: something in it is not fit for a scenario file ({error})",
            remedy="nothing was changed; shorten or clear the text that you typed last",
        ) from error
    replace_file(path, data, expected_sha256)
    return hashlib.sha256(data).hexdigest()


@record
class Source:
    """The file that a scenario was read from or saved to last, and how far the scenario was then.

    Attributes
    ----------
    sha256 : str
        Of the file's bytes, as `open_scenario` or `save` told it.
    mark : object
        Equal to that of a later time if nothing was done in between, or undone.
    """

    path: Path
    sha256: str
    mark: object

    @classmethod
    def of(cls, scenario: Scenario, path: Path, sha256: str) -> Source:
        """Return the source of a scenario that was read or saved just now."""
        return cls(path, sha256, _mark(scenario))


def _mark(scenario: Scenario) -> object:
    # A log only grows, but for what is remarked on it, and a pack never changes.
    grown = [len(option.log) for option in scenario.options]
    return (scenario.id, scenario.active, scenario.mark, grown)


def save_copy(scenario: Scenario, path: Path, source: Source, *, program: str = "Footprint") -> str:
    """Save a scenario to another file, whatever is in that now.

    If nothing was done to the scenario since it was read from its source or saved there, and that
    is still the same, its bytes are taken: that is quicker than to make them anew.

    Returns
    -------
    str
        SHA256 of the new file.

    Raises
    ------
    SaveError
        If it can't be written; what was there before is untouched.
    """
    data = _bytes_of(source) if source.mark == _mark(scenario) else None
    if data is not None:
        # Whether they are the same is seen while they are brought to the disk, before they count.
        sha256 = _sha256_beside(data)
        if replace_file(path, data, confirm=lambda: sha256() == source.sha256):
            return source.sha256
    return save(scenario, path, program=program)


def _sha256_beside(data: bytes) -> Callable[[], str]:
    """Begin to hash in another thread, and return what waits for the result."""
    found: list[str] = []
    thread = Thread(target=lambda: found.append(hashlib.sha256(data).hexdigest()))
    thread.start()

    def result() -> str:
        thread.join()
        return found[0]

    return result


def _bytes_of(source: Source) -> bytes | None:
    """Return the bytes that a source has now, None if it is no file of ours any more."""
    try:
        data = defence.read_bytes(source.path)
        version = defence.check_header(source.path, data)
    except ScenarioFileError:
        return None
    # One that a later version wrote is not ours to hand on: there is more in it than we know.
    return data if version == FORMAT else None


def bytes_as_saved(scenario: Scenario, source: Source) -> bytes | None:
    """Return the bytes of a scenario's file, None if either is another by now.

    Of a file that a later version wrote they are all of it, what we don't know as well.
    """
    if source.mark != _mark(scenario):
        return None
    try:
        data = defence.read_bytes(source.path)
    except ScenarioFileError:
        return None
    return data if hashlib.sha256(data).hexdigest() == source.sha256 else None


def to_bytes(scenario: Scenario, program: str = "Footprint") -> bytes:
    """Return the bytes of a scenario's file.

    Raises
    ------
    BrokenPromiseError, sqlite3.Error, UnicodeError
        If something in it would be refused when the file is opened.
    """
    rows = pack_rows(scenario.pack)
    check_pack(scenario.pack)
    check_list(scenario.options)
    rows.update(state_rows(scenario.options, scenario.pack))
    rows.update(log_rows(scenario.options))
    rows.update(preset_rows(scenario.presets))
    meta = {
        **dict(rows["meta"]),
        "scenario": scenario.id,
        "created": scenario.created,
        "active": _active(scenario),
        "program": program,
        "checksum": blank(),
    }
    _check_meta(meta)
    rows["meta"] = sorted(meta.items())
    with closing(schema.build()) as connection:
        schema.fill(connection, rows)
        return seal(_serialized(connection), meta["checksum"])


def _active(scenario: Scenario) -> str:
    ids = [option.id for option in scenario.with_status()]
    return scenario.active if scenario.active in ids else (ids or [""])[0]


def _serialized(connection: sqlite3.Connection) -> bytes:
    if schema.IN_MEMORY:
        return connection.serialize()
    import tempfile  # only for a Python that was built without it: its import is slow

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "scenario")
        connection.execute("VACUUM INTO ?", [str(path)])
        return path.read_bytes()


# -- opening -----------------------------------------------------------------------------------


def open_scenario(path: Path) -> Opened:
    """Read a scenario file; nothing of it is believed that has not been checked.

    The whole file is read once and never written to. A PDF that carries a scenario is read too; the
    option that is on its pages is the one to show first.

    Raises
    ------
    ScenarioFileError
        If it can't be read, is none of ours, is damaged, or is too new. The message says which.
    """
    data = defence.read_bytes(path)
    return _opened(path, data) if data[:5] != _PDF else _open_carried(path, data)


def _open_carried(path: Path, data: bytes) -> Opened:
    """Read the scenario that a PDF carries."""
    from db.carried import scenario_in  # few scenarios come in one

    inner, carried = scenario_in(path, data)
    if schema.IN_MEMORY:
        opened = _opened(path, inner)
    else:  # a Python that was built without it opens files alone
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            alone = Path(folder, path.name)
            alone.write_bytes(inner)
            opened = _opened(alone, inner)
    opened = altered(opened, carried=carried)
    if carried.option in {o.id for o in opened.scenario.with_status()}:
        opened.scenario.active = carried.option
    return opened


def _opened(path: Path, data: bytes) -> Opened:
    """Read the bytes of a scenario file."""
    version = defence.check_header(path, data)
    try:
        with _long_lived():
            rows = _read_rows(path, data, version)
            scenario = _read_scenario(rows)
        _check_whole(data, rows)  # last, so that a fault which can be named has been
    except BrokenPromiseError as error:
        raise _refusal(path, version, str(error)) from error
    digest = hashlib.sha256(data).hexdigest()
    return Opened(scenario, digest, read_only=version > FORMAT, size=len(data))


@contextmanager
def _long_lived() -> Iterator[None]:
    """Have Python take what is made meanwhile for what it is: no garbage.

    It would go through every long list twice to find out.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # all that is there ...
        gc.unfreeze()  # ... is now as old as can be
        if was_on:
            gc.enable()


def _check_whole(data: bytes, rows: Rows) -> None:
    meta: dict[str, str] = dict(rows["meta"])
    if not is_whole(data, meta["checksum"]):
        raise BrokenPromiseError("its checksum is not that of its content")


def _refusal(path: Path, version: tuple[int, int], detail: str) -> ScenarioFileError:
    if version > FORMAT:  # whether it is damaged, a later Footprint has to say
        return defence.too_new(path, version, detail)
    return defence.damaged(path, detail)


def _read_rows(path: Path, data: bytes, version: tuple[int, int]) -> Rows:
    """Return all rows of a file's tables once the file is known to have just our tables."""
    with defence.connected(path, data) as connection:
        objects = defence.schema_objects(connection)
        if version <= FORMAT:
            schema.check_schema(objects)
            return _checked_rows(connection)
        # A later minor: what we know of it goes into tables of our own, which hold it to
        # what this version promises.
        schema.check_later_schema(objects)
        defence.check_integrity(connection)
        with closing(schema.build()) as known:
            schema.fill(known, _known_rows(connection, known))
            return _checked_rows(known)


def _checked_rows(connection: sqlite3.Connection) -> Rows:
    defence.check_integrity(connection)
    return {name: defence.read_table(connection, name) for name in TABLES}


def _known_rows(later: sqlite3.Connection, known: sqlite3.Connection) -> Rows:
    """Return the rows of a later minor version's tables, only with the columns that we know."""
    rows: Rows = {}
    for name in TABLES:
        wanted = [row[1] for row in known.execute(f"PRAGMA table_xinfo({name})")]
        found = {row[1]: row[6] for row in later.execute(f"PRAGMA table_xinfo({name})")}
        if any(found.get(column) != 0 for column in wanted):  # 2 and 3 are generated columns
            raise BrokenPromiseError(f"its table {name!r} lacks a column")
        rows[name] = defence.read_table(later, name, ", ".join(wanted))
    return rows


def _read_scenario(rows: Rows) -> Scenario:
    meta: dict[str, str] = dict(rows["meta"])
    if meta.keys() != {*_META, *META}:
        raise BrokenPromiseError("its table 'meta' has not the entries that it should")
    _check_meta(meta)
    pack = read_pack(rows)
    check_pack(pack)
    options = read_options(rows, pack)
    _check_active(meta["active"], options)
    presets = read_presets(rows)
    return Scenario(meta["scenario"], pack, meta["created"], options, meta["active"], presets)


def _check_meta(meta: dict[str, str]) -> None:
    check_texts(meta.values(), "its own description")
    check_time(meta["created"])
    if not meta["scenario"]:
        raise BrokenPromiseError("it does not say which scenario it is")


def _check_active(active: str, options: Sequence[Option]) -> None:
    if active not in {o.id for o in options if o.status is Status.ACTIVE} and (active or options):
        raise BrokenPromiseError(f"it has no option {active[:60]!r} to show")
