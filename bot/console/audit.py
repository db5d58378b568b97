"""The audit: who saw or did what, append-only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.console.records import AuditEntry

# What is audited, with its name for people.
DEEDS = {
    "masuk": "Masuk",
    "keluar_semua": "Keluar dari semua perangkat",
    "kata_sandi": "Mengganti kata sandinya",
    "kode_masuk_nyala": "Menyalakan kode masuk",
    "kode_masuk_mati": "Mematikan kode masuk",
    "akun_dihubungkan": "Menghubungkan akun pemerintah",
    "akun_dibuat": "Membuat akun",
    "akun_diubah": "Mengubah akun",
    "akun_ditutup": "Menonaktifkan akun",
    "akun_dibuka": "Mengaktifkan akun lagi",
    "akun_kata_sandi": "Membuatkan kata sandi sekali pakai",
    "akun_kode_masuk": "Menghapus kode masuk akun",
    "akun_dikeluarkan": "Mengeluarkan akun dari semua perangkat",
    "kontak_ditambah": "Menambah kontak",
    "kontak_dikonfirmasi": "Mengonfirmasi kontak",
    "kontak_diakhiri": "Mengakhiri kontak",
    "kontak_dihubungkan": "Menghubungkan kontak dengan akun",
    "hemat_diatur": "Mengatur mode hemat",
    "contoh_ditarik": "Menarik contoh kalimat",
    "nama_tempat_ditambah": "Menambah nama tempat",
    "nama_tempat_ditarik": "Menarik nama tempat",
    "pelatihan_diminta": "Meminta pelatihan model",
    "pelatihan_dibatalkan": "Membatalkan pelatihan model",
    "model_dipakai": "Memakai sebuah model",
    "model_kembali": "Kembali ke model sebelumnya",
    "templat_ditulis": "Menulis templat jawaban",
    "templat_diubah": "Mengubah templat jawaban",
    "templat_dihapus": "Menghapus templat jawaban",
    "warga_diblokir": "Memblokir warga",
    "blokir_dibuka": "Membuka blokir warga",
    "identitas_dihapus": "Menghapus identitas warga",
    "lihat_identitas": "Melihat identitas pelapor",
    "lihat_rahasia": "Membuka laporan rahasia",
    "lihat_asli": "Melihat isi yang disamarkan",
}


def note(
    session: Session,
    staff_id: int | None,
    deed: str,
    at: datetime,
    *,
    ticket: str | None = None,
    citizen_id: int | None = None,
    reason: str | None = None,
    **data: Any,
) -> None:
    """Write down a deed in the caller's transaction; `data` holds ids and names of fields, no personal words.

    Raises KeyError for a deed that has no name in `DEEDS`.
    """
    if deed not in DEEDS:
        raise KeyError(deed)
    entry = AuditEntry(staff_id=staff_id, deed=deed, ticket=ticket, citizen_id=citizen_id, at=at)
    entry.reason, entry.data = reason, data
    session.add(entry)
