"""Dates and times in a citizen's words, as he wrote them: "tgl 12 November", "jam 7 malam", "la tigo ari"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

MONTH = (
    r"jan(?:uari)?|feb(?:ruari)?|mar(?:et)?|apr(?:il)?|mei|jun[iy]?|jul[iy]?|agu?s?t?(?:us)?|sept?(?:ember)?|"
    r"okt(?:ober)?|nov(?:ember)?|des(?:ember)?"
)
DAY = r"senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad"
COUNT = (
    r"\d{1,3}|se|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sikok|duo|tigo|limo|telu|papat|"
    r"beberapa|setengah"
)
UNIT = r"menit|jam|hari|ari|minggu|mgg|bulan|bln|tahun|thn|taun"
PART = r"pagi|siang|sore|petang|malam|malem|mlm|subuh|maghrib|magrib"
DATE = re.compile(
    rf"\b(?:(?:tgl|tanggal)\.? ?)?\d{{1,2}}(?:[/-]\d{{1,2}}[/-]\d{{2,4}}| (?:{MONTH})\b(?: \d{{4}})?)(?!\d)|"
    rf"\b(?:tgl|tanggal)\.? ?\d{{1,2}}(?:[/-]\d{{1,2}})?\b|"
    rf"\b(?:hari )?(?:{DAY})(?: (?:lalu|kemarin|kemaren|depan))?(?: (?:{PART}))?\b|"
    rf"\b(?:kemarin|kemaren|kmrn|wingi|tadi (?:{PART})|semalam|semalem|lusa|hari ini|ari ini|besok)\b|"
    rf"\b(?:{COUNT}) ?(?:{UNIT})(?:an)?(?: (?:yang |yg )?lalu)?\b",
    re.IGNORECASE,
)
TIME = re.compile(
    rf"\b(?:jam|pukul|pkl|pk)\.? ?\d{{1,2}}(?:[.:]\d{{2}})?(?: ?(?:{PART}|wib))?\b|"
    rf"\b\d{{1,2}}[.:]\d{{2}} ?wib\b",
    re.IGNORECASE,
)

Kind = Literal["date", "time"]


@dataclass(frozen=True)
class Moment:
    """A date or span (`date`) or a time of day (`time`), by its place in the text."""

    kind: Kind
    start: int
    end: int


def find_moments(text: str) -> list[Moment]:
    """Return the moments of a text in order, none within another."""
    found = [Moment("time", match.start(), match.end()) for match in TIME.finditer(text)]
    for match in DATE.finditer(text):
        if all(match.end() <= time.start or match.start() >= time.end for time in found):
            found.append(Moment("date", match.start(), match.end()))
    return sorted(found, key=lambda moment: moment.start)
