"""What must hold at the end of a simulated day, read from the tables and from what WhatsApp has taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.conversations.messages import OutboxMessage, TranscriptEntry
from bot.reports import events, timers
from bot.reports.clock import CITIZENS, OUTSIDE, Line, time_by_hand, whose_time
from bot.reports.deadlines import working_calendar
from bot.reports.ledger import read_ledger
from bot.reports.life_records import Timer, Verdict
from bot.reports.records import Report, ReportEvent
from bot.reports.statuses import DONE, is_open
from bot.storage.tables import now
from tests.program.day.cast import Cast
from tests.program.day.clockwork import Clockwork
from tests.program.day.graph import flat

# Which event a timer leaves when it rings; the news of a breach is in the report itself.
LEAVES = {
    timers.REMINDER: events.PROMISE_NEAR,
    timers.BREACH: events.PROMISE_BROKEN,
    timers.PLAN_DAY: events.PLAN_DUE,
    timers.CHASE: events.CHASE_DUE,
    timers.SILENCE: events.CITIZEN_SILENT,
}
# The clock moves in beats of a few minutes: nothing rings later than that.
LATEST = timedelta(minutes=15)


class Audit:
    """Asks a day that is over, in one session."""

    def __init__(self, clockwork: Clockwork, cast: Cast, session: Session) -> None:
        self._clockwork, self._cast, self._session = clockwork, cast, session
        self._calendar = working_calendar(clockwork.wiring.region)
        self._reports = list(session.scalars(select(Report).order_by(Report.id)))
        self._phones = {citizen.ticket: citizen.phone.name for citizen in cast.citizens}

    def check(self) -> None:
        self._check_messages()
        self._check_news()
        self._check_timers()
        self._check_promises()
        self._check_ledgers()
        self._check_verdicts()

    def _check_messages(self) -> None:
        """Every row of the outbox went to WhatsApp once and arrived."""
        bubbles = OutboxMessage.purpose != "typing"
        rows = list(self._session.scalars(select(OutboxMessage).where(bubbles)))
        assert self._clockwork.network.taken() == Counter(f"outbox:{row.id}" for row in rows)
        assert {row.state for row in rows} == {"delivered"}
        assert self._clockwork.network.refused_by_window == 0

    def _check_news(self) -> None:
        """Each public event reached its owner once, and nothing else did."""
        assert len(self._reports) == len(self._cast.citizens)
        for report in self._reports:
            public = Counter(flat(event.public_text) for event in report.events if event.public_text)
            got = self._clockwork.network.texts_of(self._phones[report.ticket])
            for words, times in public.items():
                assert sum(words in text for text in got) == times, (report.ticket, words)
            news = [event for event in report.events if event.kind == events.PLAN_DUE]
            more = int(report.breach_told_at is not None) + int(report.merged_into is not None)
            assert self._count_updates(report) == sum(public.values()) + len(news) + more, report.ticket

    def _count_updates(self, report: Report) -> int:
        query = (
            select(func.count())
            .select_from(OutboxMessage)
            .join(TranscriptEntry, TranscriptEntry.outbox_id == OutboxMessage.id)
        )
        mine = query.where(TranscriptEntry.report_id == report.id, OutboxMessage.purpose == "update")
        return self._session.scalar(mine) or 0

    def _check_timers(self) -> None:
        """Each timer that was due rang once and in time, and left what it leaves."""
        rows = list(self._session.scalars(select(Timer)))
        assert {row.state for row in rows} <= {timers.FIRED, timers.DROPPED, timers.WAITING}
        assert not [row.key for row in rows if row.state == timers.WAITING and row.due_at <= now()]
        fired = [row for row in rows if row.state == timers.FIRED]
        assert all(row.fired_at and row.fired_at - row.due_at < LATEST for row in fired)
        rung = Counter((row.assignment_id, LEAVES[row.kind]) for row in fired if row.kind in LEAVES)
        query = select(ReportEvent).where(ReportEvent.kind.in_(LEAVES.values()))
        left = list(self._session.scalars(query))
        assert Counter((event.assignment_id, event.kind) for event in left) == rung
        said = Counter((event.assignment_id, event.kind, event.at) for event in left)
        assert set(said.values()) <= {1}
        told = {row.report_id for row in fired if row.kind == timers.BREACH_NEWS}
        assert told == {report.id for report in self._reports if report.breach_told_at}

    def _check_promises(self) -> None:
        """What a life breaks is broken, reminded of before, and told; nothing else is."""
        broken: Counter[str] = Counter()
        tickets = {report.ticket: report for report in self._reports}
        for part, kind in self._cast.played:
            report = tickets[part.citizen.ticket]
            row = report.assignments[part.position]
            own = [event for event in report.events if event.assignment_id == row.id]
            breaches = [one.data["until"] for one in own if one.kind == events.PROMISE_BROKEN]
            near = [one.data["until"] for one in own if one.kind == events.PROMISE_NEAR]
            plans = [one for one in own if one.kind == events.PLAN_DUE]
            assert (len(breaches), len(plans)) == (kind.breaches, kind.plans), (report.ticket, kind.live)
            assert all(near.count(until) == 1 for until in breaches), report.ticket
            broken[report.ticket] += len(breaches)
        assert {ticket for ticket, report in tickets.items() if report.breach_told_at} == set(+broken)

    def _check_ledgers(self) -> None:
        """No part is without lines, and the times of its hands are the whole to the minute."""
        for report in self._reports:
            ledger = read_ledger(self._session, report)
            for part in report.assignments:
                lines = ledger[part.id]
                assert lines and lines[-1].whose == whose_time(part.status, part.agency)
                hands = time_by_hand(lines, self._calendar, now())
                assert sum(hands.values()) == self._calendar.working_minutes(report.created_at, now())
                assert not is_open(part.status), (report.ticket, part.status)
                kinds = Counter(one.kind for one in report.events if one.assignment_id == part.id)
                assert kinds[events.CHASE_DUE] == sum(self._chases(lines)), report.ticket
                assert kinds[events.CITIZEN_SILENT] == sum(self._silences(lines)), report.ticket

    def _chases(self, lines: list[Line]) -> Iterator[int]:
        """How often each stay with another government was to be asked about: every 14 days."""
        for line, following in pairwise(lines):
            if line.whose == OUTSIDE:
                yield (following.at - line.at) // timedelta(days=14)

    def _silences(self, lines: list[Line]) -> Iterator[int]:
        """How often a citizen who was asked was found silent: every ten working days."""
        for line, following in pairwise(lines):
            if line.whose == CITIZENS:
                day = line.at
                while (day := self._calendar.add_working_days(day, 10)) < following.at:
                    yield 1

    def _check_verdicts(self) -> None:
        """Each closing asked once; who said nothing is asked no more."""
        verdicts = list(self._session.scalars(select(Verdict)))
        closings = Counter(
            event.assignment_id
            for report in self._reports
            for event in report.events
            if event.kind == events.CLOSED
        )
        assert Counter(verdict.assignment_id for verdict in verdicts) == closings
        assert all(verdict.answer or verdict.ended_at for verdict in verdicts)
        done = {part.id for report in self._reports for part in report.assignments if part.status == DONE}
        assert done == set(closings)
