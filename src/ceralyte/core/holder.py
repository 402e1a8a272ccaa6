"""Who runs a study: told from the process and, on another machine, from its heartbeat."""

import json
import os
import socket
from dataclasses import asdict, dataclass
from time import time

import psutil

SILENCE = 120.0
"""Seconds without a heartbeat after which a coordinator on another machine counts as dead."""


@dataclass(frozen=True)
class Holder:
    """A coordinator: machine, process, and when that process started (to tell reused ids)."""

    host: str
    pid: int
    started: float

    @classmethod
    def this_process(cls) -> "Holder":
        """Return the one that asks."""
        return cls(socket.gethostname(), os.getpid(), psutil.Process().create_time())

    @classmethod
    def from_json(cls, text: str) -> "Holder | None":
        """Return the holder that `to_json` wrote; None for an empty text."""
        return cls(**json.loads(text)) if text else None

    def to_json(self) -> str:
        """Return it as text."""
        return json.dumps(asdict(self))

    def holds(self, heartbeat: float) -> bool:
        """Whether it still runs the study; `heartbeat` in seconds since 1970."""
        if self.host != socket.gethostname():
            return time() - heartbeat < SILENCE
        if self == Holder.this_process():
            return False
        try:
            process = psutil.Process(self.pid)
            alive = process.status() != psutil.STATUS_ZOMBIE
            return alive and abs(process.create_time() - self.started) < 1.0
        except psutil.Error:
            return False
