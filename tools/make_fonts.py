"""Make the bundled fonts from the published static Inter files.

Inter as published draws tabular figures and marks that suit their neighbours through OpenType
substitution (``tnum``, ``calt``). Qt's PDF writer cannot map a substituted glyph back to its
character, so figures and brackets vanish from the text layer: a board could not search or copy a
number. Here the tabular figures become the digits themselves, contextual substitution is dropped,
and the family gets a name of its own, so that an Inter on the machine is never mixed in.

Needs fontTools, which the program does not: run it from an environment made for the purpose::

    python tools/make_fonts.py FOLDER_WITH_INTER_TTF_FILES
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "Footprint Inter"
STYLES = {"Regular": "400Regular", "SemiBold": "600SemiBold"}
TARGET = Path(__file__).resolve().parent.parent / "resources" / "fonts"

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

# Each shares its glyph with a more usual character, which the text layer would lose to it: letter
# apostrophe with the right quote, double apostrophe with the closing quotes, Latin iota with Greek.
SHADOWS = (0x02BC, 0x02EE, 0x0269)
PRIVATE_USE = range(0xE000, 0xF900)
KEPT_FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl"]


def make_tabular(font: TTFont) -> None:
    """Let the digits be the tabular figures, all of one width."""
    for table in font["cmap"].tables:
        for number, name in enumerate(DIGITS):
            table.cmap[ord("0") + number] = f"{name}.tf"


def keep_plain(font: TTFont) -> None:
    """Drop every glyph and feature that a character alone does not lead to."""
    options = Options()
    options.layout_features = KEPT_FEATURES
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.notdef_outline = True
    options.glyph_names = True
    options.hinting = True
    wanted = [u for u in font.getBestCmap() if u not in SHADOWS and u not in PRIVATE_USE]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)


def rename(font: TTFont, style: str) -> None:
    """Give the font our family name; the copyright and licence entries stay as published."""
    names = font["name"]
    plain = style == "Regular"
    entries = {
        1: FAMILY if plain else f"{FAMILY} {style}",
        2: "Regular",
        3: f"{names.getDebugName(5)};{FAMILY} {style}",
        4: f"{FAMILY} {style}",
        6: f"{FAMILY.replace(' ', '')}-{style}",
    }
    if not plain:
        entries |= {16: FAMILY, 17: style}
    for name_id, text in entries.items():
        names.removeNames(nameID=name_id)
        names.setName(text, name_id, 3, 1, 0x409)


def main() -> int:
    """Write both styles into ``resources/fonts``."""
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    source = Path(sys.argv[1])
    for style, stem in STYLES.items():
        font = TTFont(next(source.rglob(f"Inter_{stem}.ttf")), recalcTimestamp=False)
        make_tabular(font)
        keep_plain(font)
        rename(font, style)
        target = TARGET / f"FootprintInter-{style}.ttf"
        font.save(target)
        print(
            f"{target.name}: {target.stat().st_size:,} bytes, {len(font.getGlyphOrder()):,} glyphs"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
