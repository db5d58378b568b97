"""The operator looks again at closings: at those with weak proof, and at those that their owner denies."""

from __future__ import annotations

from bot.reports import events
from bot.reports.answering import needed
from bot.reports.cases import Case, NotAllowed
from bot.reports.deadlines import COMPLAINT
from bot.reports.events import Words
from bot.reports.lifecycle import UPHOLD
from bot.reports.records import Assignment, Report
from bot.reports.verdicts import end_questions

# Why a closing waits for the operator, `Assignment.to_check`.
WEAK_PROOF = "bukti"
DENIED = "bantahan"
CHECKS = (DENIED, WEAK_PROOF)


def check_proof(report: Report, part: Assignment, is_complete: bool) -> None:
    """Let the operator look at a part that is closed with weak proof.

    An answered question or wish leaves nothing to photograph; of secret reports he sees nothing.
    """
    is_weak = not is_complete and report.report_class == COMPLAINT and not report.secret
    part.to_check = WEAK_PROOF if is_weak else None


def uphold(case: Case, assignment_id: int, reason: str) -> None:
    """Let a closing stand that waits for the operator.

    An owner who denies it reads the reason, once, and is asked no more. One who has not judged is left
    alone: his answer still counts. Raises NotAllowed, Unclear.
    """
    part = case.part(assignment_id, UPHOLD)
    if part.to_check is None:
        raise NotAllowed(UPHOLD)
    said = needed(reason, "alasan tetap selesai")
    is_denied, part.to_check = part.to_check == DENIED, None
    if not is_denied:
        case.move(UPHOLD, part, events.UPHELD, Words(internal=said))
        return
    end_questions(case.session, part, case.at)
    told = upheld_words(case, part, said)
    case.move(UPHOLD, part, events.UPHELD, Words(public=told))
    case.tell("status", told)


def upheld_words(case: Case, part: Assignment, reason: str) -> str:
    """What the owner reads."""
    name = case.region.category_label(part.category)
    return case.wording.say("utter_bagian_tetap_selesai", bagian=name, alasan=reason.strip())
