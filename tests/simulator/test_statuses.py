"""The program hears what became of each message it sent."""

from __future__ import annotations

import pytest

from tests.simulator.bench import BOTH, PHONE_ONLY, USER_ID_ONLY, Bench
from tests.simulator.fake_program import wait_until

PRICE = {"billable": True, "pricing_model": "PMP", "category": "service", "type": "regular"}


def statuses_of(bench: Bench, wamid: str, last: str) -> list[dict[str, object]]:
    wait_until(lambda: last in bench.program.statuses_of(wamid))
    return [status for status in bench.program.statuses if status["id"] == wamid]


def test_statuses_arrive_in_order_sent_then_delivered(bench: Bench) -> None:
    bench.write(BOTH, body="halo")
    statuses = statuses_of(bench, bench.reply(BOTH), "delivered")
    assert [status["status"] for status in statuses] == ["sent", "delivered"]


def test_a_status_carries_our_data_the_price_and_both_ids(bench: Bench) -> None:
    bench.write(BOTH, body="halo")
    wamid = bench.reply(BOTH, biz_opaque_callback_data="kotak-keluar-7")
    citizen = bench.citizen(BOTH)
    for status in statuses_of(bench, wamid, "delivered"):
        assert status["biz_opaque_callback_data"] == "kotak-keluar-7"
        assert status["pricing"] == PRICE
        assert status["recipient_id"] == citizen["phone"]
        assert status["recipient_user_id"] == citizen["user_id"]
        assert str(status["timestamp"]).isdigit()


@pytest.mark.parametrize(
    ("citizen", "present", "absent"),
    [(PHONE_ONLY, "recipient_id", "recipient_user_id"), (USER_ID_ONLY, "recipient_user_id", "recipient_id")],
)
def test_a_status_names_only_what_is_known(bench: Bench, citizen: int, present: str, absent: str) -> None:
    bench.write(citizen, body="halo")
    status = statuses_of(bench, bench.reply(citizen), "sent")[0]
    assert present in status and absent not in status


def test_a_status_webhook_names_the_contact(bench: Bench) -> None:
    bench.write(BOTH, body="halo")
    statuses_of(bench, bench.reply(BOTH), "delivered")
    citizen = bench.citizen(BOTH)
    value = next(value for value in bench.program.values if "statuses" in value)
    assert value["contacts"] == [
        {"profile": {"name": citizen["name"]}, "wa_id": citizen["phone"], "user_id": citizen["user_id"]}
    ]


def test_a_chat_on_the_screen_is_read(bench: Bench) -> None:
    bench.write(BOTH, body="halo")
    bench.api("GET", "/events", params={"open": str(BOTH)})
    statuses = statuses_of(bench, bench.reply(BOTH), "read")
    assert [status["status"] for status in statuses] == ["sent", "delivered", "read"]
    assert "pricing" not in statuses[-1]


def test_a_chat_that_nobody_shows_is_not_read(bench: Bench) -> None:
    bench.write(BOTH, body="halo")
    first = bench.reply(BOTH)
    statuses_of(bench, bench.reply(BOTH), "delivered")
    assert "read" not in bench.program.statuses_of(first)


def test_opening_the_chat_later_reads_all_of_it(bench: Bench) -> None:
    bench.write(BOTH, body="halo")
    replies = [bench.reply(BOTH), bench.reply(BOTH)]
    for wamid in replies:
        statuses_of(bench, wamid, "delivered")
    bench.api("POST", f"/citizens/{BOTH}/read")
    for wamid in replies:
        assert statuses_of(bench, wamid, "read")


def test_automatic_reading_needs_no_screen(bench: Bench) -> None:
    bench.faults(auto_read=True)
    bench.write(BOTH, body="halo")
    assert statuses_of(bench, bench.reply(BOTH), "read")


def test_an_undeliverable_message_fails_without_contacts_and_price(bench: Bench) -> None:
    bench.write(BOTH, body="halo")
    bench.faults(undeliverable=1)
    wamid = bench.reply(BOTH)
    (status,) = statuses_of(bench, wamid, "failed")
    errors = status["errors"]
    assert isinstance(errors, list) and errors[0]["code"] == 131026
    assert "pricing" not in status
    value = next(value for value in bench.program.values if "statuses" in value)
    assert "contacts" not in value
    assert statuses_of(bench, bench.reply(BOTH), "delivered")


def test_outside_the_window_only_a_template_arrives(bench: Bench) -> None:
    bench.write(BOTH, body="halo")
    bench.faults(window_closed=True)
    (failed,) = statuses_of(bench, bench.reply(BOTH), "failed")
    body = {"type": "BODY", "text": "Laporan sedang diproses."}
    bench.register({"name": "lapor_status", "language": "id", "components": [body]})
    template = {"name": "lapor_status", "language": {"code": "id"}}
    delivered = statuses_of(bench, bench.reply(BOTH, type="template", template=template), "delivered")
    assert failed["errors"][0]["code"] == 131047  # type: ignore[index]
    assert delivered[-1]["pricing"] == {**PRICE, "category": "utility"}


def test_who_never_wrote_has_no_window(bench: Bench) -> None:
    (failed,) = statuses_of(bench, bench.reply(BOTH), "failed")
    assert failed["errors"][0]["code"] == 131047  # type: ignore[index]
