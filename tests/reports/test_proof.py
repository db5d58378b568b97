"""What becomes of the photos with which a part is closed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.conversations.media import check_photo
from bot.conversations.messages import Media
from bot.conversations.near_copies import PhotoPiece, PhotoPrint
from bot.conversations.staff_photos import keep_staff_photo
from bot.conversations.wording import Wording
from bot.region.pack import Region
from bot.reports.cases import Unclear, open_case
from bot.reports.closing import close, reopen
from bot.reports.filing import file_report
from bot.reports.looking import look_before
from bot.reports.proof import NO_LOOKS, Looks
from bot.reports.records import Report, ReportPhoto
from bot.reports.sight import Viewer
from bot.storage.database import Database
from bot.storage.files import Files
from tests.conversations.drawn_photos import KEPT_WHOLE, as_jpeg, crop, draw_album, draw_texture, send
from tests.conversations.pictures import phone_picture
from tests.reports.cases import TUESDAY, accusation, add_citizen, founding_case, pothole

WORDING = Wording(Path(__file__).parents[2] / "data/responses")
OFFICER = Viewer(1, "Petugas", "officer", "PUPR")
OPERATOR = Viewer(2, "Operator", "operator", None)
HOLE, MENDED = draw_texture(1), draw_texture(2)


@dataclass
class Works:
    """Reports, the photos of citizens in them, and the officers who close them."""

    session: Session
    region: Region
    files: Files

    def report(self, before: Image.Image | None = None, **changes: Any) -> Report:
        citizen = add_citizen(self.session)
        return self._with(file_report(self.session, self.region, pothole(citizen, **changes)), before)

    def two_parts(self) -> Report:
        citizen = add_citizen(self.session)
        return file_report(self.session, self.region, founding_case(self.region, citizen))

    def secret(self, before: Image.Image) -> Report:
        citizen = add_citizen(self.session)
        return self._with(file_report(self.session, self.region, accusation(citizen, "INSPEKTORAT")), before)

    def found(self, ticket: str) -> Report:
        return self.session.scalars(select(Report).where(Report.ticket == ticket)).one()

    def close(
        self,
        report: Report,
        *photos: bytes,
        part: int = 0,
        forwarded: bool = False,
        looks: Looks = NO_LOOKS,
    ) -> dict[str, Any]:
        """Close a part with these photos; the data of the event."""
        case = open_case(self.session, self.region, WORDING, OFFICER, report.ticket, TUESDAY)
        kept = [
            keep_staff_photo(self.session, self.files, report.citizen_id, OFFICER.id, photo, TUESDAY)
            for photo in photos
        ]
        for media in kept:
            media.forwarded = forwarded
        ids = [media.id for media in kept]
        close(case, case.report.assignments[part].id, "Sudah ditambal.", ids, files=self.files, looks=looks)
        return case.report.events[-1].data

    def reopen(self, report: Report) -> None:
        case = open_case(self.session, self.region, WORDING, OPERATOR, report.ticket, TUESDAY)
        reopen(case, case.report.assignments[0].id, "Ternyata belum.")

    def _with(self, report: Report, before: Image.Image | None) -> Report:
        if before is not None:
            media = keep_staff_photo(self.session, self.files, report.citizen_id, 0, as_jpeg(before), TUESDAY)
            media.staff_id = None
            report.photos.append(ReportPhoto(media_id=media.id, position=1))
            self.session.flush()
        return report


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(f"file://{tmp_path}")


@pytest.fixture
def works(session: Session, region: Region, files: Files) -> Works:
    return Works(session, region, files)


def refusal(works: Works, report: Report, *photos: bytes) -> str:
    with pytest.raises(Unclear) as refused, works.session.begin_nested():
        works.close(report, *photos)
    return str(refused.value)


def test_a_new_photo_is_complete_proof(works: Works) -> None:
    data = works.close(works.report(HOLE), as_jpeg(MENDED))
    assert (data["proof"], data.keys()) == ("lengkap", {"media_ids", "proof"})


def test_a_photo_of_another_report_is_refused_with_its_number(works: Works) -> None:
    first, second = works.report(), works.report()
    works.close(first, as_jpeg(MENDED))
    assert f"Foto 1 sudah dipakai di laporan {first.ticket}." in refusal(works, second, as_jpeg(MENDED))
    assert second.status == "diterima" and second.photos == []


def test_a_photo_of_a_report_that_he_may_not_see_is_refused_without_its_number(works: Works) -> None:
    hidden, report = works.secret(HOLE), works.report()
    said = refusal(works, report, as_jpeg(MENDED), as_jpeg(HOLE))
    assert "Foto 2 sudah dipakai di laporan lain." in said and hidden.ticket not in said


def test_the_citizens_own_photo_proves_nothing(works: Works) -> None:
    report = works.report(HOLE)
    assert "sama dengan foto dari warga" in refusal(works, report, as_jpeg(HOLE))


@pytest.mark.parametrize(
    "changed",
    [
        as_jpeg(HOLE, 40),
        as_jpeg(HOLE.resize((320, 240))),
        as_jpeg(HOLE.transpose(Image.Transpose.ROTATE_90)),
        as_jpeg(crop(HOLE, 0.1, 0.02, 0.05, 0.12)),
    ],
)
def test_a_near_copy_is_taken_and_marked(works: Works, changed: bytes) -> None:
    other, report = works.report(HOLE), works.report()
    data = works.close(report, as_jpeg(MENDED), changed)
    assert report.status == "selesai"
    assert data["proof"] == "kurang"
    assert data["similar"] == [[data["media_ids"][1], other.photos[0].media_id]]


def test_one_photo_may_show_both_parts_of_a_report(works: Works) -> None:
    report = works.two_parts()
    assert works.close(report, as_jpeg(MENDED))["proof"] == "lengkap"
    again = works.close(report, as_jpeg(MENDED), part=1)
    assert (again["proof"], again["shared"]) == ("lengkap", again["media_ids"])


def test_one_photo_in_two_sizes_may_show_both_parts_of_a_report(works: Works) -> None:
    report = works.two_parts()
    works.close(report, as_jpeg(MENDED))
    again = works.close(report, as_jpeg(MENDED, 40), part=1)
    assert (again["proof"], again["shared"], "similar" in again) == ("lengkap", again["media_ids"], False)


def test_a_part_that_was_opened_again_needs_another_photo(works: Works) -> None:
    report = works.report()
    first = works.close(report, as_jpeg(MENDED))
    works.reopen(report)
    assert "saat bagian ini ditutup sebelumnya" in refusal(works, report, as_jpeg(MENDED))
    again = works.close(report, as_jpeg(MENDED, 40))
    assert again["similar"] == [[again["media_ids"][0], first["media_ids"][0]]]


def test_forwarded_photos_are_marked(works: Works) -> None:
    data = works.close(works.report(), as_jpeg(MENDED), forwarded=True)
    assert (data["proof"], data["forwarded"]) == ("lengkap", data["media_ids"])


@pytest.mark.parametrize(("latitude", "at_place"), [(-3.381, True), (-3.39, False), (None, False)])
def test_a_photo_taken_at_the_pin_strengthens(works: Works, latitude: float | None, at_place: bool) -> None:
    report = works.report(latitude=latitude, longitude=104.83)
    assert works.close(report, phone_picture()).get("at_place", False) is at_place


@pytest.mark.parametrize(("days", "is_older"), [(0, False), (3, True)])
def test_a_photo_older_than_the_report_is_marked(works: Works, days: int, is_older: bool) -> None:
    report = works.report(at=TUESDAY + timedelta(days=days))
    data = works.close(report, phone_picture())
    assert ("taken_before" in data) is is_older and data["proof"] == "lengkap"


def test_photos_stored_without_a_print_get_one(works: Works) -> None:
    other, report = works.report(HOLE), works.report()
    works.session.execute(delete(PhotoPiece))
    works.session.execute(delete(PhotoPrint))
    data = works.close(report, as_jpeg(HOLE, 40))
    assert data["similar"] == [[data["media_ids"][0], other.photos[0].media_id]]


def test_a_photo_whose_file_is_gone_is_tried_once(works: Works) -> None:
    other, report = works.report(HOLE), works.report()
    works.session.execute(delete(PhotoPiece))
    works.session.execute(delete(PhotoPrint))
    gone = works.session.get_one(Media, other.photos[0].media_id)
    works.files.delete(gone.served_path or "")
    assert works.close(report, as_jpeg(HOLE, 40))["proof"] == "lengkap"
    assert works.session.get_one(PhotoPrint, gone.id).whole == ""


def test_a_plain_photo_is_like_no_other(works: Works) -> None:
    dark, darker = (Image.new("RGB", (640, 480), (shade, shade, shade)) for shade in (10, 11))
    works.close(works.report(), as_jpeg(dark))
    assert works.close(works.report(), as_jpeg(darker))["proof"] == "lengkap"
    assert works.session.scalar(select(func.count()).select_from(PhotoPiece)) == 0


def test_before_photos_are_found_in_whatever_way_they_are_sent_again(works: Works) -> None:
    """Each of 12 before-photos comes back as an after-photo, changed in a way of its own."""
    rng, changes = Random(3), list(KEPT_WHOLE.values())
    album = draw_album()[::3]
    reports = [works.report(picture) for picture in album]
    found = [
        works.close(report, as_jpeg(send(picture, changes[number % len(changes)], rng), 85))
        for number, (report, picture) in enumerate(zip(reports, album, strict=True))
    ]
    before = [report.photos[0].media_id for report in reports]
    assert [[like for _, like in data["similar"]] for data in found] == [[media] for media in before]


def test_a_photo_that_was_looked_up_before_is_compared_with_what_came_since(
    database: Database, region: Region, files: Files
) -> None:
    with database.writing() as session:
        works = Works(session, region, files)
        works.close(works.report(), as_jpeg(MENDED))
        report, other = works.report(), works.report()
        tickets = report.ticket, other.ticket
    content = as_jpeg(crop(MENDED, 0.05, 0.0, 0.02, 0.04))
    sha256 = hashlib.sha256(content).hexdigest()
    unlike = as_jpeg(HOLE)
    photos = {sha256: check_photo(content).served, hashlib.sha256(unlike).hexdigest(): unlike}
    looks = look_before(database, files, report.id, photos)
    assert [len(look.near) for look in looks.values()] == [1, 0]
    with database.writing() as session:
        works = Works(session, region, files)
        works.close(works.found(tickets[1]), as_jpeg(crop(HOLE, 0.03, 0.0, 0.0, 0.03)))
    with database.writing() as session:
        works = Works(session, region, files)
        data = works.close(works.found(tickets[0]), content, unlike, looks=looks)
        assert data["proof"] == "kurang" and len(data["similar"]) == 2


def test_prints_that_are_missing_are_taken_before_anything_is_locked(
    database: Database, region: Region, files: Files
) -> None:
    with database.writing() as session:
        works = Works(session, region, files)
        report = works.report(HOLE)
        session.execute(delete(PhotoPiece))
        session.execute(delete(PhotoPrint))
    looks = look_before(database, files, report.id, {"new": as_jpeg(HOLE, 40)})
    assert len(looks["new"].near) == 1
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(PhotoPrint)) == 1
