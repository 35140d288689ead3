"""What the commands do without a window: find things by name, make a move, build JSON documents.

The shapes of the JSON documents are a promise to those who script Footprint: docs/command-line.md
lists every field, and a change that takes one away or alters its meaning needs a new number in
its `schema`. Text for people is made in `ui.plain_text`.
"""

from __future__ import annotations

import datetime
import difflib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import resources
from db.errors import InputError
from db.packs import PackInfo, installed, read_pack
from model import edits
from model.before_after import BeforeAfter
from model.changes import Change, Field, OptionField, SetOption
from model.option import Option, Status
from model.pack import Measure, Pack, ReadyOption, SeriesPoint, Tier
from model.rules.rule import Finding, Rule, Severity, Verdict, Waiver
from model.scenario import Scenario
from model.series import series_point
from model.state import State
from model.structures import counts_of
from model.texts import MAX_NOTE
from model.totals import Totals

SHOW, CHECK, PACKS = "footprint.show/1", "footprint.check/1", "footprint.packs/1"
"""The `schema` field of each document."""

TRAY = "tray"
"""What `move --to` calls the place of units that are in no group."""

Document = dict[str, object]


def as_json(document: Document) -> str:
    """Return a document as it is printed: UTF-8 text, indented, fields in their fixed order."""
    return json.dumps(document, ensure_ascii=False, indent=2)


# -- finding what the user names -----------------------------------------------------------------


def installed_packs() -> list[PackInfo]:
    """Return the packs that ship with the program."""
    return list(installed(resources.path("packs")))


def pack_named(text: str) -> Pack:
    """Read a pack by the id of an installed one, or by the path of a pack's folder.

    Raises
    ------
    InputError
        If there is no such pack, or it can't be used.
    """
    packs = installed_packs()
    for info in packs:
        if info.id.casefold() == text.casefold():
            return read_pack(info.folder)
    if text and Path(text).is_dir():
        return read_pack(Path(text))
    what = f"there is no pack {text!r}" if text else "--pack must name a pack"
    raise InputError(what, remedy=_choices([p.id for p in packs]))


def ready_named(pack: Pack, text: str) -> ReadyOption:
    """Return a ready-made option of a pack by id or name; the first, if `text` is empty.

    Raises
    ------
    InputError
        If the pack has no such option.
    """
    if not text:
        return pack.options[0] if pack.options else ReadyOption("blank", "Blank", pack.as_of)
    for option in pack.options:
        if text.casefold() in (option.id.casefold(), option.name.casefold()):
            return option
    raise InputError(
        f"there is no option {text!r}",
        where=f"pack {pack.id}",
        remedy=_choices([o.id for o in pack.options]),
    )


def option_named(scenario: Scenario, text: str, file: str) -> Option:
    """Return an option by id or name; the one that is shown first, if `text` is empty.

    One that is archived goes by its name where none in use has it; one that is deleted is not
    there.

    Raises
    ------
    InputError
        If the scenario has none of that name, or several.
    """
    usable, archived = scenario.with_status(), scenario.with_status(Status.ARCHIVED)
    if not usable:
        raise InputError("has no option in it", where=file, remedy="open it in the window, add one")
    if not text:
        return scenario.option()
    wanted = text.casefold().strip()
    for options, key in ((usable + archived, _id_of), (usable, _name_of), (archived, _name_of)):
        found = [o for o in options if key(o).casefold() == wanted]
        if len(found) == 1:
            return found[0]
        if found:
            raise InputError(
                f"{len(found)} options are called {text!r}",
                where=file,
                remedy=f"name it by its id: {', '.join(o.id for o in found)}",
            )
    raise InputError(
        f"there is no option {text!r}",
        where=file,
        remedy=_choices([_named(o) for o in usable + archived]),
    )


def _named(option: Option) -> str:
    also = "" if option.status is Status.ACTIVE else f", {option.status.value}"
    return f"{option.state.name!r} ({option.id}{also})"


def _id_of(option: Option) -> str:
    return option.id


def _name_of(option: Option) -> str:
    return option.state.name


def _choices(names: Sequence[str]) -> str:
    return f"there is: {', '.join(names)}" if names else "there is none at all"


