"""A restart of the simulator loses neither chats nor messages on their way."""

from __future__ import annotations

from pathlib import Path

from tests.simulator.bench import BOTH, run_bench
from tests.simulator.fake_program import FakeProgram, wait_until
from tests.simulator.serving import address, listen, serve


def test_chats_and_photos_are_still_there(tmp_path: Path, program: FakeProgram, webhook_url: str) -> None:
    with run_bench(tmp_path, program, webhook_url) as bench:
        sent = bench.send_photo(BOTH, b"foto lama")
        before = bench.chat(BOTH)
    with run_bench(tmp_path, program, webhook_url) as bench:
        assert [one["id"] for one in bench.chat(BOTH)] == [one["id"] for one in before]
        assert bench.api("GET", f"/media/{sent['content']['image']['id']}").content == b"foto lama"


def test_a_message_nobody_took_arrives_after_the_restart(tmp_path: Path, program: FakeProgram) -> None:
    listening = listen()
    webhook_url = f"{address(listening)}/whatsapp/webhook"
    with run_bench(tmp_path, program, "http://127.0.0.1:9/mati") as bench:
        bench.write(BOTH, body="jangan hilang")
        assert bench.chat(BOTH)[0]["status"] == "sent"
    with serve(program.app, listening), run_bench(tmp_path, program, webhook_url) as bench:
        wait_until(lambda: [one["text"]["body"] for one in program.messages] == ["jangan hilang"])
        wait_until(lambda: bench.chat(BOTH)[0]["status"] == "delivered")


def test_a_reply_on_its_way_is_delivered(tmp_path: Path, program: FakeProgram, webhook_url: str) -> None:
    with run_bench(tmp_path, program, webhook_url, status_pause=60) as bench:
        bench.write(BOTH, body="halo")
        wamid = bench.reply(BOTH)
    with run_bench(tmp_path, program, webhook_url):
        wait_until(lambda: program.statuses_of(wamid) == ["sent", "delivered"])
