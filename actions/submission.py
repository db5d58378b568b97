"""A draft as the reports room wants it."""

from __future__ import annotations

from actions.turn import Turn
from bot.region.signals import read_signals
from bot.reports.drafts import DraftContent
from bot.reports.filing import NewProblem, NewReport
from bot.reports.records import Draft


def new_report(turn: Turn, draft: Draft, content: DraftContent) -> NewReport:
    """Everything the draft knows; the same value routes the preview and files the report."""
    return NewReport(
        citizen_id=turn.citizen_id,
        draft_id=draft.id,
        report_class=content.report_class,
        problems=tuple(NewProblem(problem.category, problem.words) for problem in content.problems),
        description=content.description,
        at=turn.at,
        signals=read_signals(turn.region, content.description),
        location_text=", ".join(content.place_words) or None,
        road=content.road,
        latitude=content.latitude,
        longitude=content.longitude,
        village_code=content.village_code,
        village_confirmed=content.village_confirmed,
        district_code=content.district_code,
        photo_ids=tuple(content.attachments),
        filed_by=content.filed_by,
    )
