"""Decides who is responsible for a report, by the rules of the region pack; pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.region.pack import Region
from bot.region.signals import Signals
from bot.reports.deadlines import due_dates

# Complaints about how an office serves: the office that is named answers for itself.
SERVICE = "pelayanan_pungli"


@dataclass(frozen=True)
class Problem:
    """One problem of a report: its category and the citizen's words for it."""

    category: str
    words: str


@dataclass(frozen=True)
class RoutingCase:
    """`text` is all the citizen said, place words too; `road_owner` is whose road he named."""

    problems: tuple[Problem, ...]
    text: str
    road_owner: str | None
    district_code: str | None
    report_class: str
    signals: Signals
    at: datetime


@dataclass(frozen=True)
class PlannedAssignment:
    """One part for one agency. `suggested_agency` may take it over when both agree."""

    agency: str
    category: str
    problem: str
    suggested_agency: str | None
    answer_due_at: datetime
    due_at: datetime


@dataclass(frozen=True)
class Routing:
    """Who answers and who reads along.

    `outside_advice` names, for citizens, the bodies to turn to when no office of the region may judge.
    """

    assignments: tuple[PlannedAssignment, ...]
    copies: tuple[str, ...] = ()
    secret: bool = False
    outside_advice: str | None = None


@dataclass(frozen=True)
class _Responsible:
    agency: str
    suggested: str | None = None


def route(region: Region, case: RoutingCase) -> Routing:
    """Apply the pack's rules to a case with at least one problem.

    Danger to life comes before an accusation in the same words: a fire must not wait in the secret lane.
    A danger that is nobody else's business (violence at home) is secret too, without copies.
    """
    parts = _merged(case.problems)
    if case.signals.accused and case.signals.danger is None:
        return _secret(region, case, parts)
    planned = []
    for problem in parts:
        text = case.text if len(parts) == 1 else problem.words or case.text
        planned.append(_planned(region, case, problem, _responsible(region, case, problem.category, text)))
    if case.signals.danger is not None and case.signals.danger.private:
        return Routing(tuple(planned), secret=True)
    return Routing(tuple(planned), tuple(_copies(region, case, {part.agency for part in planned})))


def secret_offices(region: Region) -> frozenset[str]:
    """The offices to which the pack leads secret reports; to nobody else may one be passed on."""
    private = [kind.category for kind in region.signals.danger.kinds if kind.private]
    accused = region.accused
    return frozenset(
        (
            accused.default,
            *(rule.agency for rule in accused.exceptions),
            *(region.categories[category].agency for category in private),
        )
    )


def _merged(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Two problems of one category are one part, with the words of both."""
    words: dict[str, list[str]] = {}
    for problem in problems:
        known = words.setdefault(problem.category, [])
        said = problem.words.strip()
        if said and said not in known:
            known.append(said)
    return tuple(Problem(category, "; ".join(said)) for category, said in words.items())


def _secret(region: Region, case: RoutingCase, parts: tuple[Problem, ...]) -> Routing:
    """One part for the one office that may read it, and no copy: not even of the camat of the place.

    An accusation that no office of the region may judge gets no assignment. The report is still kept:
    the operator sees that it exists and the citizen has a number, but nobody here reads its words.
    """
    agency = case.signals.accused_agency
    if agency is None:
        return Routing((), secret=True, outside_advice=region.accused.outside_bodies)
    whole = Problem(parts[0].category, "; ".join(part.words for part in parts if part.words))
    return Routing((_planned(region, case, whole, _Responsible(agency)),), secret=True)


def _planned(region: Region, case: RoutingCase, problem: Problem, owner: _Responsible) -> PlannedAssignment:
    due = due_dates(region, problem.category, case.report_class, case.at)
    return PlannedAssignment(
        owner.agency, problem.category, problem.words, owner.suggested, due.answer_at, due.settle_at
    )


def _responsible(region: Region, case: RoutingCase, category: str, text: str) -> _Responsible:
    if category == SERVICE and case.signals.named_agency:
        return _Responsible(_named(region, case.signals.named_agency, case.district_code))
    rules = region.rules_for(category)
    for rule in rules:
        if rule.kind == "exception" and rule.fits(text, case.road_owner):
            return _Responsible(rule.agency)
    # Only the default owner is offered a hand-over: an exception has already found the right office.
    suggested = (rule for rule in rules if rule.kind == "suggested" and rule.fits(text, case.road_owner))
    return _Responsible(region.categories[category].agency, next((rule.agency for rule in suggested), None))


def _named(region: Region, agency: str, district_code: str | None) -> str:
    """The office of a district head is one of many: without the district the operator finds out which."""
    if agency != region.district_agency:
        return agency
    return region.copy_code(district_code) if district_code else region.operator_agency


def _copies(region: Region, case: RoutingCase, owners: set[str]) -> Iterator[str]:
    categories = {problem.category for problem in case.problems}
    readers = [
        rule.agency
        for rule in region.routing
        if rule.kind == "copy" and rule.category in categories and rule.fits(case.text, case.road_owner)
    ]
    # Whoever is accused beside a danger may be the head of this district.
    if case.district_code and not case.signals.accused:
        readers.append(region.copy_code(case.district_code))
    for reader in dict.fromkeys(readers):
        if reader not in owners:
            yield reader
