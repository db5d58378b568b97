"""The heart: reports, tickets, routing, deadlines. Knows nothing of Rasa, WhatsApp or the web."""
