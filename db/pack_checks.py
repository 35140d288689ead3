"""What a pack in a scenario file must obey before the model sees it.

`db.packs` holds a pack's folder to the same promises, with file, line and column at hand. Here the
shape is known from the tables already; what is left is what rows mean together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple

from db.packs.folder import IDENTIFIER, text_fault
from db.schema import BrokenPromiseError
from model.errors import RuleError
from model.organisations import Basis, Figure, Organisation
from model.pack import Kind, Measure, Pack, Style, Tier
from model.rules.checks import validate

MAX_LEVELS = 200
"""Most levels of organisations, from the root down."""

_RANK = {tier: i for i, tier in enumerate(Tier)}
_ANY_LENGTH = 1 << 40


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
    _check_ids([o.id for o in pack.organisations], "organisation")
    _check_kinds(pack.kinds)
    _check_organisations(pack)
    _check_figures(pack)
    _check_ties(pack)
    _check_rules(pack)


def check_texts(texts: Iterable[str], whose: str) -> None:
    """Refuse control characters, and marks that turn the direction of writing, in any text."""
    # All in one look: a million short texts are not worth a million calls.
    fault = text_fault(" ".join(texts), _ANY_LENGTH)
    if fault:
        raise BrokenPromiseError(f"a text of {whose} {fault}")


def _check_ids(ids: list[str], what: str) -> None:
    for id_ in ids:
        if not IDENTIFIER.fullmatch(id_):
            raise BrokenPromiseError(f"{id_[:60]!r} can't be the id of a {what}")
    refuse_doubles(ids, f"the {what} {{}} is there twice")


def refuse_doubles(names: list[str], message: str) -> None:
    """Refuse a name that is there twice."""
    if len(set(names)) < len(names):
        double = Counter(names).most_common(1)[0][0]
        raise BrokenPromiseError(message.format(repr(double[:60])))


def _texts(pack: Pack) -> Iterator[str]:
    """Iterate over every text of a pack that is shown to a user."""
    yield from (pack.name, pack.version, pack.summary, *pack.credits)
    yield from astuple(pack.words)
    for kind in pack.kinds:
        yield from (kind.label, kind.plural)
    for measure in pack.measures:
        yield from (measure.label, measure.short, measure.explanation)
    for fact in pack.facts:
        yield from (fact.label, fact.source)
    for role in pack.roles:
        yield from (role.title, role.short)
    for rule in pack.rules:
        yield from (rule.title, rule.check, rule.text, rule.source, rule.confidence, rule.advice)
        yield from _texts_in(rule.params)
    cited: set[tuple[str, str]] = set()
    for organisation in pack.organisations:
        yield organisation.code
        yield organisation.name
        yield from organisation.facts.values()
        cited.update((f.source, f.note) for f in organisation.figures.values())
    for source_and_note in cited:
        yield from source_and_note
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


def _check_kinds(kinds: tuple[Kind, ...]) -> None:
    tiers = {kind.id: kind.tier for kind in kinds}
    for tier in (Tier.ROOT, Tier.REGION, Tier.GROUP, Tier.UNIT):
        count = sum(kind.tier is tier for kind in kinds)
        if not count or (count > 1 and tier in (Tier.ROOT, Tier.GROUP)):
            raise BrokenPromiseError(f"it has {count} kinds of organisation at tier {tier}")
    for kind in kinds:
        if (kind.tier is Tier.ROOT) == bool(kind.parents):
            raise BrokenPromiseError(f"what the kind {kind.id!r} may hang under is wrong")
        for parent in kind.parents:
            above = tiers[parent]
            nested = kind.tier in (Tier.REGION, Tier.PART) and above is kind.tier
            if not nested and _RANK[above] >= _RANK[kind.tier]:
                raise BrokenPromiseError(f"the kind {kind.id!r} may hang under its own tier")


def _check_organisations(pack: Pack) -> None:
    kinds = {kind.id: kind for kind in pack.kinds}
    level: dict[str | None, int] = {}
    tier_of: dict[str, Kind] = {}
    for o in pack.organisations:
        kind = kinds[o.kind]
        if (o.parent is None) != (kind.tier is Tier.ROOT) or (o.parent is None and level):
            raise BrokenPromiseError(f"{o.id!r} hangs nowhere, or is a second root")
        if o.parent is not None and tier_of[o.parent].id not in kind.parents:
            raise BrokenPromiseError(f"{o.id!r} hangs under the wrong kind of organisation")
        if kind.tier is Tier.GROUP:
            raise BrokenPromiseError(f"{o.id!r} is a {kind.label!r} among the published data")
        level[o.id] = level.get(o.parent, 0) + 1
        tier_of[o.id] = kind
    if not any(kind.tier is Tier.UNIT for kind in tier_of.values()):
        raise BrokenPromiseError("it has nothing to arrange")
    if max(level.values()) > MAX_LEVELS:
        raise BrokenPromiseError(f"its organisations are more than {MAX_LEVELS} levels deep")
    refuse_doubles([o.code.casefold() for o in pack.organisations], "the code {} is there twice")


def _check_figures(pack: Pack) -> None:
    for measure in pack.measures:
        for organisation in pack.organisations:
            figure = organisation.figures.get(measure.id)
            if figure is not None and not _is_sound(figure, measure, organisation):
                raise BrokenPromiseError(f"the {measure.id!r} of {organisation.id!r} can't be")


def _is_sound(figure: Figure, measure: Measure, organisation: Organisation) -> bool:
    has_interval = figure.low is not None and figure.high is not None
    has_none = figure.low is None and figure.high is None
    return (
        measure.carrier == organisation.kind
        and (figure.value >= 0 or measure.style is not Style.COUNT)
        and (has_interval if figure.basis is Basis.ESTIMATE else has_none)
    )


def _check_ties(pack: Pack) -> None:
    tiers = {kind.id: kind.tier for kind in pack.kinds}
    units = {o.id for o in pack.organisations if tiers[o.kind] is Tier.UNIT}
    links, pairs = set(), set()
    for link in pack.links:
        if link.unit not in units or (link.unit, link.code) in links:
            raise BrokenPromiseError(f"the link {link.code[:60]!r} of {link.unit!r} can't be")
        links.add((link.unit, link.code))
    for border in pack.borders:
        pair = frozenset((border.a, border.b))
        apart = border.kind == "land" and not border.fixed_link
        if len(pair) < 2 or pair in pairs or not pair <= units or apart:
            raise BrokenPromiseError(f"the border of {border.a!r} and {border.b!r} can't be")
        pairs.add(pair)


def _check_rules(pack: Pack) -> None:
    for rule in pack.rules:
        if rule.start and rule.end and rule.end < rule.start:
            raise BrokenPromiseError(f"the rule {rule.id!r} ends before it starts")
        if not set(rule.adjustable) <= rule.params.keys():
            raise BrokenPromiseError(f"the rule {rule.id!r} names data that it has not")
        try:
            validate(rule, pack)
        except RuleError as error:
            raise BrokenPromiseError(f"the {error}") from error
