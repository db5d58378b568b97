"""Gives a simulated day its citizens: what each writes, where it is, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain, cycle
from random import Random

from bot.console.demo.texts import PLACE, load_texts
from bot.region.entries import Village
from bot.storage.tables import now
from tests.dialogue.phone import Phone
from tests.program.day.clockwork import Clockwork, Life
from tests.program.day.lives import KINDS, Kind, done_and_judged, taken_back
from tests.program.day.office import Offices
from tests.program.day.people import Citizen, Part

# From six in the morning until ten in the evening.
HOURS_OF_FILING = 16
BOTH = "{tempat} jalannya banyak lubang, gotnya mampet"
# One of so many: two problems at once, in two messages, left alone without Kirim, a double of another one.
TWO_PROBLEMS, IN_PIECES, SILENT, DOUBLE = 6, 4, 18, 25
ANSWERS_AT_MOST = 4
# After how many working days a camat has looked at the place: one of five is late.
CHECK_DAYS = (1, 1, 2, 2, 5)
# Their first answer is due within a day, and the lives here take their time.
HURRIED = ("bencana_karhutla",)


class Cast:
    """Who has filed what: `played` are the parts with their kinds of life, `doubles` the merged tickets."""

    def __init__(self, clockwork: Clockwork, seed: int) -> None:
        self._clockwork, self._random = clockwork, Random(seed)
        self._sentences = cycle(self._shuffled(self._complaints()))
        self._villages = cycle(self._shuffled(list(clockwork.wiring.region.villages.values())))
        often = self._shuffled([kind for kind in KINDS for _ in range(kind.share)])
        # Every kind is there also on a day of few reports.
        self._kinds = chain(self._shuffled(list(KINDS)), cycle(often))
        self._offices = Offices(clockwork)
        self.citizens: list[Citizen] = []
        self.played: list[tuple[Part, Kind]] = []
        self.doubles: list[Citizen] = []

    def file(self, reports: int, since: datetime) -> None:
        """Let so many citizens write within the day that begins at `since`."""
        step = timedelta(hours=HOURS_OF_FILING) / reports
        for number in range(reports):
            # Several write in the same quarter of an hour.
            at = since + step * number
            at -= timedelta(minutes=at.minute % 15, seconds=at.second, microseconds=at.microsecond)
            citizen = Citizen(self._clockwork, Phone(self._clockwork.town))
            self.citizens.append(citizen)
            self._clockwork.begin(self._life(citizen, number), at)

    def _life(self, citizen: Citizen, number: int) -> Life:
        yield from self._filing(citizen, number)
        count = citizen.parts()
        assert count, f"not filed: {citizen.phone.bubbles[-1].text}"
        parts = [Part(citizen, position, self._random, self._offices) for position in range(count)]
        self._clockwork.begin(self._field_check(parts[0]), parts[0].later(self._random.choice(CHECK_DAYS)))
        if number % DOUBLE == DOUBLE - 1:
            yield from self._merging(parts[0], self.citizens[number - 1])
            return
        for part in parts:
            kind = self._kind(number, len(parts))
            self.played.append((part, kind))
            self._clockwork.begin(kind.live(part), now())

    def _filing(self, citizen: Citizen, number: int) -> Life:
        """Write, answer what is asked, and send; or leave the summary alone for an hour."""
        for words in self._words(number):
            citizen.say(words)
        for _ in range(ANSWERS_AT_MOST):
            if citizen.is_offered("Kirim") or not citizen.phone.bubbles[-1].rows:
                break
            citizen.press(citizen.phone.bubbles[-1].rows[0].title)
        if number % SILENT == SILENT - 1:
            yield now() + timedelta(hours=2)
        if not citizen.parts():
            citizen.press("Kirim")

    def _merging(self, part: Part, original: Citizen) -> Iterator[datetime]:
        yield part.later(1)
        part.merge(original.ticket)
        self.doubles.append(part.citizen)

    def _field_check(self, part: Part) -> Life:
        part.check_field()
        return
        yield now()

    def _kind(self, number: int, parts: int) -> Kind:
        if number % DOUBLE == DOUBLE - 2:
            return next(kind for kind in KINDS if kind.live is done_and_judged)
        kind = next(self._kinds)
        # Only a whole report is taken back.
        return kind if parts == 1 or kind.live is not taken_back else self._kind(number, parts)

    def _words(self, number: int) -> list[str]:
        place = self._place(next(self._villages))
        if number % TWO_PROBLEMS == TWO_PROBLEMS - 1:
            return [BOTH.replace(PLACE, f"di {place}")]
        sentence = next(self._sentences).replace(f"di {PLACE}", PLACE)
        if number % IN_PIECES == IN_PIECES - 1:
            return [" ".join(sentence.replace(PLACE, "").split()), place]
        return [sentence.replace(PLACE, f"di {place}")]

    def _place(self, village: Village) -> str:
        district = self._clockwork.wiring.region.districts[village.district_code]
        return f"desa {village.name} kecamatan {district.name}"

    def _complaints(self) -> list[str]:
        wiring = self._clockwork.wiring
        texts = load_texts(wiring.root / "data/demo", wiring.region).ordinary["keluhan"]
        return [one.text for one in texts if one.says_where and one.category not in HURRIED]

    def _shuffled(self, things: list) -> list:  # type: ignore[type-arg]
        return self._random.sample(things, len(things))
