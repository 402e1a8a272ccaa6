"""What the server is told when it starts, and how much it takes."""

import os
import sys
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

LOOPBACK = "127.0.0.1"
PORT = 8321


@dataclass(frozen=True)
class Limits:
    """Largest requests, bytes; `decoded` is an image in memory, `entries` files in a zip."""

    text: int = 1_000_000
    psd: int = 5_000_000
    spectrum: int = 5_000_000
    image: int = 2_000_000_000
    decoded: int = 4_000_000_000
    entries: int = 10_000
    inspection: float = 120.0  # s

    def upload(self, kind: str) -> int:
        """Return the largest upload of a kind."""
        return {"psd": self.psd, "spectrum": self.spectrum, "image": self.image}[kind]


@dataclass(frozen=True)
class Settings:
    """Where the server listens and keeps its data.

    `token` is None where none is needed: on the loopback address.
    """

    data: Path
    host: str = LOOPBACK
    port: int = PORT
    token: str | None = None
    limits: Limits = field(default_factory=Limits)

    @property
    def address(self) -> str:
        """The page as a URL, without the token."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"


def is_loopback(host: str) -> bool:
    """Return whether only this machine reaches `host`.

    Examples
    --------
    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def data_folder() -> Path:
    """Return the folder for data of programs of this user, by the custom of the system."""
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
    elif sys.platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME", home / ".local" / "share"))
    return base / "ceralyte" / "app"
