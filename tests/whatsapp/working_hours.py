"""Couriers that run in threads of their own while a test looks on."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.whatsapp.courier import Courier


@contextmanager
def at_work(*couriers: Courier) -> Iterator[threading.Event]:
    stop = threading.Event()
    threads = [threading.Thread(target=courier.run, args=(stop,)) for courier in couriers]
    for thread in threads:
        thread.start()
    try:
        yield stop
    finally:
        stop.set()
        for thread in threads:
            thread.join(15)
    assert not any(thread.is_alive() for thread in threads)


def wait_until(true: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
