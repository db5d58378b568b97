"""What staff do with a report: each deed is one service call, one event, one message where due."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from starlette.responses import Response

from bot.console.closing_deed import Deed, ready_to_close
from bot.console.navigation import READS_REPORTS
from bot.console.records import Staff
from bot.console.report_previews import for_citizen, read_answer
from bot.console.visits import Console, Handler, NotFound, Page, Refused, Visit, go_to
from bot.reports.answering import add_note, answer, ask, start, verify
from bot.reports.cases import Case, ChangedMeanwhile, NoSuchReport, NotAllowed, Unclear, open_case
from bot.reports.checking import uphold
from bot.reports.closing import merge, reject, reopen
from bot.reports.correcting import change_category, change_place
from bot.reports.dates import clock
from bot.reports.passing_on import (
    agree_handover,
    ask_handover,
    hand_on,
    refuse_handover,
    take_back,
)
from bot.reports.redacting import redact_photo, redact_words
from bot.reports.tickets import read_ticket

# What is done before the report is locked; it says what to do then.
Ready = Callable[[Console, Visit], Deed]


def _start(console: Console, visit: Visit, case: Case, part: int) -> None:
    start(case, part)


def _ask(console: Console, visit: Visit, case: Case, part: int) -> None:
    ask(case, part, for_citizen(visit))


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
    agree_handover(case, part, visit.word("surat"), for_citizen(visit))


def _refuse(console: Console, visit: Visit, case: Case, part: int) -> None:
    refuse_handover(case, part, visit.word("kata"))


def _take_back(console: Console, visit: Visit, case: Case, part: int) -> None:
    take_back(case, part, for_citizen(visit), visit.word("surat"))


def _category(console: Console, visit: Visit, case: Case, part: int) -> None:
    change_category(case, part, visit.word("kategori"), visit.word("kata"))


def _place(console: Console, visit: Visit, case: Case, part: int) -> None:
    places = visit.word("desa"), visit.word("kecamatan"), visit.word("lokasi")
    change_place(case, *places, visit.word("kata"))


def _merge(console: Console, visit: Visit, case: Case, part: int) -> None:
    ticket = read_ticket(case.region.ticket_prefix, visit.word("tiket"))
    merge(case, str(ticket or ""))


def _reject(console: Console, visit: Visit, case: Case, part: int) -> None:
    reject(case, part, visit.word("alasan"), for_citizen(visit))


def _reopen(console: Console, visit: Visit, case: Case, part: int) -> None:
    reopen(case, part, visit.word("kata"))


def _uphold(console: Console, visit: Visit, case: Case, part: int) -> None:
    uphold(case, part, for_citizen(visit))


def _redact(console: Console, visit: Visit, case: Case, part: int) -> None:
    redact_words(case, console.vault, str(visit.form.get("bagian_kata", "")), visit.word("kata"))


def _redact_photo(console: Console, visit: Visit, case: Case, part: int) -> None:
    redact_photo(case, visit.number("foto_id") or 0, visit.word("kata"))


def _handler(ready: Ready, notice: str) -> Handler:
    """Open the report, do the deed, and go back to its page; what fails says so and changes nothing."""

    def handle(console: Console, visit: Visit) -> Response:
        ticket = visit.path("ticket")
        try:
            deed = ready(console, visit)
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


def _page(path: str, deed: Deed, notice: str) -> Page:
    return _prepared_page(path, lambda console, visit: deed, notice)


def _prepared_page(path: str, ready: Ready, notice: str, upload: bool = False) -> Page:
    address = f"/laporan/{{ticket}}/{path}"
    return Page(address, _handler(ready, notice), READS_REPORTS, method="POST", upload=upload)


PAGES = (
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
    _prepared_page("selesai", ready_to_close, "selesai", upload=True),
    _page("buka", _reopen, "dibuka"),
    _page("tetap", _uphold, "tetap_selesai"),
    _page("samarkan", _redact, "disamarkan"),
    _page("samarkan-foto", _redact_photo, "disamarkan"),
)
