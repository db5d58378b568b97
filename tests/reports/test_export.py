from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from bot.region.pack import Region
from bot.reports.events import Words, record
from bot.reports.export import find_report, list_reports, report_json
from tests.reports.cases import (
    FOUNDING_WORDS,
    TUESDAY,
    accusation,
    add_citizen,
    add_media,
    filed,
    founding_case,
    pothole,
)

PROMISED = {
    *("ticket", "class", "status", "category", "description", "location_text", "latitude", "longitude"),
    *("village_code", "district_code", "secret", "due_at", "answer_due_at", "assignments", "copies"),
    *("photos", "created_at", "updates", "supporters"),
}


def test_the_founding_case_as_machines_read_it(session: Session, region: Region) -> None:
    report = filed(session, founding_case(region, add_citizen(session)))
    exported = report_json(session, region, report)
    assert exported.keys() >= PROMISED
    assert json.loads(json.dumps(exported)) == exported
    assert exported["description"] == FOUNDING_WORDS
    assert (exported["village_code"], exported["district_code"]) == ("16.02.05.2015", "16.02.05")
    assert (exported["class"], exported["status"], exported["secret"]) == ("pengaduan", "diterima", False)
    assert exported["copies"] == ["KEC-16.02.05"]
    assert exported["answer_due_at"] == "2026-12-01T16:59:59+00:00"
    assert exported["created_at"] == "2026-11-24T02:30:00+00:00"
    assert exported["supporters"] == 0
    assert [
        (part["agency"], part["category"], part["suggested_agency"]) for part in exported["assignments"]
    ] == [
        ("PUPR", "jalan_jembatan", "PUBMTR"),
        ("PUPR", "drainase_banjir", None),
    ]
    assert all(part["status"] == "diterima" and part["due_at"] for part in exported["assignments"])


def test_photos_are_listed_once_their_bytes_are_here(session: Session, region: Region) -> None:
    citizen = add_citizen(session)
    media = (
        add_media(session, citizen),
        add_media(session, citizen, state="waiting"),
        add_media(session, citizen, kind="video"),
    )
    exported = report_json(session, region, filed(session, pothole(citizen, photo_ids=media)))
    assert exported["photos"] == [{"sha256": f"{citizen:x}" * 8, "mime": "image/jpeg", "bytes": 1234}]
    assert len(exported["attachments"]) == 1


def test_updates_are_what_a_citizen_may_read(session: Session, region: Region) -> None:
    report = filed(session, pothole(add_citizen(session)))
    later = TUESDAY + timedelta(days=1)
    record(session, report, "words_added", "citizen", later, words=Words(citizen="masih rusak"))
    record(session, report, "answered", "staff:1", later, words=Words(internal="tunggu alat"))
    record(session, report, "answered", "staff:1", later, words=Words(public="kami tinjau"))
    assert report_json(session, region, report)["updates"] == [
        {"at": "2026-11-24T02:30:00+00:00", "status": "diterima", "text": None},
        {"at": "2026-11-25T02:30:00+00:00", "status": None, "text": "kami tinjau"},
    ]


def test_a_secret_report_withholds_words_and_place(session: Session, region: Region) -> None:
    report = filed(session, accusation(add_citizen(session), latitude=-3.39, longitude=104.83))
    record(session, report, "answered", "staff:1", TUESDAY, words=Words(public="saksi sudah dipanggil"))
    exported = report_json(session, region, report)
    assert exported["secret"] is True
    assert [part["agency"] for part in exported["assignments"]] == ["INSPEKTORAT"]
    withheld = ("description", "location_text", "latitude", "longitude", "village_code", "district_code")
    assert all(exported[field] is None for field in withheld)
    for words in ("oknum", "Celikah", "16.02.05", "saksi", "SDN"):
        assert words not in json.dumps(exported)


def test_a_report_without_deadline_says_null(session: Session, region: Region) -> None:
    exported = report_json(session, region, filed(session, accusation(add_citizen(session), agency=None)))
    assert (exported["answer_due_at"], exported["due_at"], exported["assignments"]) == (None, None, [])


@pytest.mark.parametrize(("limit", "expected"), [(None, 3), (2, 2)])
def test_reports_are_listed_newest_first(session: Session, limit: int | None, expected: int) -> None:
    citizen = add_citizen(session)
    tickets = [
        filed(session, pothole(citizen, at=TUESDAY + timedelta(hours=hour))).ticket for hour in range(3)
    ]
    listed = [report.ticket for report in list_reports(session, limit)]
    assert listed == tickets[::-1][:expected]


def test_a_report_is_found_by_its_ticket_however_written(session: Session, region: Region) -> None:
    report = filed(session, pothole(add_citizen(session)))
    assert find_report(session, region, report.ticket) is report
    assert find_report(session, region, report.ticket.lower().replace("-", " ")) is report
    for text in ("OKI-4829-1372", "OKI-4829-1373", "laporan", ""):
        assert find_report(session, region, text) is None
