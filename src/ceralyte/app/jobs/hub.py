"""News for all open tabs: each gets the latest state of every job, and misses none."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import contextmanager
from threading import Lock
from typing import Any


class Listener:
    """One open tab: what it has not been sent yet, by job, only the latest of each."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._pending: dict[str, tuple[str, Any]] = {}
        self._lock = Lock()
        self._news = asyncio.Event()

    def put(self, identifier: str, event: str, data: Any) -> None:
        """Take news, from any thread."""
        with self._lock:
            self._pending[identifier] = (event, data)
        try:
            self._loop.call_soon_threadsafe(self._news.set)
        except RuntimeError:  # the loop has ended, and the tab with it
            return

    async def take(self, patience: float) -> list[tuple[str, Any]]:
        """Wait for news, at most `patience` seconds; return what there is, maybe nothing."""
        try:
            await asyncio.wait_for(self._news.wait(), patience)
        except TimeoutError:
            return []
        self._news.clear()
        with self._lock:
            found, self._pending = list(self._pending.values()), {}
        return found


class Hub:
    """Hands news to all listeners."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._lock = Lock()

    def publish(self, identifier: str, event: str, data: Any) -> None:
        """Tell all listeners about a job."""
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            listener.put(identifier, event, data)

    @contextmanager
    def listening(self) -> Any:
        """Give a listener to the running event loop, for as long as the block lasts."""
        listener = Listener(asyncio.get_running_loop())
        with self._lock:
            self._listeners.add(listener)
        try:
            yield listener
        finally:
            with self._lock:
                self._listeners.discard(listener)


async def stream(
    listener: Listener, first: Iterable[tuple[str, Any]], patience: float
) -> AsyncIterator[str]:
    """Give server-sent events: `first`, then news; a comment where nothing happens for long."""
    import json

    for event, data in first:
        yield f"event: {event}\ndata: {json.dumps(data)}\n\n"
    while True:
        news = await listener.take(patience)
        yield "".join(f"event: {e}\ndata: {json.dumps(d)}\n\n" for e, d in news) or ": quiet\n\n"
