"""Our webhook and courier against the simulator's WhatsApp: both sides keep to the same protocol."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from starlette.applications import Starlette

from bot.conversations import outbox
from bot.conversations.bubbles import Bubble, Button, Row, TemplateUse
from bot.conversations.citizens import Citizen
from bot.conversations.messages import InboxEvent, Media, OutboxMessage
from bot.conversations.wording import Wording
from bot.region.pack import load_region
from bot.simulator.routes import simulator_routes
from bot.storage.files import Files
from bot.storage.tables import now
from bot.whatsapp.client import GraphClient
from bot.whatsapp.courier import Courier
from bot.whatsapp.patience import Patience
from bot.whatsapp.template_shape import build_template
from bot.whatsapp.webhook import PATH, webhook_routes
from tests.conversations.pictures import phone_picture
from tests.simulator.bench import BOTH, CONFIG, PHONE_ONLY, USER_ID_ONLY, Bench
from tests.simulator.fake_program import FakeProgram
from tests.simulator.serving import address, listen, serve
from tests.whatsapp.numbers import number_settings
from tests.whatsapp.outgoing import RESPONSES
from tests.whatsapp.working_hours import at_work, wait_until

OKI = Path(__file__).parents[2] / "data" / "region" / "oki"
TICKET = "OKI-4829-1372"


@pytest.fixture
def bench(database, vault, tmp_path: Path) -> Iterator[Bench]:
    """The simulator beside our webhook, and a courier at work between them."""
    listening = listen()
    url = address(listening)
    templates = tuple(build_template(template) for template in load_region(OKI).templates.values())
    config = replace(CONFIG, webhook_url=url + PATH, state_path=tmp_path / "simulator", templates=templates)
    settings = number_settings(
        tmp_path,
        WHATSAPP_GRAPH_URL=f"{url}/simulator/graph/v25.0",
        WHATSAPP_PHONE_NUMBER_ID=config.phone_number_id,
        WHATSAPP_ACCESS_TOKEN=config.access_token,
        WHATSAPP_APP_SECRET=config.app_secret,
    )
    files = Files(f"file://{tmp_path / 'media'}")
    client, wording = GraphClient(settings.whatsapp), Wording(RESPONSES)
    patience = Patience(poll=0.02, backoff=0.05, number_pause=0.05)
    courier = Courier(database, vault, files, client, wording, settings, patience)
    app = Starlette(routes=[*webhook_routes(database, vault, settings.whatsapp), *simulator_routes(config)])
    with serve(app, listening), at_work(courier):
        yield Bench(url, FakeProgram(config.app_secret), config)


def received(database, kind: str) -> list[InboxEvent]:
    with database.writing() as session:
        return list(session.scalars(select(InboxEvent).where(InboxEvent.kind == kind)))


def answer(database, citizen_id: int, bubble: Bubble) -> int:
    with database.writing() as session:
        return outbox.enqueue(session, citizen_id, bubble, "reply", at=now()).id


def add_photo(database, tmp_path: Path, citizen_id: int) -> int:
    """A photo of the staff, put away as the console does."""
    Files(f"file://{tmp_path / 'media'}").write("staff/served.jpg", phone_picture())
    facts = {"graph_id": "", "staff_id": 1, "state": "stored", "served_path": "staff/served.jpg"}
    with database.writing() as session:
        photo = Media(citizen_id=citizen_id, kind="image", mime="image/jpeg", **facts)
        session.add(photo)
        session.flush()
        return photo.id


def writer(database, bench) -> int:
    """Somebody who has just written."""
    bench.write(BOTH, body="halo")
    wait_until(lambda: len(received(database, "text")) == 1)
    citizen_id = received(database, "text")[0].citizen_id
    assert citizen_id is not None
    return citizen_id


def template(name: str, *values: str, **more: Any) -> Bubble:
    use = TemplateUse(name, "id", values, (f"buka:{TICKET}",))
    return Bubble(f"Laporan {TICKET} …", template=use, **more)


def state(database, message_id: int) -> str:
    with database.reading() as session:
        return session.get_one(OutboxMessage, message_id).state


@pytest.mark.parametrize("citizen", [BOTH, PHONE_ONLY, USER_ID_ONLY])
def test_a_citizen_writes_and_is_answered_and_presses_a_button(database, bench, citizen: int) -> None:
    bench.write(citizen, body="jalan rusak di Celikah")
    wait_until(lambda: len(received(database, "text")) == 1)
    (text,) = received(database, "text")
    assert text.payload == {"text": "jalan rusak di Celikah"}
    question = Bubble("Kirim laporan ini?", buttons=(Button("kirim", "Kirim"),))
    asked = answer(database, text.citizen_id, question)
    wait_until(lambda: state(database, asked) in ("delivered", "read"))
    bench.write(citizen, "press", label="Kirim")
    wait_until(lambda: len(received(database, "button")) == 1)
    (pressed,) = received(database, "button")
    assert (pressed.payload, pressed.citizen_id) == ({"id": "kirim", "title": "Kirim"}, text.citizen_id)
    with database.reading() as session:
        assert pressed.reply_to == session.get_one(OutboxMessage, asked).wamid


@pytest.mark.parametrize(
    "bubble",
    [
        Bubble("a" * 4096),
        Bubble("a" * 1024, buttons=tuple(Button(f"{number}" * 256, f"{number}" * 20) for number in range(3))),
        Bubble("a" * 1024, asks_location=True),
        Bubble(
            "a" * 4096,
            list_label="b" * 20,
            rows=tuple(Row(f"{number}" * 200, f"{number}" * 24, "c" * 72) for number in range(10)),
        ),
    ],
)
def test_what_our_limits_allow_the_graph_api_takes(database, bench, bubble: Bubble) -> None:
    bench.write(BOTH, body="halo")
    wait_until(lambda: len(received(database, "text")) == 1)
    message = answer(database, received(database, "text")[0].citizen_id, bubble)
    wait_until(lambda: state(database, message) in ("delivered", "read"))


@pytest.mark.parametrize("buttons", [(), (Button("beres", "Sudah beres"), Button("belum", "Belum beres"))])
def test_a_photo_of_the_staff_arrives_with_its_words(database, bench, tmp_path, buttons) -> None:
    citizen_id = writer(database, bench)
    photo = add_photo(database, tmp_path, citizen_id)
    message = answer(database, citizen_id, Bubble("Sudah ditambal.", buttons, image=photo))
    wait_until(lambda: state(database, message) in ("delivered", "read"))
    content = bench.chat(BOTH)[-1]["content"]
    shown = content["interactive"]["header"]["image"] if buttons else content["image"]
    picture = bench.api("GET", f"/media/{shown['id']}")
    assert picture.content == phone_picture()


def test_outside_the_window_words_fail_and_a_template_arrives(database, bench) -> None:
    citizen_id = writer(database, bench)
    bench.faults(window_closed=True)
    words = answer(database, citizen_id, Bubble("Sudah ditambal."))
    told = answer(database, citizen_id, template("lapor_jawaban", TICKET, "Dinas PUPR", "Sudah ditambal."))
    wait_until(lambda: state(database, words) == "failed")
    wait_until(lambda: state(database, told) in ("delivered", "read"))
    with database.reading() as session:
        assert session.get_one(OutboxMessage, words).error_code == 131047
    filled = bench.chat(BOTH)[-1]["content"]["filled"]
    assert "Dinas PUPR: Sudah ditambal." in filled["body"]
    bench.write(BOTH, "press", label="Buka jawaban")
    wait_until(lambda: len(received(database, "template_button")) == 1)
    (pressed,) = received(database, "template_button")
    assert pressed.payload == {"id": f"buka:{TICKET}", "title": "Buka jawaban"}


def test_words_that_meet_a_closed_window_are_followed_by_their_template(database, bench) -> None:
    citizen_id = writer(database, bench)
    bench.faults(window_closed=True)
    ready = template("lapor_jawaban", TICKET, "Dinas PUPR", "Sudah ditambal.")
    words = answer(database, citizen_id, Bubble("Sudah ditambal.", otherwise=ready))
    wait_until(lambda: state(database, words) == "failed")
    wait_until(lambda: bench.chat(BOTH)[-1]["status"] in ("delivered", "read"))
    assert "Dinas PUPR: Sudah ditambal." in bench.chat(BOTH)[-1]["content"]["filled"]["body"]


def test_a_template_may_show_a_photo(database, bench, tmp_path) -> None:
    citizen_id = writer(database, bench)
    photo = add_photo(database, tmp_path, citizen_id)
    done = template("lapor_selesai_foto", TICKET, "Dinas PUPR", "Sudah ditambal.", image=photo)
    message = answer(database, citizen_id, done)
    wait_until(lambda: state(database, message) in ("delivered", "read"))


def test_a_template_nobody_registered_fails(database, bench) -> None:
    message = answer(database, writer(database, bench), template("lapor_lain", TICKET))
    wait_until(lambda: state(database, message) == "failed")
    with database.reading() as session:
        assert session.get_one(OutboxMessage, message).error_code == 132001


def test_faults_of_the_graph_api_cost_no_bubble_and_no_photo(database, bench) -> None:
    bench.faults(break_sends=2, expire_media=2, duplicate=True, out_of_order=False)
    bench.send_photo(BOTH, phone_picture(), "lubang")
    wait_until(lambda: len(received(database, "image")) == 1)
    message = answer(database, received(database, "image")[0].citizen_id, Bubble("Baik"))
    wait_until(lambda: state(database, message) == "delivered")

    def photo_states() -> list[str]:
        with database.reading() as session:
            return list(session.scalars(select(Media.state)))

    wait_until(lambda: photo_states() == ["stored"])
    ours = [bubble["content"] for bubble in bench.chat(BOTH) if not bubble["from_citizen"]]
    assert [content["text"]["body"] for content in ours] == ["Baik"]


def test_an_undeliverable_message_is_known_as_failed(database, bench) -> None:
    bench.write(BOTH, body="halo")
    wait_until(lambda: len(received(database, "text")) == 1)
    bench.faults(undeliverable=1)
    message = answer(database, received(database, "text")[0].citizen_id, Bubble("Baik"))
    wait_until(lambda: state(database, message) == "failed")


@pytest.mark.parametrize("citizen", [BOTH, PHONE_ONLY, USER_ID_ONLY])
def test_a_citizen_who_changes_his_number_stays_himself(database, bench, citizen: int) -> None:
    bench.write(citizen, body="satu")
    bench.write(citizen, "system")
    bench.write(citizen, body="dua")
    wait_until(lambda: len(received(database, "text")) == 2)
    wait_until(lambda: len(received(database, "system")) == 1)
    with database.reading() as session:
        assert len(session.scalars(select(Citizen.id).where(Citizen.joined_into.is_(None))).all()) == 1
        assert len(set(session.scalars(select(InboxEvent.citizen_id).where(InboxEvent.kind == "text")))) == 1
