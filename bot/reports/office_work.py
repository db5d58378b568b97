"""Does what an officer said about a card, by the services that the console uses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.conversations.media import PhotoRefused
from bot.conversations.messages import Media
from bot.conversations.staff_photos import drop_files, keep_officers_photo
from bot.reports import answering, closing, passing_on
from bot.reports import office_words as say
from bot.reports.answering import Answer
from bot.reports.cases import Case, NotAllowed, Unclear
from bot.reports.dates import full_date, month_name
from bot.reports.lifecycle import CLOSE
from bot.reports.named_agency import named_agency
from bot.reports.office_words import Deed
from bot.reports.proof import NO_LOOKS, Looks
from bot.reports.records import Assignment
from bot.reports.statuses import HANDED_OVER
from bot.storage.files import Files

# Deeds that an officer chooses by a button.
FOR_CITIZEN = "jawaban"
GIVE_BACK = "kembalikan"
NOT_OF_REGENCY = "luar"
# What only the report shows to be missing.
NO_PHOTO = "foto"
PHOTO_LOST = "foto_belum"
NOBODY_NAMED = "wewenang"
NO_PROMISE = "janji"


class Lacks(Exception):
    """Something must be said before the deed can be done; `what` names it, `values` go into the question."""

    def __init__(self, what: str, **values: str) -> None:
        super().__init__(what)
        self.what = what
        self.values = values


@dataclass(frozen=True)
class Receipt:
    """What was done, in the response and its values."""

    response: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Work:
    """A report in the hands of an officer on WhatsApp; `part` is None below the copy that a camat reads.

    `photos` are stored rows of his own chat, `pin` is where he stood (latitude, longitude), `looks` are what
    `looking.look_before` saw.
    """

    case: Case
    part: Assignment | None
    files: Files
    photos: Sequence[Media] = ()
    pin: tuple[float, float] | None = None
    looks: Looks = NO_LOOKS

    @property
    def task(self) -> Assignment:
        """The part; raises NotAllowed below a copy."""
        if self.part is None:
            raise NotAllowed("copy")
        return self.part


def do(work: Work, deed: Deed) -> Receipt:
    """Do it. Raises Lacks, NotAllowed, and Unclear with a sentence for him."""
    if deed.lacks:
        raise Lacks(deed.lacks)
    return _DEEDS[deed.kind](work, deed)


def _done(work: Work, deed: Deed) -> Receipt:
    case, part = work.case, work.task
    case.part(part.id, CLOSE)
    if not work.photos and not deed.no_photo_because:
        raise Lacks(NO_PHOTO)
    words = deed.words or case.wording.say("utter_petugas_kata_selesai")
    # Before anything is stored: words that are too long store no photo.
    answering.needed(words, "apa yang sudah dikerjakan")
    kept = _keep_photos(work)
    try:
        proof = closing.close(
            case, part.id, words, [media.id for media in kept], deed.no_photo_because, work.files, work.pin,
            work.looks,
        )  # fmt: skip
    except Unclear:
        drop_files(work.files, kept)
        raise
    return Receipt(
        "utter_petugas_tercatat_selesai" if proof.is_complete else "utter_petugas_tercatat_selesai_kurang"
    )


def _keep_photos(work: Work) -> list[Media]:
    case, kept = work.case, []
    for photo in work.photos:
        try:
            kept.append(
                keep_officers_photo(
                    case.session, work.files, photo, case.report.citizen_id, case.viewer.id, case.at
                )
            )
        except (PhotoRefused, FileNotFoundError):
            drop_files(work.files, kept)
            raise Lacks(PHOTO_LOST) from None
    return kept


def _promised(work: Work, deed: Deed) -> Receipt:
    until = deed.until or date.max
    _answer(work, Answer(deed.kind, deed.words, until, deed.source))
    if deed.kind == say.PLANNED:
        planned = {"bulan": month_name(until), "sumber": deed.source}
        return Receipt("utter_petugas_tercatat_dijadwalkan", planned)
    return Receipt("utter_petugas_tercatat_dikerjakan", {"tanggal": full_date(until)})


def _for_citizen(work: Work, deed: Deed) -> Receipt:
    """Only what another government answered goes without a date (product.md, "Buku Janji")."""
    if work.task.status != HANDED_OVER:
        raise Lacks(NO_PROMISE)
    _answer(work, Answer(answering.PASSED_ON, deed.words))
    return Receipt("utter_petugas_tercatat_jawaban")


def _answer(work: Work, given: Answer) -> None:
    words = given.words or work.case.wording.say("utter_petugas_kata_janji")
    answering.answer(work.case, work.task.id, Answer(given.kind, words, given.until, given.source))


def _ask(work: Work, deed: Deed) -> Receipt:
    answering.ask(work.case, work.task.id, deed.words)
    return Receipt("utter_petugas_tercatat_tanya")


def _note(work: Work, deed: Deed) -> Receipt:
    answering.add_note(work.case, deed.words, work.part.id if work.part else None)
    return Receipt("utter_petugas_tercatat_catatan")


def _field_check(work: Work, deed: Deed) -> Receipt:
    answering.verify(work.case, deed.words)
    return Receipt("utter_petugas_tercatat_cek")


def _pass_on(work: Work, deed: Deed) -> Receipt:
    """To an agency of the regency at once; to another government as a wish that the operator decides."""
    case, part = work.case, work.task
    to = named_agency(case.region, deed.words, part.agency) or part.suggested_agency
    if to is None:
        raise Lacks(NOBODY_NAMED)
    label = {"dinas": case.region.agency_label(to)}
    if passing_on.is_of_regency(case, to):
        passing_on.hand_on(case, part.id, [to], deed.words)
        return Receipt("utter_petugas_tercatat_alih", label)
    if deed.kind == say.PASSED_ON and not deed.letter:
        raise Lacks(say.NO_LETTER, **label)
    passing_on.ask_handover(case, part.id, to, deed.words, deed.letter)
    return Receipt("utter_petugas_tercatat_usul", label)


def _give_back(work: Work, deed: Deed) -> Receipt:
    to = work.case.region.operator_agency
    passing_on.hand_on(work.case, work.task.id, [to], deed.words)
    return Receipt("utter_petugas_tercatat_alih", {"dinas": work.case.region.agency_label(to)})


def _not_of_regency(work: Work, deed: Deed) -> Receipt:
    closing.reject(work.case, work.task.id, "bukan_wewenang", deed.words)
    return Receipt("utter_petugas_tercatat_tolak")


_DEEDS: dict[str, Callable[[Work, Deed], Receipt]] = {
    say.DONE: _done,
    say.DONE_BY: _promised,
    say.PLANNED: _promised,
    say.NOT_OURS: _pass_on,
    say.PASSED_ON: _pass_on,
    say.ASK: _ask,
    say.NOTE: _note,
    say.FIELD_CHECK: _field_check,
    FOR_CITIZEN: _for_citizen,
    GIVE_BACK: _give_back,
    NOT_OF_REGENCY: _not_of_regency,
}
