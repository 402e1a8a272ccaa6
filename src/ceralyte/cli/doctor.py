"""Does this installation work?"""

import platform
from collections.abc import Callable

import numpy as np
import psutil

from ceralyte.core.provenance import library_versions
from ceralyte.core.quantities import Record
from ceralyte.materials import load_catalogue
from ceralyte.model import Structure
from ceralyte.transport import effective_conductivity


class Finding(Record):
    """One check of the installation."""

    check: str
    ok: bool
    finding: str


def examine() -> list[Finding]:
    """Return the findings: versions, machine, catalogue, and a solution known exactly."""
    checks: dict[str, Callable[[], tuple[bool, str]]] = {
        "python": lambda: (True, f"{platform.python_version()} on {platform.platform()}"),
        "libraries": lambda: (True, ", ".join(f"{k} {v}" for k, v in library_versions().items())),
        "processor": lambda: (True, f"{psutil.cpu_count()} cores"),
        "memory": _memory,
        "catalogue": _catalogue,
        "conduction": _conduction,
    }
    return [_finding(name, run) for name, run in checks.items()]


def _finding(name: str, run: Callable[[], tuple[bool, str]]) -> Finding:
    try:
        ok, finding = run()
    except (ImportError, OSError, ValueError, RuntimeError) as error:
        ok, finding = False, f"{type(error).__name__}: {error}"
    return Finding(check=name, ok=ok, finding=finding)


def _memory() -> tuple[bool, str]:
    free = psutil.virtual_memory().available / 1024**3
    return free > 1, f"{free:.1f} GiB free (1 GiB is enough for level standard)"


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
