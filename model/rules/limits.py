"""Limits of rules that users set to other values than the pack's."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from types import MappingProxyType

from model.changes import LARGEST
from model.errors import ChangeRefusedError
from model.records import altered
from model.rules.rule import Rule
from model.texts import read_day

Limit = int | datetime.date
LIMIT = (int, datetime.date)
"""What limits that can be set are."""
Limits = Mapping[tuple[str, str], str]
"""What limits are set to, as texts, by rule and key."""


def read_limit(rule: Rule, key: str, value: str) -> Limit:
    """Return what a text sets a rule's limit to.

    Raises
    ------
    ChangeRefusedError
        If it is no date where the pack has one, or no whole number where the pack has that.
    """
    if isinstance(rule.params.get(key), datetime.date):
        return read_day(value)
    digits = value.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and str(int(digits[:20])) == digits):
        raise ChangeRefusedError(f"A limit is a whole number, not {value[:40]!r}.")
    if int(digits) > LARGEST:
        raise ChangeRefusedError(f"{value} is too large a limit.")
    return int(value)


def limit_text(value: object) -> str:
    """Return a limit as a text that `read_limit` reads."""
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def with_limits(rule: Rule, limits: Limits) -> Rule:
    """Return a rule as users have set it: the rule itself, if they have not."""
    own = {key: text for key in rule.adjustable if (text := limits.get((rule.id, key), ""))}
    if not own:
        return rule
    params = {**rule.params, **{key: read_limit(rule, key, text) for key, text in own.items()}}
    return altered(rule, params=MappingProxyType(params), changed=tuple(own))


def check_limits(rule: Rule) -> None:
    """Refuse a rule whose lower limit would be over its upper one.

    Raises
    ------
    ChangeRefusedError
        If it would.
    """
    low, high = rule.params.get("low"), rule.params.get("high")
    if isinstance(low, int) and isinstance(high, int) and low > high:
        raise ChangeRefusedError(f"The low limit ({low:,}) would be over the high one ({high:,}).")
