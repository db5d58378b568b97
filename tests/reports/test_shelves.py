from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.region.pack import Region
from bot.reports.filing import file_report
from bot.reports.finding import ALL, COPIES, NEWEST, TASKS, Filters, find_reports
from bot.reports.following import cancel_by_owner
from bot.reports.records import Copy, Report
from bot.reports.sight import ROLES, Viewer, may_see
from bot.reports.standing import settle_standing
from bot.reports.statuses import DONE
from tests.reports.cases import TUESDAY, accusation, add_citizen, pothole

LATER = TUESDAY + timedelta(days=1)
HEAD = "KEC-16.02.05"
VIEWERS = [
    Viewer(number, role, role, desk)
    for number, (role, desk) in enumerate(
        [(role, None) for role in ROLES]
        + [("officer", code) for code in ("PUPR", "DLH", "DINKES")]
        + [("camat", HEAD), ("camat", "KEC-16.02.03"), ("inspektorat", "INSPEKTORAT")]
    )
]


@pytest.fixture
def reports(session: Session, region: Region) -> list[Report]:
    """One for each way in which somebody may come to see a report, or may not."""
    made = [file_report(session, region, pothole(add_citizen(session))) for _ in range(6)]
    secret = file_report(session, region, accusation(add_citizen(session)))
    ordinary, duty, both, read, closed, read_by_its_own = made
    duty.assignments[0].agency, duty.copies[:] = HEAD, []
    both.assignments[0].agency = HEAD
    read.copies.append(Copy(recipient="DLH"))
    closed.assignments[0].status = DONE
    settle_standing(closed, LATER)
    read_by_its_own.copies.append(Copy(recipient="PUPR"))
    # What no deed does: even then the readers of a copy see nothing.
    secret.copies += [Copy(recipient=HEAD), Copy(recipient="DLH")]
    session.flush()
    return [ordinary, duty, both, read, closed, read_by_its_own, secret]


@pytest.mark.parametrize("viewer", VIEWERS, ids=lambda viewer: f"{viewer.role} {viewer.desk}")
def test_lists_hold_what_may_be_seen_each_report_once(
    viewer: Viewer, session: Session, reports: list[Report]
) -> None:
    found = [
        [report.id for report, _ in find_reports(session, viewer, asked, LATER).reports]
        for asked in (
            Filters(status=ALL, order=NEWEST, of=TASKS),
            Filters(status=ALL, order=NEWEST, of=COPIES),
        )
    ]
    assert all(len(ids) == len(set(ids)) for ids in found)
    seen = session.scalars(select(Report.id).where(may_see(viewer)))
    assert {report_id for ids in found for report_id in ids} == set(seen)


def test_a_copy_stands_as_its_report(session: Session, reports: list[Report]) -> None:
    cancel_by_owner(session, reports[0], LATER)
    session.flush()
    session.expire_all()
    rows = session.execute(
        select(Copy.status, Report.status, Copy.next_due_at, Report.next_due_at).join(
            Report, Report.id == Copy.report_id
        )
    ).all()
    assert len(rows) == 9 and len({status for status, *_ in rows}) == 3
    assert all((status, due) == (of_report, promised) for status, of_report, due, promised in rows)
