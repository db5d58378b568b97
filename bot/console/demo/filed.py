"""A report is filed as the program does: the talk that led to it, its draft, the report with its parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.console.demo import replies
from bot.console.demo.chat import Chat, reading
from bot.console.demo.people import citizen_of
from bot.console.demo.telling import Told, understanding, understood_place
from bot.console.demo.world import World
from bot.conversations.bubbles import BUTTONS_BODY, Bubble
from bot.reports.drafts import DraftContent, DraftProblem
from bot.reports.filing import NewReport, routing_of
from bot.reports.records import (
    BY_CITIZEN,
    BY_EMERGENCY,
    BY_SILENCE,
    Assignment,
    Draft,
    Report,
    ReportPhoto,
)
from bot.reports.routing import Routing
from bot.reports.statuses import RECEIVED, REJECTED
from bot.reports.tickets import Randomness, new_ticket

GREETS, SHOWS, FILED_BY_SILENCE = 0.55, 0.65, 0.06


@dataclass
class Filed:
    """A report in the making: the report with its parts, not yet rows, and its conversation."""

    report: Report
    routing: Routing
    new: NewReport
    told: Told
    chat: Chat
    photos: list[int]


class TicketDraws:
    """Draws tickets from the seed of the demo; never the same twice."""

    def __init__(self, world: World) -> None:
        self._rng = world.rng
        self._prefix = world.region.ticket_prefix
        self._taken: set[str] = set()

    def randbelow(self, exclusive_upper_bound: int, /) -> int:
        return self._rng.randrange(exclusive_upper_bound)

    def draw(self) -> str:
        rng: Randomness = self
        ticket = new_ticket(self._prefix, rng)
        while ticket in self._taken:
            ticket = new_ticket(self._prefix, rng)
        self._taken.add(ticket)
        return ticket


def file(world: World, told: Told, tickets: TicketDraws, at: datetime, filed_by: str = BY_CITIZEN) -> Filed:
    """Let somebody write at `at` and file what he tells; everything of it lies before the clock's now."""
    chat = Chat(world, citizen_of(world, at))
    first = chat.citizen["privacy_told_at"] is None
    chat.citizen["privacy_told_at"] = chat.citizen["privacy_told_at"] or at
    report_id, draft_id = world.rows.next_id(Report), world.rows.next_id(Draft)
    if filed_by == BY_CITIZEN and not told.signals.accused and world.chance(FILED_BY_SILENCE):
        filed_by = BY_SILENCE
    new = _new_report(chat, told, draft_id, at, filed_by)
    routing = routing_of(world.region, new)
    chat.ids = {"draft_id": draft_id, "report_id": report_id, "secret": routing.secret}
    photos = _told(world, chat, told, new, routing, at, first)
    report = _report(world, new, routing, report_id, tickets.draw())
    filed = Filed(report, routing, new, told, chat, photos)
    _send(world, filed, at)
    _add_draft(world, filed)
    return filed


def _new_report(chat: Chat, told: Told, draft_id: int, at: datetime, filed_by: str) -> NewReport:
    return NewReport(
        citizen_id=chat.citizen["id"],
        draft_id=draft_id,
        report_class=told.signals.report_class,
        problems=told.problems,
        description=told.words,
        at=at,
        signals=told.signals,
        location_text=told.location,
        road=told.road.id if told.road else None,
        latitude=told.pin[0] if told.pin else None,
        longitude=told.pin[1] if told.pin else None,
        village_code=told.village.code if told.village else None,
        village_confirmed=told.village is not None,
        district_code=told.village.district_code if told.village else None,
        filed_by=filed_by,
    )


def _told(
    world: World, chat: Chat, told: Told, new: NewReport, routing: Routing, at: datetime, first: bool
) -> list[int]:
    """The lines up to the summary, all before `at`; returns the photos that came."""
    say, start = world.wording.say, at - timedelta(minutes=4)
    privacy = "\n\n" + say("utter_privasi_singkat", tautan=f"{world.public_url}/privasi") if first else ""
    if world.chance(GREETS):
        greeting = world.texts.say(world.rng, "sapa")
        chat.hears(start, greeting, reading("sapa", 0.99))
        answer = "utter_sapa_salam" if "salam" in greeting else "utter_sapa"
        chat.says(start + timedelta(seconds=3), Bubble(say(answer) + privacy))
        privacy = ""
    chat.hears(start + timedelta(seconds=60), told.words, understanding(world, told))
    if new.filed_by == BY_EMERGENCY:
        return []
    if told.asked_where and told.location and told.village:
        chat.says(start + timedelta(seconds=62), Bubble(say("utter_ask_place") + privacy))
        privacy = ""
        where = understood_place(told.village, told.location)
        chat.hears(start + timedelta(seconds=95), told.location, where)
    summary = replies.summary(world.region, world.wording, new, routing)
    chat.says(start + timedelta(seconds=98), _with(summary, privacy))
    return _shown(world, chat, told, start + timedelta(seconds=130))


