"""Worker processes: begun in a group of their own, and ended with all that they started."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from ceralyte.app.jobs.worker import TALK

WORKER: tuple[str, ...] = ("-P", "-m", "ceralyte.app.jobs.worker")
"""What Python runs as a worker; -P: files in its folder are no modules."""
PATIENCE = 10.0
"""Seconds for a process to end that was killed."""


def launched(folder: Path) -> "subprocess.Popen[bytes]":
    """Return the worker of the job in a folder, which has begun.

    Raises
    ------
    OSError
        The system has no memory, disk or processes left, or the folder is gone.
    """
    apart: dict[str, Any] = (
        {"process_group": 0}
        if os.name == "posix"
        else {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}  # type: ignore[attr-defined]
    )
    with (folder / TALK).open("wb") as talk:
        return subprocess.Popen(
            [sys.executable, *WORKER, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=talk,
            **apart,
        )


def who(process: "subprocess.Popen[bytes]") -> str:
    """Return a process as text, so that it is told from another that gets its number later."""
    try:
        return json.dumps({"pid": process.pid, "began": psutil.Process(process.pid).create_time()})
    except psutil.Error:
        return ""


def end_process(noted: str) -> None:
    """End a worker, as `who` noted it, that outlived its server, with its children."""
    if not noted:
        return
    named = json.loads(noted)
    with suppress(psutil.Error):
        process = psutil.Process(named["pid"])
        if abs(process.create_time() - named["began"]) < 1.0:
            family = [process, *process.children(recursive=True)]
            for member in family:
                with suppress(psutil.Error):
                    member.kill()
            psutil.wait_procs(family, PATIENCE)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """End a worker and all that it started."""
    if os.name == "posix":
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        end_process(who(process))


def close_pipes(process: "subprocess.Popen[bytes]") -> None:
    """Close what led to and from a worker that has ended."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()
