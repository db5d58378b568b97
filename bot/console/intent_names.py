"""What trainers call the meanings that a sentence may have."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from bot.region.pack import Region

TALK = {
    "batal": "Membatalkan",
    "berhenti": "Berhenti atau hapus data",
    "biaya": "Tanya biaya",
    "cara_lapor": "Tanya cara melapor",
    "cek_status": "Tanya kabar laporan",
    "darurat": "Darurat",
    "di_luar_topik": "Di luar topik",
    "jam_layanan": "Tanya jam layanan",
    "kabar_baik": "Kabar baik",
    "lanjut": "Melanjutkan",
    "lewati": "Melewati pertanyaan",
    "makian": "Makian",
    "mau_lapor": "Mau melapor, belum bercerita",
    "minta_informasi": "Minta informasi",
    "minta_petugas": "Minta bicara dengan petugas",
    "obrolan": "Obrolan",
    "pamit": "Pamit",
    "privasi": "Tanya kerahasiaan",
    "sapa": "Salam",
    "sebut_tempat": "Menyebut tempat",
    "setuju": "Setuju",
    "tanya_bot": "Tanya tentang bot",
    "terima_kasih": "Terima kasih",
    "tolak": "Menolak",
    "ubah": "Mengubah laporan",
    # What the bot says of itself; nobody teaches these.
    "mungkin_laporan": "Mungkin laporan",
    "nlu_fallback": "Tidak dipahami",
}


@lru_cache(maxsize=4)
def intent_namer(region: Region) -> Callable[[str], str]:
    """How to call an intent or category of this region; one function a region, so that it can be a key."""

    def name_of(intent: str) -> str:
        category = region.categories.get(intent)
        return category.name if category else TALK.get(intent, intent.replace("_", " "))

    return name_of


def teachable(region: Region, root: Path) -> dict[str, str]:
    """Every intent that has a file of examples, with its name: categories first, in the order of the pack."""
    name_of = intent_namer(region)
    talk = sorted((file.stem for file in (root / "data/nlu/percakapan").glob("*.yml")), key=name_of)
    return {intent: name_of(intent) for intent in (*region.categories, *talk)}
