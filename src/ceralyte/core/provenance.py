"""Where a result comes from: version, inputs, seeds, libraries, literature."""

import hashlib
from functools import lru_cache
from importlib.metadata import version

from ceralyte.core.quantities import Record

_LIBRARIES = ("numpy", "scipy", "numba", "pydantic", "zarr", "matplotlib")


class Provenance(Record):
    """What is needed to make a result again.

    `recipe_sha256` is the hash of the normalised input; two results with equal provenance are
    equal.
    """

    ceralyte_version: str
    recipe_sha256: str
    level: str
    seeds: tuple[int, ...]
    libraries: dict[str, str]


class Source(Record):
    """One value or method taken from elsewhere, as it is printed under a result."""

    used_for: str
    text: str
    locator: str = ""
    kind: str = ""
    confidence: str = ""


def sha256_of(text: str) -> str:
    """Return the SHA-256 of a text, as hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=1)
def library_versions() -> dict[str, str]:
    """Return the versions of ceralyte's numerical libraries."""
    return {name: version(name) for name in _LIBRARIES}
