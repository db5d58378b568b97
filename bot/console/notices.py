"""One-line confirmations that a page shows after a deed, by the name that its address carries."""

from __future__ import annotations

NOTICES = {
    "tersimpan": "Tersimpan.",
    "terkirim": "Jawaban sudah dikirim ke warga.",
    "dicatat": "Catatan internal tersimpan.",
    "diproses": "Laporan ditandai sedang diproses.",
    "ditanyakan": "Pertanyaan sudah dikirim ke warga.",
    "dialihkan": "Tugas sudah dialihkan.",
    "diajukan": "Usul penerusan sudah dikirim ke operator.",
    "diputuskan": "Keputusan tersimpan.",
    "diubah": "Perubahan tersimpan.",
    "digabung": "Laporan sudah digabung.",
    "ditolak": "Laporan ditutup dengan alasan, warga sudah diberi tahu.",
    "selesai": "Tugas selesai, warga sudah diberi tahu.",
    "disamarkan": "Isi sudah disamarkan.",
}
