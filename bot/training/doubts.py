"""Makes doubts: one for each sentence that the bot may have misread, masked, beside others like it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from bot.conversations.citizens import Citizen
from bot.conversations.forgetting import TOMBSTONE
from bot.conversations.messages import TranscriptEntry
from bot.reports import events
from bot.reports.records import Draft, Report, ReportEvent
from bot.storage.vault import Vault
from bot.training import suspicion
from bot.training.anonymising import Anonymiser
from bot.training.clusters import Clusters
from bot.training.examples import example_in_force
from bot.training.records import Doubt
from bot.training.sentences import plain
from bot.training.states import IS_OPEN, SET_ASIDE, WAITING
from bot.training.suspicion import Hint

CITIZEN = "citizen"
# Only so many clusters, the newest, get company.
MOST_CLUSTERS = 1000


@dataclass(frozen=True)
class Masks:
    """Masks a citizen's sentence; his name in WhatsApp is known and masked wherever it stands."""

    anonymise: Anonymiser
    vault: Vault

    def __call__(self, session: Session, citizen_id: int, text: str) -> str:
        sealed = session.get_one(Citizen, citizen_id).profile_name_sealed
        return self.anonymise(text, [self.vault.open(sealed)] if sealed else [])


class Doubts:
    """Reads lines and events within one transaction and adds what is doubtful; `count` says how many."""

    def __init__(self, session: Session, masks: Masks, clusters: Clusters[int]) -> None:
        self._session, self._masks, self._clusters = session, masks, clusters
        self._drafts: dict[int | None, list[TranscriptEntry]] = {}
        self.count = 0

    def read_lines(self, after: int, till: int) -> None:
        """Look at the citizens' lines with these ids; secret ones are never looked at."""
        query = select(TranscriptEntry).where(TranscriptEntry.id > after, TranscriptEntry.id <= till)
        query = query.where(TranscriptEntry.speaker == CITIZEN, TranscriptEntry.secret.is_(False))
        known = set(self._session.scalars(select(Doubt.line_id).where(Doubt.line_id.between(after, till))))
        lines = self._session.scalars(query.order_by(TranscriptEntry.id)).all()
        self._fetch_drafts({line.draft_id for line in lines} - {None})
        for line in lines:
            hint = suspicion.own_hint(line)
            if hint is not None and line.id not in known:
                self.add(line, hint)
            if line.draft_id is not None:
                self._read_correction(line, self._said_in(line.draft_id))

    def read_events(self, after: int, till: int) -> None:
        """Look at the categories that staff have changed."""
        query = select(ReportEvent).where(ReportEvent.id > after, ReportEvent.id <= till)
        for event in self._session.scalars(query.where(ReportEvent.kind == events.CATEGORY_CHANGED)).all():
            report = self._session.get_one(Report, event.report_id)
            if report.secret or report.draft_id is None:
                continue
            told = suspicion.telling(self._said_in(report.draft_id))
            old = [line for line in told if suspicion.speaks_of(line, str(event.data.get("old")))]
            for line in (old or told)[:1]:
                self.add(line, Hint(suspicion.BY_STAFF, event.data.get("new")))

    def _read_correction(self, line: TranscriptEntry, said: Sequence[TranscriptEntry]) -> None:
        """What a line says of an earlier one of the same draft."""
        before = [one for one in said if (one.at, one.id) < (line.at, line.id)]
        earlier = suspicion.telling(before)
        if not earlier:
            return
        if suspicion.is_about_place(line, before[-1]):
            self._let_be(earlier[-1])
        hint = suspicion.hint_at_earlier(line, before[-1])
        if hint is None or (hint.reason == suspicion.CANCELLED and not self._is_cancelled(line)):
            return
        if not (hint.meant and suspicion.speaks_of(earlier[-1], hint.meant)):
            self.add(earlier[-1], hint)

    def _said_in(self, draft_id: int) -> list[TranscriptEntry]:
        """The citizen's lines of a draft in their order."""
        if draft_id not in self._drafts:
            self._fetch_drafts({draft_id})
        return self._drafts[draft_id]

    def _fetch_drafts(self, draft_ids: Collection[int | None]) -> None:
        """Read the lines of many drafts at once: a batch has hundreds."""
        query = select(TranscriptEntry).where(
            TranscriptEntry.draft_id.in_(draft_ids), TranscriptEntry.speaker == CITIZEN,
            TranscriptEntry.secret.is_(False),
        )  # fmt: skip
        found: defaultdict[int | None, list[TranscriptEntry]] = defaultdict(list)
        for line in self._session.scalars(query.order_by(TranscriptEntry.at, TranscriptEntry.id)):
            found[line.draft_id].append(line)
        self._drafts |= {draft_id: found[draft_id] for draft_id in draft_ids}

    def _is_cancelled(self, line: TranscriptEntry) -> bool:
        return self._session.get_one(Draft, line.draft_id).state == "cancelled"

    def _let_be(self, line: TranscriptEntry) -> None:
        """He pressed Ubah for the place alone: what the matter is was read rightly."""
        doubt = self.of_line(line)
        if doubt and doubt.state == WAITING and doubt.reason == suspicion.CHANGED and doubt.meant is None:
            doubt.state = SET_ASIDE

    def add(self, line: TranscriptEntry, hint: Hint) -> None:
        """One doubt for a sentence; a correction tells more than the doubt of the bot itself."""
        known = self.of_line(line)
        if known is not None:
            if known.state == WAITING and hint.meant and known.meant is None:
                known.reason, known.meant = hint.reason, hint.meant
            return
        sentence = self.sentence(line)
        words = plain(sentence)
        if words and (hint.reason == suspicion.CHOSEN or not example_in_force(self._session, words)):
            self._save(self._fragments(line)[0], sentence, hint)

    def sentence(self, line: TranscriptEntry) -> str:
        """What the bot read together with this line, masked."""
        written = " ".join((one.text or "").strip() for one in self._fragments(line))
        return self._masks(self._session, line.citizen_id, written)

    def _save(self, line: TranscriptEntry, sentence: str, hint: Hint) -> None:
        reading = suspicion.reading_of(line)
        doubt = Doubt(
            line_id=line.id, sentence=sentence, reason=hint.reason, meant=hint.meant, at=line.at,
            intent=reading.intent if reading else None, confidence=reading.confidence if reading else None,
        )  # fmt: skip
        self._session.add(doubt)
        self._session.flush()
        doubt.cluster = self._clusters.find(sentence) or doubt.id
        if doubt.cluster == doubt.id:
            self._clusters.begin(doubt.id, sentence)
        self._session.flush()
        self.count += 1

    def of_line(self, line: TranscriptEntry) -> Doubt | None:
        """The doubt that a line has already."""
        first = self._fragments(line)[0]
        return self._session.scalars(select(Doubt).where(Doubt.line_id == first.id)).one_or_none()

    def _fragments(self, line: TranscriptEntry) -> Sequence[TranscriptEntry]:
        """The lines that were read as one message: they carry the same reading."""
        if line.turn_id is None or line.understanding is None:
            return [line]
        query = select(TranscriptEntry).where(
            TranscriptEntry.citizen_id == line.citizen_id, TranscriptEntry.turn_id == line.turn_id,
            TranscriptEntry.speaker == CITIZEN,
        )  # fmt: skip
        same = self._session.scalars(query.order_by(TranscriptEntry.at, TranscriptEntry.id)).all()
        return [one for one in same if one is line or _is_read_with(one, line)]

    def forget_secrets(self) -> None:
        """A report may turn secret with a later line; what was said before is secret then, too."""
        secret = exists().where(TranscriptEntry.id == Doubt.line_id, TranscriptEntry.secret.is_(True))
        lines = self._session.scalars(select(Doubt.line_id).where(IS_OPEN, secret)).all()
        forget_lines(self._session, [line for line in lines if line is not None])


