"""The line between the supervisor and each of its roles.

It is a pair of sockets. The role says on it that it serves now; the supervisor says nothing. When the
supervisor is gone, however it ended, the system closes its end, and the role stops as if asked to.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import threading

VARIABLE = "LAPOR_LIFELINE"
STOP_SECONDS = 9.0
READY = b"r"


class RoleEnd:
    """The line as a role holds it; a role that nobody supervises has none."""

    def __init__(self, line: socket.socket | None) -> None:
        self._line = line

    @classmethod
    def take(cls) -> RoleEnd:
        """Take the line that the supervisor left in the environment, and stop when it ends."""
        number = os.environ.pop(VARIABLE, None)
        if number is None:
            return cls(None)
        line = socket.socket(fileno=int(number))
        threading.Thread(target=_stop_at_the_end, args=(line,), name="lifeline", daemon=True).start()
        return cls(line)

    def tell_ready(self) -> None:
        """Say that this role serves now."""
        if self._line is not None:
            self._line.sendall(READY)


class SupervisorEnd:
    """The line as the supervisor holds it."""

    def __init__(self) -> None:
        self._line, self.role_end = socket.socketpair()
        self._line.setblocking(False)
        self.is_ready = False

    def environment(self) -> dict[str, str]:
        """What the role needs in its environment; its end must be passed to the process as well."""
        return {VARIABLE: str(self.role_end.fileno())}

    def look(self) -> bool:
        """Whether the role has just become ready."""
        try:
            told = not self.is_ready and self._line.recv(1) == READY
        except OSError:
            return False
        self.is_ready = self.is_ready or told
        return told

    def close(self) -> None:
        self._line.close()
        self.role_end.close()


def _stop_at_the_end(line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        line.recv(1)
    # Nobody reads what this process prints any more; printing must not fail in the middle of a turn.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for number in (1, 2):
        os.dup2(nowhere, number)
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(STOP_SECONDS)
    os._exit(1)
