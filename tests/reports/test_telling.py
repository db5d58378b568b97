"""A change of a report is told in words inside the 24-hour window, by a template outside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations.bubbles import CAPTION, TEMPLATE_BODY, TEXT_BODY, Bubble, Button
from bot.conversations.citizens import Citizen
from bot.conversations.messages import OutboxMessage, TranscriptEntry
from bot.conversations.wording import Wording
from bot.region.pack import Region, load_region
from bot.reports.records import Report
from bot.reports.telling import RESPONSES, News, Teller, open_button, preview_of
from tests.reports.cases import TUESDAY, accusation, add_citizen, add_media, filed, pothole

WORDS = "Lubang ditambal paling lambat 12 Desember."
LONG = "Tambalan aspal dikerjakan bertahap. " * 200
WORDING = Wording(Path(__file__).parents[2] / "data/responses")
CONTOH = Path(__file__).parents[1] / "region/packs/contoh"
VALIDATION = (Button("beres", "Sudah beres"), Button("belum", "Belum beres"))
KINDS = list(RESPONSES)
Compose = Callable[..., Bubble]


@pytest.fixture(params=["open", "closed"])
def hours(request: pytest.FixtureRequest) -> float:
    """Hours since the owner last wrote."""
    return 1.0 if request.param == "open" else 25.0


@pytest.fixture
def report(session: Session) -> Report:
    return filed(session, pothole(add_citizen(session)))


@pytest.fixture
def compose(session: Session, region: Region) -> Compose:
    def compose(report: Report, kind: str = "jawaban", words: str = WORDS, **extras: Any) -> Bubble:
        silent_since(session, report, extras.pop("hours", 1.0))
        bubble = teller(session, region).compose(News(report, kind, words, **extras))
        bubble.check()
        return bubble

    return compose


def teller(session: Session, region: Region) -> Teller:
    return Teller(session, region, WORDING, TUESDAY)


def silent_since(session: Session, report: Report, hours: float) -> None:
    citizen = session.get_one(Citizen, report.citizen_id)
    citizen.last_inbound_at = TUESDAY - timedelta(hours=hours)


@pytest.mark.parametrize("kind", KINDS)
def test_the_owner_reads_number_agency_and_words(report, compose, kind: str, hours: float) -> None:
    bubble = compose(report, kind, agency="PUPR", hours=hours)
    for part in (report.ticket, "PUPR", WORDS):
        assert part in bubble.text


@pytest.mark.parametrize("kind", KINDS)
def test_a_closed_window_takes_the_template_of_the_kind(report, compose, region, kind: str) -> None:
    assert compose(report, kind).template is None
    bubble = compose(report, kind, hours=24)
    template = region.templates[f"lapor_{kind}"]
    assert (bubble.template.name, bubble.template.language) == (template.name, "id")
    assert bubble.text == template.fill(dict(zip(template.examples, bubble.template.values, strict=True)))
    assert len(bubble.template.buttons) == len(template.buttons)


def test_words_hold_the_template_ready_for_a_window_that_closes(report, compose) -> None:
    inside, outside = compose(report), compose(report, hours=25)
    assert inside.otherwise == outside
    assert outside.otherwise is None


def test_who_never_wrote_is_told_by_a_template(session, region, report) -> None:
    assert session.get_one(Citizen, report.citizen_id).last_inbound_at is None
    preview = preview_of(teller(session, region).compose(News(report, "status", WORDS)))
    assert preview.template == "lapor_status"


def test_without_an_agency_the_service_speaks(report, compose, region, hours: float) -> None:
    assert region.wording["service"] in compose(report, hours=hours).text


def test_the_head_of_a_district_speaks_by_his_copy_code(report, compose, hours: float) -> None:
    assert "Camat Kayu Agung" in compose(report, agency="KEC-16.02.05", hours=hours).text


def test_the_values_of_a_template_are_flat(report, compose) -> None:
    bubble = compose(report, words=" satu\n\ndua\t tiga       empat ", hours=25)
    assert bubble.template.values[-1] == "satu dua tiga empat"


def test_braces_in_the_words_are_only_words(report, compose, hours: float) -> None:
    assert "{tiket} {{1}} {0}" in compose(report, words="{tiket} {{1}} {0}", hours=hours).text


def test_pressing_a_template_opens_the_report(report, compose) -> None:
    assert compose(report, hours=25).template.buttons == (open_button(report.ticket),)
    assert open_button("OKI-4829-1372") == "buka:OKI-4829-1372"


def test_long_words_are_shortened_to_what_a_template_takes(report, compose) -> None:
    bubble = compose(report, words=LONG, hours=25)
    assert TEMPLATE_BODY - 40 < len(bubble.text) <= TEMPLATE_BODY
    assert bubble.template.values[-1].endswith("…")


def test_long_words_are_shortened_to_what_a_text_takes(report, compose) -> None:
    bubble = compose(report, words=LONG)
    assert (bubble.kind, len(bubble.text) <= TEXT_BODY) == ("text", True)


def test_words_too_long_beside_a_photo_can_be_read_whole(session, report, compose) -> None:
    photo = add_media(session, report.citizen_id)
    short = compose(report, image=photo)
    assert (short.kind, short.image, short.buttons) == ("image", photo, ())
    long = compose(report, words=LONG, image=photo)
    assert len(long.text) <= CAPTION
    assert [button.id for button in long.buttons] == [open_button(report.ticket)]


def test_buttons_stand_below_the_words_inside_the_window(session, report, compose) -> None:
    photo = add_media(session, report.citizen_id)
    bubble = compose(report, "selesai", image=photo, buttons=VALIDATION)
    assert (bubble.kind, bubble.buttons, bubble.image) == ("buttons", VALIDATION, photo)


def test_a_photo_stands_above_the_template_that_has_one(session, report, compose) -> None:
    photo = add_media(session, report.citizen_id)
    done = compose(report, "selesai", image=photo, hours=25)
    assert (done.template.name, done.image) == ("lapor_selesai_foto", photo)
    answered = compose(report, "jawaban", image=photo, hours=25)
    assert (answered.template.name, answered.image) == ("lapor_jawaban", None)


def test_a_quick_reply_of_the_same_name_sends_what_the_button_would(report, compose) -> None:
    named = (Button("lihat", "Buka jawaban"),)
    assert compose(report, buttons=named, hours=25).template.buttons == ("lihat",)


@pytest.mark.parametrize("kind", KINDS)
def test_a_secret_report_is_told_neutrally_inside_the_window(session, compose, kind: str) -> None:
    secret = filed(session, accusation(add_citizen(session)))
    text = compose(secret, kind, agency="INSPEKTORAT").text
    assert secret.ticket in text and WORDS in text
    assert not any(word in text.lower() for word in ("inspektorat", "pungli", "oknum"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_secret_report_says_nothing_outside_the_window(session, compose, kind: str) -> None:
    secret = filed(session, accusation(add_citizen(session)))
    photo = add_media(session, secret.citizen_id)
    bubble = compose(secret, kind, agency="INSPEKTORAT", image=photo, hours=25)
    assert (bubble.template.name, bubble.image, bubble.template.buttons) == ("lapor_status", None, ())
    assert secret.ticket in bubble.text
    spoken = f"{bubble.text} {bubble.template.values}".lower()
    assert not any(word in spoken for word in (WORDS.lower(), "inspektorat", "pungli", "oknum", "selesai"))


def test_an_ordinary_report_may_be_told_as_a_secret_one(report, compose) -> None:
    assert WORDS not in compose(report, secret=True, hours=25).text


def test_an_unknown_kind_is_nobodys_news(report, compose, hours: float) -> None:
    with pytest.raises(KeyError, match="ditolak"):
        compose(report, "ditolak", hours=hours)


def test_a_pack_without_templates_sends_text(session, report) -> None:
    silent_since(session, report, 25)
    bubble = teller(session, load_region(CONTOH)).compose(News(report, "status", WORDS))
    assert (bubble.kind, WORDS in bubble.text) == ("text", True)


def test_a_preview_says_what_the_owner_reads_and_how_it_is_billed(session, region, report, compose) -> None:
    for hours, template, cost in ((1, None, "layanan"), (25, "lapor_jawaban", "utilitas")):
        bubble = compose(report, hours=hours)
        preview = preview_of(teller(session, region).compose(News(report, "jawaban", WORDS)))
        assert (preview.text, preview.template, preview.cost) == (bubble.text, template, cost)
    assert session.scalars(select(OutboxMessage)).all() == []


def test_what_is_told_stands_in_outbox_and_transcript(session, region, report, compose, hours) -> None:
    photo = add_media(session, report.citizen_id)
    bubble = compose(report, "selesai", image=photo, hours=hours)
    message = teller(session, region).tell(News(report, "selesai", WORDS, image=photo), staff_id=7)
    assert (message.purpose, message.citizen_id) == ("update", report.citizen_id)
    assert (message.created_at, Bubble.from_json(message.body)) == (TUESDAY, bubble)
    line = session.scalars(select(TranscriptEntry)).one()
    assert (line.speaker, line.staff_id, line.report_id) == ("staff", 7, report.id)
    assert (line.text, line.outbox_id, line.media_id) == (bubble.text, message.id, photo)
    assert line.secret is False


def test_without_a_member_of_the_staff_the_bot_speaks(session, region, report, compose) -> None:
    teller(session, region).tell(News(report, "status", WORDS))
    assert session.scalars(select(TranscriptEntry.speaker)).one() == "bot"


def test_the_line_of_a_secret_report_is_secret(session, region, compose) -> None:
    secret = filed(session, accusation(add_citizen(session)))
    teller(session, region).tell(News(secret, "jawaban", WORDS), staff_id=7)
    assert session.scalars(select(TranscriptEntry.secret)).one() is True


def test_an_owner_who_was_joined_into_another_is_still_told(session, region, report) -> None:
    former, present = report.citizen_id, add_citizen(session)
    session.get_one(Citizen, former).joined_into = present
    session.get_one(Citizen, present).last_inbound_at = TUESDAY
    message = teller(session, region).tell(News(report, "status", WORDS))
    assert (message.citizen_id, "template" in message.body) == (present, False)