class Lookup:
    """The organisations at one tier of a state by code, id or name, upper and lower case alike."""

    def __init__(self, state: State, tier: Tier, file: str) -> None:
        self._state = state
        self._file = file
        self._kind = state.pack.kind_at(tier)
        self._by: tuple[dict[str, list[str]], ...] = ({}, {}, {})
        for organisation in state.at_tier(tier):
            keys = (state.code(organisation), organisation, state.label(organisation))
            for names, key in zip(self._by, keys, strict=True):
                names.setdefault(key.casefold(), []).append(organisation)

    def one(self, text: str) -> str:
        """Return the id of the organisation that the user names.

        Raises
        ------
        InputError
            If there is none, or several have that name.
        """
        wanted = text.casefold().strip()
        for names in self._by:
            found = names.get(wanted, [])
            if len(found) == 1:
                return found[0]
            if found:
                raise self._error(
                    f"{len(found)} {self._kind.plural} are called {text!r}",
                    f"name it by its code: {', '.join(self._full(o) for o in found)}",
                )
        other = next(iter(self._state.find(text)), None)
        if other is not None:
            label = self._state.kind(other).label
            raise self._error(f"{self._full(other)} is of the kind {label}, not {self._kind.label}")
        raise self._error(f"there is no {self._kind.label} {text!r}", self._meant(wanted))

    def _meant(self, wanted: str) -> str:
        keys = [key for names in self._by for key in names]
        close = difflib.get_close_matches(wanted, keys, n=3, cutoff=0.75)
        ids = {o: None for key in close for names in self._by for o in names.get(key, [])}
        if not ids:
            return "show --all lists every code"
        return f"did you mean {' or '.join(self._full(o) for o in list(ids)[:3])}?"

    def _full(self, organisation: str) -> str:
        """Return code and name, and the region where several share the name."""
        state = self._state
        name = state.label(organisation)
        text = f"{state.code(organisation)} {name}"
        namesakes = self._by[2].get(name.casefold(), [])
        region = state.region_of(organisation)
        return f"{text} ({state.label(region)})" if len(namesakes) > 1 and region else text

    def _error(self, what: str, remedy: str = "") -> InputError:
        return InputError(what, where=self._file, remedy=remedy)


# -- changing ------------------------------------------------------------------------------------


def move(state: State, codes: Iterable[str], to: str, file: str) -> Change:
    """Return the change that moves units into a group, or to the tray; nothing is altered here.

    Parameters
    ----------
    codes
        Codes, ids or names of units.
    to
        Code, id or name of a group, or `TRAY`.

    Raises
    ------
    InputError
        If one of them is not to be found.
    ChangeRefusedError
        If all of the units are there already.
    """
    lookup = Lookup(state, Tier.UNIT, file)
    units = list(dict.fromkeys(lookup.one(code) for code in codes))
    if to.casefold().strip() == TRAY:
        return edits.to_tray(state, units)
    return edits.move(state, units, Lookup(state, Tier.GROUP, file).one(to))


def reason(text: str) -> str:
    """Return a reason as the log keeps it.

    Raises
    ------
    InputError
        If it is too long, or has characters in it that are not for reading.
    """
    text = text.strip()
    if len(text) > MAX_NOTE or not text.replace("\n", "").isprintable():
        raise InputError(
            f"the reason must be text of at most {MAX_NOTE:,} characters",
            remedy="shorten it, or take control characters out",
        )
    return text


def set_date(option: Option, on: datetime.date | None) -> None:
    """Make an option in memory be as on another date; what is in the file does not change."""
    if on is not None:
        option.state.apply(SetOption(OptionField.ON, on.isoformat()))


# -- documents -----------------------------------------------------------------------------------


def show_document(file: str, option: Option, *, everything: bool = False) -> Document:
    """Return the totals of an option.

    Parameters
    ----------
    everything
        Also of units and what is below them, not only of nation, regions and groups.
    """
    state = option.state
    measures = headline(state.pack)
    counts = BeforeAfter(state)
    return {
        "schema": SHOW,
        "file": file,
        "option": state.name,
        "complete": option.is_complete,
        "tray": [state.code(unit) for unit in state.tray()],
        "organisations": [
            _totals_of(state, o, measures, counts) for o in listed(state, everything)
        ],
        "series": _series(state),
        "structure": _structure_of(state),
        "successors": [_successor(state, o, measures) for o in state.at_tier(Tier.SUCCESSOR)],
    }


def _series(state: State) -> Document:
    """Return accountable persons, with those above the groups: in the option and in the past."""
    return {
        "option": _point(series_point(state)),
        "past": [_point(point) for point in state.pack.series],
    }


def _point(point: SeriesPoint) -> Document:
    return {
        "year": point.year,
        "local": point.local,
        "regional": point.regional,
        "total": point.total,
    }


def _structure_of(state: State) -> Document | None:
    """Return what the structure that an option looks ahead to comes to, None for no structure."""
    counts = counts_of(state)
    if counts is None or state.structure is None:
        return None
    return {
        "id": state.structure.id,
        "name": state.structure.label,
        "boards": counts.boards,
        "accountable_officers": counts.accountable,
        "layers": counts.layers,
        "bodies": [
            {"kind": body.kind, "name": body.label, "number": number}
            for body, number in counts.bodies
        ],
    }


