"""Start the server: one per data folder, with a token where others reach it."""

import secrets
import shutil
import signal
import socket
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from errno import EADDRNOTAVAIL, EINVAL
from pathlib import Path
from threading import Thread
from time import sleep
from types import FrameType

import uvicorn

from ceralyte.app.factory import create_app
from ceralyte.app.jobs.hub import Hub
from ceralyte.app.places import Places
from ceralyte.app.settings import Settings, is_loopback
from ceralyte.core.errors import InputError
from ceralyte.core.holder import Holder
from ceralyte.core.locking import locked

_ADDRESS = "an address of this machine, such as 127.0.0.1"
_GRACE = 1  # s, for open connections at the end


def serve(data: Path, host: str, port: int, *, browser: bool, say: Callable[[str], None]) -> None:
    """Serve the page until the process is told to end.

    Parameters
    ----------
    data : Path
        Folder of jobs and uploads.
    host, port
        Address to listen on; other than this machine's own it takes a token.
    browser : bool
        Open the page.
    say : callable
        Takes lines for the user.

    Raises
    ------
    InputError
        The folder is used by another server, or the port is taken.
    """
    if not host:
        raise InputError("--host", "is empty", _ADDRESS)
    token = None if is_loopback(host) else secrets.token_urlsafe(32)
    settings = Settings(data=data, host=host, port=port, token=token)
    with _held(Places(data)), _listening(settings) as listener:
        hub = Hub()
        application = create_app(settings, hub, say)
        address = settings.address + (f"?token={token}" if token else "")
        say(f"ceralyte is at {address} (Ctrl-C ends it; data in {data})")
        if browser:
            Thread(target=_open, args=(address,), daemon=True).start()
        config = uvicorn.Config(
            application,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE,
        )
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _ended)
        _Server(config, hub).run(sockets=[listener])


class _Server(uvicorn.Server):
    """Ends the streams to open tabs when it is told to end, so that it need not cut them off."""

    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        super().__init__(config)
        self._hub = hub

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take a signal to end."""
        self._hub.close()
        super().handle_exit(sig, frame)


@contextmanager
def _listening(settings: Settings) -> Iterator[socket.socket]:
    """Give the socket, taken before anything is said or opened."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        found = socket.create_server((settings.host, settings.port), family=family, backlog=128)
    except OSError as error:
        unknown = (socket.EAI_NONAME, socket.EAI_AGAIN)
        elsewhere = error.errno in (EADDRNOTAVAIL, EINVAL, *unknown)
        option, allowed = (
            ("--host", _ADDRESS)
            if elsewhere
            else ("--port", "another --port, or end the other program")
        )
        told = f"{settings.host}:{settings.port} cannot be taken: {error.strerror}"
        raise InputError(option, told, allowed) from error
    with found:
        yield found


@contextmanager
def _held(places: Places) -> Iterator[None]:
    """Keep the data folder for this process; empty what an earlier one left half received."""
    places.make()
    with places.holder.open("r+", encoding="utf-8") as file:
        try:
            free = locked(file)
        except OSError as error:
            raise InputError(
                "--data", f"{places.holder} cannot be locked: {error.strerror}", "a local disk"
            ) from error
        if not free:
            raise InputError(
                "--data",
                f"{places.data} is used by another server, {places.holder.name} in it says which",
                "another folder, or end that server",
            )
        file.truncate()
        file.write(Holder.this_process().to_json())
        file.flush()
        shutil.rmtree(places.temporary)
        places.make()
        yield


def _ended(_signal: int, _frame: FrameType | None) -> None:
    """The server has ended by this signal already, and raises it once more."""


def _open(address: str) -> None:
    """Open the page in a browser once the server answers."""
    sleep(0.5)
    webbrowser.open(address)
