"""What the operator can watch of the traffic with WhatsApp; no label ever names a person."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

WEBHOOKS = Counter("lapor_whatsapp_webhooks_total", "Webhook requests by their outcome", ["outcome"])
EVENTS = Counter("lapor_whatsapp_events_total", "Events received in webhooks, replays included", ["kind"])
STORED = Counter("lapor_whatsapp_events_stored_total", "Events stored for the first time")
STORING = Histogram("lapor_whatsapp_storing_seconds", "Time from a verified body to its commit")
SENT = Counter("lapor_whatsapp_sends_total", "Calls that send a message, by their outcome", ["outcome"])
STATUSES = Counter("lapor_whatsapp_statuses_total", "Statuses of our messages", ["status", "code"])
MEDIA = Counter("lapor_whatsapp_media_total", "Media of citizens by what became of them", ["outcome"])
STOPPED = Gauge(
    "lapor_whatsapp_sending_stopped",
    "1 while the token or the account keeps us from sending",
    # Of several processes the one that looked last knows best.
    multiprocess_mode="mostrecent",
)