def _shown(world: World, chat: Chat, told: Told, at: datetime) -> list[int]:
    if told.pin:
        chat.gets_pin(at, told.pin)
    if not world.chance(SHOWS):
        return []
    count = max(len(told.scenes), world.rng.choice((1, 1, 1, 2, 3)))
    scenes = (told.scenes * count)[:count]
    return [chat.gets_photo(at + timedelta(seconds=5 + place), scene) for place, scene in enumerate(scenes)]


def _report(world: World, new: NewReport, routing: Routing, report_id: int, ticket: str) -> Report:
    planned = routing.assignments
    parts = [
        Assignment(
            id=world.rows.next_id(Assignment), report_id=report_id, position=position, agency=part.agency,
            suggested_agency=part.suggested_agency, category=part.category, problem=part.problem,
            status=RECEIVED, answer_due_at=part.answer_due_at, due_at=part.due_at,
            next_due_at=part.answer_due_at, created_at=new.at,
        )
        for position, part in enumerate(planned, start=1)
    ]  # fmt: skip
    answer_due = min((part.answer_due_at for part in planned), default=None)
    return Report(
        id=report_id, ticket=ticket, citizen_id=new.citizen_id, draft_id=new.draft_id,
        report_class=new.report_class, status=RECEIVED if planned else REJECTED,
        category=new.problems[0].category, description=new.description, location_text=new.location_text,
        road=new.road, latitude=new.latitude, longitude=new.longitude, village_code=new.village_code,
        village_confirmed=new.village_confirmed, district_code=new.district_code, secret=routing.secret,
        filed_by=new.filed_by, answer_due_at=answer_due, next_due_at=answer_due,
        due_at=max((part.due_at for part in planned), default=None),
        created_at=new.at, updated_at=new.at, assignments=parts,
    )  # fmt: skip


def _send(world: World, filed: Filed, at: datetime) -> None:
    """Kirim and the receipt; a silent draft has only the receipt, a danger neither."""
    report, chat = filed.report, filed.chat
    if filed.told.signals.danger is not None and report.filed_by == BY_EMERGENCY:
        danger = filed.told.signals.danger
        bubble = replies.emergency(world.region, world.wording, report, filed.new, danger)
    else:
        bubble = replies.receipt(world.region, world.wording, report, len(filed.photos))
        if report.filed_by == BY_CITIZEN:
            chat.is_pressed(at - timedelta(seconds=2), "/setuju", "Kirim")
    chat.says(at, bubble)
    for position, media_id in enumerate(filed.photos, start=1):
        world.rows.add(ReportPhoto, report_id=report.id, media_id=media_id, position=position)


def _add_draft(world: World, filed: Filed) -> None:
    new, at = filed.new, filed.new.at
    world.rows.add(
        Draft, id=new.draft_id, citizen_id=new.citizen_id, state="filed",
        created_at=at - timedelta(minutes=3), updated_at=at,
        content=draft_json(draft_content(filed.told, filed.photos, new.filed_by)),
    )  # fmt: skip


def draft_content(told: Told, photos: list[int], filed_by: str = BY_CITIZEN) -> DraftContent:
    """What the dialogue had gathered when the summary was shown."""
    village = told.village
    return DraftContent(
        words=[told.words],
        problems=[DraftProblem(problem.category, problem.words, 0.9) for problem in told.problems],
        category_sure=True,
        report_class=told.signals.report_class,
        village_code=village.code if village else None,
        village_confirmed=village is not None,
        district_code=village.district_code if village else None,
        road=told.road.id if told.road else None,
        place_words=[told.location] if told.location else [],
        latitude=told.pin[0] if told.pin else None,
        longitude=told.pin[1] if told.pin else None,
        attachments=list(photos),
        photos=len(photos),
        asked="confirmation",
        confirmed=True,
        filed_by=filed_by,
        summary_shown=True,
    )


def draft_json(content: DraftContent) -> dict[str, Any]:
    """As `DraftContent.to_json`, without its deep copies."""
    return {**vars(content), "problems": [vars(problem) for problem in content.problems]}


def _with(bubble: Bubble, footer: str) -> Bubble:
    return (
        Bubble(bubble.text + footer, buttons=bubble.buttons)
        if len(bubble.text + footer) <= BUTTONS_BODY
        else bubble
    )
