"""Does what an officer wants with one card, or asks him; what is not done is kept under the question."""

from __future__ import annotations

from dataclasses import dataclass

from bot.conversations.bubbles import fit_text, flattened
from bot.conversations.news import hears_news
from bot.dialogue.office_cases import CardInHand
from bot.dialogue.officer_replies import LONGEST_QUOTE, QUESTIONS, WITHOUT_WORDS, Asker
from bot.dialogue.replies import Reply
from bot.reports import office_words as say
from bot.reports.cases import NoSuchReport, NotAllowed, Unclear, mark_seen
from bot.reports.instructions import (
    AGAIN,
    CHANGED,
    FIELD_MEANING,
    MEANING,
    NO_ACCOUNT,
    UNCONFIRMED,
    WORDS,
    Sent,
    ask,
    has_photo,
    photos_in,
    pin_in,
    words_in,
)
from bot.reports.office_records import Instruction
from bot.reports.office_words import Deed
from bot.reports.office_work import NO_PHOTO, NO_PROMISE, PHOTO_LOST, Lacks, Receipt, Work, do
from bot.reports.proof import Looks
from bot.reports.records import ReportEvent
from bot.reports.telling import owner_of
from bot.storage.files import Files

# What may be said of any report, in whatever state, also by a camat below a copy.
REMARKS = (say.NOTE, say.FIELD_CHECK)
SILENCE = Reply("")


class Changed(Exception):
    """Somebody else has changed the part."""

    def __init__(self, event: ReportEvent) -> None:
        super().__init__(event.kind)
        self.event = event


@dataclass(frozen=True)
class CarryingOut:
    """One card, what was sent about it, and the earlier question that this answers or goes on with.

    `looks` are what was seen of photos before anything was locked.
    """

    held: CardInHand
    asker: Asker
    files: Files
    looks: Looks
    sent: Sent
    earlier: Instruction | None

    def run(self, deed: Deed | None) -> Reply:
        """Do the deed and return its receipt; without one ask what he means."""
        held = self.held
        if held.report.secret:
            self._end()
            return self._reply("utter_petugas_rahasia")
        if not held.is_confirmed():
            return self._ask(UNCONFIRMED, "utter_petugas_nomor", dinas=held.office)
        if held.contact.staff_id is None:
            return self._ask(NO_ACCOUNT, "utter_petugas_akun", dinas=held.office)
        if deed is None or (held.part is None and deed.kind not in REMARKS):
            return self._ask_meaning()
        return self._try(deed)

    def _try(self, deed: Deed) -> Reply:
        try:
            with self.held.session.begin_nested():
                receipt = self._do(deed)
        except Lacks as lack:
            return self._ask_for(lack, deed)
        except Changed as changed:
            return self._ask(CHANGED, "utter_petugas_diubah", **self.held.change_told(changed.event))
        except (NotAllowed, NoSuchReport):
            self._end()
            response, values = self.held.refusal()
            return self._reply(response, **values)
        except Unclear as unclear:
            return self._ask_again(deed, str(unclear))
        self._end()
        return self._receipt(receipt)

    def _do(self, deed: Deed) -> Receipt:
        held, session = self.held, self.held.session
        case = held.opened()
        told_at = self.earlier.asked_at if self.earlier and self.earlier.asks == CHANGED else None
        change = None if deed.kind in REMARKS else held.changed_by_other(told_at)
        if change is not None and held.is_workable():
            raise Changed(change)
        photos = photos_in(session, self.sent.attached_ids) if deed.kind == say.DONE else ()
        pin = pin_in(session, self.sent.attached_ids)
        receipt = do(Work(case, held.part, self.files, photos, pin, self.looks), deed)
        mark_seen(held.report, case.viewer, held.at)
        if deed.kind not in REMARKS:
            held.card.answered_at = held.card.answered_at or held.at
        return receipt

    def _receipt(self, receipt: Receipt) -> Reply:
        told = hears_news(owner_of(self.held.session, self.held.report))
        known = "utter_petugas_warga_tahu" if told else "utter_petugas_warga_tidak"
        return self._reply(receipt.response, warga=self.held.wording.say(known), **receipt.values)

    def _ask_meaning(self) -> Reply:
        words = words_in(self.held.session, self.sent.word_ids)
        asks = WORDS if not words else MEANING if self.held.part else FIELD_MEANING
        if self.earlier is not None and self.earlier.asks == asks and self._is_said(self.earlier):
            # One photo more: he knows what he is asked.
            self._keep(asks)
            return SILENCE
        handlers = dict.fromkeys(part.agency for part in self.held.report.assignments)
        return self._ask(
            asks,
            QUESTIONS[asks],
            kata=fit_text(flattened(words), LONGEST_QUOTE),
            dinas=", ".join(self.held.region.agency_label(agency) for agency in handlers),
        )

    def _is_said(self, earlier: Instruction) -> bool:
        return list(earlier.word_ids) == list(self.sent.word_ids)

    def _ask_for(self, lack: Lacks, deed: Deed) -> Reply:
        what = lack.what
        if what == NO_PHOTO and has_photo(self.held.session, self.sent.attached_ids):
            what = PHOTO_LOST
        response = WITHOUT_WORDS[deed.kind] if what == say.NO_WORDS else QUESTIONS[what]
        return self._ask(NO_PROMISE if self._owes_promise() else what, response, **lack.values)

    def _ask_again(self, deed: Deed, why: str) -> Reply:
        """A photo that is refused is not tried again with the next one."""
        if deed.kind == say.DONE:
            self._keep(NO_PHOTO, Sent(self.sent.word_ids))
        else:
            self._keep(NO_PROMISE if self._owes_promise() else AGAIN)
        return self._reply("utter_petugas_belum", sebab=why)

    def _owes_promise(self) -> bool:
        """Whether his words for the citizen go on waiting for their day."""
        return self.earlier is not None and self.earlier.asks == NO_PROMISE

    def _ask(self, asks: str, response: str, **values: str) -> Reply:
        asked = self._keep(asks)
        return self.asker.question(asked, response, tiket=self.held.report.ticket, **values)

    def _keep(self, asks: str, sent: Sent | None = None) -> Instruction:
        held, kept = self.held, sent or self.sent
        if self.earlier is None:
            return ask(held.session, held.citizen_id, held.card, kept, asks, held.at)
        one = self.earlier
        one.card_id, one.asks, one.asked_at = held.card.id, asks, held.at
        one.word_ids, one.attached_ids = list(kept.word_ids), list(kept.attached_ids)
        return one

    def _end(self) -> None:
        if self.earlier is not None:
            self.earlier.ended_at = self.held.at

    def _reply(self, response: str, **values: str) -> Reply:
        return Reply(self.held.wording.say(response, tiket=self.held.report.ticket, **values))
