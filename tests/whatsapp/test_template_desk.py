"""Templates of the pack at Meta, against the simulator's template management and a refusing one."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from bot.region.pack import Region, load_region
from bot.whatsapp.client import GraphClient
from bot.whatsapp.errors import AccessRefused
from bot.whatsapp.template_desk import push, standings
from tests.simulator.serving import serve
from tests.whatsapp.management import Management
from tests.whatsapp.numbers import number_settings

PACK = Path(__file__).parents[2] / "data/region/oki"


@pytest.fixture
def region() -> Region:
    return load_region(PACK)


@pytest.fixture
def management() -> Management:
    return Management()


@pytest.fixture
def client(management: Management, tmp_path: Path) -> Iterator[GraphClient]:
    with serve(management.app()) as url:
        account = {"WHATSAPP_BUSINESS_ACCOUNT_ID": "2"}
        yield GraphClient(number_settings(tmp_path, WHATSAPP_GRAPH_URL=f"{url}/v25.0", **account).whatsapp)


def outcomes(client: GraphClient, region: Region) -> dict[str, str]:
    return {one.name: one.outcome for one in push(client, region.templates.values())}


def test_every_template_is_created_once(client: GraphClient, management: Management, region: Region) -> None:
    assert set(outcomes(client, region).values()) == {"created"}
    assert set(outcomes(client, region).values()) == {"kept"}
    assert len(management.templates) == len(region.templates) > 4
    assert all(token and token.startswith("Bearer ") for token in management.tokens)


def test_a_refused_template_keeps_no_other_back(
    client: GraphClient, management: Management, region: Region
) -> None:
    management.refused["lapor_selesai_foto"] = 100
    done = outcomes(client, region)
    assert done.pop("lapor_selesai_foto") == "refused" and set(done.values()) == {"created"}


def test_one_example_picture_goes_with_all_templates_that_have_a_photo(
    client: GraphClient, management: Management, region: Region
) -> None:
    outcomes(client, region)
    headers = [
        part["example"]["header_handle"]
        for template in management.templates
        for part in template["components"]
        if part["type"] == "HEADER"
    ]
    assert headers == [["4::handle"]] * sum(one.has_image for one in region.templates.values()) != []
    (picture,), (opened,) = management.pictures, management.opened
    assert Image.open(io.BytesIO(picture)).format == "JPEG"
    assert (opened["file_type"], int(opened["file_length"])) == ("image/jpeg", len(picture))


def test_a_refused_example_picture_keeps_no_template_of_text_back(
    client: GraphClient, management: Management, region: Region
) -> None:
    management.upload_refusal = 100
    done = outcomes(client, region)
    assert {name: done[name] for name, one in region.templates.items() if one.has_image} == {
        "lapor_selesai_foto": "refused"
    }
    assert len(management.templates) == len(done) - 1


def test_what_was_created_before_meta_refused_everything_is_told(
    client: GraphClient, management: Management, region: Region
) -> None:
    names = list(region.templates)
    management.refused[names[1]] = 190
    told = []
    with pytest.raises(AccessRefused):
        for one in push(client, region.templates.values()):
            told.append(one.name)
    assert told == names[:1]


def test_a_wrong_token_stops_the_push(client: GraphClient, management: Management, region: Region) -> None:
    management.refused["*"] = 190
    with pytest.raises(AccessRefused):
        outcomes(client, region)
    assert management.templates == []


def test_what_meta_has_made_of_a_template_is_said(
    client: GraphClient, management: Management, region: Region
) -> None:
    outcomes(client, region)
    management.templates[0] |= {"status": "REJECTED", "rejected_reason": "PROMOTIONAL"}
    management.templates[1]["components"] = [{"type": "BODY", "text": "another text"}]
    del management.templates[2:]
    found = standings(client, region.templates.values())
    assert [(one.state, one.reason, one.changed) for one in found[:3]] == [
        ("REJECTED", "PROMOTIONAL", False),
        ("PENDING", "", True),
        ("ABSENT", "", False),
    ]
