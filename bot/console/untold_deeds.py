"""What staff do about what must not be lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session
from starlette.responses import Response

from bot.console.card_items import send_card_again, settle_card
from bot.console.instruction_items import settle_instruction
from bot.console.navigation import WATCHES
from bot.console.visits import Console, NotFound, Page, Refused, Visit, go_to
from bot.conversations.blocking import is_blocked
from bot.conversations.bubbles import Bubble
from bot.conversations.citizens import Citizen
from bot.conversations.messages import InboxEvent, Media, OutboxMessage
from bot.conversations.outbox import enqueue, line_of, send_again
from bot.conversations.untold import fetch_again, read_again
from bot.conversations.window import is_window_open
from bot.reports.records import Draft, Report
from bot.reports.telling import News, Teller
from bot.reports.untold import close_unsent, readable_content

Row = TypeVar("Row", OutboxMessage, InboxEvent, Media)
Find = Callable[[Session, Visit], Row]
Deed = Callable[[Console, Session, Visit], str]
GONE = "Ini sudah ditangani petugas lain, atau sudah beres dengan sendirinya."
NO_TEMPLATE = (
    "Sudah lewat 24 jam sejak pesan terakhir warga, dan pesan ini bukan bagian dari sebuah laporan, sehingga "
    "tidak dapat dikirim sebagai templat."
)


def resend(console: Console, session: Session, visit: Visit) -> str:
    """Send the same words again; outside the 24 hours as the template of the report they belong to."""
    message = _message(session, visit)
    bubble = Bubble.from_json(message.body)
    citizen = session.get_one(Citizen, message.citizen_id)
    if bubble.template is None and not is_window_open(citizen, visit.at):
        bubble = _as_template(console, session, visit, message, bubble.text)
    send_again(session, message, bubble, visit.at)
    return "dikirim_ulang"


def _settle(find: Find[Row]) -> Deed:
    """Somebody has seen to it in another way."""

    def settle(console: Console, session: Session, visit: Visit) -> str:
        find(session, visit).handled_at = visit.at
        return "ditangani"

    return settle


def _retry(find: Find[Row], again: Callable[[Row, datetime], None]) -> Deed:
    def retry(console: Console, session: Session, visit: Visit) -> str:
        again(find(session, visit), visit.at)
        return "dicoba_lagi"

    return retry


def ask_media_again(console: Console, session: Session, visit: Visit) -> str:
    media = _media(session, visit)
    citizen = session.get_one(Citizen, media.citizen_id)
    if not is_window_open(citizen, visit.at):
        raise Refused("Sudah lewat 24 jam sejak pesan terakhir warga: permintaan ini tidak dapat dikirim.")
    if is_blocked(citizen, visit.at):
        raise Refused("Warga ini sedang diblokir.")
    words = console.wording.say("utter_minta_berkas_lagi")
    enqueue(
        session, citizen.id, Bubble(words), "staff", at=visit.at, speaker="staff", staff_id=visit.staff.id
    )
    media.handled_at = visit.at
    return "diminta_ulang"


def close_draft(console: Console, session: Session, visit: Visit) -> str:
    draft = session.get(Draft, visit.path_id("id"))
    if draft is not None and readable_content(console.region, draft) is None:
        # Who may not read an accusation must not end it either.
        raise NotFound
    if draft is None or not close_unsent(session, draft.id, visit.at):
        raise Refused(GONE)
    # The talk about it is over as well: the citizen's next message begins another.
    session.get_one(Citizen, draft.citizen_id, with_for_update={"key_share": True}).session += 1
    return "draf_ditutup"


def _as_template(
    console: Console, session: Session, visit: Visit, message: OutboxMessage, words: str
) -> Bubble:
    line = line_of(session, message)
    report = session.get(Report, line.report_id) if line is not None and line.report_id else None
    if report is None:
        raise Refused(NO_TEMPLATE)
    teller = Teller(session, console.region, console.wording, visit.at)
    bubble = teller.compose(News(report, "status", words))
    if bubble.template is None:
        raise Refused(NO_TEMPLATE)
    return bubble


def _message(session: Session, visit: Visit) -> OutboxMessage:
    return _waiting(session, visit, OutboxMessage, lambda row: row.state in ("accepted", "sent", "failed"))


def _event(session: Session, visit: Visit) -> InboxEvent:
    return _waiting(session, visit, InboxEvent, lambda row: row.state == "failed")


def _media(session: Session, visit: Visit) -> Media:
    return _waiting(session, visit, Media, lambda row: row.state != "stored")


def _waiting(session: Session, visit: Visit, table: type[Row], is_lost: Callable[[Row], bool]) -> Row:
    """The row of the address, locked, while something is still to be done about it."""
    row = session.get(table, visit.path_id("id"), with_for_update=True)
    if row is None:
        raise NotFound
    if row.handled_at is not None or not is_lost(row):
        raise Refused(GONE)
    return row


def _page(path: str, deed: Deed) -> Page:
    """A deed on one row, in one transaction, back to the page."""
    name = path.partition("/")[0]

    def answer(console: Console, visit: Visit) -> Response:
        with console.database.writing() as session:
            notice = deed(console, session, visit)
        return go_to("/staff/belum-tersampaikan", notice, buka=name)

    group, _, act = path.partition("/")
    return Page(f"/belum-tersampaikan/{group}/{{id}}/{act}", answer, WATCHES, method="POST")


PAGES = tuple(
    _page(path, deed)
    for path, deed in (
        ("pesan/ulang", resend),
        ("pesan/selesai", _settle(_message)),
        ("masuk/ulang", _retry(_event, read_again)),
        ("masuk/selesai", _settle(_event)),
        ("berkas/ulang", _retry(_media, fetch_again)),
        ("berkas/minta", ask_media_again),
        ("berkas/selesai", _settle(_media)),
        ("draf/tutup", close_draft),
        ("kartu/ulang", send_card_again),
        ("kartu/selesai", settle_card),
        ("kata-petugas/selesai", settle_instruction),
    )
)
