"""Characters that no font here has: on paper each of them is an empty box, which nobody is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtGui import QFontMetricsF

from model.chart import PostDetail
from model.option import Option
from model.post_words import post_title
from model.wording import counted, listed
from ui import theme
from ui.export_settings import ExportSettings
from ui.pages.furniture import Words
from ui.pages.page import Page

_NAMED = 3
"""So many characters of a text, and so many texts, are named; of more only how many they are."""
_LATIN = 0x250
"""The bundled family has every printable character below this."""


def glyph_warning(pages: Sequence[Page], settings: ExportSettings, option: Option) -> str:
    """Return which characters on pages have no letter and where they are from, "" for none."""
    written = {item.text for page in pages for item in page.items if isinstance(item, Words)}
    drawn = (text for _, text in _fields(option, settings, everything=False))
    seen = set("".join(written)).union(*drawn)
    unknown = [char for char in sorted(seen) if ord(char) >= _LATIN and not _is_known(char)]
    if not unknown:
        return ""
    found: dict[str, str] = {}
    for where, text in _fields(option, settings, everything=True):
        for char in unknown:
            if char in text:
                found.setdefault(char, where)
        if len(found) == len(unknown):
            break
    places: dict[str, list[str]] = {}
    for char in unknown:
        places.setdefault(found.get(char, "a text of the report"), []).append(char)
    told = [f"{_listed(chars)} in {where}" for where, chars in places.items()]
    if more := len(told[_NAMED:]):
        told[_NAMED:] = [f"more in {counted(more, 'other text', 'other texts')}"]
    box = "is an empty box" if len(unknown) == 1 else "are empty boxes"
    return (
        f"no font of this computer has {listed(told)}, which {box} on paper; "
        "other letters, or a font that has them, help"
    )


def _listed(chars: Sequence[str]) -> str:
    shown = [f"“{char}” (U+{ord(char):04X})" for char in chars[:_NAMED]]
    if more := len(chars[_NAMED:]):
        shown.append(counted(more, "other character", "other characters"))
    return listed(shown)


def _is_known(char: str) -> bool:
    return QFontMetricsF(theme.font(20)).inFontUcs4(ord(char))


def _fields(
    option: Option, settings: ExportSettings, *, everything: bool
) -> Iterator[tuple[str, str]]:
    """Iterate over texts that people wrote, each with what it is.

    Parameters
    ----------
    everything : bool
        Whether to look at more than a chart shows, which takes longer.
    """
    state = option.state
    yield "the title", settings.title
    yield "the line on every page", settings.line
    yield "the option's name", state.name
    yield "the option's note", state.note
    for organisation in state:
        yield f"the name of {state.code(organisation)}", state.label(organisation)
    if everything or settings.posts != PostDetail.OFF:
        for post in state.posts_below(state.root):
            if post.holder:
                whose = f"{post_title(post, state)}, {state.code(post.organisation)}"
                yield f"the holder's name of {whose}", post.holder
    if everything:
        for entry in option.log.path(option.at):
            yield "the name of who made a change", entry.who
            yield "the reason of a change", entry.why
