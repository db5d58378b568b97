"""What staff do with a report: each deed is one service call, one event, one message where due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy import select
from starlette.responses import Response

from bot.console.answer_templates import open_fields
from bot.console.navigation import READS_REPORTS
from bot.console.records import Staff
from bot.console.visits import Console, Handler, NotFound, Page, Refused, Visit, go_to, page
from bot.conversations.media import PhotoRefused
from bot.conversations.staff_photos import keep_staff_photo
from bot.reports.answering import Answer, add_note, answer, answer_words, ask, needed, start, verify
from bot.reports.cases import Case, ChangedMeanwhile, NoSuchReport, NotAllowed, Unclear, open_case
from bot.reports.closing import REASONS, close, merge, reject, reopen
from bot.reports.correcting import change_category, change_place
from bot.reports.dates import clock
from bot.reports.passing_on import (
    agree_handover,
    ask_handover,
    hand_on,
    refuse_handover,
    return_words,
    take_back,
)
from bot.reports.records import Assignment
from bot.reports.redacting import redact_photo, redact_words
from bot.reports.telling import News, preview_of
from bot.reports.tickets import read_ticket

Deed = Callable[[Console, Visit, Case, int], None]
MOST_PHOTOS = 4
RETURN = "kembali"
# A preview is of the kind of news of the same name, but for these.
TOLD_AS = {RETURN: "status"}


def _start(console: Console, visit: Visit, case: Case, part: int) -> None:
    start(case, part)


def _ask(console: Console, visit: Visit, case: Case, part: int) -> None:
    ask(case, part, _for_citizen(visit))


def _answer(console: Console, visit: Visit, case: Case, part: int) -> None:
    answer(case, part, read_answer(visit))


def _note(console: Console, visit: Visit, case: Case, part: int) -> None:
    add_note(case, visit.word("kata"), part or None)


def _verify(console: Console, visit: Visit, case: Case, part: int) -> None:
    verify(case, visit.word("kata"))


def _hand_on(console: Console, visit: Visit, case: Case, part: int) -> None:
    hand_on(case, part, visit.words("dinas"), visit.word("kata"))


def _ask_handover(console: Console, visit: Visit, case: Case, part: int) -> None:
    ask_handover(case, part, visit.word("instansi"), visit.word("kata"), visit.word("surat"))


def _agree(console: Console, visit: Visit, case: Case, part: int) -> None:
    agree_handover(case, part, visit.word("surat"), _for_citizen(visit))


def _refuse(console: Console, visit: Visit, case: Case, part: int) -> None:
    refuse_handover(case, part, visit.word("kata"))


def _take_back(console: Console, visit: Visit, case: Case, part: int) -> None:
    take_back(case, part, _for_citizen(visit), visit.word("surat")[:120])


def _category(console: Console, visit: Visit, case: Case, part: int) -> None:
    change_category(case, part, visit.word("kategori"), visit.word("kata"))


def _place(console: Console, visit: Visit, case: Case, part: int) -> None:
    places = visit.word("desa"), visit.word("kecamatan"), visit.word("lokasi")
    change_place(case, *places, visit.word("kata"))


def _merge(console: Console, visit: Visit, case: Case, part: int) -> None:
    ticket = read_ticket(case.region.ticket_prefix, visit.word("tiket"))
    merge(case, str(ticket or ""))


def _reject(console: Console, visit: Visit, case: Case, part: int) -> None:
    reject(case, part, visit.word("alasan"), _for_citizen(visit))


def _reopen(console: Console, visit: Visit, case: Case, part: int) -> None:
    reopen(case, part, visit.word("kata"))


def _close(console: Console, visit: Visit, case: Case, part: int) -> None:
    # Before anything is stored: a photo of somebody who may not close is not kept.
    case.part(part, "close")
    said = needed(_for_citizen(visit), "apa yang sudah dikerjakan")
    photos = _keep_photos(console, visit, case)
    close(case, part, said, photos, visit.word("tanpa_foto"), console.files)


def _redact(console: Console, visit: Visit, case: Case, part: int) -> None:
    redact_words(case, console.vault, str(visit.form.get("bagian_kata", "")), visit.word("kata"))


def _redact_photo(console: Console, visit: Visit, case: Case, part: int) -> None:
    redact_photo(case, visit.number("foto_id") or 0, visit.word("kata"))


def read_answer(visit: Visit) -> Answer:
    """The answer as the form holds it. Raises Unclear for a date that is none."""
    written = visit.word("sampai")
    try:
        until = date.fromisoformat(written) if written else None
    except ValueError:
        raise Unclear("Tanggal janji tidak terbaca. Contoh: 2026-12-24.") from None
    return Answer(visit.word("jenis"), _for_citizen(visit), until, visit.word("sumber")[:120])


def _for_citizen(visit: Visit) -> str:
    """Words that a citizen will read. Raises Unclear while a field of a template is not filled in."""
    words = visit.word("kata")
    fields = ", ".join(f"{{{name}}}" for name in open_fields(words))
    if fields:
        raise Unclear(f"Isi dahulu bagian templat yang masih kosong: {fields}.")
    return words


def preview(console: Console, visit: Visit) -> Response:
    """What the citizen would read, and what it costs; nothing is sent and nothing is changed."""
    kind = visit.word("pratinjau")
    with console.database.reading() as session:
        try:
            case = open_case(
                session, console.region, console.wording, visit.staff, visit.path("ticket"), visit.at
            )
            part = next((row for row in case.report.assignments if row.id == visit.number("bagian")), None)
            words = _words_told(visit, case, part, kind)
        except (NoSuchReport, NotAllowed):
            raise NotFound from None
        except Unclear as unclear:
            return page(console, visit, "pratinjau.html", told=None, problem=str(unclear))
        news = News(case.report, TOLD_AS.get(kind, kind), words, part.agency if part else None)
        told = preview_of(case.teller.compose(news))
        return page(console, visit, "pratinjau.html", told=told, problem="")


def _words_told(visit: Visit, case: Case, part: Assignment | None, kind: str) -> str:
    if kind not in ("jawaban", "butuh_info", "selesai", "status", RETURN):
        raise NotFound
    words = _for_citizen(visit)
    if not words:
        raise Unclear("Tulis dahulu, lalu lihat seperti apa sampai di warga.")
    if kind == "jawaban":
        return answer_words(case, read_answer(visit))
    if kind == RETURN and part:
        return return_words(case, part, words)
    if kind == "status" and visit.word("alasan"):
        return f"{_reason(visit, case)} {words}"
    return words


def _reason(visit: Visit, case: Case) -> str:
    if visit.word("alasan") not in REASONS:
        raise Unclear("Pilih alasannya.")
    return case.wording.say(f"utter_alasan_{visit.word('alasan')}")


def _keep_photos(console: Console, visit: Visit, case: Case) -> list[int]:
    kept = []
    for file in visit.files("foto")[:MOST_PHOTOS]:
        try:
            media = keep_staff_photo(
                case.session, console.files, case.report.citizen_id, case.viewer.id, file.file.read(), case.at
            )
        except PhotoRefused as refused:
            reason = console.wording.say(f"utter_foto_alasan_{refused.reason}")
            raise Unclear(f"Foto {file.filename}: {reason}. Pilih foto lain.") from None
        kept.append(media.id)
    return kept


def _handler(deed: Deed, notice: str) -> Handler:
    """Open the report, do the deed, and go back to its page; what fails says so and changes nothing."""

    def handle(console: Console, visit: Visit) -> Response:
        ticket = visit.path("ticket")
        try:
            with console.database.writing() as session:
                case = open_case(
                    session, console.region, console.wording, visit.staff, ticket, visit.at,
                    visit.number("seen") or 0,
                )  # fmt: skip
                deed(console, visit, case, visit.number("bagian") or 0)
                still_his = case.is_visible()
        except NoSuchReport:
            raise NotFound from None
        except NotAllowed:
            raise Refused("Tindakan ini tidak dapat dilakukan: bukan tugas Anda, atau keadaan laporan sudah "
                          "berubah. Muat ulang laporannya.") from None  # fmt: skip
        except Unclear as unclear:
            raise Refused(str(unclear)) from None
        except ChangedMeanwhile as changed:
            raise Refused(_who_changed(console, changed)) from None
        return go_to(f"/staff/laporan/{ticket}" if still_his else "/staff/laporan", notice)

    return handle


def _who_changed(console: Console, changed: ChangedMeanwhile) -> str:
    with console.database.reading() as session:
        name = session.scalar(select(Staff.name).where(Staff.id == changed.staff_id)) or "petugas lain"
    region = console.region
    when = clock(changed.at, region.timezone, region.timezone_label)
    return f"Sudah diubah oleh {name} pukul {when}. Buka lagi laporannya dan periksa dahulu."


def _page(path: str, deed: Deed, notice: str, upload: bool = False) -> Page:
    address = f"/laporan/{{ticket}}/{path}"
    return Page(address, _handler(deed, notice), READS_REPORTS, method="POST", upload=upload)


PAGES = (
    Page("/laporan/{ticket}/pratinjau", preview, READS_REPORTS, method="POST", upload=True),
    _page("verifikasi", _verify, "tersimpan"),
    _page("mulai", _start, "diproses"),
    _page("tanya", _ask, "ditanyakan"),
    _page("jawab", _answer, "terkirim"),
    _page("catat", _note, "dicatat"),
    _page("alihkan", _hand_on, "dialihkan"),
    _page("usul", _ask_handover, "diajukan"),
    _page("usul-setuju", _agree, "diputuskan"),
    _page("usul-tolak", _refuse, "diputuskan"),
    _page("kembali", _take_back, "kembali"),
    _page("kategori", _category, "diubah"),
    _page("tempat", _place, "diubah"),
    _page("gabung", _merge, "digabung"),
    _page("tolak", _reject, "ditolak"),
    _page("selesai", _close, "selesai", upload=True),
    _page("buka", _reopen, "dibuka"),
    _page("samarkan", _redact, "disamarkan"),
    _page("samarkan-foto", _redact_photo, "disamarkan"),
)
