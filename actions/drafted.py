"""The open draft of the running turn, for the actions that ask and file."""

from __future__ import annotations

from actions.turn import Turn
from bot.reports.drafts import DraftContent, open_draft
from bot.reports.records import Draft


def drafted(turn: Turn) -> tuple[Draft, DraftContent]:
    """Return the open draft with its content; raises LookupError when none is open."""
    draft = open_draft(turn.session, turn.citizen_id)
    if draft is None:
        raise LookupError("the form is active but no draft is open")
    return draft, DraftContent.from_json(draft.content)


def remember(draft: Draft, content: DraftContent) -> None:
    """Keep what an action noted in the content; the hour of silent filing stays."""
    draft.content = content.to_json()
