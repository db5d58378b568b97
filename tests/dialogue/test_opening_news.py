"""Pressing "Buka jawaban" below a template answers like CEK with the number."""

from __future__ import annotations

from bot.reports.telling import open_button
from bot.reports.tickets import find_ticket
from tests.dialogue.phone import Phone, Town
from tests.dialogue.test_reporting import POTHOLES


def pressed(phone: Phone, payload: str) -> str:
    """Press the quick reply of a template."""
    return phone.send({"type": "button", "button": {"payload": payload, "text": "Buka jawaban"}})


def filed_ticket(phone: Phone) -> str:
    phone.say(POTHOLES)
    ticket = find_ticket("OKI", phone.press("Kirim")).ticket
    assert ticket is not None
    return ticket


def test_the_owner_reads_how_his_report_stands(phone: Phone) -> None:
    ticket = filed_ticket(phone)
    opened = pressed(phone, open_button(ticket))
    assert ticket in opened and "Dikirim" in opened
    assert opened == phone.say(f"cek {ticket}")


def test_somebody_else_reads_the_outline_alone(town: Town) -> None:
    ticket = filed_ticket(Phone(town))
    stranger = Phone(town)
    stranger.say("halo")
    opened = pressed(stranger, open_button(ticket))
    assert ticket in opened and "Dikirim" not in opened


def test_a_number_that_is_none_shows_his_own_reports(phone: Phone) -> None:
    ticket = filed_ticket(phone)
    assert ticket in pressed(phone, open_button(""))
