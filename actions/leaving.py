"""Words by which a citizen wants no more news, wants news again, or wants his data erased."""

from __future__ import annotations

import re

from actions.cues import says_no

# What a button of these questions answers.
NO_NEWS = "hentikan"
NEWS_AGAIN = "mulai"
ERASE = "hapus"
KEEP = "tidak_jadi"

_DATA = r"(?:data|identitas|profil|akun|nomor|nomer|no\.?|nama|namo|riwayat|percakapan|chat)"
_ERASE = r"(?:(?:di)?(?:hapus|hilang|buang)(?:kan|ke|in|ken)?|delete|lupakan)"
_OWN = r"(?:saya|sayo|aku|ku|kami|pribadi|diri|pelapor)"
ERASES = re.compile(
    rf"\b{_ERASE}\b(?:\W+\w+){{0,3}}?\W+{_DATA}(?:ku|\W+(?:\w+\W+){{0,3}}?{_OWN})\b|"
    rf"\b{_DATA}(?:ku|\W+(?:\w+\W+){{0,3}}?{_OWN})(?:\W+\w+){{0,3}}?\W+{_ERASE}\b|"
    rf"^\W*{_ERASE}\W+(?:akun|data)\W*$|"
    r"\b(?:tarik|cabut)\W+(?:persetujuan|izin|ijin)\b",
    re.IGNORECASE,
)
AGAIN = re.compile(
    r"^\W*(?:tolong\W+|mohon\W+|mau\W+)?(?:mulai|lanjut(?:kan|ke)?|aktifkan|nyalakan|kirim|terima|hidupkan)"
    r"\W+(?:lagi\W+)?(?:kabar|berita|notifikasi|pemberitahuan)(?:nya)?"
    r"(?:\W+(?:lagi|laporan|saya|ya|pak|bu|min))*\W*$",
    re.IGNORECASE,
)
KEEPS = re.compile(r"\b(?:batal\w*|(?:tidak|tdk|dak|idak|gak|ga|nggak)\s*jadi|jangan)\b", re.IGNORECASE)


def asks_erasure(text: str) -> bool:
    """ "hapus data saya", "nomor aku tolong dihapuske": his own data, not his report."""
    return bool(ERASES.search(text))


def asks_news_again(text: str) -> bool:
    """ "MULAI KABAR", "lanjutkan kabar laporan saya"."""
    return bool(AGAIN.match(text))


def keeps_all(text: str) -> bool:
    """A no to the question, whatever was asked."""
    return says_no(text) or bool(KEEPS.search(text))
