"""Who files and who works on it on a simulated day: a citizen with his phone, and the staff of a part."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.bubbles import Bubble
from bot.conversations.messages import OutboxMessage
from bot.conversations.staff_photos import keep_staff_photo
from bot.reports import answering, closing, following, passing_on
from bot.reports.answering import Answer
from bot.reports.cases import Case, open_case
from bot.reports.dates import full_date
from bot.reports.deadlines import working_calendar
from bot.reports.lifecycle import stands_in
from bot.reports.records import Report
from bot.reports.sight import Viewer
from bot.reports.statuses import NEEDS_INFO, is_open
from bot.reports.verdicts import TITLES, verdict_on
from bot.storage.tables import now
from tests.conversations.drawn_photos import as_jpeg, draw_texture
from tests.dialogue.phone import Phone
from tests.program.day.clockwork import Clockwork
from tests.program.day.office import Colleague, Offices

OPERATOR = Viewer(1, "Operator", "operator", None)
HOURS = (9, 14)
# One closing of so many has a photo, below a card one of fewer; the others say why there is none.
PHOTO_EVERY, PHOTO_BELOW_CARD_EVERY = 8, 2
# One part of so many is worked on by WhatsApp as far as words do it, the others in the console.
BY_WHATSAPP_EVERY = 4
news, pictures = itertools.count(1), itertools.count(1)


@dataclass
class Citizen:
    """Somebody with one report, who writes on his phone."""

    clockwork: Clockwork
    phone: Phone
    ticket: str = ""

    def say(self, words: str) -> None:
        self.clockwork.write(self.phone.name, lambda: self.phone.say(words))

    def press(self, title: str) -> None:
        """Press what stands under the last bubble: a button, or a row of its list."""
        self.clockwork.write(self.phone.name, lambda: self.phone.press(title))

    def is_offered(self, title: str) -> bool:
        """Whether his last bubble has such a button."""
        return any(button.title == title for button in self.phone.bubbles[-1].buttons)

    def parts(self) -> int:
        """How many parts his report has; 0 while it is not filed."""
        with self.clockwork.wiring.database.reading() as session:
            query = select(Report).where(Report.citizen_id == self.phone.citizen_id(session))
            report = session.scalars(query).one_or_none()
            self.ticket = report.ticket if report else ""
            return len(report.assignments) if report else 0


@dataclass
class Part:
    """One part of a filed report in the hands of whoever works on it."""

    citizen: Citizen
    position: int
    random: Random = field(repr=False)
    offices: Offices = field(repr=False)
    is_by_whatsapp: bool = False

    def __post_init__(self) -> None:
        self.is_by_whatsapp = self.random.randrange(BY_WHATSAPP_EVERY) == 0

    @property
    def clockwork(self) -> Clockwork:
        return self.citizen.clockwork

    def later(self, working_days: int) -> datetime:
        """A moment in office hours, so many working days from now."""
        region = self.clockwork.wiring.region
        day, calendar = now().astimezone(region.timezone).date(), working_calendar(region)
        for _ in range(working_days):
            day = calendar.next_working_day(day)
        return self.on(day)

    def on(self, day: date) -> datetime:
        """A moment in the office hours of that day."""
        return datetime.combine(day, time(self.random.choice(HOURS)), self.clockwork.wiring.region.timezone)

    def agency(self) -> str:
        with self.clockwork.wiring.database.reading() as session:
            return self._report(session).assignments[self.position].agency

    def day(self, working_days: int) -> date:
        return self.later(working_days).date()

    def do(self, deed: Callable[[Case, int], None], by: Viewer | None = None) -> None:
        """Let whoever is in charge of the part, or `by`, do a deed on it, as the console does."""
        wiring = self.clockwork.wiring
        with wiring.database.writing() as session:
            case = open_case(session, wiring.region, wiring.wording, OPERATOR, self.citizen.ticket, now())
            part = case.report.assignments[self.position]
            viewer = by or self._worker(case)
            deed(Case(session, wiring.region, wiring.wording, viewer, case.report, case.at), part.id)

    def start(self) -> None:
        self.do(answering.start)

    def ask(self) -> None:
        words = self._say("Di sebelah mana?")
        if not self._told(f"tanya {words}"):
            self.do(lambda case, part: answering.ask(case, part, words))

    def promise(self, working_days: int) -> None:
        words, day = self._say("Kami kerjakan."), self.day(working_days)
        given = Answer(answering.DONE_BY, words, day)
        if not self._told(f"dikerjakan sampai {full_date(day)}. {words}"):
            self.do(lambda case, part: answering.answer(case, part, given))

    def plan(self, on: date) -> None:
        given = Answer(answering.PLANNED, self._say("Kami masukkan rencana."), on, "APBD 2027")
        self.do(lambda case, part: answering.answer(case, part, given))

    def pass_on(self) -> None:
        given = Answer(answering.PASSED_ON, self._say("Provinsi sedang menyiapkan."))
        self.do(lambda case, part: answering.answer(case, part, given))

    def hand_on(self, agency: str) -> None:
        if not self._told(f"bukan wewenang kami, {agency}"):
            self.do(lambda case, part: passing_on.hand_on(case, part, [agency], "bukan tugas kami"))

    def ask_handover(self) -> None:
        self.do(lambda case, part: passing_on.ask_handover(case, part, "PUBMTR", "SK jalan provinsi", ""))

    def agree(self) -> None:
        letter, words = f"600/{next(news)}/2026", self._say("Kami kawal.")
        self.do(lambda case, part: passing_on.agree_handover(case, part, letter, words), OPERATOR)

    def refuse(self) -> None:
        self.do(lambda case, part: passing_on.refuse_handover(case, part, "jalan kabupaten"), OPERATOR)

    def reject(self) -> None:
        self.do(lambda case, part: closing.reject(case, part, "lainnya", self._say("Mohon maaf.")))

    def close(self) -> None:
        words = self._say("Sudah dikerjakan.")
        if not self._closed_by_whatsapp(words):
            self._close_in_console(words)

    def _closed_by_whatsapp(self, words: str) -> bool:
        found = self._card()
        if found is None or self.random.randrange(PHOTO_BELOW_CARD_EVERY):
            return self._told(f"selesai. {words} Tanpa foto karena malam hari.")
        colleague, card = found
        colleague.show(self.citizen.ticket, f"selesai. {words}", card, new_picture())
        return True

    def _close_in_console(self, words: str) -> None:
        files = self.clockwork.wiring.files

        def end(case: Case, part: int) -> None:
            photos: Sequence[int] = ()
            if self.random.randrange(PHOTO_EVERY) == 0:
                photos = [
                    keep_staff_photo(
                        case.session, files, case.report.citizen_id, 1, new_picture(), case.at
                    ).id
                ]
            closing.close(case, part, words, photos, "" if photos else "Malam hari.", files)

        self.do(end)

    def check_field(self) -> None:
        """Let the camat tell what he saw, below his card where he works by WhatsApp."""
        desk, words = self.offices.camat_of(self.citizen.ticket), "cek lapangan: memang demikian"
        camat = self.offices.colleague(desk or "")
        if camat is None or not self._is_report_open():
            return
        card = camat.card_of(self.citizen.ticket, None) if self.is_by_whatsapp else None
        if card:
            camat.tell(self.citizen.ticket, words, card)
        else:
            self.offices.check_in_console(camat.desk, self.citizen.ticket, words)

    def reopen(self) -> None:
        self.do(lambda case, part: closing.reopen(case, part, "ternyata belum"), OPERATOR)

    def merge(self, into: str) -> None:
        self.do(lambda case, _: closing.merge(case, into), OPERATOR)

    def take_back(self) -> None:
        with self.clockwork.wiring.database.writing() as session:
            following.cancel_by_owner(session, self._report(session), now())

    def judge(self, answer: str, words: str = "") -> None:
        """Press a button under the question about this part, and write on before anybody looks."""
        button, wamid = self._button(answer)
        town = self.clockwork.town
        town.pause()
        self.clockwork.write(self.citizen.phone.name, lambda: self._press(button, wamid))
        if words:
            self.citizen.phone.say(words)
        town.resume()
        self.citizen.phone.listen()

    def _press(self, button: tuple[str, str], wamid: str) -> None:
        reply = {"payload": button[0], "text": button[1]}
        self.citizen.phone.send({"type": "button", "button": reply, "context": {"id": wamid}})

    def _button(self, answer: str) -> tuple[tuple[str, str], str]:
        """Id and title of the button, and the id of the message it stands under."""
        with self.clockwork.wiring.database.reading() as session:
            question = verdict_on(session, self._report(session).assignments[self.position])
            assert question is not None and question.outbox_id is not None
            message = session.get_one(OutboxMessage, question.outbox_id)
            bubble = Bubble.from_json(message.body)
            place = list(TITLES).index(answer)
            ids = bubble.template.buttons if bubble.template else [one.id for one in bubble.buttons]
            title = self.clockwork.wiring.wording.say(TITLES[answer])
            return (ids[place], title), message.wamid or ""

    def _told(self, words: str) -> bool:
        """Whether the officer could say it below his card; else it is done in the console."""
        found = self._card()
        if found is None:
            return False
        colleague, card = found
        colleague.tell(self.citizen.ticket, words, card)
        return True

    def _card(self) -> tuple[Colleague, str] | None:
        """Whoever has the part now with the card that he was sent of it, where he works by WhatsApp."""
        if not self.is_by_whatsapp:
            return None
        with self.clockwork.wiring.database.reading() as session:
            part = self._report(session).assignments[self.position]
            part_id, agency, status = part.id, part.agency, part.status
        is_outside = stands_in(OPERATOR, self.clockwork.wiring.region, agency, status)
        colleague = None if is_outside else self.offices.colleague(agency)
        card = colleague.card_of(self.citizen.ticket, part_id) if colleague else None
        return (colleague, card) if colleague and card else None

    def is_asked(self) -> bool:
        """Whether the part waits for its citizen."""
        with self.clockwork.wiring.database.reading() as session:
            return self._report(session).assignments[self.position].status == NEEDS_INFO

    def _is_report_open(self) -> bool:
        with self.clockwork.wiring.database.reading() as session:
            return is_open(self._report(session).status)

    def _report(self, session: Session) -> Report:
        return session.scalars(select(Report).where(Report.ticket == self.citizen.ticket)).one()

    def _worker(self, case: Case) -> Viewer:
        part = case.report.assignments[self.position]
        if stands_in(OPERATOR, case.region, part.agency, part.status):
            return OPERATOR
        role = "camat" if part.agency.startswith("KEC-") else "officer"
        return Viewer(2, "Petugas", role, part.agency)

    def _say(self, words: str) -> str:
        """The words with a number of their own, by which the message is known again."""
        return f"{words} (Kabar {next(news):05})"


def new_picture() -> bytes:
    """A picture unlike all others."""
    return as_jpeg(draw_texture(next(pictures)).resize((320, 240)))
