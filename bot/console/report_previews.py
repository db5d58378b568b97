"""What a citizen would read of a deed, before it is done."""

from __future__ import annotations

from datetime import date

from starlette.responses import Response

from bot.console.answer_templates import open_fields
from bot.console.navigation import READS_REPORTS
from bot.console.visits import Console, NotFound, Page, Visit, page
from bot.conversations.news import unheard_because
from bot.reports.answering import Answer, answer_words
from bot.reports.cases import Case, NoSuchReport, NotAllowed, Unclear, open_case
from bot.reports.checking import upheld_words
from bot.reports.closing import REASONS
from bot.reports.passing_on import return_words
from bot.reports.records import Assignment
from bot.reports.telling import News, owner_of, preview_of

RETURN, UPHOLD = "kembali", "tetap"
# The kind of news by the name of its preview.
KINDS = {name: name for name in ("jawaban", "butuh_info", "selesai", "status")}
KINDS |= {RETURN: "status", UPHOLD: "status"}


def read_answer(visit: Visit) -> Answer:
    """The answer as the form holds it. Raises Unclear for a date that is none."""
    written = visit.word("sampai")
    try:
        until = date.fromisoformat(written) if written else None
    except ValueError:
        raise Unclear("Tanggal janji tidak terbaca. Contoh: 2026-12-24.") from None
    return Answer(visit.word("jenis"), for_citizen(visit), until, visit.word("sumber"))


def for_citizen(visit: Visit) -> str:
    """Words that a citizen will read. Raises Unclear while a field of a template is not filled in."""
    words = visit.word("kata")
    fields = ", ".join(f"{{{name}}}" for name in open_fields(words))
    if fields:
        raise Unclear(f"Isi dahulu bagian templat yang masih kosong: {fields}.")
    return words


def preview(console: Console, visit: Visit) -> Response:
    """What the citizen would read, and what it costs; nothing is sent and nothing is changed."""
    kind = visit.word("pratinjau")
    if kind not in KINDS:
        raise NotFound
    ticket = visit.path("ticket")
    with console.database.reading() as session:
        try:
            case = open_case(
                session, console.region, console.wording, visit.staff, ticket, visit.at, locked=False
            )
            part = next((row for row in case.report.assignments if row.id == visit.number("bagian")), None)
            words = _words_told(visit, case, part, kind)
        except (NoSuchReport, NotAllowed):
            raise NotFound from None
        except Unclear as unclear:
            return page(console, visit, "pratinjau.html", told=None, problem=str(unclear))
        speaks = part.agency if part and kind != UPHOLD else None
        told = preview_of(case.teller.compose(News(case.report, KINDS[kind], words, speaks)))
        unheard = unheard_because(owner_of(session, case.report))
        return page(console, visit, "pratinjau.html", told=told, problem="", unheard=unheard)


def _words_told(visit: Visit, case: Case, part: Assignment | None, kind: str) -> str:
    words = for_citizen(visit)
    if not words:
        raise Unclear("Tulis dahulu, lalu lihat seperti apa sampai di warga.")
    if kind == "jawaban":
        return answer_words(case, read_answer(visit))
    if kind == RETURN and part:
        return return_words(case, part, words)
    if kind == UPHOLD and part:
        return upheld_words(case, part, words)
    if kind == "status" and visit.word("alasan"):
        return f"{_reason(visit, case)} {words}"
    return words


def _reason(visit: Visit, case: Case) -> str:
    if visit.word("alasan") not in REASONS:
        raise Unclear("Pilih alasannya.")
    return case.wording.say(f"utter_alasan_{visit.word('alasan')}")


PAGES = (Page("/laporan/{ticket}/pratinjau", preview, READS_REPORTS, method="POST", upload=True),)