def _successor(state: State, organisation: str, measures: Sequence[Measure]) -> Document:
    sums = {measure.id: state.area(organisation, measure.id) for measure in measures}
    return {
        "id": organisation,
        "kind": state.kind(organisation).id,
        "code": state.code(organisation),
        "name": state.label(organisation),
        "parent": state.parent(organisation),
        "legal_body": state.is_legal_body(organisation),
        "authorised": bool(state.field(organisation, Field.AUTHORISED)),
        "members": [state.code(member) for member in state.joined(organisation)],
        "area": {name: None if total.is_missing else total.value for name, total in sums.items()},
        "estimated": {name: total.estimated for name, total in sums.items()},
        "missing": {name: total.missing for name, total in sums.items()},
        "entered": [name for name in sums if state.own_area(organisation, name) is not None],
    }


def headline(pack: Pack) -> list[Measure]:
    """Return the measures that totals are shown of."""
    return [measure for measure in pack.measures if measure.headline]


def listed(state: State, everything: bool) -> list[str]:
    """Return the ids of the organisations to show, parents first, siblings by code."""
    above = (Tier.ROOT, Tier.REGION, Tier.GROUP)
    return [o for o in state if everything or state.tier(o) in above]


def _totals_of(
    state: State, organisation: str, measures: Sequence[Measure], counts: BeforeAfter
) -> Document:
    totals = state.totals(organisation)
    sums = {measure.id: totals.sums[measure.id] for measure in measures}
    return {
        "id": organisation,
        "kind": state.kind(organisation).id,
        "code": state.code(organisation),
        "name": state.label(organisation),
        "parent": state.parent(organisation),
        "totals": _numbers(totals, measures),
        "estimated": {name: total.estimated for name, total in sums.items()},
        "missing": {name: total.missing for name, total in sums.items()},
        "before_after": _before_after(state, organisation, counts),
    }


def _before_after(state: State, organisation: str, counts: BeforeAfter) -> list[Document]:
    """Return posts, boards and people before and after, of the nation, regions and groups only."""
    if state.tier(organisation) not in (Tier.ROOT, Tier.REGION, Tier.GROUP):
        return []
    return [
        {
            "count": line.what.value,
            "role": line.role.id if line.role else None,
            "before": line.before,
            "merged": line.merged,
            "kept": line.kept,
            "after": line.after,
        }
        for line in counts.lines([organisation])
    ]


def _numbers(totals: Totals, measures: Sequence[Measure]) -> Mapping[str, int | None]:
    """Return totals by name; None where not one figure is known, for that is not 0."""
    numbers: dict[str, int | None] = {"units": totals.units}
    for measure in measures:
        total = totals.sums[measure.id]
        numbers[measure.id] = None if total.is_missing else total.value
    numbers["officers"] = totals.officers
    numbers["board_seats"] = totals.board_seats
    numbers["accountable_officers"] = totals.accountable_officers
    return numbers


def check_document(file: str, option: Option) -> Document:
    """Return every finding of an option, worst first."""
    state = option.state
    return {
        "schema": CHECK,
        "file": file,
        "option": state.name,
        "on": state.on.isoformat(),
        "summary": option.findings.summary(),
        "findings": [_finding(state, f) for f in option.findings.worst_first()],
    }


def _finding(state: State, finding: Finding) -> Document:
    rule = finding.rule
    return {
        "rule": rule.id,
        "title": rule.title,
        "severity": rule.severity.value,
        "organisation": state.code(finding.organisation),
        "kind": state.kind(finding.organisation).id,
        "verdict": finding.verdict.value,
        "value": finding.value,
        "limit": finding.limit,
        "margin": finding.margin,
        "sentence": finding.sentence,
        "source": rule.source,
        "confidence": rule.confidence,
        "exception": finding.exception,
        "involved": [state.code(o) for o in finding.involved if o in state],
        "waiver": _waiver(finding.waiver),
        "changed": _changed(rule, state.pack),
    }


def _waiver(waiver: Waiver | None) -> Document | None:
    if waiver is None:
        return None
    return {"reason": waiver.reason, "who": waiver.who, "on": waiver.on}


def _changed(rule: Rule, pack: Pack) -> list[Document]:
    """Return the limits that users have set, with what the pack has."""
    published = pack.rule(rule.id).params if rule.changed else rule.params
    return [
        {"limit": key, "value": _json_of(rule.params[key]), "pack": _json_of(published[key])}
        for key in rule.changed
    ]


def _json_of(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime.date) else value


def is_binding(finding: Finding) -> bool:
    """Whether a finding breaks a law or an instruction: what `check` fails for."""
    binding = (Severity.LAW, Severity.MUST)
    return finding.verdict is Verdict.BREAKS and finding.rule.severity in binding


def packs_document(packs: Iterable[PackInfo]) -> Document:
    """Return what is installed."""
    return {
        "schema": PACKS,
        "packs": [
            {
                "id": pack.id,
                "name": pack.name,
                "version": pack.version,
                "folder": str(pack.folder),
                "options": list(pack.options),
                "problem": str(pack.problem) if pack.problem else None,
            }
            for pack in packs
        ],
    }
