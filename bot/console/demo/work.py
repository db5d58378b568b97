"""A report in the hands of staff: each deed with its event, its row and what the citizen is told of it.

The deeds have the effects of `bot/reports` (answering, closing, passing_on, following) on rows that are not
written yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from bot.console.demo import replies
from bot.console.demo.chat import reading
from bot.console.demo.filed import Filed
from bot.console.demo.rows import Row, row_of
from bot.console.demo.world import World
from bot.conversations.bubbles import Bubble, Button
from bot.reports import events
from bot.reports.clock import whose_time
from bot.reports.dates import local_date
from bot.reports.life_records import ClockEntry, Verdict
from bot.reports.records import Assignment, Copy, Promise, ReportEvent, ReportPhoto
from bot.reports.search_index import place_names, plain_words
from bot.reports.standing import settle_standing

WINDOW = timedelta(hours=23, minutes=50)


class Work:
    """One filed report until `end` makes its rows; `earlier` are those that were filed shortly before."""

    def __init__(self, world: World, filed: Filed, earlier: Sequence[Work] = ()) -> None:
        self.world = world
        self.earlier = earlier
        self.filed = filed
        self.report = filed.report
        self.chat = filed.chat
        self.copies = list(filed.routing.copies)
        self._events: list[Row] = []
        self._hands: list[Row] = []
        self._last_hand: dict[int, tuple[str, datetime]] = {}
        self._questions: list[Verdict] = []
        data: Row = {"filed_by": self.report.filed_by, "photos": len(filed.photos)}
        if filed.routing.outside_advice:
            data["outside_advice"] = filed.routing.outside_advice
        actor = events.SYSTEM if self.report.filed_by == "silence" else events.CITIZEN
        self._append(events.FILED, self.report.created_at, actor, status=self.report.status, data=data)

    @property
    def parts(self) -> list[Assignment]:
        return list(self.report.assignments)

    def by_staff(
        self,
        kind: str,
        at: datetime,
        part: Assignment | None = None,
        *,
        staff_id: int = 0,
        public: str | None = None,
        internal: str | None = None,
        **data: Any,
    ) -> None:
        """An event of the staff; by default of who answers for the part."""
        who = staff_id or (self.world.staff_of(part.agency) if part else self.world.operator)
        self.report.unread_at = None
        self._append(
            kind, at, f"staff:{who}", part=part, public_text=public, internal_note=internal, data=data,
            status=part.status if part else None,
        )  # fmt: skip

    def by_citizen(
        self,
        kind: str,
        at: datetime,
        words: str | None = None,
        status: str | None = None,
        part: Assignment | None = None,
        **data: Any,
    ) -> None:
        self._append(kind, at, events.CITIZEN, part=part, citizen_words=words, status=status, data=data)

    def by_system(self, kind: str, at: datetime, part: Assignment, **data: Any) -> None:
        self._append(kind, at, events.SYSTEM, part=part, data=data)

    def question(self, part: Assignment, at: datetime) -> Verdict:
        """The owner is asked about a part that was closed; what he says is set in what is returned."""
        id = self.world.rows.next_id(Verdict)
        self._questions.append(Verdict(id=id, report_id=self.report.id, assignment_id=part.id, asked_at=at))
        return self._questions[-1]

    def tell(
        self,
        kind: str,
        at: datetime,
        words: str,
        part: Assignment | None = None,
        image: int | None = None,
        buttons: tuple[Button, ...] = (),
    ) -> int:
        """Tell the owner, in the name of the part's agency; returns the outbox id."""
        world, last = self.world, self.chat.citizen["last_inbound_at"]
        agency = part.agency if part else world.region.operator_agency
        speaker = world.region.agency_label(agency)
        in_window = last <= at < last + WINDOW
        bubble = replies.news(world.region, world.wording, self.report, kind, words, speaker, in_window)
        if bubble.template is None:
            bubble = Bubble(bubble.text, buttons, image=image)
        return self.chat.says(at, bubble, "update", world.staff_of(agency))

    def promise(self, part: Assignment, kind: str, at: datetime, **values: Any) -> None:
        staff_id = self.world.staff_of(part.agency)
        self.world.rows.add(
            Promise, assignment_id=part.id, kind=kind, staff_id=staff_id, made_at=at, **values
        )

    def photo_after(self, at: datetime, part: Assignment) -> int:
        media_id = self.chat.has_photo_of_staff(at, self.world.staff_of(part.agency))
        self.filed.photos.append(media_id)
        self.world.rows.add(
            ReportPhoto, report_id=self.report.id, media_id=media_id, position=len(self.filed.photos),
            phase="after",
        )  # fmt: skip
        return media_id

    def adds_words(self, at: datetime, words: str) -> None:
        """The citizen adds something, and the bot says that it has been kept."""
        self.chat.hears(at, words, reading(self.report.category, 0.82))
        self.by_citizen(events.WORDS_ADDED, at, words)
        self.report.unread_at = self.report.unread_at or at

    def asks_status(self, at: datetime) -> None:
        world = self.world
        self.chat.hears(at, world.texts.say(world.rng, "cek"), reading("cek_status", 0.98))
        place = replies.place_label(world.region, self.filed.new)
        settle_standing(self.report, self.report.updated_at)
        bubble = replies.status(world.region, world.wording, self.report, place)
        self.chat.says(at + timedelta(seconds=2), bubble)

    def thanks(self, at: datetime) -> None:
        world = self.world
        self.chat.hears(at, world.texts.say(world.rng, "terima_kasih"), reading("terima_kasih", 0.99))
        self.chat.says(at + timedelta(seconds=2), Bubble(world.wording.say("utter_terima_kasih")))

    def day_after(self, at: datetime, days: int) -> date:
        return local_date(at + timedelta(days=days), self.world.region.timezone)

    def end_of(self, day: date) -> datetime:
        zone = self.world.region.timezone
        return datetime.combine(day, time(23, 59, 59), zone).astimezone(timezone.utc)

    def note_double(self, at: datetime, ticket: str) -> None:
        """Another report was found to be the same as this one."""
        actor = f"staff:{self.world.operator}"
        self._append(events.DOUBLE_FOUND, at, actor, data={"ticket": ticket})

    def end(self) -> None:
        """Make the rows of everything that happened, in the order in which it happened."""
        world, report = self.world, self.report
        settle_standing(report, max(event["at"] for event in self._events))
        for made in (report, *self.parts):
            world.rows.waiting[type(made)].append(row_of(made))
        for recipient in self.copies:
            standing = {"status": report.status, "next_due_at": report.next_due_at}
            world.rows.add(Copy, report_id=report.id, recipient=recipient, **standing)
        for event in sorted(self._events, key=lambda event: event["at"]):
            world.rows.add(ReportEvent, **event)
        for line in sorted(self._hands, key=lambda line: line["at"]):
            world.rows.add(ClockEntry, **line)
        world.rows.waiting[Verdict] += map(row_of, self._questions)
        self.chat.end()
        world.rows.words.append({"id": report.id, "words": self._words(), "place": self._place()})

    def _words(self) -> str:
        said = [event["citizen_words"] for event in self._events if event.get("citizen_words")]
        return plain_words(
            " ".join((self.report.ticket, self.report.description, self.report.location_text or "", *said))
        )

    def _place(self) -> str:
        return plain_words(place_names(self.world.region, self.report))

    def _append(
        self, kind: str, at: datetime, actor: str, part: Assignment | None = None, **values: Any
    ) -> None:
        row = {"report_id": self.report.id, "kind": kind, "at": at, "actor": actor, **values}
        row["assignment_id"] = part.id if part else None
        row.setdefault("data", {})
        self._events.append(row)
        self._follow(kind, at)

    def _follow(self, kind: str, at: datetime) -> None:
        """The deadline ledger, as `reports/ledger.py` writes it."""
        for part in self.parts:
            whose, known = whose_time(part.status, part.agency), self._last_hand.get(part.id)
            if known is None or known[0] != whose:
                since = max(at, known[1]) if known else at
                self._last_hand[part.id] = whose, since
                self._hands.append({"assignment_id": part.id, "whose": whose, "because": kind, "at": since})
