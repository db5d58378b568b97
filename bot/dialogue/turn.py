"""One turn: read the citizen's messages, answer them, and commit everything at once."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from actions.turn import Turn, running
from bot.conversations.bubbles import Bubble
from bot.conversations.citizens import Citizen
from bot.conversations.messages import InboxEvent
from bot.conversations.outbox import enqueue, last_words
from bot.conversations.taking import is_silent, waits_for_human
from bot.conversations.turns import Claim, hold, release
from bot.conversations.wording import Wording
from bot.dialogue.awaited import as_answers
from bot.dialogue.engine import Engine, Understood
from bot.dialogue.hearing import hear, is_emergency
from bot.dialogue.judged import as_verdicts
from bot.dialogue.leaving import as_leaving
from bot.dialogue.linking import connect, connect_unread, link_of, traced
from bot.dialogue.office_turn import OfficeTurn
from bot.dialogue.officer_photos import looks_of_turn
from bot.dialogue.officers import OfficerChat
from bot.dialogue.replies import Reply, compose
from bot.dialogue.settling import FLOOD_SPAN, is_flooding
from bot.dialogue.steps import Choice, Step, assemble
from bot.dialogue.transcript import media_of, write_transcript
from bot.region.pack import Region
from bot.reports.drafts import open_draft
from bot.reports.erasing import Eraser
from bot.reports.events import CITIZEN
from bot.reports.proof import Looks
from bot.reports.records import Draft
from bot.reports.tickets import find_ticket
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.files import Files
from bot.storage.tables import now

# Said again within this time, the same words tell nobody anything and cost money.
REPETITION = timedelta(seconds=60)
CLAIMED_EVENTS = (
    select(InboxEvent)
    .where(InboxEvent.id.in_(bindparam("ids", expanding=True)), InboxEvent.state == "waiting")
    .order_by(InboxEvent.sent_at, InboxEvent.id)
)

log = structlog.get_logger()


class WorkerLost(Exception):
    """Every attempt ended, and the last one not even with an error."""


@dataclass(frozen=True)
class TurnTaker:
    """Takes claimed turns with one engine."""

    database: Database
    engine: Engine
    region: Region
    wording: Wording
    settings: Settings
    eraser: Eraser
    files: Files

    def take(self, claim: Claim) -> None:
        """Answer the claimed messages; a failure is recorded and leaves them for another try."""
        try:
            if claim.attempts > self.settings.dialogue.retries + 1:
                raise WorkerLost("the last attempt ended with its worker")
            self._take(claim)
        except Exception as error:
            # Only the kind of error: its text may quote the citizen.
            log.error(
                "turn failed", citizen=claim.citizen_id, inbox=claim.inbox_ids, error=type(error).__name__
            )
            log.debug("turn failed", exc_info=True)
            self._put_back(claim, error)

    def _take(self, claim: Claim) -> None:
        """Read without any lock, then write in one short transaction."""
        with self.database.reading() as session:
            steps = assemble(claim.events, media_of(session, claim.events))
        understood = self.engine.understand(steps)
        looks = looks_of_turn(self.database, self.files, claim.citizen_id, understood, now())
        with self.database.writing() as session:
            citizen = hold(session, claim)
            if citizen is None:
                log.warning("lease lost", citizen=claim.citizen_id)
                return
            self._answer(session, citizen, claim, understood, looks)
            release(citizen)

    def _answer(
        self,
        session: Session,
        citizen: Citizen,
        claim: Claim,
        understood: Sequence[Understood],
        looks: Looks,
    ) -> None:
        turn_id, at = uuid.uuid4().hex, now()
        turn = Turn(
            session=session,
            region=self.region,
            wording=self.wording,
            citizen_id=citizen.id,
            at=at,
            public_url=self.settings.public_url,
            silent_filing=timedelta(seconds=self.settings.dialogue.silent_filing),
        )
        events = _events(session, claim)
        draft = open_draft(session, citizen.id)
        lines = write_transcript(session, events, understood, turn_id)
        chat = OfficerChat(session, self.region, citizen, draft, at)
        office = OfficeTurn(chat, self.wording, self.files, looks)
        current = office.take(_current(draft, understood))
        current = as_leaving(session, citizen.id, current, at)
        current = as_answers(session, self.region, citizen.id, draft, current)
        current = as_verdicts(session, self.region, citizen.id, draft, current, at)
        heard = hear(session, self.region, citizen, draft, current, at)
        with running(turn), traced(session) as trace:
            bubble = None if heard.is_silent else self._bubble(turn, citizen, heard.answered, office.replies)
        link = link_of(session, self.region, draft, trace, understood, citizen.id)
        connect(session, office.without_own(lines), link)
        sent = None
        if bubble is not None:
            sent = enqueue(
                session, citizen.id, bubble, "reply", turn_id, at,
                report_id=link.report_id, draft_id=link.draft_id, secret=link.secret,
            )  # fmt: skip
        for event in events:
            event.state, event.turn_id, event.error = "done", turn_id, heard.mark_of(event)
        if turn.erases:
            self.eraser.erase(session, citizen, CITIZEN, at, sent)

    def _bubble(
        self, turn: Turn, citizen: Citizen, understood: list[Understood], office: list[Reply]
    ) -> Bubble | None:
        replies = self.engine.respond([*self._slow_down(turn, citizen), *understood])
        if not replies:
            return compose(office)
        if waits_for_human(citizen, turn.at):
            # Nothing is asked of him whom a human will answer.
            replies = [reply for reply in replies if not reply.is_prompt]
        footer = None
        if citizen.privacy_told_at is None and not _is_emergency(understood):
            footer = self.wording.say("utter_privasi_singkat", tautan=f"{self.settings.public_url}/privasi")
        bubble = compose([*office, *replies], footer)
        asks = any(reply.is_prompt for reply in replies)
        if bubble is not None and not asks and self._repeats(turn, citizen, bubble):
            return None
        if bubble is not None and footer and footer in bubble.text:
            citizen.privacy_told_at = turn.at
        return bubble

    def _repeats(self, turn: Turn, citizen: Citizen, bubble: Bubble) -> bool:
        """The same small talk again; a receipt or a status is said as often as it is asked for."""
        if find_ticket(self.region.ticket_prefix, bubble.text).kind != "none":
            return False
        return last_words(turn.session, citizen.id, turn.at - REPETITION) == bubble.text

    def _slow_down(self, turn: Turn, citizen: Citizen) -> list[Understood]:
        told = citizen.flood_told_at
        if not is_flooding(turn.session, citizen.id) or (told and told > turn.at - FLOOD_SPAN):
            return []
        citizen.flood_told_at = turn.at
        return self.engine.understand([Step(choice=Choice("terlalu_cepat", {}))])

    def _put_back(self, claim: Claim, error: Exception) -> None:
        at = now()
        with self.database.writing() as session:
            citizen = hold(session, claim)
            if citizen is None:
                return
            events = _events(session, claim)
            if max((event.attempts for event in events), default=0) > self.settings.dialogue.retries:
                self._set_aside(session, citizen, events, at)
            else:
                for event in events:
                    delay = self.settings.dialogue.retry_base * 2 ** (event.attempts - 1)
                    event.ready_at = at + timedelta(seconds=delay)
                    event.error = type(error).__name__
            release(citizen)

    def _set_aside(
        self, session: Session, citizen: Citizen, events: Sequence[InboxEvent], at: datetime
    ) -> None:
        """Keep what cannot be answered for the operator, and apologise once."""
        turn_id = uuid.uuid4().hex
        lines = write_transcript(session, events, [], turn_id)
        connect_unread(session, self.region, lines, open_draft(session, citizen.id))
        for event in events:
            event.state, event.turn_id = "failed", turn_id
        if not is_silent(citizen, at):
            sorry = Bubble(self.wording.say("utter_pesan_gagal"))
            enqueue(session, citizen.id, sorry, "apology", turn_id, at)


def _events(session: Session, claim: Claim) -> list[InboxEvent]:
    return list(session.scalars(CLAIMED_EVENTS, {"ids": claim.inbox_ids}))


def _current(draft: Draft | None, understood: Sequence[Understood]) -> list[Understood]:
    """Drop the silence of a draft that has changed or gone since its hour was over."""
    untouched = draft and {"draft_id": draft.id, "updated_at": draft.updated_at.isoformat()}
    return [item for item in understood if item.step.silence is None or item.step.silence == untouched]


def _is_emergency(understood: Sequence[Understood]) -> bool:
    return any(is_emergency(item) for item in understood)
