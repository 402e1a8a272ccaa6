"""Does this installation work?"""

import os
import platform
import re
import shutil
import webbrowser
from collections.abc import Callable
from functools import partial
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
from ceralyte.model.levels import LEVELS
from ceralyte.numerics.gpu.device import cupy
from ceralyte.pipeline.memory import design_memory
from ceralyte.slurry.remembered import FOLDER as CACHE
from ceralyte.slurry.remembered import store_file
from ceralyte.transport import effective_conductivity

_GIB = 1024**3
_DISK_LEAST = 1.0
"""GiB: a design of level fine takes some tens of MB, a study of many designs more."""


EXTRAS = {
    "browser": "tests of the web page",
    "cluster": "studies on a Dask cluster",
    "gpu": "conduction on an NVIDIA GPU",
    "postgres": "studies in PostgreSQL",
    "quantum": "energies of solvents computed anew",
    "report": "reports as PDF",
    "search": "searches with Gaussian processes",
    "xlsx": "tables of studies for Excel",
}
"""What each extra of the package is for; those of developers are left out."""


Examined = tuple[bool | None, str]
"""Whether it works, None of an option that is not installed, and the finding."""


class Finding(Record):
    """One check of the installation; `installed` is False of an option that is not there."""

    check: str
    ok: bool
    finding: str
    installed: bool = True

    @property
    def word(self) -> str:
        """The finding in a word."""
        if not self.installed:
            return "not installed"
        return "yes" if self.ok else "NO"


def examine() -> list[Finding]:
    """Return the findings: versions, machine, extras, catalogue, a solution known exactly."""
    checks: dict[str, Callable[[], Examined]] = {
        "python": lambda: (True, f"{platform.python_version()} on {platform.platform()}"),
        "ceralyte": lambda: (True, f"{__version__} in {Path(ceralyte.__file__).parent}"),
        "libraries": lambda: (True, ", ".join(f"{k} {v}" for k, v in library_versions().items())),
        "dependencies": _dependencies,
        **{f"extra {name}": partial(_extra, name) for name in EXTRAS},
        "processor": _processor,
        "memory": _memory,
        "disk": _disk,
        "kernel cache": _kernel_cache,
        "energy cache": _energy_cache,
        "catalogue": _catalogue,
        "conduction": _conduction,
        "threads": _threads,  # behind conduction, which starts them
        "GPU": _gpu,
        "PostgreSQL": _postgresql,
        "web page": _web_page,
    }
    return [_finding(name, run) for name, run in checks.items()]


def _finding(name: str, run: Callable[[], Examined]) -> Finding:
    ok: bool | None
    try:
        ok, finding = run()
    except (ImportError, OSError, ValueError, RuntimeError) as error:
        ok, finding = False, f"{type(error).__name__}: {error}"
    return Finding(check=name, ok=ok is not False, finding=finding, installed=ok is not None)


def _required(extra: str) -> dict[str, str | None]:
    """Version of every package that `extra` needs, None where it is not installed; "": always."""
    found: dict[str, str | None] = {}
    for text in requires("ceralyte") or ():
        requirement, _, marker = text.partition(";")
        if marker.partition("extra ==")[2].strip(" '\"") == extra:
            package = re.split(r"[\[<>=~! ]", requirement.strip())[0]
            try:
                found[package] = version(package)
            except PackageNotFoundError:
                found[package] = None
    return found


def _dependencies() -> tuple[bool, str]:
    found = _required("")
    missing = [package for package, there in found.items() if there is None]
    if missing:
        return False, f"no {', '.join(missing)}: install ceralyte again, `pip install ceralyte`"
    return len(found) > 0, f"all {len(found)} packages are installed"


def _extra(name: str) -> Examined:
    """Whether an optional package is there; none has to be."""
    found = _required(name)
    there = ", ".join(f"{package} {known}" for package, known in found.items() if known)
    missing = [package for package, known in found.items() if known is None]
    if found and not missing:
        return True, f"{there}, for {EXTRAS[name]}"
    what = f"no {', '.join(missing)}" if missing else "not known to the version that is installed"
    return None, f'{what}, for {EXTRAS[name]}: pip install "ceralyte[{name}]"'


def _processor() -> tuple[bool, str]:
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    physical = psutil.cpu_count(logical=False)
    return True, f"{platform.machine()}, {physical} cores, {usable} threads usable"


def _threads() -> tuple[bool, str]:
    told = f"{numba.get_num_threads()} of {numba.config.NUMBA_NUM_THREADS} for kernels"
    return True, f"{told}, layer {numba.threading_layer()} (NUMBA_NUM_THREADS changes it)"


def _memory() -> tuple[bool, str]:
    free, total = psutil.virtual_memory().available / _GIB, psutil.virtual_memory().total / _GIB
    needs = {name: design_memory(level) / _GIB for name, level in LEVELS.items()}
    told = ", ".join(f"{name} {need:.1g}" for name, need in needs.items())
    told = f"{free:.1f} of {total:.1f} GiB free; a design needs at most, by level, {told} GiB"
    return free > needs["quick"], told


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


def _energy_cache() -> tuple[bool, str]:
    folder = store_file().parent
    if _writable(folder):
        return True, f"{folder} can be written"
    return False, f"{folder} cannot be written; set {CACHE} to a folder that can"


def _postgresql() -> Examined:
    """Whether the client of PostgreSQL starts; studies are in SQLite files without it."""
    try:
        from psycopg import pq
    except ImportError as error:
        return None, f"no client: {error}; studies are kept in SQLite files"
    return True, f"client {pq.version() // 10000}; a study's --store names the server"


def _web_page() -> tuple[bool, str]:
    """Whether the page is in the package, and what shows it."""
    page = Path(ceralyte.__file__).parent / "app" / "static" / "index.html"
    if not page.is_file():
        return False, f"{page} is missing: install ceralyte again"
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        shown = f"opens in {webbrowser.get().name}"
    except webbrowser.Error:
        shown = "no browser here: open the address that `ceralyte app` prints in one elsewhere"
    return True, f"{shown}; tests: {chromium or 'Chromium, which make test-browser installs'}"


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _gpu() -> Examined:
    """Whether the extra `gpu` finds a device; none has to be there."""
    try:
        runtime = cupy().cuda.runtime
    except InputError as error:
        return None, f"none: {error.problem}; kernels run on the processor"
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
