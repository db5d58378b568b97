"""Cards that officers have not read, on the page of what must not be lost, and what staff do about them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.console.delivery import STATES, failure_reason
from bot.console.transcript_lines import HIDDEN
from bot.console.untold_items import Group, Item
from bot.console.visits import Console, NotFound, Refused, Visit
from bot.reports.office_records import Card
from bot.reports.posting import Poster
from bot.reports.unread_cards import UnreadCard, is_unread, messages_of, unread_cards

NAME = "kartu"
GONE = "Kartu ini sudah dibaca, ditangani petugas lain, atau tugasnya sudah dibuka."
NOT_SENDABLE = "Kartu ini tidak dapat dikirim: periksa nomor kontaknya."
NEVER_SENT = "tidak dapat dikirim; periksa nomor kontaknya"
DEEDS = (("ulang", "Kirim ulang"), ("selesai", "Sudah ditangani"))


def cards_group(console: Console, session: Session, visit: Visit) -> Group:
    found, total = unread_cards(session, console.region, visit.at)
    help_ = "Kartu petugas yang gagal, atau lebih dari satu hari kerja belum dibaca. Telepon kontaknya."
    return Group(NAME, "Kartu petugas belum dibaca", help_, [_item(console, card) for card in found], total)


def send_card_again(console: Console, session: Session, visit: Visit) -> str:
    """Send the card once more, as things stand now."""
    card = _card(console, session, visit)
    before = messages_of(session, card)
    poster = Poster(console.database, console.vault, console.region, console.wording)
    try:
        poster.send(session, card, visit.at)
    except ValueError as error:
        raise Refused(NOT_SENDABLE) from error
    card.dropped_because = None
    for message in before:
        message.handled_at = message.handled_at or visit.at
    return "dikirim_ulang"


def settle_card(console: Console, session: Session, visit: Visit) -> str:
    _card(console, session, visit).handled_at = visit.at
    return "ditangani"


def _item(console: Console, found: UnreadCard) -> Item:
    card, contact, report = found.card, found.contact, found.report
    since = found.message.created_at if found.message else card.made_at
    if report is not None and report.secret:
        return Item(card.id, report.ticket, f"{HIDDEN}: {_state(found)}", since, deeds=DEEDS)
    whom = f"{console.region.agency_label(contact.desk)}, {contact.name}"
    title = report.ticket if report else "Ringkasan pagi"
    link = f"/staff/laporan/{report.ticket}" if report else f"/staff/dinas/{contact.desk}"
    return Item(card.id, title, f"{whom}: {_state(found)}", since, link, DEEDS)


def _state(found: UnreadCard) -> str:
    if found.message is None:
        return NEVER_SENT
    if found.message.state == "failed":
        return f"gagal. {failure_reason(found.message)}"
    return STATES[found.message.state]


def _card(console: Console, session: Session, visit: Visit) -> Card:
    card = session.get(Card, visit.path_id("id"), with_for_update=True)
    if card is None:
        raise NotFound
    if not is_unread(session, console.region, card, visit.at):
        raise Refused(GONE)
    return card
