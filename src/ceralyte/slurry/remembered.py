"""Energies that were computed before: one file each, named by all that the number depends on."""

import json
import os
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from ceralyte.core.errors import InputError
from ceralyte.core.files import written_whole

FOLDER = "CERALYTE_CACHE"
"""Environment variable that names the folder; else `ceralyte` in the user's cache folder."""


def remembered(question: Mapping[str, Any], compute: Callable[[], Any]) -> Any:
    """Return the answer to a question, computed once and read ever after.

    Parameters
    ----------
    question : mapping
        All that the answer depends on, as JSON: atoms, method, version, permittivity.
    compute : callable
        Gives the answer, as JSON; called where no file holds it.

    Raises
    ------
    InputError
        The folder cannot be written, or a file in it is not as it was written.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from unittest.mock import patch
    >>> with patch.dict(os.environ, {FOLDER: mkdtemp()}):
    ...     first = remembered({"method": "one"}, lambda: 1.5)
    ...     first, remembered({"method": "one"}, lambda: 2.5)
    (1.5, 1.5)
    """
    text = json.dumps(question, sort_keys=True)
    path = cache_folder() / f"{sha256(text.encode()).hexdigest()}.json"
    if path.exists():
        return _read(path, json.loads(text))
    _make(path.parent)
    answer = compute()
    with written_whole(path) as place:
        place.write_text(json.dumps({"question": question, "answer": answer}), encoding="utf-8")
    return answer


def cache_folder() -> Path:
    """Return the folder of the energies; it need not exist."""
    if os.environ.get(FOLDER):
        return Path(os.environ[FOLDER]) / "energies"
    root = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(root) if root else Path.home() / ".cache") / "ceralyte" / "energies"


def _read(path: Path, question: Mapping[str, Any]) -> Any:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["question"] == question:
            return found["answer"]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(str(path), "is damaged", "delete it, it is computed again") from error
    raise InputError(str(path), "answers another question", "delete it, it is computed again")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            str(folder),
            f"cannot be made: {error.strerror or error}",
            f"a writable folder named by {FOLDER}",
        ) from error
