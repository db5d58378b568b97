"""The reports of one day over their whole lives, with time moved by hand and couriers that die."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import time_machine
from starlette.testclient import TestClient

from bot.dialogue.engine import Engine
from bot.settings import load_settings
from bot.web import create_app
from bot.wiring import Wiring
from tests.dialogue.phone import Town
from tests.operations.program import ROOT
from tests.program.day.audit import Audit
from tests.program.day.cast import Cast
from tests.program.day.clockwork import Clockwork
from tests.program.day.figures import count_bubbles
from tests.program.day.graph import Network
from tests.program.day.mortal import make_mortal
from tests.simulator.serving import serve

# A Tuesday at six in the morning; Christmas, the end of the year and a plan for January lie ahead.
SIX = datetime(2026, 11, 23, 23, 0, tzinfo=timezone.utc)
END = SIX + timedelta(days=90)
SEED = 1
WHOLE_DAY = 500


@pytest.fixture
def clockwork(
    migrated_url: str, tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Clockwork]:
    network = Network()
    with serve(network.app()) as url, time_machine.travel(SIX, tick=False) as time:
        network.url = f"{url}/v25.0"
        settings = {
            "DATABASE_URL": migrated_url,
            "MEDIA_URL": f"file://{tmp_path / 'media'}",
            "SECRET_KEY": "tests",
            "SETTLE_FRAGMENT_SECONDS": "0",
            "SETTLE_MEDIA_SECONDS": "0",
            "WHATSAPP_ACCESS_TOKEN": "the token",
            "WHATSAPP_APP_SECRET": "the app secret",
            "WHATSAPP_PHONE_NUMBER_ID": "100000000000001",
            "WHATSAPP_GRAPH_URL": network.url,
            "WHATSAPP_PAIR_SECONDS": "0",
            "WHATSAPP_MESSAGES_PER_SECOND": "0",
        }
        wiring = Wiring(load_settings(ROOT, settings), ROOT)
        wiring.prepare_database()
        make_mortal(monkeypatch)
        with TestClient(create_app(wiring, 8000)) as client:
            worker = wiring.worker("tests", engine)
            town = Town(client, worker, wiring.database, wiring.vault, wiring.settings.whatsapp)
            yield Clockwork(wiring, town, network, time)
        wiring.database.dispose()


def test_no_event_of_a_day_is_told_twice_or_missed(
    clockwork: Clockwork, pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]
) -> None:
    cast = Cast(clockwork, SEED)
    reports = pytestconfig.getoption("--reports")
    cast.file(reports, SIX)
    clockwork.run(END)
    with clockwork.wiring.database.reading() as session:
        Audit(clockwork, cast, session).check()
        figures = count_bubbles(session)
    with capsys.disabled():
        print("\n".join(["", *figures.lines(), f"  couriers that died on the way: {clockwork.deaths}"]))
    assert clockwork.deaths >= 3
    assert figures.filing.median <= 3 and figures.owner.median <= 5
    # On a small day too few reports share a digest to judge what officers cost.
    assert reports < WHOLE_DAY or figures.everybody.median <= 8
