"""Short answers whose meaning the open question decides, not the classifier."""

from __future__ import annotations

import re

SHORT = 6

_YES = (
    "y|ya|yo|iya|iyo|iyoo|yoi|aok|ok|oke|okey|sip|siap|betul|bener|benar|benar semua|sudah benar|la benar|"
    "setuju|"
    "gas|cocok|pas|lanjut|kirim|kirimkan|send"
)
_FILLER = (
    "pak|buk|bu|min|admin|kak|mas|la|lah|be|bae|saja|aja|sudah|sdh|udah|nian|laporan|"
    "laporannya|dong|ya|tolong|ok|oke|semua|terus"
)
YES_WORD = re.compile(rf"\b(?:{_YES})\b|👍", re.IGNORECASE)
YES_ONLY = re.compile(rf"^(?:(?:{_YES}|{_FILLER}|👍|🙏)[\s,.!]*)+$", re.IGNORECASE)
SEND = re.compile(
    r"\bkirim(?:kan)?\b(?!\s+(?:foto|gambar|lokasi|titik|petugas|bantuan|surat|orang|tim|alat))",
    re.IGNORECASE,
)
NOT_SEND = re.compile(
    r"\b(?:jangan|jgn|belum|blm|dak usah|gak usah|tidak usah|dak|tidak)\s+(?:dulu\s+)?(?:di)?kirim",
    re.IGNORECASE,
)
NO = re.compile(
    r"^(?:tidak|tdk|dak|idak|nggak|enggak|gak|ga|bukan|salah|belum|jangan)(?:\s+(?:\S+)){0,2}[\s.!]*$",
    re.IGNORECASE,
)
CANCEL = re.compile(
    r"\b(?:batal\w*|dibatalkan|cancel|(?:dak|gak|ga|tidak|tdk|nggak|idak)\s*jadi|gajadi|dakjadi)\b",
    re.IGNORECASE,
)
CORRECTION = re.compile(
    r"\b(?:bukan|salah|maksud\w*|harusnya|seharusnya|yang benar|yg benar|ralat|ubah|ganti|kategori\w*|"
    r"masalahnya|jenisnya)\b",
    re.IGNORECASE,
)
# How long it has been so: told when a place was asked.
DURATION = re.compile(
    r"^(?:sudah|sdh|udah|la|lah|sejak|dari|baru)\b.{0,20}\b(?:jam|hari|minggu|bulan|bln|tahun|thn|lamo|lama|kemarin|kemaren)\b",
    re.IGNORECASE,
)
UNKNOWN_PLACE = re.compile(
    r"\b(?:tidak|tdk|dak|idak|gak|ga|nggak|kurang)\s*(?:tahu|tau|paham|hafal)\b|\blupa\b|^\s*(?:lewati|skip|lewat)\b",
    re.IGNORECASE,
)
SALAM = re.compile(r"\b(?:ass?alam\w*|salamualaikum|samlekom|askum)\b", re.IGNORECASE)
NUMBER = re.compile(r"^\s*(?:no\.?|nomor|nomer)?\s*(\d)\s*\.?\s*$", re.IGNORECASE)


def is_short(text: str) -> bool:
    return len(text.split()) <= SHORT


def says_yes(text: str) -> bool:
    """A yes and nothing else: "iyo la bener pak", "kirim be"."""
    return bool(YES_ONLY.match(text.strip()) and YES_WORD.search(text))


def says_send(text: str) -> bool:
    return bool(SEND.search(text)) and not NOT_SEND.search(text)


def says_no(text: str) -> bool:
    return bool(NO.match(text.strip()))


def says_cancel(text: str) -> bool:
    """Only plain words cancel: a guess of the classifier once dropped a report."""
    return is_short(text) and bool(CANCEL.search(text))


_OPENING = re.compile(
    r"\b(?:ass?alam\w*|wa?alaikum\w*|warahmatullah\w*|wabarakatuh\w*|salam\w*|wr|wb|selamat|slmt|pagi|siang|sore|malam|"
    r"halo|hallo|hai|hi|hey|permisi|punten|mohon|maaf|izin|ijin|tabik|bapak|pak|ibu|buk|bu|min|admin|mimin|kak|om|mas|"
    r"mbak|yth|yang|terhormat|bupati|kami|mau|nak|ndak|ingin|pengen|saya|sayo|aku|numpang|lapor|melapor|ngadu|"
    r"mengadu|laporan|tanya|nanya|p|ya|dong)\b",
    re.IGNORECASE,
)


def is_opening(text: str) -> bool:
    """Whether a text only greets or announces: "assalamualaikum pak", "min nak lapor"."""
    return not re.search(r"\w", _OPENING.sub(" ", text))


def without_openings(text: str) -> str:
    """Leave out the lines that only greet, when others say something."""
    lines = text.splitlines()
    return "\n".join([line for line in lines if not is_opening(line)] or lines)


def without_greeting(text: str) -> str:
    """Leave out a greeting before the first comma or full stop, for quoting."""
    head, mark, rest = re.match(r"(?s)([^,.!\n]*)([,.!\n]*)(.*)", text).groups()  # type: ignore[union-attr]
    return rest.strip() if mark and rest.strip() and is_opening(head) else text


_FILLER_WORDS = re.compile(
    r"\b(?:di|ke|dari|desa|kelurahan|kec|kecamatan|dusun|rt|rw|dekat|depan|kampung|kami|kito|sini)\b",
    re.IGNORECASE,
)


def without_fillers(text: str) -> str:
    """Leave out greetings and the small words around a place."""
    return _FILLER_WORDS.sub(" ", _OPENING.sub(" ", text))
