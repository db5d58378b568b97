"""Trainers say what sentences mean: queue, form, examples, morning."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from bot.conversations.messages import TranscriptEntry
from bot.training.doubts import forget_lines
from bot.training.records import Doubt, Example
from bot.wiring import Wiring
from tests.console.chat_rows import Rows
from tests.console.conftest import SignedIn, StaffClient

QUEUE = "/staff/belum-dipahami"
SENTENCE = "siring sebelah masjid tesumbat galo"


def add_doubts(wiring: Wiring, *sentences: str, reason: str = "ragu", **facts: Any) -> list[int]:
    """Doubts of one cluster, each about a line of its own."""
    ids: list[int] = []
    with wiring.database.writing() as session:
        rows = Rows(session)
        citizen = rows.citizen()
        for sentence in sentences:
            line = rows.says(citizen, sentence)
            doubt = Doubt(
                line_id=line, sentence=sentence, reason=reason, intent="sapa", confidence=0.4, **facts
            )
            session.add(doubt)
            session.flush()
            ids.append(doubt.id)
            doubt.cluster = ids[0]
    return ids


def label(browser: StaffClient, doubt: int, intent: str, sentence: str = SENTENCE, **more: Any) -> Any:
    return browser.post(
        f"{QUEUE}/{doubt}", data={"maksud": intent, "kalimat": sentence, "tetap": "1", **more}
    )


def taught(wiring: Wiring) -> list[tuple[str, str, str]]:
    with wiring.database.reading() as session:
        query = select(Example.intent, Example.text, Example.state).order_by(Example.id)
        return [tuple(row) for row in session.execute(query)]


def state_of(wiring: Wiring, doubt: int) -> str:
    with wiring.database.reading() as session:
        return session.get_one(Doubt, doubt).state


def test_the_queue_shows_the_biggest_cluster_first_and_counts_what_matches(
    wiring: Wiring, signed_in: SignedIn
) -> None:
    add_doubts(wiring, "apo pulo ini", reason="batal")
    add_doubts(wiring, "mampet nian", "mampet galo")
    browser = signed_in("trainer")
    text = browser.get(QUEUE).text
    assert text.index("mampet galo") < text.index("apo pulo ini")
    assert "3 kalimat dalam 2 kelompok" in text
    narrowed = browser.get(f"{QUEUE}?alasan=batal").text
    assert "mampet galo" not in narrowed and "1 kalimat dalam 1 kelompok" in narrowed
    assert "Tidak ada kalimat yang cocok" in browser.get(f"{QUEUE}?keadaan=disputed").text


def test_an_empty_queue_says_so(signed_in: SignedIn) -> None:
    assert "Semua sudah dipahami" in signed_in("trainer").get(QUEUE).text


def test_every_cluster_is_on_one_page_of_the_queue(wiring: Wiring, signed_in: SignedIn) -> None:
    for number in range(30):
        add_doubts(wiring, *[f"kalimat{number:02d}x"] * (1 + number % 3))
    browser, address, seen = signed_in("trainer"), QUEUE, ""
    for _ in range(2):
        page = browser.get(address).text
        seen += page
        address = page.rpartition('class="tombol" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert [seen.count(f"kalimat{number:02d}x<") for number in range(30)] == [1] * 30


def test_one_press_labels_and_leads_to_the_next_sentence(wiring: Wiring, signed_in: SignedIn) -> None:
    first, other = add_doubts(wiring, SENTENCE)[0], add_doubts(wiring, "lampu dakdo idup")[0]
    answer = label(signed_in("trainer"), first, "drainase_banjir")
    assert answer.headers["location"] == f"{QUEUE}/{other}?tadi={first}&kabar=label_tersimpan"
    assert taught(wiring) == [("drainase_banjir", SENTENCE, "active")]
    assert state_of(wiring, first) == "labelled"


def test_marked_sentences_are_decided_together_and_unmarked_ones_wait(
    wiring: Wiring, signed_in: SignedIn
) -> None:
    first, second, third = add_doubts(wiring, SENTENCE, f"{SENTENCE} nian pak bupati", "siring laen tesumbat")
    label(signed_in("trainer"), first, "drainase_banjir", anggota=str(second))
    assert [state_of(wiring, doubt) for doubt in (first, second, third)] == [
        "labelled",
        "labelled",
        "waiting",
    ]
    assert len(taught(wiring)) == 2


def test_two_problems_become_two_examples(wiring: Wiring, signed_in: SignedIn) -> None:
    doubt = add_doubts(wiring, "jalan kami ancur samo siring tesumbat")[0]
    parts = {
        "bagian1": "jalan kami ancur jok kemaren", "kategori1": "jalan_jembatan",
        "bagian2": "siring tesumbat jok kemaren", "kategori2": "drainase_banjir",
    }  # fmt: skip
    browser = signed_in("trainer")
    assert label(browser, doubt, "beberapa", bagian1="x", kategori1="jalan_jembatan").status_code == 409
    label(browser, doubt, "beberapa", **parts)
    assert {row[:2] for row in taught(wiring)} == {
        ("jalan_jembatan", "jalan kami ancur jok kemaren"),
        ("drainase_banjir", "siring tesumbat jok kemaren"),
    }


def test_a_sentence_with_a_number_of_a_person_is_refused_with_the_reason(
    wiring: Wiring, signed_in: SignedIn
) -> None:
    doubt = add_doubts(wiring, SENTENCE)[0]
    answer = label(signed_in("trainer"), doubt, "drainase_banjir", "siring mampet, hubungi 081234567890")
    assert answer.status_code == 422 and "data pribadi" in answer.text
    assert "hubungi 081234567890" in answer.text
    assert (taught(wiring), state_of(wiring, doubt)) == ([], "waiting")


def test_a_warning_waits_for_a_second_press(wiring: Wiring, signed_in: SignedIn) -> None:
    doubt = add_doubts(wiring, SENTENCE)[0]
    browser = signed_in("trainer")
    answer = label(browser, doubt, "sapa", "siring mampet banyu naek ke rumah " + "nian " * 90, tetap="")
    assert answer.status_code == 422 and "Tetap simpan sebagai" in answer.text
    assert not taught(wiring)


def test_a_sentence_of_the_files_is_decided_without_a_second_example(
    wiring: Wiring, signed_in: SignedIn
) -> None:
    doubt = add_doubts(wiring, "bukan itu")[0]
    assert label(signed_in("trainer"), doubt, "tolak", "bukan itu").status_code == 303
    assert (taught(wiring), state_of(wiring, doubt)) == ([], "labelled")


def test_who_disagrees_sees_the_other_and_stops_the_teaching(wiring: Wiring, signed_in: SignedIn) -> None:
    doubt = add_doubts(wiring, SENTENCE)[0]
    siti, budi = signed_in("trainer", name="Siti"), signed_in("trainer", name="Budi")
    label(siti, doubt, "drainase_banjir")
    assert label(budi, doubt, "air_bersih").status_code == 303
    text = siti.get(f"{QUEUE}/{doubt}").text
    assert "Siti" in text and "Budi" in text and "Pendapatnya berbeda" in text
    assert [row[2] for row in taught(wiring)] == ["withdrawn"]
    assert "Beda pendapat" in budi.get(f"{QUEUE}?keadaan=disputed").text
    budi.post(f"{QUEUE}/{doubt}/tarik")
    assert taught(wiring) == [("drainase_banjir", SENTENCE, "active")]


def test_nobody_takes_back_what_another_said(wiring: Wiring, signed_in: SignedIn) -> None:
    doubt = add_doubts(wiring, SENTENCE)[0]
    label(signed_in("trainer"), doubt, "drainase_banjir")
    assert signed_in("trainer").post(f"{QUEUE}/{doubt}/tarik").status_code == 404


def test_what_stands_nowhere_is_refused(wiring: Wiring, signed_in: SignedIn) -> None:
    doubt = add_doubts(wiring, SENTENCE)[0]
    assert label(signed_in("trainer"), doubt, "pilih_kategori").status_code == 409
    assert label(signed_in("trainer"), doubt, "").status_code == 409


def test_a_line_that_has_turned_secret_is_not_there(wiring: Wiring, signed_in: SignedIn) -> None:
    doubt = add_doubts(wiring, SENTENCE)[0]
    with wiring.database.writing() as session:
        session.scalars(select(TranscriptEntry)).one().secret = True
    browser = signed_in("trainer")
    assert browser.get(f"{QUEUE}/{doubt}").status_code == 404
    assert label(browser, doubt, "drainase_banjir").status_code == 404
    assert SENTENCE not in browser.get(QUEUE).text and SENTENCE not in browser.get("/staff/pagi").text


def test_an_erased_sentence_can_be_taught_no_more(wiring: Wiring, signed_in: SignedIn) -> None:
    doubt = add_doubts(wiring, SENTENCE)[0]
    with wiring.database.writing() as session:
        forget_lines(session, [session.get_one(Doubt, doubt).line_id or 0])
    browser = signed_in("trainer")
    assert browser.get(f"{QUEUE}/{doubt}").status_code == 404
    assert "Tidak ada kalimat yang cocok" in browser.get(f"{QUEUE}?keadaan=set_aside").text


@pytest.mark.parametrize("role", ["trainer", "operator"])
def test_a_sentence_of_a_chat_is_taught_from_there_without_its_name(
    wiring: Wiring, signed_in: SignedIn, role: str
) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        citizen = rows.named(wiring.vault, "Wahyudin", "6281100000001")
        reading = {"intent": "sapa", "confidence": 0.9, "entities": [], "alternatives": []}
        line = rows.says(citizen, "Wahyudin nak ngadu siring tesumbat", understanding=reading)
        answered = rows.says(citizen, "baik", speaker="bot")
        secret = rows.says(citizen, "pak kades minta duit", secret=True)
    browser = signed_in(role)
    assert f"/staff/ajari/{line}" in browser.get(f"/staff/percakapan/{citizen}").text
    page = browser.get(f"/staff/ajari/{line}").text
    assert "••• nak ngadu siring tesumbat" in page and "Wahyudin" not in page
    assert [browser.get(f"/staff/ajari/{one}").status_code for one in (answered, secret)] == [404, 404]
    answer = browser.post(
        f"/staff/ajari/{line}",
        data={"maksud": "drainase_banjir", "kalimat": "nak ngadu siring tesumbat", "tetap": "1"},
    )
    assert answer.status_code == 303
    with wiring.database.reading() as session:
        doubt = session.scalars(select(Doubt)).one()
        assert (doubt.line_id, doubt.reason, doubt.state) == (line, "pilihan", "labelled")
        assert session.scalars(select(Example)).one().source == "percakapan"
        address = f"{QUEUE}/{doubt.id}"
    assert browser.get(f"/staff/ajari/{line}").headers["location"] == address


def test_a_trainer_reads_chats_without_names_and_an_operator_with_them(
    wiring: Wiring, signed_in: SignedIn
) -> None:
    with wiring.database.writing() as session:
        rows = Rows(session)
        citizen = rows.named(wiring.vault, "Wahyudin", "6281100000001")
        rows.says(citizen, "saya Suparman tetangga wahyudin, lampu mati")
    for path in ("/staff/percakapan", f"/staff/percakapan/{citizen}"):
        text = signed_in("trainer").get(path).text
        assert "saya ••• tetangga •••, lampu mati" in text, path
        assert "saya Suparman" in signed_in("operator").get(path).text


def test_examples_can_be_found_and_withdrawn(wiring: Wiring, signed_in: SignedIn) -> None:
    browser = signed_in("trainer", name="Siti")
    label(browser, add_doubts(wiring, SENTENCE)[0], "drainase_banjir")
    label(
        browser, add_doubts(wiring, "lampu dakdo idup")[0], "penerangan_jalan", "lampu tiang dakdo idup galo"
    )
    text = browser.get("/staff/contoh?q=SIRING").text
    assert SENTENCE in text and "Siti" in text and "lampu tiang" not in text and "1 contoh" in text
    with wiring.database.reading() as session:
        example = session.scalars(select(Example.id).order_by(Example.id)).first()
    assert browser.post(f"/staff/contoh/{example}/tarik").status_code == 303
    assert browser.post(f"/staff/contoh/{example}/tarik").status_code == 404
    assert SENTENCE not in browser.get("/staff/contoh?keadaan=active").text
    assert SENTENCE in browser.get("/staff/contoh?keadaan=withdrawn").text


MONDAY = datetime(2026, 11, 30, 3, tzinfo=timezone.utc)  # 10.00 WIB, a working day


def test_trainers_land_on_the_morning_that_tells_of_the_weekend(wiring: Wiring, signed_in: SignedIn) -> None:
    with time_machine.travel(MONDAY, tick=False):
        add_doubts(wiring, "mampet nian", "mampet galo", at=MONDAY - timedelta(days=1))
        add_doubts(wiring, "yang lama", at=MONDAY - timedelta(days=9))
        add_doubts(wiring, "yang baru", at=MONDAY - timedelta(minutes=5))
        browser = signed_in("trainer")
        assert browser.get("/staff").headers["location"] == "/staff/pagi"
        text = browser.get("/staff/pagi").text
    assert "<b>2</b> kalimat belum dipahami" in text and "mampet galo" in text
    assert "Sesudah ringkasan ini masuk 1 kalimat lagi" in text and "yang lama" not in text
    assert '<span class="lencana">3<' in text
    assert "2 kalimat dalam tujuh hari terakhir, 1 dalam tujuh hari sebelumnya" in text


def test_a_quiet_morning_says_so(signed_in: SignedIn) -> None:
    assert "semua kalimat warga dipahami" in signed_in("trainer").get("/staff/pagi").text


def test_a_name_in_the_sentence_is_asked_about_and_a_number_is_refused(
    wiring: Wiring, signed_in: SignedIn
) -> None:
    doubt = add_doubts(wiring, SENTENCE)[0]
    trainer, named = signed_in("trainer"), f"{SENTENCE} kato pak Joko"
    asked = label(trainer, doubt, "drainase_banjir", named, tetap="")
    assert asked.status_code == 422 and "kato pak •••" in asked.text
    number = f"{SENTENCE} hubungi 0812-3456-7890"
    assert "nomor telepon atau NIK" in label(trainer, doubt, "drainase_banjir", number).text
    assert taught(wiring) == []
    assert label(trainer, doubt, "drainase_banjir", named).status_code == 303
    assert taught(wiring) == [("drainase_banjir", named, "active")]


def test_of_a_sentence_that_may_be_a_report_categories_are_the_likeliest(
    wiring: Wiring, signed_in: SignedIn
) -> None:
    doubt_id = add_doubts(wiring, SENTENCE)[0]
    ranking = [{"name": name, "confidence": 0.1} for name in ("sapa", "setuju", "drainase_banjir")]
    with wiring.database.writing() as session:
        doubt = session.get_one(Doubt, doubt_id)
        doubt.intent = "mungkin_laporan"
        line = session.get_one(TranscriptEntry, doubt.line_id)
        line.understanding = {"intent": "mungkin_laporan", "confidence": 0.2, "alternatives": ranking}
    likely = signed_in("trainer").get(f"{QUEUE}/{doubt_id}").text.split("<legend>Paling mungkin")[1]
    named = re.findall(r'value="(\w+)"', likely.split("</fieldset>")[0])
    assert named == ["drainase_banjir", "sapa", "setuju"]


def test_the_places_that_the_bot_knows_are_shown_and_landmarks_are_not(
    wiring: Wiring, signed_in: SignedIn
) -> None:
    doubt_id = add_doubts(wiring, SENTENCE)[0]
    with wiring.database.writing() as session:
        line = session.get_one(TranscriptEntry, session.get_one(Doubt, doubt_id).line_id)
        entities = [{"entity": "village", "value": "Celikah"}, {"entity": "landmark", "value": "umah Joko"}]
        line.understanding = {"intent": "sapa", "confidence": 0.4, "entities": entities}
    page = signed_in("trainer").get(f"{QUEUE}/{doubt_id}").text
    assert "Dikenali bot:" in page and "Celikah" in page and "umah Joko" not in page
