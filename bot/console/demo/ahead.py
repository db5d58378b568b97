"""Lets one process invent while another writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TypeVar

Item = TypeVar("Item")


def ahead(items: Iterable[Item]) -> Iterator[Item]:
    """Yield the items, each of which a child of this process makes while the one before is used.

    The child is a copy of this process at its beginning; an error in it is raised here.
    """
    forking = get_context("fork")
    receiver, sender = forking.Pipe(duplex=False)
    child = forking.Process(target=_send, args=(items, sender, receiver), daemon=True)
    child.start()
    sender.close()
    try:
        with suppress(EOFError):
            while True:
                item = receiver.recv()
                if isinstance(item, Exception):
                    raise item
                yield item
    finally:
        receiver.close()
        child.join()


def _send(items: Iterable[object], sender: Connection, receiver: Connection) -> None:
    """What the child does until nobody listens any more: its own copy of the other end must not count."""
    receiver.close()
    with suppress(BrokenPipeError):
        try:
            for item in items:
                sender.send(item)
        except BrokenPipeError:
            raise
        except Exception as error:
            sender.send(error)
