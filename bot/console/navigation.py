"""The links of the console's menu, by role."""

from __future__ import annotations

from dataclasses import dataclass

from bot.reports.sight import (
    ADMIN,
    CAMAT,
    INSPEKTORAT,
    LEADER,
    OFFICER,
    OPERATOR,
    TRAINER,
    Viewer,
)

READS_REPORTS = frozenset({ADMIN, OPERATOR, OFFICER, CAMAT, INSPEKTORAT, LEADER})
READS_CHATS = frozenset({ADMIN, OPERATOR, TRAINER})
TALKS = frozenset({OPERATOR})
TEACHES = frozenset({ADMIN, TRAINER})
# An operator who reads a chat may say what a sentence means, too.
LABELS = TEACHES | {OPERATOR}
WATCHES = frozenset({ADMIN, OPERATOR})
MANAGES = frozenset({ADMIN})
SEES_AUDIT = frozenset({ADMIN, INSPEKTORAT})


@dataclass(frozen=True)
class Link:
    """An entry of the menu: `/staff` + path, and who sees it."""

    path: str
    title: str
    roles: frozenset[str]


LINKS = (
    Link("/laporan", "Laporan", READS_REPORTS),
    Link("/ringkasan", "Ringkasan", READS_REPORTS),
    Link("/janji", "Buku Janji", READS_REPORTS),
    Link("/peta", "Peta", READS_REPORTS),
    Link("/pagi", "Ringkasan pagi", TEACHES),
    Link("/belum-dipahami", "Belum dipahami", TEACHES),
    Link("/percakapan", "Percakapan", READS_CHATS),
    Link("/belum-tersampaikan", "Belum tersampaikan", WATCHES),
    Link("/suara", "Pesan suara", TALKS),
    Link("/templat", "Templat jawaban", frozenset({ADMIN, OPERATOR, OFFICER})),
    Link("/pengguna", "Pengguna", MANAGES),
    Link("/dinas", "Dinas dan kontak", WATCHES),
    Link("/blokir", "Warga diblokir", WATCHES),
    Link("/disamarkan", "Isi disamarkan", frozenset({INSPEKTORAT})),
    Link("/contoh", "Contoh kalimat", TEACHES),
    Link("/coba", "Coba kalimat", TEACHES),
    Link("/nama-tempat", "Nama tempat", frozenset({ADMIN, OPERATOR, TRAINER, CAMAT})),
    Link("/model", "Model", TEACHES),
    Link("/biaya", "Biaya", frozenset({ADMIN, OPERATOR, LEADER})),
    Link("/audit", "Jejak audit", SEES_AUDIT),
)


def links_of(viewer: Viewer) -> list[Link]:
    """The menu of this person, in its order."""
    return [link for link in LINKS if viewer.role in link.roles]


def home_of(viewer: Viewer) -> str:
    """Where he begins."""
    return f"/staff{links_of(viewer)[0].path}"
