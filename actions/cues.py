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
    r"\b(?:batal\w*|dibatalkan|cancel|jangan dikirim|gajadi|dakjadi|hapus laporan\w*|"
    r"(?:gak|ga|dak|tidak|tdk|nggak|idak|enggak) usah(?: deh| la| lah| pak)?$|"
    r"(?:dak|gak|ga|tidak|tdk|nggak|idak)\s*jadi)\b",
    re.IGNORECASE,
)
CORRECTION = re.compile(
    r"\b(?:bukan|salah|maksud\w*|harusnya|seharusnya|yang benar|yg benar|ralat|ubah|ganti|kategori\w*|"
    r"masalahnya|jenisnya)\b",
    re.IGNORECASE,
)
# More about the problem already told, whatever it sounds like to the classifier.
ADDITION = re.compile(
    r"\b(?:tambah\w*|panjang\w*|lebar\w*|dalam\w*|meter|ada yang jatuh|jatuh|korban|parah|makin|tiap hari|"
    r"setiap|sejak)\b",
    re.IGNORECASE,
)
NO_PLACE = re.compile(
    r"\b(?:nanti|titik\w*|jelas|di sana|disana|disano|di sini|disini|sudah bener|sudah benar|kirim\w*)\b",
    re.IGNORECASE,
)
# How long it has been so: told when a place was asked.
DURATION = re.compile(
    r"^(?:sudah|sdh|udah|la|lah|sejak|dari|baru)\b.{0,20}\b(?:se)?(?:jam|hari|minggu|bulan|bln|tahun|thn|lamo|lama|kemarin|kemaren)\b",
    re.IGNORECASE,
)
# A short answer to "di mana?" that begins with a word of place.
WHERE = re.compile(
    r"^\W*(?:di|d|ke|dekat|deket|dkt|depan|samping|sebelah|belakang|seberang|pinggir|kampung|kampong|dusun|desa|"
    r"ds|kelurahan|kel|gang|lorong|rt|blok|perumahan|komplek|kompleks)\b",
    re.IGNORECASE,
)
UNKNOWN_PLACE = re.compile(
    r"\b(?:tidak|tdk|dak|idak|gak|ga|nggak|kurang)\s*(?:tahu|tau|paham|hafal)\b|\blupa\b|^\s*(?:lewati|skip|lewat)\b",
    re.IGNORECASE,
)
SALAM = re.compile(r"\b(?:ass?alam\w*|salamualaikum|samlekom|askum)\b", re.IGNORECASE)
NUMBER = re.compile(r"^\s*(?:no\.?|nomor|nomer)?\s*(\d)\s*\.?\s*$", re.IGNORECASE)


def says_where(text: str) -> bool:
    """Whether a few words only name a place: "di kampung rawa indah"."""
    return len(text.split()) <= SHORT and bool(WHERE.match(text))


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
    """Only plain words cancel: a guess of the classifier once dropped a report.

    In a longer text they must stand at its beginning.
    """
    found = CANCEL.search(text)
    return found is not None and (is_short(text) or len(text[: found.start()].split()) <= 1)


def first_clause(text: str) -> str:
    return re.split(r"[,.!?\n]", text, maxsplit=1)[0]


def words_beside_sending(text: str) -> int:
    """How many words of a text are neither a yes nor a filler."""
    rest = re.sub(rf"\b(?:{_YES}|{_FILLER})\b", " ", text, flags=re.IGNORECASE)
    return len(re.findall(r"\w+", rest))


_OPENING = re.compile(
    r"\b(?:ass?alam\w*|wa?alaikum\w*|warahmatullah\w*|wabarakatuh\w*|salam\w*|wr|wb|selamat|slmt|pagi|siang|sore|malam|"
    r"halo|hallo|hai|hi|hey|permisi|punten|mohon|maaf|izin|ijin|tabik|bapak|pak|ibu|buk|bu|min|admin|mimin|kak|om|mas|"
    r"mbak|yth|yang|terhormat|bupati|kami|mau|nak|ndak|endak|ingin|pengen|saya|sayo|aku|numpang|lapor|melapor|ngadu|"
    r"mengadu|laporan|tanya|nanya|p|ya|dong)\b",
    re.IGNORECASE,
)


def without_opening_words(text: str) -> str:
    """Blank out greetings, forms of address and announcements: they say that more is coming."""
    return _OPENING.sub(" ", text)


def is_opening(text: str) -> bool:
    """Whether a text only greets or announces: "assalamualaikum pak", "min nak lapor"."""
    return not re.search(r"\w", without_opening_words(text))


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
    return _FILLER_WORDS.sub(" ", without_opening_words(text))
