"""What a citizen has told so far: the content of a draft, and where it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.reports.records import Draft

MOST_PHOTOS = 10
RESUMABLE = timedelta(days=7)
# Made once: a turn asks several times, and building a statement costs more than running this one.
OPEN_DRAFT = select(Draft).where(Draft.citizen_id == bindparam("citizen"), Draft.state == "open")


@dataclass
class DraftProblem:
    """One problem: its category, the citizen's own words for it, and how sure the reading is (0..1)."""

    category: str
    words: str
    confidence: float = 1.0


@dataclass
class DraftContent:
    """Everything known of a report before it is sent.

    `words` are the citizen's sentences as he wrote them. `asked` is the open question: `description`,
    `category`, `place`, `confirmation`. `candidates` are village codes that share the name he gave.
    `doubted`: it may be no report at all. `corrected`: the first words no longer say what it is.
    `has_earlier`: another draft was set aside for it.
    `read` is the message last read, so that reading it twice changes nothing. `quiet` says that the
    message changed nothing a bubble would have to tell.
    """

    words: list[str] = field(default_factory=list)
    problems: list[DraftProblem] = field(default_factory=list)
    category_sure: bool = False
    category_choices: list[str] = field(default_factory=list)
    report_class: str = "pengaduan"
    village_code: str | None = None
    village_confirmed: bool = False
    district_code: str | None = None
    candidates: list[str] = field(default_factory=list)
    road: str | None = None
    place_words: list[str] = field(default_factory=list)
    place_asked: int = 0
    latitude: float | None = None
    longitude: float | None = None
    outside: bool = False
    attachments: list[int] = field(default_factory=list)
    photos: int = 0
    asked: str | None = None
    confirmed: bool = False
    filed_by: str = "citizen"
    summary_shown: bool = False
    changed: list[str] = field(default_factory=list)
    quiet: bool = False
    doubted: bool = False
    corrected: bool = False
    has_earlier: bool = False
    read: str | None = None

    @property
    def description(self) -> str:
        return "\n".join(self.words)

    def set_category(self, category: str) -> None:
        """Let this be the one category, chosen by the citizen himself."""
        words = self.problems[0].words if self.problems else self.description
        self.problems = [DraftProblem(category, words)]
        self.category_sure = True
        self.doubted = False

    def forget_area(self) -> None:
        """Forget village and sub-district; the words for a landmark or road stay."""
        self.village_code = self.district_code = None
        self.village_confirmed = False
        self.candidates = []

    def to_json(self) -> dict[str, Any]:
        own = {name: list(kept) if isinstance(kept, list) else kept for name, kept in vars(self).items()}
        return {**own, "problems": [dict(vars(problem)) for problem in self.problems]}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> DraftContent:
        known = {name: value for name, value in data.items() if name in cls.__dataclass_fields__}
        content = cls(**known)
        content.problems = [DraftProblem(**problem) for problem in known.get("problems", [])]
        return content


def open_draft(session: Session, citizen_id: int) -> Draft | None:
    """Return the citizen's open draft, if any; what the session holds already costs no query."""
    for row in session.identity_map.values():
        if isinstance(row, Draft) and row.citizen_id == citizen_id and row.state == "open":
            return row
    return session.scalars(OPEN_DRAFT, {"citizen": citizen_id}).one_or_none()


def start_draft(session: Session, citizen_id: int, at: datetime) -> Draft:
    """Open a draft; the citizen must have none open."""
    draft = Draft(citizen_id=citizen_id, content=DraftContent().to_json(), created_at=at, updated_at=at)
    session.add(draft)
    session.flush()
    return draft


def save_content(draft: Draft, content: DraftContent, at: datetime, file_at: datetime | None) -> None:
    """Keep the content; `file_at` is when silence will file it, None when silence must not."""
    draft.content = content.to_json()
    draft.updated_at = at
    draft.file_at = file_at


def drop_draft(session: Session, draft: Draft, at: datetime) -> None:
    """Cancel the draft at the citizen's wish; `resume_draft` takes it back."""
    draft.state = "cancelled"
    draft.updated_at = at
    draft.file_at = None
    session.flush()


def set_aside(session: Session, draft: Draft, at: datetime) -> None:
    """Close a draft its citizen has left for another report; operators still see it."""
    draft.state = "expired"
    draft.updated_at = at
    draft.file_at = None
    session.flush()


def resume_draft(session: Session, citizen_id: int, at: datetime) -> Draft | None:
    """Reopen the citizen's last unsent draft of the past seven days; None when there is none."""
    query = (
        select(Draft)
        .where(Draft.citizen_id == citizen_id, Draft.state.in_(("cancelled", "expired")))
        .where(Draft.updated_at > at - RESUMABLE)
        .order_by(Draft.updated_at.desc(), Draft.id.desc())
        .limit(1)
    )
    draft = session.scalars(query).one_or_none()
    if draft is not None:
        draft.state = "open"
        draft.updated_at = at
        session.flush()
    return draft
