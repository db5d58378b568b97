from __future__ import annotations

from datetime import timedelta

from bot.whatsapp.pacing import NumberPace, NumberPause, PairPace
from bot.whatsapp.patience import Patience
from tests.conversations.events import NOON, later


def test_a_number_sends_one_seconds_worth_at_once_and_then_at_its_rate() -> None:
    pace = NumberPace(80)
    assert pace.available(NOON) == 80
    pace.take(80)
    assert pace.available(NOON) == 0
    assert pace.available(later(seconds=0.1)) == 8
    assert pace.available(later(seconds=99)) == 80


def test_over_a_minute_a_number_never_exceeds_its_rate() -> None:
    pace = NumberPace(20)
    sent = 0
    for tick in range(600):
        count = pace.available(later(seconds=tick / 10))
        pace.take(count)
        sent += count
    assert sent <= 20 + 60 * 20


def test_a_slow_number_still_sends() -> None:
    pace = NumberPace(0.5)
    assert pace.available(NOON) == 1
    pace.take(1)
    assert pace.available(later(seconds=1)) == 0
    assert pace.available(later(seconds=2)) == 1


def test_a_rate_of_nought_is_no_limit() -> None:
    assert NumberPace(0).available(NOON) > 1000


def test_a_clock_that_goes_back_gives_nothing_away() -> None:
    pace = NumberPace(10)
    pace.available(NOON)
    pace.take(10)
    assert pace.available(later(seconds=-5)) == 0


def test_a_citizen_may_get_forty_five_at_once_and_then_one_in_six_seconds() -> None:
    pace = PairPace(6)
    assert all(pace.take(1, NOON) is None for _ in range(45))
    assert pace.take(1, NOON) == later(seconds=6)
    assert pace.take(1, later(seconds=5.9)) == later(seconds=6)
    assert pace.take(1, later(seconds=6)) is None
    assert pace.take(1, later(seconds=6)) == later(seconds=12)


def test_citizens_have_a_pace_each() -> None:
    pace = PairPace(6, burst=1)
    assert pace.take(1, NOON) is None
    assert pace.take(2, NOON) is None
    assert pace.take(1, NOON) == later(seconds=6)


def test_silence_gives_the_burst_back() -> None:
    pace = PairPace(6, burst=3)
    for _ in range(3):
        pace.take(1, NOON)
    assert [pace.take(1, later(seconds=18)) for _ in range(3)] == [None, None, None]


def test_no_pair_pace_is_no_limit() -> None:
    pace = PairPace(0)
    assert all(pace.take(1, NOON) is None for _ in range(500))


def test_a_pace_forgets_citizens_who_owe_nothing() -> None:
    pace = PairPace(6)
    for citizen in range(10_001):
        pace.take(citizen, NOON)
    pace.take(0, later(hours=1))
    pace.take(1, later(hours=1))
    assert len(pace._paid_until) < 10


def test_a_pause_grows_with_each_refusal_until_something_goes_through() -> None:
    pause = NumberPause(Patience(number_pause=1, number_pause_cap=3))
    seconds = [timedelta(seconds=number) for number in range(1, 9)]
    lengths = []
    at = NOON
    for _ in range(4):
        pause.begin(at)
        pause.begin(at)
        length = next(span for span in seconds if not pause.lasts(at + span))
        lengths.append(length.total_seconds())
        at += length
    assert lengths == [1, 2, 3, 3]
    pause.end()
    pause.begin(at)
    assert not pause.lasts(at + seconds[0])
