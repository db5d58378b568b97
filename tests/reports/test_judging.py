"""The owner's verdict on a part that was declared done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from bot.conversations.bubbles import Bubble
from bot.conversations.citizens import Citizen
from bot.conversations.messages import OutboxMessage
from bot.conversations.wording import Wording
from bot.region.pack import Region
from bot.reports.cases import open_case
from bot.reports.checking import DENIED
from bot.reports.closing import close, reopen
from bot.reports.deadlines import due_dates
from bot.reports.judging import (
    NOTED,
    OPENED_AGAIN,
    OVER,
    SAID_BEFORE,
    TO_VALIDATOR,
    WORDS_KEPT,
    Judged,
    Said,
    judge,
)
from bot.reports.life_records import Verdict
from bot.reports.records import Report
from bot.reports.sight import Viewer
from bot.reports.status import OwnerView, status_for
from bot.reports.verdicts import (
    INTENT,
    NO,
    PARTLY,
    YES,
    awaited_questions,
    end_silent_verdicts,
    is_any_silent,
    question_of,
    verdict_on,
)
from tests.reports.cases import TUESDAY, accusation, add_citizen, add_media, filed, founding_case, pothole

OFFICER = Viewer(1, "Petugas", "officer", "PUPR")
OPERATOR = Viewer(2, "Operator", "operator", None)
INSPECTOR = Viewer(3, "Auditor", "inspektorat", "INSPEKTORAT")
WORDING = Wording(Path(__file__).parents[2] / "data/responses")
MISSING = Said("dekat masjid masih mampet")
TITLES = ["Sudah beres", "Belum semua", "Belum beres"]


@dataclass
class Town:
    """A founding case whose owner last wrote an hour ago, and those who work on it."""

    session: Session
    region: Region
    report: Report

    def close(self, part: int = 1, at: datetime = TUESDAY, by: Viewer = OFFICER) -> Verdict:
        case = open_case(self.session, self.region, WORDING, by, self.report.ticket, at)
        close(case, case.report.assignments[part].id, "Sudah dibersihkan.", no_photo_because="Malam hari.")
        question = verdict_on(self.session, case.report.assignments[part])
        assert question is not None
        return question

    def reopen(self, part: int = 1, at: datetime = TUESDAY) -> None:
        case = open_case(self.session, self.region, WORDING, OPERATOR, self.report.ticket, at)
        reopen(case, case.report.assignments[part].id, "Ternyata belum.")

    def judge(self, question: Verdict, answer: str, said: Said = MISSING, at: datetime = TUESDAY) -> Judged:
        return judge(self.session, self.region, question, answer, said, at)

    def kinds(self) -> list[str]:
        return [event.kind for event in self.report.events]


@pytest.fixture
def town(session: Session, region: Region) -> Town:
    report = filed(session, founding_case(region, add_citizen(session)))
    session.get_one(Citizen, report.citizen_id).last_inbound_at = TUESDAY - timedelta(hours=1)
    return Town(session, region, report)


def told(town: Town, question: Verdict) -> Bubble:
    assert question.outbox_id is not None
    return Bubble.from_json(town.session.get_one(OutboxMessage, question.outbox_id).body)


def test_each_closing_asks_with_three_buttons_of_its_own(town: Town) -> None:
    question = town.close()
    bubble = told(town, question)
    assert [button.title for button in bubble.buttons] == TITLES
    assert bubble.buttons[0].id == f'/{INTENT}{{"verdict": {question.id}, "answer": "sudah"}}'


def test_after_a_day_the_template_carries_the_same_answers(town: Town, region: Region) -> None:
    owner = town.session.get_one(Citizen, town.report.citizen_id)
    owner.last_inbound_at = TUESDAY - timedelta(days=2)
    template = told(town, town.close()).template
    assert template is not None and template.name == "lapor_selesai"
    assert all(payload.startswith(f"/{INTENT}{{") for payload in template.buttons)
    for name in ("lapor_selesai", "lapor_selesai_foto"):
        assert list(region.templates[name].buttons) == TITLES


def test_a_yes_is_recorded_and_leaves_the_part_closed(town: Town) -> None:
    question = town.close()
    assert town.judge(question, YES, Said()).outcome == NOTED
    assert (question.answer, question.answered_at) == (YES, TUESDAY)
    assert town.report.events[-1].data == {"answer": "sudah"}
    assert town.report.assignments[1].status == "selesai" and town.report.unread_at is None


@pytest.mark.parametrize("answer", [PARTLY, NO])
def test_a_first_no_opens_the_part_with_a_new_deadline(answer: str, town: Town, region: Region) -> None:
    later = TUESDAY + timedelta(days=30)
    judged = town.judge(town.close(), answer, at=later)
    part = town.report.assignments[1]
    due = due_dates(region, part.category, "pengaduan", later)
    assert (judged.outcome, judged.words_missing) == (OPENED_AGAIN, False)
    assert (part.status, part.closed_at, part.next_due_at) == ("diproses", None, due.answer_at)
    assert town.kinds()[-2:] == ["judged", "reopened"]
    assert town.report.events[-2].citizen_words == MISSING.words
    assert town.report.unread_at == later and part.to_check is None


def test_the_status_of_a_part_opened_again_promises_a_new_answer(town: Town, region: Region) -> None:
    town.judge(town.close(), NO)
    view = status_for(town.session, region, town.report.ticket, town.report.citizen_id, TUESDAY)
    assert isinstance(view, OwnerView)
    assert (view.lines[1].due_at, view.lines[1].is_answered) == (
        town.report.assignments[1].answer_due_at,
        False,
    )


def test_a_second_no_leaves_the_part_closed_for_the_operator_to_look_at(town: Town) -> None:
    town.judge(town.close(), PARTLY)
    town.report.unread_at = None
    judged = town.judge(town.close(), NO)
    assert (judged.outcome, town.report.assignments[1].status) == (TO_VALIDATOR, "selesai")
    assert town.kinds()[-2:] == ["judged", "second_no"] and town.report.unread_at is not None
    assert town.report.assignments[1].to_check == DENIED
    town.reopen()
    assert town.report.assignments[1].to_check is None


def test_another_part_has_a_first_no_of_its_own(town: Town) -> None:
    town.judge(town.close(1), NO)
    assert town.judge(town.close(0), NO).outcome == OPENED_AGAIN


def test_an_answer_is_given_once(town: Town) -> None:
    question = town.close()
    town.judge(question, YES, Said())
    before = town.kinds()
    assert town.judge(question, NO, Said()).outcome == SAID_BEFORE
    assert (town.kinds(), question.answer) == (before, YES)


def test_words_that_come_too_late_are_kept_all_the_same(town: Town) -> None:
    question = town.close()
    town.judge(question, YES, Said())
    assert town.judge(question, NO).outcome == WORDS_KEPT
    assert town.report.events[-1].citizen_words == MISSING.words and town.report.unread_at == TUESDAY
    assert town.report.assignments[1].status == "selesai"


def test_a_part_that_staff_open_again_is_judged_no_more(town: Town) -> None:
    question = town.close()
    town.reopen()
    assert town.judge(question, YES, Said()).outcome == OVER
    assert awaited_questions(town.session, town.report.citizen_id, TUESDAY) == []


def test_an_old_question_says_nothing_about_a_new_closing(town: Town) -> None:
    old = town.close()
    town.reopen()
    new = town.close()
    assert town.judge(old, NO, Said()).outcome == OVER
    assert (new.answer, town.report.assignments[1].status) == (None, "selesai")


def test_only_the_owner_is_asked(town: Town) -> None:
    question = town.close()
    assert question_of(town.session, town.report.citizen_id, question.id) is question
    assert question_of(town.session, add_citizen(town.session), question.id) is None


def test_a_no_without_words_waits_a_day_for_them(town: Town) -> None:
    question = town.close()
    assert town.judge(question, NO, Said()).words_missing
    owner, soon = town.report.citizen_id, TUESDAY + timedelta(hours=20)
    assert awaited_questions(town.session, owner, soon) == [question]
    assert awaited_questions(town.session, owner, soon + timedelta(hours=5)) == []


def test_a_photo_stands_for_words(town: Town) -> None:
    photo = add_media(town.session, town.report.citizen_id)
    assert not town.judge(town.close(), NO, Said(media_ids=[photo])).words_missing
    assert [row.media_id for row in town.report.photos] == [photo]


def test_ten_working_days_of_silence_end_the_question(town: Town, region: Region) -> None:
    question = town.close()
    # Ten working days after a Tuesday end on the Tuesday two weeks later; none of them is a holiday.
    last_day = TUESDAY + timedelta(days=14)
    assert not is_any_silent(town.session, region, last_day)
    assert end_silent_verdicts(town.session, region, last_day) == 0
    over = last_day + timedelta(days=1)
    assert is_any_silent(town.session, region, over)
    assert end_silent_verdicts(town.session, region, over) == 1
    assert (question.answer, question.ended_at) == (None, over)
    assert town.report.events[-1].data == {"answer": "tidak_menjawab"}
    assert end_silent_verdicts(town.session, region, over) == 0
    assert town.judge(question, NO, Said(), over).outcome == OVER


def test_an_answered_question_is_never_silent(town: Town, region: Region) -> None:
    town.judge(town.close(), YES, Said())
    assert end_silent_verdicts(town.session, region, TUESDAY + timedelta(days=60)) == 0


def test_the_owner_of_a_secret_report_judges_too_and_the_operator_sees_nothing(
    session: Session, region: Region
) -> None:
    secret = filed(session, accusation(add_citizen(session)))
    town = Town(session, region, secret)
    for outcome in (OPENED_AGAIN, TO_VALIDATOR):
        assert town.judge(town.close(0, by=INSPECTOR), NO).outcome == outcome
    assert secret.assignments[0].to_check is None


def test_a_report_of_one_part_is_open_again_as_a_whole(session: Session, region: Region) -> None:
    town = Town(session, region, filed(session, pothole(add_citizen(session))))
    question = town.close(0)
    assert town.report.status == "selesai"
    town.judge(question, NO)
    assert town.report.status == "diproses"
