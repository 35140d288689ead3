"""What a move would bring, as a few lines for each organisation that it reaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from model.changes import Change, Create, Move, flatten
from model.option import Option, Preview
from model.pack import Pack, Style, Tier
from model.rules.limits import told
from model.rules.rule import Finding, Verdict
from model.rules.standing import Sign, sign_of
from model.totals import Totals
from model.wording import DISSOLVED, capital, sum_text


@dataclass(frozen=True, slots=True)
class Line:
    """A figure before and after; "" before, if there was none."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change would bring to one organisation.

    Attributes
    ----------
    old_word, new_word : str
        How it stands before and after: "meets", "breaks"...
    turns : tuple of (Sign, str)
        The rules whose verdict turns to or from *breaks*: the sign after, and the sentence.
    """

    name: str
    lines: tuple[Line, ...] = ()
    sign: Sign = Sign.NONE
    old_word: str = ""
    new_word: str = ""
    turns: tuple[tuple[Sign, str], ...] = ()

    @property
    def spoken(self) -> str:
        """The effect in words."""
        parts = [f"{x.label} {x.old} to {x.new}" for x in self.lines if x.old != x.new]
        if self.new_word and self.old_word not in ("", self.new_word):
            parts.append(f"{self.old_word}, would then: {self.new_word}")
        elif self.new_word:
            parts.append(f"still {self.new_word}" if self.old_word else self.new_word)
        return f"{self.name}: {', '.join(parts)}"


def effects(
    option: Option,
    change: Change,
    preview: Preview,
    target: str,
    others: Sequence[str] = (),
    more: Mapping[str, Line] = MappingProxyType({}),
) -> list[Effect]:
    """Return what a change would bring: to the target first, then to what is moved out of.

    Parameters
    ----------
    target : str
        Id of what is moved into, "" for the tray.
    others : sequence of str, optional
        Ids of further groups to be shown, after the target.
    more : mapping of group id to Line, optional
        What else there is to say of a group.
    """
    state = option.state
    names = {c.id: c.name for c in flatten(change) if isinstance(c, Create)}
    moved = [c for c in flatten(change) if isinstance(c, Move)]
    sources = dict.fromkeys(p for c in moved if (p := state.parent(c.id)))
    groups = [o for o in (target, *others, *sources) if o in preview.totals]
    groups = list(dict.fromkeys(o for o in groups if o in names or state.tier(o) is Tier.GROUP))
    if target in state and state.tier(target) is Tier.REGION:
        groups = list(dict.fromkeys([target, *sources]))
    result = [
        _effect(option, o, names.get(o) or state.label(o), preview, more.get(o))
        for o in groups
        if o in preview.totals
    ]
    tray = _tray(option, [c for c in moved if state.tier(c.id) is Tier.UNIT])
    if tray is not None:
        result.insert(0 if not target else len(result), tray)
    elsewhere = [
        Effect(state.label(o), turns=turns)
        for o, (old, new) in preview.findings.items()
        if o not in groups and o in state and (turns := _turns(state.pack, old, new))
    ]
    return result + elsewhere


def _effect(
    option: Option,
    organisation: str,
    name: str,
    preview: Preview,
    more: Line | None,
) -> Effect:
    totals = preview.totals[organisation]
    if totals[1] is None:
        return Effect(name, new_word=DISSOLVED)
    found = preview.findings.get(organisation)
    if found is None:
        now = option.findings.of(organisation) if organisation in option.state else ()
        found = (now, now)
    old, new = preview.standing(organisation, option.findings)
    return Effect(
        name,
        (*_lines(option, *totals), *([more] if more is not None else ())),
        new.sign,
        "" if totals[0] is None else old.word,
        new.word,
        _turns(option.pack, *found) if totals[0] is not None else _broken(option.pack, found[1]),
    )


def _lines(option: Option, before: Totals | None, after: Totals | None) -> tuple[Line, ...]:
    pack = option.pack
    old, new = _texts(option, before), _texts(option, after)
    labels = [
        capital(pack.kind_at(Tier.UNIT).plural),
        *(m.label for m in pack.measures if m.headline),
        capital(pack.words.officers),
    ]
    return tuple(Line(label, old.get(label, ""), new.get(label, "")) for label in labels)


def _texts(option: Option, totals: Totals | None) -> Mapping[str, str]:
    if totals is None:
        return {}
    pack = option.pack
    texts = {
        m.label: sum_text(m, totals.sums[m.id], brief=m.style is Style.MONEY)
        for m in pack.measures
        if m.headline
    }
    texts[capital(pack.kind_at(Tier.UNIT).plural)] = f"{totals.units:,}"
    texts[capital(pack.words.officers)] = f"{totals.officers:,}"
    return texts


def _tray(option: Option, moved: Sequence[Move]) -> Effect | None:
    state = option.state
    out = sum(state.group_of(c.id) is None for c in moved)
    back = sum(c.to in state and state.tier(c.to) is not Tier.GROUP for c in moved)
    if out == back:
        return None
    count = len(state.tray())
    label = capital(option.pack.kind_at(Tier.UNIT).plural)
    return Effect("The tray", (Line(label, f"{count:,}", f"{count - out + back:,}"),))


def _turns(
    pack: Pack, old: Sequence[Finding], new: Sequence[Finding]
) -> tuple[tuple[Sign, str], ...]:
    before = {f.rule.id: f.verdict for f in old}
    return tuple(
        (sign_of(f), told(f, pack))
        for f in new
        if f.rule.id in before
        and (f.verdict is Verdict.BREAKS) is not (before[f.rule.id] is Verdict.BREAKS)
    )


def _broken(pack: Pack, new: Sequence[Finding]) -> tuple[tuple[Sign, str], ...]:
    return tuple((sign_of(f), told(f, pack)) for f in new if f.verdict is Verdict.BREAKS)
