"""The webhooks under `webhooks/`: how the sender is named in each, and what each becomes."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "webhooks"
NUMBER = "100000000000001"
PHONE = "6281273450001"
USER = "ID.1357924680135792"
OURS = "wamid.HBgNNjI4MTI3MzQ1MDAwMRUCABEYEkQ1RjYwQUJDMTIzNDU2Nzg5AA=="

NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
VARIANTS = {
    "both": (),
    "phone only": ("from_user_id", "user_id", "recipient_user_id", "previous_user_id"),
    "user id only": ("from", "wa_id", "recipient_id"),
}

MEDIA = {"graph_id": "1479537139650973", "sha256": "0qS3v1yJm7nYc2W1pFvKkF7xH4mZ0b6s3T1aQx9uE8k="}
STATUS = {"opaque": "outbox:41"}
PRICING = {"billable": True, "pricing_model": "PMP", "type": "regular", "category": "service"}

# file: kind, state in the inbox, payload
EXPECTED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "text": ("text", "waiting", {"text": "jalan rusak parah di depan SDN 1 Celikah, banyak lubang 🕳️"}),
    "text_reply": ("text", "waiting", {"text": "yang ini sudah beres"}),
    "text_forwarded": ("text", "waiting", {"text": "Info: jembatan Tugumulyo putus", "forwarded": True}),
    "text_referral": (
        "text",
        "waiting",
        {
            "text": "Saya mau lapor",
            "referral": {
                "source_url": "https://fb.me/1aBcDeFgH",
                "source_type": "post",
                "source_id": "120226305854810726",
                "headline": "Lapor Bupati OKI",
                "body": "Jalan rusak? Kirim ke sini.",
                "ctwa_clid": "AbCdEf123",
            },
        },
    ),
    "image": ("image", "waiting", {**MEDIA, "mime": "image/jpeg", "caption": "lubang di depan sekolah"}),
    "video": ("video", "waiting", {**MEDIA, "mime": "video/mp4", "caption": "airnya deras"}),
    "audio": ("audio", "waiting", {**MEDIA, "mime": "audio/mpeg", "voice": False}),
    "voice": ("audio", "waiting", {**MEDIA, "mime": "audio/ogg; codecs=opus", "voice": True}),
    "document": (
        "document",
        "waiting",
        {**MEDIA, "mime": "application/pdf", "filename": "surat RT 04.pdf", "caption": "surat dari RT"},
    ),
    "sticker": ("sticker", "waiting", {**MEDIA, "mime": "image/webp", "animated": False}),
    "location": (
        "location",
        "waiting",
        {
            "latitude": -3.380112,
            "longitude": 104.829877,
            "name": "SDN 1 Celikah",
            "address": "Jl. Letnan Mukhtar Saleh, Kayu Agung",
        },
    ),
    "contacts": ("contacts", "waiting", {"count": 1}),
    "button_reply": ("button", "waiting", {"id": "kirim", "title": "Kirim"}),
    "list_reply": (
        "list_reply",
        "waiting",
        {"id": "16.02.05.2015", "title": "Celikah", "description": "Kec. Kayu Agung"},
    ),
    "template_button": ("template_button", "waiting", {"id": "buka_jawaban", "title": "Buka jawaban"}),
    "nfm_reply": (
        "nfm_reply",
        "waiting",
        {"name": "flow", "body": "Sent", "response": {"flow_token": "lapor-1", "kategori": "jalan_jembatan"}},
    ),
    "reaction": ("reaction", "kept", {"emoji": "🙏", "target": OURS}),
    "order": (
        "order",
        "waiting",
        {
            "catalog_id": "194836987003835",
            "text": "pesan satu",
            "items": [
                {"product_retailer_id": "di9ozbzfi4", "quantity": 1, "item_price": 30000, "currency": "IDR"}
            ],
        },
    ),
    "unsupported": (
        "unsupported",
        "waiting",
        {"code": 131051, "title": "Message type unknown", "type": "poll"},
    ),
    "unsupported_media": ("unsupported", "waiting", {"code": 131052, "title": "Media download error"}),
    "revoke": ("revoke", "kept", {"target": "wamid.ASAL"}),
    "edit": ("edit", "kept", {"target": "wamid.ASAL", "text": "jalan rusak parah di Sidakersa"}),
    "system_number": ("system", "kept", {"change": "user_changed_number"}),
    "system_user_id": ("system", "kept", {"change": "user_changed_user_id"}),
    "status_sent": ("status", "waiting", {**STATUS, "status": "sent", "pricing": PRICING}),
    "status_delivered": ("status", "waiting", {**STATUS, "status": "delivered", "pricing": PRICING}),
    "status_read": ("status", "waiting", {**STATUS, "status": "read"}),
    "status_failed": (
        "status",
        "waiting",
        {
            **STATUS,
            "status": "failed",
            "errors": [
                {"code": 131026, "title": "Message undeliverable", "message": "Message undeliverable"}
            ],
        },
    ),
    "unknown_type": ("unknown", "kept", {"field": "messages", "type": "hologram"}),
    "unknown_field": ("unknown", "kept", {"field": "message_template_status_update"}),
    "group": (
        "text",
        "kept",
        {"text": "siapa mau ikut kerja bakti", "group_id": "120363027000000000@g.us"},
    ),
    "broken": ("broken", "kept", {"problem": "latitude is no number"}),
}


def webhook(name: str, variant: str = "both") -> dict[str, Any]:
    """One sample, with the sender named as the variant says."""
    body = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return _without(body, VARIANTS[variant])


def batch(variant: str = "both") -> dict[str, Any]:
    """All samples in one body: some as entries, some as changes of one entry, the messages of one change."""
    bodies = [webhook(name, variant) for name in NAMES]
    entries = [entry for body in bodies[::2] for entry in body["entry"]]
    changes = [change for body in bodies[1::2] for entry in body["entry"] for change in entry["changes"]]
    together = copy.deepcopy(webhook("text", variant))
    return {**together, "entry": [*entries, {"id": "100000000000002", "changes": changes}]}


def _without(value: Any, names: tuple[str, ...]) -> Any:
    if isinstance(value, dict):
        return {name: _without(part, names) for name, part in value.items() if name not in names}
    if isinstance(value, list):
        return [_without(part, names) for part in value]
    return value
