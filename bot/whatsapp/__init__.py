"""Meta's WhatsApp Cloud API: the only room that knows it."""
