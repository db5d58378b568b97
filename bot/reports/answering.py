"""What staff say about a report: start, ask, promise, note, verify."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timezone

from bot.reports import events
from bot.reports.cases import Case, NotAllowed, Unclear
from bot.reports.dates import local_date, long_date
from bot.reports.events import Words
from bot.reports.lifecycle import ANSWER, ASK, START, may_note, may_verify
from bot.reports.promises import DONE_BY, PLANNED
from bot.reports.records import Assignment, Promise
from bot.reports.sight import CAMAT
from bot.reports.statuses import HANDED_OVER, IN_PROGRESS
from bot.reports.telling import owner_of

PASSED_ON = "jawaban_instansi"
KINDS = (DONE_BY, PLANNED, PASSED_ON)
LONGEST = 1500
# Letter numbers, sources of a budget.
LONGEST_NUMBER = 120
# A plan further away than this is a typing error, or no promise.
FURTHEST_YEARS = 5


@dataclass(frozen=True)
class Answer:
    """An officer's dated answer (product.md, "Buku Janji").

    kind: `dikerjakan` (by the day `until`), `dijadwalkan` (in the month of `until`, paid from `source`), or
    `jawaban_instansi`: what another government answered, without a promise of ours.
    """

    kind: str
    words: str
    until: date | None = None
    source: str = ""


def start(case: Case, assignment_id: int) -> None:
    """Say that the work on a part has begun; the citizen sees it in his status."""
    case.move(START, case.part(assignment_id, START), events.STARTED)


def ask(case: Case, assignment_id: int, question: str) -> None:
    """Ask the citizen; his next answer goes on with the part. Raises Unclear when nobody can answer."""
    part = case.part(assignment_id, ASK)
    if owner_of(case.session, case.report).erased_at is not None:
        raise Unclear("Identitas pelapor sudah dihapus: tidak ada lagi yang dapat menjawab.")
    said = needed(question, "pertanyaan untuk warga")
    case.move(ASK, part, events.ASKED, Words(public=said))
    case.tell("butuh_info", said, part)


def answer(case: Case, assignment_id: int, given: Answer) -> None:
    """Give a dated answer and tell the citizen. Raises Unclear for one without words, date or source."""
    part = case.part(assignment_id, ANSWER)
    check_answer(case, part, given)
    said = answer_words(case, given)
    until = _end_of_day(case, given.until)
    if until is not None:
        case.session.add(
            Promise(
                assignment_id=part.id, kind=given.kind, until=until, source=given.source.strip() or None,
                staff_id=case.viewer.id, made_at=case.at,
            )
        )  # fmt: skip
    part.answered_at = part.answered_at or case.at
    if part.status != HANDED_OVER:
        part.status = IN_PROGRESS
    case.move(ANSWER, part, events.ANSWERED, Words(public=said), **_data(part, given))
    case.tell("jawaban", said, part)


def check_answer(case: Case, part: Assignment, given: Answer) -> None:
    needed(given.words, "isi jawaban")
    if given.kind not in KINDS or (given.kind == PASSED_ON) != (part.status == HANDED_OVER):
        raise Unclear("Pilih jenis jawaban: dikerjakan sampai tanggal tertentu, atau dijadwalkan.")
    if given.kind == PASSED_ON:
        return
    today = local_date(case.at, case.region.timezone)
    if given.until is None:
        raise Unclear("Isi tanggal janjinya.")
    if given.until < today:
        raise Unclear("Tanggal janji sudah lewat. Pilih hari ini atau sesudahnya.")
    if given.until.year > today.year + FURTHEST_YEARS:
        raise Unclear(f"Tanggal janji terlalu jauh. Pilih paling lama {FURTHEST_YEARS} tahun lagi.")
    if given.kind == PLANNED and not given.source.strip():
        raise Unclear("Isi sumber anggarannya, misalnya APBD 2027.")
    brief(given.source, "sumber anggaran", LONGEST_NUMBER)


def answer_words(case: Case, given: Answer) -> str:
    """The answer as the citizen reads it: the officer's words and the promise."""
    until = _end_of_day(case, given.until)
    if until is None or given.kind not in (DONE_BY, PLANNED):
        return given.words.strip()
    values = {
        "tanggal": long_date(until, case.region.timezone),
        "bulan": long_date(until, case.region.timezone).split(" ", 2)[2],
        "sumber": given.source.strip(),
    }
    promise = case.wording.say(f"utter_janji_{given.kind}", **values)
    return f"{given.words.strip()}\n{promise}"


def add_note(case: Case, words: str, assignment_id: int | None = None) -> None:
    """Leave words for colleagues that no citizen ever sees. Raises NotAllowed, Unclear."""
    if not may_note(case.viewer):
        raise NotAllowed("note")
    part = next((part for part in case.report.assignments if part.id == assignment_id), None)
    case.note(events.NOTED, Words(internal=needed(words, "catatan")), part)


def verify(case: Case, words: str = "") -> None:
    """Confirm what the report says, the village too; a camat tells what he saw on the spot."""
    if not may_verify(case.viewer):
        raise NotAllowed("verify")
    is_camat = case.viewer.role == CAMAT
    said = needed(words, "hasil cek lapangan") if is_camat else brief(words, "catatan")
    if case.report.village_code:
        case.report.village_confirmed = True
    kind = events.FIELD_CHECKED if is_camat else events.VERIFIED
    case.note(kind, Words(internal=said or None))


def needed(words: str, what: str) -> str:
    """The words without blanks around them. Raises Unclear when there are none, or too many to read."""
    if not words.strip():
        raise Unclear(f"Isi {what} dahulu.")
    return brief(words, what)


def brief(words: str, what: str, most: int = LONGEST) -> str:
    """Words that may be missing, without blanks around them. Raises Unclear for more than `most` letters."""
    said = words.strip()
    if len(said) > most:
        raise Unclear(
            f"Terlalu panjang: {len(said)} huruf. Ringkas {what} menjadi paling banyak {most} huruf."
        )
    return said


def _data(part: Assignment, given: Answer) -> dict[str, str]:
    data = {"promise": given.kind}
    if given.until and given.kind != PASSED_ON:
        data["until"] = given.until.isoformat()
    if given.source.strip():
        data["source"] = given.source.strip()
    if given.kind == PASSED_ON and part.suggested_agency:
        data["on_behalf"] = part.suggested_agency
    return data


def _end_of_day(case: Case, day: date | None) -> datetime | None:
    if day is None:
        return None
    return datetime.combine(day, time(23, 59, 59), case.region.timezone).astimezone(timezone.utc)
