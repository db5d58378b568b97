"""Closes a part: its photos are judged and looked up first, while everybody else may still write."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from starlette.datastructures import UploadFile

from bot.console.report_previews import for_citizen
from bot.console.visits import Console, Visit
from bot.conversations.media import Photo, PhotoRefused, check_photo
from bot.conversations.messages import Media
from bot.conversations.staff_photos import drop_files, keep_checked_photo
from bot.reports.answering import needed
from bot.reports.cases import Case, Unclear, open_case
from bot.reports.closing import close
from bot.reports.lifecycle import CLOSE
from bot.reports.looking import look_before

Deed = Callable[[Console, Visit, Case, int], None]
MOST_PHOTOS = 4


@dataclass(frozen=True)
class Upload:
    """A photo of the form: as received, and judged."""

    content: bytes
    photo: Photo

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def ready_to_close(console: Console, visit: Visit) -> Deed:
    """Do what takes seconds, and return the deed, which does not.

    Raises what opening the report and moving its part raise: of who may not close it nothing is looked at.
    """
    report_id = _openable(console, visit)
    said = needed(for_citizen(visit), "apa yang sudah dikerjakan")
    uploads = [_judged(console, file) for file in visit.files("foto")[:MOST_PHOTOS]]
    served = {upload.sha256: upload.photo.served for upload in uploads}
    looks = look_before(console.database, console.files, report_id, served)

    def close_part(console: Console, visit: Visit, case: Case, part: int) -> None:
        case.part(part, CLOSE)
        with _kept(console, case, uploads) as photos:
            close(case, part, said, photos, visit.word("tanpa_foto"), console.files, looks=looks)

    return close_part


def _openable(console: Console, visit: Visit) -> int:
    with console.database.reading() as session:
        ticket, seen = visit.path("ticket"), visit.number("seen") or 0
        case = open_case(
            session, console.region, console.wording, visit.staff, ticket, visit.at, seen, locked=False
        )
        case.part(visit.number("bagian") or 0, CLOSE)
        return case.report.id


def _judged(console: Console, file: UploadFile) -> Upload:
    content = file.file.read()
    try:
        return Upload(content, check_photo(content))
    except PhotoRefused as refused:
        reason = console.wording.say(f"utter_foto_alasan_{refused.reason}")
        raise Unclear(f"Foto {file.filename}: {reason}. Pilih foto lain.") from None


@contextmanager
def _kept(console: Console, case: Case, uploads: Sequence[Upload]) -> Iterator[list[int]]:
    """The ids of the photos, stored; their files go again when the body raises."""
    kept: list[Media] = []
    try:
        for upload in uploads:
            kept.append(
                keep_checked_photo(
                    case.session, console.files, case.report.citizen_id, case.viewer.id, upload.content,
                    upload.photo, case.at,
                )
            )  # fmt: skip
        yield [media.id for media in kept]
    except BaseException:
        # Now, while no other transaction can have got the same names.
        drop_files(console.files, kept)
        raise
