"""How far a message to a citizen has come, in words for staff."""

from __future__ import annotations

from dataclasses import dataclass

from bot.conversations.messages import OutboxMessage

STATES = {
    "queued": "menunggu dikirim",
    "sending": "sedang dikirim",
    "accepted": "diterima WhatsApp",
    "sent": "terkirim",
    "delivered": "sampai",
    "read": "dibaca",
    "failed": "gagal",
    "dropped": "tidak dikirim",
}
TICKS = {"queued": "◷", "sending": "◷", "accepted": "✓", "sent": "✓", "delivered": "✓✓", "read": "✓✓"}
# Meta's page "Error codes" (12 December 2025): what staff can know or do about each.
REASONS = {
    131026: "Nomor ini tidak dapat menerima pesan: bukan nomor WhatsApp, atau aplikasinya terlalu lama.",
    131047: "Sudah lebih dari 24 jam sejak pesan terakhir warga; hanya templat yang dapat dikirim.",
    131049: "WhatsApp menahan pesan ini agar warga tidak menerima terlalu banyak pesan.",
    131050: "Warga berhenti menerima pesan dari nomor ini.",
    130472: "WhatsApp tidak mengirim pesan ini ke warga tersebut.",
    130497: "WhatsApp tidak mengirim ke negara nomor ini.",
    131042: "Akun WhatsApp bermasalah dengan pembayaran. Hubungi admin.",
    131056: "Terlalu banyak pesan ke warga ini dalam waktu singkat.",
    131048: "WhatsApp membatasi nomor ini untuk sementara.",
    130429: "Terlalu banyak pesan dikirim sekaligus.",
    131053: "Foto atau berkasnya tidak dapat diunggah.",
    132001: "Templat belum disetujui Meta.",
    132015: "Templat sedang dihentikan sementara oleh Meta.",
    132016: "Templat dimatikan oleh Meta.",
}
UNKNOWN = "WhatsApp menolak pesan ini (kode {code}: {title})."
NO_CODE = "WhatsApp tidak memberi alasan."


@dataclass(frozen=True)
class Delivery:
    """`state` is that of the outbox; `reason` is said of failed messages alone."""

    state: str
    title: str
    ticks: str
    reason: str | None = None


def delivery_of(message: OutboxMessage) -> Delivery:
    reason = failure_reason(message) if message.state == "failed" else None
    return Delivery(message.state, STATES[message.state], TICKS.get(message.state, "!"), reason)


def failure_reason(message: OutboxMessage) -> str:
    """Why WhatsApp did not bring a message, for staff."""
    if message.error_code is None:
        return NO_CODE
    unknown = UNKNOWN.format(code=message.error_code, title=message.error_title or "-")
    return REASONS.get(message.error_code, unknown)
