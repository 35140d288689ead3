"""The options in a scenario file: from their states and logs to rows, and back.

The log is what counts. The other tables say what each option comes to, for those who read the file
without us; opening replays the log and holds these tables against what it leads to.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from db.columns import encode
from db.pack_checks import MAX_LEVELS, check_texts, levels, refuse_doubles
from db.pack_tables import day, decode, numbers
from db.schema import BrokenPromiseError, Row, Rows
from model.changes import Change, Create, Field, flatten, from_data, to_data
from model.errors import ChangeRefusedError, ListRefusedError, LogError
from model.log import Checkpoint, Entry
from model.option import Option, Origin, Status
from model.organisations import Organisations
from model.pack import Pack
from model.state import Snapshot
from model.texts import check_note, is_line

if TYPE_CHECKING:
    from model.presets import Settings

STATE = (
    *("made", "placement", "field", "holder", "post", "staff", "arrangement", "dropped_link"),
    *("member", "set_limit", "waiver", "answer", "entered"),
)
"""The tables that say what an option comes to."""


# -- writing -----------------------------------------------------------------------------------


def state_rows(options: Sequence[Option], pack: Pack) -> Rows:
    """Return the rows of the options' states, by table.

    Raises
    ------
    BrokenPromiseError
        If something in an option would be refused when the file is opened.
    """
    refuse_doubles([option.id for option in options], "the option {} is there twice")
    check_texts((t for o in options for t in (o.id, o.first[0])), "an option")
    tables = _StateTables(pack)
    for nr, option in enumerate(options, 1):
        tables.add(nr, option)
    return tables.rows


class _StateTables:
    def __init__(self, pack: Pack) -> None:
        self.rows: Rows = {table: [] for table in ("option", *STATE)}
        self._kinds = numbers(pack.kinds)
        self._roles = numbers(pack.roles)
        self._rules = numbers(pack.rules)
        self._measures = numbers(pack.measures)
        self._links = {(link.unit, link.code): n for n, link in enumerate(pack.links, 1)}
        self._published = pack.organisations
        self._last = len(self._published)

    def add(self, nr: int, option: Option) -> None:
        rows = self.rows
        snapshot = option.state.snapshot()
        name, on, note, structure, legal = snapshot.option
        first_name, first_on = option.first
        rows["option"].append(
            (
                *(nr, option.id, first_name, first_on.isoformat()),
                *(name, on, note, structure, legal, option.log.head),
                *(option.start, *_origin(option), option.status.value),
            )
        )
        _check_levels(self._published, snapshot)
        place = self._numberer([o[0] for o in snapshot.made])
        rows["made"] += [
            (place(id_), nr, id_, self._kinds[kind], code, label, place(parent))
            for id_, kind, code, label, parent in snapshot.made
        ]
        rows["placement"] += [(nr, place(o), place(to)) for o, to in snapshot.placed]
        rows["field"] += [(nr, place(o), f, v) for o, f, v in snapshot.fields]
        role, rule = self._roles, self._rules
        rows["holder"] += [
            (nr, place(o), role[r], number, who) for (o, r, number), who in snapshot.holders
        ]
        rows["post"] += [
            (nr, place(o), role[r], number, detail, value)
            for (o, r, number), detail, value in snapshot.details
        ]
        rows["staff"] += [(nr, place(o), role[r], number) for o, r, number in snapshot.staffed]
        rows["arrangement"] += [(nr, place(o), role[r], how) for o, r, how in snapshot.arranged]
        said = snapshot.said
        rows["set_limit"] += [(nr, rule[r], key, value) for r, key, value in said.limits]
        rows["waiver"] += [(nr, place(o), rule[r], *rest) for o, r, *rest in said.waived]
        rows["answer"] += [(nr, place(o), rule[r], *rest) for o, r, *rest in said.answers]
        rows["entered"] += [
            (nr, place(o), self._measures[measure], value) for o, measure, value in said.entered
        ]
        rows["dropped_link"] += [(nr, self._links[link]) for link in snapshot.dropped]
        rows["member"] += [(nr, place(o), place(to)) for o, to in snapshot.joined]
        for table in STATE[1:]:
            rows[table].sort()

    def _numberer(self, made: Sequence[str]) -> Callable[[str], int]:
        """Give what an option made its nrs, and return what tells the nr of an organisation."""
        own = {id_: nr for nr, id_ in enumerate(made, self._last + 1)}
        self._last += len(made)

        def number(organisation: str) -> int:
            row = self._published.row(organisation)
            return own[organisation] if row is None else row + 1

        return number


def _origin(option: Option) -> tuple[str, str]:
    return (option.origin.option, option.origin.entry) if option.origin else ("", "")


def _check_levels(published: Organisations, snapshot: Snapshot) -> None:
    """Check that no chain of organisations is so long that walking down it would fail."""
    above = {**dict(snapshot.placed), **{id_: to for id_, *_, to in snapshot.made}}
    level = {published.ids[0]: 1}

    def deepest(organisations: Iterable[str]) -> int:
        for organisation in organisations:
            path: list[str] = []
            at = organisation
            while at not in level:
                path.append(at)
                at = above.get(at) or published.ids[published.parents[_row(published, at)]]
            level.update((on, n) for n, on in enumerate(reversed(path), level[at] + 1))
        return max(level.values())

    # Below what hangs elsewhere there are fewer levels than were published in all: as a rule that
    # is enough to know.
    if deepest(above) + levels(published) > MAX_LEVELS and deepest(published.ids) > MAX_LEVELS:
        raise BrokenPromiseError(f"an option is more than {MAX_LEVELS} levels deep")


def _row(published: Organisations, organisation: str) -> int:
    row = published.row(organisation)
    assert row is not None, organisation
    return row


def log_rows(options: Sequence[Option]) -> Rows:
    """Return the rows of the options' logs, and of the checkpoints in them.

    Raises
    ------
    BrokenPromiseError
        If an entry has something that would be refused when the file is opened.
    """
    rows: list[Row] = []
    checkpoints: list[Row] = []
    for nr, option in enumerate(options, 1):
        for e in option.log:
            check_time(e.when)
            change, inverse = encode(to_data(e.change)), encode(to_data(e.inverse))
            who = (e.id, e.parent, e.when, e.who, e.text, e.why)
            rows.append((len(rows) + 1, nr, *who, change, inverse, e.brings))
            if (named := option.log.checkpoint(e.id)) is not None:
                checkpoints.append((len(rows), named.name, named.when, named.who))
    _check_log_texts(rows)
    _check_checkpoints(checkpoints)
    return {"log": rows, "checkpoint": checkpoints}


def preset_rows(presets: Mapping[str, Settings]) -> Rows:
    """Return the rows of the presets.

    Raises
    ------
    BrokenPromiseError
        If one would be refused when the file is opened.
    """
    rows = [(name, encode(dict(sorted(presets[name].items())))) for name in sorted(presets)]
    read_presets({"preset": [*rows]})
    return {"preset": [*rows]}


def _check_log_texts(rows: Sequence[Row]) -> None:
    check_texts((text for row in rows for text in row[5:7]), "the history")
    for row in rows:
        if row[7]:
            _check_note(row[7])


def _check_note(text: str) -> None:
    try:
        check_note(text)
    except ChangeRefusedError as error:
        raise BrokenPromiseError(f"its history: {error}") from error


def _check_checkpoints(rows: Sequence[Row]) -> None:
    check_texts((who for *_, who in rows), "a checkpoint")
    for _, name, when, _ in rows:
        check_time(when)
        if not is_line(name):
            raise BrokenPromiseError(f"{name[:60]!r} can't be the name of a checkpoint")


# -- reading -----------------------------------------------------------------------------------


def read_options(rows: Rows, pack: Pack) -> list[Option]:
    """Return the options that the rows hold, each by replaying its log.

    Raises
    ------
    BrokenPromiseError
        If a log can't be replayed, or does not lead to the state that was saved.
    """
    entries = _read_log(rows["log"])
    checkpoints = _read_checkpoints(rows)
    options = []
    for nr, id_, first_name, first_on, *_, head, start, origin, entry, status in rows["option"]:
        option = Option(pack, id_, first_name, day(first_on))
        try:
            option.restore(entries.pop(nr, ()), head, checkpoints.get(nr, ()))
        except LogError as error:
            raise BrokenPromiseError(f"the history of option {id_[:60]!r}: {error}") from error
        option.start, option.status = start, _status(status)
        if origin or entry:
            option.origin = Origin(origin, entry)
        options.append(option)
    _compare(rows, state_rows(options, pack))
    check_list(options)
    return options


def _status(text: str) -> Status:
    try:
        return Status(text)
    except ValueError as error:
        raise BrokenPromiseError(f"an option is said to be {text[:60]!r}") from error


def check_list(options: Sequence[Option]) -> None:
    """Check what options say of each other, and where they began.

    Raises
    ------
    BrokenPromiseError
        If something of it can't be.
    """
    by_id = {option.id: option for option in options}
    for option in options:
        name = f"the option {option.id[:60]!r}"
        if option.start and option.start not in option.log:
            raise BrokenPromiseError(f"{name} began with an entry that its history does not have")
        if option.origin is None:
            continue
        other, entry = by_id.get(option.origin.option), option.origin.entry
        if other is None:
            raise BrokenPromiseError(
                f"{name} is a branch of the option {option.origin.option[:60]!r}, which it lacks"
            )
        if entry and not (entry in option.log and entry in other.log):
            raise BrokenPromiseError(
                f"{name} does not begin with the history of the option that it is a branch of"
            )
        _check_no_circle(option, by_id)
    if options and not any(option.status is Status.ACTIVE for option in options):
        raise BrokenPromiseError("all of its options are archived or deleted")


def _check_no_circle(option: Option, by_id: Mapping[str, Option]) -> None:
    at: Option | None = option
    for _ in by_id:
        at = by_id.get(at.origin.option) if at and at.origin else None
    if at is not None:
        raise BrokenPromiseError("its options are branched from each other in a circle")


def _read_log(rows: Sequence[Row]) -> dict[int, list[Entry]]:
    """Return the entries of each option by its nr."""
    entries: dict[int, list[Entry]] = {}
    for _, option, id_, parent, when, who, text, why, change, inverse, brings in rows:
        check_time(when)
        done, undone = _change(change), _change(inverse)
        entry = Entry(id_, parent, when, who, text, done, undone, why, brings)
        entries.setdefault(option, []).append(entry)
    _check_log_texts(rows)
    return entries


def _read_checkpoints(rows: Rows) -> dict[int, list[Checkpoint]]:
    """Return the checkpoints of each option by its nr."""
    _check_checkpoints(rows["checkpoint"])
    found: dict[int, list[Checkpoint]] = {}
    for nr, name, when, who in rows["checkpoint"]:
        _, option, entry, *_ = rows["log"][nr - 1]  # which is numbered without gaps
        found.setdefault(option, []).append(Checkpoint(entry, name, when, who))
    return found


def read_presets(rows: Rows) -> dict[str, Settings]:
    """Return the presets that the rows hold.

    Raises
    ------
    BrokenPromiseError
        If one of them can't be.
    """
    found: dict[str, Settings] = {}
    if not rows["preset"]:
        return found
    from model.presets import MAX_PRESETS, check_preset  # of no use on most starts

    for name, text in rows["preset"]:
        settings = decode(text)
        if not isinstance(settings, dict):
            raise BrokenPromiseError(f"the preset {name[:60]!r} has no settings")
        try:
            check_preset(name, settings)
        except ListRefusedError as error:
            raise BrokenPromiseError(str(error).rstrip(".")) from error
        found[name] = settings
    if len(found) > MAX_PRESETS:
        raise BrokenPromiseError(f"it has more than {MAX_PRESETS} presets")
    return found


def _change(text: str) -> Change:
    try:
        change = from_data(decode(text))
    except LogError as error:
        raise BrokenPromiseError(f"its history: {error}") from error
    for simple in flatten(change):
        if isinstance(simple, Create) and not _FIELDS.issuperset(f for f, _ in simple.fields):
            raise BrokenPromiseError("its history: an organisation is made with an unknown field")
    return change


_FIELDS = {field.value for field in Field}


def check_time(text: str) -> None:
    """Check that a text is an ISO date and time.

    Raises
    ------
    BrokenPromiseError
        If it is not.
    """
    try:
        datetime.datetime.fromisoformat(text)
    except ValueError as error:
        raise BrokenPromiseError(f"{text[:40]!r} is not a date and time") from error


def _compare(rows: Rows, wanted: Rows) -> None:
    """Hold the saved state against the one that the logs lead to."""
    for table in ("option", *STATE):
        if rows[table] != wanted[table]:
            pairs = zip_longest(rows[table], wanted[table])
            row = next(saved or led_to for saved, led_to in pairs if saved != led_to)
            option = _named(row[table == "made"], wanted)
            raise BrokenPromiseError(
                f"its table {table!r} is not what the history{option} leads to"
            )


def _named(nr: int, wanted: Rows) -> str:
    names = [row[4] for row in wanted["option"] if row[0] == nr]
    return f" of {names[0]!r}" if names else ""
