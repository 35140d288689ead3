"""Reading a rule's data: each value is asked for by name and type, and nothing may be left over."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from model.errors import RuleError
from model.pack import Aggregate, Governance, Kind, Measure, Pack, Role
from model.rules.rule import Rule


class Params:
    """The data of one rule, and the pack that they are about.

    Every method raises `RuleError`, naming the key, if the value is missing or of another type.
    """

    def __init__(self, rule: Rule, pack: Pack) -> None:
        self._rule = rule
        self.pack = pack
        self._asked: set[str] = set()

    def fail(self, key: str, message: str) -> RuleError:
        """Return the error to raise for a key."""
        return RuleError(self._rule.id, key, message)

    def _get(self, key: str) -> object:
        self._asked.add(key)
        if key not in self._rule.params:
            raise self.fail(key, f"the check {self._rule.check!r} needs {key!r}")
        return self._rule.params[key]

    def has(self, key: str) -> bool:
        """Whether the rule gives that key."""
        self._asked.add(key)
        return key in self._rule.params

    def integer(self, key: str) -> int:
        """Return a whole number."""
        return self._integer(key, self._get(key))

    def _integer(self, key: str, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.fail(key, f"{key!r} must be a whole number, not {value!r}")
        if abs(value) > 10**15:
            raise self.fail(key, f"{key!r} is out of range: {value}")
        return value

    def flag(self, key: str, default: bool) -> bool:
        """Return whether a switch is on; as by default, if the rule does not give the key."""
        value = self._get(key) if self.has(key) else default
        if not isinstance(value, bool):
            raise self.fail(key, f"{key!r} must be true or false, not {value!r}")
        return value

    def text(self, key: str) -> str:
        """Return a text."""
        return self._text(key, self._get(key))

    def _text(self, key: str, value: object) -> str:
        if not isinstance(value, str) or not value:
            raise self.fail(key, f"{key!r} must be a text, not {value!r}")
        return value

    def date(self, key: str) -> datetime.date:
        """Return a date."""
        return self._date(key, self._get(key))

    def _date(self, key: str, value: object) -> datetime.date:
        if isinstance(value, str):
            try:
                return datetime.date.fromisoformat(value)
            except ValueError:
                pass
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            return value
        raise self.fail(key, f"{key!r} must be a date such as 2011-06-01, not {value!r}")

    def measure(self, key: str = "measure") -> Measure:
        """Return the measure that a key names."""
        name = self.text(key)
        try:
            return self.pack.measure(name)
        except KeyError:
            raise self.fail(key, f"{key!r} names no measure of the pack: {name!r}") from None

    def summed(self, key: str = "measure") -> Measure:
        """Return the measure that a key names, of which a sum is judged."""
        measure = self.measure(key)
        if measure.aggregate is Aggregate.NEVER:
            raise self.fail(key, f"a sum of {measure.id!r} is never judged")
        return measure

    def role(self, key: str = "role") -> Role:
        """Return the role that a key names."""
        return self._role(key, self._get(key))

    def _role(self, key: str, value: object) -> Role:
        name = self._text(key, value)
        try:
            return self.pack.role(name)
        except KeyError:
            raise self.fail(key, f"{key!r} names no role of the pack: {name!r}") from None

    def roles(self, key: str = "roles") -> tuple[Role, ...]:
        """Return the roles that a key lists; at least one."""
        return tuple(self._role(key, value) for value in self._list(key))

    def governance(self, key: str = "governance") -> Governance:
        """Return the governance that a key names."""
        name = self.text(key)
        for governance in self.pack.governances:
            if governance.id == name:
                return governance
        raise self.fail(key, f"{key!r} names no governance of the pack: {name!r}")

    def kinds(self, key: str = "kinds") -> tuple[Kind, ...]:
        """Return the kinds of organisation that a key lists; at least one."""
        return tuple(self._kind(key, value) for value in self._list(key))

    def kind(self, key: str = "kind") -> Kind:
        """Return the kind of organisation that a key names."""
        return self._kind(key, self._get(key))

    def _kind(self, key: str, value: object) -> Kind:
        name = self._text(key, value)
        try:
            return self.pack.kind(name)
        except KeyError:
            raise self.fail(key, f"{key!r} names no kind of the pack: {name!r}") from None

    def destination(self, key: str) -> str:
        """Return the id of the destination that a key names."""
        name = self.text(key)
        if all(destination.id != name for destination in self.pack.destinations):
            raise self.fail(key, f"{key!r} names no destination of the pack: {name!r}")
        return name

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts that a key lists; at least one."""
        return tuple(self._text(key, value) for value in self._list(key))

    def integers(self, key: str) -> tuple[int, ...]:
        """Return the whole numbers that a key lists; at least one."""
        return tuple(self._integer(key, value) for value in self._list(key))

    def fact(self, key: str = "fact") -> str:
        """Return the id of the fact that a key names, "" if the rule does not give the key."""
        if not self.has(key):
            return ""
        name = self.text(key)
        if all(fact.id != name for fact in self.pack.facts):
            raise self.fail(key, f"{key!r} names no fact of the pack: {name!r}")
        return name

    def structure(self, key: str = "structure") -> str:
        """Return the id of the structure that a key names."""
        name = self.text(key)
        if all(structure.id != name for structure in self.pack.structures):
            raise self.fail(key, f"{key!r} names no structure of the pack: {name!r}")
        return name

    def tables(self, key: str) -> tuple[Mapping[str, object], ...]:
        """Return the tables that a key lists, each with texts, dates or numbers as values."""
        rows = self._list(key) if self.has(key) else ()
        for row in rows:
            if not isinstance(row, Mapping):
                raise self.fail(key, f"{key!r} must be a list of tables")
        return tuple(row for row in rows if isinstance(row, Mapping))

    def entry_text(self, key: str, row: Mapping[str, object], name: str) -> str:
        """Return a text of one of a key's tables."""
        return self._text(key, row.get(name))

    def entry_organisation(self, key: str, row: Mapping[str, object], name: str) -> str:
        """Return the id of a published organisation that one of a key's tables names."""
        identifier = self.entry_text(key, row, name)
        if identifier not in self.pack.organisations.ids:
            raise self.fail(key, f"{key!r} names no organisation of the pack: {identifier!r}")
        return identifier

    def entry_role(self, key: str, row: Mapping[str, object], name: str) -> Role:
        """Return the role that one of a key's tables names."""
        return self._role(key, row.get(name))

    def entry_integer(self, key: str, row: Mapping[str, object], name: str) -> int:
        """Return a whole number of one of a key's tables."""
        return self._integer(key, row.get(name))

    def entry_date(self, key: str, row: Mapping[str, object], name: str) -> datetime.date:
        """Return a date of one of a key's tables."""
        return self._date(key, row.get(name))

    def _list(self, key: str) -> tuple[object, ...]:
        value = self._get(key)
        if not isinstance(value, list | tuple) or not value:
            raise self.fail(key, f"{key!r} must be a list with something in it, not {value!r}")
        return tuple(value)

    def finish(self) -> None:
        """Refuse keys that the check does not know."""
        for key in self._rule.params:
            if key not in self._asked:
                raise self.fail(key, f"the check {self._rule.check!r} knows no {key!r}")
