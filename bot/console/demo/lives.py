"""What becomes of a report: from nothing at all to done, refused, handed over, or begun again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from bot.console.demo.chat import reading
from bot.console.demo.moments import NotYet
from bot.console.demo.passing import asks_handover, hands_on, merges
from bot.console.demo.replies import day_label
from bot.console.demo.verdicts import declare_done, let_owner_judge, say_no
from bot.console.demo.work import Work
from bot.conversations.bubbles import Bubble
from bot.reports import events
from bot.reports.deadlines import COMPLAINT, due_dates
from bot.reports.life_records import Verdict
from bot.reports.records import Assignment
from bot.reports.statuses import CANCELLED, IN_PROGRESS, NEEDS_INFO, REJECTED
from bot.reports.verdicts import NO, PARTLY

Life = Callable[[Work], None]

DAY = 24.0
NEVER_OPENED, NEVER_ANSWERED, NEVER_DONE = 0.04, 0.07, 0.08
PLANNED, LATE, KEPT, WITH_PHOTO = 0.18, 0.15, 0.78, 0.72


def live(work: Work, life: Life) -> None:
    """Let the life run until it ends or reaches the present."""
    with suppress(NotYet):
        life(work)


def ordinary(work: Work) -> None:
    """Each part goes its own way."""
    for part in work.parts:
        with suppress(NotYet):
            _handled(work, part, work.report.created_at)


def _handled(work: Work, part: Assignment, at: datetime) -> None:
    world = work.world
    at = _opened(work, part, at)
    _looked_at_by_camat(work, at)
    if world.chance(0.2):
        at = world.clock.at_work(at, 5)
        work.by_staff(events.NOTED, at, part, internal=world.texts.say(world.rng, "catatan"))
    if world.chance(0.25):
        at = world.clock.at_work(at, 8)
        part.status = IN_PROGRESS
        work.by_staff(events.STARTED, at, part)
    if world.chance(0.6):
        work.asks_status(world.clock.after(at, 40_000))
    if world.chance(NEVER_ANSWERED):
        raise NotYet
    if work.report.report_class != COMPLAINT:
        _answered_at_once(work, part, at)
        return
    at, hours = _promised(work, part, at)
    if world.chance(0.6):
        work.thanks(world.clock.after(at, 3000))
    _closed(work, part, world.clock.at_work(at, hours))


def _opened(work: Work, part: Assignment, at: datetime) -> datetime:
    if work.world.chance(NEVER_OPENED):
        raise NotYet
    part.seen_at = work.world.clock.at_work(at, 9)
    return part.seen_at


def _looked_at_by_camat(work: Work, at: datetime) -> None:
    """The head of the district looks at the place himself, where he reads along."""
    heads = [code for code in work.copies if "-" in code]
    if not heads or not work.world.chance(0.3):
        return
    with suppress(NotYet):
        seen = work.world.clock.at_work(at, 2 * DAY)
        words = work.world.texts.say(work.world.rng, "lapangan")
        staff_id = work.world.staff_of(heads[0])
        work.by_staff(events.FIELD_CHECKED, seen, staff_id=staff_id, internal=words)


def _promised(work: Work, part: Assignment, at: datetime) -> tuple[datetime, float]:
    """The dated answer; returns when it was given, and the hours until the work is done."""
    world = work.world
    at = world.clock.at_work(at, 10 * DAY if world.chance(LATE) else 1.5 * DAY)
    kind = "dijadwalkan" if world.chance(PLANNED) else "dikerjakan"
    words = world.texts.say(world.rng, kind)
    part.answered_at, part.status = part.answered_at or at, IN_PROGRESS
    if kind == "dijadwalkan":
        days, hours = world.rng.randrange(60, 240), 120 * DAY
        source = world.texts.say(world.rng, "sumber")
    else:
        days, source = world.rng.randrange(2, 14), ""
        hours = days * DAY * (0.5 if world.chance(KEPT) else 2.2)
    day = work.day_after(at, days)
    _give_promise(work, part, kind, at, words, day.isoformat(), work.end_of(day), source)
    return at, hours


def _give_promise(
    work: Work, part: Assignment, kind: str, at: datetime, words: str, day: str, until: datetime, source: str
) -> None:
    label = day_label(until, work.world.region.timezone)
    values = {"tanggal": label, "bulan": label.split(" ", 2)[2], "sumber": source}
    said = f"{words}\n{work.world.wording.say(f'utter_janji_{kind}', **values)}"
    data: dict[str, Any] = {"promise": kind, "until": day, **({"source": source} if source else {})}
    work.promise(part, kind, at, until=until, source=source or None)
    work.by_staff(events.ANSWERED, at, part, public=said, **data)
    work.tell("jawaban", at, said, part)


def _answered_at_once(work: Work, part: Assignment, at: datetime) -> None:
    """A question or a wish is settled by its answer."""
    at = work.world.clock.at_work(at, 1.5 * DAY)
    words = work.world.texts.say(work.world.rng, "jawaban")
    because = work.world.texts.staff["tanpa_foto"][0]
    let_owner_judge(work, part, declare_done(work, part, at, words, [], because))
    if work.world.chance(0.5):
        work.thanks(work.world.clock.after(at, 3000))


def _closed(work: Work, part: Assignment, at: datetime) -> None:
    if work.world.chance(NEVER_DONE):
        raise NotYet
    let_owner_judge(work, part, _done(work, part, at))
    if work.world.chance(0.35):
        work.thanks(work.world.clock.after(at, 5000))


def _done(work: Work, part: Assignment, at: datetime) -> Verdict:
    world = work.world
    words = world.texts.say(world.rng, "selesai")
    photos = [work.photo_after(at, part)] if world.chance(WITH_PHOTO) else []
    because = None if photos else world.texts.say(world.rng, "tanpa_foto")
    return declare_done(work, part, at, words, photos, because)


def untouched(work: Work) -> None:
    """Nobody has opened it."""


def asked(work: Work) -> None:
    """The citizen is asked something, and has not answered."""
    _ask(work, work.parts[0])


def asked_and_answered(work: Work) -> None:
    """The citizen is asked something, answers, and the work goes on."""
    part = work.parts[0]
    at = work.world.clock.after(_ask(work, part), 30_000)
    words = work.world.texts.say(work.world.rng, "jawab_warga")
    work.chat.hears(at, words)
    part.status = IN_PROGRESS
    work.by_citizen(events.INFO_GIVEN, at, words, IN_PROGRESS)
    work.report.unread_at = at
    at, hours = _promised(work, part, at)
    _closed(work, part, work.world.clock.at_work(at, hours))


def _ask(work: Work, part: Assignment) -> datetime:
    part.seen_at = work.world.clock.at_work(work.report.created_at, 6)
    at = work.world.clock.at_work(part.seen_at, 8)
    words = work.world.texts.say(work.world.rng, "tanya")
    part.status = NEEDS_INFO
    work.by_staff(events.ASKED, at, part, public=words)
    work.tell("butuh_info", at, words, part)
    return at


def rejected(work: Work) -> None:
    """No part of it can be worked on."""
    world = work.world
    reason = world.rng.choice(list(world.texts.staff["tolak"]))
    for part in work.parts:
        part.seen_at = world.clock.at_work(work.report.created_at, 8)
        at = world.clock.at_work(part.seen_at, 20)
        told = f"{world.wording.say(f'utter_alasan_{reason}')} {world.texts.staff['tolak'][reason]}"
        part.answered_at, part.status, part.closed_at = at, REJECTED, at
        work.by_staff(events.REJECTED, at, part, public=told, reason=reason)
        work.tell("status", at, told, part)


def cancelled(work: Work) -> None:
    """Its owner takes it back before anybody has begun."""
    world = work.world
    at = world.clock.after(work.report.created_at, 4000)
    work.chat.hears(at, world.texts.say(world.rng, "batal"), reading("batal", 0.97))
    for part in work.parts:
        part.status, part.closed_at = CANCELLED, at
    work.by_citizen(events.CANCELLED_BY_OWNER, at, status=CANCELLED)
    words = world.wording.say("utter_batal_terkirim", tiket=work.report.ticket)
    work.chat.says(at + timedelta(seconds=2), Bubble(words))


def reopened(work: Work) -> None:
    """Done, and then begun again because its owner says that it is not."""
    world, part = work.world, work.parts[0]
    at = _opened(work, part, work.report.created_at)
    at, _ = _promised(work, part, at)
    question = _done(work, part, world.clock.at_work(at, DAY))
    closed = question.asked_at
    work.adds_words(world.clock.after(closed, 40_000), world.texts.say(world.rng, "belum_beres"))
    at = world.clock.at_work(closed, 2 * DAY)
    question.ended_at, part.to_check = at, None
    told, reason = world.wording.say("utter_bagian_dibuka_kembali"), world.texts.staff["buka_lagi"]
    part.status, part.closed_at = IN_PROGRESS, None
    work.by_staff(events.REOPENED, at, part, staff_id=world.operator, public=told, internal=reason)
    work.tell("status", at, told, part)


def denied(work: Work) -> None:
    """Done twice, and twice its owner says that it is not: the operator looks at it."""
    world, part = work.world, work.parts[0]
    part.seen_at = world.clock.at_work(work.report.created_at, 5)
    at, _ = _promised(work, part, part.seen_at)
    said = say_no(work, part, _done(work, part, world.clock.at_work(at, DAY)), PARTLY)
    say_no(work, part, _done(work, part, world.clock.at_work(said, DAY)), NO, is_second=True)


def written_to_again(work: Work) -> None:
    """Its owner writes again, and nobody has read that."""
    part = work.parts[0]
    with suppress(NotYet):
        at = _opened(work, part, work.report.created_at)
        _promised(work, part, at)
    at = work.world.clock.after(work.report.updated_at, 50_000)
    last = max(at, part.answered_at + timedelta(hours=5) if part.answered_at else at)
    if last < work.world.clock.now:
        work.adds_words(last, work.world.texts.say(work.world.rng, "susulan"))


def corrected(work: Work) -> None:
    """Staff give it the category that was meant, then it is handled."""
    world, part = work.world, work.parts[0]
    at = world.clock.at_work(work.report.created_at, 4)
    old = part.category
    new = work.filed.told.meant or old
    if new == old:
        return ordinary(work)
    due = due_dates(world.region, new, work.report.report_class, part.created_at)
    part.category = work.report.category = new
    part.answer_due_at, part.due_at = due.answer_at, due.settle_at
    work.by_staff(events.CATEGORY_CHANGED, at, part, staff_id=world.operator, old=old, new=new)
    _handled(work, part, at)


def forgotten(work: Work) -> None:
    """Opened, never answered: overdue once its days are over."""
    for part in work.parts:
        part.seen_at = work.world.clock.at_work(work.report.created_at, 20)


# By weight, out of about a hundred reports that are neither secret nor a danger.
LIVES: dict[Life, int] = {
    ordinary: 72,
    denied: 1,
    untouched: 2,
    forgotten: 3,
    asked: 3,
    asked_and_answered: 2,
    asks_handover: 4,
    rejected: 3,
    merges: 3,
    cancelled: 2,
    reopened: 2,
    hands_on: 2,
    written_to_again: 2,
    corrected: 1,
}
