"""What an officer says by exact words below a card ("selesai", "dikerjakan sampai 12 Des"); pure.

Whatever is not said exactly is no deed: the officer is asked what he means (product.md, "Telling people").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from bot.reports.said_dates import MISSING, read_day, read_month

DONE = "selesai"
DONE_BY = "dikerjakan"
PLANNED = "dijadwalkan"
NOT_OURS = "bukan_wewenang"
PASSED_ON = "diteruskan"
ASK = "tanya"
NOTE = "catatan"
FIELD_CHECK = "cek_lapangan"

# What a deed may lack: words, the source of the budget, or a day or month with its problem in `said_dates`.
NO_WORDS = "kata"
NO_SOURCE = "sumber"
NO_LETTER = "surat"
DAY = "tanggal"
MONTH = "bulan"
# A date stands at the beginning; what comes later is told to the citizen and not read.
LONGEST_READ = 400


@dataclass(frozen=True)
class Deed:
    """What is to be done, in the officer's words.

    `until`: the day promised, or the last of the month planned. `no_photo_because`: the reason when he says
    that no photo fits. `lacks` names what is missing or wrong; then nothing is done.
    """

    kind: str
    words: str = ""
    until: date | None = None
    source: str = ""
    letter: str = ""
    no_photo_because: str = ""
    lacks: str = ""


_POLITE = (
    r"siap|baik|ok(?:e|ey)?|izin|ijin|mohon|maaf|pak|bapak|bu|buk|ibu|min|admin|mimin|kak|mas|ndan|yth|"
    r"terima\s?kasih|makasih|trims|ya|nggih|alhamdulillah|sudah|telah|sdh"
)
# The number of the report may stand before the deed.
_TICKET = r"(?:laporan\s+|nomor\s+|no\.?\s+)*[a-z]{2,6}[\s-]?\d{4}[\s-]?\d{4}"
_OPENING = re.compile(rf"^(?:(?:{_TICKET}|(?!sudah|telah|sdh)(?:{_POLITE}))\b[\s,.!:-]*)+", re.IGNORECASE)
_ONLY_POLITE = re.compile(rf"\b(?:{_POLITE}|dikerjakan|ditangani|dilaksanakan|kami)\b", re.IGNORECASE)
_MARKS = re.compile(r"[*_~`\"“”‘’]")
_EDGES = " \t\r\n,.;:!-–—()"
_NOT_YET = re.compile(
    r"^\W*(?:nanti|akan|dalam|sampai|paling|sebelum|kira|kalau|kalo|bila|jika|setelah|belum|blm|sebagian|separuh|"
    r"setengah|hampir|insya\w*|target|kapan|tapi|namun|tetapi|\d+\s*(?:%|persen))",
    re.IGNORECASE,
)
_NO_PHOTO = re.compile(
    r"\W*\b(?:tanpa|tidak\s+ada|tdk\s+ada)\s+foto\b\W*(?:(?:karena|krn|sebab|soalnya)\b)?\W*", re.IGNORECASE
)
_SOURCE = re.compile(
    r"(?:\b(?:dari|dengan|dgn|dibiayai|sumber|anggaran|biaya|melalui|lewat|pakai|nya)\b\W*)*"
    r"(?P<source>\b(?:APB[DN]|DAK|DAU|DBH|DID|BTT|PAD|CSR|BOK|BOS|dana|bantuan|bankeu|hibah|swadaya)[^,.;:\n]*)",
    re.IGNORECASE,
)
_LETTER = re.compile(
    r"\W*\b(?:(?:dengan|dgn|via|surat|nomor|nomer|no|sp4n)\b[\s.:]*)+(?P<letter>(?=[\w./-]*\d)\w[\w./-]*\w)",
    re.IGNORECASE,
)
_WILL = r"(?:(?:akan|kami)\s+)*"
_VERBS = {
    DONE: r"(?:(?:sudah|telah|sdh)\s+)?selesai",
    DONE_BY: rf"{_WILL}(?:di)?kerjakan",
    PLANNED: rf"{_WILL}(?:di)?jadwalkan",
    NOT_OURS: r"bukan\s+(?:kewenangan|wewenang)(?:\s+(?:kami|dinas\s+kami))?",
    PASSED_ON: rf"{_WILL}(?:di)?teruskan",
    ASK: r"(?:di)?(?:tanya(?:kan)?|bertanya)(?:\s+(?:(?:ke|kepada)\s+)?(?:warga|pelapor))?",
    FIELD_CHECK: r"(?:hasil\s+)?cek\s+lapangan",
    NOTE: r"catatan(?:\s+internal)?",
}
_DEEDS = {
    kind: re.compile(rf"{verb}\b(?P<rest>.*)", re.IGNORECASE | re.DOTALL) for kind, verb in _VERBS.items()
}


def read_deed(text: str, today: date) -> Deed | None:
    """The deed that a message begins with; None when it says none exactly. `today` is the region's."""
    said = _OPENING.sub("", _bare(text))
    for kind, pattern in _DEEDS.items():
        if match := pattern.match(said):
            return _READERS[kind](match["rest"], today)
    return None


