"""News for all open tabs: each gets the latest state of every job, and misses none."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import contextmanager, suppress
from threading import Lock
from typing import Any


class Listener:
    """One open tab: what it has not been sent yet, by job, only the latest of each."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._pending: dict[str, tuple[str, Any]] = {}
        self._lock = Lock()
        self._news = asyncio.Event()
        self.ended = False

    def end(self) -> None:
        """Let the stream to this tab run out, from any thread."""
        self.ended = True
        self._wake()

    def put(self, identifier: str, event: str, data: Any) -> None:
        """Take news, from any thread."""
        with self._lock:
            self._pending[identifier] = (event, data)
        self._wake()

    def _wake(self) -> None:
        with suppress(RuntimeError):  # the loop has ended, and the tab with it
            self._loop.call_soon_threadsafe(self._news.set)

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

    def close(self) -> None:
        """Let all streams run out, so that the server can end."""
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            listener.end()

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
    """Give server-sent events: `first`, then news; a comment where nothing happens for long.

    Runs out when the listener is ended.
    """
    import json

    for event, data in first:
        yield f"event: {event}\ndata: {json.dumps(data)}\n\n"
    while not listener.ended:
        news = await listener.take(patience)
        yield "".join(f"event: {e}\ndata: {json.dumps(d)}\n\n" for e, d in news) or ": quiet\n\n"
