"""A user who edits an option at random; what the model refuses is left undone."""

from __future__ import annotations

from contextlib import suppress
from random import Random

from model import edits
from model.changes import (
    Answer,
    Appoint,
    Arrange,
    Arrangement,
    Change,
    Create,
    Detail,
    Enter,
    Field,
    KeepLink,
    OptionField,
    Remove,
    SetField,
    SetLimit,
    SetOption,
    SetPost,
    Staff,
    Waive,
)
from model.errors import ModelError
from model.option import Option
from model.pack import Tier

TEXTS = ("", "2011-05-30", "yes", "U1", "Ann Lee", "Zoë <b>O'Neil</b>", "=1+1", "two\nlines\t☃")


def edit_at_random(option: Option, random: Random, steps: int) -> None:
    """Make edits, undo, redo and remark; each entry has a time and a reason of its own."""
    for step in range(steps):
        with suppress(ModelError):
            match random.randrange(8):
                case 0:
                    option.undo()
                case 1:
                    option.redo()
                case 2 if len(option.log):
                    entry = random.choice([*option.log]).id
                    when = f"2026-03-01T11:{step // 60:02}:{step % 60:02}+00:00"
                    option.annotate(entry, random.choice(TEXTS))
                    option.set_checkpoint(entry, random.choice(TEXTS), when=when, who="Cy")
                case _:
                    when = f"2026-03-01T10:{step // 60:02}:{step % 60:02}+00:00"
                    why = random.choice(TEXTS)
                    option.commit(any_change(option, random), when=when, who="Bo", why=why)


def any_change(option: Option, random: Random) -> Change:
    """Return a change of any kind, which may be refused.

    Raises
    ------
    ModelError
        If it can't even be made.
    """
    state, new = option.state, f"n{random.randrange(30)}"
    anything = random.choice(list(state))
    unit = random.choice(state.at_tier(Tier.UNIT))
    place = random.choice([*state.at_tier(Tier.GROUP), "R1", "R2"])
    role = random.choice(option.pack.roles).id
    text = random.choice(TEXTS)
    if option.pack.rules and random.random() < 0.3:
        return _saying(option, random, anything, unit, place, role, text)
    match random.randrange(11):
        case 0 | 1:
            return edits.move(state, [unit], place)
        case 2:
            return edits.new_group(state, random.choice(["R1", "R2"]), new, text, [unit])
        case 3:
            return edits.dissolve(state, [place])
        case 4:
            fields = ((Field.NOTE.value, text),) if text else ()
            return Create(new, "part", f"X{new}", f"Part {new}", anything, fields)
        case 5:
            return Remove(anything)
        case 6:
            return SetField(anything, random.choice(list(Field)), text)
        case 7:
            return SetOption(random.choice(list(OptionField)), text)
        case 8:
            return Appoint(place, role, text)
        case 9:
            return Arrange(unit, role, random.choice([None, *Arrangement]))
        case _:
            return KeepLink(unit, random.choice(["E1", "E2"]), random.random() < 0.5)


def _saying(
    option: Option, random: Random, anything: str, unit: str, place: str, role: str, text: str
) -> Change:
    rule = random.choice(option.pack.rules)
    match random.randrange(6):
        case 0:
            number, detail = random.choice([1, 1, 2]), random.choice(list(Detail))
            value = random.choice([*TEXTS, "vacant", "60", "no", "board 30, council 70"])
            return SetPost(random.choice([unit, place]), role, number, detail, value)
        case 1:
            return Staff(random.choice([unit, place]), role, random.choice([None, 0, 1, 3]))
        case 2:
            key = random.choice([*rule.adjustable, "none"])
            return SetLimit(rule.id, key, random.choice(["", "7", "2011-07-01"]))
        case 3:
            said = random.choice([("", "", ""), ("Agreed.", "Bo", "2011-05-30")])
            return Waive(anything, rule.id, *said)
        case 4:
            item = random.choice([*(i.id for i in rule.items), "none"])
            return Answer(place, rule.id, item, text)
        case _:
            measure = random.choice(option.pack.measures).id
            return Enter(unit, measure, random.choice([None, 0, -7, 10**15]))
