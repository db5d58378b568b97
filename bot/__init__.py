"""Lapor Bupati: citizens of a regency report problems on WhatsApp and follow what becomes of them."""
