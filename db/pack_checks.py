"""What a pack in a scenario file must obey before the model sees it, and before it is written.

`db.packs` holds a pack's folder to the same promises, with file, line and column at hand. Here the
shape is known from the tables already; what is left is what rows mean together. Organisations are
looked at a column at a time, and one by one only to name the one at fault.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress, groupby, pairwise

from db.columns import characters_fault, is_run
from db.limits import IDENTIFIER, MAX_NAME, MAX_OUTLINE, MAX_TEXT
from db.schema import BrokenPromiseError
from model.errors import RuleError
from model.organisations import ROOT_PARENT, Basis, FigureColumn, Organisations
from model.pack import Kind, Measure, Pack, Tier, Words, stand_in_fault, structure_fault
from model.records import names_of
from model.rules.checks import validate
from model.rules.limits import LIMIT
from model.tree import folded

MAX_LEVELS = 200
"""Most levels of organisations, from the root down."""

_RANK = {tier: i for i, tier in enumerate(Tier)}
_IDENTIFIERS = re.compile(rf"(?:{IDENTIFIER.pattern}\n)*+")


def check_pack(pack: Pack) -> None:
    """Check all that the tables alone do not see to.

    Raises
    ------
    BrokenPromiseError
        At the first fault; the message names what is at fault.
    """
    check_texts(_texts(pack), "the published data")
    _check_ids([pack.id], "pack")
    _check_ids([k.id for k in pack.kinds], "kind")
    _check_ids([m.id for m in pack.measures], "measure")
    _check_ids([f.id for f in pack.facts], "fact")
    _check_ids([r.id for r in pack.roles], "role")
    _check_ids([r.id for r in pack.rules], "rule")
    _check_ids([g.id for g in pack.governances], "governance")
    _check_ids([d.id for d in pack.destinations], "destination")
    _check_ids([s.id for s in pack.structures], "structure")
    _check_ids(pack.organisations.ids, "organisation", len(pack.organisations.rows))
    _check_kinds(pack.kinds)
    for at, measure in enumerate(pack.measures):
        if fault := stand_in_fault(measure, pack.measures[:at], pack.kinds):
            raise BrokenPromiseError(f"the measure {measure.id!r}: {fault}")
    _check_structures(pack)
    _check_roles(pack)
    _check_order([point.year for point in pack.series], "years of the past")
    _check_order([r.start.toordinal() if r.start else 0 for r in pack.regional], "regional leaders")
    _check_organisations(pack)
    _check_figures(pack)
    _check_ties(pack)
    _check_rules(pack)


def check_texts(texts: Iterable[str], whose: str) -> None:
    """Refuse control characters, and marks that turn the direction of writing, in any text."""
    # All in one look: a million short texts are not worth a million calls.
    fault = characters_fault(" ".join(texts))
    if fault:
        raise BrokenPromiseError(f"a text of {whose} {fault}")


def _check_ids(ids: list[str], what: str, different: int = -1) -> None:
    # A line for each: an id with a line end in it would make one line more.
    lines = "\n".join([*ids, ""])
    if not _IDENTIFIERS.fullmatch(lines) or lines.count("\n") != len(ids):
        odd = next(id_ for id_ in ids if not IDENTIFIER.fullmatch(id_))
        raise BrokenPromiseError(f"{odd[:60]!r} can't be the id of a {what}")
    if different != len(ids):
        refuse_doubles(ids, f"the {what} {{}} is there twice")


def refuse_doubles(names: list[str], message: str) -> None:
    """Refuse a name that is there twice."""
    if len(set(names)) < len(names):
        double = Counter(names).most_common(1)[0][0]
        raise BrokenPromiseError(message.format(repr(double[:60])))


def _check_order(values: Sequence[int], what: str) -> None:
    if any(a >= b for a, b in pairwise(values)):
        raise BrokenPromiseError(f"the {what} are not in order")


def _texts(pack: Pack) -> Iterator[str]:
    """Iterate over every text of a pack that is shown to a user, but those in columns."""
    yield from (pack.name, pack.version, pack.summary, *pack.credits)
    yield from (getattr(pack.words, word) for word in names_of(Words))
    for kind in pack.kinds:
        yield from (kind.label, kind.plural)
    for measure in pack.measures:
        yield from (measure.label, measure.short, measure.explanation)
    for fact in pack.facts:
        yield from (fact.label, fact.source)
    for role in pack.roles:
        yield from (role.title, role.short)
    for governance in pack.governances:
        yield from (governance.label, governance.number, governance.text)
    yield from (destination.label for destination in pack.destinations)
    for point in pack.series:
        yield from (point.local_label, point.regional_label, point.source, point.note)
    for leaders in pack.regional:
        yield from (leaders.label, leaders.source)
    yield from (t for s in pack.structures for t in (s.label, s.text, s.source, s.ended, s.notice))
    yield from (t for s in pack.structures for b in s.bodies for t in (b.label, b.plural, b.word))
    for rule in pack.rules:
        yield from (rule.title, rule.check, rule.text, rule.source, rule.confidence, rule.advice)
        yield from _texts_in(rule.params)
        for item in rule.items:
            yield from (item.id, item.label)
    for cited in pack.organisations.citations:
        yield from (cited.source, cited.note)
    for link in pack.links:
        yield from (link.code, link.name)
    yield from (border.note for border in pack.borders)


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield str(key)
            yield from _texts_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts_in(inner)


# -- kinds and organisations -------------------------------------------------------------------


def _check_roles(pack: Pack) -> None:
    for role in pack.roles:
        if role.common and (role.executive or role.accountable or role.merges):
            raise BrokenPromiseError(f"the role {role.id!r} is of officers and common to boards")


def _check_kinds(kinds: tuple[Kind, ...]) -> None:
    tiers = {kind.id: kind.tier for kind in kinds}
    for tier in (Tier.ROOT, Tier.REGION, Tier.GROUP, Tier.UNIT):
        count = sum(kind.tier is tier for kind in kinds)
        if not count or (count > 1 and tier in (Tier.ROOT, Tier.GROUP)):
            raise BrokenPromiseError(f"it has {count} kinds of organisation at tier {tier}")
    if sum(kind.tier is Tier.SUCCESSOR for kind in kinds) > 1:
        raise BrokenPromiseError("it has several kinds of successor")
    for kind in kinds:
        if (kind.tier is Tier.ROOT) == bool(kind.parents):
            raise BrokenPromiseError(f"what the kind {kind.id!r} may hang under is wrong")
        for parent in kind.parents:
            above = tiers[parent]
            if kind.tier is Tier.SUCCESSOR and above is not Tier.GROUP:
                raise BrokenPromiseError(f"the kind {kind.id!r} may hang outside groups")
            nested = kind.tier in (Tier.REGION, Tier.PART) and above is kind.tier
            if not nested and _RANK[above] >= _RANK[kind.tier]:
                raise BrokenPromiseError(f"the kind {kind.id!r} may hang under its own tier")


def _check_structures(pack: Pack) -> None:
    for structure in pack.structures:
        fault = structure_fault(structure, pack.kinds)
        if fault:
            raise BrokenPromiseError(f"the structure {structure.id!r}: {fault}")


def _check_organisations(pack: Pack) -> None:
    o = pack.organisations
    _check_lengths("code", o.codes, range(len(o)), MAX_NAME, o)
    _check_lengths("name", o.names, range(len(o)), MAX_NAME, o)
    for fact, texts in o.facts.items():
        _check_lengths(repr(fact), texts.values(), texts, MAX_TEXT, o)
    kinds = {kind.id: kind for kind in pack.kinds}
    if o.parents[0] != ROOT_PARENT or kinds[o.kinds[0]].tier is not Tier.ROOT:
        raise BrokenPromiseError(f"{o.ids[0]!r} hangs under another one, or is no root")
    for row in _first_of_runs(o)[1:]:
        parent = o.parents[row]
        if not 0 <= parent < row:
            raise BrokenPromiseError(f"the parent of {o.ids[row]!r} does not come before it")
        fault = _fault(kinds[o.kinds[row]], o.kinds[parent])
        if fault:
            raise BrokenPromiseError(f"{o.ids[row]!r} {fault}")
    if not any(kinds[kind].tier is Tier.UNIT for kind in set(o.kinds)):
        raise BrokenPromiseError("it has nothing to arrange")
    if levels(o) > MAX_LEVELS:
        raise BrokenPromiseError(f"its organisations are more than {MAX_LEVELS} levels deep")
    if len(o.by_code) < len(o):
        refuse_doubles([*map(folded, o.codes)], "the code {} is there twice")
    for row, (longitude, latitude) in o.places.items():
        if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
            raise BrokenPromiseError(f"the place of {o.ids[row]!r} is not on the earth")


def _check_lengths(
    what: str, texts: Iterable[str], rows: Iterable[int], most: int, o: Organisations
) -> None:
    lengths = set(map(len, texts))
    if lengths and not 1 <= min(lengths) <= max(lengths) <= most:
        odd = next(r for r, t in zip(rows, texts, strict=True) if not 1 <= len(t) <= most)
        raise BrokenPromiseError(f"the {what} of {o.ids[odd]!r} is empty or too long")


def _first_of_runs(o: Organisations) -> Sequence[int]:
    """Return the first row of each run of organisations with one parent and of one kind.

    What holds for the first holds for all in its run, which come after it. Where many stand alone,
    all rows are returned.
    """
    rows = {0}
    for column in (o.parents, o.kinds):
        row = 0
        for _, same in groupby(column):
            rows.add(row)
            row += len(list(same))
            if len(rows) > len(o) // 8:
                return range(len(o))
    return sorted(rows)


def _fault(kind: Kind, above: str) -> str:
    """Say what is wrong with organisations of a kind that hang under one of another."""
    if kind.tier is Tier.ROOT:
        return "hangs nowhere, or is a second root"
    if above not in kind.parents:
        return "hangs under the wrong kind of organisation"
    if kind.tier in (Tier.GROUP, Tier.SUCCESSOR):
        return f"is a {kind.label!r} among the published data"
    return ""


def levels(o: Organisations) -> int:
    """Return how many levels the published organisations have, with the root."""
    level = {ROOT_PARENT: 0}
    for row in sorted(set(o.parents[1:])):  # those who have something below them
        level[row] = level[o.parents[row]] + 1
    return max(level.values()) + 1


def _check_figures(pack: Pack) -> None:
    o = pack.organisations
    soft = {n for n, cited in enumerate(o.citations) if cited.basis is Basis.ESTIMATE}
    for measure in pack.measures:
        column = o.figures.get(measure.id)
        if column is not None and not _are_sound(column, measure, o, soft):
            alone = (_one_of(column, place) for place in range(len(column.rows)))
            odd = next((one for one in alone if not _are_sound(one, measure, o, soft)), None)
            whose = repr(o.ids[odd.rows[0]]) if odd else "one without figures"
            raise BrokenPromiseError(f"the {measure.id!r} of {whose} can't be")


def _one_of(column: FigureColumn, place: int) -> FigureColumn:
    row = column.rows[place]
    ends = ({row: end[row]} if row in end else {} for end in (column.low, column.high))
    return FigureColumn([row], [column.values[place]], [column.cited[place]], *ends)


def _are_sound(column: FigureColumn, measure: Measure, o: Organisations, soft: set[int]) -> bool:
    rows = column.rows
    if is_run(rows):  # as a rule, and quicker to see
        kinds: Sequence[str] = o.kinds[rows[0] : rows[-1] + 1]
    else:
        kinds = [*map(o.kinds.__getitem__, rows)]
    if kinds.count(measure.carrier) != len(rows):
        return False
    low, high = column.low, column.high
    figures = zip(column.rows, column.values, strict=True)
    estimates = dict(compress(figures, map(soft.__contains__, column.cited))) if soft else {}
    return low.keys() == high.keys() == estimates.keys() and all(
        low[row] <= value <= high[row] for row, value in estimates.items()
    )


def _check_ties(pack: Pack) -> None:
    tiers = {kind.id: kind.tier for kind in pack.kinds}
    o = pack.organisations

    def is_unit(organisation: str) -> bool:
        row = o.row(organisation)
        return row is not None and tiers[o.kinds[row]] is Tier.UNIT

    links, pairs = set(), set()
    for link in pack.links:
        if not is_unit(link.unit) or (link.unit, link.code) in links:
            raise BrokenPromiseError(f"the link {link.code[:60]!r} of {link.unit!r} can't be")
        links.add((link.unit, link.code))
    for border in pack.borders:
        pair = frozenset((border.a, border.b))
        apart = border.kind == "land" and not border.fixed_link
        if len(pair) < 2 or pair in pairs or not all(map(is_unit, pair)) or apart:
            raise BrokenPromiseError(f"the border of {border.a!r} and {border.b!r} can't be")
        pairs.add(pair)
    for unit, outline in pack.boundaries.items():
        if not is_unit(unit) or not 0 < len(outline) <= MAX_OUTLINE:
            raise BrokenPromiseError(f"the boundary of {unit!r} can't be")


def _check_rules(pack: Pack) -> None:
    for rule in pack.rules:
        if rule.start and rule.end and rule.end < rule.start:
            raise BrokenPromiseError(f"the rule {rule.id!r} ends before it starts")
        if not set(rule.adjustable) <= rule.params.keys():
            raise BrokenPromiseError(f"the rule {rule.id!r} names data that it has not")
        if not all(isinstance(rule.params[key], LIMIT) for key in rule.adjustable):
            raise BrokenPromiseError(f"the rule {rule.id!r} lets others be set than limits")
        _check_ids([item.id for item in rule.items], f"question of {rule.id}")
        for item in rule.items:
            if item.of not in (rule.scope, Tier.UNIT) or not 0 < len(item.label) <= MAX_NAME:
                raise BrokenPromiseError(f"what {rule.id!r} asks can't be asked")
        try:
            validate(rule, pack)
        except RuleError as error:
            raise BrokenPromiseError(f"the {error}") from error
