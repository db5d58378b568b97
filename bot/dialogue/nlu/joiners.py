"""Words between and at the start of clauses: another matter, or the same one going on."""

from __future__ import annotations

import re

# Words that begin another matter: "selain itu", "satu lagi", "oh ya sekalian", "2)", "samo tolong".
ANOTHER = re.compile(
    r"\b(?:selain (?:itu|soal)|di samping itu|selanjutnya|kemudian|satu lagi|sikok lagi|siji maneh|"
    r"(?:yang |yg )?kedua|oh (?:ya|iya|yo)|sekalian|belum lagi|belom lagi|ditambah|apalagi|plus|la tu|"
    r"(?:dan|terus|trus|sama|samo) (?:tolong|mohon|minta|kami|ado|ada))\b|(?:^|\s)(?:2[.)]|b[.)])\s",
    re.IGNORECASE,
)
ALSO = re.compile(
    r"\b(?:juga|jg|jugo|ugo|pulo|pun|trus|terus|samo|sama|mana|tambah\w*|lalu)\b", re.IGNORECASE
)
AND = re.compile(r"\b(?:dan|serta)\b|[&+?]", re.IGNORECASE)
# How a consequence, a plea, a reason or the story goes on, which is no second problem: "sehingga ...",
# "anak sekolah susah lewat", "sudah lapor ke kades", "kami ni bayar pajak", "kalau hujan ...".
_CONSEQUENCES = (
    r"jadi\w*|akibat\w*|sehingga|sampai|sampe|takut|bahaya\w*|membahayakan|susah|sulit|kasih?an|jatuh|"
    r"lewat|"
    r"melintas|dilewati|kecelakaan|celaka|resah|terganggu|mengganggu|ganggu|mohon|tolong|minta|harap\w*|segera|"
    r"diperbaiki|dibenari"
)
_STORY = (
    r"saya|sy|aku|kami|kito|kita|kulo|anak\w*|budak\w*|murid|siswa|pasien|ibu|bapak|nenek|warga|wong|orang|"
    r"jamaah|jemaah|pengendara|petani|nelayan|pedagang|pelanggan|tetangga|desa sebelah|rumah|sudah|sdh|la|"
    r"udah|kalau|kalo|kalu|bila|jika|men|padahal|karena|karno|krn|penyebab\w*|alasan\w*|katanya|katonyo|jawab\w*|biaya|"
    r"bayar|sekarang|kini|sampai sekarang|setiap|tiap|saben"
)
GOES_ON = re.compile(
    rf"^\W*(?:(?:\w+\W+){{0,2}}(?:{_CONSEQUENCES})|(?:\w+\W+)?(?:{_STORY}))\b", re.IGNORECASE
)
# Who writes, before he comes to the matter: "saya guru TK di Mesuji", "aku ni cuma penyadap karet".
INTRODUCTION = re.compile(
    r"^\W*(?:\w+\W+){0,2}(?:saya|sy|aku|kami|kito|kulo)\b(?:\W+\w+){1,6}\W*$", re.IGNORECASE
)


def goes_on(before: str, after: str) -> bool:
    """Whether `after` only goes on with the matter of `before`, or `before` only says who writes."""
    return bool(GOES_ON.match(after) or INTRODUCTION.match(before))
