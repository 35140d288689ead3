"""rules.toml: the rules of a pack, each with its citation."""

from __future__ import annotations

from dataclasses import fields
from types import MappingProxyType

from db.errors import PackError
from db.packs.folder import PackFolder
from db.packs.toml import Table, TomlFile
from model.errors import RuleError
from model.pack import Pack, Tier
from model.rules.limits import LIMIT
from model.rules.rule import Item, Rule, Severity

_KEYS = {part.name for part in fields(Rule)} - {"items", "changed"} | {"item"}
_SCOPES = tuple(tier.value for tier in Tier if tier is not Tier.PART)


class Rulebook:
    """The rules of a pack with their places in the file."""

    def __init__(self, folder: PackFolder, name: str) -> None:
        self._file = TomlFile(folder, name)
        self._file.top.allow("rule")
        self._tables = self._file.top.tables("rule")
        self.rules = self._read()

    def _read(self) -> tuple[Rule, ...]:
        rules: dict[str, Rule] = {}
        for table in self._tables:
            rule = _read_rule(table)
            table.unique("id", rule.id, rules)
            rules[rule.id] = rule
        return tuple(rules.values())

    def check(self, pack: Pack) -> None:
        """Check that each rule's data fit its check and the pack."""
        # Here and not above: a list of packs is shown without loading the rule engine.
        from model.rules.checks import validate

        for table, rule in zip(self._tables, self.rules, strict=True):
            try:
                validate(rule, pack)
            except RuleError as error:
                raise self._fault(table, error) from error

    def _fault(self, table: Table, error: RuleError) -> PackError:
        inside = table.table("params")
        of_rule = error.key in {part.name for part in fields(Rule)} and error.key not in inside
        if not error.key or of_rule:
            return table.fault(error.message, error.key)
        return inside.fault(error.message, error.key)


def _read_rule(table: Table) -> Rule:
    table.allow(*_KEYS)
    scope = table.name("scope")
    if scope not in _SCOPES:
        raise table.fault(f"{scope!r} is not one of {', '.join(_SCOPES)}", "scope")
    rule = Rule(
        id=table.identifier("id"),
        title=table.name("title"),
        scope=scope,
        check=table.name("check"),
        severity=table.choice("severity", Severity),
        text=table.text("text"),
        source=table.text("source"),
        confidence=table.name("confidence"),
        params=MappingProxyType(table.table("params").data()),
        start=table.day_or_none("start"),
        end=table.day_or_none("end"),
        advice=table.text("advice", ""),
        adjustable=table.texts("adjustable"),
        items=_read_items(table, scope),
    )
    if rule.start and rule.end and rule.end < rule.start:
        raise table.fault("is before the start", "end")
    for key in rule.adjustable:
        if key not in rule.params:
            raise table.fault(f"{key!r} is not in the rule's params", "adjustable")
        if not isinstance(rule.params[key], LIMIT):
            raise table.fault(f"{key!r} is no whole number and no date", "adjustable")
    return rule


def _read_items(table: Table, scope: str) -> tuple[Item, ...]:
    items: dict[str, Item] = {}
    for inner in table.tables("item"):
        inner.allow("id", "label", "of", "text")
        of = inner.name("of", scope)
        if of not in (scope, Tier.UNIT):
            raise inner.fault(f"it is asked of a {scope}, or of each unit, not {of!r}", "of")
        item = Item(inner.identifier("id"), inner.name("label"), of, inner.flag("text"))
        inner.unique("id", item.id, items)
        items[item.id] = item
    return tuple(items.values())
