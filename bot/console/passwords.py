"""Which passwords are good enough, and passwords for one use."""

from __future__ import annotations

import secrets

SHORTEST = 10
LONGEST = 200
# Begin of what people choose when ten characters are asked for; compared without digits and signs at the end.
COMMON = frozenset(
    "password passwordku katasandi katasandiku rahasia rahasiaku rahasiabanget sayang sayangku indonesia "
    "indonesiaku bismillah bismilah alhamdulillah administrator adminadmin qwertyuiop qwerty asdfghjkl "
    "asdfasdf iloveyou merdeka merdekaku kayuagung oganilir ogankomering ogankomeringilir palembang "
    "sumatera sriwijaya laporbupati lapor bupati kabupaten pemkaboki pemda pemkab dinas petugas operator "
    "selamatdatang selamatpagi welcome letmein superman sepakbola persija bandung jakarta".split()
)
RUNS = (
    "01234567890123456789",
    "98765432109876543210",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
)
# Without letters and digits that are read for one another (0 o, 1 l i).
ONE_TIME_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def one_time_password() -> str:
    """Twelve characters in groups of four: about 59 bits, easy to dictate on the telephone."""
    return "-".join("".join(secrets.choice(ONE_TIME_LETTERS) for _ in range(4)) for _ in range(3))


def problem_of(password: str, username: str) -> str | None:
    """Why this password is not good enough, in Indonesian; None when it is."""
    if len(password) < SHORTEST:
        return f"Kata sandi paling sedikit {SHORTEST} huruf atau angka."
    if len(password) > LONGEST:
        return f"Kata sandi paling panjang {LONGEST} huruf."
    folded = password.casefold().replace(" ", "")
    if username.casefold() in (folded, _without_ending(folded)):
        return "Kata sandi tidak boleh sama dengan nama pengguna."
    if _is_common(folded):
        return "Kata sandi ini terlalu mudah ditebak. Pakailah beberapa kata yang tidak berhubungan."
    return None


def _is_common(folded: str) -> bool:
    if _without_ending(folded) in COMMON or len(set(folded)) < 4:
        return True
    return any(folded in run for run in RUNS)


def _without_ending(folded: str) -> str:
    return folded.rstrip("0123456789!?.@#*_-+")
