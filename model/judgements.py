"""What users say about a plan: limits, waivers, answers, figures of their own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from model.changes import (
    LARGEST,
    Answer,
    Appoint,
    Arrange,
    Change,
    Enter,
    SetLimit,
    SetPost,
    Staff,
    Waive,
)
from model.errors import ChangeRefusedError
from model.events import Touched
from model.organisations import Basis, Figure
from model.pack import Measure, Pack
from model.posting import Posting
from model.records import record
from model.rules.limits import check_limits, read_limit, with_limits
from model.rules.rule import WAIVABLE, Rule, Waiver
from model.texts import MAX_TEXT, check_note, is_line, read_day, read_number
from model.wording import grouped

ENTERED = "Entered in this option"
"""The source of a figure that a user entered."""


@record
class Said:
    """What users said about a plan, in a fixed order.

    Attributes
    ----------
    limits : tuple of (rule, key, value)
    waived : tuple of (organisation, rule, reason, who, on)
    answers : tuple of (organisation, rule, item, value)
    entered : tuple of (organisation, measure, value)
    """

    limits: tuple[tuple[str, str, str], ...] = ()
    waived: tuple[tuple[str, str, str, str, str], ...] = ()
    answers: tuple[tuple[str, str, str, str], ...] = ()
    entered: tuple[tuple[str, str, int], ...] = ()


class Judgements(Posting):
    """Posts and books with what users say about them."""

    def __init__(self, pack: Pack) -> None:
        super().__init__(pack)
        self._limits: Mapping[tuple[str, str], str] = MappingProxyType({})
        self._waived: dict[tuple[str, str], Waiver] = {}
        self._answers: dict[tuple[str, str, str], str] = {}
        self._entered: dict[tuple[str, str], int] = {}

    # -- reading ---------------------------------------------------------------------------

    @property
    def limits(self) -> Mapping[tuple[str, str], str]:
        """The limits that differ from the pack's, by rule and key; another mapping for others."""
        return self._limits

    def limit(self, rule: str, key: str) -> str:
        """Return what a limit of a rule is set to, "" if it is the pack's."""
        return self._limits.get((rule, key), "")

    @property
    def has_waivers(self) -> bool:
        """Whether anything outside a rule is accepted."""
        return bool(self._waived)

    def waiver(self, organisation: str, rule: str) -> Waiver | None:
        """Return why an organisation may be outside a rule, None if nobody said so."""
        return self._waived.get((organisation, rule))

    def answer(self, organisation: str, rule: str, item: str) -> str:
        """Return the answer to what a rule asks about an organisation, "" if there is none."""
        return self._answers.get((organisation, rule, item), "")

    def figure(self, organisation: str, measure: str) -> Figure | None:
        """Return an organisation's own figure, None if it is missing."""
        value = self._entered.get((organisation, measure)) if self._entered else None
        if value is None:
            return super().figure(organisation, measure)
        return Figure(value, Basis.ENTERED, source=ENTERED)

    def value(self, organisation: str, measure: str) -> int | None:
        """Return the number alone of an organisation's own figure, None if it is missing."""
        value = self._entered.get((organisation, measure)) if self._entered else None
        return super().value(organisation, measure) if value is None else value

    def published_figure(self, organisation: str, measure: str) -> Figure | None:
        """Return an organisation's own figure as the pack has it, whatever a user entered."""
        return super().figure(organisation, measure)

    def entered(self, organisation: str, measure: str) -> int | None:
        """Return the figure that a user entered, None if nobody did."""
        return self._entered.get((organisation, measure))

    def _said(self) -> Said:
        """Return all that users said."""
        return Said(
            tuple(sorted((*at, value) for at, value in self._limits.items())),
            tuple(sorted((*at, w.reason, w.who, w.on) for at, w in self._waived.items())),
            tuple(sorted((*at, value) for at, value in self._answers.items())),
            tuple(sorted((*at, value) for at, value in self._entered.items())),
        )

    def unsaying(self, organisation: str) -> list[Change]:
        """Return the changes that take back all that is said of an organisation and its posts."""
        changes: list[Change] = [
            Appoint(o, role, "", n) for o, role, n in sorted(self._holders) if o == organisation
        ]
        changes += [
            SetPost(*key, detail, "")
            for key, details in sorted(self._details.items())
            for detail in sorted(details)
            if key[0] == organisation
        ]
        changes += [
            Staff(organisation, r, None) for r in sorted(self._staffed.get(organisation, ()))
        ]
        changes += [
            Arrange(organisation, r, None) for r in sorted(self._arranged.get(organisation, ()))
        ]
        changes += [Waive(o, rule, "") for o, rule in sorted(self._waived) if o == organisation]
        changes += [Answer(*at, "") for at in sorted(self._answers) if at[0] == organisation]
        changes += [Enter(*at, None) for at in sorted(self._entered) if at[0] == organisation]
        return changes

    # -- changing --------------------------------------------------------------------------

    def _judge(self, change: SetLimit | Waive | Answer | Enter, touched: Touched) -> Change:
        match change:
            case SetLimit(rule, key, value):
                return self._set_limit(rule, key, value, touched)
            case Waive():
                return self._waive(change, touched)
            case Answer(organisation, rule, item, value):
                return self._answer(organisation, rule, item, value, touched)
            case Enter(organisation, measure, figure):
                return self._enter(organisation, measure, figure, touched)

    def _set_limit(self, rule_id: str, key: str, value: str, touched: Touched) -> Change:
        rule = self._rule(rule_id)
        if key not in rule.adjustable:
            raise ChangeRefusedError(f"{rule_id} has no limit {key[:40]!r} that can be set.")
        old = self.limit(rule_id, key)
        limits = dict(self._limits)
        limits.pop((rule_id, key), None)
        if value and read_limit(rule, key, value) != rule.params.get(key):
            limits[rule_id, key] = value
        check_limits(with_limits(rule, limits))
        self._limits = MappingProxyType(limits)
        touched.everything = True
        touched.option = True
        return SetLimit(rule_id, key, old)

    def _waive(self, change: Waive, touched: Touched) -> Change:
        rule, row = self._rule(change.rule), self._at(change.organisation)
        self._check_scope(rule, change.organisation)
        if change.reason:
            if rule.severity not in WAIVABLE:
                raise ChangeRefusedError(
                    f"An exception from {rule.id} can't be accepted: it is a {rule.severity} rule. "
                    "Only guidance (should) and planning norms have exceptions."
                )
            check_note(change.reason)
            if change.reason.isspace() or not is_line(change.who):
                raise ChangeRefusedError(
                    "An accepted exception has a reason and the name of who accepts it."
                )
            read_day(change.on)
        elif change.who or change.on:
            raise ChangeRefusedError("An accepted exception has a reason.")
        key = (change.organisation, change.rule)
        old = self._waived.pop(key, _NONE)
        if change.reason:
            self._waived[key] = Waiver(change.reason, change.who, change.on)
        touched.edited.add(change.organisation)
        self._reached(row, touched)
        return Waive(*key, old.reason, old.who, old.on)

    def _answer(
        self, organisation: str, rule_id: str, item: str, value: str, touched: Touched
    ) -> Change:
        rule, row = self._rule(rule_id), self._at(organisation)
        known = {i.id: i for i in rule.items}
        if item not in known:
            raise ChangeRefusedError(f"{rule_id} asks nothing called {item[:40]!r}.")
        if self._kind[row].tier.value not in (rule.scope, known[item].of):
            raise ChangeRefusedError(f"{rule_id} is not asked of {self._names[row]}.")
        if value and not known[item].is_text and value not in ("yes", "no"):
            raise ChangeRefusedError(f"The answer is 'yes' or 'no', not {value[:40]!r}.")
        if value and not is_line(value):
            raise ChangeRefusedError(f"An answer is one line of 1 to {MAX_TEXT} characters.")
        key = (organisation, rule_id, item)
        old = self._answers.pop(key, "")
        if value:
            self._answers[key] = value
        touched.edited.add(organisation)
        self._reached(row, touched)
        return Answer(*key, old)

    def _enter(
        self, organisation: str, measure_id: str, value: int | None, touched: Touched
    ) -> Change:
        row = self._at(organisation)
        try:
            measure = self.pack.measure(measure_id)
        except KeyError:
            raise ChangeRefusedError(f"There is no measure {measure_id[:40]!r}.") from None
        if not measure.enterable or measure.carrier != self._kind[row].id:
            raise ChangeRefusedError(
                f"{measure.label} of {self._names[row]} can't be entered: "
                "it is published, or belongs to others."
            )
        if value is not None:
            check_figure(value, measure)
        key = (organisation, measure_id)
        before, old = self.figure(organisation, measure_id), self._entered.pop(key, None)
        if value is not None:
            self._entered[key] = value
        self._put_figure(row, measure_id, before, self.figure(organisation, measure_id))
        touched.edited.add(organisation)
        if measure.headline:
            touched.moved.add(organisation)  # rows of a card stand in the order of their figures
        self._reached(row, touched)
        return Enter(*key, old)

    def _put_figure(self, row: int, measure: str, old: Figure | None, new: Figure | None) -> None:
        """Put a figure in place of another in the books of a row and all above it."""
        if not self._is_counted:
            return
        shape, carries = self._ledger.shape, self._kind[row]
        delta = shape.blank()
        for figure, sign in ((old, -1), (new, 1)):
            for place, number in shape.figure(carries, measure, figure):
                delta[place] += sign * number
        self._ledger.add(self._path(row), delta)

    def _count_entered(self) -> None:
        for organisation, measure in self._entered:
            published, now = (
                super().figure(organisation, measure),
                self.figure(organisation, measure),
            )
            self._put_figure(self._row[organisation], measure, published, now)

    def _rule(self, rule_id: str) -> Rule:
        try:
            return self.pack.rule(rule_id)
        except KeyError:
            raise ChangeRefusedError(f"There is no rule {rule_id[:40]!r} in this pack.") from None

    def _check_scope(self, rule: Rule, organisation: str) -> None:
        if self.tier(organisation).value != rule.scope:
            raise ChangeRefusedError(f"{rule.id} is not asked of {self.label(organisation)}.")

    def _check_nothing_said(self, organisation: str) -> None:
        """Refuse to remove an organisation of which something is said."""
        if self.unsaying(organisation):
            raise ChangeRefusedError(
                f"{self.label(organisation)} still has posts, members, answers or figures "
                "of its own."
            )


def check_figure(value: int, measure: Measure) -> None:
    """Refuse a number that no figure of a measure can be.

    Raises
    ------
    ChangeRefusedError
        If it is too large, or below 0 where that means nothing.
    """
    if abs(value) > LARGEST:
        raise ChangeRefusedError(f"{grouped(value)} is too large a figure.")
    if value < 0 and not measure.signed:
        raise ChangeRefusedError(f"{grouped(value)} is below 0, which {measure.label} never is.")


def read_figure(text: str, measure: Measure) -> int:
    """Return the figure of a measure that a text is.

    Raises
    ------
    ChangeRefusedError
        If it is no whole number, or one that the measure can't have.
    """
    value = read_number(text)
    check_figure(value, measure)
    return value


_NONE = Waiver("", "", "")
