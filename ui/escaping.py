"""Texts as Qt's rich text shows them letter by letter."""

from __future__ import annotations


def escape(text: str) -> str:
    """Return a text in which no mark is taken for HTML; as `html` has it, which loads all names."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
