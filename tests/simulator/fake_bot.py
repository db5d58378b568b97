"""A small talkative program for the page's tests: it answers as the real one would, by fixed rules."""

from __future__ import annotations

import threading
from typing import Any

from tests.simulator.bench import Bench

Body = dict[str, Any]
SUMMARY = (
    "*Ringkasan laporan*\n\n"
    "Apa: jalan rusak, banyak lubang, sudah banyak yang jatuh\n"
    "Di mana: depan SDN 1, Desa Celikah, Kec. Kayu Agung\n"
    "Tujuan: *Dinas PUPR*, tembusan Camat\n\n"
    "Foto atau titik lokasi boleh menyusul. Data Bapak/Ibu dijaga: https://lapor.example/privasi"
)
RECEIPT = (
    "Laporan diterima, nomor *OKI-4829-1372*. 2 foto tersimpan.\n"
    "PUPR menjawab paling lambat Selasa, 1 Desember 2026. Ketik *CEK* untuk melihat kabarnya."
)
CATEGORIES = [
    ("jalan_jembatan", "Jalan dan jembatan", "Jalan berlubang, jembatan rusak"),
    ("drainase_banjir", "Got dan banjir", "Got mampet, air masuk rumah"),
    ("penerangan_jalan", "Lampu jalan", "Lampu padam, tiang miring"),
    ("lainnya", "Lainnya", "Keluhan di luar daftar ini"),
]


class FakeBot:
    """Marks as read, shows that it types, then answers."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        bench.program.on_message = self._receive

    def _receive(self, message: Body) -> None:
        threading.Thread(target=self._answer, args=(message,), daemon=True).start()

    def _answer(self, message: Body) -> None:
        typing = {"status": "read", "message_id": message["id"], "typing_indicator": {"type": "text"}}
        self._bench.post(typing)
        reply = answer_to(message)
        if reply:
            to = {"to": message["from"]} if "from" in message else {"recipient": message["from_user_id"]}
            self._bench.post({**to, **reply})


def answer_to(message: Body) -> Body | None:
    """Buttons to a long text, a list to a short one, a receipt to `Kirim`; nothing to photos and pins."""
    if message["type"] == "text":
        text = message["text"]["body"]
        if "titik" in text:
            return location_request()
        return summary() if len(text) > 25 else question()
    if message["type"] == "interactive":
        reply = message["interactive"].get("button_reply", {})
        return {"type": "text", "text": {"body": RECEIPT if reply.get("id") == "kirim" else SUMMARY}}
    return None


def summary() -> Body:
    titles = {"kirim": "Kirim", "ubah": "Ubah", "batal": "Batal"}
    buttons = [{"type": "reply", "reply": {"id": key, "title": title}} for key, title in titles.items()]
    return interactive("button", SUMMARY, {"buttons": buttons})


def question() -> Body:
    rows = [{"id": key, "title": title, "description": hint} for key, title, hint in CATEGORIES]
    action = {"button": "Pilih jenis", "sections": [{"title": "Jenis laporan", "rows": rows}]}
    return interactive("list", "Baik. Laporannya tentang apa, Bapak/Ibu?", action)


def location_request() -> Body:
    text = "Silakan kirim titik lokasinya, Bapak/Ibu."
    return interactive("location_request_message", text, {"name": "send_location"})


def interactive(kind: str, text: str, action: Body) -> Body:
    return {"type": "interactive", "interactive": {"type": kind, "body": {"text": text}, "action": action}}