def completed(lacking: Deed, text: str, today: date) -> Deed | None:
    """The deed with what it lacked: "12 Des" after "sampai kapan?". None when this does not answer that."""
    said = _bare(text)
    if lacking.kind == PLANNED:
        said = f"{lacking.until:%m/%Y} {said}" if lacking.until else f"{said} {lacking.source}"
    if lacking.kind == PASSED_ON:
        said = f"{lacking.words} surat {said}"
    if lacking.kind == DONE:
        said = f"tanpa foto {said}"
    deed = _READERS[lacking.kind](said, today)
    if deed is None or deed.lacks in (NO_WORDS, NO_SOURCE, f"{DAY}_{MISSING}", f"{MONTH}_{MISSING}"):
        return None
    return replace(deed, words=lacking.words or deed.words)


def plain_words(text: str) -> str:
    """What remains for the citizen; empty when it is only polite."""
    words = text.strip(_EDGES)
    is_telling = re.search(r"[^\W\d_]", _ONLY_POLITE.sub(" ", words))
    return words[:1].upper() + words[1:] if is_telling else ""


def _bare(text: str) -> str:
    return _MARKS.sub("", text).strip(_EDGES)


def _done(rest: str, today: date) -> Deed | None:
    """Nothing is done "besok" or "sebagian", and "selesai?" is a question."""
    when = read_day(rest[:LONGEST_READ], today)
    if _NOT_YET.match(rest) or "?" in rest or (when.end and not rest[: when.start].strip(_EDGES)):
        return None
    photo = _NO_PHOTO.search(rest)
    if photo is None:
        return Deed(DONE, plain_words(rest))
    because = plain_words(rest[photo.end() :])
    return Deed(DONE, plain_words(rest[: photo.start()]), no_photo_because=because, lacks=_lack(because))


def _done_by(rest: str, today: date) -> Deed:
    named = read_day(rest[:LONGEST_READ], today)
    before = rest[: named.start].strip(_EDGES)
    words = _without(f"{DONE_BY} {before}" if before else "", rest[named.end :])
    return Deed(DONE_BY, words, named.day, lacks="" if named.day else f"{DAY}_{named.problem}")


def _planned(rest: str, today: date) -> Deed:
    named, source = read_month(rest[:LONGEST_READ], today), _SOURCE.search(rest)
    said = source["source"].strip() if source else ""
    if named.day is None:
        return Deed(PLANNED, source=said, lacks=f"{MONTH}_{named.problem}")
    unsourced = rest.replace(source[0], " " * len(source[0])) if source else rest
    words = _without(unsourced[: named.start], unsourced[named.end :])
    return Deed(PLANNED, words, named.day, said, lacks="" if said else NO_SOURCE)


def _passed_on(rest: str, today: date) -> Deed:
    letter = _LETTER.search(rest)
    words = (rest.replace(letter[0], " ") if letter else rest).strip(_EDGES)
    return Deed(PASSED_ON, words, letter=letter["letter"] if letter else "", lacks=_lack(words))


def _told(kind: str) -> Callable[[str, date], Deed]:
    def read(rest: str, today: date) -> Deed:
        words = rest.lstrip(_EDGES).rstrip()
        return Deed(kind, words, lacks=_lack(words))

    return read


def _lack(words: str) -> str:
    return "" if re.search(r"[^\W\d_]", words) else NO_WORDS


def _without(before: str, after: str) -> str:
    """What is left of a text without the date that stood between."""
    return plain_words(f"{before.strip(_EDGES)} {after.strip(_EDGES)}")


_READERS: dict[str, Callable[[str, date], Deed | None]] = {
    DONE: _done,
    DONE_BY: _done_by,
    PLANNED: _planned,
    PASSED_ON: _passed_on,
    **{kind: _told(kind) for kind in (NOT_OURS, ASK, FIELD_CHECK, NOTE)},
}
