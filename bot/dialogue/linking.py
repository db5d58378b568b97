"""To which draft and report the lines of a turn belong, and who may read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from sqlalchemy import event, or_, select, update
from sqlalchemy.orm import Session, UOWTransaction

from bot.conversations.messages import TranscriptEntry
from bot.dialogue.engine import Understood
from bot.region.pack import Region
from bot.region.signals import is_secret
from bot.reports.drafts import DraftContent
from bot.reports.records import Draft, Report, ReportEvent
from bot.reports.tickets import find_ticket

ASKS_STATUS = "cek_status"


@dataclass
class Trace:
    """What a turn has written, in its order: drafts, and the reports that got an event."""

    drafts: list[Draft] = field(default_factory=list)
    report_ids: list[int] = field(default_factory=list)

    def note(self, session: Session, _context: UOWTransaction) -> None:
        for row in (*session.new, *session.dirty):
            if isinstance(row, Draft):
                self.drafts.append(row)
            elif isinstance(row, ReportEvent) and row in session.new:
                self.report_ids.append(row.report_id)


@dataclass(frozen=True)
class Link:
    draft_id: int | None = None
    report_id: int | None = None
    secret: bool = False


@contextmanager
def traced(session: Session) -> Iterator[Trace]:
    """Learn from the session itself what it writes in the body: that costs no query."""
    trace = Trace()
    event.listen(session, "after_flush", trace.note)
    try:
        yield trace
        session.flush()
    finally:
        event.remove(session, "after_flush", trace.note)


def link_of(
    session: Session,
    region: Region,
    before: Draft | None,
    trace: Trace,
    understood: Sequence[Understood] = (),
    citizen_id: int | None = None,
) -> Link:
    """Where the lines of a turn belong; `before` is the draft that was open when it began.

    A report whose status its owner asked for by number counts as well.
    """
    draft = _draft(before, trace)
    report = session.get(Report, trace.report_ids[-1]) if trace.report_ids else None
    report = report or _asked_for(session, region, understood, citizen_id)
    if draft is None and report is None:
        return Link()
    return Link(
        draft.id if draft else None,
        report.id if report else None,
        bool(report and report.secret) or bool(draft and _is_of_secret(region, draft, report)),
    )


def connect(session: Session, lines: Sequence[TranscriptEntry], link: Link) -> None:
    """Link the lines of a turn; with a secret one, earlier lines of the same report become secret too."""
    for line in (*lines, *_recordings(session, lines)):
        line.draft_id, line.report_id, line.secret = link.draft_id, link.report_id, link.secret
    if not link.secret:
        return
    same = [TranscriptEntry.draft_id == link.draft_id] if link.draft_id else []
    same += [TranscriptEntry.report_id == link.report_id] if link.report_id else []
    if same:
        session.execute(update(TranscriptEntry).where(or_(*same)).values(secret=True))


def connect_unread(
    session: Session, region: Region, lines: Sequence[TranscriptEntry], draft: Draft | None
) -> None:
    """Link lines that no turn could read; what sounds secret is kept so until one can."""
    link = link_of(session, region, draft, Trace())
    said = "\n".join(line.text or "" for line in lines)
    connect(session, lines, replace(link, secret=link.secret or is_secret(region, said)))


def _recordings(session: Session, lines: Sequence[TranscriptEntry]) -> Sequence[TranscriptEntry]:
    """The voice notes that staff have written down here; what is said of the words holds for them too."""
    typed = [line.content["media_id"] for line in lines if line.content and "typed_by" in line.content]
    if not typed:
        return []
    own = TranscriptEntry.citizen_id == lines[0].citizen_id
    return session.scalars(select(TranscriptEntry).where(own, TranscriptEntry.media_id.in_(typed))).all()


def _draft(before: Draft | None, trace: Trace) -> Draft | None:
    """The one that is open now, else the one just filed, else the one that the turn found."""
    touched = trace.drafts[::-1]
    for state in ("open", "filed"):
        found = next((draft for draft in touched if draft.state == state), None)
        if found is not None:
            return found
    return before or next(iter(touched), None)


def _is_of_secret(region: Region, draft: Draft, report: Report | None) -> bool:
    """Whether the report of this draft is secret, or would be."""
    if report is not None and report.draft_id == draft.id:
        return report.secret
    return is_secret(region, DraftContent.from_json(draft.content).description)


def _asked_for(
    session: Session, region: Region, understood: Sequence[Understood], citizen_id: int | None
) -> Report | None:
    asked = [item.reading for item in understood if item.reading["intent"]["name"] == ASKS_STATUS]
    tickets = [find_ticket(region.ticket_prefix, reading["text"]).ticket for reading in asked]
    ticket = next(filter(None, tickets), None)
    if ticket is None:
        return None
    own = select(Report).where(Report.ticket == ticket, Report.citizen_id == citizen_id)
    return session.scalars(own).one_or_none()
