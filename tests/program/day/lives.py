"""What becomes of the reports of a simulated day: each life in the order in which it happens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.reports.verdicts import NO, PARTLY, YES
from bot.storage.tables import now
from tests.program.day.clockwork import Life
from tests.program.day.people import Part


@dataclass(frozen=True)
class Kind:
    """A way a part may go, how many of a hundred do, and how often it breaks what was promised."""

    live: Callable[[Part], Life]
    share: int
    breaches: int = 0
    plans: int = 0


def done_and_judged(part: Part) -> Life:
    yield part.later(1)
    part.start()
    yield part.later(1)
    part.promise(6)
    yield part.later(4)
    part.close()
    yield part.later(1)
    part.judge(YES)


def done_at_once(part: Part) -> Life:
    yield part.later(2)
    part.close()
    yield part.later(2)
    part.judge(YES)


def done_and_never_judged(part: Part) -> Life:
    yield part.later(2)
    part.promise(8)
    yield part.later(7)
    part.close()


def never_answered(part: Part) -> Life:
    """Neither in time nor soon after; done at last before the whole is due."""
    yield part.later(9)
    part.close()


def broken_promise(part: Part) -> Life:
    yield part.later(2)
    part.promise(4)
    yield part.later(8)
    part.close()
    yield part.later(1)
    part.judge(YES)


def asked_and_answered(part: Part) -> Life:
    yield part.later(1)
    part.ask()
    yield part.later(3)
    if part.is_asked():
        # One answer does for both parts of a report.
        part.citizen.say("di sebelah kiri, dekat mushola")
    yield part.later(2)
    part.promise(5)
    yield part.later(3)
    part.close()
    yield part.later(1)
    part.judge(YES)


def asked_in_vain(part: Part) -> Life:
    """He never answers; the clock asks what to do, and the agency goes to look itself."""
    yield part.later(2)
    part.ask()
    yield part.later(24)
    part.close()


def handed_over(part: Part) -> Life:
    yield part.later(1)
    part.ask_handover()
    yield part.later(1)
    part.agree()
    yield part.later(14)
    part.pass_on()
    yield part.later(15)
    part.close()
    yield part.later(1)
    part.judge(YES)


def handed_over_in_vain(part: Part) -> Life:
    yield part.later(1)
    part.ask_handover()
    yield part.later(1)
    part.refuse()
    yield part.later(1)
    part.promise(8)
    yield part.later(6)
    part.close()
    yield part.later(1)
    part.judge(YES)


def planned(part: Part) -> Life:
    """Told on the day of the plan, and done within its month."""
    yield part.later(3)
    part.plan(date(2027, 1, 18))
    yield part.on(date(2027, 1, 25))
    part.close()
    yield part.later(1)
    part.judge(YES)


def opened_again(part: Part) -> Life:
    yield part.later(2)
    part.promise(6)
    yield part.later(4)
    part.close()
    yield part.later(1)
    part.judge(PARTLY, "dekat masjid masih belum")
    yield part.later(3)
    part.close()
    yield part.later(2)
    part.judge(YES)


def refused_twice(part: Part) -> Life:
    """The second no goes to the operator, who lets the work begin again."""
    yield part.later(2)
    part.close()
    yield part.later(1)
    part.judge(NO, "sama sekali belum dikerjakan")
    yield part.later(2)
    part.close()
    yield part.later(1)
    part.judge(NO, "masih sama saja")
    yield part.later(1)
    part.reopen()
    yield part.later(2)
    part.close()
    yield part.later(1)
    part.judge(YES)


def handed_on(part: Part) -> Life:
    yield part.later(2)
    part.hand_on("DLH" if part.agency() != "DLH" else "PUPR")
    yield part.later(3)
    part.promise(5)
    yield part.later(4)
    part.close()
    yield part.later(1)
    part.judge(YES)


def rejected(part: Part) -> Life:
    yield part.later(3)
    part.reject()


def taken_back(part: Part) -> Life:
    yield now() + timedelta(hours=2)
    part.take_back()


KINDS = (
    Kind(done_and_judged, 22),
    Kind(done_at_once, 8),
    Kind(done_and_never_judged, 14),
    Kind(never_answered, 8, breaches=1),
    Kind(broken_promise, 6, breaches=1),
    Kind(asked_and_answered, 8),
    Kind(asked_in_vain, 3),
    Kind(handed_over, 5),
    Kind(handed_over_in_vain, 2),
    Kind(planned, 4, plans=1),
    Kind(opened_again, 6),
    Kind(refused_twice, 2),
    Kind(handed_on, 5),
    Kind(rejected, 5),
    Kind(taken_back, 2),
)
