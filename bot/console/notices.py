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
    "dibuka": "Laporan dibuka kembali, warga sudah diberi tahu.",
    "selesai": "Tugas selesai, warga sudah diberi tahu.",
    "disamarkan": "Isi sudah disamarkan.",
    "kata_sandi": "Kata sandi sudah diganti. Perangkat lain sudah dikeluarkan.",
    "kode_nyala": "Kode masuk sudah menyala.",
    "kode_mati": "Kode masuk sudah dimatikan.",
    "dikeluarkan": "Perangkat sudah dikeluarkan.",
    "akun_dibuka": "Akun sudah aktif lagi.",
    "akun_ditutup": "Akun sudah dinonaktifkan dan dikeluarkan dari semua perangkat.",
    "kode_dihapus": "Kode masuk akun ini sudah dihapus.",
    "kontak_ditambah": "Kontak sudah ditambahkan.",
    "kontak_dikonfirmasi": "Kontak sudah dikonfirmasi.",
    "kontak_diakhiri": "Kontak sudah diakhiri.",
    "templat_dihapus": "Templat sudah dihapus.",
    "diblokir": "Warga sudah diblokir.",
    "blokir_dibuka": "Blokir sudah dibuka.",
}
