"""What a region pack says, as frozen values."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.region.words import WordPattern, plain

RuleKind = Literal["default", "exception", "suggested", "copy"]


@dataclass(frozen=True)
class Category:
    """A kind of report. Days are working days; `agency` is the default owner's code."""

    id: str
    name: str
    list_title: str
    description: str
    agency: str
    answer_days: int
    settle_days: int
    place_needed: bool
    emergency_hint: str | None
    line: int


@dataclass(frozen=True)
class Agency:
    """An office. Without a sign-in (province, state, state companies) the operator answers for it."""

    code: str
    name: str
    short_name: str
    level: str
    has_sign_in: bool
    aliases: tuple[str, ...]
    duties: str
    line: int


@dataclass(frozen=True)
class District:
    """A kecamatan by its Kemendagri code, e.g. 16.02.05."""

    code: str
    name: str
    latitude: float
    longitude: float
    aliases: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Village:
    """A desa or kelurahan by its Kemendagri code.

    `needs` guards names that are ordinary words: "place" = only after a word such as "di" or "desa",
    "admin" = only after "desa", "kelurahan" and the like, "" = recognised anywhere.
    """

    code: str
    name: str
    kind: str
    district_code: str
    latitude: float
    longitude: float
    postal_code: str
    needs: str
    aliases: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Road:
    """A road and who owns it: kabupaten, provinsi, nasional, tol or unknown."""

    id: str
    name: str
    aliases: tuple[str, ...]
    owner: str
    agency: str
    number: str | None
    district_codes: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class PhoneNumber:
    """A number printed to citizens, with the date on which it was last checked."""

    id: str
    number: str
    name: str
    use: str
    hours: str | None
    agency: str | None
    checked: datetime.date
    line: int


@dataclass(frozen=True)
class Deadlines:
    """Working days, for categories that do not say otherwise."""

    answer_days: int
    settle_days: int
    inspection_days: int


@dataclass(frozen=True)
class HolidayRules:
    """Which calendar of the holidays library holds here, and what this pack corrects."""

    country: str
    categories: tuple[str, ...]
    decreed: Mapping[int, str]
    added: Mapping[datetime.date, str]
    removed: frozenset[datetime.date]


@dataclass(frozen=True)
class EscalationLevel:
    """Who hears next of what is overdue for so many working days.

    `desk` is where his contacts stand: an agency code, a name of its own (`BUPATI`), or None for the agency
    that owes the work.
    """

    id: str
    name: str
    desk: str | None
    after_days: int
    line: int


@dataclass(frozen=True)
class RoutingRule:
    """One line of the routing table. A rule without words and without road owner always fits."""

    category: str
    agency: str
    kind: RuleKind
    when_words: WordPattern | None
    road_owner: str | None
    line: int

    def fits(self, text: str, road_owner: str | None = None) -> bool:
        """Say whether the rule speaks of this text and this owner of the named road."""
        if self.road_owner is not None and self.road_owner != road_owner:
            return False
        return self.when_words is None or self.when_words.search(plain(text)) is not None


@dataclass(frozen=True)
class AgencyWords:
    """Words that speak of an agency."""

    agency: str
    words: WordPattern
    line: int


@dataclass(frozen=True)
class AccusedRules:
    """Who hears of an accused official: the first of `exceptions` whose words fit, else `default`.

    `outside`: accusations that no office of the region may judge, and `outside_bodies` who may.
    """

    default: str
    exceptions: tuple[AgencyWords, ...]
    outside: WordPattern | None
    outside_bodies: str
    line: int


@dataclass(frozen=True)
class DangerKind:
    """A danger to life, the category it is filed under, and the emergency numbers to print with it.

    `private`: only the office it goes to may read the report.
    """

    id: str
    label: str
    category: str
    numbers: tuple[str, ...]
    when: WordPattern
    unless: WordPattern | None
    private: bool
    line: int


@dataclass(frozen=True)
class DangerWords:
    """Words that tell a danger now from one that was, may be, or is only spoken of. See signals.yml."""

    kinds: tuple[DangerKind, ...]
    neutral: WordPattern | None
    unless_before: WordPattern | None
    unless: WordPattern | None
    past: WordPattern | None
    urgent: WordPattern | None


@dataclass(frozen=True)
class AccusationWords:
    """Words by which a text accuses somebody in office: `alone`, or an act beside an official."""

    neutral: WordPattern | None
    alone: WordPattern | None
    acts: WordPattern | None
    officials: WordPattern | None
    unless: WordPattern | None


@dataclass(frozen=True)
class SignalWords:
    """Word patterns that decide what kind of message this is."""

    danger: DangerWords
    accused: AccusationWords
    information: WordPattern | None
    aspiration: WordPattern | None
    complaint: WordPattern | None

    @property
    def dangers(self) -> tuple[DangerKind, ...]:
        """The kinds of danger, the likeliest to be asked for first."""
        return self.danger.kinds
