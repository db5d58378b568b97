"""Names for staff of what the program calls by an id."""

from __future__ import annotations

from bot.reports import sight, statuses

STATUS_NAMES = {
    statuses.RECEIVED: "Diterima",
    statuses.IN_PROGRESS: "Diproses",
    statuses.NEEDS_INFO: "Menunggu warga",
    statuses.HANDED_OVER: "Diteruskan",
    statuses.DONE: "Selesai",
    statuses.REJECTED: "Ditolak",
    statuses.MERGED: "Digabung",
    statuses.CANCELLED: "Dibatalkan",
}
ROLE_NAMES = {
    sight.ADMIN: "Admin",
    sight.OPERATOR: "Operator",
    sight.OFFICER: "Petugas dinas",
    sight.CAMAT: "Camat",
    sight.INSPEKTORAT: "Inspektorat",
    sight.LEADER: "Pimpinan",
    sight.TRAINER: "Pelatih",
}
CLASSES = {
    "pengaduan": "Pengaduan",
    "aspirasi": "Aspirasi",
    "permintaan_informasi": "Permintaan informasi",
}
PROMISES = {
    "dikerjakan": "Dikerjakan",
    "dijadwalkan": "Dijadwalkan",
    "diteruskan": "Diteruskan",
    "tidak_bisa": "Tidak bisa",
}
# Why the operator is to look at a closing.
CHECKS = {"bantahan": "Dua kali belum beres", "bukti": "Bukti kurang"}
RESULTS = {"lengkap": "Bukti lengkap", "kurang": "Bukti kurang", "belum_ada": "Belum ada bukti"}
# What the owner said of a part that was declared done.
VERDICTS = {
    "sudah": "sudah beres",
    "belum_semua": "belum semua",
    "belum": "belum beres",
    "belum_menjawab": "belum menjawab",
    "tidak_menjawab": "tidak menjawab",
}
