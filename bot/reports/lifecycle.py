"""Which moves an assignment allows, and to whom; pure."""

from __future__ import annotations

from dataclasses import dataclass

from bot.region.pack import Region
from bot.reports.sight import CAMAT, LEADER, OF_AGENCY, OPERATOR, Viewer
from bot.reports.statuses import (
    DONE,
    HANDED_OVER,
    IN_PROGRESS,
    NEEDS_INFO,
    RECEIVED,
    REJECTED,
)

START = "start"
ASK = "ask"
ANSWER = "answer"
HAND_ON = "hand_on"
ASK_HANDOVER = "ask_handover"
DECIDE_HANDOVER = "decide_handover"
TAKE_BACK = "take_back"
CHANGE_CATEGORY = "change_category"
CLOSE = "close"
REJECT = "reject"
REOPEN = "reopen"
UPHOLD = "uphold"

AT_WORK = frozenset({RECEIVED, IN_PROGRESS, NEEDS_INFO})
UNSETTLED = AT_WORK | {HANDED_OVER}


@dataclass(frozen=True)
class Move:
    """From which states of a part it starts and where it leads; `to` None leaves the state as it is."""

    come_from: frozenset[str]
    to: str | None
    by_worker: bool = True
    by_operator: bool = False


MOVES = {
    START: Move(frozenset({RECEIVED}), IN_PROGRESS),
    ASK: Move(frozenset({RECEIVED, IN_PROGRESS}), NEEDS_INFO),
    # A promise begins the work; of a part that another government has, it only passes an answer on.
    ANSWER: Move(UNSETTLED, None),
    HAND_ON: Move(AT_WORK, RECEIVED, by_operator=True),
    ASK_HANDOVER: Move(AT_WORK, None, by_operator=True),
    DECIDE_HANDOVER: Move(AT_WORK, HANDED_OVER, by_worker=False, by_operator=True),
    # The other government has refused it.
    TAKE_BACK: Move(frozenset({HANDED_OVER}), IN_PROGRESS, by_operator=True),
    CHANGE_CATEGORY: Move(UNSETTLED, None, by_operator=True),
    CLOSE: Move(UNSETTLED, DONE),
    REJECT: Move(AT_WORK, REJECTED),
    REOPEN: Move(frozenset({DONE, REJECTED}), IN_PROGRESS, by_operator=True),
    # Nobody upholds what he has closed himself but the operator, who answers for those without a sign-in.
    UPHOLD: Move(frozenset({DONE}), None, by_worker=False, by_operator=True),
}


def may_move(viewer: Viewer, region: Region, move: str, agency: str, status: str) -> bool:
    """Whether this person may make the move on a part of that agency in that state."""
    rule = MOVES[move]
    if status not in rule.come_from:
        return False
    if rule.by_worker and (works_for(viewer, agency) or stands_in(viewer, region, agency, status)):
        return True
    return rule.by_operator and viewer.role == OPERATOR


def works_for(viewer: Viewer, agency: str) -> bool:
    """Whether the part lies on his own desk. A camat works on what was assigned to him, never on copies."""
    return viewer.desk == agency and (viewer.role in OF_AGENCY or viewer.role == CAMAT)


def stands_in(viewer: Viewer, region: Region, agency: str, status: str) -> bool:
    """The operator answers for his own office, for those without a sign-in, and for other governments."""
    if viewer.role != OPERATOR:
        return False
    known = region.agencies.get(agency.partition("-")[0])
    return agency == region.operator_agency or status == HANDED_OVER or known is None or not known.has_sign_in


def may_note(viewer: Viewer) -> bool:
    """Who may leave an internal note: everybody who works on reports, and leaders who remind."""
    return viewer.role in OF_AGENCY or viewer.role in (CAMAT, OPERATOR, LEADER)


def may_verify(viewer: Viewer) -> bool:
    """Who confirms what a report says; for a camat it is his look at the place itself."""
    return viewer.role in OF_AGENCY or viewer.role in (CAMAT, OPERATOR)
