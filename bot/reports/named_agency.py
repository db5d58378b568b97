"""Which agency somebody names in free words: by code, short name or alias; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.region.pack import Region

WORD = re.compile(r"\w+")


def named_agency(region: Region, words: str, but: str = "") -> str | None:
    """The code of the one agency named; None for none or several. The longest names are read first.

    `but` is left out: who says that it is not his own names his own as well.
    """
    left, found = f" {_plain(words)} ", set()
    for name, code in sorted(_names(region), key=lambda known: -len(known[0])):
        if f" {name} " in left:
            left = left.replace(f" {name} ", " | ")
            found.add(code)
    found.discard(but.partition("-")[0])
    return found.pop() if len(found) == 1 else None


def _names(region: Region) -> Iterator[tuple[str, str]]:
    for agency in region.agencies.values():
        if agency.code != region.district_agency:
            for name in (agency.code, agency.short_name, *agency.aliases):
                yield _plain(name), agency.code


def _plain(words: str) -> str:
    return " ".join(WORD.findall(words.lower()))
