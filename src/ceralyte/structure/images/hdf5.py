"""HDF5 files, read by a process of its own (`hdf5_apart`)."""

import json
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event, Timer
from typing import IO, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ceralyte.core.errors import InputError
from ceralyte.structure.images.source import ImageSource, chosen, unwritten

Heard = TypeVar("Heard")

_READER = Path(__file__).with_name("hdf5_apart.py")
_SECONDS = 30.0
"""Time to start and to list a file: a hundred times what an idle machine takes, for busy ones."""
_BYTES_PER_SECOND = 1e6
"""Voxels read in a second at least: a tenth of what a network of 100 Mbit/s brings. A damaged file
can keep the library busy for ever."""


def open_hdf5(path: Path, dataset: str | None) -> ImageSource:
    """Return a dataset of an HDF5 file: the one called `dataset`, or the only one."""
    listed = json.loads(_heard(lambda said: said.read(), _SECONDS, "list", str(path)))
    found = {item["name"]: item for item in listed}
    name = chosen(str(path), dataset, list(found))
    item, place = found[name], f"{path}:{name}"
    shape, kind = tuple(item["shape"]), np.dtype(item["dtype"])
    if kind.kind not in "buif":
        raise InputError(place, f"holds {kind}", "numbers")
    notes = unwritten(item["blocks"], item["stored"], item["fill"])
    return ImageSource(place, shape, kind, partial(_load, path, name, shape, kind), notes=notes)


def _load(path: Path, name: str, shape: tuple[int, ...], kind: np.dtype[Any]) -> NDArray:
    voxels = np.empty(shape, kind)

    def fill(said: IO[bytes]) -> int:
        rest = voxels.reshape(-1).view(np.uint8).data
        while rest and (count := said.readinto(rest)):  # type: ignore[attr-defined]
            rest = rest[count:]
        return len(rest)

    seconds = _SECONDS + voxels.nbytes / _BYTES_PER_SECOND
    if missing := _heard(fill, seconds, "read", str(path), name):
        raise ValueError(f"{missing} of {voxels.nbytes} bytes are missing")
    return voxels


def _heard(hear: Callable[[IO[bytes]], Heard], seconds: float, task: str, *what: str) -> Heard:
    """Run the reader, hear what it says, and raise an error if it fails or takes too long."""
    command = [sys.executable, str(_READER), task, *what]
    late = Event()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reader:
        assert reader.stdout is not None
        assert reader.stderr is not None
        watch = Timer(seconds, _stop, (reader, late))
        watch.start()
        try:
            heard, complaint = hear(reader.stdout), reader.stderr.read()
            code = reader.wait()
        finally:
            watch.cancel()
    if code and late.is_set():
        raise InputError(
            ":".join(what),
            f"the HDF5 library took longer than {seconds:.0f} s over it",
            "a file on a quicker disk; a damaged one may keep the library busy for ever",
        )
    if code:
        raise OSError(_reason(code, complaint))
    return heard


def _stop(reader: subprocess.Popen[bytes], late: Event) -> None:
    late.set()
    reader.kill()


def _reason(code: int, complaint: bytes) -> str:
    if code < 0:
        return f"the HDF5 library broke down over it (signal {-code})"
    said = complaint.decode(errors="replace").strip().splitlines()
    return said[-1] if said else f"the HDF5 library left without a word (code {code})"
