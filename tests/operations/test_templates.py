"""`lapor whatsapp templates` against a template management that refuses on request."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.operations.conftest import Lapor, Outcome
from tests.operations.program import free_port
from tests.simulator.serving import serve
from tests.whatsapp.management import Management

NUMBER = {
    "WHATSAPP_ACCESS_TOKEN": "the token",
    "WHATSAPP_APP_SECRET": "the app secret",
    "WHATSAPP_PHONE_NUMBER_ID": "100000000000001",
    "WHATSAPP_BUSINESS_ACCOUNT_ID": "2",
}


@pytest.fixture
def management() -> Management:
    return Management()


@pytest.fixture
def url(management: Management) -> Iterator[str]:
    with serve(management.app()) as url:
        yield f"{url}/v25.0"


def push(lapor: Lapor, url: str) -> Outcome:
    return lapor("whatsapp", "templates", "push", WHATSAPP_GRAPH_URL=url, **NUMBER)


def test_every_template_is_a_line_and_a_second_push_changes_nothing(
    lapor: Lapor, url: str, management: Management
) -> None:
    first, second = push(lapor, url), push(lapor, url)
    assert (first.code, second.code, first.error) == (0, 0, "")
    assert {line.split()[1] for line in first.out.splitlines()} == {"created"}
    assert {line.split()[1] for line in second.out.splitlines()} == {"kept"}
    assert len(management.pictures) == 1


def test_a_refused_template_is_a_line_and_code_1(lapor: Lapor, url: str, management: Management) -> None:
    management.upload_refusal = 100
    outcome = push(lapor, url)
    (refused,) = [line for line in outcome.out.splitlines() if " refused " in line]
    assert outcome.code == 1 and refused.split(maxsplit=2)[::2] == ["lapor_selesai_foto", "100: refused"]


def test_metas_own_words_stand_in_the_line_of_a_refusal(
    lapor: Lapor, url: str, management: Management
) -> None:
    management.refused["lapor_jawaban"] = 100
    management.because = "Variables can't be at the start or end\nof the template."
    (refused,) = [line for line in push(lapor, url).out.splitlines() if " refused " in line]
    assert refused.endswith("100: Variables can't be at the start or end of the template.")


def test_a_wrong_token_is_one_line_and_code_1(lapor: Lapor, url: str, management: Management) -> None:
    management.refused["*"] = 190
    assert push(lapor, url) == Outcome(1, "", "lapor: Meta refused (190): refused\n")


def test_a_meta_that_is_not_there_is_one_line_and_code_1(lapor: Lapor) -> None:
    outcome = push(lapor, f"http://127.0.0.1:{free_port()}/v25.0")
    assert (outcome.code, outcome.out, outcome.error.count("\n")) == (1, "", 1)
    assert outcome.error.startswith("lapor: Meta could not be asked: ")


def test_without_a_business_account_there_is_nothing_to_push_to(lapor: Lapor) -> None:
    assert lapor(
        "whatsapp", "templates", "push", **{**NUMBER, "WHATSAPP_BUSINESS_ACCOUNT_ID": ""}
    ).is_refusal("WHATSAPP_BUSINESS_ACCOUNT_ID")


def test_what_meta_holds_against_a_template_is_said(lapor: Lapor, url: str, management: Management) -> None:
    push(lapor, url)
    management.templates[0] |= {"status": "REJECTED", "rejected_reason": "PROMOTIONAL"}
    outcome = lapor("whatsapp", "templates", "status", WHATSAPP_GRAPH_URL=url, **NUMBER)
    assert outcome.code == 1
    assert outcome.out.splitlines()[0].split()[1:] == ["REJECTED", "UTILITY", "PROMOTIONAL"]
