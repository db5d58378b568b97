"""What a citizen means who is asked whether something is done, and what he adds to it."""

from __future__ import annotations

import re

YES = "sudah"
PARTLY = "belum_semua"
NO = "belum"
# A longer text tells something of its own.
LONGEST_YES = 12

_ADDRESS = (
    r"(?:pak|bapak|buk|bu|ibu|min|admin|mimin|kak|om|mas|mohon|maaf|maap|mf|ass?alam\w*|kok|ini|itu|nah|"
    r"ya|yo|iya|nian|lah|nih|tu|terima ?kasih|makasih|trims)"
)
_NOT_YET = r"(?:belum|belom|blum|blm|lum|durung|dereng|dak|idak|tidak|tdk|gak|ga|nggak|enggak)"
_WHOLE = r"(?:semua\w*|galo\w*|seluruh\w*|sepenuhnya|tuntas|kabeh)"
_DONE = (
    r"(?:beres|selesai|bagus|bersih|baik|rapi|mulus|lancar|mantap|tuntas|puas|nyala|nyalo|hidup|idup|"
    r"diperbaiki|dibenerin|dibetulkan|ditambal|dibersihkan|dibersihke|diangkut|dikerjakan|dikerjoke)"
)
_LEAD = rf"^\W*(?:{_ADDRESS}\b\W*)*"
_PARTLY = re.compile(
    rf"{_LEAD}(?:masih\s+|baru\s+)?(?:{_NOT_YET}\s+(?:{_DONE}\s+)?{_WHOLE}|sebagian|sebagean|separuh|setengah)"
    rf"(?:\s+{_DONE})?\b",
    re.IGNORECASE,
)
_NO = re.compile(
    rf"{_LEAD}(?:masih\s+)?(?:belum|belom|blum|blm|lum|durung|dereng)\b(?:\s+(?:{_DONE}|ado|ada))?\b|"
    rf"{_LEAD}{_NOT_YET}\s+{_DONE}\b",
    re.IGNORECASE,
)
_STILL = re.compile(rf"{_LEAD}masih\b", re.IGNORECASE)
_BUT = re.compile(
    r"\b(?:tapi|tetapi|tp|namun|cuma|cuman|hanya|kecuali|masih|belum|belom|blm|kurang|dak|idak|tidak|tdk|"
    r"gak|nggak)\b",
    re.IGNORECASE,
)
_IS_DONE = re.compile(
    rf"\b(?:sudah|sdh|udah|udh|dah|la|lah|alhamdulil\w*|syukur\w*)\b.*\b{_DONE}\b", re.IGNORECASE
)
_OPENING = re.compile(rf"^(?:\W*{_ADDRESS}\b)+", re.IGNORECASE)
_FILLER = re.compile(rf"\b{_ADDRESS}\b", re.IGNORECASE)


def read_verdict(text: str) -> str | None:
    """The answer that the words plainly give: `sudah belum_semua belum`; None when they could mean more."""
    if "?" in text:
        return None
    if _PARTLY.search(text):
        return PARTLY
    if _NO.search(text):
        return NO
    if not _IS_DONE.search(text) or len(text.split()) > LONGEST_YES:
        return None
    return PARTLY if _BUT.search(text) else YES


def says_still(text: str) -> bool:
    """Whether the trouble goes on: "masih mampet pak"; which trouble, the words do not always say."""
    return "?" not in text and bool(_STILL.search(text))


def words_beside(text: str) -> str:
    """What he says beyond the answer itself: "belum semua, dekat masjid masih mampet" adds where."""
    found = _PARTLY.search(text) or _NO.search(text)
    rest = text[found.end() :] if found else text
    rest = _OPENING.sub("", rest).strip(" \t\n,.;:!-·")
    return rest if re.search(r"\w", _FILLER.sub(" ", rest)) else ""
