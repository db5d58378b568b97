"""Being asked to stop: Ctrl-C and SIGTERM become an event."""

from __future__ import annotations

import signal
import socket
import threading
from typing import NoReturn

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def leave_on_signal() -> None:
    """Leave cleanly, without a traceback, when asked to stop before there is anything to stop."""

    def leave(*_: object) -> NoReturn:
        raise SystemExit(0)

    for number in STOP_SIGNALS:
        signal.signal(number, leave)


def stop_on_signal() -> threading.Event:
    """An event that is set when this process is asked to stop; call it in the main thread.

    Another thread sets it: a handler that did so itself could meet the event's own lock in the main thread.
    """
    stop = threading.Event()
    reading, writing = socket.socketpair()
    writing.setblocking(False)
    signal.set_wakeup_fd(writing.fileno())
    for number in STOP_SIGNALS:
        signal.signal(number, lambda *_: None)
    waiting = (reading, writing, stop)
    threading.Thread(target=_set_when_woken, args=waiting, name="signals", daemon=True).start()
    return stop


def _set_when_woken(reading: socket.socket, writing: socket.socket, stop: threading.Event) -> None:
    # `writing` is only held: the system writes to it.
    reading.recv(1)
    stop.set()
