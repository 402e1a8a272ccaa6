"""Does this installation work?"""

import os
import platform
import re
import shutil
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from tempfile import TemporaryFile

import numba
import numpy as np
import psutil
from numba.misc.appdirs import AppDirs

import ceralyte
from ceralyte import __version__
from ceralyte.core.errors import InputError
from ceralyte.core.provenance import library_versions
from ceralyte.core.quantities import Record
from ceralyte.materials import load_catalogue
from ceralyte.model import Structure
from ceralyte.numerics.gpu.device import cupy
from ceralyte.transport import effective_conductivity

_GIB = 1024**3
_DISK_LEAST = 1.0
"""GiB: a design of level fine takes some tens of MB, a study of many designs more."""


class Finding(Record):
    """One check of the installation."""

    check: str
    ok: bool
    finding: str


def examine() -> list[Finding]:
    """Return the findings: versions, machine, extras, catalogue, a solution known exactly."""
    checks: dict[str, Callable[[], tuple[bool, str]]] = {
        "python": lambda: (True, f"{platform.python_version()} on {platform.platform()}"),
        "ceralyte": lambda: (True, f"{__version__} in {Path(ceralyte.__file__).parent}"),
        "libraries": lambda: (True, ", ".join(f"{k} {v}" for k, v in library_versions().items())),
        "extras": _extras,
        "processor": _processor,
        "memory": _memory,
        "disk": _disk,
        "kernel cache": _kernel_cache,
        "catalogue": _catalogue,
        "conduction": _conduction,
        "threads": _threads,  # behind conduction, which starts them
        "GPU": _gpu,
    }
    return [_finding(name, run) for name, run in checks.items()]


def _finding(name: str, run: Callable[[], tuple[bool, str]]) -> Finding:
    try:
        ok, finding = run()
    except (ImportError, OSError, ValueError, RuntimeError) as error:
        ok, finding = False, f"{type(error).__name__}: {error}"
    return Finding(check=name, ok=ok, finding=finding)


def _extras() -> tuple[bool, str]:
    """Whether each optional package is there; none has to be."""
    told = []
    for text in requires("ceralyte") or ():
        requirement, _, marker = text.partition(";")
        extra = marker.partition("extra ==")[2].strip(" '\"")
        if extra in ("", "dev", "docs", "fuzz"):
            continue
        package = re.split(r"[\[<>=~! ]", requirement.strip())[0]
        try:
            told.append(f"{extra}: {package} {version(package)}")
        except PackageNotFoundError:
            told.append(f'{extra}: no {package} (pip install "ceralyte[{extra}]")')
    return True, "; ".join(told)


def _processor() -> tuple[bool, str]:
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    physical = psutil.cpu_count(logical=False)
    return True, f"{platform.machine()}, {physical} cores, {usable} threads usable"


def _threads() -> tuple[bool, str]:
    told = f"{numba.get_num_threads()} of {numba.config.NUMBA_NUM_THREADS} for kernels"
    return True, f"{told}, layer {numba.threading_layer()} (NUMBA_NUM_THREADS changes it)"


def _memory() -> tuple[bool, str]:
    free, total = psutil.virtual_memory().available / _GIB, psutil.virtual_memory().total / _GIB
    return free > 1, f"{free:.1f} of {total:.1f} GiB free (1 GiB is enough for level standard)"


def _disk() -> tuple[bool, str]:
    free = shutil.disk_usage(Path.cwd()).free / _GIB
    return free > _DISK_LEAST, f"{free:.1f} GiB free in {Path.cwd()}"


def _kernel_cache() -> tuple[bool, str]:
    """Where numba keeps compiled kernels: where it is told to, beside them, or at the user's."""
    stated = os.environ.get("NUMBA_CACHE_DIR")
    users = AppDirs(appname="numba", appauthor=False).user_cache_dir
    places = [Path(stated)] if stated else [Path(ceralyte.__file__).parent, Path(users)]
    place = next((p for p in places if _writable(p)), None)
    if place is not None:
        return True, f"{place} can be written"
    tried = " and ".join(map(str, places))
    return False, f"{tried} cannot be written; set NUMBA_CACHE_DIR to a folder that can"


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _gpu() -> tuple[bool, str]:
    """Whether the extra `gpu` finds a device; none has to be there."""
    try:
        runtime = cupy().cuda.runtime
    except InputError as error:
        return True, f"none: {error.problem}; kernels run on the processor"
    free, total = (size / _GIB for size in runtime.memGetInfo())
    name = runtime.getDeviceProperties(0)["name"].decode()
    return True, f"{name}, {free:.1f} of {total:.1f} GiB free"


def _catalogue() -> tuple[bool, str]:
    catalogue = load_catalogue()
    values = sum(len(m.values) for m in catalogue)
    return len(catalogue) > 0, f"{len(catalogue)} materials, {values} values"


def _conduction() -> tuple[bool, str]:
    """Two layers in series: the harmonic mean, exactly."""
    phase = np.ones((8, 8, 8), np.uint8)
    phase[:, :, 4:] = 2
    laminate = Structure(phase, np.zeros((8, 8, 8), np.int32), 1e-6, (True, True, False))
    value = effective_conductivity(laminate, {"ceramic": 1.0, "binder": 3.0}).value
    return abs(value - 1.5) < 1e-6, f"laminate of 1 and 3 S/m: {value:.6f} S/m, exactly 1.5"