def known_clusters(session: Session, normalise: Callable[[str], str] = str) -> Clusters[int]:
    """The clusters that a new sentence may join, each by the first that still waits."""
    first = select(func.min(Doubt.id)).where(IS_OPEN, Doubt.cluster.is_not(None))
    newest = first.group_by(Doubt.cluster).order_by(func.min(Doubt.id).desc()).limit(MOST_CLUSTERS)
    query = select(Doubt.cluster, Doubt.sentence).where(Doubt.id.in_(newest.scalar_subquery()))
    heads = {int(cluster or 0): sentence for cluster, sentence in session.execute(query).tuples()}
    return Clusters.of(heads, normalise)


def take_up(
    session: Session, masks: Masks, line: TranscriptEntry, normalise: Callable[[str], str] = str
) -> Doubt | None:
    """The doubt of a line that somebody chose himself, new where it has none; None where it can have none."""
    if not may_be_taught(line):
        return None
    doubts = Doubts(session, masks, known_clusters(session, normalise))
    doubts.add(line, Hint(suspicion.CHOSEN))
    return doubts.of_line(line)


def may_be_taught(line: TranscriptEntry) -> bool:
    """Whether it is a sentence that a citizen wrote himself, and nothing secret."""
    return line.speaker == CITIZEN and not line.secret and suspicion.is_sentence(line)


def forget_lines(session: Session, line_ids: Collection[int]) -> None:
    """Put a tombstone in place of the sentences of these lines that still wait for a trainer."""
    query = select(Doubt).where(IS_OPEN, Doubt.line_id.in_(line_ids))
    for doubt in session.scalars(query).all():
        doubt.sentence, doubt.state, doubt.meant = TOMBSTONE, SET_ASIDE, None


def _is_read_with(one: TranscriptEntry, line: TranscriptEntry) -> bool:
    return suspicion.is_sentence(one) and one.understanding == line.understanding
